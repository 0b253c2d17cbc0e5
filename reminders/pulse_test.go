package reminders

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"rapport/domain"
)

// running runs reminders until the test ends, or stops them.
func running(t *testing.T, r *Reminders) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- r.Run(ctx, time.Now) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(stop)
	return stop
}

// posts is a Slack that takes so many posts a minute in each workspace, two seconds'
// worth at once, and answers each after a while.
type posts struct {
	perMinute float64
	takes     time.Duration

	mu      sync.Mutex
	tokens  map[domain.WorkspaceID]float64
	last    map[domain.WorkspaceID]time.Time
	letters []posted
	refused int
}

type posted struct {
	domain.Delivery
	at time.Time
}

func (p *posts) Tend(context.Context, time.Time) error { return nil }

func (p *posts) Send(_ context.Context, d domain.Delivery, _ string, _ time.Time) domain.Outcome {
	time.Sleep(p.takes)
	p.mu.Lock()
	defer p.mu.Unlock()
	w, now := d.Workspace, time.Now()
	if p.tokens == nil {
		p.tokens, p.last = make(map[domain.WorkspaceID]float64), make(map[domain.WorkspaceID]time.Time)
	}
	p.tokens[w] = min(max(10, p.perMinute/30), p.tokens[w]+now.Sub(p.last[w]).Minutes()*p.perMinute)
	p.last[w] = now
	channel := "D" + string(d.Member)
	if p.tokens[w] < 1 {
		p.refused++
		return domain.Outcome{Result: domain.Limited, Channel: channel, RetryAfter: 10 * time.Second, Code: "ratelimited"}
	}
	p.tokens[w]--
	p.letters = append(p.letters, posted{d, now})
	return domain.Outcome{Result: domain.Sent, Channel: channel, TS: "1"}
}

func (p *posts) arrived() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.letters)
}

func (p *posts) Find(context.Context, domain.Delivery, string, time.Time, time.Time) domain.Outcome {
	return domain.Outcome{Result: domain.Cancelled}
}

// morning fills the outbox with everybody's digest, each hundredth with a promise
// in it and each tenth a question that can wait.
func (d *diary) morning(w domain.WorkspaceID, n int) {
	if d.paces == nil {
		d.paces = make(map[domain.WorkspaceID]domain.Pace)
	}
	d.paces[w] = domain.NewPace()
	for i := range n {
		x := digestFor(domain.Owner{Workspace: w, Member: domain.MemberID(fmt.Sprint("U", i))})
		switch x.Rank = domain.RankUsual; {
		case i%100 == 99:
			x.Rank = domain.RankUrgent
		case i%10 == 5:
			x.Rank = domain.RankPatient
		}
		d.put(x)
	}
}

var atNine = flag.Int("at-nine", 10000, "how many digests are due at once in TestAMorningArrivesSmoothly")

// Ten thousand digests at nine: they arrive smoothly at nearly all of the pace that
// Slack takes, however long it takes to answer, the most urgent first. Few meet a
// 429, and a small workspace beside them waits for nobody.
func TestAMorningArrivesSmoothly(t *testing.T) {
	for _, c := range []struct {
		limit float64
		takes time.Duration
		part  int // of all
	}{
		{120, 50 * time.Millisecond, 5}, {240, 100 * time.Millisecond, 1}, {400, 300 * time.Millisecond, 2}, {600, 150 * time.Millisecond, 1},
	} {
		all := *atNine / c.part
		t.Run(fmt.Sprint(c.limit), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := &diary{plan: once}
				d.morning("T1", all)
				d.morning("T2", 20)
				s := &posts{perMinute: c.limit, takes: c.takes}
				start := time.Now()
				stop := running(t, over(t, d, s, io.Discard))
				for s.arrived() < all+20 && time.Since(start) < 6*time.Hour {
					time.Sleep(time.Second)
				}
				took := time.Since(start)
				stop()
				ideal := time.Duration(float64(all) / c.limit * float64(time.Minute))
				share := ideal.Seconds() / took.Seconds()
				t.Logf("%.1f %% of the pace: %d in %v, at best %v; %d met a 429, %d passes", 100*share, len(s.letters), took, ideal, s.refused, d.passes)
				if len(s.letters) != all+20 || share < 0.95 || s.refused > all/50 {
					t.Errorf("%d arrived at %.1f %% of the pace, want all at 95 %% at least; %d met a 429", len(s.letters), 100*share, s.refused)
				}
				smooth(t, s.letters, start)
			})
		})
	}
}

// smooth fails the test unless letters came most urgent first, without a gap, in
// no second more than a few, and in the small workspace soon.
func smooth(t *testing.T, letters []posted, start time.Time) {
	t.Helper()
	seen := make(map[string]bool)
	inSecond := make(map[time.Time]int)
	last, rank, late := start, domain.RankUrgent, 0
	for _, l := range letters {
		if seen[l.Key()] {
			t.Errorf("%s came twice", l.Key())
		}
		seen[l.Key()] = true
		if l.Workspace == "T2" {
			if l.at.Sub(start) > 20*time.Second {
				t.Errorf("%s waited %v in the small workspace", l.Key(), l.at.Sub(start))
			}
			continue
		}
		if gap := l.at.Sub(last); gap > 30*time.Second {
			t.Errorf("nothing came for %v", gap)
		}
		if l.Rank < rank {
			late++ // one that met a 429 comes behind
		}
		last, rank = l.at, max(rank, l.Rank)
		inSecond[l.at.Truncate(time.Second)]++
	}
	if late > 100 {
		t.Errorf("%d came behind what was less urgent", late)
	}
	for at, n := range inSecond {
		if n > 20 {
			t.Errorf("%d came in one second, at %v", n, at)
		}
	}
}

