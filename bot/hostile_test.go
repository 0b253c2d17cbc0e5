package bot

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// listening serves a handler on a real listener and returns its address.
func listening(t *testing.T, h http.Handler, most int) (addr string) {
	t.Helper()
	srv := NewServer(h, slog.New(slog.DiscardHandler), most)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- srv.Serve(l) }()
	t.Cleanup(func() {
		if err := srv.Close(); err != nil {
			t.Error(err)
		}
		<-done
	})
	return l.Addr().String()
}

// endless is a body without an end.
type endless struct{ read int64 }

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	e.read += int64(len(p))
	return len(p), nil
}

// zipped is nearly a gigabyte of zeroes, in less than a megabyte.
func zipped(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(make([]byte, 1<<20)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return strings.Repeat(b.String(), maxBody/b.Len()-1) // a file of many members
}

// fetched sends a request and returns what it is answered with. Whoever has not
// sent all of it when we hang up may not hear more than that.
func fetched(t *testing.T, q *http.Request) (status int, said string, cut bool) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true, DisableCompression: true}}
	res, err := client.Do(q)
	if err == nil {
		defer res.Body.Close()
		var body []byte
		if body, err = io.ReadAll(res.Body); err == nil {
			return res.StatusCode, string(body), false
		}
	}
	if errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) {
		return 0, "", true
	}
	t.Fatal(err)
	return 0, "", false
}

// TestMonstersAreTurnedAway sends what is made to be expensive, signed where that
// makes it worse. Each is refused, in bounded time and memory.
func TestMonstersAreTurnedAway(t *testing.T) {
	never := func(context.Context, Command) (Answer, error) {
		t.Error("handled")
		return Answer{}, nil
	}
	r := newRig(t, map[string]Handler{"met": never, "typed": never})
	addr := listening(t, r.HTTPHandler(), 100)
	deep := strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)
	objects := strings.Repeat(`{"a":`, 100_000) + "1" + strings.Repeat("}", 100_000)
	stream := &endless{}
	bomb := zipped(t)
	tests := []struct {
		name, path, kind, body string
		from                   io.Reader // in place of body, chunked and not signed rightly
		unsigned               bool
		header                 http.Header
		want                   int
	}{
		{name: "a large body", path: "commands", kind: form, body: "text=" + strings.Repeat("x", maxBody), want: http.StatusRequestEntityTooLarge},
		{name: "a large body that nobody signed", path: "commands", kind: form, body: "text=" + strings.Repeat("x", maxBody), unsigned: true, want: http.StatusUnauthorized},
		{name: "a body without an end", path: "events", kind: jsonType, from: stream, want: http.StatusRequestEntityTooLarge},
		{name: "a gigabyte, zipped", path: "commands", kind: form, body: bomb, header: http.Header{"Content-Encoding": {"gzip"}}, want: http.StatusBadRequest},
		{name: "an event of a gigabyte, zipped", path: "events", kind: jsonType, body: bomb, header: http.Header{"Content-Encoding": {"gzip"}}, want: http.StatusBadRequest},
		{name: "ten thousand headers", path: "commands", kind: form, body: "a=b", header: many(10_000), want: http.StatusRequestHeaderFieldsTooLarge},
		{name: "a deep event", path: "events", kind: jsonType, body: deep, want: http.StatusBadRequest},
		{name: "a deep event of objects", path: "events", kind: jsonType, body: `{"type":"event_callback","team_id":"T1","event":` + objects + "}", want: http.StatusBadRequest},
		{name: "a deep interaction", path: "interactivity", kind: form, body: url.Values{"payload": {deep}}.Encode(), want: http.StatusBadRequest},
		{name: "a million keys", path: "commands", kind: form, body: strings.Repeat("a&", 1_000_000), want: http.StatusRequestEntityTooLarge},
		{name: "half a million keys", path: "commands", kind: form, body: strings.Repeat("a&", 500_000), want: http.StatusBadRequest},
		{name: "a million commas", path: "events", kind: jsonType, body: `{"event":[` + strings.Repeat("0,", 500_000) + "0]}", want: http.StatusOK},
		{name: "a long number", path: "events", kind: jsonType, body: `{"type":` + strings.Repeat("9", 900_000) + "}", want: http.StatusBadRequest},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body := tt.from
			if body == nil {
				body = strings.NewReader(tt.body)
			}
			q, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+addr+"/slack/"+tt.path, body)
			if err != nil {
				t.Fatal(err)
			}
			if !tt.unsigned {
				sign(q, tt.body, time.Now())
			}
			maps.Copy(q.Header, tt.header)
			q.Header.Set("Content-Type", tt.kind)
			before, begun := allocated(), time.Now()
			status, said, cut := fetched(t, q)
			if status != tt.want && (!cut || tt.want < http.StatusUnauthorized) || len(said) > 100 {
				t.Errorf("it is answered with %d %.200s, want %d", status, said, tt.want)
			}
			if d := time.Since(begun); d > 5*time.Second {
				t.Errorf("it took %v", d)
			}
			if mb := (allocated() - before) >> 20; mb > 150 {
				t.Errorf("it took %d MB", mb)
			}
		})
	}
	if stream.read > 16<<20 {
		t.Errorf("of a body without an end %d bytes were taken", stream.read)
	}
}

