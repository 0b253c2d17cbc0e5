package view

import "strings"

// Help says what the bot is for and what it understands.
func Help() Message {
	return Compose(
		section("", "I remember whom you met, and tell you when it is time to be in touch again."),
		section("", strings.Join([]string{
			"• `/met Jane coffee` remembers a touch; `/met help` shows all it takes",
			"• `/people` shows everybody, `/people Jane` one card; `/people help` shows the rest",
			"• `/rapport today` shows who is due, without using up the digest",
			"• `/rapport settings` shows hour, days, zone and rhythms; `/rapport settings hour 8:30` changes one",
			"• `/rapport pause until 1 dec` gives you a rest, `/rapport resume` ends it",
			"• `/rapport undo` takes the last thing back",
			"• `/rapport met …` and `/rapport people …` work like the commands",
		}, "\n")),
		context("", "In a direct message to me the same words work without the slash. Replies to commands are seen by you alone; whoever runs me could read what I keep."),
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
