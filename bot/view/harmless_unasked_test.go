package view

import (
	"testing"

	"github.com/slack-go/slack"
	"pgregory.net/rapid"

	"rapport/domain"
)

func TestNothingTypedBreaksADigest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := anybody(t, 30)
		c, third := all[0], all[len(all)-1]
		nudges := nudgesOf(t, all)
		d := domain.Digest{
			Shown: nudges, Waiting: nudges[:rapid.IntRange(0, len(nudges)).Draw(t, "waiting")],
			FineTill: maybeDate(t, "fine till"), Slowed: chance(t, "slowed"),
		}
		page := DigestPage{Name: words(200).Draw(t, "member"), Hour: 9, Today: today, Digest: d, Days: domain.Monday}
		one := page
		one.Digest.Shown = nudges[:1]
		n := nudges[0]
		p := Place{1, n.Telling()}
		logged := touchesOf(t, all[:1])[0].Logged
		m := Digest(one)
		messages := map[string]Message{
			"digest":  Digest(page),
			"one":     m,
			"nobody":  Digest(DigestPage{Name: page.Name, Today: today, Digest: domain.Digest{FineTill: d.FineTill}}),
			"today":   Today(page),
			"settled": InPlace(m.Blocks, p, Settled(p, Logged(logged, today), "press:1", "contact000000000.record0000000000")...),
			"remark":  InPlace(m.Blocks, p, Remark(p, Absent())...),
			"item":    Compose(Nudge(20, n, today)...),
			"both":    Compose(Settled(p, WeaveWords(c, third, n.Shared), "press:1", "", WeaveRow(c, third)...)...),
			"rhythm":  RhythmChanged("submit:1", c.Name, domain.Cadence{Ideal: 30, Maximum: 60}, domain.FromContact),
		}
		tryAll(t, messages, map[string]*slack.ModalViewRequest{"rhythm": RhythmModal("id", c.Name, domain.Cadence{Ideal: 30, Maximum: 60})})
		if telling, ok := ParsePlace(Nudge(1, n, today)[1].ID()); !ok || telling.Rule != n.Rule || telling.Contact != c.ID {
			t.Errorf("%+v comes back as %+v", p, telling)
		}
		trySaid(t, map[string]string{
			"evidence": Evidence(n, today) + " " + Step(3, n, today),
			"heeded":   Heeded(c, n.Rule), "muted": Muted(c.Name, n.Rule), "unmuted": Unmuted(c.Name, n.Rule),
			"woven": Woven(c, third), "not woven": NotWoven(c, third), "in common": Escape(InCommon(n.Shared)),
			"back": WentBack(c), "no way": NoWayBack(c), "slower": Slower(c.Name, n.Cadence),
			"snoozed": Snoozed(c.Name, today.AddDays(7), today), "stopped": Stopped(c.Name), "off": CalledOff(c.Name),
		})
	})
}

func TestNothingTypedBreaksAPrompt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := anybody(t, 120)
		c, said, known := all[0], words(3000).Draw(t, "said"), goals(t)
		page := PromptPage{Name: words(200).Draw(t, "member"), Today: today}
		for range rapid.IntRange(0, 3).Draw(t, "items") {
			page.Prompt.Items = append(page.Prompt.Items, anyItem(t, all))
		}
		item := anyItem(t, all)
		m := Identify(page)
		tryAll(t, map[string]Message{
			"prompt":     m,
			"skipped":    Skipped(m.Blocks),
			"item":       Compose(append(Reason(1, item, today), section("", "At least this."))...),
			"candidate":  Compose(Candidate(PlaceOf(1, c.ID), c)...),
			"named":      Named("submit:1", namesFrom(all, 50)),
			"rests":      Rests("submit:1", c.Name),
			"identified": Identified(CandidateEcho{Command: "slash:1", Contact: c, Why: said}),
		}, map[string]*slack.ModalViewRequest{
			"name":  NameModal("{}"),
			"rest":  RestModal("", all),
			"three": ThreeModal("{}", c, known),
			"place": PlaceModal(PlaceForm{Contact: c, Legal: domain.Phases, Goals: known, Today: today}),
		})
		trySaid(t, map[string]string{
			"linked":   Linked(c, known[0]),
			"known":    KnownCandidate(c.Name, said, chance(t, "back")),
			"answered": ThreeAnswered(c, known),
			"not me":   NotForMe(c.Name),
			"set": SetDown(Set{
				Contact: c, From: rapid.SampledFrom(domain.Phases).Draw(t, "from"), Tags: c.Tags, Goals: known, Rests: chance(t, "rests"),
			}),
		})
	})
}

func TestNothingTypedBreaksACheckIn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := anybody(t, 120)
		page := CheckInPage{Name: words(200).Draw(t, "member"), Hour: 15, Today: today, Likely: all, Questions: openQuestions(t, all)}
		done := CheckedIn{Today: today, Command: "press:1", Questions: openQuestions(t, all)}
		if chance(t, "logged") {
			done.Touches = touchesOf(t, all)
		}
		for range rapid.IntRange(0, 10).Draw(t, "unread") {
			done.Unread = append(done.Unread, words(1000).Draw(t, "not read"))
		}
		tryAll(t, map[string]Message{
			"check-in": CheckIn(page),
			"nobody":   CheckIn(CheckInPage{Today: today, Questions: page.Questions}),
			"done":     CheckInDone(done),
			"welcome":  Welcome(WelcomePage{Name: page.Name, Resolved: chosenSettings(t).Resolved}),
		}, nil)
	})
}
