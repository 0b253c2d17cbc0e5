package slacksim_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"rapport/internal/slacksim"
)

// web is a plain HTTP client that leaves nothing open.
func (b *box) web() *http.Client {
	return &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
}

// do calls the control interface and decodes the answer.
func (b *box) do(method, path, body string, into any) int {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.url+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	resp, err := b.web().Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	if into != nil {
		if err := json.Unmarshal(raw, into); err != nil {
			b.t.Fatalf("%s %s: %s: %v", method, path, raw, err)
		}
	}
	return resp.StatusCode
}

// newTalker makes a box with a bot that answers everything.
func newTalker(t *testing.T) *box {
	t.Helper()
	b := newBox(t, slacksim.Options{Shortcuts: []slacksim.Shortcut{{CallbackID: "log", Type: "global"}}})
	var bt *bot
	ready := make(chan struct{})
	bt = b.connect(1, func(e socketmode.Event) any {
		<-ready
		switch e.Type {
		case socketmode.EventTypeSlashCommand:
			return map[string]any{"text": "Logged.", "blocks": []slack.Block{button("b", "undo", "7")}}
		case socketmode.EventTypeInteractive:
			c := callback(e)
			if c.Type == slack.InteractionTypeShortcut {
				if _, err := bt.api.OpenView(c.TriggerID, modal("Met")); err != nil {
					t.Error(err)
				}
			}
			if c.Type == slack.InteractionTypeViewSubmission && c.View.State.Values["name"]["name"].Value == "Jnae" {
				return slack.NewErrorsViewSubmissionResponse(map[string]string{"name": "Who?"})
			}
		case socketmode.EventTypeEventsAPI:
			if ev, ok := e.Data.(slackevents.EventsAPIEvent).InnerEvent.Data.(*slackevents.AppHomeOpenedEvent); ok {
				home := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{button("b", "go", "v")}}}
				if _, err := bt.api.PublishView(ev.User, home, ""); err != nil {
					t.Error(err)
				}
			}
		}
		return nil
	})
	close(ready)
	return b
}

func TestControlPeopleAndChannels(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	var people []struct{ ID, Name, TZ, DM string }
	if b.do("GET", "/sim/members", "", &people); len(people) != 2 || people[0].DM != b.mia.DM || people[0].TZ != "Europe/Berlin" {
		t.Fatalf("members %+v", people)
	}
	var noor slacksim.Member
	if status := b.do("POST", "/sim/members", `{"name":"Noor","tz":"Asia/Kolkata"}`, &noor); status != 200 || noor.ID == "" || noor.DM == "" {
		t.Errorf("added %+v", noor)
	}
	var made []struct {
		ID, Name string
		Members  []string
		Bot      bool
	}
	b.do("POST", "/sim/channels", `[{"name":"mentors","members":["Noor","`+b.mia.ID+`"]}]`, &made)
	if len(made) != 1 || len(made[0].Members) != 2 || !made[0].Bot {
		t.Errorf("made %+v", made)
	}
	if b.do("GET", "/sim/channels", "", &made); len(made) != 2 || made[0].Name != "general" || made[1].ID == "" {
		t.Errorf("channels %+v", made)
	}
}

func TestControlActions(t *testing.T) {
	b := newTalker(t)
	as := `"as":"` + b.mia.ID + `"`
	var out slacksim.Outcome
	b.do("POST", "/sim/send", `{`+as+`,"in":"`+b.mia.DM+`","text":"/met Jane coffee"}`, &out)
	if len(out.Messages) != 1 || out.Messages[0].Text != "Logged." || !out.Messages[0].Ephemeral || out.Messages[0].User == "" || string(out.View) != "null" {
		t.Fatalf("send %+v", out)
	}
	ts := out.Messages[0].TS
	if status := b.do("POST", "/sim/click", `{`+as+`,"in":"`+b.mia.DM+`","ts":"`+ts+`","action_id":"undo","block_id":"b","value":""}`, &out); status != 200 || out.AckMS < 0 {
		t.Errorf("click %d %+v", status, out)
	}
	b.do("POST", "/sim/shortcut", `{`+as+`,"callback_id":"log"}`, &out)
	id := viewOf(t, out).ID
	b.do("POST", "/sim/submit", `{`+as+`,"view_id":"`+id+`","values":{"name":{"name":"Jnae"}}}`, &out)
	if out.Errors["name"] != "Who?" {
		t.Errorf("submit %+v", out)
	}
	out = slacksim.Outcome{}
	if b.do("POST", "/sim/submit", `{`+as+`,"view_id":"`+id+`","values":{"name":{"name":["Jane"]}}}`, &out); out.Errors != nil || string(out.View) != "null" {
		t.Errorf("submit %+v", out)
	}
	var home slack.View
	if b.do("GET", "/sim/home?unopened=yes&as="+b.mia.ID, "", &home); home.Type != "" {
		t.Errorf("a home that nobody opened %+v", home)
	}
	if b.do("GET", "/sim/home?as="+b.mia.ID, "", &home); home.Type != "home" || len(home.Blocks.BlockSet) != 1 {
		t.Errorf("home %+v", home)
	}
	if status := b.do("POST", "/sim/click", `{`+as+`,"in":"home","action_id":"go"}`, nil); status != 200 {
		t.Errorf("a click on home got %d", status)
	}
	var list []slacksim.Message
	if b.do("GET", "/sim/messages?as="+b.mia.ID+"&in="+b.mia.DM+"&since="+ts, "", &list); len(list) != 0 {
		t.Errorf("messages since %+v", list)
	}
	b.checkCalls()
}

