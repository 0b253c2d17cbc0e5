package replicas

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"rapport/internal/pgtest"
	"rapport/internal/slacksim"
)

// request sends a replica what Slack would, signed, and returns what it answers.
func (w *town) request(r *replica, path, kind string, body []byte) string {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), http.MethodPost, r.url+path, bytes.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	req.Header.Set("Content-Type", kind)
	slacksim.Sign(req.Header, w.sim.Credentials().SigningSecret, time.Now(), body)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		w.t.Errorf("%s: %v", path, err)
		return ""
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		w.t.Errorf("%s answers %d %s, error %v", path, res.StatusCode, answer, err)
	}
	return string(answer)
}

// workspace is the id under which the town is stored.
func (w *town) workspace() string {
	w.t.Helper()
	for id := range w.rows("SELECT workspace, workspace FROM installations") {
		return id
	}
	w.t.Fatal("no installation is recorded")
	return ""
}

// typed makes a slash command, typed by somebody.
func (w *town) typed(p *person, trigger, text string) []byte {
	command, rest, _ := strings.Cut(text, " ")
	return []byte(url.Values{
		"team_id": {w.workspace()}, "channel_id": {p.DM}, "channel_name": {"directmessage"}, "user_id": {p.ID},
		"command": {command}, "text": {rest}, "trigger_id": {trigger},
	}.Encode())
}

// The same payload comes to two processes at the same time, as Slack's
// redeliveries do: it has one effect and one answer.
func TestPayloadToTwoReplicas(t *testing.T) {
	t.Parallel()
	w := found(t, pgtest.Database(t))
	w.join(1, "Europe/Berlin")
	pair, p := w.starts(2, how{http: true}), w.people[0]
	both := func(path, kind string, body []byte) (answers []string) {
		got := make([]string, len(pair))
		var all sync.WaitGroup
		for i, r := range pair {
			all.Go(func() { got[i] = w.request(r, path, kind, body) })
		}
		all.Wait()
		for _, a := range got {
			if a != "" {
				answers = append(answers, a)
			}
		}
		return answers
	}
	const times = 8
	for i := range times {
		note := w.note()
		answers := both("/slack/commands", "application/x-www-form-urlencoded",
			w.typed(p, fmt.Sprint("trigger", i), "/met Ann and Bob coffee -- "+note))
		w.did(deed{by: p.ID, note: note, acked: true})
		if len(answers) != 1 {
			t.Errorf("command %d has %d answers: %s", i, len(answers), answers)
		}
	}
	for i := range times {
		note := w.note()
		body, err := json.Marshal(map[string]any{
			"type": "event_callback", "team_id": w.workspace(), "event_id": fmt.Sprint("Ev", i), "event_time": w.now().Unix(),
			"event": map[string]any{
				"type": "message", "channel_type": "im", "channel": p.DM, "user": p.ID,
				"text": "met Ann and Bob for lunch -- " + note, "ts": fmt.Sprintf("%d.%06d", w.now().Unix(), i),
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		both("/slack/events", "application/json", body)
		w.did(deed{by: p.ID, note: note, acked: true})
	}
	w.calm()
	replies := 0
	for deadline := time.Now().Add(patience); replies < times && time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		replies = w.replies(p)
	}
	time.Sleep(200 * time.Millisecond) // for one too many
	if replies = w.replies(p); replies != times {
		t.Errorf("%d messages that were typed have %d answers", times, replies)
	}
	if f := w.audit(); f.stored != 2*times {
		t.Errorf("%d commands are stored, want %d", f.stored, 2*times)
	}
}

// replies counts what the bot answered in a conversation to what was typed.
func (w *town) replies(p *person) int {
	w.t.Helper()
	all, err := w.sim.Messages(p.ID, p.DM, "")
	if err != nil {
		w.t.Fatal(err)
	}
	n := 0
	for _, m := range all {
		if m.IsBot && strings.HasPrefix(m.Text, "Logged") {
			n++
		}
	}
	return n
}

// App Home shows what is true, whichever process did it and whichever was slower
// to publish.
func TestHomeOfTwoReplicas(t *testing.T) {
	t.Parallel()
	w := found(t, pgtest.Database(t))
	w.join(1, "Europe/Berlin")
	pair, p := w.starts(2, how{http: true}), w.people[0]
	w.sim.SetBotURL(pair[0].url)
	for round := range 6 {
		if round == 0 {
			w.opensHome(p) // nobody knows its hash but the one who is asked
		}
		var all sync.WaitGroup
		for i, r := range pair {
			all.Go(func() {
				w.request(r, "/slack/commands", "application/x-www-form-urlencoded",
					w.typed(p, fmt.Sprint("round", round, i), fmt.Sprintf("/met Person %d of %d coffee", i+1, round+1)))
			})
		}
		all.Wait()
		w.published()
		seen := w.home(p)
		w.opensHome(p)
		if now := w.home(p); seen != now {
			at := 0
			for at < min(len(seen), len(now)) && seen[at] == now[at] {
				at++
			}
			t.Fatalf("after round %d App Home showed …%s\nand true is …%s", round+1, seen[max(0, at-200):], now[max(0, at-200):])
		}
	}
}

// opensHome has a member look at App Home, and waits until it is published.
func (w *town) opensHome(p *person) {
	w.t.Helper()
	if _, err := w.sim.OpenHome(w.t.Context(), p.ID); err != nil {
		w.t.Fatal(err)
	}
	w.published()
}

// published waits until nobody has published a page for a while.
func (w *town) published() {
	w.t.Helper()
	pages := func() (n int) {
		for _, c := range w.sim.Calls(0) {
			if c.Method == "views.publish" {
				n++
			}
		}
		return n
	}
	for last, since := pages(), time.Now(); time.Since(since) < 700*time.Millisecond; time.Sleep(20 * time.Millisecond) {
		if n := pages(); n != last {
			last, since = n, time.Now()
		}
	}
}

// home is what App Home shows a member.
func (w *town) home(p *person) string {
	w.t.Helper()
	v, err := w.sim.Home(p.ID)
	if err != nil || v == nil {
		w.t.Fatalf("no App Home, error %v", err)
	}
	var page struct{ Blocks json.RawMessage }
	if err := json.Unmarshal(v.Raw, &page); err != nil {
		w.t.Fatal(err)
	}
	return made.ReplaceAllString(string(page.Blocks), `"block_id":""`)
}

// made are the ids that Slack gives to blocks without one.
var made = regexp.MustCompile(`"block_id":"[a-z0-9]{5}"`)
