package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

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

// ahead is what the next phase takes: each piece of evidence, there or missing,
// with a button for what may have happened meanwhile.
func ahead(p CardPage) []slack.Block {
	if len(p.Next.Checks) == 0 {
		return nil
	}
	lines := []string{"*What " + p.Next.To.String() + " takes*"}
	if p.Next.Legal {
		lines[0] = "*All that " + p.Next.To.String() + " takes is there.* Whether and when is yours."
	}
	blocks := []slack.Block{section("ahead", strings.Join(append(lines, checkLines(p.Next.Checks, p.Today)...), "\n"))}
	if row := supplies(p.Contact, p.Next, p.Today); len(row) > 0 {
		blocks = append(blocks, actions("happened", row...))
	}
	return blocks
}

// checkLines says of each piece of evidence whether it is there, and why it is
// asked for. Of a group, any one is enough.
func checkLines(checks []domain.Check, today domain.Date) []string {
	var lines []string
	group := ""
	for _, k := range checks {
		if k.AnyOf != group {
			if group = k.AnyOf; group != "" {
				lines = append(lines, "One of these is enough:")
			}
		}
		lines = append(lines, checkLine(k, today))
	}
	return lines
}

func checkLine(k domain.Check, today domain.Date) string {
	what := Evident(k)
	switch {
	case k.Held && k.On.IsZero():
		return "✓ " + what
	case k.Held:
		return "✓ " + what + ", " + Weekday(k.On, today)
	}
	why := domain.Reason(k.Name)
	if k.Need > 1 {
		return fmt.Sprintf("○ %s: %d of %d so far (%s)", what, k.Have, k.Need, why)
	}
	return "○ " + what + ": not yet (" + why + ")"
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
		return fmt.Sprintf("%d different signs lately: replied promptly, accepted, took the initiative, spoke openly, sought you out", k.Need)
	case domain.InTouch:
		return "In touch within your longest gap"
	}
	return string(k.Name)
}

// supplies are the buttons that record what is missing, if it happened.
func supplies(c *domain.Contact, v domain.Verdict, today domain.Date) []slack.BlockElement {
	var row []slack.BlockElement
	var offered []domain.SignalKind
	helped := false
	for _, k := range v.Missing {
		switch {
		case k.Name == domain.Met, k.Name == domain.TwoDays, k.Name == domain.InTouch, k.Name == domain.NothingOverdue, k.Name == domain.PromiseWasKept:
			continue // a touch is logged, below
		case k.Name == domain.ValueDelivered, k.Records == "" && k.Name == domain.ValueRecognised:
			if !helped {
				row = append(row, button(VerbCardHelped, string(c.ID), "I did something for them"))
			}
			helped = true
		default:
			for _, s := range offersFor(k, c, today) {
				if !slices.Contains(offered, s) {
					offered = append(offered, s)
					label := "This happened: " + SignalDid(s)
					row = append(row, spokenAs(button(Nth(VerbCardRecord, len(offered)), string(c.ID)+" "+string(s), label), label+", "+c.Name))
				}
			}
		}
	}
	return row
}

// offersFor are the signals that would supply a piece of evidence now: all
// kinds not seen yet where several kinds count, else the one that it names.
func offersFor(k domain.Check, c *domain.Contact, today domain.Date) []domain.SignalKind {
	if k.Records == "" || k.Need < 2 {
		return slices.DeleteFunc([]domain.SignalKind{k.Records}, func(s domain.SignalKind) bool { return s == "" })
	}
	return slices.DeleteFunc(domain.Records(k.Name), func(s domain.SignalKind) bool {
		return slices.ContainsFunc(c.Signals, func(x domain.Signal) bool {
			return !x.Undone && x.Kind == s && today.Sub(x.On) <= halfYear
		})
	})
}

// halfYear is how far back a sign is taken for fresh when buttons are offered;
// what counts as evidence is the law's to say.
const halfYear = 180
