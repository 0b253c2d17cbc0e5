package main

import (
	"database/sql"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"rapport/domain"
)

// execute changes the bot's database behind its back, while it has it open.
func (k *kitchen) execute(statement string, args ...any) {
	k.t.Helper()
	db, err := sql.Open("sqlite3", k.conf.Database.Reveal()+"?_busy_timeout=5000")
	if err != nil {
		k.t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement, args...); err != nil {
		k.t.Fatal(err)
	}
}

// bot runs a command of the operator's beside the bot that has the database open.
func (k *kitchen) bot(args ...string) (code int, stdout, stderr string) {
	k.t.Helper()
	var out, err screen
	w := &world{environ: []string{"DATABASE_URL=" + k.conf.Database.Reveal()}, stdout: &out, stderr: &err, now: k.time}
	code = w.run(k.t.Context(), args)
	return code, out.String(), err.String()
}

// says fails the test unless a command ends with a code and says all of want.
func (k *kitchen) says(args string, code int, want ...string) string {
	k.t.Helper()
	got, out, said := k.bot(strings.Fields(args)...)
	if got != code {
		k.t.Errorf("bot %s ends with %d, want %d:\n%s%s", args, got, code, out, said)
	}
	for _, w := range want {
		if !regexp.MustCompile(w).MatchString(out + said) {
			k.t.Errorf("bot %s does not say %q:\n%s%s", args, w, out, said)
		}
	}
	return out + said
}

// What waits is seen, retried and cancelled while the bot has the database open,
// and what is retried arrives.
func TestOutboxBesideTheRunningBot(t *testing.T) {
	k := cook(t)
	nine := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	if err := k.tick(k.now); err != nil { // the welcome
		t.Fatal(err)
	}
	k.says("outbox", 0, `Nothing waits in the outbox, and nothing was given up`)
	k.says("outbox list --state sent", 0, `\n1 +welcome +sent +0 s +2026-11-01 +1 +– +\w+/\w+ +–\n`, `0 held, 0 failed, 0 on their way; 1 sent, 0 cancelled\.`)
	k.says("outbox --workspace T0", 0, `Nothing in the outbox is like that\.`)

	// A digest that Slack refused for good.
	k.execute(`INSERT INTO outbox (dedupe_key, workspace, recipient, kind, subject, local_date, state, unknown, attempt, due, nonce, channel, ts, code, created, first_attempt, updated)
		SELECT workspace || '/' || recipient || '/digest//2026-11-02', workspace, recipient, 'digest', 'Ada starts school', '2026-11-02', 'failed', 0, 10, 0, 'nonce-1', '', '', 'messages_tab_disabled', created, created, updated FROM outbox WHERE id = 1`)
	k.execute(`INSERT INTO outbox (dedupe_key, workspace, recipient, kind, subject, local_date, state, unknown, attempt, due, nonce, channel, ts, code, created, first_attempt, updated)
		SELECT 'two', workspace, recipient, 'digest', '', '2026-10-30', 'held', 1, 1, 0, 'nonce-2', '', '', 'http_502', created, created, updated FROM outbox WHERE id = 1`)
	k.set(nine.Add(-time.Hour))
	seen := k.says("outbox", 0,
		`ID +KIND +STATE +SINCE +FOR +TRIES +NEXT +TO +WHY\n`,
		`\n3 +digest +held +19 h +2026-10-30 +1 +– +T\w+/U\w+ +Slack answered with status 502; it may have arrived; its day is over: a retry will be cancelled\n`,
		`\n2 +digest +failed +19 h +2026-11-02 +10 +– +T\w+/U\w+ +the app's messages tab is off`,
		`In all: 1 held, 1 failed, 0 on their way; 1 sent, 0 cancelled\.\nHeld and failed ones wait for you: bot outbox retry`)
	if strings.Index(seen, "held ") > strings.Index(seen, "failed ") || strings.Contains(seen, "Ada") || strings.Contains(seen, "welcome") {
		t.Errorf("the list is\n%s", seen)
	}
	k.says("outbox --limit 1", 0, `… and 1 more: --limit 0 lists all`)

	// All or nothing, and nothing without a reason.
	k.says("outbox retry 2 1 77", exitFailed, `(?m)^77: there is no such delivery`, `(?m)^1: it is sent already`, `Nothing was changed\.`)
	k.says("outbox cancel 2 3", exitFailed, `(?m)^2: it was given up already`, `Nothing was changed\.`)
	k.says("outbox retry", exitFailed, `say which`)
	k.says("outbox retry 2 --failed", exitFailed, `say which`)
	k.says("outbox list --state lost", exitFailed, `there is no state "lost"; the states are pending`)
	k.says("outbox retry --held", 0, `1 left as they are: their day is over\.`, `Nothing was there to be done\.`)
	k.says("outbox retry --failed", 0, `On their way again: 1\.`)
	k.says("outbox retry 2", exitFailed, `2: it is on its way by itself`)
	k.says("outbox", 0, `\n2 +digest +pending +0 s +2026-11-02 +10 +now`)
	k.says("outbox cancel 3", 0, `Cancelled: 1`)
	k.says("outbox retry 3", exitFailed, `3: it was cancelled \(an operator cancelled it\) and stays so`)

	var all []letterJSON
	if err := json.Unmarshal([]byte(k.says("outbox --json --state pending,cancelled", 0)), &all); err != nil {
		t.Fatal(err)
	}
	if len(all) != 2 || all[0].ID != 2 || all[0].State != "pending" || all[0].Next == nil || all[0].Member != string(k.mia.Member) ||
		all[1].Why != "an operator cancelled it" || !all[1].Over || !all[1].Arrived {
		t.Errorf("as JSON: %+v", all)
	}
	if err := k.tick(nine); err != nil {
		t.Fatal(err)
	}
	if n := len(k.digests()); n != 1 {
		t.Errorf("%d digests after the retry", n)
	}
	k.close()
	k.says("outbox --state sent", 0, `\n2 +digest +sent +0 s`) // and without the bot
}

