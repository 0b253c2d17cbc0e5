package phrase

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// grammar is one of the readers, with what it understood written on one line.
type grammar struct {
	name string
	read func(text string, answers map[string]string) (string, *Question, error)
}

var grammars = []grammar{
	{"promise", func(text string, answers map[string]string) (string, *Question, error) {
		p, err := ParsePromise(text, tuesday, known, answers)
		return promiseSaid(p), p.Ask, err
	}},
	{"ask", func(text string, answers map[string]string) (string, *Question, error) {
		a, err := ParseAsk(text, tuesday, known, answers)
		return askSaid(a), a.Ask, err
	}},
	{"identify", func(text string, answers map[string]string) (string, *Question, error) {
		i, err := ParseIdentify(text, tuesday, known, answers)
		return identifySaid(i), i.Ask, err
	}},
	{"goal", func(text string, answers map[string]string) (string, *Question, error) {
		g, err := ParseGoal(text, tuesday, known, goals, answers)
		return goalSaid(g), g.Ask, err
	}},
	{"people", func(text string, answers map[string]string) (string, *Question, error) {
		p, err := ParsePeople(text, tuesday, known, answers)
		return cardSaid(p, nil), p.Ask, err
	}},
	{"rapport", func(text string, answers map[string]string) (string, *Question, error) {
		r, err := ParseRapport(text, tuesday, known, answers)
		return rapportSaid(r, nil), r.Ask, err
	}},
	{"mentoring", func(text string, answers map[string]string) (string, *Question, error) {
		m, err := ParseMentoring(text, tuesday, known, answers)
		return mentoringSaid(m), m.Ask, err
	}},
}

// heard checks what must hold of any text: an answer or an error of ours, the
// same when asked again, and a question that can be answered.
func heard(t *testing.T, g grammar, text string) {
	t.Helper()
	said, ask, err := g.read(text, nil)
	if err != nil {
		wrong, ok := errors.AsType[*Error](err)
		if !ok {
			t.Fatalf("%s %q: %v", g.name, text, err)
		}
		if wrong.Kind == "" || len(text) > 20 && strings.Contains(err.Error(), text) {
			t.Errorf("%s %q: the error is %v", g.name, text, err)
		}
		return
	}
	if !utf8.ValidString(said) {
		t.Errorf("%s %q is read as %q", g.name, text, said)
	}
	if ask != nil && (ask.Key == "" || len(ask.Options) == 0 || len(ask.Options) > 10 || len(ask.Key) > 1500) {
		t.Errorf("%s %q: a question that can't be answered: %+v", g.name, text, ask)
	}
	if again, _, err := g.read(text, nil); err != nil || again != said {
		t.Errorf("%s %q is read differently the second time", g.name, text)
	}
}

// promised are words that people put into promises, asks and goals.
var promised = append([]string{
	"by friday", "by 02/12", "before june", "in two weeks", "on monday", "by the end of next week", "the deck", "an intro to", "from", "owes me", "promised me",
	"kept", "drop", "move", "https://example.org/a_(b)", "(https://example.org)", "attached: cv.pdf", "asked yesterday", "asked", "(they offered)", "+offered",
	"she chose", "reached", "link", "done", "GopherCon", "mentor", "#go", "needs", "urgently", "at Acme", "called", "org:Acme", "merge", "why", "split", "=", "Miller", "I’ll", "that", "to send", "pair", "thanks", "feedback", "avoid",
}, spoken...)

func promisedSentence(t *rapid.T) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(promised), 1, 9).Draw(t, "words"), " ")
}

// TestEveryOptionLeadsOn answers every question of every grammar with any of its
// options: none comes back once it is answered, and a few answers are enough.
func TestEveryOptionLeadsOn(t *testing.T) {
	for _, g := range grammars {
		rapid.Check(t, func(t *rapid.T) {
			text := promisedSentence(t)
			answers := map[string]string{}
			for range 6 {
				_, ask, err := g.read(text, answers)
				if wrong := (*Error)(nil); errors.As(err, &wrong) {
					return
				}
				if err != nil {
					t.Fatalf("%s %q with %v: %v", g.name, text, answers, err)
				}
				if ask == nil {
					return
				}
				if _, again := answers[ask.Key]; again {
					t.Fatalf("%s %q: %q was answered %q, and is asked again", g.name, text, ask.Key, answers[ask.Key])
				}
				answers[ask.Key] = rapid.SampledFrom(ask.Options).Draw(t, "answer").Value
			}
			t.Fatalf("%s %q is still asking after %v", g.name, text, answers)
		})
	}
}

