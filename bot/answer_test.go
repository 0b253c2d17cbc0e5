package bot

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"rapport/bot/view"
)

func modalOf(private string) *slack.ModalViewRequest {
	return &slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: "met.modal", PrivateMetadata: private,
		Title:  slack.NewTextBlockObject(slack.PlainTextType, "Log", false, false),
		Blocks: slack.Blocks{BlockSet: []slack.Block{slack.NewDividerBlock()}},
	}
}

func TestWhatRidesOnTheAcknowledgment(t *testing.T) {
	say := Answer{Message: new(view.Say("hello"))}
	form := Answer{Modal: modalOf("")}
	tests := []struct {
		name   string
		door   Door
		answer Answer
		want   string // in the payload; "" when nothing rides
		left   bool   // something follows
	}{
		{"slash message", SlashDoor, say, `"response_type":"ephemeral"`, false},
		{"slash modal", SlashDoor, form, "", true},
		{"button message", ButtonDoor, say, "", true},
		{"typed message", TypedDoor, say, "", true},
		{"modal errors", ModalDoor, Answer{Errors: map[string]string{"who": "no"}}, `{"response_action":"errors","errors":{"who":"no"}}`, false},
		{"modal after modal", ModalDoor, form, `"response_action":"update"`, false},
		{"modal message", ModalDoor, say, "", true},
		{"nothing", SlashDoor, Answer{}, "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			payload, left := ride(Command{Reply: Reply{Door: tt.door}}, tt.answer, 0)
			got := ""
			if payload != nil {
				b, err := json.Marshal(payload)
				if err != nil {
					t.Fatal(err)
				}
				got = string(b)
			}
			if (tt.want == "") != (got == "") || !strings.Contains(got, tt.want) {
				t.Errorf("payload %s, want %s", got, tt.want)
			}
			if more := left.Message != nil || left.Modal != nil; more != tt.left {
				t.Errorf("left %+v", left)
			}
		})
	}
}

func TestALargeAnswerDoesNotRide(t *testing.T) {
	long := view.Message{Text: strings.Repeat("x", maxAck)}
	c := slashed("1", "")
	payload, left := ride(c, Answer{Message: &long}, maxAck)
	if payload != nil || left.Message == nil {
		t.Errorf("payload %v, left %+v", payload, left)
	}
	if payload, _ := ride(c, Answer{Message: &long}, 0); payload == nil {
		t.Error("over HTTP there is no such limit")
	}
}

func TestAnswersTakeTheirWay(t *testing.T) {
	const url = "/reply"
	say, form := Answer{Message: new(view.Say("hello"))}, Answer{Modal: modalOf("")}
	replace := Answer{Message: new(view.Say("hello")), Replace: true}
	button := Command{Workspace: team, Member: "U1", Channel: "D1", Trigger: "t1", Reply: Reply{Door: ButtonDoor, URL: url, TS: "1.2"}}
	with := func(c Command, f func(*Command)) Command { f(&c); return c }
	tests := []struct {
		name    string
		command Command
		answer  Answer
		broken  []string // methods that refuse
		want    []string // the calls made, in order
		body    string   // in the last of them
	}{
		{"button", button, say, nil, []string{url}, `"response_type":"ephemeral"`},
		{"button replaces", button, replace, nil, []string{url}, `"replace_original":true`},
		{"button deletes", button, Answer{Delete: true}, nil, []string{url}, `"delete_original":true`},
		{"url used up, replaces", button, replace, []string{url}, []string{url, "chat.update"}, "1.2"},
		{"url used up, deletes", button, Answer{Delete: true}, []string{url}, []string{url, "chat.delete"}, "1.2"},
		{"url used up and message gone", button, replace, []string{url, "chat.update"}, []string{url, "chat.update", "chat.postMessage"}, "hello"},
		{"url used up in a channel", with(button, func(c *Command) { c.Channel = "C1" }), say, []string{url}, []string{url, "chat.postEphemeral"}, "U1"},
		{"not in the channel", with(button, func(c *Command) { c.Channel = "C1" }), say, []string{url, "chat.postEphemeral"}, []string{url, "chat.postEphemeral", "chat.postMessage"}, "D1"},
		{"typed", Command{Workspace: team, Member: "U1", Channel: "D1", Reply: Reply{Door: TypedDoor, Thread: "7.7"}}, say, nil, []string{"chat.postMessage"}, "7.7"},
		{"home button", Command{Workspace: team, Member: "U1", Reply: Reply{Door: HomeDoor}}, say, nil, []string{"chat.postMessage"}, "hello"},
		{"button opens", button, form, nil, []string{"views.open"}, "t1"},
		{"button in a modal", with(button, func(c *Command) { c.Reply = Reply{Door: ButtonDoor, ViewID: "V1", ViewHash: "h1"} }), form, nil, []string{"views.update"}, "h1"},
		{"trigger over", button, form, []string{"views.open"}, []string{"views.open", url}, "too slow to open"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t, nil)
			for _, m := range tt.broken {
				r.slack.says(m, `{"ok":false,"error":"expired"}`)
				if m == url {
					r.slack.does(m, status(http.StatusNotFound))
				}
			}
			c := tt.command
			if c.Reply.URL != "" {
				c.Reply.URL = r.slack.URL + c.Reply.URL
			}
			r.follow(t.Context(), c, tt.answer)
			r.settle(t)
			if got := r.slack.methods(); !slices.Equal(got, tt.want) {
				t.Fatalf("calls %v, want %v\n%s", got, tt.want, r.log)
			}
			calls := r.slack.made("")
			args := calls[len(calls)-1].Args
			var body strings.Builder
			for _, v := range args {
				body.WriteString(strings.Join(v, " "))
				body.WriteString(" ")
			}
			if !strings.Contains(body.String(), tt.body) {
				t.Errorf("the last call carries %s, want %s", body.String(), tt.body)
			}
		})
	}
}

