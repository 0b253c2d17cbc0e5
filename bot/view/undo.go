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

// undoneVerb is what a command did, as an undo names it.
func undoneVerb(verb string) string {
	switch verb {
	case VerbMet, VerbMetModal, VerbDigestLog, VerbCheckInSave:
		return "what you logged"
	case VerbAnswer:
		return "what came of your answer"
	case VerbMetEdit, VerbMetYesterday:
		return "your correction"
	case VerbMetDelivered, VerbCardSeen, VerbValueSeen:
		return "what was noticed"
	case VerbCardValue, VerbNeedServed:
		return "what you did"
	case VerbValueHad:
		return "what was done for you"
	case VerbNeedNoted, VerbNeedDrop:
		return "the need"
	case VerbNeedOffers:
		return "your offer"
	case VerbAsk, VerbAskDo:
		return "the request"
	case VerbAskAgreed, VerbAskDeclined, VerbAskThanked, VerbAskClose:
		return "what came of the request"
	case VerbAskTimed:
		return "the new day"
	case VerbCardMove:
		return "the move"
	case VerbCardEdited:
		return "your edit"
	case VerbDigestWeek, VerbIdentifyLater:
		return "the snooze"
	case VerbDigestMore:
		return "your choice"
	case VerbDigestRhythm, VerbDigestSlow:
		return "the new rhythm"
	case VerbDigestBack:
		return "the move"
	case VerbMute:
		return "what you stopped"
	case VerbUnmute:
		return "what you brought back"
	case VerbWeaveYes, VerbWeaveDone, VerbWeaveNo, VerbWeaveMore:
		return "the introduction"
	case VerbIdentifyLink:
		return "the link"
	case VerbIdentifyNamed:
		return "adding somebody"
	case VerbIdentifyRests:
		return "the rest"
	case VerbPromise, VerbPromiseMade:
		return "what you noted"
	case VerbPromiseKept, VerbPromiseDrop, VerbPromiseBroken, VerbPromiseMore:
		return "what became of the promise"
	case VerbPromiseMoved:
		return "the new date"
	case VerbGoal, VerbGoalMade, VerbGoalReached, VerbGoalDrop, VerbGoalMore, VerbGoalEdited:
		return "what you said of your goal"
	case VerbGoalLinked:
		return "who stands behind the goal"
	case VerbIdentify:
		return "what you put on the list"
	case VerbIdentifyTold:
		return "your answers"
	case VerbIdentifySet:
		return "where they belong"
	case VerbPeopleMerge, VerbCardMerged:
		return "putting two cards together"
	case VerbCardSplitted:
		return "parting a card"
	case VerbIdentifyOut:
		return "taking somebody off the list"
	}
	return "your last change"
}

// UndoneAlready says that an undo came twice.
func UndoneAlready() Message { return Say("That is undone already. Nothing more to take back.") }

// NothingToUndo says that there is nothing that an undo could take back.
func NothingToUndo() Message { return Say("There is nothing to undo.") }