func TestControlClockAndRefresh(t *testing.T) {
	b := newTalker(t)
	var clock struct{ Now time.Time }
	if b.do("POST", "/sim/clock", `{"advance":"168h"}`, &clock); !clock.Now.Equal(start.AddDate(0, 0, 7)) {
		t.Errorf("clock %v", clock.Now)
	}
	if b.do("POST", "/sim/clock", `{"to":"2026-12-01T09:00:00Z"}`, &clock); clock.Now.Month() != time.December {
		t.Errorf("clock %v", clock.Now)
	}
	if b.do("GET", "/sim/clock", "", &clock); clock.Now.Day() != 1 {
		t.Errorf("clock %v", clock.Now)
	}
	if status := b.do("POST", "/sim/refresh", `{"reason":"refresh_requested"}`, nil); status != 200 {
		t.Errorf("refresh got %d", status)
	}
	b.waitFor(1)
}

// checkCalls looks at the record of the calls made so far.
func (b *box) checkCalls() {
	b.t.Helper()
	var calls []slacksim.Call
	b.do("GET", "/sim/calls", "", &calls)
	var published *slacksim.Call
	for i, c := range calls {
		if c.N != uint64(i+1) || c.Args["token"] != nil {
			b.t.Errorf("call %+v", c)
		}
		if c.Method == "views.publish" {
			published = &calls[i]
		}
	}
	if published == nil || !published.OK || published.Args["view"].(map[string]any)["type"] != "home" {
		b.t.Fatalf("views.publish %+v", published)
	}
	n := len(calls)
	if b.do("GET", "/sim/calls?since=1", "", &calls); len(calls) != n-1 {
		b.t.Errorf("%d calls since 1, of %d", len(calls), n)
	}
	if status := b.do("POST", "/sim/fault", `{"method":"auth.test","mode":"500","count":1}`, nil); status != 200 {
		b.t.Errorf("fault got %d", status)
	}
	if _, err := b.client("").AuthTest(); err == nil {
		b.t.Error("the fault did not strike")
	}
}

func TestControlRefusalsAreFourHundreds(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	for _, c := range []struct{ method, path, body string }{
		{"POST", "/sim/send", ""},
		{"POST", "/sim/send", "{"},
		{"POST", "/sim/send", `{"as":1}`},
		{"POST", "/sim/send", `{"as":"U0NONE","in":"C1","text":"x"}`},
		{"POST", "/sim/click", `{"as":"` + b.mia.ID + `","in":"` + b.mia.DM + `","ts":"1.000001","action_id":"x"}`},
		{"POST", "/sim/submit", `{"as":"` + b.mia.ID + `","view_id":"V1","values":{}}`},
		{"POST", "/sim/shortcut", `{"as":"` + b.mia.ID + `","callback_id":"x"}`},
		{"POST", "/sim/close", `{"as":"` + b.mia.ID + `"}`},
		{"POST", "/sim/clock", `{}`},
		{"POST", "/sim/clock", `{"advance":"a week"}`},
		{"POST", "/sim/clock", `{"advance":"-1h"}`},
		{"POST", "/sim/clock", `{"to":"tomorrow"}`},
		{"POST", "/sim/clock", `{"to":"2020-01-01T00:00:00Z"}`},
		{"POST", "/sim/members", `{"name":""}`},
		{"POST", "/sim/members", `{"name":"Mia"}`},
		{"POST", "/sim/members", `{"name":"New","tz":"Mars/Olympus"}`},
		{"POST", "/sim/channels", `{"name":"Not A Name"}`},
		{"POST", "/sim/channels", `{"name":"new","members":["Nobody"]}`},
		{"POST", "/sim/fault", `{"method":"auth.test","mode":"slow"}`},
		{"POST", "/sim/member/U0NONE", `{"tz":"UTC"}`},
		{"POST", "/sim/refresh", `{"reason":"whim"}`},
		{"GET", "/sim/messages?as=" + b.mia.ID, ""},
		{"GET", "/sim/home?as=", ""},
		{"GET", "/sim/calls?since=x", ""},
		{"GET", "/sim/nothing", ""},
	} {
		var said struct{ Error string }
		if status := b.do(c.method, c.path, c.body, &said); status/100 != 4 || said.Error == "" {
			t.Errorf("%s %s %s got %d %q", c.method, c.path, c.body, status, said.Error)
		}
	}
}

