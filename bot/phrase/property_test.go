package phrase

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// spoken are words that people put together in any order on a phone.
var spoken = []string{
	"Jane", "jane", "Omar", "omar haddad", "Priya", "Ana", "Siobhan", "Tom Lunch", "<@U7>", "“Mary Ann”", "Jnae", "Kofi", "Zoë Kravitz", "April",
	"coffee", "☕", "call", "video call", "kind:bouldering", "lunch", "yesterday", "last tue", "3 days ago", "2 nov", "2026-11-02", "02/11",
	"tomorrow", "last week", "and", "&", "with", "for", ",", "+candid", "+need", "moving", "to", "Oslo", "her", "sister", "great", "talk",
	"last weekend", "the 2nd", "on the 3rd", "a few days ago", "tue 10 nov", "yesterday evening", "over", "Jane’s", "Jane&Omar", "Kofi/Lena", "dr", "‘Mary Ann’",
	"kind:", "Jane☕", "my", "+", "--", "—", "\n", "c++", "+1", "why?", "R&D", "2", "the", "new", "at", "Bar", "quick",
}

func sentence(t *rapid.T) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(spoken), 1, 9).Draw(t, "words"), " ")
}

// TestEverybodyIsLookedFor: a touch is read alike when the names that were asked for
// are known and when all are.
func TestEverybodyIsLookedFor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := sentence(t)
		m, err := ParseMet(text, tuesday, known, nil)
		all, errOfAll := ParseMet(text, tuesday, whoever{known}, nil)
		if !reflect.DeepEqual(m, all) || fmt.Sprint(err) != fmt.Sprint(errOfAll) {
			t.Errorf("%q is read as %+v, %v; with everybody known as %+v, %v", text, m, err, all, errOfAll)
		}
	})
}

// TestAnswersComplete answers every question with any of its options: no more
// than a handful of answers ever are needed, no question comes back once it is
// answered, and every option leads somewhere.
func TestAnswersComplete(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := sentence(t)
		answers := map[string]string{}
		for range 12 {
			m, err := ParseMet(text, tuesday, known, answers)
			if wrong := (*Error)(nil); errors.As(err, &wrong) {
				return
			}
			if err != nil {
				t.Fatalf("%q with %v: %v", text, answers, err)
			}
			if m.Ask == nil {
				if len(m.Who) == 0 {
					t.Fatalf("%q with %v is done, with nobody in it", text, answers)
				}
				return
			}
			if _, asked := answers[m.Ask.Key]; asked {
				t.Fatalf("%q: %q was answered %q, and is asked again", text, m.Ask.Key, answers[m.Ask.Key])
			}
			if n := len(m.Ask.Options); n == 0 || n > 10 || len(m.Ask.Key) > 120 {
				t.Fatalf("%q: %d options under the key %q", text, n, m.Ask.Key)
			}
			answers[m.Ask.Key] = rapid.SampledFrom(m.Ask.Options).Draw(t, "answer").Value
		}
		t.Fatalf("%q is still asking after %v", text, answers)
	})
}

// TestEveryWordIsAccountedFor holds that what was typed is in the note, in a
// name, a date, a kind or a signal, or is a word that says nothing.
func TestEveryWordIsAccountedFor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := sentence(t)
		m, err := ParseMet(text, tuesday, known, nil)
		if err != nil || m.Ask != nil {
			return
		}
		taken := " " + Fold(m.Note+" "+m.OnSaid+" "+m.Kind)
		for _, w := range m.Who {
			taken += " " + Fold(w.Name)
			if w.Slack != "" {
				taken += " " + Fold("<@"+w.Slack+">")
			}
		}
		taken += " "
		apart := strings.NewReplacer("&", " ", "/", " ", "☕", " ", "’s", "")
		for w := range strings.FieldsSeq(apart.Replace(text)) {
			f := Fold(strings.Trim(w, "“”‘’,.?!"))
			silent := f == "" || fillers[f] || joiners[f] || through[f] || titles[f] || f == kindPrefix || strings.Trim(f, "-–—") == "" || f[0] == '+' && startsLetter(f[1:])
			if _, n := kindAt(scan(w)); silent || n > 0 || f == "video" || strings.Contains(taken, " "+f+" ") || strings.Contains(taken, f) {
				continue
			}
			t.Fatalf("%q is lost from %q: %s", w, text, summary(m))
		}
	})
}