// TestAFastTypistIsAnsweredAMomentLater: Slack takes one message a second.
func TestAFastTypistIsAnsweredAMomentLater(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	calls := 0
	r.slack.does("chat.postMessage", func(rw http.ResponseWriter, req *http.Request) {
		if calls++; calls == 1 {
			rw.Header().Set("Retry-After", "1")
			rw.WriteHeader(http.StatusTooManyRequests)
			return
		}
		says(`{"ok":true,"channel":"D1","ts":"1"}`)(rw, req)
	})
	c := Command{Workspace: team, Member: "U1", Channel: "D1", Reply: Reply{Door: TypedDoor}}
	r.follow(t.Context(), c, Answer{Message: new(view.Say("hello"))})
	r.settle(t)
	if calls != 2 {
		t.Errorf("posted %d times, want once more after the wait\n%s", calls, r.log)
	}
}

func TestNothingIsSaidTwiceWhenTheFateIsUnknown(t *testing.T) {
	r := newRig(t, nil)
	r.slack.does("/reply", status(http.StatusBadGateway))
	c := Command{Workspace: team, Member: "U1", Channel: "D1", Reply: Reply{Door: ButtonDoor, URL: r.slack.URL + "/reply", TS: "1.2"}}
	r.follow(t.Context(), c, Answer{Message: new(view.Say("hello")), Replace: true})
	r.settle(t)
	if got := r.slack.methods(); !slices.Equal(got, []string{"/reply"}) {
		t.Errorf("calls %v: it may have arrived the first time", got)
	}
}

func TestNoLinkIsUnfurled(t *testing.T) {
	r := newRig(t, nil)
	r.follow(t.Context(), Command{Workspace: team, Member: "U1", Channel: "D1", Reply: Reply{Door: TypedDoor}}, Answer{Message: new(view.Say("x"))})
	r.settle(t)
	args := r.slack.made("chat.postMessage")[0].Args
	if args.Get("unfurl_links") != "false" || args.Get("unfurl_media") != "false" {
		t.Errorf("args %v", args)
	}
	b, err := json.Marshal(webhook(view.Say("x")))
	if err != nil || !strings.Contains(string(b), `"unfurl_links":false,"unfurl_media":false`) {
		t.Errorf("webhook %s, %v", b, err)
	}
}

func TestOnlySlacksOwnResponseURLsAreAnswered(t *testing.T) {
	own := &Installation{APIURL: "http://127.0.0.1:8844/api/"}
	tests := map[string]bool{
		"https://hooks.slack.com/commands/T1/2/3":      true,
		"https://hooks.slack-gov.com/actions/T1":       true,
		"http://127.0.0.1:8844/actions/x":              true,
		"http://hooks.slack.com/commands/T1":           false,
		"https://hooks.slack.com.evil.example/x":       false,
		"https://evil.example/hooks.slack.com":         false,
		"https://mia@hooks.slack.com/x":                false,
		"https://hooks.slack.com:444/x":                false,
		"https://slack.com/x":                          false,
		"http://127.0.0.1:8845/actions/x":              false,
		"http://169.254.169.254/latest/meta-data":      false,
		"file:///etc/passwd":                           false,
		"":                                             false,
		"://":                                          false,
		"https://hooks.slack.com\\@evil.example/":      false,
		"https://HOOKS.slack.com.":                     false,
		"https://127.0.0.1:8844/actions/other-scheme/": false,
	}
	for url, want := range tests {
		if got := own.answers(url); got != want {
			t.Errorf("answers(%q) = %v", url, got)
		}
	}
	if (&Installation{}).answers("/x") {
		t.Error("without an API URL of its own, no other host is answered")
	}
}

