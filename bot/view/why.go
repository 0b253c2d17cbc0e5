package view

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// WhyPage is what every rule makes of somebody today.
type WhyPage struct {
	Today   domain.Date
	Contact *domain.Contact
	Reasons []domain.Reasoning
}

// mostAhead is how many reasons to come one page lists.
const mostAhead = 5

// Why says what would bring somebody up now, what comes next, and why all else is
// quiet.
func Why(p WhyPage) Message {
	blocks := []slack.Block{section("", "*Why I would bring up* "+Person(p.Contact.Name))}
	now, next, quiet := sorted(p.Reasons, p.Today)
	for _, part := range [...]struct {
		title string
		lines []string
	}{
		{"Today", firing(now, p.Today)}, {"Next", coming(next, now, p.Today)}, {"Quiet, because", silent(quiet, append(now, next...), p.Today)},
	} {
		if len(part.lines) > 0 {
			blocks = append(blocks, section("", "*"+part.title+"*\n"+strings.Join(part.lines, "\n")))
		}
	}
	if len(now)+len(next) == 0 {
		blocks[0] = section("", "*Why I would bring up* "+Person(p.Contact.Name)+"\nJust now nothing would, and nothing is on its way.")
	}
	return Compose(append(blocks, actions("", whyButtons(p.Contact)...))...)
}

// whyButtons open the card, and bring back what was stopped.
func whyButtons(c *domain.Contact) []slack.BlockElement {
	row := []slack.BlockElement{aboutWhom(c, VerbPeopleOpen, string(c.ID), "Open card")}
	offered := map[string]bool{}
	for n, r := range c.Muted {
		if offered[ruleMatter(r)] || len(row) > mostAhead {
			continue
		}
		offered[ruleMatter(r)] = true
		value := TellingValue(domain.Telling{Rule: r, Contact: c.ID})
		row = append(row, aboutWhom(c, Nth(VerbUnmute, n), value, "Bring back "+ruleShort(r)))
	}
	return row
}

// sorted parts what fires, what comes on a date, and what is quiet.
func sorted(all []domain.Reasoning, today domain.Date) (now, next, quiet []domain.Reasoning) {
	for _, r := range all {
		switch {
		case r.Fires:
			now = append(now, r)
		case r.Until.After(today) && (r.Quiet == domain.NotDueYet || r.Quiet == domain.ToldAlready):
			next = append(next, r)
		default:
			quiet = append(quiet, r)
		}
	}
	slices.SortStableFunc(next, func(a, b domain.Reasoning) int { return a.Until.Compare(b.Until) })
	return now, next, quiet
}

// firing is what comes today. A matter says by itself what it is.
func firing(now []domain.Reasoning, today domain.Date) []string {
	lines := make([]string, len(now))
	for i, r := range now {
		lines[i] = "• " + sentence(ruleShort(r.Rule))
		switch {
		case r.Nudge.Contact == nil:
		case briefReason(r.Nudge) != ruleShort(r.Rule):
			lines[i] = "• " + sentence(Evidence(r.Nudge, today))
		default:
			lines[i] += ": " + Evidence(r.Nudge, today)
		}
	}
	return lines
}

// coming is what is next, each matter once, when it first comes; not one that
// comes today.
func coming(next, now []domain.Reasoning, today domain.Date) []string {
	var lines []string
	said := map[string]bool{}
	for _, r := range now {
		if r.Nudge.Contact != nil {
			said[briefReason(r.Nudge)] = true
		}
	}
	for _, r := range next {
		what := ruleShort(r.Rule)
		if r.Nudge.Contact != nil {
			what = briefReason(r.Nudge)
		}
		if said[what] || len(lines) == mostAhead {
			continue
		}
		said[what] = true
		if r.Quiet == domain.ToldAlready {
			what += ", told not long ago"
		}
		lines = append(lines, "• "+Weekday(r.Until, today)+": "+what)
	}
	return lines
}

// mostNamed is how many matters one reason to be quiet names: beyond, it is the
// reason that tells, and a phone is small.
const mostNamed = 6

