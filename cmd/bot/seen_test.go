package main

import (
	"database/sql"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"rapport/internal/slacksim"
)

func read(t *testing.T, path string) []byte {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// marked are lines in which every word that could be somebody's is marked.
var marked = []string{
	"/met Canary-7f3a Jane coffee -- canary-7f3a she starts school",
	"/met Canary-7f3a Jane canary-7f3a yesterday",
	"met Canary-7f3a Kofi and Canary-7f3a Jane for lunch yesterday -- canary-7f3a",
	"/met Canary-7f3a Jnae coffee", "/met Canary-7f3a Omar 31 feb", "/met",
	"/people", "/people add Canary-7f3a Zoe, Canary-7f3a Ada", "/people Canary-7f3a Jane", "/people Canary-7f3a Jane tag canary-7f3a",
	"/people Canary-7f3a Jane every 2 weeks", "/people find canary-7f3a", "/people Canary-7f3a nobody",
	"/people Canary-7f3a Zoe archive", "/people Canary-7f3a Kofi forget",
	"/promise Canary-7f3a Jane a reference canary-7f3a by friday", "/promise", "/promise list",
	"/ask Canary-7f3a Jane for an introduction canary-7f3a by friday", "/ask", "/ask list",
	"/goal canary-7f3a become head of canary-7f3a", "/goal", "/identify", "/identify Canary-7f3a Grace",
	"/mentoring start Canary-7f3a Mentors", "/mentoring join mentor canary-7f3a", "/mentoring canary-7f3a", "/mentoring status Canary-7f3a",
	"/rapport", "/rapport settings", "/rapport digest 10:00", "/rapport why Canary-7f3a Jane", "/rapport canary-7f3a nonsense",
	"why Canary-7f3a Jane?", "canary-7f3a what is this", "help", "undo", "/rapport zone canary-7f3a", "/rapport pause canary-7f3a",
	"/met <@UCANARY7F3A> coffee", "canary-7f3a " + "\u202e\x00 canary-7f3a",
}

// story has people type, press, be shown, refused, and written to over a week in
// which Slack is ill.
func (l *lodging) story() {
	l.t.Helper()
	other, err := l.sim.AddMember(slacksim.Member{ID: "UCANARY7F3A", Name: "Canary-7f3a Ben", TZ: "Europe/Berlin"})
	if err != nil {
		l.t.Fatal(err)
	}
	for _, line := range marked {
		l.says(l.mia, line)
	}
	l.says(other, "/met Canary-7f3a Jane coffee 2026-09-01")
	if _, err := l.sim.OpenHome(l.t.Context(), l.mia.ID); err != nil {
		l.t.Fatal(err)
	}
	count := 2
	for _, f := range []slacksim.Fault{
		{Method: "chat.postMessage", Mode: "lost", Count: &count},
		{Method: "chat.postMessage", Mode: "429", RetryAfter: 2},
		{Method: "conversations.history", Mode: "500", Count: &count},
		{Method: "views.publish", Mode: "drop"},
	} {
		if err := l.sim.Fault(f); err != nil {
			l.t.Fatal(err)
		}
	}
	for day := range 7 {
		for _, minute := range []int{0, 1, 2, 5, 30, 60, 480} {
			l.to(monday.AddDate(0, 0, day).Add(time.Duration(minute) * time.Minute))
			l.ticks()
		}
		l.says(l.mia, "/met Canary-7f3a Jane call")
	}
	gone := true
	if _, err := l.sim.ChangeMember(other.ID, slacksim.MemberChange{Deleted: &gone}); err != nil {
		l.t.Fatal(err)
	}
	if err := l.house.Load().bot.Settle(l.t.Context()); err != nil {
		l.t.Fatal(err)
	}
}

// ids are those of the contacts that were noted.
func ids(t *testing.T, path string) []string {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), "SELECT id FROM contacts")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		all = append(all, id)
	}
	if rows.Err() != nil {
		t.Fatal(rows.Err())
	}
	return all
}

// Whatever is typed, nothing of it and nobody's id is in a metric or in a line
// of the log, and every metric that the documents name is there, and no other.
func TestMetricsAndLogsTellOfNobody(t *testing.T) {
	leakFree(t)
	path := filepath.Join(t.TempDir(), "rapport.db")
	l := lodge(t, path, monday.Add(-10*time.Minute), slog.LevelDebug)
	l.becomes("ready")
	l.story()
	_, body := l.get("/metrics")
	members := []string{"canary-7f3a", "canary", "jane", strings.ToLower(l.mia.ID), "ucanary7f3a"}
	for what, text := range map[string]string{"a metric": body, "the log": l.stderr.String()} {
		for line := range strings.SplitSeq(text, "\n") {
			for _, mark := range append(slices.Clone(members), ids(t, path)...) {
				if strings.Contains(strings.ToLower(line), strings.ToLower(mark)) {
					t.Errorf("%s tells %q: %s", what, mark, line)
				}
			}
		}
	}
	named := regexp.MustCompile("rapport_[a-z_]+")
	documented := named.FindAllString(string(read(t, "../../docs/operating.md")), -1)
	shown := regexp.MustCompile("(?m)^# TYPE (rapport_[a-z_]+) ").FindAllStringSubmatch(body, -1)
	for _, m := range shown {
		if !slices.Contains(documented, m[1]) {
			t.Errorf("docs/operating.md does not tell of %s", m[1])
		}
	}
	for _, m := range documented {
		if !slices.ContainsFunc(shown, func(s []string) bool { return s[1] == m }) {
			t.Errorf("docs/operating.md names %s, which /metrics does not show", m)
		}
	}
	for _, want := range []string{
		`rapport_deliveries_total{kind="digest",state="sent"} [1-9]`, `rapport_reconciliations_total{result="found"} [1-9]`,
		`rapport_reconciliations_total{result="unreadable"} [1-9]`, `rapport_delivery_retries_total{kind="welcome"} [1-9]`,
		`rapport_sends_total{kind="digest",reason="",result="sent"} [1-9]`, `rapport_appointments_total{kind="digest",outcome="planned"} [1-9]`,
		`rapport_slack_calls_total{code="ratelimited",method="chat.postMessage"} 1`, `rapport_slack_calls_total{code="http_5xx",method="conversations.history"} 2`,
		`rapport_slack_calls_total{code="ok",method="apps.connections.open"} [12]`,
		`rapport_db_seconds_count{door="write",subject="book"} [1-9]`, `rapport_db_bytes{part="data"} [1-9]`,
		`rapport_queue_depth{queue="commands"} [0-9]`, `rapport_build_info{commit=".*",go="go1.*",version=".+"} 1`, `rapport_ready{check="slack"} 1`,
	} {
		if !regexp.MustCompile("(?m)^" + want).MatchString(body) {
			t.Errorf("/metrics does not tell %s", want)
		}
	}
}