func TestAForeignResponseURLIsRefused(t *testing.T) {
	r, other := newRig(t, nil), newFakeSlack(t)
	c := Command{Workspace: team, Member: "U1", Channel: "D1", Reply: Reply{Door: ButtonDoor, URL: other.URL + "/steal"}}
	r.follow(t.Context(), c, Answer{Message: new(view.Say("secret"))})
	r.settle(t)
	if got := other.methods(); len(got) > 0 {
		t.Errorf("the other host was told: %v", got)
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	r, other := newRig(t, nil), newFakeSlack(t)
	r.slack.does("/reply", func(rw http.ResponseWriter, q *http.Request) {
		http.Redirect(rw, q, other.URL+"/steal", http.StatusTemporaryRedirect)
	})
	c := Command{Workspace: team, Member: "U1", Channel: "D1", Reply: Reply{Door: ButtonDoor, URL: r.slack.URL + "/reply"}}
	r.follow(t.Context(), c, Answer{Message: new(view.Say("secret"))})
	r.settle(t)
	if got := other.methods(); len(got) > 0 {
		t.Errorf("the redirect was followed: %v", got)
	}
	if strings.Contains(r.log.String(), "secret") {
		t.Errorf("log: %s", r.log)
	}
}

func TestAModalRemembersWhereItBegan(t *testing.T) {
	c := Command{Channel: "C1", Reply: Reply{Door: SlashDoor, URL: "https://hooks.slack.com/x", TS: "1.2"}}
	v := placed(c, *modalOf(`{"contact":"abc"}`))
	from, own := parsePlace(v.PrivateMetadata)
	if own != `{"contact":"abc"}` || from.Channel != "C1" || from.URL != "https://hooks.slack.com/x" || from.TS != "1.2" {
		t.Errorf("came back as %+v, %q", from, own)
	}
	full := placed(c, *modalOf(strings.Repeat("x", maxPrivate-20)))
	if len(full.PrivateMetadata) > maxPrivate {
		t.Errorf("%d bytes", len(full.PrivateMetadata))
	}
	if from, own := parsePlace(full.PrivateMetadata); from.URL != "" || len(own) != maxPrivate-20 {
		t.Errorf("with no room left: %+v, %d bytes", from, len(own))
	}
	if _, own := parsePlace("not ours"); own != "not ours" {
		t.Errorf("foreign metadata came back as %q", own)
	}
}

func TestASubmittedModalIsAnsweredWhereItBegan(t *testing.T) {
	r := newRig(t, map[string]Handler{"met.modal": func(context.Context, Command) (Answer, error) {
		return Answer{Message: new(view.Say("remembered"))}, nil
	}})
	a := r.take(t, Command{
		ID: "1", Workspace: team, Member: "U1", Channel: "C1", Verb: "met.modal", At: monday,
		Reply: Reply{Door: ModalDoor, ViewID: "V1", URL: r.slack.URL + "/reply"},
	})
	if a.Payload != nil {
		t.Errorf("payload %v: an empty acknowledgment closes the modal", a.Payload)
	}
	if got := r.slack.methods(); !slices.Equal(got, []string{"/reply"}) {
		t.Errorf("calls %v", got)
	}
}

// TestAReplyReadsAsSlacksOwnMessage holds what rides on an acknowledgment against the
// type that slack-go has for it, for whatever the bot says.
func TestAReplyReadsAsSlacksOwnMessage(t *testing.T) {
	said := map[string]view.Message{"help": view.MetHelp(), "escaped": view.Say("*hello* & <welcome>"), "bare": {Text: "no blocks"}, "no row": {Blocks: []slack.Block{&slack.ActionBlock{}}}}
	goldens, err := filepath.Glob("view/testdata/*.golden.json")
	if err != nil || len(goldens) < 40 {
		t.Fatalf("%d goldens, %v", len(goldens), err)
	}
	for _, path := range goldens {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var messages map[string]struct {
			Text   string
			Blocks slack.Blocks
		}
		if err := json.Unmarshal(text, &messages); err != nil {
			t.Fatal(path, err)
		}
		for what, m := range messages {
			said[path+" "+what] = view.Message{Text: m.Text, Blocks: m.Blocks.BlockSet}
		}
	}
	for what, m := range said {
		theirs := webhook(m)
		theirs.ResponseType = slack.ResponseTypeEphemeral
		want, err := json.Marshal(theirs)
		if err != nil {
			t.Fatal(what, err)
		}
		if got, err := json.Marshal(ephemeral(m)); err != nil || string(got) != string(want) {
			t.Errorf("%s: %s, %v\nwant %s", what, got, err, want)
		}
	}
}
