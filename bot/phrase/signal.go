package phrase

import (
	"github.com/hbollon/go-edlib"

	"rapport/domain"
)

// signalWords leads from what is typed after + to the signal.
var signalWords = map[string]domain.SignalKind{
	"initiated": domain.Initiated, "initiative": domain.Initiated,
	"prompt": domain.RepliedPromptly, "promptly": domain.RepliedPromptly, "quick": domain.RepliedPromptly,
	"accepted": domain.Accepted, "candid": domain.Candid, "candour": domain.Candid, "candor": domain.Candid, "honest": domain.Candid,
	"recognised": domain.Recognised, "recognized": domain.Recognised, "noticed": domain.Recognised,
	"need": domain.SharedNeed, "needs": domain.SharedNeed,
	"seeks": domain.SeeksMeOut, "introduced": domain.Introduced, "intro": domain.Introduced,
}

// helpedWords say after + that the member did something for them.
var helpedWords = map[string]bool{"helped": true, "value": true, "delivered": true, "gave": true}

// signalOf returns the signal that a word after + means.
func signalOf(word string) (domain.SignalKind, error) {
	if s, ok := signalWords[Fold(word)]; ok {
		return s, nil
	}
	return "", &Error{Kind: UnknownSignal, Said: "+" + word, Nearest: nearestSignal(word)}
}

func nearestSignal(word string) string {
	names := []string{"helped"}
	for _, k := range domain.SignalKinds {
		names = append(names, string(k))
	}
	if n := nearest(Fold(word), names); n != "" {
		return "+" + n
	}
	return ""
}

// nearest returns the word of words that w was likely meant to be, "" if none is near.
func nearest(w string, words []string) string {
	best, least := "", slack(w)+1
	for _, x := range words {
		if d := distance(w, x); d < least {
			best, least = x, d
		}
	}
	return best
}

// slack is how many slips of the finger a word of its length is forgiven.
func slack(w string) int {
	switch n := len([]rune(w)); {
	case n <= 3:
		return 0
	case n <= 6:
		return 1
	default:
		return 2
	}
}

// distance counts slips: a letter too many, too few, wrong, or two swapped.
func distance(a, b string) int {
	if d := len([]rune(a)) - len([]rune(b)); d > 2 || d < -2 {
		return 3 // further than anything is forgiven; saves the work
	}
	return edlib.OSADamerauLevenshteinDistance(a, b)
}
