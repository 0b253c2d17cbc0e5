package view

import (
	"testing"
	"time"

	"rapport/domain"
)

func TestCheckIn(t *testing.T) {
	open := OpenQuestion{
		Query: Query{ID: "question00000000", Kind: "who", Key: "who", Said: "Jane Miller", Options: []Choice{{"Jane Doe", "a"}, {"Someone new: Jane Miller", "new"}}},
		Typed: "Jane Miller coffee", Asked: today.AddDays(-3),
	}
	noted := logged(omar(), today.AddDays(-1), "lunch", "Talked about Oslo.")
	fresh := logged(tom(), today, "meeting", "")
	fresh.New, fresh.Contact.Phase, fresh.From = true, domain.Relating, domain.Relating
	golden{
		"likely":   CheckIn(CheckInPage{Name: "Mia", Hour: 15, Today: today, Likely: []*domain.Contact{jane(), priya()}, Questions: []OpenQuestion{open}}),
		"nobody":   CheckIn(CheckInPage{Hour: 15, Today: today}),
		"no":       CheckInNobody(),
		"empty":    CheckInEmpty(),
		"over":     CheckInOver(),
		"one":      CheckInDone(CheckedIn{Today: today, Command: "press:1", Touches: []Touch{{Logged: logged(jane(), today, KindOfTap, "")}, {Logged: logged(priya(), today, KindOfTap, "")}}}),
		"many":     CheckInDone(CheckedIn{Today: today, Command: "press:1", Touches: []Touch{{Logged: logged(jane(), today, KindOfTap, "")}, {Logged: noted}, {Logged: fresh}}, Questions: []OpenQuestion{open}, Unread: []string{"31 feb"}}),
		"not read": CheckInDone(CheckedIn{Today: today, Command: "press:1", Questions: []OpenQuestion{open}}),
	}.check(t, "checkin")
}

func TestWhy(t *testing.T) {
	quiet := func(r domain.RuleName, q domain.Quiet, until int) domain.Reasoning {
		x := domain.Reasoning{Rule: r, Quiet: q}
		if until > 0 {
			x.Until = today.AddDays(until)
		}
		return x
	}
	due := nudges()["due"]
	promise := nudges()["promise today"]
	promise.Contact = jane()
	muted := jane()
	muted.Muted = []domain.RuleName{domain.ContactDue, domain.ContactOverdue}
	resting := jane()
	resting.Resting = true
	all := make([]domain.Reasoning, 0, len(domain.NudgeRules))
	for _, r := range domain.NudgeRules {
		all = append(all, quiet(r, domain.IsResting, 0))
	}
	golden{
		"fires": Why(WhyPage{Today: today, Contact: jane(), Reasons: []domain.Reasoning{
			{Rule: domain.PromiseDue, Quiet: domain.NotDueYet, Until: today.AddDays(9), Nudge: promise},
			quiet(domain.OwedOverdue, domain.NothingThere, 0), quiet(domain.PromiseOverdue, domain.NothingThere, 0),
			{Rule: domain.ContactDue, Fires: true, Nudge: due},
			quiet(domain.ContactOverdue, domain.NotDueYet, 26), quiet(domain.FollowUp, domain.NothingThere, 0),
			quiet(domain.RevealMore, domain.ToldAlready, 40), quiet(domain.Weave, domain.NoThird, 0), quiet(domain.ReadyToAsk, domain.NotReady, 0),
		}}),
		"muted": Why(WhyPage{Today: today, Contact: muted, Reasons: []domain.Reasoning{
			quiet(domain.ContactDue, domain.IsMuted, 0), quiet(domain.ContactOverdue, domain.IsMuted, 0),
			quiet(domain.TheyAsked, domain.IsSnoozed, 5), quiet(domain.Drifting, domain.MeetingSoon, 3), quiet(domain.Unrecognised, domain.Outranked, 0),
			quiet(domain.ThankThem, domain.ToldAlready, 0), quiet(domain.Weave, domain.WrongPhase, 0), quiet(domain.ReadyToAsk, domain.NoGoal, 0),
			quiet(domain.AskUnanswered, domain.AskedLately, 0), quiet(domain.OccasionComing, domain.IsArchived, 0), quiet(domain.KeepSlowRest, "of tomorrow", 2),
		}}),
		"resting":  Why(WhyPage{Today: today, Contact: resting, Reasons: all}),
		"unmuted":  Say(Unmuted("Jane Doe", domain.ContactDue)),
		"forecast": Forecast(forecast()),
		"quiet":    Forecast(ForecastPage{Today: today, Weeks: 4}),
	}.check(t, "why")
}

func forecast() ForecastPage {
	on := func(days int, what ...string) domain.Forecast {
		f := domain.Forecast{On: today.AddDays(days)}
		for _, w := range what {
			n, ok := nudges()[w]
			if !ok {
				n = weaves()[w]
			}
			f.Digest.Shown = append(f.Digest.Shown, n)
		}
		return f
	}
	busy := on(6, "promise on monday", "due", "asked", "thank", "birthday", "unanswered")
	busy.Prompt = true
	busy.Digest.Waiting = []domain.Nudge{nudges()["never"]}
	friday := domain.Forecast{On: domain.On(2026, time.November, 27), CheckIn: true}
	return ForecastPage{Today: today, Weeks: 4, Days: []domain.Forecast{
		on(1, "promise tomorrow"), friday, busy, on(7, "unrecognised", "ready", "by tag"), on(20, "owed", "keep"),
	}}
}
