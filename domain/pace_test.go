package domain

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var paceNow = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

// taken is how many posts a pace let go at once, and how fast it was then.
type taken struct {
	at        time.Time
	n         int
	perMinute int
}

// inPace fails the check if more went in any window than its fastest pace allows
// in that time, and a burst.
func inPace(t *rapid.T, all []taken) {
	t.Helper()
	for i := range all {
		n, fastest := 0, 0
		for _, x := range all[i:] {
			n, fastest = n+x.n, max(fastest, x.perMinute)
			window := x.at.Sub(all[i].at) + paceBurst
			if most := int(window/Pace{PerMinute: fastest}.gap()) + 1; n > most {
				t.Fatalf("%d posts in %v at %d a minute, want %d at most", n, window-paceBurst, fastest, most)
			}
		}
	}
}

func TestPaceIsKeptInAnyWindow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, now := NewPace(), paceNow
		var all []taken
		for range rapid.IntRange(1, 120).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.OneOf(
				rapid.Int64Range(0, int64(3*time.Second)), rapid.Int64Range(0, int64(time.Hour)),
			).Draw(t, "later"))).Truncate(time.Microsecond)
			var n int
			p, n = p.Take(now, rapid.IntRange(0, 300).Draw(t, "want"))
			all = append(all, taken{now, n, p.PerMinute})
			if rapid.IntRange(0, 9).Draw(t, "429") == 0 {
				p = p.Limit(rapid.SampledFrom([]string{"D1", "D2"}).Draw(t, "where"), 5*time.Second, now)
			}
			if p.PerMinute < paceFloor || p.PerMinute > paceCeiling || p.Good < p.PerMinute {
				t.Fatalf("pace %+v is out of bounds", p)
			}
		}
		inPace(t, all)
	})
}

// The clock may jump as it likes: what comes of a jump is a burst at most, and
// never a stall.
func TestPaceStandsAClockThatJumps(t *testing.T) {
	const longest = time.Minute
	rapid.Check(t, func(t *rapid.T) {
		p, now := NewPace(), paceNow
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.OneOf(
				rapid.Int64Range(0, int64(2*time.Second)),
				rapid.Int64Range(-int64(7*24*time.Hour), int64(7*24*time.Hour)),
				rapid.Just(int64(-time.Hour)), rapid.Just(int64(7*24*time.Hour)),
			).Draw(t, "jump"))).Truncate(time.Microsecond)
			most := int(paceBurst/p.at(now).gap()) + 1
			after, n := p.Take(now, 1000)
			if n > most {
				t.Fatalf("a burst of %d after a jump, want %d at most", n, most)
			}
			p = after
			if rapid.IntRange(0, 4).Draw(t, "429") == 0 {
				where := rapid.SampledFrom([]string{"D1", "D2", "D3"}).Draw(t, "where")
				p = p.Limit(where, time.Duration(rapid.Int64Range(int64(time.Second), int64(longest)).Draw(t, "wait")), now)
			}
			if _, n := p.Take(now.Add(longest+p.gap()), 1); n != 1 {
				t.Fatalf("nothing may go %v after %v: %+v", longest+p.gap(), now, p)
			}
		}
	})
}

func TestPaceAlwaysRecovers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, now := NewPace(), paceNow
		for range rapid.IntRange(1, 40).Draw(t, "limits") {
			p = p.Limit(rapid.StringN(1, 1, 1).Draw(t, "where"), time.Duration(rapid.Int64Range(1, int64(time.Hour)).Draw(t, "wait")), now)
			now = now.Add(time.Duration(rapid.Int64Range(-int64(time.Hour), int64(time.Hour)).Draw(t, "later")))
		}
		for range 3 * 3600 { // three hours of work in which Slack takes everything
			now = now.Add(time.Second)
			p, _ = p.Take(now, 100)
		}
		if p.PerMinute < paceStart {
			t.Fatalf("three hours later the pace is %d a minute, want %d at least", p.PerMinute, paceStart)
		}
	})
}

func TestPaceFirstRestsTheConversationThenTheWorkspace(t *testing.T) {
	const wait = 10 * time.Second
	first := NewPace().Limit("D1", wait, paceNow)
	if first.PerMinute != paceStart/2 || !first.Paused.IsZero() || first.Limited != "D1" || !first.LimitedUntil.Equal(paceNow.Add(wait)) {
		t.Errorf("after the first 429: %+v, want half the pace and no pause", first)
	}
	back := paceStart * 15 / 16
	for _, c := range []struct {
		name   string
		where  string
		after  time.Duration
		paused time.Time
		pace   int
	}{
		{"the same conversation again is that conversation", "D1", 5 * time.Second, time.Time{}, back},
		{"another one meanwhile is the workspace", "D2", 5 * time.Second, paceNow.Add(15 * time.Second), back},
		{"another one later is a first one", "D2", wait, time.Time{}, back / 2},
	} {
		p := first.Limit(c.where, wait, paceNow.Add(c.after))
		if !p.Paused.Equal(c.paused) || p.PerMinute != c.pace {
			t.Errorf("%s: paused until %v at %d a minute, want %v at %d", c.name, p.Paused, p.PerMinute, c.paused, c.pace)
		}
	}
	p := first.Limit("D2", wait, paceNow.Add(5*time.Second))
	if _, n := p.Take(paceNow.Add(15*time.Second-1), 1); n != 0 {
		t.Error("a paused workspace may be written to")
	}
	if _, n := p.Take(p.Next(paceNow), 5); n < 1 || !p.Next(paceNow).Equal(paceNow.Add(15*time.Second)) {
		t.Errorf("next %v, and %d posts then", p.Next(paceNow), n)
	}
	if late := paceNow.Add(time.Hour); !p.Next(late).Equal(late) {
		t.Errorf("next after %v is %v", late, p.Next(late))
	}
}

