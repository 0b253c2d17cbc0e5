package view

import (
	"fmt"
	"slices"
	"strings"

	"rapport/domain"
)

// newestFirst returns the newest few rows that stand. Of two on one day, the
// one written down later comes first.
func newestFirst[R any](rows []R, at func(R) (on domain.Date, stands bool)) []R {
	var live []R
	for _, r := range slices.Backward(rows) {
		if _, stands := at(r); stands {
			live = append(live, r)
		}
	}
	slices.SortStableFunc(live, func(a, b R) int {
		x, _ := at(a)
		y, _ := at(b)
		return y.Compare(x)
	})
	return live[:min(len(live), mostRecent)]
}

// ahead is what the next phase takes: each piece of evidence, there or missing.
func ahead(p CardPage) string {
	if len(p.Next.Checks) == 0 {
		return ""
	}
	lines := []string{"*What " + p.Next.To.String() + " takes*"}
	if p.Next.Legal {
		lines[0] = "*All that " + p.Next.To.String() + " takes is there.* Whether and when is yours."
	}
	return strings.Join(append(lines, checkLines(p.Contact, p.Next.Checks, p.Today)...), "\n")
}

// checkLines says of each piece of evidence whether it is there, and why it is
// asked for. Of a group, any one is enough.
func checkLines(c *domain.Contact, checks []domain.Check, today domain.Date) []string {
	var lines []string
	group := ""
	for _, k := range checks {
		if k.AnyOf != group {
			if group = k.AnyOf; group != "" {
				lines = append(lines, "One of these is enough:")
			}
		}
		lines = append(lines, checkLine(c, k, today))
	}
	return lines
}

func checkLine(c *domain.Contact, k domain.Check, today domain.Date) string {
	what := Evident(k)
	signs := ""
	if k.Name == domain.TwoSignals {
		signs = signsSeen(c, today)
	}
	switch {
	case k.Held && signs != "":
		return "✓ " + what + ": " + signs
	case k.Held && k.On.IsZero():
		return "✓ " + what
	case k.Held:
		return "✓ " + what + ", " + Weekday(k.On, today)
	}
	why := neededFor(k)
	if k.Name == domain.NothingOverdue {
		return "○ A promise of yours is late (" + why + ")"
	}
	if k.Need > 1 {
		if signs != "" {
			signs = ", " + signs
		}
		return fmt.Sprintf("○ %s: %d of %d so far%s (%s)", what, k.Have, k.Need, signs, why)
	}
	return "○ " + what + ": not yet (" + why + ")"
}

// signsSeen lists the signs of the last half year, the newest of each: "replied
// promptly on Wed 4 Nov".
func signsSeen(c *domain.Contact, today domain.Date) string {
	var seen []string
	for _, k := range domain.Records(domain.TwoSignals) {
		var on domain.Date
		for _, s := range c.Signals {
			if s.Kind == k && !s.Undone && today.Sub(s.On) <= halfYear && (on.IsZero() || s.On.After(on)) {
				on = s.On
			}
		}
		if !on.IsZero() {
			seen = append(seen, SignalDid(k)+" on "+Weekday(on, today))
		}
	}
	return list(seen)
}

// Evident names a piece of evidence in plain words.
func Evident(k domain.Check) string {
	switch k.Name {
	case domain.Met:
		return "You have met"
	case domain.TwoDays:
		return fmt.Sprintf("In touch on %d different days", k.Need)
	case domain.NothingOverdue:
		return "No promise of yours is late"
	case domain.PromiseWasKept:
		return "A promise was kept, yours or theirs"
	case domain.TheyInitiated:
		return "They took the initiative"
	case domain.TheySharedNeed:
		return "They shared a need"
	case domain.ValueDelivered:
		return "You did something of use for them"
	case domain.ValueRecognised:
		return "They noticed what you did"
	case domain.TwoSignals:
		return fmt.Sprintf("%d different signs lately that you are welcome", k.Need)
	case domain.InTouch:
		return "In touch within your longest gap"
	}
	return string(k.Name)
}

// neededFor says in a few words why a piece of evidence is asked for.
func neededFor(k domain.Check) string {
	switch k.Name {
	case domain.Met:
		return "knowing of each other starts with meeting once"
	case domain.TwoDays:
		return "a connection takes more than one meeting"
	case domain.PromiseWasKept:
		return "a word was given and kept"
	case domain.TheyInitiated:
		return "they found it worth their time to get in touch"
	case domain.TheySharedNeed:
		return "they trusted you with something they need"
	case domain.ValueDelivered:
		return "you were of real use to them"
	case domain.ValueRecognised:
		return "help counts once it was noticed"
	case domain.TwoSignals:
		return "they answer, accept, invite, speak openly or look for you"
	case domain.InTouch:
		return "nobody likes to be asked out of the blue"
	case domain.NothingOverdue:
		if k.In == domain.Sustaining {
			return "who owes something asks for nothing"
		}
		return "trust comes from promises that are kept"
	}
	return ""
}