// allocated is how many bytes were ever allocated.
func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

// many is n headers.
func many(n int) http.Header {
	h := make(http.Header, n)
	for i := range n {
		h[fmt.Sprintf("X-%d", i)] = []string{"x"}
	}
	return h
}

// What reads like an id of Slack's and is none makes no command: the next one of
// its sort would pass for the same.
func TestAPayloadWithoutWhatTellsItApartIsUnreadable(t *testing.T) {
	for name, without := range map[string][]string{
		"slash.json": {"trigger_id"}, "shortcut.json": {"trigger_id"}, "message_action.json": {"trigger_id"},
		"event_home_opened.json": {"event_id"}, "event_message.json": {"event", "ts"}, "button_in_message.json": {"trigger_id", "actions"},
	} {
		t.Run(name, func(t *testing.T) {
			p := decodePayload(t, name)
			if !p.Command.complete() {
				t.Fatal("it is not complete as it is")
			}
			raw := payloadRaw(t, name)
			var all map[string]any
			if err := json.Unmarshal(raw, &all); err != nil {
				t.Fatal(err)
			}
			switch without[0] {
			case "event":
				delete(all["event"].(map[string]any), without[1])
			default:
				delete(all, without[0])
			}
			if actions, ok := all["actions"].([]any); ok && len(without) > 1 {
				delete(actions[0].(map[string]any), "action_ts")
			}
			less, err := json.Marshal(all)
			if err != nil {
				t.Fatal(err)
			}
			if p := decodeRaw(t, name, less); p.Command.complete() {
				t.Errorf("without %v it is %q", without, p.Command.ID)
			}
		})
	}
}

// A stranger who holds a place longest gives it to whoever waits; who is known
// keeps theirs.
func TestStrangersGiveWay(t *testing.T) {
	r := newRig(t, map[string]Handler{"met": answers("noted")})
	addr := listening(t, r.HTTPHandler(), 3)
	ring := func() net.Conn {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close() })
		return conn
	}
	friend := ring()
	say := func(trigger string) {
		t.Helper()
		body := strings.Replace(payloadBody(t, "slash.form"), "trigger_id=", "trigger_id="+trigger, 1)
		q := sign(request(http.MethodPost, "/slack/commands", form, body), body, time.Now())
		if err := q.Write(friend); err != nil {
			t.Fatal(err)
		}
		answer := make([]byte, 4096)
		if err := friend.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
			t.Fatal(err)
		}
		if n, err := friend.Read(answer); err != nil || !bytes.HasPrefix(answer[:n], []byte("HTTP/1.1 200")) {
			t.Fatalf("a friend is answered with %q, %v", answer[:n], err)
		}
	}
	say("1")
	strangers := make([]net.Conn, 6)
	for i := range strangers {
		strangers[i] = ring()
	}
	for i, s := range strangers {
		wait := 5 * time.Second
		if i >= 4 {
			wait = 100 * time.Millisecond // these two are the newest, and stay
		}
		if err := s.SetReadDeadline(time.Now().Add(wait)); err != nil {
			t.Fatal(err)
		}
		_, err := s.Read(make([]byte, 1))
		if stays := errors.Is(err, os.ErrDeadlineExceeded); stays != (i >= 4) {
			t.Errorf("stranger %d of 6: %v", i+1, err)
		}
	}
	say("2")
}

