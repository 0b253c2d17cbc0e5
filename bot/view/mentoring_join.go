package view

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// The inputs of [JoinModal].
const (
	JoinAsBlock   = "joinas"
	TopicsBlock   = "topics"
	CapacityBlock = "capacity"
)

// whoSeesWhat is what of a program is whose to see, for somebody who joins.
func whoSeesWhat(program string) []slack.Block {
	return []slack.Block{section("", strings.Join([]string{
		"*Who sees what in* " + programName(program),
		"• *The channel*: numbers about all pairs together, such as how many sessions there were. No names, but for a word of thanks to which both have agreed.",
		"• *The organisers*: who is paired with whom, on which dates you met and whether you are overdue; how many goals there are, and a mean of feedback from five answers on.",
		"• *Your partner*: that you are a pair, the dates, and the goals of the two of you.",
		"• *Only you*: your notes, promises and asks, what you noticed and where the relationship stands; your feedback, and with whom you'd rather not be paired.",
	}, "\n")), context("", "Mentoring is not appraisal. Whoever runs me can read the database, as with any bot. You can leave at any time, with one tap.")}
}

// JoinModal takes the member into a program, or changes what they offer or look for:
// then their role stays.
func JoinModal(private string, p ProgramPage, role domain.Role) *slack.ModalViewRequest {
	title, submit := "Join the program", "Join"
	topics, capacity := "", "1"
	var blocks []slack.Block
	switch {
	case p.In:
		title, submit = "What it is about", "Save"
		topics, capacity = strings.Join(p.Me.Topics, ", "), strconv.Itoa(max(p.Me.Capacity, 1))
		blocks = append(blocks, section("", "You are "+aRole(p.Me.Role)+" in "+programName(p.Program.Name)+". To change roles, leave and join anew."))
	default:
		blocks = append(blocks, whoSeesWhat(p.Program.Name)...)
		if p.Program.Joining == domain.JoinInvited {
			blocks = append(blocks, section("", "Its organisers let people in: joining asks them."))
			submit = "Ask to join"
		}
		blocks = append(blocks, input(JoinAsBlock, "I'd like to be", selectInput(string(role), []Choice{
			{"a mentor", string(domain.Mentor)}, {"a mentee", string(domain.Mentee)},
		})))
	}
	many := make([]Choice, domain.MaxPairing)
	for i := range many {
		many[i] = Choice{strconv.Itoa(i + 1), strconv.Itoa(i + 1)}
	}
	return modal(VerbMentoringJoined, title, submit, private, append(blocks,
		hinted(optional(input(TopicsBlock, "What about?", textInput("go, public speaking", topics, 500))),
			"What you offer or look for, apart by commas; ten at most. Pairs are proposed by what both name."),
		input(CapacityBlock, "With how many people at once, at most?", selectInput(capacity, many)))...)
}

// The field errors of [JoinModal].
const (
	NoRole      = "Choose one of the two."
	NoTopics    = "Ten topics at most, each of at most 40 characters, apart by commas."
	NoCapacity  = "Choose one to ten."
	OtherRole   = "You are in it in the other role. Leave first to change roles."
	ProgramDone = "The program has ended meanwhile, so you can't join it any more."
)

// JoinAsk shows who sees what before somebody joins who typed as what.
func JoinAsk(p ProgramPage, role domain.Role, topics []string, capacity int) Message {
	blocks := whoSeesWhat(p.Program.Name)
	id := p.Program.ID
	if role == "" {
		return Compose(append(blocks,
			section("", "Nothing was changed yet. As what would you like to join?"),
			actions("do",
				button(Nth(VerbMentoringYes, 0), JoinValue(id, domain.Mentor, topics, capacity), "Join as a mentor"),
				button(Nth(VerbMentoringYes, 1), JoinValue(id, domain.Mentee, topics, capacity), "Join as a mentee")))...)
	}
	as := roleSaid(domain.Participant{Role: role, Topics: topics, Capacity: capacity})
	said, label := "Nothing was changed yet. You would be "+as+".", "Join"
	if p.Program.Joining == domain.JoinInvited {
		said, label = said+" Its organisers let people in: joining asks them.", "Ask to join"
	}
	return Compose(append(blocks,
		section("", said),
		actions("do", primary(button(VerbMentoringYes, JoinValue(id, role, topics, capacity), label)), button(VerbMentoringJoin, string(id), "Change it first")))...)
}

// JoinValue is the value of a button that joins: the program, the role, with how many,
// and the topics.
func JoinValue(p domain.ProgramID, role domain.Role, topics []string, capacity int) string {
	return strings.Join(append([]string{string(p), string(role), strconv.Itoa(capacity)}, topics...), "\n")
}

// ParseJoin reads what [JoinValue] wrote.
func ParseJoin(s string) (p domain.ProgramID, role domain.Role, topics []string, capacity int, ok bool) {
	parts := strings.Split(s, "\n")
	if len(parts) < 3 {
		return "", "", nil, 0, false
	}
	capacity, err := strconv.Atoi(parts[2])
	return domain.ProgramID(parts[0]), domain.Role(parts[1]), parts[3:], capacity, err == nil
}

