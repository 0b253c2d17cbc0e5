package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"rapport/internal/slacksim"
)

// mark is a word that only its author may see, and beside them whom the sort of thing
// it stands in is for.
func mark(sort, author string) string { return "canary" + sort + strings.ToLower(author) }

// anyMark finds marks, wherever they stand, in lower case.
var anyMark = regexp.MustCompile(`canary(note|tag|org|fact|need|promise|ask|aim|friend|comment|goal|thanks)([a-z]+)`)

// chatters has somebody write a mark wherever members write, about their partner and
// in their program.
func (c *campus) chatters(name, partner string) {
	c.t.Helper()
	for _, line := range []string{
		"/met @%[2]s coffee +initiated -- canarynote%[1]s", "/people @%[2]s #canarytag%[1]s", "/people @%[2]s at canaryorg%[1]s",
		"/people @%[2]s -- canaryfact%[1]s", "/people @%[2]s needs a canaryneed%[1]s", "/promise @%[2]s the canarypromise%[1]s by 18 dec",
		"/ask @%[2]s the canaryask%[1]s asked today", "/goal canaryaim%[1]s", "/people add Canaryfriend%[1]s",
		"#/mentoring goal @%[2]s canarygoal%[1]s by 20 dec", "#/mentoring feedback @%[2]s 4 canarycomment%[1]s",
	} {
		c.says(name, fmt.Sprintf(line, strings.ToLower(name), partner))
	}
	c.says(name, "#/mentoring thanks @"+partner+" "+mark("thanks", name))
	c.presses(name, "#", "shout.do")
}

// TestWhatMembersWriteStaysTheirs is twelve weeks of a program in which everybody
// writes everywhere, and in which whatever may happen to a program does. Nothing of it
// is seen by anybody but its author; a pair's goals by the two of them; thanks by whom
// they are for, who declines.
func TestWhatMembersWriteStaysTheirs(t *testing.T) {
	t.Parallel()
	pairs := []string{"Omar-Mia", "Tom-Uma", "Ada-Ben", "Cem-Dia", "Eve-Fay"}
	c := newCampus(t, pairs, "Zoe")
	partner := map[string]string{}
	c.to(11, 4, 12)
	for _, p := range pairs {
		mentor, mentee, _ := strings.Cut(p, "-")
		partner[strings.ToLower(mentor)], partner[strings.ToLower(mentee)] = mentee, mentor
		c.chatters(mentee, mentor)
		c.chatters(mentor, mentee)
	}
	c.to(11, 5, 12)
	for name := range c.people {
		if p := partner[strings.ToLower(name)]; p != "" {
			c.presses(name, "", "shout.no")
		}
	}
	c.to(11, 24, 12)
	for _, line := range []string{ // and what is not understood, and refused
		"canarynotemia", "/met canarynotemia canarynotemia 31 feb", "#/mentoring canarygoalmia nonsense", "#/mentoring feedback 9 canarycommentmia",
		"#/mentoring goal @Omar canarygoalmia by 3 feb 1999", "#/mentoring pair canarynotemia", "/rapport zone canarynotemia",
	} {
		c.says("Mia", line)
	}
	c.says("Mia", "/met @Omar call -- canarynotemia")
	c.says("Mia", "#/mentoring pause me until 7 dec")
	c.says("Lena", "#/mentoring unpair @Tom @Uma")
	c.says("Ada", "#/mentoring leave")
	c.presses("Ada", "#", "mentoring.left")
	c.says("Ben", "#/mentoring another")
	c.says("Lena", "#/mentoring pair @Tom @Ben")
	c.to(12, 15, 12)
	c.leaves("Fay")
	c.says("Lena", "#/mentoring status")
	c.says("Lena", "#/mentoring match")
	c.says("Cem", "/met @Dia call -- canarynotecem")
	c.to(1, 19, 12)
	c.says("Lena", "#/mentoring end")
	c.submits("Lena", map[string]string{"end": "keep"})
	c.to(1, 27, 12)
	if n := strings.Count(c.posted.String(), "Counts only."); n != 2*12 { // each stands in the text and in a block
		t.Errorf("the channel read %d summaries", n/2)
	}
	for name := range c.people {
		if !c.gone[name] {
			c.opens(name)
		}
	}
	read := map[string]string{"the channel": c.posted.String(), "the log": c.log.String(), "a metric": c.numbers()}
	for name, saw := range c.saw {
		read[name] = saw.String()
	}
	seen := 0
	for reader, all := range read {
		for _, m := range anyMark.FindAllStringSubmatch(strings.ToLower(all), -1) {
			sort, author := m[1], m[2]
			theirs := (sort == "goal" || sort == "thanks") && reader == partner[author]
			if strings.ToLower(reader) != author && !theirs {
				t.Errorf("%s reads %q", reader, m[0])
			}
			seen++
		}
	}
	if seen < 500 {
		t.Errorf("%d marks were seen at all", seen)
	}
}

// leaves has somebody leave the workspace.
func (c *campus) leaves(name string) {
	c.t.Helper()
	gone := true
	if _, err := c.sim.ChangeMember(c.people[name].ID, slacksim.MemberChange{Deleted: &gone}); err != nil {
		c.t.Fatal(err)
	}
	c.gone[name] = true
	c.settle()
}
