package phrase

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"rapport/domain"
)

// understood checks what must hold of any text: an answer or an error of ours,
// nothing too long, nothing empty, nothing invalid, and the same when asked again.
func understood(t *testing.T, text string) {
	t.Helper()
	m, err := ParseMet(text, tuesday, known, nil)
	if err != nil {
		if _, ok := errors.AsType[*Error](err); !ok {
			t.Fatalf("%q: %v", text, err)
		}
		if strings.Contains(err.Error(), text) && len(text) > 20 {
			t.Errorf("the error quotes what was typed: %v", err)
		}
		return
	}
	if m.Ask == nil && len(m.Who) == 0 {
		t.Errorf("%q: nobody, and nothing asked", text)
	}
	if m.Ask == nil && m.On.After(tuesday) {
		t.Errorf("%q: logged on %v, which is to come", text, m.On)
	}
	if m.Ask != nil && (m.Ask.Key == "" || len(m.Ask.Options) == 0 || len(m.Ask.Options) > 10) {
		t.Errorf("%q: a question that can't be answered: %+v", text, m.Ask)
	}
	for _, w := range m.Who {
		if w.Name == "" && w.Slack == "" || utf8.RuneCountInString(w.Name) > longestName || !utf8.ValidString(w.Name) {
			t.Errorf("%q: a person called %q", text, w.Name)
		}
	}
	if m.Kind == "" || len(m.Kind) > longestKind || utf8.RuneCountInString(m.Note) > longestNote || !utf8.ValidString(m.Note) {
		t.Errorf("%q: kind %q, a note of %d bytes", text, m.Kind, len(m.Note))
	}
	if again, err := ParseMet(text, tuesday, known, nil); err != nil || summary(again) != summary(m) {
		t.Errorf("%q is read differently the second time", text)
	}
}

func FuzzParseMet(f *testing.F) {
	for _, s := range []string{"Jane coffee", "“Mary” <@U7|x> +candid — 02/11", "Jnae, Omar & 3 days ago\nnote", "kind: \x00\u202e ☕️", strings.Repeat("Jane and ", 50), "dr Jane’s ‘last’ weekend", "Jane&Omar/w/Bob☕ kind: \"a b\"", "April 3 with her sister coffee, the 31st"} {
		f.Add(s)
	}
	f.Fuzz(understood)
}

func FuzzParsePeople(f *testing.F) {
	for _, s := range []string{"add Tom -- why #x\nAna", "Jane #a -#b", "#x every 6 weeks", "Jane birthday 29 feb", "nurturing page 3", "Jane to sustaining", "\n", "-#", "#"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParsePeople(text, tuesday, known, nil)
		if wrong := (*Error)(nil); err != nil && !errors.As(err, &wrong) && domain.KindOf(err) == domain.KindUnknown {
			t.Fatalf("%q: %v", text, err)
		}
		if err == nil && (p.Do == "" || len(p.Lines) > MostLines || p.Page < 0) {
			t.Errorf("%q: %+v", text, p)
		}
	})
}

func FuzzParseRapport(f *testing.F) {
	for _, s := range []string{"settings hour 8:30", "settings prompt mon 10:00", "pause until 7 jan", "settings cadence relating every 2 weeks", "met Jane"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := ParseRapport(text, tuesday, known, nil)
		if wrong := (*Error)(nil); err != nil && !errors.As(err, &wrong) {
			t.Fatalf("%q: %v", text, err)
		}
		if err == nil && (r.Do == "" || r.Do == RapportPause && !r.Until.After(tuesday)) {
			t.Errorf("%q: %+v", text, r)
		}
		Verb(text)
	})
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"Siobhán O’Neil", "ŁØđßıİ", "ｗｉｄｅ", "e\u0301\u200d\u202e", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Fold(s)
		if !utf8.ValidString(once) || strings.ContainsAny(once, "\n\t") {
			t.Errorf("Fold(%q) = %q", s, once)
		}
		if twice := Fold(once); twice != once {
			t.Errorf("Fold(%q) = %q, folded again %q", s, once, twice)
		}
	})
}

