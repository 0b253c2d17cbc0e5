package view

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"rapport/domain"
)

// These generators draw what can stand in a book: texts as bad as they get, every
// sort of record in every state, lists as long as the domain lets them be.

// evil are names that have broken something somewhere. The first is the one that
// must be harmless everywhere.
var evil = []string{
	"<!channel> *x* <@U1>", "<@U1|mia>", "<#C1>", "<https://x.example|click>", "&lt;!here&gt;", "a & b",
	"שרה כהן", "\u202eeman live", "\u2066half an isolate", "\u2068another half", "שרה \u2069 out of it", "zero\u200bwidth\u200d\ufeff",
	"👩‍👩‍👧‍👦👩‍👩‍👧‍👦", "```code", "`", "> quote", ":tada:", "*", "_x_ ~y~", "“quoted”", `"quoted" <!here>`, "\\", "|n1|a|b",
	"\x00\x01\x7f", "\xff\xfe", "", " ", "\u200b", "line\nbreak", "• one\n• two", "'; DROP TABLE contacts; --", "=cmd()",
}

// filling fills a text up to its limit.
var filling = []string{"&", "<!here>", "é", "👍", "ש", "ש ", "word ", "\n", "“", `"`}

// words draws what a member might type, of at most so many characters: something
// evil, something as long as can be, something ordinary.
func words(longest int) *rapid.Generator[string] {
	cut := func(s string) string {
		if utf8.RuneCountInString(s) <= longest {
			return s
		}
		return string([]rune(s)[:longest])
	}
	fill := func(s string) string { return cut(strings.Repeat(s, longest/utf8.RuneCountInString(s)+1)) }
	return rapid.OneOf(
		rapid.Just(cut(evil[0])), rapid.Map(rapid.SampledFrom(evil), cut), rapid.Map(rapid.SampledFrom(filling), fill), rapid.StringN(0, longest, -1),
	)
}

// someDate draws a date that has passed, anyDate one that may be still to come, and
// maybeDate one that may be unknown.
func someDate(t *rapid.T, label string) domain.Date {
	return today.AddDays(-rapid.IntRange(0, 4000).Draw(t, label))
}

func anyDate(t *rapid.T, label string) domain.Date {
	return today.AddDays(rapid.IntRange(-4000, 400).Draw(t, label))
}

func maybeDate(t *rapid.T, label string) domain.Date {
	if rapid.Bool().Draw(t, label+" unknown") {
		return domain.Date{}
	}
	return anyDate(t, label)
}

func chance(t *rapid.T, label string) bool { return rapid.Bool().Draw(t, label) }

func contactID(n int) domain.ContactID { return domain.ContactID(fmt.Sprintf("contact%09d", n)) }

func recordID(n int) domain.RecordID { return domain.RecordID(fmt.Sprintf("record%010d", n)) }

// person draws a contact about whom anything may be known.
func person(t *rapid.T, n int) *domain.Contact {
	phase := rapid.SampledFrom(domain.Phases).Draw(t, "phase")
	kind := words(60).Draw(t, "kind")
	c := &domain.Contact{
		ID: contactID(n), Name: words(200).Draw(t, "name"), Phase: phase, Furthest: max(phase, rapid.SampledFrom(domain.Phases).Draw(t, "furthest")),
		Added: someDate(t, "added"), PhaseSince: maybeDate(t, "since"), Planned: maybeDate(t, "planned"), PlannedKind: kind,
		Resting: chance(t, "rests"), SnoozedUntil: maybeDate(t, "snoozed"), Muted: domain.NudgeRules,
		Balance: domain.Balance{Given: rapid.IntRange(0, 8).Draw(t, "given"), Received: rapid.IntRange(0, 8).Draw(t, "received")},
	}
	if c.Touched.Last = maybeDate(t, "last"); !c.Touched.Last.IsZero() {
		c.Touched.Kind, c.Touched.Note, c.Touched.NoteOn = kind, words(3000).Draw(t, "note"), maybeDate(t, "noted")
		c.Touched.Days = rapid.IntRange(1, 99).Draw(t, "days")
	}
	describe(t, c)
	recordsOf(t, c, 2)
	return c
}

