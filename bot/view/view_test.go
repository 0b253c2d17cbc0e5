package view

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"rapport/domain"
)

// today is the day of these tests, a Tuesday.
var today = domain.On(2026, time.November, 24)

func jane() *domain.Contact {
	return &domain.Contact{
		ID: "janeaaaaaaaaaaaa", Name: "Jane Doe", Phase: domain.Sustaining, Furthest: domain.Sustaining,
		Added: domain.On(2026, time.January, 12),
		Touched: domain.Touched{
			First: domain.On(2026, time.January, 12), Last: domain.On(2026, time.October, 21), Kind: "coffee", Count: 7, Days: 7,
			Note: "Ada starts school, Jane nervous.", NoteOn: domain.On(2026, time.October, 21),
		},
	}
}

func tom() *domain.Contact {
	return &domain.Contact{
		ID: "tomaaaaaaaaaaaaa", Name: "Tom Berg", Phase: domain.Identifying, Furthest: domain.Identifying,
		Added: domain.On(2026, time.November, 10),
	}
}

func omar() *domain.Contact {
	return &domain.Contact{
		ID: "omaraaaaaaaaaaaa", Name: "Omar Haddad", Phase: domain.Relating, Furthest: domain.Relating,
		Added:   domain.On(2026, time.September, 1),
		Planned: domain.On(2026, time.November, 23), PlannedKind: "lunch",
		Touched: domain.Touched{Last: domain.On(2026, time.November, 2), Kind: "video", Count: 2, Days: 2},
	}
}

// logged is a touch of c on a date.
func logged(c *domain.Contact, on domain.Date, kind, note string) domain.Logged {
	return domain.Logged{
		Contact: c, From: c.Phase,
		Interaction: domain.Interaction{ID: "ix" + domain.InteractionID(c.ID[2:]), On: on, Kind: kind, Note: note},
	}
}

func echoOf(touches ...Touch) Echo {
	refs := make([]Ref, len(touches))
	for i, t := range touches {
		refs[i] = Ref{t.Contact.ID, t.Interaction.ID}
	}
	return Echo{Today: today, Command: "slash:1", Touches: touches, Edit: Refs(refs)}
}

func TestWhen(t *testing.T) {
	day := domain.On
	for _, c := range []struct{ got, want string }{
		{On(today, today), "today (Tue 24 Nov)"},
		{On(today.AddDays(-1), today), "yesterday (Mon 23 Nov)"},
		{On(today.AddDays(1), today), "tomorrow (Wed 25 Nov)"},
		{On(day(2026, 11, 20), today), "Fri 20 Nov"},
		{On(day(2025, 12, 31), today), "Wed 31 Dec 2025"},
		{On(day(2025, 12, 31), day(2026, 1, 1)), "yesterday (Wed 31 Dec 2025)"},
		{Until(today.AddDays(1), today), "tomorrow"},
		{Until(today.AddDays(2), today), "Thursday"},
		{Until(today.AddDays(7), today), "Tue 1 Dec"},
		{Until(day(2027, 1, 4), today), "Mon 4 Jan 2027"},
		{Ago(0), "today"},
		{Ago(1), "yesterday"},
		{Ago(34), "34 days ago"},
		{Every(7), "every week"},
		{Every(42), "every 6 weeks"},
		{Every(30), "every month"},
		{Every(90), "every 3 months"},
		{Every(10), "every 10 days"},
		{Every(1), "every day"},
		{Greeting(9, "Mia"), "Good morning, Mia."},
		{Greeting(12, "Mia"), "Good afternoon, Mia."},
		{Greeting(18, ""), "Good evening."},
		{Greeting(9, "<!channel>"), "Good morning, &lt;!channel&gt;."},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestClip(t *testing.T) {
	for _, c := range []struct {
		in   string
		n    int
		want string
	}{
		{"short", 5, "short"},
		{"too long", 5, "too…"},
		{"größer", 4, "grö…"},
		{"ab&amp;cd", 6, "ab…"},
		{"ab&amp;cd", 8, "ab&amp;…"},
		{"a & b &c", 7, "a & b…"},
		{"\u2068שרה כהן\u2069", 6, "\u2068שרה…\u2069"},
		{"\u2068שרה\u2069 Cohen", 7, "\u2068שרה\u2069…"},
		{"Sarah \u2068שרה\u2069", 8, "Sarah…"},
	} {
		if got := clip(c.in, c.n); got != c.want {
			t.Errorf("clip(%q, %d) = %q, want %q", c.in, c.n, got, c.want)
		}
	}
}

func TestPerson(t *testing.T) {
	for in, want := range map[string]string{
		"Jane Doe":                "*Jane Doe*",
		"<!channel> & <@U1>":      "*&lt;!channel&gt; &amp; &lt;@U1&gt;*",
		"two\nlines\tand \x00nul": "*two lines and nul*",
		"\u202eevil":              "*evil*",
		"zero\u200bwidth":         "*zerowidth*",
		"שרה":                     "*\u2068שרה\u2069*",
		"👩‍💻 Ada":                 "*👩‍💻 Ada*",
		"bad\xffbyte":             "*badbyte*",
		"\u200b":                  "*–*",
	} {
		if got := Person(in); got != want {
			t.Errorf("Person(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestPlaces(t *testing.T) {
	p := Place{12, domain.Telling{Rule: domain.PromiseDue, Contact: "abc", Subject: "p1"}}
	if got, ok := ParsePlace(p.block("do")); !ok || got != p {
		t.Errorf("ParsePlace(%q) = %v, %v", p.block("do"), got, ok)
	}
	for _, bad := range []string{"", "hello", "n|abc|due||do", "n0|abc|due||do", "n1|abc|due", "n1|abc|do", "x1|abc|due||do", "n-1|abc|due||do"} {
		if got, ok := ParsePlace(bad); ok {
			t.Errorf("ParsePlace(%q) = %v, want none", bad, got)
		}
	}
}

func TestAnswersComeBack(t *testing.T) {
	id, key, value, ok := ParseAnswer(AnswerValue("q1", "who:Jnae\nodd", "contact"))
	if !ok || id != "q1" || key != "who:Jnae\nodd" || value != "contact" {
		t.Errorf("got %q %q %q %v", id, key, value, ok)
	}
	if _, _, _, ok := ParseAnswer("q1"); ok {
		t.Error("half an answer was read")
	}
	refs := []Ref{{"a", "1"}, {"b", "2"}}
	if got := ParseRefs(Refs(refs) + " junk ."); len(got) != 2 || got[0] != refs[0] || got[1] != refs[1] {
		t.Errorf("refs came back as %v", got)
	}
	if Verb(Nth(VerbAnswer, 3)) != VerbAnswer || Verb(VerbMet) != VerbMet {
		t.Error("an action id lost its verb")
	}
}

// TestMostTextsStandOnOneLine holds the short way against the long one.
func TestMostTextsStandOnOneLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(words(40), rapid.StringMatching(`[ a-z~\n\x7f]{0,12}`)).Draw(t, "text")
		if got, want := line(s), oneLine(s); got != want {
			t.Errorf("%q is put on one line as %q, not as %q", s, got, want)
		}
	})
}
