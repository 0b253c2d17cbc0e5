package view

import (
	"github.com/slack-go/slack"

	"rapport/domain"
)

// NoticePage is what happened in a program, for one person.
type NoticePage struct {
	domain.Tidings
	What domain.NoticeKind
	Me   domain.MemberID
}

// Notice tells one person what happened; false when that kind tells them nothing.
func Notice(p NoticePage) (Message, bool) {
	say, known := notices[p.What]
	if !known {
		return Message{}, false
	}
	text, row := say(p)
	blocks := []slack.Block{section(helloBlock, text)}
	if len(row) > 0 {
		blocks = append(blocks, actions("do", row...))
	}
	return Compose(blocks...), true
}

// notices are the sentences of each notice, and what can be done about it.
var notices = map[domain.NoticeKind]func(NoticePage) (string, []slack.BlockElement){
	domain.NoticeUnpaired:  NoticePage.unpaired,
	domain.NoticeLeft:      NoticePage.left,
	domain.NoticeGone:      NoticePage.gone,
	domain.NoticeEnded:     NoticePage.ended,
	domain.NoticeShut:      NoticePage.shut,
	domain.NoticeTakeOver:  NoticePage.takeOver,
	domain.NoticeAnother:   NoticePage.another,
	domain.NoticeAsking:    NoticePage.asking,
	domain.NoticeLetIn:     NoticePage.letIn,
	domain.NoticeDeclined:  NoticePage.declined,
	domain.NoticeOrganiser: NoticePage.organiser,
}

// program is how the program is called.
func (p NoticePage) program() string { return programName(p.Program.Name) }

// id is the program's, as the value of a button.
func (p NoticePage) id() string { return string(p.Program.ID) }

// partner is the other one of the pair, if the member is one of the two.
func (p NoticePage) partner() (domain.Person, bool) {
	switch p.Me {
	case p.Pair.Mentor:
		return p.Mentee, p.Me != ""
	case p.Pair.Mentee:
		return p.Mentor, p.Me != ""
	}
	return domain.Person{}, false
}

// again are the buttons of somebody whose pair has ended.
func (p NoticePage) again() []slack.BlockElement {
	return []slack.BlockElement{button(VerbMentoringAnother, p.id(), "I'd like another partner")}
}

// pairing are those of an organiser with somebody to pair.
func (p NoticePage) pairing() []slack.BlockElement {
	return []slack.BlockElement{primary(button(VerbMatch, p.id(), "Propose pairs")), button(VerbStatus, p.id(), "All pairs")}
}

func (p NoticePage) unpaired() (string, []slack.BlockElement) {
	partner, _ := p.partner()
	who := Person(partner.Name)
	return who + " and you are no longer a pair in " + p.program() + ": an organiser ended it. Such things have many reasons, and most of them are about calendars. " + who + " stays among your people, and what you noted stays yours.", p.again()
}

func (p NoticePage) left() (string, []slack.BlockElement) {
	if partner, ok := p.partner(); ok {
		who := Person(partner.Name)
		return who + " has left " + p.program() + ", so the two of you are no pair there any more. " + who + " stays among your people, and what you noted stays yours. The organisers know.", p.again()
	}
	return Person(p.About.Name) + " has left " + p.program() + ". Whoever was paired with them is told, and is free for another pair.", p.pairing()
}

func (p NoticePage) gone() (string, []slack.BlockElement) {
	if partner, ok := p.partner(); ok {
		who := Person(partner.Name)
		return who + " has left this workspace, so the two of you are no pair in " + p.program() + " any more. " + who + " stays among your people, and what you noted stays yours. The organisers know.", p.again()
	}
	return Person(p.About.Name) + " has left this workspace and so " + p.program() + ". Whoever was paired with them is told, and is free for another pair.", p.pairing()
}

func (p NoticePage) ended() (string, []slack.BlockElement) {
	kept := "The sessions stay where you logged them."
	if p.Program.Purge {
		kept = "What the program itself kept, its sessions, goals and feedback, is deleted."
	}
	return p.program() + " has ended. " + kept + " The people you met stay among yours, and so does what you noted. Thank you for making the time.", nil
}

func (p NoticePage) shut() (string, []slack.BlockElement) {
	return "The channel of " + p.program() + " takes no messages from me any more: it was archived or deleted, or I was taken out of it. No summary comes until that changes; pairs, sessions and nudges go on as ever.\n" +
		"To bring the summary back, open the channel again and invite me there. If the program is over, end it.", []slack.BlockElement{button(VerbStatus, p.id(), "See the program")}
}

func (p NoticePage) takeOver() (string, []slack.BlockElement) {
	return p.program() + " has no organiser any more: the last one has left. You have been a mentor there the longest. Would you look after it? That means: you see who is overdue, pair people, and may hand it on. " +
		"If you'd rather not, do nothing; pairs, nudges and summaries go on.", []slack.BlockElement{primary(button(VerbTakeOver, p.id(), "I'll look after it"))}
}

func (p NoticePage) another() (string, []slack.BlockElement) {
	return Person(p.About.Name) + " would like another partner in " + p.program() + ". Only organisers are told; whom they are paired with is not.", p.pairing()
}

func (p NoticePage) asking() (string, []slack.BlockElement) {
	who := p.About.Name
	as := ""
	if p.About.Role != "" {
		as = " as a " + string(p.About.Role)
	}
	if len(p.About.Topics) > 0 {
		as += " (" + list(topics(p.About.Topics)) + ")"
	}
	value := memberValue(p.Program.ID, p.About.Member)
	return Person(who) + " asks to join " + p.program() + as + ".", []slack.BlockElement{
		spokenAs(primary(button(VerbLetIn, value, "Let them in")), "Let "+who+" in"),
		spokenAs(button(VerbDecline, value, "Not now"), "Don't let "+who+" in"),
	}
}

func (p NoticePage) letIn() (string, []slack.BlockElement) {
	return "You are in: an organiser has let you into " + p.program() + ". Once you are paired, I introduce the two of you here.", nil
}

func (p NoticePage) declined() (string, []slack.BlockElement) {
	return "An organiser of " + p.program() + " has not let you in this time. Nobody else was told, and you can ask again. Such things are often about numbers: an organiser can tell you more than I can.", nil
}

func (p NoticePage) organiser() (string, []slack.BlockElement) {
	return "You look after " + p.program() + " now. Once a week you hear here who is overdue, who has no partner and who waits for an answer; in its channel `/mentoring` shows what you can do.",
		[]slack.BlockElement{button(VerbStatus, p.id(), "See the program")}
}