func TestOtherSitesCannotAct(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	for _, c := range []struct{ host, origin string }{{"", "https://evil.example"}, {"evil.example:80", ""}} {
		r, err := http.NewRequest(http.MethodPost, b.url+"/sim/clock", strings.NewReader(`{"advance":"1h"}`))
		if err != nil {
			t.Fatal(err)
		}
		if c.origin != "" {
			r.Header.Set("Origin", c.origin)
		}
		if c.host != "" {
			r.Host = c.host
		}
		resp, err := b.web().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != http.StatusForbidden {
			t.Errorf("%+v got %d", c, resp.StatusCode)
		}
	}
	if now := b.Clock().Now; !now.Equal(start) {
		t.Errorf("the clock was moved to %v", now)
	}
}

func TestMemberAndChannelChangesAreTold(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	bt := b.connect(1, nil)
	b.do("POST", "/sim/member/"+b.mia.ID, `{"tz":"Asia/Tokyo"}`, nil)
	b.do("POST", "/sim/member/"+b.omar.ID, `{"deleted":true}`, nil)
	b.do("POST", "/sim/channel/"+b.general.ID, `{"leave":["Mia"]}`, nil)
	b.do("POST", "/sim/channel/"+b.general.ID, `{"archived":true}`, nil)
	b.do("POST", "/sim/app", `{"installed":false}`, nil)
	eventually(t, "six events", func() bool { return len(bt.events(socketmode.EventTypeEventsAPI)) == 6 })
	if bad := bt.events(socketmode.EventTypeErrorBadMessage); len(bad) != 0 {
		t.Errorf("%d payloads could not be parsed", len(bad))
	}
	var kinds []string
	for _, e := range bt.events(socketmode.EventTypeEventsAPI) {
		inner := e.Data.(slackevents.EventsAPIEvent).InnerEvent
		kinds = append(kinds, inner.Type)
		if u, ok := inner.Data.(*slackevents.UserChangeEvent); ok && u.User.ID == b.mia.ID && (u.User.TZ != "Asia/Tokyo" || u.User.TZOffset != 9*3600) {
			t.Errorf("user_change says %+v", u.User)
		}
	}
	if got, want := strings.Join(kinds, " "), "user_change user_change member_left_channel channel_archive tokens_revoked app_uninstalled"; got != want {
		t.Errorf("events %s, want %s", got, want)
	}
}

func TestSnapshotCountsUnreadAndSubscribersHear(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	bt := b.connect(1, nil)
	versions, stop := b.Subscribe()
	defer stop()
	shot, err := b.Snapshot(b.mia.ID, "home")
	if err != nil {
		t.Fatal(err)
	}
	b.post(bt, button("b", "go", "v"))
	eventually(t, "a newer version", func() bool {
		select {
		case v := <-versions:
			return v > shot.Version
		default:
			return false
		}
	})
	if shot, err = b.Snapshot(b.mia.ID, "home"); err != nil || shot.DM.Unread != 1 || !shot.App.Connected || shot.In != "" {
		t.Errorf("unread %d, %v", shot.DM.Unread, err)
	}
	if shot, err = b.Snapshot(b.mia.ID, b.mia.DM); err != nil || len(shot.Messages) != 1 || shot.DM.Unread != 0 {
		t.Errorf("reading shows %d, unread %d, %v", len(shot.Messages), shot.DM.Unread, err)
	}
	if _, err := b.Snapshot(b.omar.ID, b.mia.DM); err == nil {
		t.Error("Omar reads Mia's direct message")
	}
}
