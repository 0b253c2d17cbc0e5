package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// hears checks how many messages of the bot's that say something have come to each of
// people, and to nobody else.
func (c *campus) hears(says string, want map[string]int) {
	c.t.Helper()
	for name, m := range c.people {
		if c.gone[name] {
			continue
		}
		if n := len(c.heard(m, says)); n != want[name] {
			c.t.Errorf("%s hears %q %d times, want %d", name, says, n, want[name])
		}
	}
}

// TestTheLifeOfAProgram has pairs end, people leave, its organisers too, and it end
// with all its data: whoever has to know hears of each once, and nobody else does.
func TestTheLifeOfAProgram(t *testing.T) {
	t.Parallel()
	c := newCampus(t, []string{"Omar-Mia", "Omar-Uma", "Omar-Ben", "Tom-Ada"}, "Ida", "Zoe")
	c.says("Lena", "#/mentoring organisers add @Ida")
	c.to(11, 4, 12)
	c.hears("You look after", map[string]int{"Ida": 1})
	for _, name := range []string{"Mia", "Uma", "Ben"} {
		c.says(name, "/met @Omar coffee")
	}
	c.says("Ada", "/met @Tom coffee")
	c.says("Ada", "#/mentoring thanks @Tom for the books")
	c.presses("Ada", "#", "shout.do")

	c.to(11, 5, 12)
	c.says("Lena", "#/mentoring unpair @Tom @Ada")
	c.to(11, 6, 12)
	c.hears("you are no longer a pair", map[string]int{"Tom": 1, "Ada": 1})

	c.leaves("Omar")
	c.to(11, 10, 12)
	c.hears("*Omar* has left this workspace, so the two of you are no pair", map[string]int{"Mia": 1, "Uma": 1, "Ben": 1})
	c.hears("*Omar* has left this workspace and so", map[string]int{"Lena": 1, "Ida": 1})
	if said := c.says("Lena", "#/mentoring status"); !strings.Contains(said, "· 0 pairs") || !strings.Contains(said, "Without a partner") {
		t.Errorf("once Omar is gone, Lena reads %s", said)
	}

	c.leaves("Ida")
	c.to(11, 11, 12)
	c.hears("*Ida* has left this workspace", map[string]int{"Lena": 1})
	c.hears("has no organiser any more", nil)

	c.leaves("Lena")
	c.to(11, 12, 12)
	c.hears("has no organiser any more", map[string]int{"Tom": 1})
	c.says("Tom", "#/mentoring take over")
	c.says("Tom", "#/mentoring pair @Tom @Mia")
	c.to(11, 17, 12)
	c.hears("Your mentoring program", map[string]int{"Tom": 1})
	c.hears("*Tom* is your mentor", map[string]int{"Mia": 1, "Ada": 1})
	c.says("Mia", "/met @Tom call -- hers to keep")
	c.says("Mia", "#/mentoring goal speak at a meetup")

	posts := strings.Count(c.posted.String(), `"block_id":"promise"`)
	c.says("Tom", "#/mentoring end")
	c.submits("Tom", map[string]string{"end": "purge"})
	c.to(11, 18, 12)
	if n := strings.Count(c.posted.String(), `"block_id":"promise"`); n != posts+1 || !strings.Contains(c.posted.String(), "*Engineering Mentors* has ended") {
		t.Errorf("%d summaries, and %d before the end", n, posts)
	}
	c.hears("*Engineering Mentors* has ended", map[string]int{"Mia": 1, "Uma": 1, "Ben": 1, "Ada": 1})
	if _, err := c.store.Sweep(t.Context(), c.now()); err != nil {
		t.Fatal(err)
	}
	db := c.file()
	for _, table := range []string{"programs", "organisers", "participants", "pairs", "session_logs", "pair_goals", "feedback", "shoutouts"} {
		if rows := c.rows(db, "SELECT * FROM "+table); rows != "" {
			t.Errorf("purged, and %s holds %s", table, rows)
		}
	}
	if !strings.Contains(c.stored(c.people["Mia"]), "hers to keep") {
		t.Error("what Mia noted is gone with the program")
	}
	saw, read := map[string]int{}, c.posted.Len()
	for name := range c.people {
		saw[name] = c.saw[name].Len()
	}
	c.to(12, 20, 12)
	for name, n := range saw {
		if later := c.saw[name].String()[n:]; regexp.MustCompile(`Engineering Mentors|mentoring ·|mentoring session|your mentor`).MatchString(later) {
			t.Errorf("after the end %s still hears %s", name, later)
		}
	}
	if c.posted.Len() != read {
		t.Errorf("after the end the channel reads %s", c.posted.String()[read:])
	}
	if said := c.says("Mia", "#/mentoring status"); !strings.Contains(said, "No mentoring program runs in this channel") {
		t.Errorf("after the end Mia reads %s", said)
	}
	for _, door := range []func() string{
		func() string { return c.presses("Tom", "", "shout.yes") },
		func() string { return c.presses("Mia", "", "session.new") },
		func() string { return c.says("Zoe", "#/mentoring join mentee") },
	} {
		if said := door(); strings.Contains(said, "reference") {
			t.Errorf("after the end a button answers %s", said)
		}
	}
	if log := c.log.String(); strings.Contains(log, "level=ERROR") {
		t.Errorf("the log holds an error:\n%s", log)
	}
}

