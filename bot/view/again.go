package view

import (
	"slices"

	"rapport/domain"
)

// lostAnswer says why something is said twice, or for the first time late.
const lostAnswer = "My answer to that got lost on the way. "

// NotedAlready says that what was typed has been done, when the answer to it was
// lost, and offers to take it back.
func NotedAlready(u domain.Undone, command domain.CommandID) Message {
	what := undoneVerb(u.Verb)
	if all := slices.Concat(u.Contacts, u.Removed); len(all) > 0 { // those new with it would go with it
		what += " for " + persons(namesOf(all))
	}
	if len(u.Goals) > 0 {
		what += ": " + goalsSaid(u.Goals)
	}
	return Compose(section("", lostAnswer+"It is stored: "+what+"."), actions("", button(VerbUndo, string(command), "Undo")))
}

// DoneAlready says the same of what can't be undone, or was.
func DoneAlready() Message { return Say(lostAnswer + "What there was to store is stored.") }

// AskedAlready says that the answer that was lost was a question.
func AskedAlready() Message {
	return Say(lostAnswer + "It was a question, and nothing is stored yet: please type it again.")
}
