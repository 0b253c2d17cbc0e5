package bot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"rapport/domain"
)

func TestSlackOutcome(t *testing.T) {
	answer := func(code string) error { return slack.SlackErrorResponse{Err: code} }
	tests := []struct {
		name string
		err  error
		want domain.Outcome
	}{
		{"ok", nil, domain.Outcome{Result: domain.Sent}},
		{"limited", &slack.RateLimitedError{RetryAfter: 7 * time.Second}, domain.Outcome{Result: domain.Limited, RetryAfter: 7 * time.Second, Code: "ratelimited"}},
		{"limited without a time", &slack.RateLimitedError{}, domain.Outcome{Result: domain.Limited, RetryAfter: time.Second, Code: "ratelimited"}},
		{"429 bare", slack.StatusCodeError{Code: 429}, domain.Outcome{Result: domain.Limited, RetryAfter: 30 * time.Second, Code: "ratelimited"}},
		{"502", slack.StatusCodeError{Code: 502}, domain.Outcome{Result: domain.Unknown, Code: "http_502"}},
		{"404", slack.StatusCodeError{Code: 404}, domain.Outcome{Result: domain.Failed, Code: "http_404"}},
		{"refused", answer("channel_not_found"), domain.Outcome{Result: domain.Failed, Code: "channel_not_found"}},
		{"inactive", answer("account_inactive"), domain.Outcome{Result: domain.Failed, Code: "account_inactive"}},
		{"archived", answer("is_archived"), domain.Outcome{Result: domain.Failed, Code: "is_archived"}},
		{"disabled", fmt.Errorf("conversations.open: %w", answer("user_disabled")), domain.Outcome{Result: domain.Failed, Code: "user_disabled"}},
		{"perhaps done", answer("internal_error"), domain.Outcome{Result: domain.Unknown, Code: "internal_error"}},
		{"timeout", &url.Error{Op: "Post", URL: "https://hooks.slack.com/secret", Err: context.DeadlineExceeded}, domain.Outcome{Result: domain.Unknown, Code: "timeout"}},
		{"shutdown", context.Canceled, domain.Outcome{Result: domain.Unknown, Code: "cancelled"}},
		{"cut", &url.Error{Op: "Post", URL: "https://x", Err: io.EOF}, domain.Outcome{Result: domain.Unknown, Code: "cut"}},
		{"no connection", &url.Error{Op: "Post", URL: "https://x", Err: &net.OpError{Op: "dial", Err: errors.New("refused")}}, domain.Outcome{Result: domain.Failed, Code: "unreachable"}},
		{"reset", &net.OpError{Op: "read", Err: errors.New("reset by peer")}, domain.Outcome{Result: domain.Unknown, Code: "no_answer"}},
	}
	for _, tt := range tests {
		if got := slackOutcome(tt.err); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

func TestConnectLearnsWhoseTokenItIs(t *testing.T) {
	f := newFakeSlack(t)
	f.does("auth.test", func(rw http.ResponseWriter, q *http.Request) {
		rw.Header().Set("X-OAuth-Scopes", "commands,chat:write, im:write")
		says(`{"ok":true,"team_id":"T1","user_id":"UBOT","bot_id":"B1","enterprise_id":"E1"}`)(rw, q)
	})
	f.says("bots.info", `{"ok":true,"bot":{"id":"B1","app_id":"A1"}}`)
	in, err := Connect(t.Context(), Credentials{BotToken: "xoxb-secret", APIURL: f.URL + "/api/"})
	if err != nil {
		t.Fatal(err)
	}
	if in.Workspace != team || in.Enterprise != "E1" || in.BotUser != "UBOT" || in.App != "A1" || !slices.Equal(in.Scopes, []string{"commands", "chat:write", "im:write"}) {
		t.Errorf("installation %+v", in)
	}
	f.says("bots.info", `{"ok":false,"error":"missing_scope"}`)
	if in, err = Connect(t.Context(), Credentials{BotToken: "x", APIURL: f.URL + "/api/"}); err != nil || in.App != "" {
		t.Errorf("without users:read: %+v, %v", in, err)
	}
	f.says("auth.test", `{"ok":false,"error":"invalid_auth"}`)
	if _, err = Connect(t.Context(), Credentials{BotToken: "xoxb-secret", APIURL: f.URL + "/api/"}); err == nil || !strings.Contains(err.Error(), "invalid_auth") {
		t.Errorf("with a bad token: %v", err)
	}
	f.Close()
	if _, err = Connect(t.Context(), Credentials{BotToken: "xoxb-secret", APIURL: f.URL + "/api/"}); err == nil || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), f.URL) {
		t.Errorf("with nobody there: %v", err)
	}
}

func TestOnlyKnowsItsOwnWorkspace(t *testing.T) {
	only := NewOnly(&Installation{Workspace: "T1", Enterprise: "E1"})
	for w, want := range map[domain.WorkspaceID]domain.Kind{"T1": 0, "E1": 0, "T2": domain.KindNotFound, "": domain.KindNotFound} {
		if _, err := only.Installation(t.Context(), w); domain.KindOf(err) != want || (err != nil) != (want != 0) {
			t.Errorf("%q: %v", w, err)
		}
	}
}

func TestPostsAreNeverTriedAgainByTheClient(t *testing.T) {
	f := newFakeSlack(t)
	f.does("chat.postMessage", status(http.StatusBadGateway))
	client := NewClient(Credentials{BotToken: "x", APIURL: f.URL + "/api/"})
	if _, _, err := client.PostMessageContext(t.Context(), "D1", slack.MsgOptionText("x", false)); err == nil {
		t.Error("no error")
	}
	if n := len(f.made("chat.postMessage")); n != 1 {
		t.Errorf("%d posts", n)
	}
}

func TestNewSaysWhatIsMissing(t *testing.T) {
	if _, err := New(Options{}); err == nil {
		t.Error("a bot without a store was built")
	}
}