// unsaid are the words of promises and asks that say nothing by themselves.
var unsaid = map[string]bool{
	"asked": true, "already": true, "i": true, "me": true, "her": true, "him": true, "them": true, "it": true, "for": true, "to": true, "from": true, "owes": true, "promised": true,
	"that": true, "i'll": true, "will": true, "attached": true, "she": true, "chose": true, "offered": true, "they": true, "kept": true, "done": true, "drop": true, "move": true,
	"dr": true, "by": true,
}

// TestNoWordOfARecordIsLost holds that each word of a promise or an ask is in
// what was understood, or says nothing.
func TestNoWordOfARecordIsLost(t *testing.T) {
	lost := func(text, taken string) string {
		taken = Fold(strings.NewReplacer("/", " ", "’s", "").Replace(taken))
		for w := range strings.FieldsSeq(strings.NewReplacer("&", " ", "/", " ", "☕", " ", "’s", "").Replace(text)) {
			f := Fold(strings.Trim(w, "“”‘’,.?!()+:<>"))
			f = strings.TrimSuffix(f, "'s")
			if f != "" && !unsaid[f] && strings.Trim(f, "-–—&/|") != "" && !strings.Contains(taken, f) {
				return w
			}
		}
		return ""
	}
	rapid.Check(t, func(t *rapid.T) {
		text := promisedSentence(t)
		if p, err := ParsePromise(text, tuesday, known, nil); err == nil && p.Ask == nil && p.Do == PromiseNew {
			if w := lost(text, p.Who.Name+" @"+p.Who.Slack+" "+p.What+" "+p.BySaid); w != "" {
				t.Fatalf("%q is lost from %q: %s", w, text, promiseSaid(p))
			}
		}
		a, err := ParseAsk(text, tuesday, known, nil)
		if err != nil || a.Ask != nil || a.Do != AskNew {
			return
		}
		taken := a.Who.Name + " @" + a.Who.Slack + " " + a.What + " " + a.Link
		if w := lost(text, taken); w != "" && a.By.IsZero() {
			t.Fatalf("%q is lost from %q: %s", w, text, askSaid(a))
		}
	})
}

// TestRecordsAreReadBack writes promises and asks as people would.
func TestRecordsAreReadBack(t *testing.T) {
	words := rapid.SampledFrom([]string{"the", "deck", "by-laws", "Omar", "“yes”", "c++", "ok,", "and", "👍", "R&D", "O’Neil's", "Monday", "#go", "1:1", "chapter"})
	rapid.Check(t, func(t *rapid.T) {
		who := rapid.SampledFrom([]string{"Jane", "Omar Haddad", "“Mary Ann”", "<@U7>"}).Draw(t, "who")
		what := "send " + strings.Join(rapid.SliceOfN(words, 1, 12).Draw(t, "what"), " ") + " slides"
		on := tuesday.AddDays(rapid.IntRange(0, 900).Draw(t, "days"))
		cut := rapid.SampledFrom([]string{" ", ": ", ", ", " -- ", "\n"}).Draw(t, "cut")
		text := who + cut + what + " by " + on.String()
		p, err := ParsePromise(text, tuesday, known, nil)
		if err != nil || p.Ask != nil || p.What != what || p.By != on || p.Theirs {
			t.Errorf("%q: %s %v", text, promiseSaid(p), err)
		}
		a, err := ParseAsk(text+" https://example.org/x", tuesday, known, nil)
		if err != nil || a.Ask != nil || a.What != what || a.By != on || a.Link != "https://example.org/x" {
			t.Errorf("%q: %s %v", text, askSaid(a), err)
		}
		g, err := ParseGoal(what+" by "+on.String(), tuesday, known, nil, nil)
		if err != nil || g.Do != GoalNew || g.What != what || g.By != on {
			t.Errorf("%q: %s %v", text, goalSaid(g), err)
		}
	})
}

