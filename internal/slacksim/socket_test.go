package slacksim_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"rapport/internal/slacksim"
)

// short is an acknowledgment limit that tests can wait for.
const short = 200 * time.Millisecond

func TestSlashCommandIsAnsweredInItsAcknowledgment(t *testing.T) {
	b := newBox(t, slacksim.Options{Commands: []slacksim.Command{{Name: "/met", ShouldEscape: true}}})
	bt := b.connect(1, func(socketmode.Event) any {
		return map[string]any{"response_type": "ephemeral", "text": "Logged.", "blocks": []slack.Block{button("", "met.undo", "7")}}
	})
	out := b.send(b.mia, b.general.ID, "/met  @omar & <Jane> coffee")
	if len(out.Messages) != 1 || out.AckMS < 0 {
		t.Fatalf("outcome %+v", out)
	}
	m := out.Messages[0]
	if m.Text != "Logged." || !m.Ephemeral || !m.IsBot || !m.At.Equal(start) || !strings.Contains(string(m.Blocks), `"block_id"`) {
		t.Errorf("answer %+v %s", m, m.Blocks)
	}
	cmd := bt.events(socketmode.EventTypeSlashCommand)[0].Data.(slack.SlashCommand)
	if want := "<@" + b.omar.ID + "|omar> &amp; &lt;Jane&gt; coffee"; cmd.Text != want {
		t.Errorf("text is %q, want %q", cmd.Text, want)
	}
	if cmd.Command != "/met" || cmd.UserID != b.mia.ID || cmd.ChannelID != b.general.ID || cmd.ChannelName != "general" ||
		cmd.TriggerID == "" || !strings.HasPrefix(cmd.ResponseURL, b.url) || cmd.TeamID == "" || cmd.APIAppID == "" {
		t.Errorf("command is %+v", cmd)
	}
	if seen, err := b.Messages(b.omar.ID, b.general.ID, ""); err != nil || len(seen) != 0 {
		t.Errorf("Omar sees %v, %v", seen, err)
	}
}

func TestUnknownCommandsNeverReachTheBot(t *testing.T) {
	b := newBox(t, slacksim.Options{Commands: []slacksim.Command{{Name: "/met"}}})
	bt := b.connect(1, nil)
	out := b.send(b.mia, b.mia.DM, "/meet Jane")
	if len(out.Messages) != 1 || !out.Messages[0].Slackbot || !strings.Contains(out.Messages[0].Text, "not a valid command") || out.AckMS != -1 {
		t.Errorf("outcome %+v", out)
	}
	if n := len(bt.events(socketmode.EventTypeSlashCommand)); n != 0 {
		t.Errorf("the bot got %d commands", n)
	}
}

