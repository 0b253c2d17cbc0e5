package view

import (
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// The input blocks of the check-in. Their ids never change: what was filled in
// comes back under them, whatever became of the message around them.
const (
	CheckInWho    = "checkin.who"
	CheckInOthers = "checkin.others"
)

// The choices of the check-in's ⋯ menu.
const (
	CheckInDay = "day"
	CheckInOff = "off"
)

// CheckInRule is what the item of a check-in tells that says what was saved.
const CheckInRule domain.RuleName = "check-in"

// mostAsked is how many open questions the check-in repeats.
const mostAsked = 10

// CheckInPage is the weekly question whom the member met.
type CheckInPage struct {
	Name      string
	Hour      int
	Today     domain.Date
	Likely    []*domain.Contact // the likeliest first
	Questions []OpenQuestion
}

// OpenQuestion is a question that was asked on a day about what was typed, and
// never answered.
type OpenQuestion struct {
	Query
	Typed string
	Asked domain.Date
}

// CheckIn renders the weekly check-in: one press logs everybody who was chosen.
func CheckIn(p CheckInPage) Message {
	blocks := []slack.Block{
		section(helloBlock, Greeting(p.Hour, p.Name)+" Whom did you meet this week? One press logs them all."),
	}
	others := "Who was it?"
	if len(p.Likely) > 0 {
		blocks = append(blocks, optional(input(CheckInWho, "People you know", multiInput("Choose as many as you like", nil, peopleChoices(p.Likely)))))
		others = "Someone else, or more to say?"
	}
	blocks = append(blocks,
		hinted(optional(input(CheckInOthers, others, paragraph(textInput("Omar lunch yesterday, Lena", "", 1000)))),
			"As you would say it, one a line or parted by commas."),
		actions("checkin.do",
			primary(button(VerbCheckInSave, "", "Save")),
			button(VerbCheckInNobody, "", "Nobody this week"),
			overflow(VerbCheckInMore, Choice{"Change day", CheckInDay}, Choice{"Turn off", CheckInOff})))
	for i, q := range p.Questions[:min(len(p.Questions), mostAsked)] {
		blocks = append(blocks, asksAgain(i+1, q, p.Today)...)
	}
	return Compose(append(blocks, context(footBlock, "It takes half a minute. Nobody is an answer too."))...)
}

// asksAgain repeats a question that was never answered.
func asksAgain(number int, q OpenQuestion, today domain.Date) []slack.Block {
	p := Place{number, domain.Telling{Rule: domain.QuestionOpen, Subject: string(q.ID)}}
	ask := Ask(q.Query, today)
	ask.Blocks[0] = section("", "Still open: you typed "+quoted(q.Typed)+" "+onDay(q.Asked, today)+". "+asked(q.Query, today))
	return Placed(p, ask.Blocks)
}

// CheckedIn is what a check-in did.
type CheckedIn struct {
	Today   domain.Date
	Command domain.CommandID
	Touches []Touch
	// Questions have to be answered before the rest is logged; Typed of each is what
	// the member wrote.
	Questions []OpenQuestion
	// Unread could not be taken.
	Unread []string
	// Form are the blocks of the form: what was asked in it, and not answered yet,
	// stays.
	Form []slack.Block
}

// CheckInDone says what a check-in logged, and asks what has to be asked.
func CheckInDone(d CheckedIn) Message {
	var lines []string
	for _, g := range alike(d.Touches) {
		e := Echo{Today: d.Today, Touches: g}
		lines = append(lines, headline(e))
		if note := g[0].Interaction.Note; note != "" {
			lines = append(lines, "Noted: "+quoted(note))
		}
	}
	for _, g := range alike(d.Touches) {
		lines = append(lines, consequences(Echo{Today: d.Today, Touches: g})...)
	}
	for _, u := range d.Unread {
		lines = append(lines, "I couldn't read "+quoted(u)+". Type it once more as in `/met Omar lunch yesterday`; all else is kept.")
	}
	p := Place{1, domain.Telling{Rule: CheckInRule}}
	blocks := Settled(p, strings.Join(lines, "\n"), d.Command, "")
	if len(d.Touches) == 0 {
		blocks = Remark(p, strings.Join(append([]string{"Nothing is logged yet."}, lines...), "\n"))
	}
	for i, q := range d.Questions[:min(len(d.Questions), mostAsked)] {
		p := Place{i + 2, domain.Telling{Rule: domain.QuestionOpen, Subject: string(q.ID)}}
		ask := Ask(q.Query, d.Today)
		ask.Blocks[0] = section("", "You wrote "+quoted(q.Typed)+". "+asked(q.Query, d.Today))
		blocks = append(blocks, Placed(p, ask.Blocks)...)
	}
	for _, b := range d.Form {
		if p, ok := ParsePlace(b.ID()); ok && p.Rule == domain.QuestionOpen {
			blocks = append(blocks, b)
		}
	}
	return Compose(blocks...)
}

// alike groups touches of one kind on one day with one note, in their order.
func alike(touches []Touch) [][]Touch {
	var groups [][]Touch
	for _, t := range touches {
		found := false
		for i, g := range groups {
			a, b := g[0].Interaction, t.Interaction
			if a.Kind == b.Kind && a.On == b.On && a.Note == b.Note && len(g[0].Signals)+len(t.Signals) == 0 {
				groups[i], found = append(g, t), true
				break
			}
		}
		if !found {
			groups = append(groups, []Touch{t})
		}
	}
	return groups
}

// CheckInNobody takes nobody for an answer.
func CheckInNobody() Message {
	return Say("Nobody this week: that is an answer too. Until next week.")
}

// CheckInEmpty says that nobody was chosen.
func CheckInEmpty() Message {
	return Say("Nobody is chosen yet, so nothing was logged. Choose somebody or write a name, or press *Nobody this week*.")
}

// CheckInOver answers a second press.
func CheckInOver() Message {
	return Say("That check-in is done already, so nothing more was logged. `/rapport checkin` opens a new one.")
}
