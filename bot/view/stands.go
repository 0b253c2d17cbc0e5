package view

import "rapport/domain"

// These sentences say how what an item spoke of stands, when it was answered
// somewhere else: by a form, in another window, with a command.

// PromiseStands says what became of a promise.
func PromiseStands(c *domain.Contact, p domain.Promise, today domain.Date) string {
	text := Person(c.Name) + ": " + quoted(p.What)
	switch p.State {
	case domain.PromiseKept:
		return text + " is kept."
	case domain.PromiseDropped:
		return text + " is dropped."
	case domain.PromiseBroken:
		return text + " didn't come."
	}
	return text + " is put off to " + Weekday(p.Due, today) + "."
}

// NeedStands says what became of a need.
func NeedStands(c *domain.Contact, n domain.Need) string {
	if n.State == domain.NeedMet {
		return Person(c.Name) + ": " + quoted(n.What) + " is done."
	}
	return Person(c.Name) + ": " + quoted(n.What) + " is no longer needed."
}

// AskStands says where an ask stands.
func AskStands(c *domain.Contact, a domain.Ask, today domain.Date) string {
	text := Person(c.Name) + ": " + quoted(a.What)
	switch a.State {
	case domain.AskAgreed:
		return Person(c.Name) + " agreed to " + quoted(a.What) + "."
	case domain.AskDeclined:
		return Person(c.Name) + " would rather not: " + quoted(a.What) + ". I won't bring it up again."
	case domain.AskThanked:
		return Person(c.Name) + " is thanked for " + quoted(a.What) + "."
	case domain.AskClosed:
		return text + " is closed."
	}
	return text + " has time until " + Weekday(a.By, today) + "."
}

// ValueStands says that somebody noticed.
func ValueStands(c *domain.Contact, v domain.Value) string {
	return Person(c.Name) + " noticed " + quoted(v.What) + "."
}

// Answered is an item that was answered in a way that left no other mark.
func Answered() string { return "Answered." }

// SettledAlready says that an item's question is over.
func SettledAlready() string { return "That is settled already. Nothing was changed." }

// NoLonger says that what an item spoke of was taken back.
func NoLonger() string { return "What this was about is no longer there, so there is nothing to do." }
