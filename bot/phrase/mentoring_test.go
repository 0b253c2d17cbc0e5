package phrase

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// cohort are the members whom programs know while the table is typed.
var cohort = circle{"Omar Haddad @U7", "Lena Sato @U8", "Priya Nair @U9", "Ana Costa @U10", "Ana Lima @U11", "Greta Holm @U12"}

func mentoringSaid(m Mentoring) string {
	parts := []string{string(m.Do)}
	say := func(format string, a ...any) { parts = append(parts, fmt.Sprintf(format, a...)) }
	if m.Off {
		say("off")
	}
	if m.Role != "" {
		say("%s", m.Role)
	}
	for _, t := range m.Topics {
		say("“%s”", t)
	}
	if m.Capacity > 0 {
		say("up to %d", m.Capacity)
	}
	for _, w := range m.Who {
		say("%s", namedAs(w))
	}
	for _, c := range m.Couples {
		say("%s + %s", namedAs(c.One), namedAs(c.Other))
	}
	if !m.Until.IsZero() {
		say("until %s", m.Until)
	}
	if m.Name != "" {
		say("in %q", m.Name)
	}
	if m.Rating > 0 {
		say("%d of 5", m.Rating)
	}
	if m.Number > 0 {
		say("no. %d", m.Number)
	}
	if m.What != "" {
		say("%s", m.What)
	}
	if !m.By.IsZero() {
		say("by %s", m.By)
	}
	if m.Page > 1 {
		say("page %d", m.Page)
	}
	if m.Rest != "" {
		say("%s", m.Rest)
	}
	return strings.Join(parts, " | ") + asked(m.Ask)
}

func TestParseMentoring(t *testing.T) {
	tabled(t, "testdata/mentoring.txt", 150, func(text string, _ Names) (string, error) {
		m, err := ParseMentoring(text, tuesday, cohort, nil)
		return mentoringSaid(m), err
	})
}

// mentored are words that people put after /mentoring in any order.
var mentored = append([]string{
	"start", "join", "mentor", "mentee", "as a", "about", "go, sql", "#public-speaking", "capacity 2", "up to 3", "3 mentees", "leave", "pair", "unpair", "<@U8>", "<@U99|new>",
	"Lena", "Ana", "Omra", "@omar", "match", "pause", "me", "until 7 jan", "for 2 weeks", "resume", "status", "page 2", "summary", "goal", "reached 2", "dropped", "by June", "feedback",
	"4/5", "5", "thanks", "shout", "another partner", "avoid", "nobody", "organisers", "remove", "let", "in", "take over", "settings", "end", "log", "please", "I’d like to", "by 02/12", "->", "mentors",
}, spoken...)

func mentoredSentence(t *rapid.T) string {
	first := rapid.SampledFrom([]string{"join", "pair", "goal", "thanks", "feedback", "pause", "start", "status", "avoid", "let", ""}).Draw(t, "verb")
	return strings.TrimSpace(first + " " + strings.Join(rapid.SliceOfN(rapid.SampledFrom(mentored), 1, 8).Draw(t, "words"), " "))
}

// dumb are the words of a /mentoring that say nothing by themselves, or that its
// verb, a role, a rating or a date says.
var dumb = map[string]bool{
	"a": true, "an": true, "as": true, "the": true, "about": true, "on": true, "for": true, "in": true, "with": true, "and": true, "to": true, "me": true, "my": true, "us": true, "of": true,
	"please": true, "i'd": true, "like": true, "out": true, "up": true, "mentor": true, "mentors": true, "mentee": true, "mentees": true, "new": true, "add": true, "no": true,
	"capacity": true, "most": true, "max": true, "at": true, "here": true, "you": true, "it": true, "is": true, "page": true, "all": true, "list": true, "open": true, "not": true, "over": true,
	"nobody": true, "remove": true, "another": true, "partner": true, "pairs": true, "topics": true, "reached": true, "dropped": true, "drop": true, "done": true, "until": true,
	"pair": true, "today": true, "called": true, "by": true, "mentoring": true, "program": true, "this": true, "our": true, "now": true, "one": true, "i": true, "want": true,
}

// TestNoWordOfMentoringIsLost holds that each word is in what was understood, is
// the verb's, or says nothing.
func TestNoWordOfMentoringIsLost(t *testing.T) {
	apart := strings.NewReplacer("/", " ", "&", " ", "->", " ", "’s", "", "#", " ", "-", " ", "_", " ", ",", " ", "<@", " ", "|", " ", ">", " ", "@", " ", "☕", " ")
	rapid.Check(t, func(t *rapid.T) {
		text := mentoredSentence(t)
		m, err := ParseMentoring(text, tuesday, cohort, nil)
		if err != nil || m.Ask != nil {
			return
		}
		p, _ := readMentoring(strings.TrimSpace(Clean(text)), tuesday, cohort, nil)
		_, n := p.verb()
		taken := strings.Join([]string{saidOf(p.text, p.ts[:p.i+n]), mentoringSaid(m), m.Until.String(), m.By.String()}, " ")
		taken = Fold(apart.Replace(taken))
		dated := !m.Until.IsZero() || !m.By.IsZero()
		for w := range strings.FieldsSeq(apart.Replace(text)) {
			f := strings.TrimSuffix(Fold(strings.Trim(w, "“”‘’,.?!()+:;—–")), "'s")
			_, count := number(f)
			whole := slices.Contains(strings.Fields(taken), f) || strings.Contains(taken, f)
			if f == "" || dumb[f] || whole || count || digits(f) || dated && whenish[f] || f == "new" {
				continue
			}
			t.Fatalf("%q is lost from %q: %s", w, text, mentoringSaid(m))
		}
	})
}