// Once two conversations have met a 429, the rest of what was claimed need not.
func TestALimitedWorkspaceIsNotTriedOn(t *testing.T) {
	d := &diary{plan: once}
	d.morning("T1", 9)
	d.morning("T2", 9)
	s := &posts{perMinute: 0, takes: 0}
	r := over(t, d, s, io.Discard)
	if err := r.Tick(t.Context(), nine); err != nil {
		t.Fatal(err)
	}
	if s.refused != 4 {
		t.Errorf("%d met a 429, want two in each workspace", s.refused)
	}
	for _, row := range d.rows {
		if row.state != domain.StatePending || !row.next.Equal(nine.Add(10*time.Second)) {
			t.Errorf("a delivery is %s until %v, want it pending until Slack's time is over", row.state, row.next)
		}
	}
}

func TestRunPulsesOnlyWhileSomethingIsDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &diary{plan: once}
		s := &script{send: []domain.Outcome{
			{Result: domain.Limited, RetryAfter: 7 * time.Second}, {Result: domain.Limited, RetryAfter: 5 * time.Minute}, {Result: domain.Sent},
		}}
		running(t, over(t, d, s, io.Discard))
		synctest.Wait()
		for minute := range 4 {
			if passes := d.asked(); passes != 0 {
				t.Fatalf("%d passes in minute %d, and there was nothing to do", passes, minute)
			}
			time.Sleep(time.Minute)
			synctest.Wait()
		}
		d.put(digestFor(mia))
		time.Sleep(time.Minute + 6*time.Second) // sent at the next tick, and again when it may be
		synctest.Wait()
		if s.attempts() != 1 {
			t.Fatalf("%d sent, want the first attempt", s.attempts())
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if s.attempts() != 2 {
			t.Fatalf("%d sent, want the second attempt between the ticks", s.attempts())
		}
		time.Sleep(6 * time.Minute)
		synctest.Wait()
		if s.attempts() != 3 || d.asked() > 3+1 {
			t.Errorf("%d sent in %d passes, want the third attempt and no busy waiting", s.attempts(), d.asked())
		}
	})
}

func TestAPanicInAPulseStopsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		d := &diary{plan: once}
		s := &script{send: []domain.Outcome{{Result: domain.Limited, RetryAfter: 10 * time.Second}, {Result: domain.Sent}}}
		d.put(digestFor(mia))
		running(t, over(t, d, s, &log))
		time.Sleep(5 * time.Second)
		synctest.Wait()
		d.panicking(true)
		time.Sleep(6 * time.Second)
		synctest.Wait()
		if d.panicking(false) || s.attempts() != 1 {
			t.Fatalf("the pulse did not panic: %d sent", s.attempts())
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if s.attempts() != 2 {
			t.Errorf("%d sent, want the second attempt at the next tick", s.attempts())
		}
		if !strings.Contains(log.String(), "pass incomplete") || strings.Contains(log.String(), "Jane") {
			t.Errorf("the log tells too little or too much: %s", log.String())
		}
	})
}

// What was planned goes while the rest is still being planned, even if that takes
// longer than a minute.
func TestALongPlanHoldsUpNoDelivery(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &diary{plan: func(a domain.Appointment) domain.Plan {
			time.Sleep(time.Second)
			return once(a)
		}}
		for i := range 300 {
			d.due = append(d.due, domain.Appointment{Owner: domain.Owner{Workspace: "T1", Member: domain.MemberID(fmt.Sprint("U", i))}, Kind: domain.DigestDelivery})
		}
		s := &posts{perMinute: 1e6}
		stop := running(t, over(t, d, s, io.Discard))
		time.Sleep(3 * time.Minute)
		early := s.arrived()
		time.Sleep(3 * time.Minute)
		stop()
		if early < 100 || len(s.letters) != 300 {
			t.Errorf("%d had come in three minutes and %d in the end, want the first hundred and all", early, len(s.letters))
		}
	})
}

// However long Slack takes, no more is under way in a workspace than there are
// lanes, and what is posted beside it in another one does not wait for it.
func TestASlowWorkspaceHoldsUpNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &diary{plan: once}
		d.morning("T1", 200)
		d.morning("T2", 200)
		s := &turns{posts: posts{perMinute: 1e6}, slow: "T1"}
		stop := running(t, over(t, d, s, io.Discard))
		time.Sleep(time.Minute)
		quick := s.in("T2")
		time.Sleep(9 * time.Minute)
		stop()
		if quick != 200 || s.in("T1") < 100 {
			t.Errorf("%d in the quick workspace within a minute and %d in the slow one, want all 200 and 100 at least", quick, s.in("T1"))
		}
		if s.most != lanes {
			t.Errorf("%d at once in the slow one, want %d", s.most, lanes)
		}
	})
}

// turns counts how many sends are under way at once in a workspace where each takes
// seven seconds.
type turns struct {
	posts
	slow        domain.WorkspaceID
	counting    sync.Mutex
	under, most int
}

func (s *turns) Send(ctx context.Context, d domain.Delivery, nonce string, now time.Time) domain.Outcome {
	if d.Workspace == s.slow {
		s.count(1)
		defer s.count(-1)
		time.Sleep(7 * time.Second)
	}
	return s.posts.Send(ctx, d, nonce, now)
}

func (s *turns) count(n int) {
	s.counting.Lock()
	defer s.counting.Unlock()
	s.under += n
	s.most = max(s.most, s.under)
}

// in tells how many letters have come in a workspace.
func (s *turns) in(w domain.WorkspaceID) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.letters {
		if l.Workspace == w {
			n++
		}
	}
	return n
}
