package reminders_test

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/goleak"

	"rapport/domain"
	"rapport/internal/filetest"
	"rapport/internal/pgtest"
	"rapport/reminders"
	"rapport/store"
)

// tests are those of this binary, with a PostgreSQL that ends after them.
type tests struct{ *testing.M }

func (m tests) Run() int { return pgtest.Run(m.M) }

func TestMain(m *testing.M) {
	// A check plays two months on a real database; the command line may ask for more.
	if err := flag.Set("rapid.checks", "5"); err != nil {
		panic(err)
	}
	goleak.VerifyTestMain(tests{m})
}

var (
	mia  = domain.Owner{Workspace: "T1", Member: "U1"}
	omar = domain.Owner{Workspace: "T1", Member: "U2"}

	monday    = domain.On(2026, 11, 2) // when most cases begin
	tuesday   = monday.AddDays(1)
	wednesday = monday.AddDays(2)
	friday    = monday.AddDays(4)

	nine = domain.TimeOfDay(9 * 60)
)

// reporter is what a world needs of a test, so that rapid's can play in it too.
type reporter interface {
	Context() context.Context
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// world is a real store with real reminders over it, a clock that the test
// moves, and a letterbox in the place of Slack.
type world struct {
	t         reporter
	store     *store.Store
	reminders *reminders.Reminders
	box       *letterbox
	now       time.Time
	commands  int
	metrics   *prometheus.Registry
}

// Databases that have the schema already.
var (
	file     = filetest.Copies(bringUp)
	postgres = pgtest.Copies(bringUp)
)

// bringUp brings a database up to the schema.
func bringUp(t testing.TB, dsn string) {
	t.Helper()
	if _, _, err := store.Migrate(t.Context(), store.Options{DSN: dsn}); err != nil {
		t.Fatal(err)
	}
}

// onBoth plays a case in a new world on each database. Mia is there, in Berlin,
// where it is eight o'clock on Monday 2 November 2026.
func onBoth(t *testing.T, play func(t *testing.T, w *world)) {
	t.Helper()
	for name, dsn := range map[string]func(testing.TB) string{"sqlite": file, "postgres": postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, dsn(t))
			w.now = domain.Instant(monday, 8*60, time.UTC).Add(-time.Hour)
			w.meet(mia, "Europe/Berlin")
			play(t, w)
		})
	}
}

// policy is that of every world. Nobody in the cases presses a button, and
// digests come daily all the same.
func policy() domain.Policy {
	p := domain.DefaultPolicy()
	p.Nudging.Ignored = 0
	return p
}

func newWorld(t *testing.T, dsn string) *world {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{
		DSN: dsn, Policy: policy(), ProcessClock: true,
		Keys: func(name string) []domain.Key { return []domain.Key{{Folded: strings.ToLower(name), Whole: true}} },
	})
	if err != nil {
		t.Fatalf("store: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("store: %v", err)
		}
	})
	w := &world{t: t, store: s, box: &letterbox{shows: s.Shows()}, metrics: prometheus.NewRegistry()}
	w.reminders = reminders.New(s.Appointments(), s.Summaries(), s.Outbox(), s.Members(), w.box,
		slog.New(slog.DiscardHandler), reminders.NewMeter(w.metrics))
	return w
}

// meet makes a member known, now, and lets them have their welcome: the cases
// are about what comes after it.
func (w *world) meet(o domain.Owner, zone string) {
	w.t.Helper()
	m := domain.Newcomer(o, "Somebody", zone, domain.DefaultPolicy(), w.now)
	if err := w.store.Members().Meet(w.t.Context(), m, w.now); err != nil {
		w.t.Fatalf("meet: %v", err)
	}
	welcomes, err := w.store.Outbox().Claim(w.t.Context(), w.now, time.Minute, 1)
	if err != nil || len(welcomes) != 1 || welcomes[0].Delivery.Kind != domain.WelcomeDelivery {
		w.t.Fatalf("deliveries to somebody new %+v, error %v; want a welcome", welcomes, err)
	}
	arrived := domain.Step{From: domain.StateSending, On: domain.OnAccepted, To: domain.StateSent}
	if err := w.store.Outbox().Record(w.t.Context(), welcomes[0], arrived, domain.Outcome{}, time.Time{}, w.now); err != nil {
		w.t.Fatalf("welcome: %v", err)
	}
}

