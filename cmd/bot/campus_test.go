package main

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"rapport/bot"
	"rapport/internal/slacksim"
)

// campus is a mentoring program that the real rooms keep, in a workspace in a box
// whose clock stands until it is moved: Lena organises it in a channel. Everything
// that reaches somebody is kept.
type campus struct {
	*porch
	dsn     string
	channel string
	people  map[string]slacksim.Member
	// saw is all that reached a member and nobody else, and posted what the channel
	// was told.
	saw    map[string]*strings.Builder
	posted strings.Builder
	since  map[string]string // the newest message looked at, by conversation
	gone   map[string]bool   // who has left the workspace
	called uint64            // the number of the newest call looked at
}

// newCampus opens a program of pairs that Lena makes on Monday, 2 November: each is
// "Omar-Mia", the mentor first. Others are in the channel, and in no pair.
func newCampus(t testing.TB, pairs []string, others ...string) *campus {
	t.Helper()
	dsn := filepath.Join(t.TempDir(), "rapport.db")
	c := &campus{
		porch: porchOf(t, dsn, slacksim.Options{Start: monday.Add(time.Hour), Events: bot.Events}), dsn: dsn,
		people: map[string]slacksim.Member{}, saw: map[string]*strings.Builder{}, since: map[string]string{}, gone: map[string]bool{},
	}
	names := append([]string{"Lena"}, others...)
	for _, p := range pairs {
		for name := range strings.SplitSeq(p, "-") {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	for _, name := range names {
		c.people[name], c.saw[name] = c.meet(name), &strings.Builder{}
	}
	room, err := c.sim.AddChannel(slacksim.Channel{Name: "eng-mentors", Members: names, Bot: true})
	if err != nil {
		t.Fatal(err)
	}
	c.channel = room.ID
	c.says("Lena", "#/mentoring start Engineering Mentors")
	c.submits("Lena", nil)
	for _, p := range pairs {
		mentor, mentee, _ := strings.Cut(p, "-")
		c.joins(mentor, "mentor")
		c.joins(mentee, "mentee")
		c.says("Lena", "#/mentoring pair @"+mentor+" @"+mentee)
	}
	return c
}

// joins has somebody join, unless they have.
func (c *campus) joins(name, role string) {
	c.t.Helper()
	if !strings.Contains(c.says(name, "#/mentoring"), "You are a "+role) {
		c.says(name, "#/mentoring join "+role+" up to 3")
		c.presses(name, "#", "mentoring.yes")
	}
}

// named turns "@Omar" into a mention.
var atName = regexp.MustCompile(`@([A-Z]\pL+)`)

func (c *campus) named(text string) string {
	return atName.ReplaceAllStringFunc(text, func(s string) string {
		if m, ok := c.people[s[1:]]; ok {
			return "<@" + m.ID + ">"
		}
		return s
	})
}

// in is a conversation of somebody's: "#" is the program's channel, "" their own
// with the bot.
func (c *campus) in(name, where string) string {
	if where == "#" {
		return c.channel
	}
	return c.people[name].DM
}

// says has somebody type in their conversation with the bot, or in the channel where
// the text begins with "#", and returns what reached them.
func (c *campus) says(name, text string) string {
	c.t.Helper()
	where, rest := "", text
	if strings.HasPrefix(text, "#") {
		where, rest = "#", text[1:]
	}
	got, err := c.sim.Send(c.t.Context(), c.people[name].ID, c.in(name, where), c.named(rest))
	if err != nil || got.AckMS < 0 {
		c.t.Fatalf("%s says %q: %+v, %v", name, text, got, err)
	}
	return c.reached(name, got)
}

// presses has somebody press the newest button of a verb in a conversation: "" is
// theirs with the bot, "#" the channel, "home" and "view" what they are.
func (c *campus) presses(name, where, verb string) string {
	c.t.Helper()
	act := slacksim.Act{As: c.people[name].ID, ActionID: verb, In: where}
	if where == "" || where == "#" {
		act.In = c.in(name, where)
		all, err := c.sim.Messages(act.As, act.In, "")
		if err != nil {
			c.t.Fatal(err)
		}
		for _, m := range all {
			if m.IsBot && strings.Contains(string(m.Blocks), `"`+verb+`"`) {
				act.TS = m.TS
			}
		}
		if act.TS == "" {
			c.t.Fatalf("%s has no button %s", name, verb)
		}
	}
	got, err := c.sim.Click(c.t.Context(), act)
	if err != nil || got.AckMS < 0 {
		c.t.Fatalf("%s presses %s: %+v, %v", name, verb, got, err)
	}
	return c.reached(name, got)
}

// submits sends the open form, with values by block where they are others than those
// that stand there.
func (c *campus) submits(name string, values map[string]string) string {
	c.t.Helper()
	typed := map[string]map[string]slacksim.Value{}
	for block, v := range values {
		typed[block] = map[string]slacksim.Value{"in": {v}}
	}
	got, err := c.sim.Submit(c.t.Context(), c.people[name].ID, "", typed)
	if err != nil || got.AckMS < 0 || len(got.Errors) > 0 {
		c.t.Fatalf("%s submits: %+v, %v", name, got, err)
	}
	return c.reached(name, got)
}

// closes has somebody close whatever form is open.
func (c *campus) closes(name string) {
	c.t.Helper()
	if _, err := c.sim.CloseView(c.t.Context(), c.people[name].ID, "", true); err != nil {
		if _, none := errors.AsType[*slacksim.Refusal](err); !none {
			c.t.Fatal(err)
		}
	}
}

// reached keeps what came of what somebody did, and all else that came meanwhile.
func (c *campus) reached(name string, got slacksim.Outcome) string {
	c.t.Helper()
	var said strings.Builder
	for _, m := range got.Messages {
		if m.IsBot && (m.In != c.channel || m.Ephemeral) {
			said.WriteString(c.told(m))
		}
	}
	said.Write(got.View)
	for _, e := range got.Errors {
		said.WriteString("\n" + e)
	}
	c.saw[name].WriteString(said.String())
	c.look()
	return said.String()
}

// told is all that a message says, its files included.
func (c *campus) told(m slacksim.Message) string {
	text := "\n" + m.Text + "\n" + string(m.Blocks)
	for _, a := range m.Files {
		if f, ok := c.sim.File(a.ID); ok && !a.Picture() {
			text += "\n" + f.Title + "\n" + string(f.Data)
		}
	}
	return text
}

// look keeps what came since it was looked the last time, to everybody.
func (c *campus) look() {
	c.t.Helper()
	see := func(name, where string, into *strings.Builder) {
		all, err := c.sim.Messages(c.people[name].ID, where, c.since[where])
		if err != nil {
			c.t.Fatal(err)
		}
		for _, m := range all {
			c.since[where] = m.TS
			if m.IsBot && !m.Ephemeral {
				into.WriteString(c.told(m))
			}
		}
	}
	reader := ""
	for name, m := range c.people {
		if !c.gone[name] {
			see(name, m.DM, c.saw[name])
			reader = name
		}
	}
	see(reader, c.channel, &c.posted)
}

// opens has somebody look at App Home.
func (c *campus) opens(name string) string {
	c.t.Helper()
	if _, err := c.sim.OpenHome(c.t.Context(), c.people[name].ID); err != nil {
		c.t.Fatal(err)
	}
	c.settle()
	v, err := c.sim.Home(c.people[name].ID)
	if err != nil {
		c.t.Fatal(err)
	}
	if v == nil {
		return ""
	}
	c.saw[name].Write(v.Blocks)
	return string(v.Blocks)
}

// to moves the clock, and all that is due happens on the way.
func (c *campus) to(month time.Month, day, hour int) {
	c.t.Helper()
	at := time.Date(2026, month, day, hour, 0, 0, 0, time.UTC)
	if month < time.October {
		at = at.AddDate(1, 0, 0)
	}
	if err := c.sim.Advance(c.t.Context(), at); err != nil {
		c.t.Fatal(err)
	}
	c.look()
}

// forges has somebody press a button that was never shown to them, or send a form
// that was never opened for them, and returns all that the bot answered, whichever
// way. Of a form the value is its private metadata.
func (c *campus) forges(name, verb, value string, fields map[string]string) string {
	c.t.Helper()
	c.mu.Lock()
	c.signed++
	n := c.signed
	c.mu.Unlock()
	payload := map[string]any{
		"team": map[string]any{"id": c.porch.in.Workspace}, "user": map[string]any{"id": c.people[name].ID}, "api_app_id": c.porch.in.App,
		"trigger_id": strings.Repeat("1", 4) + "." + url.QueryEscape(verb) + "." + time.Duration(n).String(),
	}
	if fields == nil {
		payload["type"] = "block_actions"
		payload["channel"] = map[string]any{"id": c.people[name].DM}
		payload["actions"] = []any{map[string]any{"type": "button", "action_id": verb, "block_id": "do", "value": value}}
	} else {
		values := map[string]any{}
		for block, v := range fields {
			values[block] = map[string]any{"in": map[string]any{"type": "plain_text_input", "value": v}}
		}
		private, err := json.Marshal(map[string]any{"c": c.people[name].DM, "p": value})
		if err != nil {
			c.t.Fatal(err)
		}
		payload["type"] = "view_submission"
		payload["view"] = map[string]any{
			"id": "V" + time.Duration(n).String(), "type": "modal", "callback_id": verb, "hash": "1", "private_metadata": string(private),
			"state": map[string]any{"values": values},
		}
	}
	raw, err := json.Marshal(payload)
	if err != nil {
		c.t.Fatal(err)
	}
	c.calls()
	x := parcel{"/slack/interactivity", "application/x-www-form-urlencoded", []byte(url.Values{"payload": {string(raw)}}.Encode())}
	answer := c.bring(x, 0)
	c.must(answer.Code, x)
	c.settle()
	said := answer.Body.String()
	for _, call := range c.calls() {
		args, err := json.Marshal(call.Args)
		if err != nil {
			c.t.Fatal(err)
		}
		said += "\n" + call.Method + " " + string(args)
	}
	return said
}

// calls are the bot's calls to Slack since they were looked at last.
func (c *campus) calls() []slacksim.Call {
	all := c.sim.Calls(c.called)
	if n := len(all); n > 0 {
		c.called = all[n-1].N
	}
	return all
}

// numbers are the metrics, as they are shown.
func (c *campus) numbers() string {
	rw := httptest.NewRecorder()
	promhttp.HandlerFor(c.metrics, promhttp.HandlerOpts{}).ServeHTTP(rw, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	return rw.Body.String()
}