// What strangers send is held up to a sum, however many they are.
func TestStrangersAreHeldToASum(t *testing.T) {
	const room = 1 << 20
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := newCrowd(l, 100, room)
	defer c.Close()
	for range 40 {
		out, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer out.Close()
		in, err := c.Accept()
		if err != nil {
			t.Fatal(err)
		}
		defer in.Close()
		if _, err := out.Write(make([]byte, 100<<10)); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(in, make([]byte, 100<<10)); err != nil {
			t.Fatal(err)
		}
		c.mu.Lock()
		held, guests := c.held, c.guests
		c.mu.Unlock()
		if held > room || guests > 11 {
			t.Fatalf("%d strangers are held, and %d bytes of theirs", guests, held)
		}
	}
}

// What Slack tells us about the app and its channels can't be pressed, picked or
// sent as a form, whatever id an element comes back with.
func TestNobodyCanPressWhatSlackTells(t *testing.T) {
	for verb := range overheard {
		for _, door := range []Door{SlashDoor, ButtonDoor, ModalDoor, ShortcutDoor, HomeDoor} {
			r := newRig(t, map[string]Handler{verb: func(context.Context, Command) (Answer, error) {
				t.Errorf("%s was done, by %s", verb, door)
				return Answer{}, nil
			}})
			c := slashed("1", "")
			c.Verb, c.Reply.Door = verb, door
			if _, err := r.Do(t.Context(), c); err != nil {
				t.Errorf("%s by %s: %v", verb, door, err)
			}
		}
	}
}

// What comes over a socket and is no payload is passed over, and the next command
// is answered all the same; a frame that is too large costs its connection, and
// another one is there.
func TestMonstersOverASocket(t *testing.T) {
	quiet(t)
	r := newRig(t, map[string]Handler{"met": answers("remembered")})
	w := newWire(t, r)
	conn, _ := w.run()
	deep := strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)
	send := func(kind int, raw string) {
		t.Helper()
		if err := conn.WriteMessage(kind, []byte(raw)); err != nil {
			t.Fatal(err)
		}
	}
	works := func(after string) {
		t.Helper()
		w.envelope(conn, after, "slash_commands", slashPayload(after, "Jane coffee"))
		for {
			a := w.acknowledged()
			if strings.HasPrefix(a.EnvelopeID, "monster") {
				continue // what can't be read today can't be read when it comes again
			}
			if a.EnvelopeID != after || !strings.Contains(string(a.Payload), "remembered") {
				t.Fatalf("after %s: %s %s", after, a.EnvelopeID, a.Payload)
			}
			return
		}
	}
	for name, raw := range map[string]string{
		"nothing": "", "words": "hello?", "half": `{"type":"slash_commands","envelope_id":"monster`, "null": "null", "a list": "[1,2,3]", "a number": "1e999",
		"depth": deep, "a deep payload": `{"type":"interactive","envelope_id":"monster-deep","payload":` + deep + `}`,
		"no id":             `{"type":"slash_commands","payload":{"command":"/met","text":"Jane"}}`,
		"no payload":        `{"type":"slash_commands","envelope_id":"monster-none"}`,
		"no type":           `{"envelope_id":"monster-untyped","payload":{}}`,
		"a type of its own": `{"type":"holograms","envelope_id":"monster-hologram","payload":{"a":1}}`,
		"other types":       `{"type":7,"envelope_id":["monster"],"payload":"x"}`,
		"a twin":            `{"type":"events_api","type":"slash_commands","envelope_id":"monster-twin","envelope_id":"monster-two","payload":[]}`,
		"almost too large":  `{"type":"events_api","envelope_id":"monster-large","payload":{"x":"` + strings.Repeat("x", maxFrame-200) + `"}}`,
	} {
		send(websocket.TextMessage, raw)
		works(name)
	}
	send(websocket.BinaryMessage, "\x00\xff\xfe")
	works("bytes")
	before := allocated()
	large, err := conn.NextWriter(websocket.TextMessage)
	if err != nil {
		t.Fatal(err)
	}
	for part := bytes.Repeat([]byte("x"), 1<<20); err == nil; { // until it is hung up on
		_, err = large.Write(part)
	}
	conn = w.connection()
	works("a frame without an end")
	if mb := (allocated() - before) >> 20; mb > 50 {
		t.Errorf("a frame without an end took %d MB", mb)
	}
	if log := r.log.String(); strings.Contains(log, "xxxx") || strings.Contains(log, "hello?") {
		t.Errorf("content in the log: %.2000s", log)
	}
}
