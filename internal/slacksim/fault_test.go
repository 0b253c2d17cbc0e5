package slacksim_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"rapport/internal/slacksim"
)

func TestFaults(t *testing.T) {
	b := newBox(t, slacksim.Options{Events: []string{}})
	web := &http.Client{Timeout: 200 * time.Millisecond, Transport: &http.Transport{}}
	t.Cleanup(web.CloseIdleConnections)
	api := slack.New(b.Credentials().BotToken, slack.OptionAPIURL(b.url+"/api/"), slack.OptionHTTPClient(web))
	posted := 0
	for _, c := range []struct {
		mode string
		done bool
		fits func(error) bool
	}{
		{"429", false, func(err error) bool {
			var limited *slack.RateLimitedError
			return errors.As(err, &limited) && limited.RetryAfter == 7*time.Second
		}},
		{"500", false, func(err error) bool {
			var status slack.StatusCodeError
			return errors.As(err, &status) && status.Code == 500
		}},
		{"timeout", false, func(err error) bool {
			var late interface{ Timeout() bool }
			return errors.As(err, &late) && late.Timeout()
		}},
		{"lost", true, func(err error) bool { return err != nil }},
		{"drop", false, func(err error) bool { return err != nil }},
	} {
		if err := b.Fault(slacksim.Fault{Method: "chat.postMessage", Mode: c.mode, RetryAfter: 7}); err != nil {
			t.Fatal(err)
		}
		_, _, err := api.PostMessage(b.mia.DM, slack.MsgOptionText(c.mode, false))
		if !c.fits(err) {
			t.Errorf("%s got %v", c.mode, err)
		}
		if c.done {
			posted++
		}
		if seen, err := b.Messages(b.mia.ID, b.mia.DM, ""); err != nil || len(seen) != posted {
			t.Errorf("after %s there are %d messages, want %d (%v)", c.mode, len(seen), posted, err)
		}
		if _, _, err := api.PostMessage(b.omar.DM, slack.MsgOptionText("next", false)); err != nil {
			t.Errorf("the call after %s got %v", c.mode, err)
		}
	}
}

func TestFaultsAreCountedAndTakenBack(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	api := b.client("")
	two, none := 2, 0
	if err := b.Fault(slacksim.Fault{Method: "*", Mode: "500", Count: &two}); err != nil {
		t.Fatal(err)
	}
	for i, fails := range []bool{true, true, false} {
		if _, err := api.AuthTest(); (err != nil) != fails {
			t.Errorf("call %d got %v", i, err)
		}
	}
	for _, f := range []slacksim.Fault{{Method: "auth.test", Mode: "500"}, {Method: "auth.test", Count: &none}} {
		if err := b.Fault(f); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := api.AuthTest(); err != nil {
		t.Errorf("a fault that was taken back still strikes: %v", err)
	}
	for _, bad := range []slacksim.Fault{{Mode: "500"}, {Method: "chat.shout", Mode: "500"}, {Method: "auth.test", Mode: "slow"}} {
		wantRefusal(t, b.Fault(bad))
	}
}
