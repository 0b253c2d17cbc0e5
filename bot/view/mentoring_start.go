package view

import (
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// The inputs of [ProgramModal].
const (
	ProgramNameBlock = "program"
	CadenceBlock     = "cadence"
	SummaryDayBlock  = "day"
	SummaryHourBlock = "at"
	ProgramZoneBlock = "programzone"
	OrganisersBlock  = "organisers"
	JoiningBlock     = "joining"
)

// ProgramModal asks for what organisers choose of a program, with what holds now
// filled in. Callback is that of a new one, or of a change.
func ProgramModal(callback, private string, d domain.Draft) *slack.ModalViewRequest {
	title, submit := "Start a program", "Start"
	organisers := hinted(optional(input(OrganisersBlock, "Who else organises it?", usersInput("Nobody else", d.Organisers))),
		"Organisers see who met when, pair people and get the weekly report. You are one.")
	if callback == VerbMentoringEdited {
		title, submit = "Settings of the program", "Save"
		organisers = hinted(input(OrganisersBlock, "Who organises it?", usersInput("Organisers", d.Organisers)),
			"Organisers see who met when, pair people and get the weekly report.")
	}
	days := make([]Choice, 0, 7)
	for _, day := range []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday} {
		days = append(days, Choice{day.String(), strings.ToLower(day.String()[:3])})
	}
	day := ""
	if d.Summary.Days != 0 {
		day = strings.ToLower(d.Summary.Days.First().String())
	}
	return modal(callback, title, submit, private,
		input(ProgramNameBlock, "Name", textInput("Engineering Mentors", d.Name, 80)),
		hinted(input(CadenceBlock, "How often shall a pair meet?", textInput("every 2 weeks", RhythmWords(d.Cadence), 60)),
			"“every 2 weeks”, “monthly”, or “14/28” for due after 14 days and overdue after 28."),
		input(SummaryDayBlock, "The weekly summary comes on", selectInput(day, days)),
		input(SummaryHourBlock, "At what time?", textInput("09:00", d.Summary.At.String(), 20)),
		hinted(input(ProgramZoneBlock, "Time zone", textInput("Europe/Berlin", d.Zone, 60)), "The program's dates and its summary follow it."),
		organisers,
		input(JoiningBlock, "Who may join?", selectInput(string(d.Joining), []Choice{
			{"Whoever can see the channel", string(domain.JoinOpen)}, {"Whom an organiser lets in", string(domain.JoinInvited)},
		})))
}

// usersInput picks people of the workspace.
func usersInput(placeholder string, initial []domain.MemberID) *slack.MultiSelectBlockElement {
	e := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeUser, plain(placeholder, maxPlaceholder), inputAction)
	for _, m := range initial[:min(len(initial), MostOffered)] {
		e.InitialUsers = append(e.InitialUsers, string(m))
	}
	return e
}

// The field errors of [ProgramModal].
const (
	NoProgramZone   = "Write it like: Europe/Berlin."
	NoProgramName   = "A program needs a name, of at most 80 characters."
	NoDay           = "Choose a day."
	NoJoining       = "Choose one of the two."
	NoOrganiser     = "At least one person has to organise it."
	ProgramThere    = "A program runs in this channel already. /mentoring shows it."
	ProgramOverHere = "The program has ended meanwhile, so nothing was changed."
	NotOrganiser    = "Only its organisers may change it, and you are none of them any more."
)

// StrangersOrganise refuses organisers who have never used the bot.
func StrangersOrganise(names []string) string {
	plainly := make([]string, len(names))
	for i, n := range names {
		plainly[i] = seen(clip(line(n), 80))
	}
	return clip(list(plainly)+" "+hasOrHave(len(names))+" not used me yet. Ask them to type /rapport once, or leave them out for now; they can be added later.", maxContext)
}

func hasOrHave(n int) string {
	if n == 1 {
		return "has"
	}
	return "have"
}