// After a 429 at 240 a minute: back to fifteen sixteenths in seconds, then slowly and
// less slowly, and by leaps once the limit is forgotten. Who writes nothing finds
// out nothing.
func TestPaceComesBack(t *testing.T) {
	for _, c := range []struct {
		after time.Duration
		busy  int // the pace of a workspace in which something always waits
		idle  int // and of one in which nothing does
	}{
		{0, 120, 120},
		{time.Second, 148, 148},
		{3 * time.Second, 204, 204},
		{4 * time.Second, 225, 225},
		{time.Minute, 227, 225},
		{3 * time.Minute, 239, 225},
		{7 * time.Minute, 299, 225},
		{7*time.Minute + 10*time.Second, 572, 225},
		{8 * time.Minute, paceCeiling, 225},
	} {
		limited := NewPace().Limit("D1", time.Second, paceNow)
		busy := limited
		for now := paceNow; !now.After(paceNow.Add(c.after)); now = now.Add(100 * time.Millisecond) {
			busy, _ = busy.Take(now, 100)
		}
		idle, _ := limited.Take(paceNow.Add(c.after), 1)
		if busy.PerMinute != c.busy || idle.PerMinute != c.idle {
			t.Errorf("%v later %d a minute where much waits and %d where nothing did, want %d and %d", c.after, busy.PerMinute, idle.PerMinute, c.busy, c.idle)
		}
	}
}

func TestPaceGivesBackWhatWasNotUsed(t *testing.T) {
	p, n := NewPace().Take(paceNow, 1000)
	if _, more := p.Take(paceNow, 1); n != 9 || more != 0 {
		t.Fatalf("%d at once and %d more, want 9 and none", n, more)
	}
	for range 3 {
		p = p.Unused()
	}
	if _, n := p.Take(paceNow, 1000); n != 3 {
		t.Errorf("%d after three were not used", n)
	}
}

// rated is a workspace that takes so many posts a minute, and burst at once. One
// that is strict takes none before the time is over for which it asked.
type rated struct {
	perMinute, burst, tokens float64
	asks                     time.Duration // for so long at least, after a refusal
	strict                   bool
	at, shut                 time.Time
}

// takes takes a post, or says for how long it wants none.
func (r *rated) takes(now time.Time) (wait time.Duration, ok bool) {
	r.tokens = min(r.burst, r.tokens+now.Sub(r.at).Minutes()*r.perMinute)
	r.at = now
	switch {
	case r.strict && now.Before(r.shut):
		return r.shut.Sub(now), false
	case r.tokens >= 1:
		r.tokens--
		return 0, true
	}
	r.shut = now.Add(max(r.asks, time.Second, time.Duration((1-r.tokens)/r.perMinute*float64(time.Minute))))
	return r.shut.Sub(now), false
}

// Ten thousand posts to a workspace whose limit nobody told us, less than we
// begin with or more: they come at nearly all of the pace that it allows, and
// few meet a 429.
func TestPaceFindsTheLimit(t *testing.T) {
	for _, c := range []struct {
		name   string
		burst  func(perMinute float64) float64
		asks   time.Duration
		strict bool
		share  float64 // of what is allowed, at least
	}{
		{"two seconds' worth at once", func(m float64) float64 { return max(1, m/30) }, 0, false, 0.95},
		{"ten at once", func(float64) float64 { return 10 }, 0, false, 0.95},
		{"a minute's worth at once", func(m float64) float64 { return m }, 0, false, 0.95},
		{"asks for ten seconds", func(float64) float64 { return 10 }, 10 * time.Second, false, 0.93},
		{"means its five seconds", func(float64) float64 { return 10 }, 5 * time.Second, true, 0.94},
		{"means its thirty seconds", func(float64) float64 { return 10 }, 30 * time.Second, true, 0.85},
	} {
		for _, limit := range []float64{30, 60, 100, 120, 180, 240, 300, 400, 600, 900} {
			t.Run(fmt.Sprintf("%s, %v a minute", c.name, limit), func(t *testing.T) {
				slack := &rated{perMinute: limit, burst: c.burst(limit), asks: c.asks, strict: c.strict, at: paceNow}
				slack.tokens = slack.burst
				const all = 10000
				took, refused := posting(t, slack, all)
				ideal := time.Duration((all - slack.burst) / limit * float64(time.Minute))
				share := ideal.Seconds() / took.Seconds()
				t.Logf("%.1f %% of the pace: %d posts in %v, at best %v; %d met a 429", 100*share, all, took.Round(time.Second), ideal.Round(time.Second), refused)
				if share < c.share || refused > all/40 {
					t.Errorf("%.1f %% of the pace and %d met a 429, want %.0f %% at least and %d at most", 100*share, refused, 100*c.share, all/40)
				}
			})
		}
	}
}

// posting posts n times to a workspace, each in a conversation of its own, and
// tells how long that takes and how many met a 429.
func posting(t *testing.T, slack *rated, n int) (took time.Duration, refused int) {
	t.Helper()
	p, now := NewPace(), paceNow
	for posted := 0; posted < n; {
		now = p.Next(now)
		var may int
		if p, may = p.Take(now, 1); may == 0 {
			t.Fatalf("nothing may go at %v: %+v", now, p)
		}
		wait, ok := slack.takes(now)
		if ok {
			posted++
			continue
		}
		refused++
		p = p.Limit(fmt.Sprint("D", refused), wait, now)
	}
	return now.Sub(paceNow), refused
}