// member reads a member.
func (w *world) member(o domain.Owner) domain.Member {
	w.t.Helper()
	m, err := w.store.Members().Member(w.t.Context(), o)
	if err != nil {
		w.t.Fatalf("member: %v", err)
	}
	return m
}

// profile tells what Slack says of a member.
func (w *world) profile(o domain.Owner, zone string, gone bool) {
	w.t.Helper()
	if err := w.store.Members().Profile(w.t.Context(), o, "Somebody", zone, gone, w.now); err != nil {
		w.t.Fatalf("profile: %v", err)
	}
}

// do carries out one of o's commands, now.
func (w *world) do(o domain.Owner, f func(*domain.Book) error) {
	w.t.Helper()
	w.doAt(w.now, o, f)
}

func (w *world) doAt(at time.Time, o domain.Owner, f func(*domain.Book) error) {
	w.t.Helper()
	w.commands++
	r := domain.Ref{Owner: o, ID: domain.CommandID(fmt.Sprintf("command-%d", w.commands)), Verb: "case", At: at}
	if err := w.store.Book().Write(w.t.Context(), r, f); err != nil {
		w.t.Fatalf("command: %v", err)
	}
}

// with carries out one of o's commands about a contact.
func (w *world) with(o domain.Owner, id domain.ContactID, f func(*domain.Book, *domain.Contact) error) {
	w.t.Helper()
	w.do(o, func(b *domain.Book) error {
		c, err := b.Contact(id)
		if err != nil {
			return err
		}
		return f(b, c)
	})
}

// add puts somebody with a rhythm of their own into o's portfolio, some days ago.
// The cases are about that rhythm: what else there is to say of somebody who was
// just met, or shown in vain, is stopped.
func (w *world) add(o domain.Owner, name string, r domain.Cadence, daysAgo int) domain.ContactID {
	w.t.Helper()
	var id domain.ContactID
	w.doAt(w.now.AddDate(0, 0, -daysAgo), o, func(b *domain.Book) error {
		c, err := b.Add(name, "", domain.Relating)
		if err != nil {
			return err
		}
		id = c.ID
		for _, other := range []domain.RuleName{domain.FollowUp, domain.KeepSlowRest} {
			if err := b.Mute(c, other, true); err != nil {
				return err
			}
		}
		return b.SetCadence(c, r)
	})
	return id
}

// weekly is a rhythm so short that no jitter comes on top of it.
var weekly = domain.Cadence{Ideal: 7, Maximum: 14}

// due gives o somebody who is due at every digest from now on.
func (w *world) due(o domain.Owner, name string) domain.ContactID {
	w.t.Helper()
	return w.add(o, name, weekly, 40)
}

// met logs a touch on a date.
func (w *world) met(o domain.Owner, id domain.ContactID, on domain.Date) {
	w.t.Helper()
	w.with(o, id, func(b *domain.Book, c *domain.Contact) error {
		_, err := b.Log(c, domain.Touch{On: on, Kind: "coffee"})
		return err
	})
}

// contact reads a contact.
func (w *world) contact(o domain.Owner, id domain.ContactID) *domain.Contact {
	w.t.Helper()
	var found *domain.Contact
	err := w.store.Book().Read(w.t.Context(), domain.Ref{Owner: o, ID: "read", At: w.now}, func(b *domain.Book) (err error) {
		found, err = b.Contact(id)
		return err
	})
	if err != nil {
		w.t.Fatalf("contact: %v", err)
	}
	return found
}
