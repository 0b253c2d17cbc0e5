package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// slow answers every command as it should be, after what before does.
func slow(t *testing.T, before func(n int64)) (addr string) {
	t.Helper()
	var served atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		text := r.FormValue("text")
		before(served.Add(1))
		answer, err := json.Marshal(map[string]string{"text": text})
		if err != nil {
			t.Error(err)
		}
		if served.Load()%2 == 0 { // in pieces, without a length
			_, _ = rw.Write(answer[:5])
			rw.(http.Flusher).Flush()
			answer = answer[5:]
		}
		_, _ = rw.Write(answer)
	}))
	t.Cleanup(s.Close)
	return strings.TrimPrefix(s.URL, "http://")
}

func generate(addr string) generator {
	return generator{world: small(), addr: addr, next: new(atomic.Int64)}
}

func TestClosedLoop(t *testing.T) {
	var here, most atomic.Int64
	addr := slow(t, func(int64) {
		for now := here.Add(1); now > most.Load(); {
			most.Store(now)
		}
		time.Sleep(time.Millisecond)
		here.Add(-1)
	})
	l, err := generate(addr).closed(t.Context(), 4, 100*time.Millisecond)
	if err != nil || l.trouble != nil {
		t.Fatal(err, l.trouble)
	}
	seen := make(map[int]bool)
	for _, serial := range l.acked {
		seen[serial] = true
	}
	if len(l.acked) == 0 || l.sent != len(l.acked) || len(seen) != l.sent || len(l.took) != l.sent {
		t.Errorf("%d sent, %d acknowledged, %d of them different, %d times taken", l.sent, len(l.acked), len(seen), len(l.took))
	}
	if most.Load() > 4 {
		t.Errorf("%d at once by 4 clients", most.Load())
	}
}

// A server that stands still is charged for all that came due meanwhile, and not
// only for those few who could still be sent.
func TestOpenLoopOmitsNothing(t *testing.T) {
	const stands, rate = 400 * time.Millisecond, 1000
	var once sync.Once
	var still sync.Mutex
	addr := slow(t, func(int64) {
		once.Do(func() {
			still.Lock()
			time.AfterFunc(stands, still.Unlock)
		})
		still.Lock()
		still.Unlock() //nolint:staticcheck // it waits until nobody holds it
	})
	l, err := generate(addr).open(t.Context(), rate, 800*time.Millisecond)
	if err != nil || l.trouble != nil {
		t.Fatal(err, l.trouble)
	}
	if l.sent != 800 || len(l.acked) != 800 {
		t.Errorf("%d sent, %d acknowledged, want 800", l.sent, len(l.acked))
	}
	// Those of the first half of the standstill waited for the second half at least.
	waited := 0
	for _, took := range l.took {
		if took >= stands/2 {
			waited++
		}
	}
	if want := int(rate * stands.Seconds() / 2); waited < want {
		t.Errorf("%d were seen to wait, want %d", waited, want)
	}
}

func TestWrongAnswersAreTrouble(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"somebody else's": func(rw http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(rw, "Logged: Jane") },
		"none":            func(http.ResponseWriter, *http.Request) {},
		"an error": func(rw http.ResponseWriter, r *http.Request) {
			http.Error(rw, r.FormValue("text"), http.StatusInternalServerError)
		},
		"hung up": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		t.Run(name, func(t *testing.T) {
			s := httptest.NewServer(answer)
			defer s.Close()
			l, err := generate(strings.TrimPrefix(s.URL, "http://")).closed(t.Context(), 2, time.Second)
			if err != nil || l.trouble == nil || len(l.acked) != 0 || l.sent != 2 {
				t.Errorf("%d sent, %d acknowledged, trouble %v, error %v", l.sent, len(l.acked), l.trouble, err)
			}
		})
	}
}

func TestLoadsEndWhenAsked(t *testing.T) {
	addr := slow(t, func(int64) {})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	g := generate(addr)
	if l, err := g.closed(ctx, 2, time.Hour); err == nil || l.sent != 0 {
		t.Errorf("closed: %d sent, error %v", l.sent, err)
	}
	if l, err := g.open(ctx, 10, 100*time.Second); err == nil || l.sent > 1 {
		t.Errorf("open: %d sent, error %v", l.sent, err)
	}
}

func TestSchedule(t *testing.T) {
	begun := time.Unix(100, 0)
	s := schedule{begun: begun, rate: 250}
	if got := s.total(2 * time.Second); got != 500 {
		t.Errorf("%d in two seconds", got)
	}
	for n, want := range map[int]time.Duration{0: 0, 1: 4 * time.Millisecond, 250: time.Second, 500_000: 2000 * time.Second} {
		if got := s.due(n).Sub(begun); got != want {
			t.Errorf("the %dth is due after %v, want %v", n, got, want)
		}
	}
}

func TestLateAcksAreCounted(t *testing.T) {
	l := load{took: []time.Duration{time.Millisecond, slackWaits, slackWaits + 1, time.Minute}}
	if l.late() != 2 {
		t.Errorf("%d late, want 2", l.late())
	}
}
