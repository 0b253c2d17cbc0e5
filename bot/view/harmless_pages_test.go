package view

import (
	"testing"
	"time"

	"github.com/slack-go/slack"
	"pgregory.net/rapid"

	"rapport/domain"
)

func TestNothingTypedBreaksAList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all, said := anybody(t, 120), words(50).Draw(t, "said")
		c, names := all[0], namesFrom(all, 50)
		filter := rapid.SampledFrom([]Filter{
			{}, {Only: OnlyDue}, {Only: OnlyResting}, {Only: OnlyPhase, Phase: c.Phase}, {Only: OnlyTag, Tag: said},
		}).Draw(t, "filter")
		page := PeoplePage{Today: today, Filter: filter, Page: rapid.IntRange(-1, 12).Draw(t, "page")}
		for _, c := range all {
			page.Rows = append(page.Rows, Row{Group: c.Phase.String(), Contact: c, Due: maybeDate(t, "due")})
		}
		tryAll(t, map[string]Message{
			"list":  People(page),
			"empty": People(PeoplePage{Today: today, Filter: filter, Nobody: chance(t, "nobody")}),
			"added": Added("slash:1", names, names),
			"known": Added("slash:1", nil, names),
			"tag":   TagPaced(said, domain.Every(7), 2),
			"gone":  TagPaced(said, domain.Cadence{}, 2),
			"found": Found(all, nil, chosenSettings(t)),
		}, map[string]*slack.ModalViewRequest{"find": FindModal(all)})
	})
}

// fullCard draws a card with all that can stand on it.
func fullCard(t *rapid.T, c *domain.Contact) CardPage {
	recordsOf(t, c, 12)
	p := cardOf(c)
	p.Due, p.Goals = maybeDate(t, "due"), goals(t)
	p.From = rapid.SampledFrom([]domain.CadenceSource{domain.FromContact, domain.FromTag, domain.FromPhase}).Draw(t, "rhythm from")
	for _, x := range c.Introductions {
		p.Ties = append(p.Ties, Tie{x, words(200).Draw(t, "tied to")})
	}
	return p
}

func TestNothingTypedBreaksACard(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, said := person(t, 1), words(3000).Draw(t, "said")
		v := value(t, 0)
		card := fullCard(t, c)
		card.Done, card.Undo, card.Edit = Helped(c, v, card.Next, today), "press:1", "contact000000001.record0000000000"
		quiet := fullCard(t, c)
		archived := *c
		archived.Archived = true
		gone := cardOf(&archived)
		verdicts := map[string]Message{}
		for _, to := range domain.Phases {
			verdicts["to "+to.String()] = NotYet(card, domain.Judge(c, to, today, domain.DefaultPolicy().Evidence, card.Rhythm))
		}
		tryAll(t, verdicts, nil)
		tryAll(t, map[string]Message{"card": Card(card), "quiet": Card(quiet), "archived": Card(gone)}, map[string]*slack.ModalViewRequest{
			"sheet": Sheet("Card", Card(card)),
			"edit":  EditCardModal("{}", c),
			"aside": Aside(Say(Remembered(c.Name, said))),
		})
		k, o := rapid.SampledFrom(domain.SignalKinds).Draw(t, "signal"), domain.Occasion{Name: words(60).Draw(t, "occasion"), Month: time.May, Day: 3}
		trySaid(t, map[string]string{
			"moved": Moved(c, rapid.SampledFrom(domain.Phases).Draw(t, "from")), "edited": Edited(c.Name, CardChanges(c, &domain.Contact{})),
			"happened": Happened(c, k, v.Delivered, card.Next, today), "seen": SeenAlready(c.Name, k, v.Delivered, today),
			"tagged": Tagged(c.Name, c.Tags, c.Tags) + ".", "paced": Paced(c, card.Rhythm, card.From), "marked": Marked(c.Name, o) + YearDay(o),
			"remembered": Remembered(c.Name, said), "woken": Woken(c.Name), "roused": Roused(c.Name),
			"archived": Archived(c.Name), "restored": Restored(c.Name), "back": BackAgain(c.Name), "in use": Escape(NameInUse(c.Name)),
		})
	})
}

