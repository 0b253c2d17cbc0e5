package ordeal

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing/synctest"
	"time"

	"rapport/bot"
	"rapport/domain"
	"rapport/internal/slacksim"
)

// begin is where every year begins: a Monday.
var begin = time.Date(2026, time.January, 5, 6, 0, 0, 0, time.UTC)

// script is what is to be played.
type script struct {
	seed    uint64
	members int
	days    int
	dsn     string
	// calm plays without faults.
	calm bool
	// enough ends the play before its last day, when there is no more time for it.
	enough *atomic.Bool
	// sabotage is called with the world after a step, to show that it is noticed.
	sabotage func(w *world)
}

// violation is a promise that was broken, and where.
type violation struct{ says string }

// world is one play: the workspace, the bot in it, and what is known of both.
type world struct {
	script
	rng    *rand.Rand
	policy domain.Policy
	log    *slog.Logger
	sim    *slacksim.Sim
	slack  http.Handler
	sky    *sky
	books  *ledger

	proc        atomic.Pointer[process] // nil while none lives
	ups         int                     // starts so far
	skew        time.Duration           // by how much the machine's clock is ahead
	skewed      time.Time               // when it last was wrong
	ticked      time.Time               // the last tick
	minutes     time.Time               // until when there is a tick each minute
	calm        time.Time               // since when nothing is wrong
	rough       bool                    // something was, at the last step
	uninstalled bool
	plans       []*plan
	order       int

	teamID string
	ended  time.Time
	souls  []*soul
	byID   map[string]*soul

	mu     sync.Mutex // guards what the wires note, down to the end
	byDM   map[string]*soul
	nonces map[string]string // ts → nonce of what Slack has taken
	lost   map[string]int    // nonce → posts of it that Slack has taken and nobody heard of
	fresh  []string          // nonces that were posted in this step
	kept   []envelope
	late   []string // violations seen on a wire
	logged []string

	hands atomic.Int64 // envelopes handed over
	trace []string
	step  int
	sum   tally
}

// tally is what a play was made of.
type tally struct {
	Steps, Acts, Acked, Kills, Seen, Resent, Checked, Days int
}

// plan is something that is to happen.
type plan struct {
	at    time.Time
	order int
	name  string
	do    func()
}

// driver lets the box wait for the bot. Its clock is moved from here alone.
type driver struct{ w *world }

func (d driver) Next(context.Context) (time.Time, error) { return time.Time{}, nil }
func (d driver) Tick(context.Context, time.Time) error   { return nil }
func (d driver) Settle(ctx context.Context) error {
	if p := d.w.proc.Load(); p != nil {
		return p.bot.Settle(ctx)
	}
	return nil
}

// play plays a script, and returns what was done and the first violation.
func play(s script) (w *world, broken string) {
	w = &world{
		script: s, policy: domain.DefaultPolicy(),
		rng:  rand.New(rand.NewPCG(s.seed, 0x6f726465616c)),
		byID: map[string]*soul{}, byDM: map[string]*soul{}, nonces: map[string]string{}, lost: map[string]int{}, calm: begin,
	}
	w.sky = newSky(func() time.Time { return w.now() })
	w.log = slog.New(quiet{w: w})
	defer func() {
		switch v := recover().(type) {
		case nil:
		case violation:
			broken = v.says
		default:
			panic(v)
		}
		w.close()
	}()
	w.found()
	w.live()
	w.ended = w.now()
	w.reckon()
	return w, ""
}

// violate ends the play.
func (w *world) violate(format string, args ...any) {
	panic(violation{fmt.Sprintf(format, args...)})
}

func (w *world) must(err error) {
	if err != nil {
		w.violate("the play itself failed: %v", err)
	}
}