func TestOutboxWithoutAGrant(t *testing.T) {
	k := cook(t)
	if _, err := k.store.Installations().Lost(t.Context(), k.mia.Workspace, "token_revoked", k.now); err != nil {
		t.Fatal(err)
	}
	k.says("outbox", 0, `\n1 +welcome +held .* the token was revoked\n`)
	k.says("outbox retry 1", exitFailed, `1: the app is not installed in workspace T\w+\. Install it again, and it goes by itself`)
	k.says("outbox retry --held", 0, `1 left as they are: the app is not installed`)
	k.close()
}

// A batch is not all there is.
func TestOutboxRetriesManyInBatches(t *testing.T) {
	k := cook(t)
	k.execute(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250)
		INSERT INTO outbox (dedupe_key, workspace, recipient, kind, subject, local_date, state, unknown, attempt, due, nonce, channel, ts, code, created, first_attempt, updated)
		SELECT 'n' || i, workspace, 'U' || i, 'digest', '', '2026-11-02', 'failed', 0, 10, 0, 'n', '', '', 'store', created, created, updated - i FROM outbox, n WHERE id = 1`)
	k.says("outbox", 0, `… and 201 more`)
	k.says("outbox retry --failed", 0, `On their way again: 250\.`)
	tally, err := k.store.Outbox().Tally(t.Context(), k.now)
	if err != nil || tally.ByState[domain.StatePending] != 251 {
		t.Errorf("%v, error %v", tally.ByState, err)
	}
	k.close()
}

func TestReasonsAreWords(t *testing.T) {
	for code, want := range map[string]string{
		"": "–", "timeout": "Slack did not answer in time", "http_503": "Slack answered with status 503", "msg_too_long": "Slack says msg_too_long",
	} {
		if got := why(domain.Letter{Code: code}); got != want {
			t.Errorf("%q is told as %q", code, got)
		}
	}
	for d, want := range map[time.Duration]string{5 * time.Second: "5 s", -90 * time.Second: "1 min", 47 * time.Hour: "47 h", 49 * time.Hour: "2 d"} {
		if got := age(d); got != want {
			t.Errorf("%s is told as %s", d, got)
		}
	}
	for _, code := range domain.GrantLostCodes {
		if strings.HasPrefix(reason(domain.Letter{Code: code}), "Slack says") {
			t.Errorf("there are no words for %s", code)
		}
	}
}
