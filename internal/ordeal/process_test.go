package ordeal

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"rapport/bot"
	"rapport/bot/phrase"
	"rapport/domain"
	"rapport/internal/failpoint"
	"rapport/reminders"
	"rapport/store"
)

// process is the house as cmd/bot puts it together, in a process of its own as
// far as anybody outside can tell: it can die at any moment, and has no effect
// after that.
type process struct {
	w         *world
	store     *store.Store
	in        *bot.Installation
	bot       *bot.Bot
	doors     http.Handler
	reminders *reminders.Reminders

	mu    sync.Mutex
	died  string         // where, "" while it lives
	doom  map[string]int // failpoint, or method of Slack's → it dies at so many from now
	after map[string]int // the same, and it dies when the call is done
	// still counts down to the post in which it stands still, before it is done or
	// behind that, until wake is closed.
	still     int
	stillDone bool
	standing  bool
	wake      chan struct{}
}

// start opens the house on the files as they are. It is nil when it did not come
// up, which only a fault can be the reason of.
func (w *world) start() *process {
	p := &process{w: w, doom: map[string]int{}, after: map[string]int{}}
	failpoint.Arm(p.hit)
	ctx := context.Background()
	s, err := store.Open(ctx, store.Options{DSN: w.dsn, Policy: w.policy, Keys: phrase.Keys, Logger: w.log, ProcessClock: true})
	if err != nil {
		w.violate("the house did not open: %v", err)
	}
	p.store = s
	in, err := bot.Connect(ctx, w.credentials(p))
	if err != nil { // Slack can't be reached: serve tries again, and so do we
		p.end("unreached")
		w.bury(p)
		return nil
	}
	if err := s.Installations().Save(ctx, installation(in, w.botNow())); err != nil {
		w.violate("installation: %v", err)
	}
	p.furnish(in)
	return p
}

// beside opens a second house on the database of another, as a second replica does.
func (w *world) beside(other *process) *process {
	p := &process{w: w, store: other.store, doom: map[string]int{}, after: map[string]int{}}
	in := *other.in
	in.Client = bot.NewClient(w.credentials(p))
	failpoint.Arm(p.hit)
	p.furnish(&in)
	return p
}

func (w *world) credentials(p *process) bot.Credentials {
	return bot.Credentials{BotToken: w.sim.Credentials().BotToken, APIURL: "http://slack.internal/api/", Transport: out{w, p}}
}

// furnish puts the rooms together.
func (p *process) furnish(in *bot.Installation) {
	w, s, metrics := p.w, p.store, prometheus.NewRegistry()
	p.in, p.wake = in, make(chan struct{})
	var err error
	p.bot, err = bot.New(bot.Options{
		Book: s.Book(), Members: s.Members(), Shows: s.Shows(), Seen: s.Inbound(),
		Installations: bot.NewOnly(in), Grants: s.Installations(), Outgoing: s.Outbox(), Policy: w.policy,
		SigningSecret: w.sim.Credentials().SigningSecret, Now: w.botNow, Log: w.log, Metrics: metrics, Transport: out{w, p},
	})
	if err != nil {
		w.violate("bot: %v", err)
	}
	p.doors = p.bot.HTTPHandler()
	p.reminders = reminders.New(s.Appointments(), s.Summaries(), s.Outbox(), s.Members(), p.bot.Sender(), w.log, reminders.NewMeter(metrics))
}

func installation(in *bot.Installation, now time.Time) domain.Installation {
	return domain.Installation{
		Workspace: in.Workspace, BotUser: domain.MemberID(in.BotUser), BotID: in.BotID, App: in.App,
		APIURL: in.APIURL, Scopes: in.Scopes, Installed: now,
	}
}

// hit is asked at every failpoint.
func (p *process) hit(n failpoint.Name) error {
	if p.dead() || p.strikes(p.doom, string(n), string(n)) {
		return errDead
	}
	return nil
}

// reached is asked when a call is on its way: a dead process makes none.
func (p *process) reached(method string) bool {
	return p.dead() || p.strikes(p.doom, method, "before "+method)
}

// returns is asked when a call was done.
func (p *process) returns(method string) bool {
	return p.dead() || p.strikes(p.after, method, "after "+method)
}

// stops stands still if this is the post to do so in. It reports whether it did.
func (p *process) stops(method string, done bool) bool {
	p.mu.Lock()
	if method != "chat.postMessage" || p.still == 0 || p.stillDone != done {
		p.mu.Unlock()
		return false
	}
	if p.still--; p.still > 0 {
		p.mu.Unlock()
		return false
	}
	p.standing = true
	p.mu.Unlock()
	<-p.wake
	return true
}

func (p *process) stands() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.standing
}

// strikes counts down to the moment at which the process dies.
func (p *process) strikes(doom map[string]int, at, where string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if doom[at] == 0 {
		return false
	}
	if doom[at]--; doom[at] > 0 {
		return false
	}
	p.died = where
	return true
}

func (p *process) dead() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.died != ""
}

// end is a SIGKILL between two steps.
func (p *process) end(where string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.died == "" {
		p.died = where
	}
}

// bury takes a dead process away: what it holds of the files is released, as the
// system would, and nothing else is done.
func (w *world) bury(p *process) {
	ctx := context.Background()
	if p.bot != nil {
		if err := p.bot.Settle(ctx); err != nil {
			w.violate("a dead process goes on: %v", err)
		}
	}
	if p.store != nil {
		if err := p.store.Close(); err != nil {
			w.violate("close: %v", err)
		}
	}
	failpoint.Disarm()
	w.proc.Store(nil)
}

// quiet is the operator's log, kept for the trace of a failure.
type quiet struct {
	w     *world
	attrs []slog.Attr
}

func (q quiet) Enabled(_ context.Context, l slog.Level) bool { return l >= slog.LevelError }

func (q quiet) Handle(_ context.Context, r slog.Record) error {
	s := r.Message
	r.Attrs(func(a slog.Attr) bool { s += fmt.Sprintf(" %s=%v", a.Key, a.Value); return true })
	q.w.mu.Lock()
	defer q.w.mu.Unlock()
	q.w.logged = append(q.w.logged, s)
	return nil
}

func (q quiet) WithAttrs(as []slog.Attr) slog.Handler { q.attrs = append(q.attrs, as...); return q }
func (q quiet) WithGroup(string) slog.Handler         { return q }
