package bot

import (
	"net/http"
	"testing"
	"time"

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
				{two, -time.Hour, 30 * time.Second, 3}, // the clock went back: ask rather than wait for an hour
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