func TestUnansweredCommandIsNotRetried(t *testing.T) {
	b := newBox(t, slacksim.Options{AckTimeout: short})
	if out := b.send(b.mia, b.mia.DM, "/met Jane"); !strings.Contains(out.Messages[0].Text, "dispatch_failed") {
		t.Errorf("without a connection: %+v", out)
	}
	bt := b.connect(1, func(socketmode.Event) any { return silent{} })
	out := b.send(b.mia, b.mia.DM, "/met Jane")
	if len(out.Messages) != 1 || !strings.Contains(out.Messages[0].Text, "operation_timeout") || out.AckMS != -1 {
		t.Errorf("without an acknowledgment: %+v", out)
	}
	if err := b.Advance(t.Context(), start.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if n := len(bt.events(socketmode.EventTypeSlashCommand)); n != 1 {
		t.Errorf("the bot got it %d times", n)
	}
}

func TestABadAnswerIsTold(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	b.connect(1, func(socketmode.Event) any {
		return map[string]any{"text": "x", "blocks": []any{map[string]any{"type": "marquee"}}}
	})
	out := b.send(b.mia, b.mia.DM, "/met Jane")
	if len(out.Messages) != 1 || !strings.Contains(out.Messages[0].Text, "invalid_command_response") {
		t.Errorf("outcome %+v", out)
	}
	calls := b.Calls(0)
	if last := calls[len(calls)-1]; last.Method != "ack" || last.OK || !strings.Contains(last.Error, "invalid_blocks") {
		t.Errorf("the record says %+v", last)
	}
}

func TestMessagesComeAsEvents(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	bt := b.connect(1, nil)
	out := b.send(b.mia, b.mia.DM, "met Jane & Omar")
	if len(out.Messages) != 1 || !out.Messages[0].Own || out.AckMS < 0 {
		t.Errorf("outcome %+v", out)
	}
	b.send(b.mia, b.general.ID, "not for the bot")
	got := bt.events(socketmode.EventTypeEventsAPI)
	if len(got) != 1 {
		t.Fatalf("got %d events", len(got))
	}
	outer := got[0].Data.(slackevents.EventsAPIEvent)
	m := outer.InnerEvent.Data.(*slackevents.MessageEvent)
	if m.Text != "met Jane &amp; Omar" || m.User != b.mia.ID || m.ChannelType != "im" || m.TimeStamp != out.Messages[0].TS || m.ClientMsgID == "" {
		t.Errorf("event %+v", m)
	}
	envelope := outer.Data.(*slackevents.EventsAPICallbackEvent)
	if envelope.EventID == "" || len(envelope.Authorizations) != 1 || !envelope.Authorizations[0].IsBot || envelope.EventTime != int(start.Unix()) {
		t.Errorf("envelope %+v", envelope)
	}
}

func TestEventsAreRedelivered(t *testing.T) {
	b := newBox(t, slacksim.Options{AckTimeout: short})
	var deaf atomic.Bool
	deaf.Store(true)
	bt := b.connect(1, func(socketmode.Event) any {
		if deaf.Load() {
			return silent{}
		}
		return nil
	})
	if out := b.send(b.mia, b.mia.DM, "hello"); out.AckMS != -1 {
		t.Errorf("acknowledged in %d ms", out.AckMS)
	}
	at := func(d time.Duration, want int) {
		t.Helper()
		if err := b.Advance(t.Context(), start.Add(d)); err != nil {
			t.Fatal(err)
		}
		if got := bt.events(socketmode.EventTypeEventsAPI); len(got) != want {
			t.Errorf("after %v: %d deliveries, want %d", d, len(got), want)
		}
	}
	at(0, 2) // at once
	at(59*time.Second, 2)
	at(time.Minute, 3)
	deaf.Store(false)
	at(7*time.Minute, 4)
	at(time.Hour, 4)
	ids := map[string]bool{}
	for i, e := range bt.events(socketmode.EventTypeEventsAPI) {
		ids[e.Data.(slackevents.EventsAPIEvent).Data.(*slackevents.EventsAPICallbackEvent).EventID] = true
		if e.Request.RetryAttempt != i || i > 0 && e.Request.RetryReason != "timeout" {
			t.Errorf("delivery %d says attempt %d, reason %q", i, e.Request.RetryAttempt, e.Request.RetryReason)
		}
	}
	if len(ids) != 1 {
		t.Errorf("one event came under %d ids", len(ids))
	}
}

func TestEventOfADeadConnectionComesAgain(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	var first atomic.Bool
	first.Store(true)
	bt := b.connect(2, func(socketmode.Event) any {
		if first.Swap(false) {
			if _, err := b.Refresh("drop"); err != nil {
				t.Error(err)
			}
			return silent{}
		}
		return nil
	})
	b.send(b.mia, b.mia.DM, "hello")
	b.waitFor(2)
	// It comes again at once if a connection is back by then, else a minute later.
	if err := b.Advance(t.Context(), b.Clock().Now.Add(time.Minute+time.Second)); err != nil {
		t.Fatal(err)
	}
	got := bt.events(socketmode.EventTypeEventsAPI)
	if len(got) != 2 || got[1].Request.RetryReason != "connection_failed" {
		t.Errorf("got %d deliveries", len(got))
	}
}

func TestConnectionsAreRefreshed(t *testing.T) {
	b := newBox(t, slacksim.Options{RefreshWarning: short})
	b.connect(2, nil)
	for _, reason := range []string{"warning", "refresh_requested", "drop"} {
		if n, err := b.Refresh(reason); err != nil || n == 0 {
			t.Fatalf("%s: %d connections, %v", reason, n, err)
		}
		time.Sleep(2 * short)
		b.waitFor(2)
		if out := b.send(b.mia, b.mia.DM, "/met Jane"); out.AckMS < 0 {
			t.Errorf("after %s: %+v", reason, out)
		}
	}
	_, err := b.Refresh("whim")
	wantRefusal(t, err)
}

// dial opens a bare socket and returns the first frame.
func (b *box) dial() (*websocket.Conn, map[string]any) {
	b.t.Helper()
	_, url, err := b.client("").StartSocketModeContext(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	c, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { _ = c.Close() })
	return c, readFrame(b.t, c)
}

func readFrame(t *testing.T, c *websocket.Conn) map[string]any {
	t.Helper()
	var frame map[string]any
	if err := c.SetReadDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if err := c.ReadJSON(&frame); err != nil {
		t.Fatal(err)
	}
	return frame
}

func TestHelloPingAndLife(t *testing.T) {
	b := newBox(t, slacksim.Options{PingEvery: 20 * time.Millisecond, RefreshEvery: 300 * time.Millisecond, RefreshWarning: 100 * time.Millisecond})
	c, hello := b.dial()
	raw, err := json.Marshal(hello)
	if err != nil {
		t.Fatal(err)
	}
	var said socketmode.Request
	if err := json.Unmarshal(raw, &said); err != nil || said.Type != "hello" || said.NumConnections != 1 ||
		said.ConnectionInfo.AppID == "" || said.DebugInfo.Host == "" {
		t.Errorf("hello is %s", raw)
	}
	var pings int
	c.SetPingHandler(func(string) error { pings++; return nil })
	for _, reason := range []string{"warning", "refresh_requested"} {
		if f := readFrame(t, c); f["type"] != "disconnect" || f["reason"] != reason {
			t.Errorf("got %v, want %s", f, reason)
		}
	}
	if _, _, err := c.ReadMessage(); !websocket.IsCloseError(err, websocket.CloseNormalClosure) {
		t.Errorf("then %v", err)
	}
	if pings < 3 {
		t.Errorf("%d pings", pings)
	}
}

func TestTenConnectionsAtMostAndEachTicketOnce(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	for i := range 10 {
		if _, f := b.dial(); f["type"] != "hello" || int(f["num_connections"].(float64)) != i+1 {
			t.Fatalf("connection %d got %v", i, f)
		}
	}
	if _, f := b.dial(); f["reason"] != "too_many_websockets" {
		t.Errorf("the eleventh got %v", f)
	}
	_, url, err := b.client("").StartSocketModeContext(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	c, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = c.Close()
	if _, resp, err := websocket.DefaultDialer.Dial(url, nil); err == nil || resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("a ticket was taken twice: %v", err)
	}
}

func TestOversizedAcknowledgmentIsDropped(t *testing.T) {
	b := newBox(t, slacksim.Options{AckTimeout: short})
	c, _ := b.dial()
	go func() {
		var env struct {
			EnvelopeID string `json:"envelope_id"`
		}
		if c.ReadJSON(&env) == nil {
			_ = c.WriteJSON(map[string]any{"envelope_id": env.EnvelopeID, "payload": map[string]any{"text": strings.Repeat("x", 21<<10)}})
		}
	}()
	if out := b.send(b.mia, b.mia.DM, "/met Jane"); !strings.Contains(out.Messages[0].Text, "operation_timeout") {
		t.Errorf("outcome %+v", out)
	}
}

func TestPayloadsGoToOneOfTheConnections(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	bt := b.connect(3, nil)
	for range 9 {
		b.send(b.mia, b.mia.DM, "/met Jane")
	}
	if n := len(bt.events(socketmode.EventTypeSlashCommand)); n != 9 {
		t.Errorf("9 commands arrived %d times", n)
	}
}
