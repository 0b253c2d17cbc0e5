package view

import (
	"strings"

	"rapport/domain"
)

// Undid says what an undo took back, and what of it had to stay.
func Undid(u domain.Undone) Message { return Say(UndidText(u)) }

// UndidText is [Undid] as the text of an item.
func UndidText(u domain.Undone) string {
	what := undoneVerb(u.Verb)
	if len(u.Contacts) > 0 {
		what += " for " + persons(namesOf(u.Contacts))
	}
	if len(u.Goals) > 0 {
		what += ": " + goalsSaid(u.Goals)
	}
	lines := []string{"Undone: " + what + "."}
	switch gone := persons(namesOf(u.Removed)); {
	case len(u.Removed) == 1:
		lines = append(lines, gone+" was new with it, and is out of your circle again.")
	case len(u.Removed) > 1:
		lines = append(lines, gone+" were new with it, and are out of your circle again.")
	}
	for _, k := range u.Kept {
		lines = append(lines, kept(k))
	}
	if len(u.KeptGoals) > 0 {
		lines = append(lines, "You changed "+goalsSaid(u.KeptGoals)+" since then; that stays.")
	}
	return strings.Join(lines, "\n")
}

// goalsSaid quotes goals in a sentence.
func goalsSaid(goals []domain.Goal) string {
	words := make([]string, len(goals))
	for i, g := range goals {
		words[i] = quoted(g.What)
	}
	return list(words)
}

// kept says why something was not taken back.
func kept(k domain.KeptField) string {
	who := Person(k.Contact.Name)
	switch k.Field {
	case "contact":
		return "There is more about " + who + " by now, so they stay in your circle."
	case "interaction":
		return "You corrected that touch with " + who + " since then; the correction stays."
	}
	return "You changed the " + Escape(line(k.Field)) + " of " + who + " since then; that stays."
}

// undoneVerbs are what commands did, as an undo names it.
var undoneVerbs = map[string]string{
	VerbMet: "what you logged", VerbMetModal: "what you logged", VerbDigestLog: "what you logged", VerbCheckInSave: "what you logged",
	VerbAnswer:  "what came of your answer",
	VerbMetEdit: "your correction", VerbMetYesterday: "your correction",
	VerbMetSaw: "what was noticed", VerbMetDelivered: "what was noticed", VerbCardSeen: "what was noticed", VerbValueSeen: "what was noticed",
	VerbCardValue: "what you did", VerbNeedServed: "what you did",
	VerbValueHad:  "what was done for you",
	VerbNeedNoted: "the need", VerbNeedDrop: "the need",
	VerbNeedOffers: "your offer",
	VerbAsk:        "the request", VerbAskDo: "the request",
	VerbAskAgreed: "what came of the request", VerbAskDeclined: "what came of the request", VerbAskThanked: "what came of the request", VerbAskClose: "what came of the request",
	VerbAskTimed: "the new day",
	VerbCardMove: "the move", VerbDigestBack: "the move",
	VerbCardEdited: "your edit",
	VerbDigestWeek: "the snooze", VerbIdentifyLater: "the snooze",
	VerbDigestMore:   "your choice",
	VerbDigestRhythm: "the new rhythm", VerbDigestSlow: "the new rhythm",
	VerbMute:     "what you stopped",
	VerbUnmute:   "what you brought back",
	VerbWeaveYes: "the introduction", VerbWeaveDone: "the introduction", VerbWeaveNo: "the introduction", VerbWeaveMore: "the introduction",
	VerbIdentifyLink:  "the link",
	VerbIdentifyNamed: "adding somebody",
	VerbIdentifyRests: "the rest",
	VerbPromise:       "what you noted", VerbPromiseMade: "what you noted",
	VerbPromiseKept: "what became of the promise", VerbPromiseDrop: "what became of the promise", VerbPromiseBroken: "what became of the promise", VerbPromiseMore: "what became of the promise",
	VerbPromiseMoved: "the new date",
	VerbGoal:         "what you said of your goal", VerbGoalMade: "what you said of your goal", VerbGoalReached: "what you said of your goal", VerbGoalDrop: "what you said of your goal", VerbGoalMore: "what you said of your goal", VerbGoalEdited: "what you said of your goal",
	VerbGoalLinked:   "who stands behind the goal",
	VerbIdentify:     "what you put on the list",
	VerbIdentifyTold: "your answers",
	VerbIdentifySet:  "where they belong",
	VerbPeopleMerge:  "putting two cards together", VerbCardMerged: "putting two cards together",
	VerbCardSplitted: "parting a card",
	VerbIdentifyOut:  "taking somebody off the list",
}

// undoneVerb is what a command did, as an undo names it.
func undoneVerb(verb string) string {
	if did, ok := undoneVerbs[verb]; ok {
		return did
	}
	return "your last change"
}

// UndoneAlready says that an undo came twice.
func UndoneAlready() Message { return Say("That is undone already. Nothing more to take back.") }

// NothingToUndo says that there is nothing that an undo could take back.
func NothingToUndo() Message { return Say("There is nothing to undo.") }
