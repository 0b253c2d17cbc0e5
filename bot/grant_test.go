package bot

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"rapport/domain"
)

const revoked = `{"ok":false,"error":"token_revoked"}`

// goneEvent is one of the two events that say that the app is out.
func goneEvent(kind string) Command {
	return Command{ID: domain.CommandID("event:" + kind), Workspace: team, Verb: verbAppGone, Args: kind, At: monday}
}

// toldOnce checks that the operator heard of a loss once.
func (r *rig) toldOnce(t *testing.T) {
	t.Helper()
	if n := strings.Count(r.log.String(), "level=ERROR"); n != 1 || testutil.ToFloat64(r.meter.gone) != 1 {
		t.Errorf("%d lines at level ERROR, counted %v times: want one of each\n%s", n, testutil.ToFloat64(r.meter.gone), r.log)
	}
	if err := r.Ready(); err == nil || err.Error() != "the app was taken out of the workspace" {
		t.Errorf("readiness: %v", err)
	}
}

func TestALossIsToldOnceHoweverItIsNoticed(t *testing.T) {
	delivery := domain.Delivery{Owner: mia, Kind: domain.WelcomeDelivery, On: domain.On(2026, 11, 23)}
	tests := map[string]func(*testing.T, *rig){
		"uninstalled, then revoked": func(t *testing.T, r *rig) {
			r.take(t, goneEvent("app_uninstalled"))
			r.take(t, goneEvent("tokens_revoked"))
		},
		"revoked, then uninstalled": func(t *testing.T, r *rig) {
			r.take(t, goneEvent("tokens_revoked"))
			r.take(t, goneEvent("app_uninstalled"))
		},
		"the same over and over": func(t *testing.T, r *rig) {
			r.take(t, goneEvent("tokens_revoked"))
			r.take(t, goneEvent("tokens_revoked"))
		},
		"a delivery": func(t *testing.T, r *rig) { r.Sender().Send(t.Context(), delivery, "n", monday) },
		"a look":     func(t *testing.T, r *rig) { r.Sender().Find(t.Context(), delivery, "n", monday, monday) },
		"an answer": func(t *testing.T, r *rig) {
			c := slashed("1", "")
			c.Verb, c.Reply, c.Channel = "typed", Reply{Door: TypedDoor}, "D1"
			r.take(t, c)
		},
		"the census": func(t *testing.T, r *rig) {
			if err := r.Census(t.Context(), team, monday); err == nil {
				t.Error("the census went on")
			}
		},
	}
	for name, notice := range tests {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, map[string]Handler{"typed": answers("x")})
			for _, method := range []string{"auth.test", "chat.postMessage", "conversations.history", "users.list"} {
				r.slack.says(method, revoked)
			}
			notice(t, r)
			r.toldOnce(t)
			// From now on nothing is asked there, and what is due is held.
			n := len(r.slack.made(""))
			if o := r.Sender().Send(t.Context(), delivery, "n", monday); o.Result != domain.Failed || !domain.GrantLost(o.Code) {
				t.Errorf("a delivery ends with %+v", o)
			}
			if len(r.slack.made("")) != n {
				t.Errorf("Slack was called for it: %v", r.slack.methods())
			}
			r.toldOnce(t)
		})
	}
}

// An event that comes when the app has long been installed again is no loss.
func TestALateEventTakesNoGrantAway(t *testing.T) {
	r := newRig(t, nil)
	for _, kind := range []string{"app_uninstalled", "tokens_revoked"} {
		if a := r.take(t, goneEvent(kind)); a.Hold {
			t.Errorf("%s is acknowledged with %+v", kind, a)
		}
	}
	if err := r.Ready(); err != nil || strings.Contains(r.log.String(), "ERROR") {
		t.Errorf("readiness %v, log %s", err, r.log)
	}
}

func TestAnEventIsBelievedWhenSlackCannotBeAsked(t *testing.T) {
	r := newRig(t, nil)
	r.slack.does("auth.test", status(503))
	r.take(t, goneEvent("app_uninstalled"))
	r.toldOnce(t)
}

