package view

import (
	"slices"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// What may have happened beside the signals, as [HappenedValue] carries it: each
// has a form of its own.
const (
	HappenedHelped   = "helped"  // the member did something for them
	HappenedReceived = "got"     // they did something for the member
	HappenedPromise  = "promise" // something was promised
)

// HappenedValue is the value of a choice that says what happened with somebody: a
// signal, or one of the words above.
func HappenedValue(c domain.ContactID, what string) string { return string(c) + " " + what }

// happenings are all that a card can be told, in the order in which it comes up.
var happenings = []Choice{
	{"I did something for them", HappenedHelped},
	{"They noticed what I did", string(domain.Recognised)},
	{"They shared a need", string(domain.SharedNeed)},
	{"They took the initiative", string(domain.Initiated)},
	{"They replied promptly", string(domain.RepliedPromptly)},
	{"They accepted an invitation", string(domain.Accepted)},
	{"They were candid with me", string(domain.Candid)},
	{"They sought me out without needing anything", string(domain.SeeksMeOut)},
	{"They introduced someone", string(domain.Introduced)},
	{"They did something for me", HappenedReceived},
	{"Something was promised", HappenedPromise},
}

// happenedMenu is the one menu "This happened…": what the next phase still lacks
// comes first.
func happenedMenu(p CardPage) *slack.SelectBlockElement {
	wanted := supplies(p.Contact, p.Next, p.Today)
	choices := make([]Choice, 0, len(happenings))
	for _, first := range []bool{true, false} {
		for _, h := range happenings {
			if slices.Contains(wanted, h.Value) == first {
				choices = append(choices, Choice{h.Label, HappenedValue(p.Contact.ID, h.Value)})
			}
		}
	}
	return slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain("This happened…", maxPlaceholder), VerbCardRecord, options(choices, 100)...)
}

// happenedButtons are the same where only what is missing matters: one button for
// each.
func happenedButtons(p CardPage, v domain.Verdict) []slack.BlockElement {
	wanted := supplies(p.Contact, v, p.Today)
	row := make([]slack.BlockElement, 0, len(wanted))
	for _, h := range happenings {
		if slices.Contains(wanted, h.Value) {
			b := button(Nth(VerbCardRecord, len(row)), HappenedValue(p.Contact.ID, h.Value), h.Label)
			row = append(row, spokenAs(b, h.Label+": "+p.Contact.Name))
		}
	}
	return row
}

// supplies is what would add to the evidence that a verdict misses, if it happened:
// words of [happenings], each once.
func supplies(c *domain.Contact, v domain.Verdict, today domain.Date) []string {
	var wanted []string
	want := func(what string) {
		if !slices.Contains(wanted, what) {
			wanted = append(wanted, what)
		}
	}
	for _, k := range v.Missing {
		switch k.Name {
		case domain.Met, domain.TwoDays, domain.InTouch, domain.NothingOverdue: // a touch is logged, a promise kept
		case domain.PromiseWasKept:
			want(HappenedPromise)
		case domain.ValueDelivered:
			want(HappenedHelped)
		case domain.ValueRecognised:
			if k.Records == "" { // nothing is down yet that they could notice
				want(HappenedHelped)
				continue
			}
			want(string(domain.Recognised))
		default:
			for _, s := range offersFor(k, c, today) {
				want(string(s))
			}
		}
	}
	return wanted
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

// WhichBlock is the input of [SeenModal] that says which of several values it was.
const WhichBlock = "which"

// SeenModal asks when a sign was seen, and of recognition also what it was that
// they noticed: one of values, the first by default.
func SeenModal(private, name string, k domain.SignalKind, values []domain.Value, today domain.Date) *slack.ModalViewRequest {
	if len(values) == 0 {
		return seenModal(private, name, k, today)
	}
	known := make([]Choice, len(values))
	for i, v := range values {
		known[i] = Choice{v.What + ", " + Day(v.Delivered, today), string(v.ID)}
	}
	return seenModal(private, name, k, today, input(WhichBlock, "What did they notice?", selectInput(known[0].Value, known)))
}

// IntroducedModal asks when somebody introduced someone, and whom: one of people,
// or nobody the member keeps.
func IntroducedModal(private, name string, people []*domain.Contact, today domain.Date) *slack.ModalViewRequest {
	if len(people) == 0 {
		return seenModal(private, name, domain.Introduced, today)
	}
	whom := hinted(optional(input(WhoBlock, "Whom?", selectInput("", peopleChoices(people)))), "Both cards will say so. Leave it empty for somebody else.")
	return seenModal(private, name, domain.Introduced, today, whom)
}

// seenModal is the form about a sign, with what it asks beside the day.
func seenModal(private, name string, k domain.SignalKind, today domain.Date, asks ...slack.Block) *slack.ModalViewRequest {
	blocks := append([]slack.Block{context("", Person(name)+" "+SignalDid(k)+".")}, asks...)
	return modal(VerbCardSeen, "This happened", "Note it", private, append(blocks, input(OnBlock, "When?", dateInput(today)))...)
}

// BeforeDone is the field error of something noticed before it was done.
const BeforeDone = "That is before you did it. Choose that day or a later one."

// Happened says that a sign was recorded.
func Happened(c *domain.Contact, k domain.SignalKind, on domain.Date, next domain.Verdict, today domain.Date) string {
	return notedFor(on, today) + Person(c.Name) + " " + SignalDid(k) + "." + opens(next)
}

// BroughtIn says that somebody introduced another to the member.
func BroughtIn(c *domain.Contact, other string, on domain.Date, next domain.Verdict, today domain.Date) string {
	return notedFor(on, today) + Person(c.Name) + " introduced " + Person(other) + " to you." + opens(next)
}

// notedFor begins what is noted for a day.
func notedFor(on, today domain.Date) string {
	when := Weekday(on, today)
	if on == today {
		when = "today"
	}
	return "Noted for " + when + ": "
}

// opens says that a next phase has all it takes; "" when it hasn't.
func opens(next domain.Verdict) string {
	if !next.Legal || len(next.Checks) == 0 {
		return ""
	}
	return " All that " + next.To.String() + " takes is there now; whether and when is yours."
}

// SeenAlready says that a sign of that day is on the card.
func SeenAlready(name string, k domain.SignalKind, on, today domain.Date) string {
	when := "on " + Weekday(on, today)
	if on == today {
		when = "today"
	}
	return "It is on the card already: " + Person(name) + " " + SignalDid(k) + " " + when + "."
}