// TestSmallNumbersTellNobodysAnswer reads what the channel and previews of every day
// say of feedback, while one answer comes after the other.
func TestSmallNumbersTellNobodysAnswer(t *testing.T) {
	t.Parallel()
	pairs := []string{"Omar-Mia", "Tom-Uma", "Ada-Ben", "Cem-Dia", "Eve-Fay"}
	c := newCampus(t, pairs)
	c.to(11, 3, 12)
	var givers []string // the mentees, and then the mentors
	for _, p := range pairs {
		mentor, mentee, _ := strings.Cut(p, "-")
		c.says(mentee, "/met @"+mentor+" coffee")
		givers = append(givers, mentee)
	}
	for _, p := range pairs {
		mentor, _, _ := strings.Cut(p, "-")
		givers = append(givers, mentor)
	}
	stars := []string{"5", "4", "2", "5", "3", "1", "1", "2", "1", "1"}
	said := regexp.MustCompile(`Feedback [^.]*\.\d[^)]*\)`)
	read := 0
	// day gives n answers, looks at all previews of the day, and returns what the
	// channel has read since the last one, and they.
	day := func(d, n int) []string {
		t.Helper()
		for ; n > 0; n-- {
			c.says(givers[0], "#/mentoring feedback "+stars[0])
			givers, stars = givers[1:], stars[1:]
		}
		all := c.says("Lena", "#/mentoring summary") + c.says("Lena", "#/mentoring status")
		c.to(time.November, d, 12) // its 31st is the 1st of December
		all += c.says("Lena", "#/mentoring summary") + c.posted.String()[read:]
		read = c.posted.Len()
		found := said.FindAllString(all, -1)
		slices.Sort(found)
		return slices.Compact(found)
	}
	first, second := "Feedback 3.8 of 5 (n = 5)", "Feedback 2.5 of 5 (n = 10)"
	for _, x := range []struct {
		day, answers int
		want         []string
	}{
		{4, 4, nil},
		{9, 0, nil}, // four: nothing, in the channel either
		{10, 1, nil},
		{13, 0, nil},
		{15, 0, nil}, // the fifth: not before a summary
		{16, 0, []string{first}},
		{17, 1, []string{first}},
		{18, 1, []string{first}},
		{19, 1, []string{first}},
		{20, 1, []string{first}}, // nine
		{23, 0, []string{first}},
		{24, 1, []string{first}},
		{27, 0, []string{first}},         // the tenth
		{30, 0, []string{second, first}}, // the one before nine o'clock, the other after
		{31, 0, []string{second}},
	} {
		if got := day(x.day, x.answers); !slices.Equal(got, x.want) {
			t.Errorf("on day %d: %q, want %q", x.day, got, x.want)
		}
	}
	c.says("Lena", "#/mentoring unpair @Eve @Fay")
	c.to(12, 7, 12)
	four := c.posted.String()[read:] + c.says("Lena", "#/mentoring summary")
	if said.MatchString(four) || regexp.MustCompile(`median|active|[Oo]verdue|Due|unmatched|Goals:`).MatchString(four) || strings.Count(four, "Fewer than five pairs") < 2 {
		t.Errorf("four pairs, and it is said: %s", four)
	}
}
