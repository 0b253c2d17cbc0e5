package phrase

import (
	"slices"
	"strings"
	"testing"

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
