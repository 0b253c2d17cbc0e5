package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"rapport/domain"
)

func TestQueueKeepsEachMembersOrder(t *testing.T) {
	quiet(t)
	const members, each = 25, 20 // 500 commands
	flight := newInFlight()
	q := newQueue(8, members*each, flight)
	var mu sync.Mutex
	got := map[domain.Owner][]int{}
	for i := range each {
		for m := range members {
			o := domain.Owner{Workspace: team, Member: domain.MemberID(fmt.Sprint("U", m))}
			if !q.put(o, func() {
				time.Sleep(time.Duration((i*7+m)%3) * 100 * time.Microsecond)
				mu.Lock()
				defer mu.Unlock()
				got[o] = append(got[o], i)
			}) {
				t.Fatal("the queue was full before its bound")
			}
		}
	}
	if err := flight.wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(got) != members {
		t.Fatalf("%d members were served, want %d", len(got), members)
	}
	for o, order := range got {
		if len(order) != each || !slices.IsSorted(order) {
			t.Errorf("%s: order %v", o.Member, order)
		}
	}
}

func TestQueueServesOthersWhileOneWaits(t *testing.T) {
	q := newQueue(2, 10, newInFlight())
	stuck, served := make(chan struct{}), make(chan struct{})
	q.put(mia, func() { <-stuck })
	q.put(mia, func() {})
	q.put(domain.Owner{Workspace: team, Member: "U2"}, func() { close(served) })
	select {
	case <-served:
	case <-time.After(5 * time.Second):
		t.Fatal("one member's slow command held up another's")
	}
	close(stuck)
	if err := q.flight.wait(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestQueueIsBounded(t *testing.T) {
	q := newQueue(1, 2, newInFlight())
	stuck := make(chan struct{})
	if !q.put(mia, func() { <-stuck }) || !q.put(mia, func() {}) {
		t.Fatal("refused within the bound")
	}
	if q.put(mia, func() {}) {
		t.Error("took more than its bound")
	}
	close(stuck)
	if err := q.flight.wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !q.put(mia, func() {}) {
		t.Error("refused after it was empty again")
	}
	if err := q.flight.wait(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// A worker that has nothing to do waits for a while, and takes what comes; then it
// ends.
func TestWorkersRestAndEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newQueue(4, 10, newInFlight())
		worker := func() string {
			who := make(chan string, 1)
			q.put(mia, func() {
				stack := make([]byte, 64)
				id, _, _ := bytes.Cut(stack[:runtime.Stack(stack, false)], []byte(" ["))
				who <- string(id)
			})
			synctest.Wait()
			return <-who
		}
		first := worker()
		for range 20 {
			time.Sleep(lingering / 2)
			if next := worker(); next != first {
				t.Fatalf("%s did it while %s rests", next, first)
			}
		}
		time.Sleep(2 * lingering)
		if next := worker(); next == first {
			t.Errorf("%s is still there", next)
		}
		time.Sleep(2 * lingering)
	})
}

func TestSettleGivesUpWithItsContext(t *testing.T) {
	f := newInFlight()
	f.begin()
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if err := f.wait(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("wait: %v, want the deadline", err)
	}
	f.done()
	if err := f.wait(t.Context()); err != nil {
		t.Errorf("wait when idle: %v", err)
	}
}
