package bench

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"rapport/domain"
	"rapport/reminders"
	"rapport/store"
)

var recoverWorkspaces = flag.Int("recover.workspaces", 10, "in how many workspaces the members of TestRecoveryOfWorkspaces live")

// The same week, in many workspaces at once: each member gets today's digest, no
// workspace waits for another's, and what people write meanwhile is stored. The binary
// has one token and so serves one workspace; so these are the rooms below it, over a
// Slack that takes everything at once.
func TestRecoveryOfWorkspaces(t *testing.T) {
	for _, d := range databases {
		t.Run(d.name, func(t *testing.T) {
			at, today, zone := aWeekAgo(t)
			dsn := d.new(t)
			s := built(t, d.driver, dsn, town{members: *recoverMembers, circle: circle, workspaces: *recoverWorkspaces, due: *recoverMembers, at: at, zone: zone})
			kept, sender := opened(t, d.driver, dsn), &instantly{store: s}
			r := reminders.New(s.Appointments(), s.Summaries(), s.Outbox(), s.Members(), sender, slog.New(slog.DiscardHandler),
				reminders.NewMeter(prometheus.NewRegistry()))
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			begun, w := time.Now(), &writers{store: s}
			var all sync.WaitGroup
			all.Go(func() {
				if err := r.Run(ctx, time.Now); err != nil {
					t.Error(err)
				}
			})
			all.Go(func() { w.write(ctx, t, time.Second/time.Duration(*recoverRate)) })
			planned := kept.planned(t, begun)
			for kept.count(t, "(SELECT DISTINCT workspace FROM outbox WHERE state = 'sent' AND created > 1) served") < *recoverWorkspaces {
				if time.Since(begun) > time.Hour {
					t.Fatal("a workspace was not served within an hour")
				}
				time.Sleep(50 * time.Millisecond)
			}
			served := time.Since(begun)
			stop()
			all.Wait()
			lost := kept.lacks(t, w.notes)
			t.Logf("%d members in %d workspaces planned in %v, with something sent in each after %v, beside %d writes, the slowest after %v; not stored: %d",
				*recoverMembers, *recoverWorkspaces, planned.Round(time.Millisecond), served.Round(time.Millisecond), len(w.notes), w.slowest.Round(time.Millisecond), lost)
			if lost > 0 || len(w.notes) == 0 {
				t.Errorf("%d of %d writes are not stored", lost, len(w.notes))
			}
			kept.digests(t, today)
			if sent := kept.count(t, "outbox WHERE state = 'sent' AND created > 1"); int64(sent) != sender.sent.Load() {
				t.Errorf("%d messages are sent, and Slack got %d", sent, sender.sent.Load())
			}
		})
	}
}

// writers are members who log a touch at a rate, one after the other.
type writers struct {
	store   *store.Store
	notes   []string // of what was stored
	slowest time.Duration
}

func (w *writers) write(ctx context.Context, t *testing.T, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for serial := 1; ; serial++ {
		var due time.Time
		select {
		case <-ctx.Done():
			return
		case due = <-tick.C:
		}
		n := 1 + serial%*recoverMembers
		note := fmt.Sprintf("number %d", serial)
		ref := domain.Ref{
			Owner: domain.Owner{Workspace: workspaceOf(n), Member: domain.MemberID(fmt.Sprint("U", 100_000_000+n))},
			ID:    domain.CommandID(note), Verb: "met", At: time.Now(),
		}
		err := w.store.Book().Write(t.Context(), ref, func(b *domain.Book) error {
			c, err := b.Contact("C101")
			if err != nil {
				return err
			}
			_, err = b.Log(c, domain.Touch{On: b.Today, Note: note})
			return err
		})
		if err != nil {
			t.Errorf("%s: %v", note, err)
			return
		}
		w.notes, w.slowest = append(w.notes, note), max(w.slowest, time.Since(due))
	}
}

// workspaceOf is where the n-th member of a town lives.
func workspaceOf(n int) domain.WorkspaceID {
	return domain.WorkspaceID(fmt.Sprint("T", 100 + (n-1)**recoverWorkspaces / *recoverMembers))
}