func TestTheReturnIsNoticed(t *testing.T) {
	met := slashed("2", "")
	tests := map[string]struct {
		notice func(*rig, context.Context) error
		after  time.Duration // from when it is noticed
	}{
		"by the tick": {func(r *rig, ctx context.Context) error { return r.Sender().Tend(ctx, monday.Add(askAgain)) }, askAgain},
		"by a command": {func(r *rig, ctx context.Context) error {
			c := met
			c.At = monday.Add(knocked)
			_, err := r.Do(ctx, c)
			return err
		}, knocked},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, map[string]Handler{"met": answers("ok")})
			r.slack.says("auth.test", revoked)
			r.take(t, goneEvent("tokens_revoked"))
			r.slack.says("auth.test", `{"ok":true}`)
			// Who left meanwhile is learned before anything is let go.
			r.slack.says("users.list", `{"ok":true,"members":[{"id":"U1","deleted":true,"profile":{"display_name":"Mia"}}]}`)
			asked := len(r.slack.made("auth.test"))
			if err := r.Sender().Tend(t.Context(), monday.Add(time.Second)); err != nil || len(r.slack.made("auth.test")) != asked {
				t.Errorf("asked again after a second, error %v", err)
			}
			if err := tt.notice(r, t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := r.Ready(); err != nil {
				t.Errorf("readiness: %v", err)
			}
			if !r.ledger.members[mia].Gone {
				t.Error("nobody looked who left meanwhile")
			}
			if gone, err := r.grants.Gone(t.Context()); err != nil || len(gone) != 0 || strings.Count(r.log.String(), "is back") != 1 {
				t.Errorf("gone %v, %v; log %s", gone, err, r.log)
			}
			r.toldOnceSoFar(t)
		})
	}
}

// toldOnceSoFar is toldOnce, of a loss that is over.
func (r *rig) toldOnceSoFar(t *testing.T) {
	t.Helper()
	if n := testutil.ToFloat64(r.meter.gone); n != 1 {
		t.Errorf("counted %v times", n)
	}
}

// What one process notices, the others learn at their next tick.
func TestReplicasLearnOfALossAndOfTheReturn(t *testing.T) {
	shared := newOwnGrants()
	share := func(o *Options) { o.Grants = shared }
	one, two := newRig(t, nil, share), newRig(t, nil, share)
	for _, r := range []*rig{one, two} {
		r.slack.says("auth.test", revoked)
	}
	one.take(t, goneEvent("app_uninstalled"))
	two.take(t, goneEvent("tokens_revoked"))
	if n := testutil.ToFloat64(one.meter.gone) + testutil.ToFloat64(two.meter.gone); n != 1 {
		t.Errorf("counted %v times over both", n)
	}
	three := newRig(t, nil, share)
	three.slack.says("auth.test", revoked)
	if err := three.Sender().Tend(t.Context(), monday); err != nil || three.Ready() == nil {
		t.Errorf("the third is ready, error %v", err)
	}
	two.slack.says("auth.test", `{"ok":true}`)
	for _, r := range []*rig{two, one, three} {
		if err := r.Sender().Tend(t.Context(), monday.Add(askAgain)); err != nil || r.Ready() != nil {
			t.Errorf("after the return: ready %v, error %v", r.Ready(), err)
		}
	}
}

// grantStore is a memory of lost grants that fails.
type grantStore struct{ err error }

func (g grantStore) Lost(context.Context, domain.WorkspaceID, string, time.Time) (bool, error) {
	return false, g.err
}

func (g grantStore) Back(context.Context, domain.WorkspaceID, time.Time) (bool, error) {
	return false, g.err
}
func (g grantStore) Gone(context.Context) ([]domain.WorkspaceID, error) { return nil, g.err }

func TestALossThatCannotBeNotedIsSaid(t *testing.T) {
	r := newRig(t, nil, func(o *Options) { o.Grants = grantStore{errors.New("disk full")} })
	r.slack.says("auth.test", revoked)
	r.take(t, goneEvent("tokens_revoked"))
	if !strings.Contains(r.log.String(), "lost grant not noted") || r.Ready() == nil {
		t.Errorf("readiness %v, log %s", r.Ready(), r.log)
	}
	if err := r.Sender().Tend(t.Context(), monday); err == nil {
		t.Error("the tick says nothing of it")
	}
}
