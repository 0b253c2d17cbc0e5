package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"
)

// harbour is a ferry that waits under way until the gate is opened.
type harbour struct {
	*ferry
	store *Store
	t     testing.TB
	gate  chan struct{}
	ended []chan error
	order []string // of the works, each done while it alone has the transaction
	crews []int    // how many shared each commit, in order
}

func newHarbour(t testing.TB) *harbour {
	t.Helper()
	s := opened(t, options(dsns[sqliteDialect](t)))
	if err := s.writer.Exec("CREATE TABLE berths (name TEXT NOT NULL UNIQUE)").Error; err != nil {
		t.Fatal(err)
	}
	h := &harbour{ferry: s.ferry, store: s, t: t}
	h.boarding = time.Hour // whatever the machine is busy with
	h.landed = func(n int) { h.crews = append(h.crews, n) }
	h.shut()
	return h
}

// shut has a work under way until the gate is opened.
func (h *harbour) shut() {
	h.gate, h.ended, h.order, h.crews = make(chan struct{}), nil, nil, nil
	inside := make(chan struct{})
	h.send(h.t.Context(), false, func(*gorm.DB) error { close(inside); <-h.gate; return nil })
	<-inside
}

// send has a work wait on the quay before it returns.
func (h *harbour) send(ctx context.Context, patient bool, work func(tx *gorm.DB) error) {
	ended, waiting := make(chan error, 1), len(h.names())
	h.ended = append(h.ended, ended)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				ended <- fmt.Errorf("panic: %v", p.(*panicked).value)
			}
		}()
		ended <- h.cross(ctx, patient, work)
	}()
	for len(h.ended) > 1 && len(h.names()) == waiting {
		time.Sleep(50 * time.Microsecond)
	}
}

// berth has a row wait to be written.
func (h *harbour) berth(patient bool, name string) {
	h.send(h.t.Context(), patient, func(tx *gorm.DB) error {
		h.order = append(h.order, name)
		return tx.Exec("INSERT INTO berths (name) VALUES (?)", strings.TrimSuffix(name, "!")).Error
	})
}

// names are those who wait, without their names.
func (h *harbour) names() []*passenger {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.quay)
}

// open lets all of them go, and returns how each ended.
func (h *harbour) open() []error {
	close(h.gate)
	var all []error
	for _, e := range h.ended {
		all = append(all, <-e)
	}
	h.home()
	return all
}

// home waits until nothing is under way any more: what is told comes before that.
func (h *harbour) home() {
	for under := true; under; time.Sleep(50 * time.Microsecond) {
		h.mu.Lock()
		under = h.under
		h.mu.Unlock()
	}
}

// kept are the rows that are there, in the order in which they were written.
func (h *harbour) kept() (all []string) {
	h.t.Helper()
	if err := h.db.Raw("SELECT name FROM berths ORDER BY rowid").Scan(&all).Error; err != nil {
		h.t.Fatal(err)
	}
	return all
}

func TestOneThatFailsTakesNothingFromTheOthers(t *testing.T) {
	h := newHarbour(t)
	mine := errors.New("mine")
	h.berth(false, "first")
	h.send(t.Context(), false, func(tx *gorm.DB) error {
		return errors.Join(tx.Exec("INSERT INTO berths (name) VALUES ('taken back')").Error, mine)
	})
	h.berth(false, "first!") // a constraint of the table's
	h.send(t.Context(), false, func(tx *gorm.DB) error {
		tx.Exec("INSERT INTO berths (name) VALUES ('panicked')")
		panic("at sea")
	})
	h.berth(false, "last")
	all := h.open()
	for i, want := range []string{"<nil>", "<nil>", "mine", "UNIQUE constraint failed: berths.name", "panic: at sea", "<nil>"} {
		if got := fmt.Sprint(all[i]); got != want {
			t.Errorf("the %dth ended with %s, want %s", i, got, want)
		}
	}
	if diff := cmp.Diff([]string{"first", "last"}, h.kept()); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

func TestThoseWhoWaitShareOneCommit(t *testing.T) {
	h := newHarbour(t)
	for i := range seats + 10 {
		h.berth(false, fmt.Sprint(i))
	}
	if err := errors.Join(h.open()...); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{1, seats, 10}, h.crews); diff != "" {
		t.Errorf("commits (-want +got):\n%s", diff)
	}
	if n := len(h.kept()); n != seats+10 {
		t.Errorf("%d rows", n)
	}
}

// What can wait goes after the commands, but not for ever; the order of each is kept.
func TestCommandsGoFirst(t *testing.T) {
	h := newHarbour(t)
	for _, name := range []string{"plan 1", "a", "plan 2", "b", "c"} {
		h.berth(strings.HasPrefix(name, "plan"), name)
	}
	h.names()[3].passed = passedOver // the first plan has waited for long enough
	h.berth(false, "d")
	if err := errors.Join(h.open()...); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a", "b", "c", "plan 1", "d", "plan 2"}, h.order); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

func TestWhoGivesUpLeavesTheQuay(t *testing.T) {
	h := newHarbour(t)
	ctx, cancel := context.WithCancel(t.Context())
	h.send(ctx, false, func(*gorm.DB) error { t.Error("its work was done"); return nil })
	h.berth(false, "stays")
	cancel()
	if err := <-h.ended[1]; !errors.Is(err, context.Canceled) {
		t.Errorf("it ended with %v", err)
	}
	h.ended[1] <- nil
	if err := errors.Join(h.open()...); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"stays"}, h.kept()); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

// A commit that fails is everybody's, and so is a transaction that SQLite has rolled
// back while one of them worked.
func TestACommitThatFailsIsEverybodys(t *testing.T) {
	for name, last := range map[string]func(tx *gorm.DB) error{
		"rolled back by itself": func(tx *gorm.DB) error {
			return errors.Join(tx.Exec("ROLLBACK").Error, errors.New("mine"))
		},
		"ended behind our back": func(tx *gorm.DB) error { return tx.Exec("ROLLBACK").Error },
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarbour(t)
			h.berth(false, "lost")
			h.send(t.Context(), false, last)
			h.berth(false, "never begun")
			all := h.open()
			if all[0] != nil || all[1] == nil || all[2] == nil || all[3] == nil {
				t.Errorf("they ended with %v", all)
			}
			if rows := h.kept(); len(rows) > 0 {
				t.Errorf("rows %v", rows)
			}
		})
	}
}
