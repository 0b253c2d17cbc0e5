package view

import "strings"

// Help says what the bot is for and what it understands.
func Help() Message {
	return Compose(
		section("", "I remember whom you met, what was promised and what you want to reach, and tell you when it is time to be in touch again."),
		section("", strings.Join([]string{
			"*Day by day*",
			"• `/met Jane coffee` remembers a touch",
			"• `/people` shows everybody, `/people Jane` one card",
			"• `/promise Jane the slides by friday` remembers what you promised, `/promise from Jane …` what you were promised",
			"• `/ask Jane an intro to Omar by 4 dec` helps to ask well, and at the right time",
			"• `/goal Speak at GopherCon by june` notes a goal, `/identify Lena -- runs the meetup` whom to get to know",
			"• `/mentoring` in a channel shows its mentoring program, or starts one",
		}, "\n")),
		section("", strings.Join([]string{
			"*Looking ahead and back*",
			"• `/rapport today` shows who is due, `/rapport forecast` the next four weeks",
			"• `/rapport why Jane` says why I bring somebody up, or don't",
			"• `/rapport merge Jane, Jane Doe` makes one of two",
			"• `/rapport settings` shows hours, days and rhythms; `/rapport pause until 1 dec` gives you a rest",
			"• `/rapport undo` takes the last thing back",
		}, "\n")),
		context("", "`help` behind any command shows more: `/promise help`. In a direct message to me the same words work without the slash. Replies to commands are seen by you alone; whoever runs me could read what I keep."),
	)
}

// SmallTalk answers a direct message that is no command.
func SmallTalk() Message {
	return Compose(
		section("", "I didn't find anything to do in that, so nothing was logged. Tell me whom you met: `met Jane for coffee yesterday`. Or say `help`."),
	)
}

// UnknownVerb answers a word that is no command, with the nearest that is one.
func UnknownVerb(said, nearest string) Message {
	if nearest == "" {
		return Say("I don't know the word " + quoted(said) + ". Nothing was changed. `/rapport help` lists what I understand.")
	}
	return Say("I don't know the word " + quoted(said) + ". Nothing was changed. Did you mean `" + Escape(clip(line(nearest), 100)) + "`?")
}
