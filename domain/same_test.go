package domain

import (
	"fmt"
	"testing"
	"time"
)

func TestTwins(t *testing.T) {
	cases := []struct {
		a, b string
		same bool
	}{
		{"Jane Doe", "jane doe", true},
		{"José Łuczak", "Jose Luczak", true},
		{"Jane Doe", "Doe, Jane", true},
		{"Jane D.", "Jane Doe", true},
		{"J. Doe", "Jane Doe", true},
		{"Jane", "Jane Doe", true},
		{"Doe", "Jane Doe", true},
		{"Jane Doe", "Jane Mary Doe", true},
		{"Jane Doe", "Jnae Doe", true},
		{"Jane Doe", "Janne Doe", true},
		{"Jane O'Neill", "Jane ONeil", true},
		{"Jonathan Reed", "Jonathon Reed", true},
		{"Jane Doe", "Jane Miller", false},
		{"Jane D.", "Jane Miller", false},
		{"Tim Berg", "Tom Berg", false},
		{"Martin Berg", "Marvin Berg", false},
		{"Dan Lee", "Jan Lee", false},
		{"Person 01", "Person 02", false},
		{"J", "Jane", false},
		{"🎉", "🎈", false},
		{"田中", "田中太郎", false},
	}
	for _, tc := range cases {
		got := twins([]*Contact{person(tc.a, Relating, 1), person(tc.b, Relating, 1)})
		if (len(got) == 1) != tc.same {
			t.Errorf("%q and %q: %d pairs", tc.a, tc.b, len(got))
		}
	}
}

func TestTwinsAreSure(t *testing.T) {
	slack := func(name, user string) *Contact {
		c := person(name, Relating, 1)
		c.ID, c.SlackUser = ContactID(name+user), user
		return c
	}
	if got := twins([]*Contact{slack("Jane", "U1"), slack("Jane Doe", "U2")}); len(got) > 0 {
		t.Error("two Slack users are one person")
	}
	if got := twins([]*Contact{slack("Jane", "U1"), slack("J. Miller", "U1")}); len(got) != 1 {
		t.Error("one Slack user is two people")
	}
	if got := twins([]*Contact{slack("Jane", ""), slack("Jane Doe", ""), slack("Jane Miller", "")}); len(got) > 0 {
		t.Errorf("which Jane? %v", got)
	}
	archived := slack("Jane", "")
	archived.Archived = true
	if got := twins([]*Contact{archived, slack("Jane Doe", "")}); len(got) > 0 {
		t.Error("somebody archived is offered")
	}
	alias := slack("JD", "")
	alias.Aliases = []string{"Jane Doe"}
	often := slack("Jane Doe", "")
	often.Touched.Count = 9
	if got := twins([]*Contact{alias, often}); len(got) != 1 || got[0][0] != often {
		t.Errorf("an alias, and who has more history first: %v", got)
	}
}

// TestTwinsAmongThousands: looking for one person under two names among 2,000 takes no
// time to speak of, whatever they are called.
func TestTwinsAmongThousands(t *testing.T) {
	for _, form := range []string{"Jane Smith%d", "Person%d", "%d Jane Miller", "Jane Smith", "Maria Smith"} {
		var all []*Contact
		for i := range 2000 {
			name := form
			if form[len(form)-1] != 'h' {
				name = fmt.Sprintf(form, i)
			}
			c := person(name, Relating, 1)
			c.ID = ContactID(fmt.Sprint(i))
			all = append(all, c)
		}
		start := time.Now()
		twins(all)
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("%q: %s", form, took)
		}
	}
}