func TestNothingTypedBreaksTwoCards(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := anybody(t, 120)
		a, other := person(t, 1000), person(t, 1001)
		recordsOf(t, a, 30)
		a.Touched.Count, other.Touched.Count = rapid.IntRange(0, 99).Draw(t, "touches"), 1
		modals := map[string]*slack.ModalViewRequest{"merge": MergeModal("{}", a, all)}
		if rows := SplitChoices(a, today); len(rows) > 0 { // else there is [NothingToSplit]
			modals["split"] = SplitModal("{}", a, rows)
		}
		tryAll(t, map[string]Message{
			"merging":   Merging(a, other, other),
			"merged":    Alone(Merged(a, other.Name), "press:1", "", OpenCard(a)),
			"splitting": Splitting(a),
		}, modals)
		trySaid(t, map[string]string{
			"already": OneAlready(a.Name), "nothing": NothingToSplit(a.Name), "splitted": Splitted(a, other, rapid.IntRange(1, 99).Draw(t, "rows")),
		})
	})
}

func TestNothingTypedBreaksHome(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := anybody(t, 120)
		notice := Say(PromiseOver(all[0], promise(t, 0), today))
		page := HomePage{Name: words(200).Draw(t, "member"), Hour: 9, Contacts: all, Goals: goals(t), Settings: chosenSettings(t)}
		for range rapid.IntRange(0, 6).Draw(t, "programs") {
			page.Pairs = append(page.Pairs, partnership(t))
			page.Organised = append(page.Organised, domain.Organised{Name: words(80).Draw(t, "organised"), Pairs: 3, Overdue: 1, Waiting: 2})
		}
		page.Digest = domain.Digest{Shown: nudgesOf(t, all), FineTill: maybeDate(t, "fine till")}
		if chance(t, "notice") {
			page.Notice = &notice
		}
		checkHome(t, Home(page))
		page.At, page.Page = Filter{Only: OnlyPhase, Phase: all[0].Phase}, rapid.IntRange(1, 9).Draw(t, "page")
		checkHome(t, Home(page))
		page.At.Only = OnlyResting
		checkHome(t, Home(page))
		checkHome(t, Home(HomePage{Name: page.Name, Settings: page.Settings, Notice: page.Notice}))
	})
}

func TestNothingTypedBreaksSettings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		was, is := chosenSettings(t), chosenSettings(t)
		done := is
		done.Done, done.Undo = Changes(Differences(was, is)), "{}"
		said := words(3000).Draw(t, "said")
		tryAll(t, map[string]Message{
			"settings": Settings(is),
			"changed":  Settings(done),
			"paused":   Paused(is),
			"resumed":  Resumed(is, chance(t, "was paused")),
			"bad": BadSetting(rapid.SampledFrom([]string{
				"hour", "days", "zone", "cap", "prompt", "checkin", "cadence", said,
			}).Draw(t, "setting"), said),
		}, map[string]*slack.ModalViewRequest{"form": SettingsModal(is)})
		trySaid(t, map[string]string{"next": Next(is)})
	})
}

func TestNothingTypedBreaksWhyOrTheForecast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := anybody(t, 30)
		c := all[0]
		why := WhyPage{Today: today, Contact: c}
		quiets := []domain.Quiet{
			domain.NothingThere, domain.NotDueYet, domain.WrongPhase, domain.IsSnoozed, domain.IsResting, domain.IsArchived, domain.IsMuted,
			domain.MeetingSoon, domain.ToldAlready, domain.Outranked, domain.NoThird, domain.NotReady, domain.NoGoal, domain.AskedLately,
		}
		for range rapid.IntRange(0, 40).Draw(t, "reasons") {
			n := anyNudge(t, c, all[len(all)-1])
			r := domain.Reasoning{Rule: n.Rule, Nudge: n, Fires: chance(t, "fires")}
			if !r.Fires {
				r.Quiet, r.Until = rapid.SampledFrom(quiets).Draw(t, "quiet"), maybeDate(t, "until")
			}
			why.Reasons = append(why.Reasons, r)
		}
		ahead := ForecastPage{Today: today, Weeks: rapid.IntRange(1, 12).Draw(t, "weeks")}
		nudges := nudgesOf(t, all)
		for i := range 7 * ahead.Weeks {
			f := domain.Forecast{On: today.AddDays(i + 1), Prompt: i%7 == 0, CheckIn: i%7 == 4}
			f.Digest.Shown = nudges[:min(len(nudges), 20)]
			ahead.Days = append(ahead.Days, f)
		}
		tryAll(t, map[string]Message{
			"why": Why(why), "forecast": Forecast(ahead), "quiet": Forecast(ForecastPage{Today: today, Weeks: 4}),
		}, nil)
	})
}
