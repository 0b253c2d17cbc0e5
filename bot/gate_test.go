package bot

import (
	"net/http"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// A method that Slack limits in a workspace is not asked again before its time,
// whichever delivery wants it.
func TestALimitedMethodIsMetOnce(t *testing.T) {
	limited := func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Retry-After", "30")
		rw.WriteHeader(http.StatusTooManyRequests)
	}
	for method, try := range map[string]func(*testing.T, *rig, domain.Owner, time.Time) domain.Outcome{
		"conversations.open": func(t *testing.T, r *rig, to domain.Owner, now time.Time) domain.Outcome {
			d := digest()
			d.Owner = to
			return r.Sender().Send(t.Context(), d, "n", now)
		},
		"conversations.history": func(t *testing.T, r *rig, to domain.Owner, now time.Time) domain.Outcome {
			d := digest()
			d.Owner = to
			return r.Sender().Find(t.Context(), d, "n", monday, now)
		},
	} {
		t.Run(method, func(t *testing.T) {
			r := sending(t)
			one, two := mia, domain.Owner{Workspace: mia.Workspace, Member: "U0TWO"}
			for _, o := range []domain.Owner{one, two} {
				m := domain.Member{Owner: o, Zone: "UTC"}
				if method != "conversations.open" {
					m.Channel = "D" + string(o.Member)
				}
				r.ledger.members[o] = m
			}
			r.slack.does(method, limited)
			for i, c := range []struct {
				to    domain.Owner
				after time.Duration
				wait  time.Duration
				calls int
			}{
				{one, 0, 30 * time.Second, 1},
				{two, 10 * time.Second, 20 * time.Second, 1},
				{one, 30*time.Second - 1, time.Second, 1},
				{two, 30 * time.Second, 30 * time.Second, 2},
				{one, 60 * time.Second, 30 * time.Second, 3},
				{two, -time.Hour, 30 * time.Second, 4}, // the clock went back: ask rather than wait for an hour
			} {
				o := try(t, r, c.to, monday.Add(c.after))
				if o.Result != domain.Limited || o.RetryAfter != c.wait || o.Channel != "" {
					t.Errorf("%d: outcome %+v, want to wait for %v", i, o, c.wait)
				}
				if n := len(r.slack.made(method)); n != c.calls {
					t.Errorf("%d: %d calls, want %d", i, n, c.calls)
				}
			}
		})
	}
}

// After a limit a method is called one at a time for a while, so that the next
// limit is not run into at once.
func TestALimitedMethodIsCalledSparingly(t *testing.T) {
	var g gates
	g.heed("T1", "m", &slack.RateLimitedError{RetryAfter: 10 * time.Second}, monday)
	for i, c := range []struct {
		after time.Duration
		wait  time.Duration
	}{
		{10 * time.Second, 0},
		{10 * time.Second, sparing},
		{11 * time.Second, sparing - time.Second},
		{10*time.Second + sparing, 0},
		{70*time.Second - 1, 0},
		{70*time.Second - 1, sparing},
		{70 * time.Second, 0},
		{70 * time.Second, 0},
	} {
		err := g.pass("T1", "m", monday.Add(c.after))
		if o := slackOutcome(err); c.wait == 0 && err != nil || c.wait > 0 && o.RetryAfter != max(c.wait, time.Second) {
			t.Errorf("%d: %v, want to wait for %v", i, err, c.wait)
		}
		if g.pass("T2", "m", monday.Add(c.after)) != nil || g.pass("T1", "n", monday.Add(c.after)) != nil {
			t.Errorf("%d: another workspace or method waits", i)
		}
	}
}