// describe writes on a card all that can be known about somebody.
func describe(t *rapid.T, c *domain.Contact) {
	said := words(3000).Draw(t, "about")
	c.Organisation, c.Role, c.Place, c.Work, c.HowMet = said, said, said, said, said
	if !chance(t, "three open") {
		c.Adds, c.Offers, c.Connects = said, said, said
	}
	alias, tag := words(200).Draw(t, "alias"), words(50).Draw(t, "tag")
	for range rapid.IntRange(0, 25).Draw(t, "aliases") {
		c.Aliases, c.Tags = append(c.Aliases, alias), append(c.Tags, tag)
	}
	for i, name := range []string{Birthday, words(60).Draw(t, "occasion")} {
		c.Occasions = append(c.Occasions, domain.Occasion{Name: name, Year: 1980 * i, Month: time.February, Day: 29})
	}
	c.Goals = []domain.RecordID{recordID(0), recordID(1)}
}

// recordsOf gives a contact up to so many records more of every sort, in any state.
func recordsOf(t *rapid.T, c *domain.Contact, most int) {
	had := 10 * len(c.Promises)
	for i := range rapid.IntRange(0, most).Draw(t, "records") {
		i = had + 10*i // each sort has its own last digit
		c.Promises = append(c.Promises, promise(t, i))
		c.Needs = append(c.Needs, need(t, i+1))
		c.Asks = append(c.Asks, asking(t, i+2))
		v := value(t, i+3)
		c.Values = append(c.Values, v)
		c.Signals = append(c.Signals, domain.Signal{ID: recordID(i + 4), Kind: rapid.SampledFrom(domain.SignalKinds).Draw(t, "signal"), On: v.Delivered})
		c.Notes = append(c.Notes, domain.Note{ID: recordID(i + 5), Text: v.What, On: v.Delivered})
		c.Interactions = append(c.Interactions, domain.Interaction{
			ID: domain.InteractionID(recordID(i + 6)), On: v.Delivered, Kind: words(60).Draw(t, "kind"), Note: v.What, Undone: v.Undone,
		})
		c.Introductions = append(c.Introductions, introduction(t, i+7))
	}
}

func promise(t *rapid.T, n int) domain.Promise {
	return domain.Promise{
		ID: recordID(n), What: words(3000).Draw(t, "promised"), Theirs: chance(t, "theirs"), Made: someDate(t, "made"), Due: anyDate(t, "due"),
		State:  rapid.SampledFrom([]domain.PromiseState{domain.PromiseOpen, domain.PromiseKept, domain.PromiseDropped, domain.PromiseBroken}).Draw(t, "promise"),
		Closed: someDate(t, "closed"), Undone: chance(t, "undone"),
	}
}

func need(t *rapid.T, n int) domain.Need {
	return domain.Need{
		ID: recordID(n), What: words(3000).Draw(t, "needed"), Asked: chance(t, "asked"), Urgency: rapid.SampledFrom(domain.Urgencies).Draw(t, "urgency"),
		Noted: someDate(t, "noted"), Offer: words(3000).Draw(t, "offer"), Closed: someDate(t, "closed"),
		State: rapid.SampledFrom([]domain.NeedState{domain.NeedOpen, domain.NeedMet, domain.NeedDropped}).Draw(t, "need"),
	}
}

func asking(t *rapid.T, n int) domain.Ask {
	return domain.Ask{
		ID: recordID(n), What: words(3000).Draw(t, "asked for"), By: maybeDate(t, "by"), Link: words(3000).Draw(t, "link"),
		Made: someDate(t, "made"), Changed: someDate(t, "changed"),
		State: rapid.SampledFrom([]domain.AskState{
			domain.AskWaiting, domain.AskAgreed, domain.AskDeclined, domain.AskThanked, domain.AskClosed,
		}).Draw(t, "ask"),
	}
}

func value(t *rapid.T, n int) domain.Value {
	return domain.Value{
		ID: recordID(n), What: words(3000).Draw(t, "done"), Theirs: chance(t, "theirs"), Delivered: someDate(t, "delivered"),
		Recognised: maybeDate(t, "recognised"), Undone: chance(t, "undone"),
	}
}

func introduction(t *rapid.T, n int) domain.Introduction {
	return domain.Introduction{
		ID: recordID(n), Other: contactID(n + 1), Reason: words(300).Draw(t, "reason"), On: someDate(t, "introduced"),
		How:   rapid.SampledFrom([]domain.Bond{domain.Woven, domain.CameThrough, domain.BroughtIn}).Draw(t, "bond"),
		State: rapid.SampledFrom([]domain.IntroductionState{domain.IntroAccepted, domain.IntroDone, domain.IntroDeclined}).Draw(t, "introduction"),
	}
}