// Joined says that the member is in a program, or has asked to be; changed says that
// they were before.
func Joined(p ProgramPage, changed bool) Message {
	name, id := programName(p.Program.Name), string(p.Program.ID)
	switch {
	case p.Me.Asked && changed:
		return Say("Noted: you asked to be let into " + name + " as " + roleSaid(p.Me) + ". The organisers haven't answered yet.")
	case p.Me.Asked:
		return Compose(
			section("", "I asked "+whoOrganises(p)+" to let you into "+name+" as "+roleSaid(p.Me)+". You'll hear from me when they answer."),
			actions("do", button(VerbMentoringLeave, id, "Don't join after all")))
	case changed:
		return Say("Noted: in " + name + " you are " + roleSaid(p.Me) + ".")
	}
	return Compose(
		section("", "You are in: in "+name+" you are "+roleSaid(p.Me)+". An organiser pairs you, and then you'll both hear from me."),
		context("", "If there is somebody you'd rather not be paired with: `/mentoring avoid @x`. Nobody else sees that."),
		actions("do", button(VerbMentoringJoin, id, "Topics"), button(VerbMentoringLeave, id, "Leave")))
}

// whoOrganises are the organisers by name, as far as they are known.
func whoOrganises(p ProgramPage) string {
	if len(p.Organisers) == 0 {
		return "the organisers"
	}
	return persons(p.Organisers[:min(len(p.Organisers), mostPairs)])
}

// InOtherRole says that one member has one role in a program.
func InOtherRole(p ProgramPage) Message {
	return Compose(
		section("", "In "+programName(p.Program.Name)+" you are "+aRole(p.Me.Role)+", and one role is all that anybody has there. Nothing was changed. Leave first to change roles."),
		actions("do", button(VerbMentoringLeave, string(p.Program.ID), "Leave")))
}

// LeaveAsk says what leaving a program means, before it happens.
func LeaveAsk(p ProgramPage) Message {
	id := string(p.Program.ID)
	if p.Me.Asked {
		return Compose(section("", "You asked to be let into "+programName(p.Program.Name)+". Shall I take that back?"),
			actions("do", button(VerbMentoringLeft, id, "Take it back")))
	}
	said := "Leaving " + programName(p.Program.Name) + " ends nothing else: you have no partner there."
	if len(p.Partners) > 0 {
		names := make([]string, 0, len(p.Partners))
		for _, x := range p.Partners[:min(len(p.Partners), mostPairs)] {
			names = append(names, x.Name)
		}
		said = "Leaving " + programName(p.Program.Name) + " ends your pairing with " + persons(names) + ". They and the organisers are told that you left, and nothing else. The dates you met stay counted; whom you know and what you noted stays yours."
	}
	if p.Organises {
		said += " You stay one of its organisers."
	}
	return Compose(section("", said), actions("do", button(VerbMentoringLeft, id, "Leave"), button(VerbPauseMe, id, "Pause me instead")))
}

// LeftProgram says that the member is out of a program, and how many pairs ended.
func LeftProgram(program string, pairs int, asked bool) Message {
	switch {
	case asked:
		return Say("Taken back: you don't ask to join " + programName(program) + " any more.")
	case pairs == 0:
		return Say("You are out of " + programName(program) + ". `/mentoring join` in its channel takes you in again.")
	case pairs == 1:
		return Say("You are out of " + programName(program) + ", and your partner is told. `/mentoring join` in its channel takes you in again.")
	}
	return Say("You are out of " + programName(program) + ", and your " + strconv.Itoa(pairs) + " partners are told. `/mentoring join` in its channel takes you in again.")
}

// LetInAsk lists those who ask to be let in.
func LetInAsk(p domain.ProgramID, program string, asking []domain.MemberID, names map[domain.MemberID]string, done string) Message {
	if len(asking) == 0 {
		return Say(doneFirst(done) + "Nobody waits to be let into " + programName(program) + ".")
	}
	blocks := []slack.Block{section("", doneFirst(done)+"Waiting to be let into "+programName(program)+":")}
	for _, m := range asking[:min(len(asking), mostAsking)] {
		who := briefName(m, names)
		blocks = append(blocks, section("", MemberName(m, names)), actions("",
			spokenAs(button(VerbLetIn, memberValue(p, m), "Let in"), "Let "+who+" in"),
			spokenAs(button(VerbDecline, memberValue(p, m), "Don't"), "Don't let "+who+" in")))
	}
	if left := len(asking) - mostAsking; left > 0 {
		blocks = append(blocks, context("", strconv.Itoa(left)+" more; they come up as these are answered."))
	}
	return Compose(blocks...)
}

// mostAsking is how many of those who ask to be let in are shown at once.
const mostAsking = 10

// memberValue is the value of a button about somebody in a program.
func memberValue(p domain.ProgramID, m domain.MemberID) string { return string(p) + " " + string(m) }

// ParseAsker reads the value of a button about somebody in a program.
func ParseAsker(s string) (domain.ProgramID, domain.MemberID) {
	p, m, _ := strings.Cut(s, " ")
	return domain.ProgramID(p), domain.MemberID(m)
}

// LetInSaid says that people were let in, or not.
func LetInSaid(program string, who []string, yes bool) string {
	if yes {
		return persons(who) + " " + isOrAre(len(who)) + " in " + programName(program) + " now, and told so."
	}
	return "Not let in: " + persons(who) + ". They are told so, and can ask again."
}

// NotAsking says that somebody doesn't ask to be let in, or no longer.
func NotAsking(program string, who []string) string {
	return persons(who) + " " + isOrAre(len(who)) + " not waiting to be let into " + programName(program) + ": let in already, or it was taken back. Nothing was changed there."
}

func isOrAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}
