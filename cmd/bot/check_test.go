package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"rapport/bot"
	"rapport/internal/slacksim"
)

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestCheckFindsAllWell(t *testing.T) {
	_, environ := workspace(t, slacksim.Options{Scopes: bot.Scopes})
	for _, fresh := range []bool{true, false} {
		code, out, said := call(t.Context(), environ, "check")
		if code != 0 || strings.Contains(out, "✗") || !strings.Contains(out, "All is well") {
			t.Fatalf("bot check ends with %d:\n%s%s", code, out, said)
		}
		for _, what := range []string{"config", "token", "scopes", "clock", "app token", "zones", "database"} {
			if !strings.Contains(out, "✓ "+what) {
				t.Errorf("nothing is said of %s:\n%s", what, out)
			}
		}
		if strings.Contains(out, "nothing there yet") != fresh {
			t.Errorf("a database that is fresh (%t):\n%s", fresh, out)
		}
		if code, _, said := call(t.Context(), environ, "migrate"); code != 0 {
			t.Fatal(said)
		}
	}
}

// slackThat answers auth.test, and refuses all else.
func slackThat(t *testing.T, body, scopes string, skew time.Duration) string {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "application/json")
		rw.Header().Set("Date", time.Now().Add(skew).UTC().Format(http.TimeFormat))
		if scopes != "" {
			rw.Header().Set("X-OAuth-Scopes", scopes)
		}
		if strings.HasSuffix(r.URL.Path, "/auth.test") {
			fmt.Fprint(rw, body)
			return
		}
		fmt.Fprint(rw, `{"ok":false,"error":"missing_scope"}`)
	}))
	t.Cleanup(srv.Close)
	return "SLACK_API_URL=" + srv.URL + "/api/"
}

func TestCheckSaysWhatIsWrong(t *testing.T) {
	const fine = `{"ok":true,"team_id":"T1","user_id":"U1","bot_id":"B1"}`
	all := strings.Join(bot.Scopes, ",")
	for _, c := range []struct {
		name, api string
		want      []string
		wrongs    string
	}{
		{"token", slackThat(t, `{"ok":false,"error":"invalid_auth"}`, "", 0), []string{
			"✗ token     Slack refuses it", "→ it knows no such token: copy it anew",
		}, "One thing is"},
		{"scopes", slackThat(t, fine, "commands,users:read", 0), []string{
			"✗ scopes    the token may not: chat:write, im:write, im:history", "→ paste `bot manifest`", "✓ clock",
		}, "2 things are"},
		{"no scopes at all", slackThat(t, fine, "", 0), []string{"✗ scopes    Slack does not say what the token may do"}, "2 things are"},
		{"more scopes", slackThat(t, fine, all+",channels:history", 0), []string{
			"✓ scopes    all that is needed, and more than that: channels:history",
			"✗ app token Slack refuses it", "→ the token lacks a scope: an app-level token needs connections:write",
		}, "One thing is"},
		{"slow clock", slackThat(t, fine, all, 5*time.Minute), []string{"✗ clock     this machine's clock is", "behind Slack's", "→ let NTP set it"}, "2 things are"},
		{"fast clock", slackThat(t, fine, all, -61*time.Second), []string{"✗ clock     this machine's clock is 1m", "ahead of Slack's"}, "2 things are"},
		{"nobody there", "SLACK_API_URL=http://" + closedAddr(t) + "/api/", []string{"✗ token     auth.test got no good answer"}, "One thing is"},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, out, _ := call(t.Context(), []string{c.api, "SLACK_BOT_TOKEN=xoxb-SEEN", "SLACK_APP_TOKEN=xapp-SEEN", database(t)}, "check")
			if code != exitFailed {
				t.Errorf("it exits with %d", code)
			}
			for _, want := range append(c.want, c.wrongs) {
				if !strings.Contains(out, want) {
					t.Errorf("it does not say %q:\n%s", want, out)
				}
			}
			if strings.Contains(out, "SEEN") {
				t.Errorf("it tells a secret:\n%s", out)
			}
		})
	}
}

func TestCheckOfADatabase(t *testing.T) {
	api := slackThat(t, `{"ok":true,"team_id":"T1","user_id":"U1"}`, strings.Join(bot.Scopes, ","), 0)
	code, out, _ := call(t.Context(), []string{api, "SLACK_BOT_TOKEN=xoxb-1", "SLACK_SIGNING_SECRET=s", "DATABASE_URL=/proc/rapport.db"}, "check")
	if code != exitFailed || !strings.Contains(out, "✗ database  /proc/rapport.db can't be made") || !strings.Contains(out, "✗ http      http.public_url is not set") {
		t.Errorf("it exits with %d and says\n%s", code, out)
	}
}