func goal(t *rapid.T, n int) domain.Goal {
	return domain.Goal{
		ID: recordID(n), What: words(300).Draw(t, "goal"), By: maybeDate(t, "by"), Made: someDate(t, "made"), Closed: someDate(t, "closed"),
		State: rapid.SampledFrom([]domain.GoalState{domain.GoalOpen, domain.GoalReached, domain.GoalDropped}).Draw(t, "state of a goal"),
	}
}

// goals draws as many goals as a member may have, two of them different.
func goals(t *rapid.T) []domain.Goal {
	drawn := []domain.Goal{goal(t, 0), goal(t, 1)}
	all := make([]domain.Goal, rapid.IntRange(1, domain.MostGoals).Draw(t, "goals"))
	for i := range all {
		all[i] = drawn[i%2]
		all[i].ID = recordID(i)
	}
	return all
}

// anybody draws up to so many people, a few of them different.
func anybody(t *rapid.T, most int) []*domain.Contact {
	drawn := make([]*domain.Contact, rapid.IntRange(1, min(most, 4)).Draw(t, "different people"))
	for i := range drawn {
		drawn[i] = person(t, i)
	}
	all := make([]*domain.Contact, rapid.IntRange(len(drawn), most).Draw(t, "people"))
	for i := range all {
		c := *drawn[i%len(drawn)]
		c.ID = contactID(i)
		all[i] = &c
	}
	return all
}

func namesFrom(all []*domain.Contact, most int) []string { return namesOf(all[:min(len(all), most)]) }

// anyNudge draws a nudge of any rule, about anything that may have been typed; now
// and then without the matter that it is about.
func anyNudge(t *rapid.T, c, third *domain.Contact) domain.Nudge {
	n := domain.Nudge{
		Rule: rapid.SampledFrom(domain.NudgeRules).Draw(t, "any rule"), Contact: c, Subject: string(recordID(0)),
		Gap: rapid.IntRange(0, 4000).Draw(t, "gap"), Never: chance(t, "never"), Due: today, Cadence: domain.Cadence{Ideal: 30, Maximum: 60},
	}
	if rapid.IntRange(0, 9).Draw(t, "bare") == 0 {
		return n
	}
	p, x, a, v, g := promise(t, 0), need(t, 0), asking(t, 0), value(t, 0), goal(t, 0)
	a.By = anyDate(t, "answer by") // without one nobody is reminded
	o := domain.Occasion{Name: words(60).Draw(t, "occasion"), Month: time.May, Day: 3}
	n.OneKind, n.OccasionOn = chance(t, "one kind"), today.AddDays(rapid.IntRange(0, 3).Draw(t, "ahead"))
	switch n.Rule {
	case domain.Weave:
		n.Third, n.Shared = third, inCommon(t)
	case domain.PromiseDue, domain.PromiseOverdue, domain.OwedOverdue:
		n.Promise = &p
	case domain.TheyAsked:
		n.Need = &x
	case domain.AskUnanswered, domain.ThankThem:
		n.Ask = &a
	case domain.Unrecognised:
		n.Value = &v
	case domain.ReadyToAsk:
		n.Goal = &g
	case domain.OccasionComing:
		n.Occasion, n.Subject = &o, o.Name
	}
	return n
}

// inCommon draws what two people may share.
func inCommon(t *rapid.T) domain.Shared {
	return domain.Shared{By: rapid.SampledFrom([]domain.SharedBy{
		domain.SharedGoal, domain.SharedTag, domain.SharedWork, domain.SharedPlace, domain.SharedMentee, "",
	}).Draw(t, "by what"), What: words(3000).Draw(t, "shared")}
}

// nudgesOf draws a reason of any rule for each of some people.
func nudgesOf(t *rapid.T, people []*domain.Contact) []domain.Nudge {
	drawn := []domain.Nudge{anyNudge(t, people[0], people[len(people)-1]), anyNudge(t, people[0], people[0]), anyNudge(t, people[0], people[0])}
	all := make([]domain.Nudge, len(people))
	for i, c := range people {
		all[i] = drawn[i%len(drawn)]
		all[i].Contact = c
	}
	return all
}

// anyItem draws one reason of the weekly question.
func anyItem(t *rapid.T, people []*domain.Contact) domain.PromptItem {
	g := goal(t, 0)
	i := domain.PromptItem{
		Rule: rapid.SampledFrom([]domain.RuleName{
			domain.GoalAlone, domain.RunDry, domain.NeverMet, domain.TooMany, domain.OneSided, domain.OpenThree, domain.CouldOpen,
			domain.NotPlaced, domain.SamePerson, domain.EmptyCircle,
		}).Draw(t, "prompt rule"),
		Contacts: people, Shared: inCommon(t), Asks: 9.04, Makes: 5.5,
		Touches: rapid.IntRange(0, 9).Draw(t, "touches"), Takes: chance(t, "takes"),
	}
	if i.Rule == domain.GoalAlone || i.Rule == domain.CouldOpen {
		i.Goal = &g
	}
	if chance(t, "nobody") && i.Rule == domain.GoalAlone {
		i.Contacts = nil
	}
	return i
}

