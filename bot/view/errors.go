package view

import (
	"rapport/domain"
)

// Misread is a text that the grammar could not take. Why is a
// phrase.ErrorKind; Said quotes what was typed.
type Misread struct {
	Verb    string // of the command, "" for /met
	Why     string
	Said    string
	Nearest string
}

// Unclear says what happened, what was kept, and what to type instead.
func Unclear(m Misread) Message {
	said, kept := quoted(m.Said), " Nothing was logged. "
	text := "I couldn't read that."
	try := "Try `/met Jane coffee yesterday`, or `/met help` for more."
	switch m.Why {
	case "no name":
		text, try = "I couldn't find a name in that.", "Start with whom you met: `/met Jane coffee`."
	case "too many people":
		text, try = "Those are more people than I take at once.", "Up to twenty go into one `/met`."
	case "too long":
		text, try = "That is longer than I can keep.", "A name has at most 200 characters, a note 3,000."
	case "no such date":
		text, try = "There is no such day as "+said+".", "Write it like `2 nov`, `last tue` or `2026-11-02`."
	case "unknown signal":
		text = "I don't know " + said + "."
		try = "There are `+initiated +prompt +accepted +candid +recognised +need +introduced`."
	case "unknown name":
		text, try, kept = "I don't know anybody called "+said+".", "`/people` lists everybody; `/met` with a name adds somebody new.", " Nothing was changed. "
	case "unknown word":
		kept = " Nothing was changed. "
		text, try = "I don't know the word "+said+".", "`/rapport help` lists what I understand."
	case "bad cadence":
		kept = " Nothing was changed. "
		text, try = "I can't make a rhythm of "+said+".", "Write it like `every 6 weeks`, `monthly` or `every 10 days`."
	case "open quote":
		text, try = "A quotation mark is open, with nothing to close it.", "Put both around the name: `/met \"Mary Jane\" coffee`."
	}
	if missing, instead, ok := noDay(m); ok {
		text, kept, try = missing, " Nothing was changed. ", instead
	} else if missing, instead, ok := amiss(m); ok {
		text, kept, try = missing, " Nothing was noted. ", instead
	}
	if m.Nearest != "" && m.Verb == VerbMentoring {
		m.Nearest = "/mentoring " + m.Nearest
	}
	if m.Nearest != "" {
		try = "Did you mean `" + Escape(clip(line(m.Nearest), 100)) + "`?"
	}
	return Say(text + kept + try)
}

// Sorry is the sentence for a fault, by its kind; ok is false for one that
// only an operator can mend, which is answered with a reference instead.
func Sorry(err error) (m Message, ok bool) {
	switch domain.KindOf(err) {
	case domain.KindNotFound:
		return Gone(), true
	case domain.KindInvalid:
		return Say("I can't take that as it is. Nothing was changed. `/rapport help` shows how to say it."), true
	case domain.KindLaw:
		return Say("It is too early for that step. Nothing was changed; `/people` with the name shows what is still missing."), true
	case domain.KindConflict:
		return Say("Something else changed at the same moment. Nothing was changed by this; please try again."), true
	case domain.KindStale:
		return Say("That button is of the past: what it spoke of has changed since. Nothing was changed."), true
	case domain.KindForbidden:
		return Say("That is not yours to do, so nothing was changed. `/mentoring` in the program's channel shows what you can do there."), true
	case domain.KindUnreachable:
		return Say("I can't get at my notes just now, and nothing was changed. Please try again in a minute."), true
	case domain.KindUnwritable:
		return Say("I can't write anything down just now: the disk I write to takes nothing more. Nothing of this was kept. What is there can still be looked at; please try again later, and tell whoever runs me."), true
	case domain.KindUncertain:
		return Say("My notes went out of reach just as I wrote that down, and I can't tell whether it is noted. Please look before you say it again."), true
	}
	return Message{}, false
}

// Gone says that a button speaks of somebody who is no longer there.
func Gone() Message {
	return Say("I don't have that person any more: archived, undone or forgotten meanwhile. Nothing was changed.")
}

// Trouble is the answer to a fault of ours, with the reference under which the
// operator finds it.
func Trouble(reference string) Message {
	return Say("Something went wrong on my side, and nothing was changed. Please try again; if it stays, tell whoever runs me the reference `" + Escape(line(reference)) + "`.")
}

// Busy says that too much is going on at once, and that nothing was done.
func Busy() Message {
	return Say("I have my hands full just now, and nothing was changed. Please try again in a minute.")
}

// TooLate says that a form could not be opened in time.
func TooLate() Message {
	return Say("I was too slow to open the form, and nothing was changed. Please try again.")
}
