package phrase

import (
	"strings"

	"rapport/domain"
)

// IdentifyVerb is what a /identify asks for.
type IdentifyVerb string

// The verbs of /identify.
const (
	IdentifyPrompt IdentifyVerb = "prompt" // this week's question
	IdentifyAdd    IdentifyVerb = "add"
	IdentifyHelp   IdentifyVerb = "help"
)

// Identify is a /identify as it was typed.
type Identify struct {
	Do   IdentifyVerb
	Who  Who // with a contact when known already
	Why  string
	Tags []string
	Ask  *Question // as in [Met]
}

// ParseIdentify reads what stands after /identify: a name, why, and tags.
func ParseIdentify(text string, today domain.Date, names Names, answers map[string]string) (Identify, error) {
	text = strings.TrimSpace(Clean(text))
	if IsHelp(text) {
		return Identify{Do: IdentifyHelp}, nil
	}
	return Identify{Do: IdentifyPrompt}, nil
}
