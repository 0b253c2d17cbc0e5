package e2e

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// stage opens an empty workspace on a Monday morning, for lines of a story.
func stage(t *testing.T, begin time.Time) *story {
	t.Helper()
	b := open(t, "--seed", "empty", "--now", begin.Format(time.RFC3339))
	return &story{box: b, people: b.people(), seen: map[string]string{}, shown: map[string]string{}}
}

// plays does what lines say.
func (s *story) plays(t *testing.T, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if !s.do(t, line) {
			t.Fatalf("a story can't say %q", line)
		}
	}
}

// R15: every way to create (command, modal, import, Home) schedules. Each door is
// the first that somebody who was never met before comes through, so that what is
// scheduled is all there is: the member's digest, and the person in it.
func TestR15EveryDoorSchedules(t *testing.T) {
	doors := []struct {
		name  string
		lines []string
	}{
		{"Command", []string{"{}: /met Jane coffee"}},
		{"Typed", []string{"{}: met Jane for coffee"}},
		{"List", []string{`{}: /people add\nJane\nOmar`}},
		{"Shortcut", []string{"{} uses shortcut met.shortcut", "{} submits Who? = Jane"}},
		{"Message", []string{"Jane in #general: lunch was good", "{} uses shortcut met.message in #general on lunch was good", "{} submits"}},
		{"Home", []string{"{} opens Home", "{} presses Log a touch", "{} submits Who? = Jane"}},
		{"Added", []string{"{} opens Home", "{} presses Add people", "{} submits Names, one a line = Jane"}},
		{"Candidate", []string{"{}: /identify Jane"}},
		{"Accepted", []string{"{}: /identify", "{} presses Add people", "{} submits Names, one a line = Jane"}},
		{"Question", []string{"{}: /promise Jane the slides by 13 nov", "{} presses Someone new: Jane"}},
		{"Goal", []string{"{}: /goal Speak at GopherCon by june", "{} presses Name someone", "{} submits Name = Jane"}},
	}
	begin := time.Date(2026, 11, 2, 7, 30, 0, 0, time.UTC)
	s := stage(t, begin)
	var all []map[string]string
	all = append(all, map[string]string{"name": "Jane", "tz": "Europe/Berlin"})
	for _, d := range doors {
		all = append(all, map[string]string{"name": d.name, "tz": "Europe/Berlin"})
	}
	s.box.must("/sim/members", all, nil)
	s.people = s.box.people()
	var ids []string
	for _, p := range s.people {
		ids = append(ids, p.ID)
	}
	var channels []struct{ ID string }
	s.box.must("/sim/channels", nil, &channels)
	s.box.must("/sim/channel/"+channels[0].ID, map[string]any{"join": ids}, nil)
	for _, d := range doors {
		s.view = nil
		for _, line := range d.lines {
			s.plays(t, strings.ReplaceAll(line, "{}", d.name))
		}
	}
	s.box.to(begin.AddDate(0, 0, 16))
	for _, d := range doors {
		p := s.people[d.name]
		digests := slices.DeleteFunc(s.box.messages(p, p.DM, ""), func(m message) bool {
			return !strings.HasPrefix(m.Text, "Good morning, "+d.name)
		})
		if !slices.ContainsFunc(digests, func(m message) bool { return strings.Contains(m.Text, "*Jane*") }) {
			t.Errorf("%s: Jane is in none of %d digests of two weeks", d.name, len(digests))
		}
	}
}

// told is the newest message that a member is answered with, in lines.
func (s *story) told(t *testing.T, name, words string) []string {
	t.Helper()
	p := s.people[name]
	said := s.box.say(p, p.DM, words).Messages
	if len(said) == 0 {
		t.Fatalf("%s is not answered to %q", name, words)
	}
	return strings.Split(said[len(said)-1].Text, "\n")
}

// changed are the lines of after that were not in before.
func changed(before, after []string) []string {
	return slices.DeleteFunc(slices.Clone(after), func(l string) bool { return slices.Contains(before, l) })
}

