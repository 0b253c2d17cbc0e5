package view

import (
	"strconv"
	"strings"

	"rapport/domain"
)

// WelcomePage is the first message to one member.
type WelcomePage struct {
	Name     string // of the member
	Resolved domain.Resolved
}

// Welcome says, once, what the bot is for, what it can be trusted with and how
// to be rid of it.
func Welcome(p WelcomePage) Message {
	hello := "Hello"
	if name := line(p.Name); name != "" {
		hello += " " + Escape(clip(name, 40))
	}
	r := p.Resolved
	return Compose(
		section(helloBlock, hello+", I'm rapport. I help you keep up the relationships that matter to you, one small step at a time. This is all I say about myself."),
		section("how", strings.Join([]string{
			"*How it works.* Tell me when you were in touch with somebody: `/met Jane coffee`, or right here, in your own words, `met Jane for coffee yesterday`.",
			"On " + r.Digest.Days.String() + " at " + r.Digest.At.String() + " I say who could do with a word from you, and why, at most " + numberWord(r.Cap) + " of them; with nothing to say I'm silent." + weeklies(r),
		}, "\n")),
		section("honest", strings.Join([]string{
			"*What you should know.* Your colleagues don't see what you note, and I never write to the people you note.",
			"But whoever runs me can read my database, and a company's Slack export may hold direct messages. Write nothing that would hurt if it were read.",
			"I sense nothing: no channels, no calendar, no presence. Only what you type or tap counts.",
		}, "\n")),
		actions("begin",
			primary(button(VerbMetShortcut, "", "Log a touch")),
			button(VerbPeopleAdd, "", "Add people"),
			button(VerbHelp, "", "What is this?"),
			button(VerbLeave, "", "Stop all messages")),
		context("more", "App Home, the tab above, shows everything at a glance. `/rapport settings` changes hours and days."),
	)
}

// weeklies says which messages come once a week.
func weeklies(r domain.Resolved) string {
	var said []string
	if !r.PromptOff {
		said = append(said, "on "+r.Prompt.Days.String()+" I ask whom to get to know next")
	}
	if !r.CheckInOff {
		said = append(said, "on "+r.CheckIn.Days.String()+" whom you met, in case you forgot to say")
	}
	if len(said) == 0 {
		return ""
	}
	return " " + sentence(list(said)) + "."
}

// numberWord writes a small number out.
func numberWord(n int) string {
	words := [...]string{"none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
	if n < len(words) {
		return words[n]
	}
	return strconv.Itoa(n)
}
