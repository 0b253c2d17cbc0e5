package view

import "strings"

// MentoringHelp explains /mentoring with examples.
func MentoringHelp() Message {
	return Compose(
		section("", "*/mentoring* runs a mentoring program in a channel: it pairs people, remembers when they meet, and tells the channel in numbers how it goes. Bare, it shows what you can do here."),
		section("", strings.Join([]string{
			"*Everybody*",
			"• `/mentoring join mentor go, sql up to 2`, `join mentee public speaking` first shows who sees what",
			"• `/met @partner coffee` counts as a session; so does *Log a session*",
			"• `/mentoring goal Speak at the meetup by june`, `goal 1 reached` what the two of you want to reach",
			"• `/mentoring feedback 5 patient and clear` yours alone; only means of five or more are shown",
			"• `/mentoring thanks @partner …` said in the channel once they agree",
			"• `/mentoring pause me until 7 jan`, `pause @partner for 2 weeks`, `resume`, `status`, `leave`",
			"• `/mentoring another` reaches the organisers alone, `avoid @x` nobody at all",
		}, "\n")),
		section("", strings.Join([]string{
			"*Organisers*",
			"• `/mentoring start Engineering Mentors` in the channel, `settings` changes it",
			"• `/mentoring pair @a @b` one pair a line, `unpair @a @b`, `match` proposes pairs with reasons",
			"• `/mentoring status` who met when and who is overdue, `summary` what the channel will read",
			"• `/mentoring let in @x`, `decline @x`, `organisers add @x`, `organisers remove @x`",
			"• `/mentoring pause @a @b until 7 jan`, `end` keeps or deletes what there is",
		}, "\n")),
		context("", "In a direct message to me the same words work without the slash: mentoring status. Mentoring is no appraisal: organisers see dates, never a note."),
	)
}
