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
	for _, c := range []struct {
		name   string
		where  string
		after  time.Duration
		paused time.Time
		pace   int
	}{
		{"the same conversation again is that conversation", "D1", 5 * time.Second, time.Time{}, paceStart / 2},
		{"another one meanwhile is the workspace", "D2", 5 * time.Second, paceNow.Add(15 * time.Second), paceStart / 2},
		{"another one later is a first one", "D2", wait, time.Time{}, paceStart / 4},
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

// rated is a workspace that takes so many posts a minute, and a second's worth
// at once.
type rated struct {
	perMinute float64
	tokens    float64
	at        time.Time
}

func (r *rated) takes(now time.Time) bool {
	most := max(r.perMinute/60, 1)
	r.tokens = min(most, r.tokens+now.Sub(r.at).Minutes()*r.perMinute)
	r.at = now
	if r.tokens < 1 {
		return false
	}
	r.tokens--
	return true
}

// Ten thousand posts to a workspace whose limit nobody told us: they take not
// much longer than they must, and few meet a 429.
func TestPaceFindsTheLimit(t *testing.T) {
	for _, limit := range []float64{30, 100, 180, 240, 400, 600, 1200} {
		t.Run(fmt.Sprint(limit), func(t *testing.T) {
			p, now, slack := NewPace(), paceNow, &rated{perMinute: limit, at: paceNow}
			const all = 10000
			posted, refused := 0, 0
			for posted < all {
				now = p.Next(now)
				var n int
				if p, n = p.Take(now, 1); n == 0 {
					t.Fatalf("nothing may go at %v: %+v", now, p)
				}
				if slack.takes(now) {
					posted++
					continue
				}
				refused++
				p = p.Limit(fmt.Sprint("D", refused), 5*time.Second, now)
			}
			took := now.Sub(paceNow)
			ideal := time.Duration(all / min(limit, paceCeiling) * float64(time.Minute))
			t.Logf("%d posts in %v, at best %v; %d met a 429", all, took.Round(time.Second), ideal.Round(time.Second), refused)
			if took > ideal*2 || refused > all/50 {
				t.Errorf("took %v where %v would do, and %d met a 429", took, ideal, refused)
			}
		})
	}
}
