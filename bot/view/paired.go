package view

import (
	"fmt"
	"slices"
	"strings"

	"rapport/domain"
)

// PairedPage introduces the two of a pair to one of them.
type PairedPage struct {
	domain.Tidings
	Me domain.MemberID
	// Ahead is by how many minutes the partner's clock is ahead of the member's,
	// negative when it is behind.
	Ahead int
}

// partner is the other one of the two, and me the one who is written to.
func (p PairedPage) both() (me, partner domain.Person) {
	if p.Pair.Mentor == p.Me {
		return p.Mentor, p.Mentee
	}
	return p.Mentee, p.Mentor
}

// Paired tells one of a pair who the other is, what they share, and a first step.
// The mentee takes it; the mentor knows when it is their turn.
func Paired(p PairedPage) Message {
	me, partner := p.both()
	who := Person(partner.Name)
	mentee := p.Pair.Mentee == p.Me
	hello := "There is somebody for you to meet: " + who + " is your mentor in " + programName(p.Program.Name) + "."
	step := "*A first step*: write to " + who + " today and propose two times for a first half hour. Say in one line what you would like to get better at; the rest comes by itself."
	if !mentee {
		hello = "There is somebody for you to meet: " + who + " is your mentee in " + programName(p.Program.Name) + "."
		step = "*A first step*: " + who + " was asked to propose two times to you. Answer with one of them; if nothing came in three days, propose two yourself."
	}
	lines := []string{common(me, partner, mentee)}
	if c := clocks(partner, p.Ahead); c != "" {
		lines = append(lines, c)
	}
	lines = append(lines, "You two meet "+Every(p.Program.Cadence.Ideal)+", as the program goes. `/met "+handle(partner.Name)+"` logs a session; "+who+" stands among your people now.")
	return Compose(
		section(helloBlock, hello),
		section("about", strings.Join(slices.DeleteFunc(lines, func(s string) bool { return s == "" }), "\n")),
		section("step", step),
		actions("do",
			spokenAs(primary(button(VerbSessionNew, string(p.Pair.ID), "Log a session")), "Log a session with "+partner.Name),
			spokenAs(button(VerbPausePair, string(p.Pair.ID), "Pause"), "Pause with "+partner.Name)),
		context("matrix", who+" and the organisers see the dates on which you two meet. Goals are for the two of you. What you note is yours alone, and so is what you answer when I ask how it was."))
}

// common says what both have named; when that is nothing, what the partner has.
func common(me, partner domain.Person, mentee bool) string {
	var both []string
	for _, t := range partner.Topics {
		if slices.Contains(me.Topics, t) {
			both = append(both, t)
		}
	}
	if len(both) > 0 {
		return "You share " + list(topics(both)) + "."
	}
	if len(partner.Topics) == 0 {
		return ""
	}
	if mentee {
		return "What " + Person(partner.Name) + " offers: " + list(topics(partner.Topics)) + "."
	}
	return "What " + Person(partner.Name) + " looks for: " + list(topics(partner.Topics)) + "."
}

// topics are topics in a sentence, the first few of them.
func topics(all []string) []string {
	said := make([]string, 0, 6)
	for _, t := range all[:min(len(all), 6)] {
		said = append(said, Escape(clip(line(t), 40)))
	}
	return said
}

// clocks says how far apart two clocks are; "" when they agree or it is not known.
func clocks(partner domain.Person, ahead int) string {
	if ahead == 0 || partner.Zone == "" {
		return ""
	}
	way, n := "ahead of", ahead
	if n < 0 {
		way, n = "behind", -n
	}
	by := counted(n/60, "hour", "hours")
	switch {
	case n < 60:
		by = fmt.Sprintf("%d minutes", n)
	case n%60 == 30:
		by = fmt.Sprintf("%d½ hours", n/60)
	case n%60 != 0:
		by = fmt.Sprintf("%d:%02d hours", n/60, n%60)
	}
	return Person(partner.Name) + " is on " + zoneName(partner.Zone) + ", " + by + " " + way + " you."
}

// handle is a name as it is typed behind a command: in quotation marks when it is
// more than one word.
func handle(name string) string {
	name = strings.ReplaceAll(Escape(seen(clip(line(name), 40))), "`", "")
	if strings.ContainsAny(name, " ") {
		return `"` + name + `"`
	}
	return name
}

// ShoutAskPage asks whom a shout-out thanks whether it may be said.
type ShoutAskPage struct{ domain.Tidings }

// ShoutAsk asks whether a word of thanks may be said in the channel.
func ShoutAsk(p ShoutAskPage) Message {
	who := Person(p.From.Name)
	id := string(p.Shout.ID)
	return Compose(
		section(helloBlock, who+" would like to thank you out loud, in "+programName(p.Program.Name)+"."),
		section("words", quoted(p.Shout.Text)),
		section("asks", "May it stand in the next summary in the channel, with both your names? Without your yes nobody else ever sees it, and "+who+" is not told what you chose."),
		actions("do", primary(button(VerbShoutYes, id, "It may")), button(VerbShoutNo, id, "Rather not")))
}
