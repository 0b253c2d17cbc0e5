package view

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rapport/domain"
)

func rows(cs ...*domain.Contact) []Row {
	all := make([]Row, len(cs))
	for i, c := range cs {
		all[i] = Row{Group: c.Phase.String(), Contact: c, Due: today.AddDays(3 - 2*i)}
	}
	return all
}

func TestPeople(t *testing.T) {
	resting, snoozed := tom(), jane()
	resting.Resting, snoozed.SnoozedUntil = true, today.AddDays(7)
	var many []*domain.Contact
	for i := range 30 {
		c := tom()
		c.ID, c.Name = domain.ContactID(fmt.Sprintf("c%d", i)), fmt.Sprintf("Person %02d", i)
		many = append(many, c)
	}
	paired := rows(omar())
	paired[0].Pair = domain.PairRhythm{Last: today.AddDays(-2), Due: today.AddDays(12)}
	golden{
		"paired":   People(PeoplePage{Today: today, Rows: paired, Page: 1}),
		"nobody":   People(PeoplePage{Today: today, Nobody: true}),
		"list":     People(PeoplePage{Today: today, Rows: rows(resting, omar(), snoozed), Page: 1}),
		"middle":   People(PeoplePage{Today: today, Rows: rows(many...), Page: 2}),
		"due":      People(PeoplePage{Today: today, Filter: Filter{Only: OnlyDue}, Rows: rows(omar(), jane())}),
		"no tag":   People(PeoplePage{Today: today, Filter: Filter{Only: OnlyTag, Tag: "gopher"}}),
		"no phase": People(PeoplePage{Today: today, Filter: Filter{Only: OnlyPhase, Phase: domain.Nurturing}}),
		"archived": People(PeoplePage{Today: today, Filter: Filter{Only: OnlyArchived}, Rows: rows(omar())}),
		"no one":   People(PeoplePage{Today: today, Filter: Filter{Only: OnlyArchived}}),
		"resting":  People(PeoplePage{Today: today, Filter: Filter{Only: OnlyResting}, Rows: rows(resting)}),
		"none due": People(PeoplePage{Today: today, Filter: Filter{Only: OnlyDue}}),
		"help":     PeopleHelp(),
		"add":      AddModal(),
		"added":    Added("slash:1", []string{"Tom Berg", "Lena"}, []string{"Jane Doe"}),
		"known":    Added("slash:1", nil, []string{"Jane Doe"}),
		"tag":      TagPaced("gopher", domain.Every(42), 3),
		"no pace":  TagPaced("gopher", domain.Cadence{}, 1),
		"which":    Which(Query{ID: "q1", Kind: "who", Key: "who", Said: "Jane", Options: []Choice{{"Jane Doe", "a"}}}, today),
		"lines":    TooManyLines(),
		"name":     NoNameGiven(),
		"long":     TooLongLine(),
	}.check(t, "people")
}

// cardOf is a card as it would be judged today.
func cardOf(c *domain.Contact) CardPage {
	p := CardPage{Today: today, Contact: c, Rhythm: domain.Cadence{Ideal: 30, Maximum: 60}, From: domain.FromPhase, Due: today.AddDays(4)}
	th := domain.DefaultPolicy().Evidence
	if c.Furthest < domain.Capitalizing {
		p.Next = domain.Judge(c, c.Furthest+1, today, th, p.Rhythm)
	}
	for _, ph := range domain.Phases {
		if domain.Judge(c, ph, today, th, p.Rhythm).Legal {
			p.Legal = append(p.Legal, ph)
		}
	}
	return p
}

