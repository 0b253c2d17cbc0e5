package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// programPeople are the eight pairs of testdata/program.story, and where they
// live.
var programPeople = []map[string]string{
	{"name": "Omar", "real_name": "Omar Haddad", "tz": "Europe/Berlin"},
	{"name": "Lena", "real_name": "Lena Okafor", "tz": "Europe/Paris"},
	{"name": "Priya", "real_name": "Priya Nair", "tz": "Asia/Kolkata"},
	{"name": "Tom", "real_name": "Tom Berg", "tz": "Europe/London"},
	{"name": "Ines", "real_name": "Inês Costa", "tz": "Europe/Lisbon"},
	{"name": "Kofi", "real_name": "Kofi Mensah", "tz": "Africa/Accra"},
	{"name": "Yuki", "real_name": "Yuki Tanaka", "tz": "Asia/Tokyo"},
	{"name": "Sara", "real_name": "Sara Lind", "tz": "Europe/Stockholm"},
	{"name": "Ben", "real_name": "Ben Okoro", "tz": "America/New_York"},
	{"name": "Noor", "real_name": "Noor Khan", "tz": "Asia/Karachi"},
	{"name": "Raj", "real_name": "Raj Patel", "tz": "Asia/Kolkata"},
	{"name": "Ana", "real_name": "Ana Souza", "tz": "America/Sao_Paulo"},
	{"name": "Wei", "real_name": "Wei Chen", "tz": "Asia/Shanghai"},
	{"name": "Eva", "real_name": "Eva Novak", "tz": "Europe/Prague"},
	{"name": "Max", "real_name": "Max Weber", "tz": "Europe/Berlin"},
	{"name": "Zoe", "real_name": "Zoe Martin", "tz": "Europe/Paris"},
}

// gather adds people, or moves them, and a channel with them and Mia in it where the bot is not.
func (b *box) gather(channel string, people []map[string]string) {
	b.t.Helper()
	known := b.people()
	members := []string{"Mia"}
	for _, p := range people {
		members = append(members, p["name"])
		if is, ok := known[p["name"]]; ok {
			b.must("/sim/member/"+is.ID, map[string]string{"tz": p["tz"]}, nil)
		} else {
			b.must("/sim/members", p, nil)
		}
	}
	b.must("/sim/channels", map[string]any{"name": channel, "members": members, "bot": false}, nil)
}

// TestTwelveWeeks plays a program of eight pairs over twelve weeks: what its channel,
// its organiser, one mentor and one mentee get to see is kept in
// testdata/program.story, to be read: would one like to be in it?
func TestTwelveWeeks(t *testing.T) {
	file := filepath.Join("testdata", "program.story")
	told, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s := &story{seen: map[string]string{}, shown: map[string]string{}}
	s.box = open(t, "--seed", "empty", "--now", "2026-09-28T07:00:00Z")
	s.box.gather("mentors", programPeople)
	defer func() {
		if t.Failed() {
			t.Log(s.out.String())
		}
	}()
	seen := s.play(t, string(told))
	if *update {
		if err := os.WriteFile(file, []byte(seen), 0o644); err != nil {
			t.Fatal(err)
		}
		told = []byte(seen)
	}
	if diff := cmp.Diff(strings.Split(string(told), "\n"), strings.Split(seen, "\n")); diff != "" {
		t.Errorf("the program went otherwise (-told +seen; -update writes it anew):\n%s", diff)
	}
}