// silent groups the rules that are quiet by why they are, and says what would
// change that. Matters that fire, or come next, are not among them.
func silent(quiet, spoken []domain.Reasoning, today domain.Date) []string {
	heard := map[string]bool{}
	for _, r := range spoken {
		heard[ruleShort(r.Rule)] = true
	}
	var order []domain.Quiet
	rules, until := map[domain.Quiet][]string{}, map[domain.Quiet]domain.Date{}
	for _, r := range quiet {
		what := ruleShort(r.Rule)
		if heard[what] {
			continue
		}
		if _, seen := rules[r.Quiet]; !seen {
			order = append(order, r.Quiet)
		}
		if !slices.Contains(rules[r.Quiet], what) {
			rules[r.Quiet] = append(rules[r.Quiet], what)
		}
		if u := until[r.Quiet]; u.IsZero() || r.Until.Before(u) && !r.Until.IsZero() {
			until[r.Quiet] = r.Until
		}
	}
	lines := make([]string, len(order))
	for i, q := range order {
		lines[i] = "• " + quietBecause(q, until[q], today)
		switch {
		case len(rules[q]) <= mostNamed:
			lines[i] += ": " + list(rules[q])
		case q == domain.NothingThere:
			lines[i] = "• Nothing else is noted that I could bring up"
		}
		lines[i] += "."
	}
	return lines
}

// quietBecause says why rules are quiet, and what would change it.
func quietBecause(q domain.Quiet, until, today domain.Date) string {
	when := ""
	if until.After(today) {
		when = " until " + Weekday(until, today)
	}
	switch q {
	case domain.NothingThere:
		return "Nothing of the kind is noted"
	case domain.NotDueYet:
		return "Not due yet"
	case domain.WrongPhase:
		return "Not at this point of getting to know each other"
	case domain.IsSnoozed:
		return "Snoozed" + when + ", the card can end that"
	case domain.IsResting:
		return "They rest; *Wake* on the card ends that"
	case domain.IsArchived:
		return "Archived; *Restore* on the card ends that"
	case domain.IsMuted:
		return "You stopped it; the button below brings it back"
	case domain.MeetingSoon:
		return "Something is planned within a week"
	case domain.ToldAlready:
		return "Told already, and once is enough"
	case domain.Outranked:
		return "Another reason about them goes first"
	case domain.NoThird:
		return "Nobody shares a goal, a tag, work or a place with them yet"
	case domain.NotReady:
		return "Something is missing first; the card says what"
	case domain.AskedLately:
		return "You asked them not long ago, or a no still stands"
	case domain.NoGoal:
		return "No goal of yours waits for an ask; `/goal` names one"
	}
	return "Quiet" + when
}

// ruleShort names a rule in a few words.
func ruleShort(r domain.RuleName) string {
	switch r {
	case domain.PromiseDue, domain.PromiseOverdue:
		return "your promises"
	case domain.OwedOverdue:
		return "what they promised"
	case domain.HowDidItGo:
		return "how it went"
	case domain.OccasionComing:
		return "their dates"
	case domain.TheyAsked:
		return "what they need"
	case domain.AskUnanswered:
		return "an ask without an answer"
	case domain.ThankThem:
		return "thanks"
	case domain.FollowUp:
		return "following up"
	case domain.HowWasIt:
		return "how a session was"
	case domain.SessionDue:
		return "the next session"
	case domain.ContactDue:
		return "the rhythm"
	case domain.ContactOverdue:
		return "the longest gap"
	case domain.Drifting:
		return "drifting apart"
	case domain.KeepSlowRest:
		return "whether to slow down"
	case domain.Unrecognised:
		return "whether they noticed"
	case domain.RevealMore:
		return "a question worth asking"
	case domain.Weave:
		return "whom they could meet"
	case domain.ReadyToAsk:
		return "asking for a goal"
	}
	return Escape(line(string(r)))
}

// briefReason is why somebody comes up, in a few words that name the matter.
func briefReason(n domain.Nudge) string {
	switch {
	case n.Promise != nil && n.Promise.Theirs:
		return "they said " + brief(n.Promise.What)
	case n.Promise != nil:
		return "your promise " + brief(n.Promise.What)
	case n.Need != nil:
		return "needs " + brief(n.Need.What)
	case n.Ask != nil && n.Rule == domain.ThankThem:
		return "thanks for " + brief(n.Ask.What)
	case n.Ask != nil:
		return "your ask " + brief(n.Ask.What)
	case n.Value != nil:
		return "did they notice " + brief(n.Value.What) + "?"
	case n.Occasion != nil:
		return Escape(clip(line(n.Occasion.Name), 40))
	case n.Third != nil:
		return "could meet " + Escape(clip(line(n.Third.Name), 40))
	case n.Goal != nil:
		return "your goal " + brief(n.Goal.What)
	}
	return ruleShort(n.Rule)
}

// brief quotes a few words of a text.
func brief(s string) string { return quote(s, 40) }

// Unmuted says that a rule may speak of somebody again.
func Unmuted(name string, r domain.RuleName) string {
	return Person(name) + ": I'll bring up " + ruleMatter(r) + " again when it is time."
}