func TestCard(t *testing.T) {
	full := jane()
	full.Tags, full.PhaseSince = []string{"gopher", "oslo"}, domain.On(2026, time.June, 1)
	full.Occasions = []domain.Occasion{{Name: "birthday", Month: time.May, Day: 3}}
	full.Organisation, full.HowMet = "Fjord & Co", "GopherCon"
	full.Signals = []domain.Signal{{ID: "s1", Kind: domain.Candid, On: domain.On(2026, time.November, 2)}}
	full.Interactions = []domain.Interaction{
		{ID: "i1", On: domain.On(2026, time.October, 21), Kind: "coffee", Note: "Ada starts school, Jane nervous."},
		{ID: "i2", On: domain.On(2026, time.September, 2), Kind: "video"},
		{ID: "i3", On: domain.On(2026, time.September, 3), Kind: "call", Undone: true},
	}
	full.Notes = []domain.Note{{ID: "n1", On: domain.On(2026, time.July, 7), Text: "Likes tea & <b>silence</b>."}}
	back := jane()
	back.Phase = domain.Relating
	gone := tom()
	gone.Archived = true
	nurture := omar()
	nurture.Phase, nurture.Furthest = domain.Nurturing, domain.Nurturing
	busy := jane()
	busy.Aliases, busy.Role, busy.Place, busy.Work = []string{"Janey", "JD"}, "Head of design", "Oslo", "design"
	busy.Adds, busy.Offers, busy.Connects, busy.Balance = "Taste", "Reviews of her talks", "The meetup in March", domain.Balance{Given: 2, Received: 2}
	busy.Promises = []domain.Promise{
		{ID: "p1", What: "Pricing sheet", Due: today.AddDays(-2), State: domain.PromiseOpen},
		{ID: "p2", Theirs: true, What: "An intro to Lena", Due: today.AddDays(3), State: domain.PromiseOpen},
		{ID: "p3", What: "kept", State: domain.PromiseKept},
	}
	busy.Needs = []domain.Need{
		{ID: "n1", What: "A sofa", Urgency: domain.Someday, Noted: today.AddDays(-9), State: domain.NeedOpen},
		{ID: "n2", What: "A reviewer", Asked: true, Urgency: domain.Urgent, Noted: today.AddDays(-1), Offer: "An hour on Thursday", State: domain.NeedOpen},
	}
	busy.Values = []domain.Value{{ID: "v1", What: "Slides", Delivered: today.AddDays(-4)}, {ID: "v2", What: "Flat", Delivered: today.AddDays(-9), Recognised: today}}
	for i := range 7 {
		busy.Asks = append(busy.Asks, domain.Ask{ID: domain.RecordID(fmt.Sprint("a", i)), What: "introduce me to Lena", By: today.AddDays(9), State: domain.AskWaiting})
	}
	busy.Asks[0].State, busy.Asks[0].Changed = domain.AskAgreed, today.AddDays(-1)
	loaded := cardOf(busy)
	loaded.Goals = []domain.Goal{{ID: "g1", What: "Speak at GopherCon", By: domain.On(2027, time.June, 30)}}
	for how, name := range map[domain.Bond]string{domain.CameThrough: "Omar", domain.BroughtIn: "Lena"} {
		loaded.Ties = append(loaded.Ties, Tie{domain.Introduction{How: how, State: domain.IntroDone}, name})
	}
	slices.SortFunc(loaded.Ties, func(a, b Tie) int { return strings.Compare(a.Name, b.Name) })
	loaded.Ties = append(loaded.Ties, Tie{domain.Introduction{How: domain.Woven, State: domain.IntroDone}, "Tom"}, Tie{domain.Introduction{How: domain.Woven, State: domain.IntroAccepted}, "Zoe"})
	done := cardOf(jane())
	done.Done, done.Undo, done.Edit = Tagged("Jane Doe", []string{"gopher"}, []string{"oslo"}), "slash:1", "a.b"
	th := domain.DefaultPolicy().Evidence
	golden{
		"full":      Card(cardOf(full)),
		"went back": Card(cardOf(back)),
		"archived":  Card(cardOf(gone)),
		"planned":   Card(cardOf(omar())),
		"nurturing": Card(cardOf(nurture)),
		"changed":   Card(done),
		"not yet":   NotYet(cardOf(omar()), domain.Judge(omar(), domain.Nurturing, today, th, domain.Cadence{Ideal: 14, Maximum: 30})),
		"too far":   NotYet(cardOf(omar()), domain.Judge(omar(), domain.Capitalizing, today, th, domain.Cadence{Ideal: 14, Maximum: 30})),
		"loaded":    Card(loaded),
		"edit":      EditCardModal("{}", full),
		"seen":      SeenModal("{}", "Jane Doe", domain.Candid, nil, today),
		"noticed":   SeenModal("{}", "Jane Doe", domain.Recognised, Unseen(busy), today),
		"brought":   IntroducedModal("{}", "Jane Doe", []*domain.Contact{omar(), gone}, today),
		"alone":     IntroducedModal("{}", "Jane Doe", nil, today),
		"helped":    HelpedModal("id", "Jane Doe", false, today),
		"sheet":     Sheet("Card", Card(cardOf(jane()))),
	}.check(t, "card")
}

func TestChangeSentences(t *testing.T) {
	c := jane()
	for got, want := range map[string]string{
		Moved(c, domain.Sustaining):                                                                          "*Jane Doe* stands in Sustaining already. Nothing was changed.",
		Paced(c, domain.Every(42), domain.FromContact):                                                       "*Jane Doe*: every 6 weeks from now on, 84 days at the longest.",
		Paced(c, domain.Every(30), domain.FromPhase):                                                         "*Jane Doe* follows the common rhythm again: every month, as Sustaining has it.",
		Marked("Jane", domain.Occasion{Name: "birthday", Month: time.May, Day: 3, Year: 1980}):               "*Jane*: birthday on 3 May 1980, noted.",
		Helped(c, domain.Value{What: "intro", Delivered: today, Recognised: today}, domain.Verdict{}, today): "Noted: you did “intro” for *Jane Doe* on Tue 24 Nov, and they noticed.",
		Happened(c, domain.Candid, today, domain.Verdict{}, today):                                           "Noted for today: *Jane Doe* was candid with you.",
		Happened(c, domain.Candid, today.AddDays(-3), domain.Verdict{}, today):                               "Noted for Sat 21 Nov: *Jane Doe* was candid with you.",
		BroughtIn(c, "Omar", today.AddDays(-3), domain.Verdict{}, today):                                     "Noted for Sat 21 Nov: *Jane Doe* introduced *Omar* to you.",
		Through("Tom", "Jane"):        "You know *Tom* through *Jane*.",
		ThroughAlready("Tom", "Jane"): "It is on both cards already: you know *Tom* through *Jane*. Nothing was changed.",
		Roused("Jane"):                "*Jane*: the snooze is over.",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestEveryPhaseHasAPurpose(t *testing.T) {
	for _, p := range domain.Phases {
		if Purpose(p) == "" {
			t.Errorf("%s has none", p)
		}
	}
}

func TestPagesComeBack(t *testing.T) {
	for _, f := range []Filter{{}, {Only: OnlyDue}, {Only: OnlyResting}, {Only: OnlyPhase, Phase: domain.Nurturing}, {Only: OnlyTag, Tag: "go"}} {
		if got, page := ParsePage(PageValue(f, 3)); got != f || page != 3 {
			t.Errorf("%+v came back as %+v, %d", f, got, page)
		}
	}
	if got, page := ParsePage("junk of old"); got != (Filter{}) || page != 1 {
		t.Errorf("junk is %+v, %d", got, page)
	}
}
