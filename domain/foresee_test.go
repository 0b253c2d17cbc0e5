package domain

import (
	"fmt"
	"testing"
)

// crowdOf is a large circle in which much is going on.
func crowdOf(n int) Portfolio {
	p := keeps()
	p.Goals = []Goal{goal("g", "speak at gophercon"), goal("h", "hire a designer")}
	for i := range n {
		c := person(fmt.Sprintf("Person %c%d Smith", 'A'+i%26, i), Phases[i%5], i%90)
		c.PhaseSince, c.Touched.NoteOn = ago(i%200), ago(i%90)
		c.Tags, c.Place = []string{[]string{"berlin", "team", "gophercon"}[i%3]}, []string{"Berlin", "Paris"}[i%2]
		if i%4 == 0 {
			promise(RecordID(fmt.Sprint("p", i)), in(i%40-10))(c)
			need(RecordID(fmt.Sprint("n", i)), Normal, ago(i%30))(c)
			gift(RecordID(fmt.Sprint("v", i)), ago(i%30))(c)
		}
		on := in(i)
		c.Occasions = []Occasion{{Name: "birthday", Month: on.Month, Day: on.Day}}
		c.Signals = []Signal{{Kind: Candid, On: ago(i % 100)}, {Kind: Accepted, On: ago(i % 50)}}
		p.Contacts = append(p.Contacts, c)
	}
	return p
}

func BenchmarkForesee(b *testing.B) {
	p := crowdOf(500)
	for b.Loop() {
		Foresee(p, today(), 4)
	}
}

// TestForeseeGrowsWithItsPeople: it is computed while somebody waits for an
// answer, so twice as many people must not be four times the work.
func TestForeseeGrowsWithItsPeople(t *testing.T) {
	work := func(people int) float64 {
		p := crowdOf(people)
		if got := Foresee(p, today(), 4); len(got) < 10 {
			t.Errorf("%d days foreseen for %d people", len(got), people)
		}
		return testing.AllocsPerRun(1, func() { Foresee(p, today(), 4) })
	}
	if half, all := work(250), work(500); all > 2.5*half {
		t.Errorf("250 people take %.0f allocations, 500 take %.0f", half, all)
	}
}

// TestForesee tells a small future: what comes, and when it comes once a week.
func TestForesee(t *testing.T) {
	p := keeps(calm(Relating, promise("p", in(9))), named("Zoe", exactly(person("Zoe", Relating, 1), 4)))
	p.Contacts[1].Added = ago(60)
	var got []string
	for _, f := range Foresee(p, today(), 4) {
		line := f.On.String()[5:] + ":"
		for _, n := range f.Digest.Shown {
			line += " " + n.Contact.Name + " " + string(n.Rule)
		}
		for i, is := range []bool{f.Digest.Slowed, f.Prompt, f.CheckIn} {
			if is {
				line += []string{" weekly", " prompt", " check-in"}[i]
			}
		}
		got = append(got, line)
	}
	want := []string{
		"11-05: Zoe contact due",
		"11-06: Zoe contact overdue check-in",
		"11-09: Jane promise due Zoe contact overdue",
		"11-13: check-in",
		"11-16: Jane promise overdue Zoe keep, slow or rest weekly",
		"11-20: check-in",
		"11-23: Jane promise overdue Zoe contact overdue",
		"11-27: check-in",
		"11-30: Jane promise overdue Zoe contact overdue",
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		for i := range max(len(got), len(want)) {
			t.Errorf("%q, want %q", append(got, make([]string, 20)...)[i], append(want, make([]string, 20)...)[i])
		}
	}
}

// TestNothingIsForeseenForWhoIsGone, nor while the member asked for quiet.
func TestNothingIsForeseenForWhoIsGone(t *testing.T) {
	p := keeps(person("Jane", Relating, 40))
	p.Member.Gone = true
	if got := Foresee(p, today(), 4); len(got) > 0 {
		t.Errorf("gone: %v", got)
	}
	p.Member.Gone, p.Member.PausedUntil = false, in(15)
	if got := Foresee(p, today(), 4); len(got) == 0 || got[0].On != in(15) {
		t.Errorf("paused: %v", got)
	}
}
