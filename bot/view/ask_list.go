package view

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

const (
	// mostAsks is how many open asks a list shows, two blocks each; mostAnswered
	// how many that were answered.
	mostAsks     = 15
	mostAnswered = 5
)

// AskRow is one request and whom it was made of.
type AskRow struct {
	Contact *domain.Contact
	Ask     domain.Ask
}

// AsksPage is the list of requests.
type AsksPage struct {
	Today domain.Date
	// Open are those to be thanked for, then those that wait, the next first;
	// Answered those that went well lately. What was declined is on no list.
	Open     []AskRow
	Answered []AskRow
	// Done says what was just changed; Undo takes it back.
	Done string
	Undo domain.CommandID
}

// Sort puts the rows in their order.
func (p *AsksPage) Sort() {
	slices.SortStableFunc(p.Open, func(a, b AskRow) int {
		return cmp.Or(cmp.Compare(a.Ask.State, b.Ask.State), a.Ask.By.Compare(b.Ask.By), a.Ask.Made.Compare(b.Ask.Made))
	})
	slices.SortStableFunc(p.Answered, func(a, b AskRow) int { return b.Ask.Changed.Compare(a.Ask.Changed) })
}

// Asks lists the open requests with what can be said about each. Its blocks bear
// ids that begin with "asks.", so that a press is answered there.
func Asks(p AsksPage) Message {
	var blocks []slack.Block
	if p.Done != "" {
		blocks = append(blocks, section("asks.done", p.Done))
		if p.Undo != "" {
			blocks = append(blocks, actions("asks.undo", button(VerbAskUndo, string(p.Undo), "Undo")))
		}
	}
	shown := p.Open[:min(len(p.Open), mostAsks)]
	switch {
	case len(p.Open) == 0 && p.Done == "":
		blocks = append(blocks, section("asks.title", "You have no request open. Now and then one is welcome, when it is clear and leaves time: `/ask Jane introduce me to Lena Okafor at Acme by 4 dec https://…`. I look at it with you before anything is recorded, and you send it."))
	case len(p.Open) == 0:
		blocks = append(blocks, section("asks.title", "No request is open now."))
	default:
		blocks = append(blocks, section("asks.title", "*What you asked for* · "+fmt.Sprint(len(p.Open))+" open"))
	}
	for i, r := range shown {
		blocks = append(blocks, askItem(i, r, p.Today)...)
	}
	if n := len(p.Open) - len(shown); n > 0 {
		blocks = append(blocks, context("asks.rest", fmt.Sprintf("And %d more, which come up as these are answered.", n)))
	}
	if len(p.Answered) > 0 {
		lines := []string{"*Lately*"}
		for _, r := range p.Answered[:min(len(p.Answered), mostAnswered)] {
			lines = append(lines, "• "+answeredLine(r, p.Today))
		}
		blocks = append(blocks, section("asks.lately", strings.Join(lines, "\n")))
	}
	return Compose(append(blocks, actions("asks.new", button(VerbAskNew, RecordValue("", ""), "New ask")))...)
}

// askItem is one open request with its buttons.
func askItem(n int, r AskRow, today domain.Date) []slack.Block {
	text := shortName(r.Contact.Name) + " · " + askLine(r.Ask, today)
	if r.Ask.State == domain.AskWaiting && !r.Ask.By.IsZero() && r.Ask.Made != today {
		text += " (asked " + Weekday(r.Ask.Made, today) + ")"
	}
	value := RecordValue(r.Contact.ID, r.Ask.ID)
	row := AskThanks(r.Contact, r.Ask)
	if r.Ask.State == domain.AskAgreed {
		row = append(row, overflow(VerbAskMore, Choice{"Close", VerbAskClose + " " + value}))
	} else {
		row = append(AskAnswers(r.Contact, r.Ask),
			overflow(VerbAskMore, Choice{"More time", VerbAskTime + " " + value}, Choice{"Close", VerbAskClose + " " + value}))
	}
	return []slack.Block{section(fmt.Sprintf("asks.say%d", n), text), actions(fmt.Sprintf("asks.do%d", n), row...)}
}

// answeredLine says what came of a request.
func answeredLine(r AskRow, today domain.Date) string {
	text := shortName(r.Contact.Name) + ": you asked" + requested(r.Ask.What)
	if r.Ask.State == domain.AskThanked {
		return text + "; they agreed, and you thanked them on " + Weekday(r.Ask.Changed, today)
	}
	return text + "; closed on " + Weekday(r.Ask.Changed, today)
}

// AskHelp explains /ask with examples.
func AskHelp() Message {
	return Compose(
		section("", strings.Join([]string{
			"*/ask* looks at a request with you before you make it, and remembers what becomes of it:",
			"• `/ask Jane introduce me to Lena Okafor at Acme by 4 dec https://…` says what could be better, and drafts the words",
			"• `/ask Jane an intro to Lena by friday +offered` when the offer or the day was theirs",
			"• `/ask Jane forward my CV by 4 dec attached: cv.pdf`",
			"• `/ask Jane intro to Lena asked yesterday` remembers one that you made already",
			"• `/ask Jane agreed`, `/ask Jane declined`, `/ask Jane thanked` what became of it",
			"• `/ask` shows what is open: they agreed, they declined, more time, thanked",
		}, "\n")),
		context("", "A good request says what exactly, leaves three working days, is easy to follow through, and comes rarely. No is always fine, and I never bring it up again."),
	)
}