// ProgramStarted says that a program runs.
func ProgramStarted(p ProgramPage) Message {
	return Compose(
		section("", Person(p.Program.Name)+" runs in this channel. Pairs meet "+Every(p.Program.Cadence.Ideal)+"; the channel reads a summary in numbers on "+summaryTime(p.Program)+"."),
		section("", strings.Join([]string{
			"What comes next:",
			"1. Tell the channel to join: `/mentoring join mentor` or `/mentoring join mentee`, with topics. Everybody sees first who sees what.",
			"2. Pair them: `/mentoring match` proposes pairs with reasons, `/mentoring pair @a @b` says so yourself.",
			"3. Sessions count by `/met @partner` or a button; nobody has to fill in a report.",
		}, "\n")),
		actions("do", button(VerbMentoringJoin, string(p.Program.ID), "Join it myself"), button(VerbMentoringEdit, string(p.Program.ID), "Settings")),
		context("", "Nobody else was told so far but those you made organisers."))
}

// ProgramChanged says what holds of a program now, and what was changed.
func ProgramChanged(before, after domain.Program) Message {
	var changed []string
	add := func(differs bool, said string) {
		if differs {
			changed = append(changed, said)
		}
	}
	add(before.Name != after.Name, "it is called "+programName(after.Name))
	add(before.Cadence != after.Cadence, "pairs meet "+Escape(RhythmWords(after.Cadence)))
	add(before.Summary != after.Summary || before.Zone != after.Zone, "the summary comes on "+summaryTime(after))
	add(len(before.Organisers) != len(after.Organisers) || strings.Join(strs(before.Organisers), " ") != strings.Join(strs(after.Organisers), " "),
		strconv.Itoa(len(after.Organisers))+" "+plural(len(after.Organisers), "person organises", "people organise")+" it")
	add(before.Joining != after.Joining, map[domain.Joining]string{
		domain.JoinOpen: "whoever can see the channel may join", domain.JoinInvited: "organisers let people in",
	}[after.Joining])
	if len(changed) == 0 {
		return Say("Everything about " + programName(after.Name) + " stays as it was.")
	}
	return Say("Changed: " + strings.Join(changed, "; ") + ".")
}

func strs(ms []domain.MemberID) []string {
	all := make([]string, len(ms))
	for i, m := range ms {
		all[i] = string(m)
	}
	return all
}

// StartInChannel says that programs start in channels.
func StartInChannel() Message {
	return Say("A program lives in a channel, and this is none, so nothing was started. Go to the channel whose people it is for and type `/mentoring start` there.")
}

// InviteMe says how the bot comes into a channel. Name is what it is called there.
func InviteMe(name string) Message {
	return Say("I am not in this channel, so I couldn't post a summary here, and nothing was started. Invite me, by `/invite @" + Escape(seen(line(name))) + "`, and type `/mentoring start` again.")
}

// ChannelArchived says that a channel takes no messages any more.
func ChannelArchived() Message {
	return Say("This channel is archived and takes no messages, so nothing was started. Choose another one.")
}

// ChannelUnknown says that Slack tells nothing of a channel just now. Missing says that
// the app may not ask.
func ChannelUnknown(missing bool) Message {
	if missing {
		return Say("I am not allowed to look at channels yet, so nothing was started. Whoever runs me has to add the scopes `channels:read` and `groups:read`: `bot manifest` has them.")
	}
	return Say("Slack doesn't tell me about this channel just now, so nothing was started. Please try again in a minute.")
}

// ProgramRunsHere says that a channel has its program, and shows it.
func ProgramRunsHere(p ProgramPage) Message {
	p.Done = "Nothing was started: a program runs here already."
	return ProgramHere(p)
}

// ProgramSettings says how a program is set, with the button that changes it.
func ProgramSettings(p ProgramPage) Message {
	who := "Whoever can see the channel may join."
	if p.Program.Joining == domain.JoinInvited {
		who = "Organisers let people in."
	}
	return Compose(section("", programLine(p)+"\n"+who), actions("do", primary(button(VerbMentoringEdit, string(p.Program.ID), "Change settings"))))
}