// found makes the workspace and opens the house.
func (w *world) found() {
	var err error
	w.sim, err = slacksim.New(slacksim.Options{
		Now: wall, Start: begin, Scopes: bot.Scopes, Events: bot.Events, Commands: commands(),
		BotURL: "http://bot.internal", Transport: in{w},
	})
	w.must(err)
	w.slack = w.sim.Handler()
	w.sim.SetDriver(driver{w})
	for i := range w.members {
		w.addSoul(i)
	}
	_, err = w.sim.AddChannel(slacksim.Channel{Name: "general", Members: ids(w.souls)})
	w.must(err)
	w.up()
	if w.proc.Load() == nil {
		w.violate("the house did not open")
	}
	w.books, err = openLedger(w.dsn)
	w.must(err)
	for d := range w.days {
		day := begin.Truncate(24*time.Hour).AddDate(0, 0, d)
		w.at(day.Add(6*time.Hour+time.Second), "plan", func() { w.planDay(day) })
	}
	w.at(begin.Add(30*time.Minute), midnights, w.midnights)
}

func commands() []slacksim.Command {
	var all []slacksim.Command
	for _, c := range bot.Manifest(bot.ManifestOptions{}).Features.Commands {
		all = append(all, slacksim.Command{Name: c.Command, Description: c.Description, UsageHint: c.Usage, ShouldEscape: c.Escape})
	}
	return all
}

// close ends what is open, so that the next play begins with nothing.
func (w *world) close() {
	if p := w.proc.Load(); p != nil {
		p.end("the end")
		w.bury(p)
	}
	if w.sim != nil {
		_ = w.sim.Close()
	}
	if w.books != nil {
		w.books.close()
	}
	time.Sleep(time.Second) // workers of the bot rest for a while before they end
}

func (w *world) now() time.Time { return w.sim.Clock().Now }

// botNow is what the bot's machine takes for the time.
func (w *world) botNow() time.Time { return w.now().Add(w.skew) }

// at has something happen at an instant.
func (w *world) at(t time.Time, name string, do func()) {
	w.order++
	p := &plan{t, w.order, name, do}
	i, _ := slices.BinarySearchFunc(w.plans, p, func(a, b *plan) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.order, b.order)) })
	w.plans = slices.Insert(w.plans, i, p)
}

// in has something happen after a while.
func (w *world) in(d time.Duration, name string, do func()) { w.at(w.now().Add(d), name, do) }

// live lets everything happen at its time, until the last day is over.
func (w *world) live() {
	end := begin.AddDate(0, 0, w.days)
	for {
		next, tick := w.nextTick()
		if len(w.plans) > 0 && (!tick || !w.plans[0].at.After(next)) {
			next, tick = w.plans[0].at, false
		} else if !tick {
			return
		}
		if next.After(end) || w.enough != nil && w.enough.Load() {
			return
		}
		retried := w.reach(next)
		if retried {
			w.forgetZones()
		}
		if tick {
			if w.proc.Load() != nil { // it may have died of what was sent again
				w.tick()
			}
			continue
		}
		p := w.plans[0]
		w.plans = w.plans[1:]
		p.do()
		if p.name == midnights {
			continue
		}
		w.forgetZones()
		w.after(p.name)
	}
}

// forgetZones has the bot's word on where people are asked anew: what just
// happened may have changed it.
func (w *world) forgetZones() {
	for _, s := range w.souls {
		s.loc = nil
	}
}

