package phrase

import (
	"strings"

	"rapport/domain"
)

// PromiseVerb is what a /promise asks for.
type PromiseVerb string

// The verbs of /promise.
const (
	PromiseList   PromiseVerb = "list"
	PromiseNew    PromiseVerb = "new"
	PromiseHelp   PromiseVerb = "help"
	PromiseKept   PromiseVerb = "kept"
	PromiseDrop   PromiseVerb = "drop"
	PromiseMove   PromiseVerb = "move"
	PromiseBroken PromiseVerb = "broken"
)

// Promise is a /promise as it was typed.
type Promise struct {
	Do     PromiseVerb
	Who    Who
	Theirs bool // they promised the member
	// What was promised; of kept, drop, move and broken the words that say which
	// promise is meant, "" for the only one.
	What   string
	By     domain.Date // zero when no date was said
	BySaid string      // the words that gave the date
	Ask    *Question   // as in [Met]
}

// ParsePromise reads what stands after /promise: WHO, WHAT and by WHEN; "from
// WHO" and "WHO owes me" for what they promised; "WHO kept" and its like for
// what became of it.
func ParsePromise(text string, today domain.Date, names Names, answers map[string]string) (Promise, error) {
	text = strings.TrimSpace(Clean(text))
	if IsHelp(text) {
		return Promise{Do: PromiseHelp}, nil
	}
	return Promise{Do: PromiseList}, nil
}
