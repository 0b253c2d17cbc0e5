package slacksim_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
	"go.uber.org/goleak"

	"rapport/internal/slacksim"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// start is the box's time in tests: a Monday, 09:00 in London.
var start = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

// wall is a wall clock that can be put forward.
type wall struct{ ahead atomic.Int64 }

func (w *wall) now() time.Time { return time.Now().Add(time.Duration(w.ahead.Load())) }

func (w *wall) forward(d time.Duration) { w.ahead.Add(int64(d)) }

// box is a workspace with two people, a channel, and the wall it goes by.
type box struct {
	*slacksim.Sim
	t         *testing.T
	wall      *wall
	url       string
	mia, omar slacksim.Member
	general   slacksim.Channel
}

// newBox makes a workspace; with the zero Options its clock is frozen at start.
func newBox(t *testing.T, o slacksim.Options) *box {
	t.Helper()
	b := &box{t: t, wall: &wall{}}
	o.Now = b.wall.now
	if o.Start.IsZero() {
		o.Start = start
	}
	sim, err := slacksim.New(o)
	if err != nil {
		t.Fatal(err)
	}
	b.Sim = sim
	t.Cleanup(func() {
		if err := sim.Close(); err != nil {
			t.Error(err)
		}
	})
	if b.url, err = sim.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	if len(sim.Members()) == 0 {
		b.mia = b.member(slacksim.Member{Name: "Mia", RealName: "Mia Berg", TZ: "Europe/Berlin"})
		b.omar = b.member(slacksim.Member{Name: "Omar", TZ: "America/New_York"})
		b.general = b.channel(slacksim.Channel{Name: "general", Members: []string{"Mia", "Omar"}, Bot: true})
	}
	return b
}

func (b *box) member(m slacksim.Member) slacksim.Member {
	b.t.Helper()
	added, err := b.AddMember(m)
	if err != nil {
		b.t.Fatal(err)
	}
	return added
}

func (b *box) channel(c slacksim.Channel) slacksim.Channel {
	b.t.Helper()
	added, err := b.AddChannel(c)
	if err != nil {
		b.t.Fatal(err)
	}
	return added
}

// client is a slack-go client with a bot token, or whatever token is given.
func (b *box) client(token string) *slack.Client {
	if token == "" {
		token = b.Credentials().BotToken
	}
	web := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{}}
	b.t.Cleanup(web.CloseIdleConnections)
	return slack.New(token, slack.OptionAPIURL(b.url+"/api/"), slack.OptionHTTPClient(web),
		slack.OptionAppLevelToken(b.Credentials().AppToken))
}

// silent is what a handler returns to acknowledge nothing.
type silent struct{}

// bot is a real socketmode client; what arrives is kept and handed to answer.
type bot struct {
	api  *slack.Client
	mu   sync.Mutex
	seen []socketmode.Event
	stop context.CancelFunc
}

// connect runs n socketmode clients that acknowledge with what answer returns.
func (b *box) connect(n int, answer func(socketmode.Event) any) *bot {
	b.t.Helper()
	ctx, cancel := context.WithCancel(b.t.Context())
	bt := &bot{api: b.client(""), stop: cancel}
	var wg sync.WaitGroup
	for range n {
		c := socketmode.New(b.client(""))
		wg.Go(func() {
			if err := c.RunContext(ctx); err != nil && !errors.Is(err, context.Canceled) {
				b.t.Errorf("socketmode: %v", err)
			}
		})
		wg.Go(func() {
			for {
				select {
				case <-ctx.Done():
					return
				case e := <-c.Events:
					bt.take(ctx, c, e, answer)
				}
			}
		})
	}
	b.t.Cleanup(func() {
		cancel()
		wg.Wait()
	})
	b.waitFor(n)
	return bt
}

func (bt *bot) take(ctx context.Context, c *socketmode.Client, e socketmode.Event, answer func(socketmode.Event) any) {
	switch e.Type {
	case socketmode.EventTypeSlashCommand, socketmode.EventTypeInteractive, socketmode.EventTypeEventsAPI, socketmode.EventTypeErrorBadMessage:
	default:
		return
	}
	bt.mu.Lock()
	bt.seen = append(bt.seen, e)
	bt.mu.Unlock()
	var payload any
	if answer != nil {
		payload = answer(e)
	}
	if _, quiet := payload.(silent); quiet || e.Request == nil {
		return
	}
	_ = c.AckCtx(ctx, e.Request.EnvelopeID, payload) // the box tells if it is missing
}

// events returns what arrived of a type.
func (bt *bot) events(kind socketmode.EventType) []socketmode.Event {
	bt.mu.Lock()
	defer bt.mu.Unlock()
	var all []socketmode.Event
	for _, e := range bt.seen {
		if e.Type == kind {
			all = append(all, e)
		}
	}
	return all
}

// waitFor waits until n sockets are open.
func (b *box) waitFor(n int) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.t.Context(), 10*time.Second)
	defer cancel()
	if err := b.Connected(ctx, n); err != nil {
		b.t.Fatal(err)
	}
}

func (b *box) send(as slacksim.Member, in, text string) slacksim.Outcome {
	b.t.Helper()
	out, err := b.Send(b.t.Context(), as.ID, in, text)
	if err != nil {
		b.t.Fatal(err)
	}
	return out
}

// eventually waits for something that another goroutine brings about.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(8 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatalf("never: %s", what)
}

// wantCode checks for an error of the Web API.
func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	if err == nil || err.Error() != code {
		t.Errorf("got error %v, want %s", err, code)
	}
}

// wantRefusal checks for a refusal that a person gets.
func wantRefusal(t *testing.T, err error) {
	t.Helper()
	var refused *slacksim.Refusal
	if !errors.As(err, &refused) || refused.Says == "" {
		t.Errorf("got %v, want a refusal", err)
	}
}

// button is an actions block with one button.
func button(block, action, value string) slack.Block {
	return slack.NewActionBlock(block, slack.NewButtonBlockElement(action, value, slack.NewTextBlockObject("plain_text", "Press", false, false)))
}

// modal is a modal with one required text input.
func modal(title string) slack.ModalViewRequest {
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: "cb", PrivateMetadata: "kept",
		Title:  slack.NewTextBlockObject("plain_text", title, false, false),
		Submit: slack.NewTextBlockObject("plain_text", "Save", false, false),
		Blocks: slack.Blocks{BlockSet: []slack.Block{
			slack.NewInputBlock("name", slack.NewTextBlockObject("plain_text", "Name", false, false), nil,
				slack.NewPlainTextInputBlockElement(nil, "name")),
		}},
		NotifyOnClose: true,
	}
}

// viewOf decodes an outcome's view.
func viewOf(t *testing.T, out slacksim.Outcome) slack.View {
	t.Helper()
	var v slack.View
	if err := json.Unmarshal(out.View, &v); err != nil {
		t.Fatalf("view %s: %v", out.View, err)
	}
	return v
}
