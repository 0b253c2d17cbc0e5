package replicas

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"rapport/domain"
	"rapport/internal/pgtest"
	"rapport/internal/slacksim"
)

var monday = domain.On(2026, 11, 2)

// R2 on PostgreSQL: several processes tick at the same time, and each message
// comes once. Together they keep to the pace of one workspace, and what one of
// them hears of Slack's limits holds for all.
func TestR2ProcessesOnOneTick(t *testing.T) {
	t.Parallel()
	w := found(t, pgtest.Database(t))
	w.join(24, "Europe/Berlin")
	w.join(8, "America/Sao_Paulo")
	w.starts(3, how{})
	w.settle()
	w.calm() // their welcomes
	w.morning("Europe/Berlin", monday)
	w.calm()
	w.auditPace()

	two := 2
	if err := w.sim.Fault(slacksim.Fault{Method: "chat.postMessage", Mode: "429", Count: &two, RetryAfter: 4}); err != nil {
		t.Fatal(err)
	}
	w.morning("America/Sao_Paulo", monday)
	w.calm()
	w.auditPause(4 * time.Second)
	f := w.audit()
	if want := len(w.people); f.digests != want {
		t.Errorf("%d digests were sent, want %d", f.digests, want)
	}
	shared := 0
	for _, r := range w.replicas {
		if _, metrics := r.get("/metrics"); strings.Contains(metrics, `rapport_deliveries_total{kind="digest"`) {
			shared++
		}
	}
	if shared < 2 {
		t.Errorf("%d processes sent digests: nothing was shared", shared)
	}
}

// Processes are stopped in the middle of a send and woken when their lease is
// over, killed, cut off, ended and started, and the server under them is, while
// people go on. What Slack and the database have at the end is as if nothing had
// happened.
func TestFaults(t *testing.T) {
	t.Parallel()
	dsn, restart := pgtest.Own(t)
	w := found(t, dsn)
	for _, zone := range zones {
		w.join(crowd(), zone)
	}
	all := w.starts(alive, how{})
	w.settle()
	w.calm()
	stop := w.traffic()

	// One has posted and not recorded it; one is about to post; one has posted,
	// and is dead; and so is one whose own clock is four minutes ahead.
	posted := w.start(how{dies: "after-post:1:stop"})
	posting := w.start(how{dies: "before-post:1:stop", http: true})
	killed := w.start(how{dies: "after-post:1", http: true})
	ahead := w.start(how{dies: "after-post:1", http: true, skew: 4 * time.Minute})
	struck := []*replica{posted, posting, killed, ahead}
	for _, r := range struck {
		r.ready()
		r.sleeps() // until its turn
	}
	for i, r := range struck {
		w.struck(r, zones[i], monday)
	}
	time.Sleep(given)
	w.advance(w.now().Add(leased))
	w.calm()
	posted.wakes()
	posting.wakes()
	posted.says("delivery not recorded")
	posting.says("delivery not recorded")

	w.morning(zones[4], monday)
	for range 8 {
		time.Sleep(100 * time.Millisecond)
		w.cut(all[1])
	}
	w.cut(nil)
	w.calm()

	w.morning(zones[5], monday)
	time.Sleep(300 * time.Millisecond)
	restart()
	w.calm()

	w.start(how{http: true}).ready() // one more needs nothing but its start
	w.morning(zones[0], monday.AddDays(1))
	time.Sleep(500 * time.Millisecond)
	all[1].stops()
	w.calm()

	posted.stops()
	c := &chance{town: w, rand: rand.New(rand.NewPCG(*seed, 0)), restart: restart, did: map[string]int{}}
	c.goOn(*goOn)
	stop()
	w.audit()
	if t.Failed() {
		t.Log(w.trouble())
	}
}
