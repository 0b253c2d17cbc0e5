package view

import (
	"strconv"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// UntilBlock is the input of [PauseModal], and EndBlock that of [EndModal].
const (
	UntilBlock = "until"
	EndBlock   = "end"
)

// PauseModal asks until when the member, or the pair with partner, rests.
func PauseModal(private, program, partner string, today domain.Date) *slack.ModalViewRequest {
	who := "I'll remind you of nothing in " + programName(program) + " until then, and the summary counts your pairs as paused."
	if partner != "" {
		who = "Nothing reminds you and " + Person(partner) + " of each other until then. In " + programName(program) + " you count as paused."
	}
	return modal(VerbMentoringRest, "Pause", "Pause", private,
		section("", who),
		input(UntilBlock, "Back on", dateInput(today.AddDays(14))))
}

// NoDayToCome is the field error of a day that is over, or today.
const NoDayToCome = "Choose a day after today."

// MemberRests says that the member rests in a program until a day.
func MemberRests(program string, id domain.ProgramID, until, today domain.Date) Message {
	return Compose(
		section("", "You rest in "+programName(program)+" until "+Weekday(until, today)+". Nothing reminds you or your partners of each other until then; they and the organisers see that you rest."),
		actions("do", button(VerbMentoringResume, string(id), "Resume now")))
}

// PairRests says that a pair rests until a day.
func PairRests(names []string, until, today domain.Date) Message {
	return Say(persons(names) + " rest as a pair until " + Weekday(until, today) + ". Nothing reminds them of each other until then.")
}

// MemberResumes says that the member takes part again.
func MemberResumes(program string, rested bool) Message {
	if !rested {
		return Say("You weren't resting in " + programName(program) + ". Nothing was changed.")
	}
	return Say("You take part in " + programName(program) + " again.")
}

// PairResumes says that a pair meets again.
func PairResumes(names []string) Message {
	return Say(persons(names) + " no longer rest as a pair.")
}

// NotYourPair says that those who were named are no pair of the member's.
func NotYourPair(names []string) Message {
	if len(names) == 0 {
		return Say("You have no pair there, so nothing was changed. `/mentoring status` shows how things stand.")
	}
	return Say("I know of no pair with " + persons(names) + " that you could do that for, so nothing was changed. `/mentoring status` lists the pairs.")
}

// Avoided says whom the member would not be paired with.
func Avoided(program string, names []string, changed bool) Message {
	said := "Nobody else sees this, the organisers included; pairs are simply not proposed."
	switch {
	case len(names) == 0 && changed:
		return Say("You'd be paired with anybody in " + programName(program) + " again.")
	case len(names) == 0:
		return Say("There is nobody you said you'd rather not be paired with in " + programName(program) + ". `/mentoring avoid @x` says so; nobody else sees it.")
	case changed:
		return Say("Noted: in " + programName(program) + " you'd rather not be paired with " + persons(names) + ". " + said)
	}
	return Say("In " + programName(program) + " you'd rather not be paired with " + persons(names) + ". " + said + " `/mentoring unavoid @x` takes it back.")
}

// WishedAnother says that the member would like another partner, or no longer.
func WishedAnother(id domain.ProgramID, wishes bool) Message {
	if !wishes {
		return Say("Taken back: you stay as you are. The organisers no longer see the wish.")
	}
	return Compose(
		section("", "I told the organisers, and nobody else. Your pair goes on until they find somebody."),
		actions("do", button(VerbMentoringContent, string(id), "Take it back")))
}

// TooManyAvoided refuses more people than are kept.
func TooManyAvoided() Message {
	return Say("Those are more people than I keep for this, so nothing was changed. A hundred is the most.")
}

// OrganisersAre lists who organises a program.
func OrganisersAre(p ProgramPage) Message {
	said := "Nobody organises " + programName(p.Program.Name) + " just now."
	if len(p.Organisers) > 0 {
		said = programName(p.Program.Name) + " is organised by " + persons(p.Organisers[:min(len(p.Organisers), mostPairs)]) + "."
	}
	if !p.Organises {
		return Say(doneFirst(p.Done) + said)
	}
	return Compose(section("", doneFirst(p.Done)+said), context("", "`/mentoring organisers add @x`, `organisers remove @x`."))
}

// OrganisersChanged says who was made an organiser, or is one no more.
func OrganisersChanged(names []string, off bool) string {
	if off {
		return "No longer " + plural(len(names), "an organiser", "organisers") + ": " + persons(names) + "."
	}
	return persons(names) + " " + plural(len(names), "is an organiser", "are organisers") + " now, and told so."
}

// NoOrganiserLeft refuses to take the last organiser out.
func NoOrganiserLeft(program string) Message {
	return Say("Somebody has to organise " + programName(program) + ", so nothing was changed. Add another organiser first, or end the program: `/mentoring end`.")
}

// OrganiserUnknown refuses organisers who have never used the bot.
func OrganiserUnknown(names []string) Message {
	return Say(persons(names) + " " + hasOrHave(len(names)) + " not used me yet, so nothing was changed. Ask them to type `/rapport` once, and then say it again.")
}

// TookOver says that the member organises a program now.
func TookOver(p ProgramPage) Message {
	p.Done = "You organise it now. Thank you."
	return ProgramHere(p)
}

// OrganisedAlready says that a program has an organiser.
func OrganisedAlready(p ProgramPage) Message {
	return Say(programName(p.Program.Name) + " is organised by " + whoOrganises(p) + ", so there is nothing to take over. They can add you: `/mentoring organisers add`.")
}

// MentorsTakeOver says who may take a program over.
func MentorsTakeOver(program string) Message {
	return Say("A mentor of " + programName(program) + " can take it over, and you are none. Nothing was changed.")
}

// What becomes of a program's data, as the values of [EndModal].
const (
	EndKeep  = "keep"
	EndPurge = "purge"
)

// EndModal asks what becomes of a program's data.
func EndModal(private string, p ProgramPage, pairs int) *slack.ModalViewRequest {
	return modal(VerbMentoringEnded, "End the program", "End it", private,
		section("", endSaid(p, pairs)),
		input(EndBlock, "What becomes of what I know about it?", selectInput("", []Choice{
			{"Keep it: who was in it and when they met", EndKeep}, {"Delete it all, for good", EndPurge},
		})),
		context("", endFate))
}

// NoEnd is the field error of [EndModal].
const NoEnd = "Choose one of the two."

// endSaid is what ending a program does.
func endSaid(p ProgramPage, pairs int) string {
	s := "Ending " + programName(p.Program.Name) + " can't be taken back. I post a last summary in its channel and tell everybody in it once."
	if pairs > 0 {
		s = "Ending " + programName(p.Program.Name) + " can't be taken back. " + strconv.Itoa(pairs) + " " + plural(pairs, "pair ends", "pairs end") + "; I post a last summary in its channel and tell everybody in it once."
	}
	return s
}

// endFate is what becomes of the data in either case.
const endFate = "Kept: organisers no longer get reports, members keep the dates of their sessions. Deleted, once the last summary is out: pairs, dates, goals, feedback, all of it. What members noted for themselves is theirs and stays in either case."

// EndAsk asks the same in a message.
func EndAsk(p ProgramPage, pairs int) Message {
	id := string(p.Program.ID)
	return Compose(section("", endSaid(p, pairs)+" Nothing was changed yet."),
		actions("do", button(VerbMentoringKeep, id, "End it and keep the data"),
			button(VerbMentoringPurge, id, "End it and delete the data").WithStyle(slack.StyleDanger)),
		context("", endFate))
}

// ProgramEnded says that a program is over.
func ProgramEnded(program string, purge bool) Message {
	if purge {
		return Say(programName(program) + " has ended. Its last summary is on its way to the channel; after that, all I know about it is deleted. Everybody in it is told.")
	}
	return Say(programName(program) + " has ended. Its last summary is on its way to the channel, and everybody in it is told. What I know about it is kept.")
}
