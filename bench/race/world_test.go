package main

import (
	"bufio"
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"testing"
	"time"
)

func small() *world {
	w := &world{team: "T1", app: "A1", secret: "8f742231b10e8888abcd99yyyzzz85a5", api: "http://127.0.0.1:1/api/", people: people[:5]}
	for i := range 150 {
		w.members = append(w.members, member{fmt.Sprint("U", i), nameOf(i)})
	}
	return w
}

// Nobody types two commands at once, and everybody meets everybody they know before
// they meet anybody again.
func TestOrdersAreSpread(t *testing.T) {
	w := small()
	met := make(map[string]map[string]int)
	for serial := range len(w.members) * len(w.people) {
		o := w.order(serial)
		if serial%len(w.members) == 0 {
			for _, m := range met {
				if n := len(m); n != serial/len(w.members) {
					t.Fatalf("after %d turns somebody has met %d people", serial/len(w.members), n)
				}
			}
		}
		if met[o.member] == nil {
			met[o.member] = make(map[string]int)
		}
		met[o.member][o.person]++
	}
	for who, m := range met {
		for _, name := range w.people {
			if m[name] != 1 {
				t.Errorf("%s met %s %d times", who, name, m[name])
			}
		}
	}
}

func TestNotesAreKnownAgain(t *testing.T) {
	for _, c := range []struct {
		note string
		is   int
		ok   bool
	}{
		{order{serial: 0}.note(), 0, true},
		{order{serial: 1234567}.note(), 1234567, true},
		{order{serial: -3}.note(), 0, false},
		{mark + "x.", 0, false},
		{"", 0, false},
	} {
		if is, ok := serialOf(c.note); is != c.is && c.ok || ok != c.ok {
			t.Errorf("%q is %d, %v", c.note, is, ok)
		}
	}
}

// An answer is the command's own when it names whom it should and all of the note.
func TestAnswersAreRead(t *testing.T) {
	o := order{serial: 12, person: "Jane Okonkwo"}
	for answer, want := range map[string]bool{
		`{"text":"Logged: coffee with *Jane Okonkwo*. spoke of the launch, number 12."}`:    true,
		`{"text":"Logged: coffee with *Jane Okonkwo*. spoke of the launch, number 123."}`:   false,
		`{"text":"Logged: coffee with *Omar Fitzgerald*. spoke of the launch, number 12."}`: false,
		`{"text":"Too busy."}`: false,
		``:                     false,
	} {
		if got := o.acknowledges([]byte(answer)); got != want {
			t.Errorf("%s: %v", answer, got)
		}
	}
}

// What goes over the wire is what Slack would send, and signed as Slack does; one
// clerk writes many.
func TestRequestsAreSlacks(t *testing.T) {
	w, now := small(), time.Unix(1531420618, 0)
	c := w.clerk()
	for serial := range 3 {
		o := w.order(serial)
		r, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(c.request(o, now))))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		mac := hmac.New(sha256.New, []byte(w.secret))
		fmt.Fprintf(mac, "v0:1531420618:%s", body)
		if got, want := r.Header.Get("X-Slack-Signature"), "v0="+hex.EncodeToString(mac.Sum(nil)); got != want {
			t.Errorf("signature %s, want %s", got, want)
		}
		form, err := url.ParseQuery(string(body))
		if err != nil {
			t.Fatal(err)
		}
		for field, want := range map[string]string{
			"command": "/met", "user_id": o.member, "team_id": "T1", "api_app_id": "A1", "trigger_id": fmt.Sprintf("%d.13.race", serial),
			"text": o.person + o.words + " -- " + o.note(),
		} {
			if got := form.Get(field); got != want {
				t.Errorf("%s is %q, want %q", field, got, want)
			}
		}
	}
}