// reach moves both clocks.
func (w *world) reach(t time.Time) (handed bool) {
	before := w.hands.Load()
	if d := t.Sub(w.now()); d > 0 {
		time.Sleep(d)
	}
	w.must(w.sim.Advance(context.Background(), later(t, w.now())))
	handed = w.hands.Load() > before
	if p := w.proc.Load(); p != nil && p.dead() { // by an event that was sent again
		w.after("retry")
	}
	return handed
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// nextTick is the next whole minute at which a tick has something to do.
func (w *world) nextTick() (time.Time, bool) {
	if w.proc.Load() == nil {
		return time.Time{}, false
	}
	now := w.now()
	soon := now.Truncate(time.Minute).Add(time.Minute)
	if w.minutes.After(now) {
		return soon, true
	}
	due, err := w.proc.Load().reminders.Next(context.Background())
	if err != nil {
		w.violate("next: %v", err)
	}
	if due.IsZero() {
		return due, false
	}
	due = due.Add(-w.skew)
	if whole := due.Truncate(time.Minute); !whole.Equal(due) {
		due = whole.Add(time.Minute)
	}
	return later(due, soon), true
}

// tick does what the bot's own clock does each minute.
func (w *world) tick() {
	w.ticked = w.now()
	p, now, ended := w.proc.Load(), w.botNow(), make(chan error, 1)
	go func() { ended <- p.reminders.Tick(context.Background(), now) }()
	for {
		synctest.Wait()
		select {
		case err := <-ended:
			if err != nil && !p.dead() {
				w.say("the tick said %v", err)
			}
		default:
			if !p.stands() { // it waits for an answer that does not come
				time.Sleep(time.Second)
				continue
			}
			w.takesOver(p, ended)
		}
		w.after("tick")
		return
	}
}

// after settles what a step has set going, and looks whether all promises hold.
func (w *world) after(name string) {
	w.step++
	w.sum.Steps++
	if p := w.proc.Load(); p != nil {
		w.must(p.bot.Settle(context.Background()))
		if p.dead() {
			w.sum.Kills++
			w.say("killed at %s", p.died)
			w.bury(p)
			w.mu.Lock()
			for _, n := range w.fresh { // perhaps it was not recorded
				w.lost[n]++
			}
			w.mu.Unlock()
			w.down(w.oneOf(0, time.Second, 20*time.Second, time.Minute, 7*time.Minute, 90*time.Minute))
		}
	}
	rough := w.proc.Load() == nil || !w.sky.clear() || w.uninstalled
	if rough || w.rough { // what just ended was wrong until now
		w.calm = w.now()
	}
	w.rough = rough
	if w.sabotage != nil {
		w.sabotage(w)
	}
	w.check()
	w.mu.Lock()
	w.fresh = w.fresh[:0]
	w.mu.Unlock()
}

// say adds a line to the trace.
func (w *world) say(format string, args ...any) {
	line := fmt.Sprintf("%5d %s ", w.step, w.now().Format("2006-01-02 15:04:05")) + fmt.Sprintf(format, args...)
	w.trace = append(w.trace, strings.ReplaceAll(line, "\n", "⏎"))
}

// up starts a process, which does first what serve does at its start.
func (w *world) up() {
	if w.proc.Load() != nil {
		return
	}
	w.ups++
	p := w.start()
	if p == nil {
		w.in(time.Minute, "up again", w.up)
		return
	}
	w.proc.Store(p)
	w.minutes = w.now().Add(10 * time.Minute)
	w.say("up")
	w.census()
	if w.proc.Load() != nil && !w.proc.Load().dead() {
		w.tick()
	}
}

// census is what serve does at its start and once a day.
func (w *world) census() {
	p := w.proc.Load()
	in := domain.WorkspaceID(w.team())
	if err := p.bot.Census(context.Background(), in, w.botNow()); err != nil {
		w.say("the census said %v", err)
		return
	}
	if p.dead() {
		return
	}
	for _, s := range w.souls {
		s.known.gone = s.gone
		if s.changed { // what no event has told, the census may just have
			s.changed = false
			w.moved(s)
		}
	}
	if _, err := p.store.Sweep(context.Background(), w.botNow()); err != nil && !p.dead() {
		w.violate("sweep: %v", err)
	}
}

// team is the workspace's id, which never changes.
func (w *world) team() string {
	if w.teamID == "" {
		shot, err := w.sim.Snapshot(w.anybody().id, "")
		w.must(err)
		w.teamID = shot.Team.ID
	}
	return w.teamID
}

// anybody is a member who is not deactivated.
func (w *world) anybody() *soul {
	for _, s := range w.souls {
		if !s.gone {
			return s
		}
	}
	w.violate("everybody is gone")
	return nil
}

// down keeps the process down for a while.
func (w *world) down(d time.Duration) { w.in(d, "up", w.up) }

func (w *world) oneOf(ds ...time.Duration) time.Duration { return ds[w.rng.IntN(len(ds))] }

func (w *world) chance(p float64) bool { return w.rng.Float64() < p }

func pick[T any](w *world, of []T) T { return of[w.rng.IntN(len(of))] }
