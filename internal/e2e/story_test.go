package e2e

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write what was seen into the stories")

// TestStories plays every story over both doors. What is seen must be the same.
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, file := range files {
		for _, door := range []string{"socket", "http"} {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar")+"/"+door, func(t *testing.T) {
				tell(t, file, door)
			})
		}
	}
}

// tell plays a file over a door, with more flags for `bot try` where given.
func tell(t *testing.T, file, door string, flags ...string) {
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	archive := txtar.Parse(raw)
	for i, f := range archive.Files {
		s := &story{seen: map[string]string{}, shown: map[string]string{}}
		s.box = open(t, append(s.args(t, f.Name, door), flags...)...)
		got := s.play(t, string(f.Data))
		if *update && door == "socket" && len(flags) == 0 {
			archive.Files[i].Data = []byte(got)
			continue
		}
		if diff := cmp.Diff(string(f.Data), got); diff != "" {
			t.Errorf("%s, part %q (-told +seen):\n%s", file, f.Name, diff)
		}
	}
	if after := txtar.Format(archive); *update && !bytes.Equal(after, raw) {
		if err := os.WriteFile(file, after, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// story is one part of a file, being played.
type story struct {
	box    *box
	people map[string]person
	who    person
	in     string            // where the last thing happened
	view   json.RawMessage   // the open modal
	seen   map[string]string // newest ts seen, by member
	shown  map[string]string // blocks of what only one member sees, by member and ts
	out    strings.Builder
}

// args reads a part's name: "now 2026-11-02T08:00:00Z" or "demo, now …".
func (s *story) args(t *testing.T, name, door string) []string {
	t.Helper()
	seed := "empty"
	if rest, ok := strings.CutPrefix(name, "demo, "); ok {
		seed, name = "demo", rest
	}
	now, ok := strings.CutPrefix(name, "now ")
	if !ok {
		t.Fatalf("part %q does not begin with \"now \"", name)
	}
	args := []string{"--seed", seed, "--now", now}
	if door == "http" {
		args = append(args, "--http")
	}
	return args
}

var (
	says    = regexp.MustCompile(`^(\w+)(?: in #(\S+))?: (.+)$`)
	presses = regexp.MustCompile(`^(\w+) presses (.+?)(?: of (.+))?$`)
	picks   = regexp.MustCompile(`^(\w+) picks (.+?)(?: of (.+))?$`)
	submits = regexp.MustCompile(`^(\w+) submits(?: (.+))?$`)
	looks   = regexp.MustCompile(`^(\w+) looks(?: in #(\S+))?$`)
	opens   = regexp.MustCompile(`^(\w+) opens Home$`)
	sees    = regexp.MustCompile(`^(\w+) sees Home$`)
	uses    = regexp.MustCompile(`^(\w+) uses shortcut (\S+)(?: in #(\S+))?(?: on (.+))?$`)
	closes  = regexp.MustCompile(`^(\w+) closes the form$`)
	departs = regexp.MustCompile(`^(\w+) leaves Slack$`)
	fills   = regexp.MustCompile(`^(\w+) fills (.+)$`)
	moves   = regexp.MustCompile(`^clock (to|by) (\S+)$`)
)

// play does what the story's lines say and returns it with what was seen.
func (s *story) play(t *testing.T, text string) string {
	t.Helper()
	s.people = s.box.people()
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "  ") {
			continue // what was seen the last time; said anew below
		}
		fmt.Fprintln(&s.out, line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if !s.do(t, line) {
			t.Fatalf("a story can't say %q", line)
		}
	}
	return s.out.String()
}

func (s *story) do(t *testing.T, line string) bool {
	t.Helper()
	if quiet, ok := strings.CutPrefix(line, "quietly "); ok { // what is seen is not told
		told := s.out.String()
		done := s.do(t, quiet)
		s.out.Reset()
		s.out.WriteString(told)
		return done
	}
	if m := moves.FindStringSubmatch(line); m != nil {
		s.clock(t, m[1], m[2])
	} else if m := presses.FindStringSubmatch(line); m != nil {
		s.act(t, m[1], m[2], m[3])
	} else if m := picks.FindStringSubmatch(line); m != nil {
		s.act(t, m[1], m[2], m[3])
	} else if m := submits.FindStringSubmatch(line); m != nil {
		s.submit(t, m[1], m[2])
	} else if m := looks.FindStringSubmatch(line); m != nil {
		s.enter(t, m[1], m[2])
		news := s.box.messages(s.who, s.in, s.seen[s.who.ID+s.in])
		s.tell(outcome{Messages: slices.DeleteFunc(news, func(m message) bool { return s.shown[s.who.ID+m.TS] == string(m.Blocks) })})
	} else if m := opens.FindStringSubmatch(line); m != nil {
		s.enter(t, m[1], "")
		s.home("")
	} else if m := sees.FindStringSubmatch(line); m != nil {
		s.enter(t, m[1], "")
		s.home("&unopened=yes")
	} else if m := uses.FindStringSubmatch(line); m != nil {
		s.enter(t, m[1], m[3])
		s.shortcut(t, m[2], m[4])
	} else if m := closes.FindStringSubmatch(line); m != nil {
		s.who = s.people[m[1]]
		var o outcome
		s.box.must("/sim/close", map[string]any{"as": s.who.ID, "all": true}, &o)
		s.tell(o)
	} else if m := departs.FindStringSubmatch(line); m != nil {
		s.box.must("/sim/member/"+s.people[m[1]].ID, map[string]bool{"deleted": true}, nil)
	} else if m := fills.FindStringSubmatch(line); m != nil {
		s.fill(t, m[1], m[2])
	} else if m := says.FindStringSubmatch(line); m != nil {
		s.enter(t, m[1], m[2])
		s.tell(s.box.say(s.who, s.in, strings.ReplaceAll(m[3], `\n`, "\n")))
	} else {
		return false
	}
	return true
}

// enter takes the stage as a member, in a channel or in their direct message.
func (s *story) enter(t *testing.T, name, channel string) {
	t.Helper()
	p, ok := s.people[name]
	if !ok {
		t.Fatalf("nobody is called %s", name)
	}
	s.who, s.in = p, p.DM
	if channel == "" {
		return
	}
	var all []struct{ ID, Name string }
	s.box.must("/sim/channels", nil, &all)
	for _, c := range all {
		if c.Name == channel {
			s.in = c.ID
			return
		}
	}
	t.Fatalf("there is no channel #%s", channel)
}

func (s *story) clock(t *testing.T, how, what string) {
	t.Helper()
	if how == "by" {
		s.box.must("/sim/clock", map[string]any{"advance": what}, nil)
		return
	}
	at, err := time.Parse(time.RFC3339, what)
	if err != nil {
		t.Fatal(err)
	}
	s.box.to(at)
}

// act presses the newest element that is labelled so, in the open modal, on
// Home or in the conversation; of narrows it to a block or message that says so.
func (s *story) act(t *testing.T, name, label, of string) {
	t.Helper()
	s.who = s.people[name]
	where, m, found := s.find(label, of)
	if !found {
		t.Fatalf("%s sees nothing labelled %q (of %q)", name, label, of)
	}
	var o outcome
	s.box.must("/sim/click", map[string]any{
		"as": s.who.ID, "in": where, "ts": m.TS,
		"action_id": m.hit.ActionID, "block_id": m.hit.BlockID, "value": m.hit.Value,
	}, &o)
	s.tell(o)
}

// spot is a message (or a view, with no TS) and the element found in it.
type spot struct {
	TS  string
	hit element
}

func (s *story) find(label, of string) (string, spot, bool) {
	if s.view != nil {
		if e, ok := pick(elements(s.view), label, of); ok {
			return "view", spot{hit: e}, true
		}
	}
	if s.in == "home" {
		e, ok := pick(elements(s.published("&unopened=yes")), label, of)
		return "home", spot{hit: e}, ok
	}
	all := s.box.messages(s.who, s.in, "")
	for _, m := range slices.Backward(all) {
		if e, ok := pick(elements(m.Blocks), label, of); ok {
			return s.in, spot{TS: m.TS, hit: e}, true
		}
	}
	return "", spot{}, false
}

// submit fills in "Field = value; Field = value" by label and submits.
func (s *story) submit(t *testing.T, name, fields string) {
	t.Helper()
	s.who = s.people[name]
	if s.view == nil {
		t.Fatalf("%s has no modal open", name)
	}
	var view struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(s.view, &view); err != nil {
		t.Fatal(err)
	}
	values := map[string]map[string]any{}
	for label, value := range fieldsOf(fields) {
		e, ok := input(s.view, label)
		if !ok {
			t.Fatalf("the modal has no field %q", label)
		}
		values[e.BlockID] = map[string]any{e.ActionID: e.meant(value)}
	}
	var o outcome
	s.box.must("/sim/submit", map[string]any{"as": s.who.ID, "view_id": view.ID, "values": values}, &o)
	s.tell(o)
}

// fieldsOf reads "Field = value; Field = value".
func fieldsOf(fields string) map[string]string {
	all := map[string]string{}
	for field := range strings.SplitSeq(fields, "; ") {
		if label, value, _ := strings.Cut(field, " = "); label != "" {
			all[label] = value
		}
	}
	return all
}

// fill puts values into the inputs of the newest message that has them, by
// their labels. The bot hears of them with the next press there.
func (s *story) fill(t *testing.T, name, fields string) {
	t.Helper()
	s.who = s.people[name]
	all := s.box.messages(s.who, s.in, "")
	for label, value := range fieldsOf(fields) {
		filled := false
		for _, m := range slices.Backward(all) {
			e, ok := input(m.Blocks, label)
			if !ok {
				continue
			}
			filled = true
			s.box.must("/sim/click", map[string]any{
				"as": s.who.ID, "in": s.in, "ts": m.TS, "action_id": e.ActionID, "block_id": e.BlockID, "value": e.meant(value),
			}, nil)
			break
		}
		if !filled {
			t.Fatalf("%s sees no message with a field %q", name, label)
		}
	}
}

// shortcut uses a global shortcut, or that of the oldest message which says on.
func (s *story) shortcut(t *testing.T, callback, on string) {
	t.Helper()
	act := map[string]any{"as": s.who.ID, "callback_id": callback, "in": s.in}
	if on != "" {
		all := s.box.messages(s.who, s.in, "")
		at := slices.IndexFunc(all, func(m message) bool { return strings.Contains(m.Text, on) })
		if at < 0 {
			t.Fatalf("%s sees no message that says %q", s.who.Name, on)
		}
		act["ts"] = all[at].TS
	}
	var o outcome
	s.box.must("/sim/shortcut", act, &o)
	s.tell(o)
}

// published is App Home; how "&unopened=yes" looks at what the bot published
// last, without its hearing of it.
func (s *story) published(how string) json.RawMessage {
	var home json.RawMessage
	s.box.must("/sim/home?as="+s.who.ID+how, nil, &home)
	return home
}

func (s *story) home(how string) {
	s.in = "home"
	for _, l := range draw(s.published(how)) {
		fmt.Fprintln(&s.out, "  "+l)
	}
}

// tell writes what was seen, indented.
func (s *story) tell(o outcome) {
	for _, m := range o.Messages {
		if m.User == s.who.ID {
			continue // their own words
		}
		if m.TS > s.seen[s.who.ID+s.in] && !m.Ephemeral {
			s.seen[s.who.ID+s.in] = m.TS
		}
		who := "rapport"
		if m.Ephemeral {
			s.shown[s.who.ID+m.TS] = string(m.Blocks)
			who += ", only to " + strings.Fields(s.who.Name)[0]
		}
		at := m.At.In(s.zone()).Format("Mon 2 Jan 15:04")
		fmt.Fprintf(&s.out, "  %s (%s): %s\n", who, at, indent(m.Text))
		for _, l := range draw(m.Blocks) {
			fmt.Fprintln(&s.out, "    "+l)
		}
	}
	s.view = nil
	if len(o.View) > 0 && string(o.View) != "null" {
		s.view = o.View
		for _, l := range draw(o.View) {
			fmt.Fprintln(&s.out, "  | "+l)
		}
	}
	blocks := make([]string, 0, len(o.Errors))
	for b := range o.Errors {
		blocks = append(blocks, b)
	}
	slices.Sort(blocks)
	for _, b := range blocks {
		fmt.Fprintf(&s.out, "  ! %s\n", o.Errors[b])
	}
}

func (s *story) zone() *time.Location {
	loc, err := time.LoadLocation(s.who.TZ)
	if err != nil {
		return time.UTC
	}
	return loc
}

func indent(text string) string { return strings.ReplaceAll(text, "\n", "\n    ") }
