package e2e

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// presses presses the first of a message's buttons that does something.
func (b *box) presses(p person, in string, m message, verb string) outcome {
	b.t.Helper()
	var blocks []struct {
		ID       string `json:"block_id"`
		Elements []struct {
			Action string `json:"action_id"`
		} `json:"elements"`
	}
	if err := json.Unmarshal(m.Blocks, &blocks); err != nil {
		b.t.Fatal(err)
	}
	for _, x := range blocks {
		for _, e := range x.Elements {
			if e.Action == verb || strings.HasPrefix(e.Action, verb+":") {
				var o outcome
				b.must("/sim/click", map[string]any{"as": p.ID, "in": in, "ts": m.TS, "action_id": e.Action, "block_id": x.ID}, &o)
				return o
			}
		}
	}
	b.t.Fatalf("nothing does %s below %q", verb, m.Text)
	return outcome{}
}

// mentors is a program with six pairs in its channel, started by Mia.
func mentors(t *testing.T, b *box) (in string, pairs [][2]person) {
	t.Helper()
	names := []string{"Ada", "Tom", "Priya", "Kim", "Noor", "Ben", "Zoe", "Raj", "Eva", "Leo", "Ida", "Max"}
	var more []map[string]any
	for _, n := range names {
		more = append(more, map[string]any{"name": n, "tz": "Europe/Berlin"})
	}
	b.must("/sim/members", more, nil)
	var channel struct{ ID string }
	b.must("/sim/channels", map[string]any{"name": "mentors", "members": append(names, "Mia")}, &channel)
	who := b.people()
	begun := b.say(who["Mia"], channel.ID, "/mentoring start")
	var form struct{ ID string }
	if err := json.Unmarshal(begun.View, &form); err != nil {
		t.Fatal(err)
	}
	b.must("/sim/submit", map[string]any{"as": who["Mia"].ID, "view_id": form.ID, "values": map[string]any{
		"program": map[string]any{"in": "Engineering Mentors"}, "cadence": map[string]any{"in": "every 10 days"},
	}}, nil)
	var couples []string
	for i, n := range names {
		role := []string{"mentor", "mentee"}[i%2]
		asked := b.say(who[n], channel.ID, "/mentoring join "+role+" go, public speaking")
		b.presses(who[n], channel.ID, asked.Messages[len(asked.Messages)-1], "mentoring.yes")
		b.say(who[n], channel.ID, "/rapport pause until 1 march") // of digests
		if i%2 == 1 {
			pairs = append(pairs, [2]person{who[names[i-1]], who[n]})
			couples = append(couples, "@"+strings.ToLower(names[i-1])+" @"+strings.ToLower(n))
		}
	}
	b.say(who["Mia"], channel.ID, "/mentoring pair\n"+strings.Join(couples, "\n"))
	return channel.ID, pairs
}

// TestASummaryInTheBrowser looks at a program's channel as its people do: the counts,
// the picture of the weeks with its description, a word of thanks, and the buttons.
// With -screenshots it is the image in the README.
func TestASummaryInTheBrowser(t *testing.T) {
	browser := browser(t)
	album := t.TempDir()
	if *screenshots {
		album = filepath.Join("..", "..", "docs", "images")
	}
	b := open(t, "--seed", "empty", "--now", "2026-10-05T08:00:00Z")
	in, pairs := mentors(t, b)
	start := time.Date(2026, 10, 5, 8, 0, 0, 0, time.UTC)
	for week, met := range []int{3, 5, 4, 6, 5} {
		for _, p := range pairs[:met] {
			logged := b.say(p[1], p[1].DM, "met "+p[0].Name+" for coffee")
			if answer := logged.Messages[len(logged.Messages)-1]; strings.Contains(string(answer.Blocks), `"feedback.rate:`) {
				b.presses(p[1], p[1].DM, answer, fmt.Sprint("feedback.rate:", 3+week%2))
			}
		}
		if week == 4 {
			asked := b.say(pairs[1][1], in, "/mentoring thanks @priya You read my talk at 11 pm. It worked.")
			b.presses(pairs[1][1], in, asked.Messages[len(asked.Messages)-1], "shout.do")
			b.to(start.AddDate(0, 0, 30))
			waiting := b.messages(pairs[1][0], pairs[1][0].DM, "")
			b.presses(pairs[1][0], pairs[1][0].DM, waiting[len(waiting)-1], "shout.yes")
		}
		b.to(start.AddDate(0, 0, 7*(week+1)).Add(time.Hour))
	}

	w := enter(t, browser, b, desktop)
	w.do(chromedp.EmulateViewport(1040, 1600, chromedp.EmulateScale(1.5)))
	w.goes(w.press, "mentors")
	w.reads("5 sessions this week (6 last), 23 since 5 Oct", "6 of 6 pairs active (6 last week)", "Kim, to Priya, out loud: “You read my talk at 11 pm. It worked.”", "Counts only. Notes never appear here.", "Pause me")
	w.sees("the picture, with its numbers in words", `(() => {
		const img = `+newest+`.querySelector('img');
		return img?.alt === 'sessions a week 3, 5, 4, 6, 5' && img.complete && img.naturalWidth > 300;
	})()`)
	w.take(filepath.Join(album, "summary.png"), newest)
	w.press("Log a session")
	w.leave()
}