// whenish are the words of the dates above.
var whenish = map[string]bool{
	"jan": true, "weeks": true, "june": true, "friday": true, "tomorrow": true, "nov": true, "dec": true, "tue": true, "last": true, "next": true, "week": true, "weekend": true,
	"2nd": true, "3rd": true, "days": true, "few": true, "start": true, "end": true, "ago": true, "yesterday": true, "evening": true, "april": true, "before": true, "02": true, "11": true, "12": true,
}

func FuzzParseMentoring(f *testing.F) {
	for _, s := range []string{
		"start “Engineering Mentors”", "join mentor go, sql #public-speaking up to 3", "I’d like to be a mentee about x", "pair <@U7> with <@U8>\n@lena and omar", "unpair Omar", "pause me for 2 weeks",
		"goal Speak by 02/12", "goal 2 reached", "feedback Omar 4/5 — patient", "thanks to Omar: “You read\nmy talk”", "let <@U7|x> in", "organisers remove Lena", "avoid nobody", "status page 2", "jion", "log Omar coffee",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, err := ParseMentoring(text, tuesday, cohort, nil)
		if err != nil {
			wrong, ok := errors.AsType[*Error](err)
			if !ok || wrong.Kind == "" || len(text) > 20 && strings.Contains(err.Error(), text) {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		said := mentoringSaid(m)
		switch {
		case m.Do == "" || !utf8.ValidString(said):
			t.Errorf("%q is read as %q", text, said)
		case m.Do == MentoringPause && m.Ask == nil && !m.Until.After(tuesday):
			t.Errorf("%q rests until %v", text, m.Until)
		case m.Rating < 0 || m.Rating > 5 || m.Capacity < 0 || m.Capacity > mostPartners || len(m.Topics) > mostTopics || len(m.Couples) > MostCouples:
			t.Errorf("%q is out of bounds: %s", text, said)
		}
		for _, w := range m.Who {
			if m.Ask == nil && w.Slack == "" {
				t.Errorf("%q names somebody who is no member: %s", text, said)
			}
		}
		if again, err := ParseMentoring(text, tuesday, cohort, nil); err != nil || mentoringSaid(again) != said {
			t.Errorf("%q is read differently the second time", text)
		}
		_, _ = ParseTopics(text)
	})
}

func TestMentoringIsTyped(t *testing.T) {
	for text, want := range map[string]string{
		"mentoring status":                    "mentoring|status",
		"mentoring":                           "mentoring|",
		"/mentoring jion":                     "mentoring|jion",
		"mentoring jion":                      "mentoring|jion",
		"Mentoring: join as a mentor":         "mentoring|join as a mentor",
		"mentoring I’d like to be a mentor":   "mentoring|I’d like to be a mentor",
		"mentoring pair\n<@U7> <@U8>":         "mentoring|pair\n<@U7> <@U8>",
		"mentoring is fun":                    "",
		"mentoring with Jane":                 "met|mentoring with Jane",
		"mentoring and me":                    "",
		"rapport mentoring status":            "rapport|mentoring status",
		"mentoring another partner, please":   "mentoring|another partner, please",
		"mentoring thanks Omar you’re great!": "mentoring|thanks Omar you’re great!",
	} {
		verb, rest, ok := Verb(text)
		got := verb + "|" + rest
		if !ok {
			got = ""
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestParseTopics(t *testing.T) {
	for text, want := range map[string]string{
		"Go, SQL":                       "go|sql",
		"research and development\nGo":  "research and development|go",
		"#go #public-speaking":          "go|public speaking",
		"“Public speaking”; go , , Go.": "public speaking|go",
		"":                              "",
		" , ; ":                         "",
	} {
		got, err := ParseTopics(text)
		if err != nil || strings.Join(got, "|") != want {
			t.Errorf("%q: %q %v, want %q", text, got, err, want)
		}
	}
	for text, want := range map[string]ErrorKind{strings.Repeat("x", 41): TooLong, strings.Repeat("a, b, c, d", 1) + manyTopics(): TooMany} {
		_, err := ParseTopics(text)
		if wrong, ok := errors.AsType[*Error](err); !ok || wrong.Kind != want {
			t.Errorf("%d topics: %v, want %s", len(text), err, want)
		}
	}
}

func manyTopics() string {
	var b strings.Builder
	for i := range mostTopics {
		fmt.Fprintf(&b, ", topic %d", i)
	}
	return b.String()
}

// TestAnswersFinishMentoring holds where an answer goes.
func TestAnswersFinishMentoring(t *testing.T) {
	for _, c := range []struct {
		text    string
		answers map[string]string
		want    string
	}{
		{"pair Omra with Lena", map[string]string{"who:omra": "omar haddad"}, "pair | Omar Haddad@U7 + Lena Sato@U8"},
		{"pair Ana with Lena\nOmar Priya", map[string]string{"who:ana": "ana lima"}, "pair | Ana Lima@U11 + Lena Sato@U8 | Omar Haddad@U7 + Priya Nair@U9"},
		{"goal Speak by 02/12", map[string]string{"date:02/12": "2026-12-02"}, "goal | Speak | by 2026-12-02"},
		{"thanks Ana: you read my talk", map[string]string{"who:ana": "ana costa"}, "thanks | Ana Costa@U10 | you read my talk"},
		{"pause until 02/12", map[string]string{"date:02/12": "2027-02-12"}, "pause | until 2027-02-12"},
	} {
		m, err := ParseMentoring(c.text, tuesday, cohort, c.answers)
		if got := mentoringSaid(m); err != nil || got != c.want {
			t.Errorf("%s with %v: %v\n got %s\nwant %s", c.text, c.answers, err, got, c.want)
		}
	}
}