// TestAnswersFinishRecords holds where the words go that a question was about.
func TestAnswersFinishRecords(t *testing.T) {
	for _, c := range []struct {
		grammar int
		text    string
		answers map[string]string
		want    string
	}{
		{0, "Jane Pricing sheet by friday", map[string]string{"who:jane pricing": "jane"}, "new | Jane | Pricing sheet | 2026-11-27 | by friday"},
		{0, "Jane Miller the deck by friday", map[string]string{"who:jane miller": "new"}, "new | Jane Miller* | the deck | 2026-11-27 | by friday"},
		{0, "lena the intro to jane by friday", map[string]string{"who:lena": "jane"}, "new | Jane | lena the intro to jane | 2026-11-27 | by friday"},
		{0, "lena the intro to jane by friday", map[string]string{"who:lena": "new"}, "new | Lena* | the intro to jane | 2026-11-27 | by friday"},
		{0, "Jnae the deck", map[string]string{"who:jnae": "jane"}, "new | Jane | the deck |  | "},
		{0, "to send Lena the deck", map[string]string{"who:lena": "new"}, "new | Lena* | send Lena the deck |  | "},
		{0, "Jane the deck by 02/12", map[string]string{"date:02/12": "2026-12-02"}, "new | Jane | the deck | 2026-12-02 | by 02/12"},
		{0, "Ana kept", map[string]string{"who:ana": "ana lima"}, "kept | Ana Lima |  |  | "},
		{1, "Ana for advice by 02/12", map[string]string{"who:ana": "ana lima", "date:02/12": "2026-12-02"}, "new | Ana Lima | advice | 2026-12-02"},
		{1, "Jane for advice asked last week", map[string]string{"day:last week": "2026-11-18"}, "record | Jane | advice |  asked 2026-11-18"},
		{1, "lena for advice", map[string]string{"who:lena": "new"}, "new | Lena* | advice | "},
		{2, "Jane Miller -- why", map[string]string{"who:jane miller": "new"}, "add | Jane Miller* | why"},
		{2, "Jane Miller -- why", map[string]string{"who:jane miller": "jane"}, "add | Jane | why"},
		{3, "Ana for GopherCon", map[string]string{"who:ana": "ana lima"}, "link 1 | Ana Lima |  | "},
		{3, "link Jane to world peace", map[string]string{"goal": "write a book about go"}, "link 3 | Jane |  | "},
		{3, "drop", map[string]string{"goal": "find a mentor for mia"}, "drop 2 |  |  | "},
	} {
		got, ask, err := grammars[c.grammar].read(c.text, c.answers)
		if err != nil || ask != nil || got != c.want {
			t.Errorf("%s with %v: %v\n got %s\nwant %s", c.text, c.answers, err, got, c.want)
		}
	}
	_, err := ParseGoal("drop", tuesday, known, goals[:1], map[string]string{"goal": "find a mentor for mia"})
	if wrong, ok := errors.AsType[*Error](err); !ok || wrong.Kind != UnknownGoal {
		t.Errorf("a goal that is gone meanwhile: %v", err)
	}
}

// TestLongRecordsAreRead is TestLongTextIsReadAtOnce for every grammar: one that
// went back over its words would not be done before the tests' time is over.
func TestLongRecordsAreRead(t *testing.T) {
	for _, g := range grammars {
		for _, s := range []string{"Jane ", "a", "and ", "by ", "by friday ", "asked ", "asked yesterday ", "Aé ", "“", "https://x.org ", "attached: ", "they offered ", "+offered ", "GopherCon ", "link ", "#go ", "org:A ", ": ", "-- ", "\n", "Jane owes me ", "merge Jane ", "why Jane ", "pair Jane Omar ", "join mentor, go ", "☕", "end of the ", "2 nov ", "5pm "} {
			for _, start := range []string{"", "Jane "} {
				heard(t, g, start+strings.Repeat(s, 10000/len(s)))
			}
		}
		heard(t, g, "Jane "+strings.Repeat("by friday Aé ", 4000))
	}
}

// FuzzRecords reads anything as each sort of record.
func FuzzRecords(f *testing.F) {
	for _, s := range []string{
		"Jane the deck by Friday", "from <@U7> “x” by 02/11 -- n", "Jane kept it", "move Jane to end of next week", "to send Lena\nthe by-laws (before June)", "Jane Miller’s :tada: by 5pm", "lena sato: x in two weeks’ time",
		"Jane intro by 4 dec https://x.org/a_(b).", "asked Jane for x on Monday", "Jane x (they offered) attached: “my cv”", "Jane x <https://x.org|x> asked 02/11 by June", "already asked her",
		"Tom Berg -- writes #go", "#a #b “Mary", "dr tom berg, why", "<@U9>: x", "add",
		"Speak by June 2027", "link Jane to #2", "GopherCon reached", "Jane for go", "link x to Jane", "drop 5 kg by Q2",
		"Jane org: Acme role:CTO", "Jane needs a flat, not urgent!", "Jane at A in B", "Jane called “X”", "Jane met via Omar", "Jane aka",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, g := range grammars {
			heard(t, g, text)
		}
		Verb(text)
	})
}