// touchesOf draws what became of logging a touch with each of some people.
func touchesOf(t *rapid.T, people []*domain.Contact) []Touch {
	signals := rapid.SliceOfNDistinct(rapid.SampledFrom(domain.SignalKinds), 0, 8, rapid.ID[domain.SignalKind]).Draw(t, "signals")
	kind, note, on := words(60).Draw(t, "touch kind"), words(3000).Draw(t, "touch note"), someDate(t, "on")
	all := make([]Touch, min(len(people), 20))
	for i, c := range people[:len(all)] {
		l := domain.Logged{
			Contact: c, From: rapid.SampledFrom(domain.Phases).Draw(t, "from"), New: chance(t, "new"),
			Older: chance(t, "older"), Unrecognised: chance(t, "unrecognised"),
			Interaction: domain.Interaction{ID: domain.InteractionID(recordID(i)), On: on, Kind: kind, Note: note},
		}
		if chance(t, "recognised") {
			l.Recognised = &domain.Value{What: note, Delivered: on}
		}
		all[i] = Touch{Logged: l, Back: chance(t, "back"), Signals: signals, Opened: rapid.SampledFrom(append([]domain.Phase{0}, domain.Phases...)).Draw(t, "opened")}
	}
	return all
}

// openQuestions draws questions that nobody answered yet.
func openQuestions(t *rapid.T, people []*domain.Contact) []OpenQuestion {
	q := query(t, people)
	all := make([]OpenQuestion, rapid.IntRange(0, 15).Draw(t, "questions"))
	for i := range all {
		all[i] = OpenQuestion{Query: q, Typed: words(3000).Draw(t, "typed"), Asked: someDate(t, "asked on")}
		all[i].ID = domain.QuestionID(fmt.Sprintf("question%08d", i))
	}
	return all
}

// query draws one question about what was typed.
func query(t *rapid.T, people []*domain.Contact) Query {
	name := words(200).Draw(t, "in question")
	q := Query{
		ID: "question00000000", Key: "who:" + name, Said: name, On: anyDate(t, "day in question"),
		Kind: rapid.SampledFrom([]string{"who", "date", "goal", "day", "future", "of tomorrow"}).Draw(t, "question"),
	}
	for _, means := range []string{"somebody new", "known there", "that day", "ask then", "was today", "somebody known"} {
		q.Options = append(q.Options, Choice{Reading(means, name, q.On), means})
	}
	for _, c := range people[:min(len(people), 4)] {
		q.Options = append(q.Options, Choice{c.Name, string(c.ID)})
	}
	return q
}

// chosenSettings draws a member who chose whatever can be chosen.
func chosenSettings(t *rapid.T) SettingsPage {
	m := domain.Member{Zone: rapid.SampledFrom([]string{"Europe/Berlin", "", "America/Argentina/ComodRivadavia"}).Draw(t, "zone"), ZoneChosen: chance(t, "zone chosen")}
	if chance(t, "chosen") {
		m.Chosen = domain.Settings{
			Digest: &domain.Weekly{At: 510, Days: domain.Monday | domain.Thursday}, Prompt: &domain.Weekly{At: 0, Days: domain.Monday},
			PromptOff: chance(t, "prompt off"), CheckInOff: chance(t, "check-in off"), Cap: rapid.IntRange(0, 10).Draw(t, "cap"),
			Cadences: map[domain.Phase]domain.Cadence{domain.Relating: {Ideal: 1, Maximum: 365}}, TagCadences: map[string]domain.Cadence{},
		}
		tag := words(48).Draw(t, "tag")
		for i := range rapid.IntRange(0, 15).Draw(t, "tags with a rhythm") {
			m.Chosen.TagCadences[fmt.Sprint(tag, i)] = domain.Every(7 + i)
		}
	}
	m.PausedUntil = rapid.SampledFrom([]domain.Date{{}, today.AddDays(9), domain.Forever}).Draw(t, "paused")
	return SettingsPage{
		Today: today, Member: m, Resolved: m.Settings(domain.DefaultPolicy()), NextOn: maybeDate(t, "next"), NextAt: 540,
		Late: chance(t, "late"), Slowed: chance(t, "slowed"),
	}
}
