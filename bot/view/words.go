package view

import (
	"fmt"
	"slices"
	"strings"

	"rapport/domain"
)

// Word is an answer to a digest's item that can be typed behind its number, and
// the others that mean the same. Does is what it stands for: a verb, or a choice of
// the item's ⋯ menu.
type Word struct {
	Word string
	Also []string
	Does string
}

// Later is the word that puts an item off; a date may follow it.
const Later = "later"

// DoesLater puts a record off to a date, a week from now when none was said.
const DoesLater = "later"

// The words that several rules share.
var (
	wordLogged  = Word{"logged", []string{"log", "met", "done", "yes"}, VerbDigestLog}
	wordSnooze  = Word{Later, []string{"snooze", "week"}, VerbDigestWeek}
	wordMonth   = Word{"month", nil, MoreMonth}
	wordRest    = Word{"rest", []string{"remember"}, MoreRest}
	wordStop    = Word{"stop", []string{"mute"}, VerbMute}
	wordPutOff  = Word{Later, []string{"reschedule", "snooze", "week", "move"}, DoesLater}
	contactWord = []Word{wordLogged, wordSnooze, wordMonth, wordRest, wordStop}
)

// replies are the answers each rule takes, the likeliest first.
var replies = map[domain.RuleName][]Word{
	domain.PromiseDue:     {{"kept", []string{"done", "yes"}, VerbPromiseKept}, wordPutOff, {"dropped", []string{"drop"}, VerbPromiseDrop}},
	domain.PromiseOverdue: {{"kept", []string{"done", "yes"}, VerbPromiseKept}, wordPutOff, {"dropped", []string{"drop"}, VerbPromiseDrop}},
	domain.OwedOverdue: {
		{"kept", []string{"done", "yes"}, VerbPromiseKept},
		wordPutOff,
		{"dropped", []string{"drop"}, VerbPromiseDrop},
		{"broken", []string{"no"}, VerbPromiseBroken},
	},
	domain.TheyAsked: {{"done", []string{"did", "helped", "yes"}, VerbNeedMet}, wordSnooze, {"dropped", []string{"drop", "no"}, VerbNeedDrop}, wordMonth},
	domain.AskUnanswered: {
		{"agreed", []string{"yes"}, VerbAskAgreed},
		{"declined", []string{"no"}, VerbAskDeclined},
		wordPutOff,
		{"closed", []string{"close"}, VerbAskClose},
	},
	domain.ThankThem:      {{"thanked", []string{"done", "yes"}, VerbAskThanked}, {"closed", []string{"close"}, VerbAskClose}},
	domain.Unrecognised:   {{"noticed", []string{"yes", "seen"}, VerbValueSeen}, {"not", []string{"no", Later}, VerbValueNot}, wordStop},
	domain.Weave:          {{"yes", []string{"both"}, VerbWeaveYes}, {"no", nil, VerbWeaveNo}, {"met", []string{"introduced", "done"}, VerbWeaveDone}, wordMonth, wordStop},
	domain.ReadyToAsk:     {{Later, []string{"no"}, VerbHeed}, wordMonth, wordStop},
	domain.OccasionComing: {wordLogged, {"skip", []string{"no", Later}, VerbHeed}, wordRest, wordStop},
	domain.KeepSlowRest:   {{"keep", []string{"yes"}, VerbHeed}, {"slow", nil, VerbDigestSlow}, wordRest, {"logged", []string{"log", "met"}, VerbDigestLog}},
	domain.Drifting:       {wordLogged, {"back", nil, VerbDigestBack}, wordSnooze, wordMonth, wordRest, wordStop},
	domain.HowWasIt:       wordsOfRating,
	domain.HowDidItGo:     {wordLogged, {"off", []string{"no"}, MoreOff}, wordSnooze, wordMonth, wordRest},
}

// Words are the answers that can be typed to an item of a rule.
func Words(r domain.RuleName) []Word {
	if w, ok := replies[r]; ok {
		return w
	}
	return contactWord
}

// Meaning finds the word of a rule that was typed.
func Meaning(r domain.RuleName, typed string) (Word, bool) {
	for _, w := range Words(r) {
		if w.Word == typed || slices.Contains(w.Also, typed) {
			return w, true
		}
	}
	return Word{}, false
}

// AnyMeaning reports whether a word answers an item of any rule.
func AnyMeaning(typed string) bool {
	if _, ok := Meaning("", typed); ok {
		return true
	}
	for r := range replies {
		if _, ok := Meaning(r, typed); ok {
			return true
		}
	}
	return false
}

// OtherWords says which words answer an item.
func OtherWords(number int, r domain.RuleName) Message {
	all := make([]string, 0, 6)
	for _, w := range Words(r) {
		all = append(all, fmt.Sprintf("`%d %s`", number, w.Word))
	}
	return Say("That doesn't answer this one, so nothing was changed. These do: " + strings.Join(all, ", ") + ".")
}

// NoSuchDay answers a date behind "later" that can't be read, or is over.
func NoSuchDay(number int, said string) Message {
	return Say("I can't put it off to " + quoted(said) + ", so nothing was changed. Write a day to come: " + fmt.Sprintf("`%d later friday`, `%d later 2 dec`.", number, number))
}
