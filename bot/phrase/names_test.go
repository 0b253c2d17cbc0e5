package phrase

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rapport/domain"
)

// circle is a portfolio of names: contact ids are the names in lower case.
type circle []string

func (c circle) all() []domain.Known {
	var all []domain.Known
	for _, name := range c {
		name, slack, _ := strings.Cut(name, " @")
		for _, k := range Keys(name) {
			all = append(all, domain.Known{Contact: domain.ContactID(strings.ToLower(name)), Name: name, Key: k.Folded, Whole: k.Whole, Slack: slack})
		}
	}
	return all
}

func (c circle) Exact(keys []string) ([]domain.Known, error) {
	return slices.DeleteFunc(c.all(), func(k domain.Known) bool { return !slices.Contains(keys, k.Key) }), nil
}

func (c circle) AllNames() ([]domain.Known, error) { return c.all(), nil }

// whoever is a circle that answers with everybody, whatever was asked for.
type whoever struct{ circle }

func (w whoever) Exact([]string) ([]domain.Known, error) { return w.all(), nil }

// TestNobodyIsLookedForInANote: behind a dash or on another line stands nobody.
func TestNobodyIsLookedForInANote(t *testing.T) {
	for _, cut := range []string{" -- ", " — ", " - ", "\n"} {
		names := &listener{circle: known}
		if _, err := ParseMet("Jane coffee"+cut+"Omar&Kofi come along", tuesday, names, nil); err != nil {
			t.Fatal(err)
		}
		if want := []string{"jane", "jane coffee", "coffee"}; !slices.Equal(names.first, want) {
			t.Errorf("before %q, looked for %q, want %q", cut, names.first, want)
		}
	}
}

// TestFoldKeepsLetters holds that accents go and that what only looks like one stays.
func TestFoldKeepsLetters(t *testing.T) {
	for s, want := range map[string]string{
		"Siobhán O’Neil": "siobhan o'neil", "Łukasz Żółw": "lukasz zolw", "Ёлка": "елка", "Άννα": "αννα", "☕️": "☕",
		"हिन्दी": "हिन्दी", "தமிழ்": "தமிழ்", "ガク": "ガク", "ｶﾞｸ": "ガク", "は": "は", "ば": "ば", "한글": "한글",
	} {
		if got := Fold(s); got != want {
			t.Errorf("Fold(%q) = %q, want %q", s, got, want)
		}
	}
}

// TestFoldNeedsNoTablesForASCII holds the short way against the long one.
func TestFoldNeedsNoTablesForASCII(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[ -~\t\n\r\x00\x0b\x7f]{0,20}`).Draw(t, "text")
		if got, want := foldOnce(s), foldUnicode(s); got != want {
			t.Errorf("%q is folded to %q, and with the tables to %q", s, got, want)
		}
		if got := Fold(s); !plain(got) || foldUnicode(got) != got {
			t.Errorf("%q is folded to %q, and that can be folded again", s, got)
		}
	})
}

func TestKeysOfAHyphenedName(t *testing.T) {
	var got []string
	for _, k := range Keys("Ann-Marie Duval") {
		s := k.Folded
		if k.Whole {
			s += "!"
		}
		got = append(got, s)
	}
	want := []string{"ann-marie duval!", "ann marie duval!", "ann-marie", "ann marie", "duval"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