func FuzzParseBy(f *testing.F) {
	for _, s := range []string{"by friday", "in 2 weeks", "end of month", "29 feb", "02/11 rest", "31.12.", "until next mon"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		on, rest, ask, err := ParseBy(text, tuesday, nil)
		if wrong := (*Error)(nil); err != nil && !errors.As(err, &wrong) {
			t.Fatalf("%q: %v", text, err)
		}
		if err == nil && ask == nil && on.IsZero() && rest != Clean(text) {
			t.Errorf("%q: no date, and %q is left", text, rest)
		}
		if _, err := ParseCadence(text); err != nil {
			if wrong := (*Error)(nil); !errors.As(err, &wrong) {
				t.Fatalf("%q: %v", text, err)
			}
		}
	})
}

// TestNoteLosesNothing writes touches as people would and reads them back.
func TestNoteLosesNothing(t *testing.T) {
	words := rapid.SampledFrom([]string{"moving", "to", "Oslo", "lunch", "tomorrow", "Omar", "2 nov", "c++", "“yes”", "ok,", "and", "👍", "why?", "+1", "O’Neil's"})
	rapid.Check(t, func(t *rapid.T) {
		who := rapid.SampledFrom([]string{"Jane", "Omar Haddad", "“Mary Ann”", "Zoë Kravitz"}).Draw(t, "who")
		kind := rapid.SampledFrom([]string{"coffee", "☕", "kind:bouldering", "video call", ""}).Draw(t, "kind")
		ago := rapid.IntRange(1, 900).Draw(t, "ago")
		cut := rapid.SampledFrom([]string{" -- ", " — ", "\n", " – "}).Draw(t, "cut")
		note := strings.Join(rapid.SliceOfN(words, 1, 12).Draw(t, "note"), " ")
		on := tuesday.AddDays(-ago)
		text := who + " " + kind + " " + on.String() + cut + note
		m, err := ParseMet(text, tuesday, known, nil)
		if err != nil || m.Ask != nil {
			t.Fatalf("%q: %v %+v", text, err, m.Ask)
		}
		if m.Note != note || m.On != on || len(m.Who) != 1 || Fold(m.Who[0].Name) != Fold(strings.Trim(who, "“”")) {
			t.Errorf("%q is read as %s", text, summary(m))
		}
	})
}

// TestLongTextIsReadAtOnce guards against a grammar that goes back over its
// words: forty thousand characters of each sort, and no test needs a watch.
func TestLongTextIsReadAtOnce(t *testing.T) {
	begun := time.Now()
	for _, s := range []string{"Jane ", "a", "and ", "☕", "“", "+candid ", "<@U1> ", ", ", "-", "2 nov ", "\n", "Aé ", "‘", "a&b/", "A/B ", "her sister ", "dr ", "april 3 ", "Jane's ", "a-b ", "👍"} {
		understood(t, strings.Repeat(s, 40000/len(s)))
	}
	if d := time.Since(begun); d > 20*time.Second {
		t.Errorf("it took %v: something goes back over its words", d)
	}
}

// filed is a circle whose names are found without a search.
type filed struct {
	circle
	byKey map[string][]domain.Known
}

func (f filed) Exact(keys []string) (found []domain.Known, err error) {
	for _, k := range keys {
		found = append(found, f.byKey[k]...)
	}
	return found, nil
}

func BenchmarkParseMet(b *testing.B) {
	names := filed{known, map[string][]domain.Known{}}
	for _, k := range known.all() {
		names.byKey[k.Key] = append(names.byKey[k.Key], k)
	}
	for name, text := range map[string]string{
		"short": "Jane coffee",
		"note":  "coffee with Jane and Omar yesterday -- talked about Oslo",
		"names": "Siobhán O’Neil coffee yesterday +candid — moving to Oslo",
		"long":  "Jane & Omar lunch 3 days ago " + strings.Repeat("and then we spoke of something else ", 20),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := ParseMet(text, tuesday, names, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