// R14: edit a reminder → its settings survive. All that can be chosen is chosen;
// then one thing after the other is changed, in words and in the form as the
// client sends it, and each time the rest stands as it stood.
func TestR14ChangingOneThingLeavesTheRest(t *testing.T) {
	s := stage(t, time.Date(2026, 11, 2, 7, 30, 0, 0, time.UTC))
	s.plays(
		t,
		"Mia: /met Jane coffee",
		"Mia: /rapport settings hour 8:30", "Mia: /rapport settings days mon-thu", "Mia: /rapport settings zone Asia/Tokyo",
		"Mia: /rapport settings cap 2", "Mia: /rapport settings prompt tue 10:00", "Mia: /rapport settings prompt off",
		"Mia: /rapport settings checkin thu 16:00", "Mia: /rapport settings cadence relating 21/50",
		"Mia: /rapport settings cadence nurturing every 5 weeks", "Mia: /rapport pause until 7 jan",
	)
	before := s.told(t, "Mia", "/rapport settings")
	for _, c := range []struct {
		lines []string
		want  []string // how the lines begin that change
	}{
		{[]string{"Mia: /rapport settings hour 7:15"}, []string{"Daily digest: 07:15", "Paused: next digest Thu 7 Jan 2027, 07:15"}},
		{[]string{"Mia: /rapport settings cap 4"}, []string{"At most 4"}},
		{[]string{"Mia: /rapport settings checkin wed"}, []string{"Weekly check-in, whom you met: 16:00, Wed"}},
		{[]string{"Mia: /rapport settings cadence relating 20/40"}, []string{"Rhythm in Relating: every 20 days"}},
		{[]string{"Mia: /rapport settings", "Mia presses Change settings", "Mia submits"}, nil},
		{[]string{"Mia: /rapport settings", "Mia presses Change settings", "Mia submits When shall the digest come? = 6:45"}, []string{"Daily digest: 06:45", "Paused: next digest Thu 7 Jan 2027, 06:45"}},
		{[]string{"Mia: /rapport settings", "Mia presses Change settings", "Mia submits How many people a day, at most? = 1"}, []string{"At most 1"}},
		{[]string{"Mia: /rapport settings", "Mia presses Change settings", "Mia submits Rhythm in Nurturing = 30/70"}, []string{"Rhythm in Nurturing: every month"}},
		{[]string{"Mia: /rapport settings", "Mia presses Change settings", "Mia submits The check-in comes on = thu"}, []string{"Weekly check-in, whom you met: 16:00, Thu"}},
		{[]string{"Mia: /rapport settings", "Mia presses Change settings", "Mia submits Time zone = Europe/Lisbon"}, []string{"Time zone: Europe/Lisbon"}},
		{[]string{"Mia: /met Omar lunch", "Mia: /rapport undo"}, nil},
		{[]string{"Mia: /rapport settings cap 7", "Mia presses Undo"}, nil},
	} {
		s.view = nil
		s.plays(t, c.lines...)
		after := s.told(t, "Mia", "/rapport settings")
		diff := changed(before, after)
		if len(after) != len(before) || len(diff) != len(c.want) {
			t.Errorf("%q changed %q, want %q", c.lines, diff, c.want)
		}
		for i, line := range diff {
			if i < len(c.want) && !strings.HasPrefix(line, c.want[i]) {
				t.Errorf("%q changed %q, want %q", c.lines, line, c.want[i])
			}
		}
		before = after
	}
}

// R14 about one person: the card is edited, a touch is corrected, a note is added,
// and their rhythm, their snooze and what was promised stand as they stood.
func TestR14EditingSomebodyLeavesTheirReminders(t *testing.T) {
	s := stage(t, time.Date(2026, 11, 2, 7, 30, 0, 0, time.UTC))
	s.plays(
		t,
		"Mia: /met Jane Doe coffee 2026-10-01", "Mia: /people Jane every 20/41", "Mia: /people Jane snooze until 7 dec",
		"Mia: /promise Jane the slides by 30 nov",
	)
	before := s.told(t, "Mia", "/people Jane")
	for _, c := range []struct{ lines, want []string }{
		{[]string{"Mia: /people Jane", "Mia presses Edit", "Mia submits Role = Head of design"}, []string{"Head of design"}},
		{[]string{"Mia: /people Jane", "Mia presses Edit", "Mia submits Name = Jane Miller"}, []string{"*Jane Miller*", "Also called Jane Doe"}},
		{[]string{"Mia: /people Jane #fjord"}, []string{"*Jane Miller* #fjord"}},
		{[]string{"Mia: /people Jane -- Ada starts school"}, []string{"• “Ada starts school”, noted Mon 2 Nov"}},
		{[]string{"Mia: /people Jane at Acme"}, []string{"Head of design at Acme"}},
	} {
		s.view = nil
		s.plays(t, c.lines...)
		after := s.told(t, "Mia", "/people Jane")
		if got := changed(before, after); !slices.Equal(got, c.want) {
			t.Errorf("%q changed %q, want %q", c.lines, got, c.want)
		}
		for _, stays := range []string{"Every 20 days, 41 days at the longest · their own rhythm", "Snoozed until Mon 7 Dec.", "You promised “the slides” by Mon 30 Nov"} {
			if !slices.Contains(after, stays) {
				t.Errorf("after %q it no longer says %q", c.lines, stays)
			}
		}
		before = after
	}
}
