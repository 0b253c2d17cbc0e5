package phrase

import (
	"strings"

	"rapport/domain"
)

// AskVerb is what a /ask asks for.
type AskVerb string

// The verbs of /ask.
const (
	AskList   AskVerb = "list"
	AskNew    AskVerb = "new"
	AskRecord AskVerb = "record" // made already, without the bot
	AskHelp   AskVerb = "help"
)

// Ask is a /ask as it was typed.
type Ask struct {
	Do    AskVerb
	Who   Who
	What  string
	By    domain.Date // zero when no date was said
	Link  string      // an address, or what is attached: "cv.pdf"
	Asked domain.Date // of record: when it was made
	// TheyChose says that they offered, or named the date themselves.
	TheyChose bool
	Ask       *Question // as in [Met]
}

// ParseAsk reads what stands after /ask: WHO, WHAT, by WHEN and a link; "asked
// yesterday" makes it one that was made already.
func ParseAsk(text string, today domain.Date, names Names, answers map[string]string) (Ask, error) {
	text = strings.TrimSpace(Clean(text))
	if IsHelp(text) {
		return Ask{Do: AskHelp}, nil
	}
	return Ask{Do: AskList}, nil
}
