package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"
	"pgregory.net/rapid"
)

// A write that finds nobody under way goes at once: it waits in no line, and for no
// time, by a clock on which waiting is all that takes any.
func TestAWriteThatFindsNobodyGoesAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHarbour(t)
		if err := errors.Join(h.open()...); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		for i := range 20 {
			err := h.cross(t.Context(), i%2 == 0, func(tx *gorm.DB) error {
				h.order = append(h.order, "") // on this goroutine: nobody hands it anything
				return tx.Exec("INSERT INTO berths (name) VALUES (?)", fmt.Sprint(i)).Error
			})
			if err != nil {
				t.Error(err)
			}
		}
		if took := time.Since(began); took != 0 {
			t.Errorf("they waited for %v", took)
		}
		if diff := cmp.Diff(slices.Repeat([]int{1}, 21), h.crews); diff != "" {
			t.Errorf("commits (-want +got):\n%s", diff)
		}
	})
}

// sailor is one write of a property: what it does, and what becomes of it.
type sailor struct {
	Patient bool
	Does    string
	name    string
	ended   chan error
}

// works are what a work may do, and how it ends then.
var works = map[string]func(tx *gorm.DB, name string) error{
	"stores": func(tx *gorm.DB, name string) error {
		return tx.Exec("INSERT INTO berths (name) VALUES (?)", name).Error
	},
	"fails": func(tx *gorm.DB, name string) error {
		return errors.Join(tx.Exec("INSERT INTO berths (name) VALUES (?)", name).Error, errors.New("mine"))
	},
	"offends": func(tx *gorm.DB, name string) error {
		return tx.Exec("INSERT INTO berths (name) VALUES (?), (?)", name, name).Error
	},
	"panics": func(tx *gorm.DB, name string) error {
		tx.Exec("INSERT INTO berths (name) VALUES (?)", name)
		panic("at sea")
	},
	"nothing": func(*gorm.DB, string) error { return nil },
}

// Whatever comes in whatever order: each kind keeps its order, commands share
// commits, what can wait is alone and passed over by no more than so many commits,
// and kept is what was told so, by the time it is told, and nothing else.
func TestTheLawOfTheFerry(t *testing.T) {
	h := newHarbour(t)
	if err := errors.Join(h.open()...); err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(r *rapid.T) {
		if err := h.db.Exec("DELETE FROM berths").Error; err != nil {
			r.Fatal(err)
		}
		h.boarding = rapid.SampledFrom([]time.Duration{time.Hour, time.Nanosecond}).Draw(r, "boarding")
		all := rapid.SliceOfN(rapid.Custom(func(r *rapid.T) *sailor {
			return &sailor{Patient: rapid.IntRange(0, 3).Draw(r, "patient") == 0, Does: rapid.SampledFrom(slices.Sorted(maps.Keys(works))).Draw(r, "does")}
		}), 1, 30).Draw(r, "all")
		h.shut()
		for i, p := range all {
			p.name = fmt.Sprint(i)
			h.send(h.t.Context(), p.Patient, func(tx *gorm.DB) error {
				h.order = append(h.order, p.name)
				return works[p.Does](tx, p.name)
			})
			p.ended = h.ended[i+1]
		}
		close(h.gate)
		var kept []string
		for _, p := range all {
			err := <-p.ended
			stored := h.stored(p.name)
			if want := p.Does == "stores" || p.Does == "nothing"; (err == nil) != want || stored != (p.Does == "stores") {
				r.Errorf("%s, which %s, ended with %v, stored: %v", p.name, p.Does, err, stored)
			}
			if stored {
				kept = append(kept, p.name)
			}
		}
		h.home()
		for _, patient := range []bool{false, true} {
			var came, went []string
			for _, p := range all {
				if p.Patient == patient {
					came = append(came, p.name)
				}
			}
			for _, name := range h.order {
				if slices.Contains(came, name) {
					went = append(went, name)
				}
			}
			if diff := cmp.Diff(came, went); diff != "" {
				r.Errorf("order of what is patient: %v (-came +went):\n%s", patient, diff)
			}
		}
		if n := len(h.kept()); n != len(kept) {
			r.Errorf("%d rows, and %d were told so", n, len(kept))
		}
		if h.boarding == time.Hour { // commands all in one commit, the others alone
			patient := 0
			for _, p := range all {
				if p.Patient {
					patient++
				}
			}
			want := append([]int{1}, slices.Repeat([]int{1}, patient)...)
			if n := len(all) - patient; n > 0 {
				want = slices.Insert(want, 1, n)
			}
			if diff := cmp.Diff(want, h.crews); diff != "" {
				r.Errorf("commits (-want +got):\n%s", diff)
			}
		}
	})
}

// stored tells whether a row is there for somebody who reads.
func (h *harbour) stored(name string) bool {
	h.t.Helper()
	var n int
	if err := h.store.db.reader.QueryRow("SELECT count(*) FROM berths WHERE name = ?", name).Scan(&n); err != nil {
		h.t.Fatal(err)
	}
	return n > 0
}

// Where commands come without end, what can wait waits for so many commits and no
// more.
func TestWhatCanWaitIsPassedOverSoOften(t *testing.T) {
	h := newHarbour(t)
	h.berth(true, "plan")
	var more func(n int)
	more = func(n int) { // while it has the transaction the next one comes
		h.send(t.Context(), false, func(tx *gorm.DB) error {
			h.order = append(h.order, fmt.Sprint(n))
			if n < 2*passedOver {
				more(n + 1)
			}
			return nil
		})
	}
	more(1)
	close(h.gate)
	h.home()
	for _, ended := range h.ended {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
	if at := slices.Index(h.order, "plan"); at != passedOver {
		t.Errorf("before the plan went %d commits: %v", at, h.order)
	}
}

// When works take long, those whose turn has not come in time stay in line, before
// whoever came later, and the commit leaves without them.
func TestALongCommitLeavesWithoutThoseWhoStillWait(t *testing.T) {
	h := newHarbour(t)
	h.boarding = time.Nanosecond
	h.send(t.Context(), false, func(tx *gorm.DB) error {
		h.berth(false, "came later")
		return tx.Exec("INSERT INTO berths (name) VALUES ('a')").Error
	})
	h.berth(false, "b")
	h.berth(false, "c")
	close(h.gate)
	h.home()
	for _, ended := range h.ended {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
	if diff := cmp.Diff([]int{1, 1, 1, 1, 1}, h.crews); diff != "" {
		t.Errorf("commits (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"a", "b", "c", "came later"}, h.kept()); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

// Whose time is over before their turn does nothing. Whose time is over while they
// work, or later, hears how the commit ended: it may hold what they did.
func TestTimeThatIsOverAboard(t *testing.T) {
	h := newHarbour(t)
	aboard, leave := make(chan struct{}), make(chan struct{})
	early, endEarly := context.WithCancel(t.Context())
	amid, endAmid := context.WithCancel(t.Context())
	h.send(amid, false, func(tx *gorm.DB) error {
		err := tx.Exec("INSERT INTO berths (name) VALUES ('amid')").Error
		close(aboard)
		<-leave
		return err
	})
	h.send(early, false, func(*gorm.DB) error { t.Error("it worked"); return nil })
	h.berth(false, "last")
	close(h.gate)
	<-aboard
	endEarly()
	endAmid()
	select {
	case err := <-h.ended[1]:
		t.Errorf("it was told before the commit: %v", err)
	case err := <-h.ended[2]:
		t.Errorf("it was told before the commit: %v", err)
	case <-time.After(20 * time.Millisecond):
	}
	close(leave)
	if err := <-h.ended[2]; !errors.Is(err, context.Canceled) {
		t.Errorf("early ended with %v", err)
	}
	if err := errors.Join(<-h.ended[1], <-h.ended[3]); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff([]string{"amid", "last"}, h.kept()); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

// Nothing is under way while the ferry lies still, and it does so in its turn.
func TestTheFerryLiesStill(t *testing.T) {
	h := newHarbour(t)
	h.berth(false, "a")
	waiting, ended := len(h.names()), make(chan error, 1)
	go func() {
		ended <- h.still(t.Context(), func() error {
			h.order = append(h.order, "still")
			_, err := h.store.checkpoints.pool.Exec("BEGIN IMMEDIATE; ROLLBACK") // SQLite's lock is free
			return err
		})
	}()
	for len(h.names()) == waiting {
		time.Sleep(50 * time.Microsecond)
	}
	h.berth(false, "b")
	if err := errors.Join(append(h.open(), <-ended)...); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a", "still", "b"}, h.order); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

// A work that panics at the door of the store leaves it open, be it alone or among
// others.
func TestAPanicLeavesTheDoorOpen(t *testing.T) {
	for _, company := range []bool{false, true} {
		h := newHarbour(t)
		if !company {
			if err := errors.Join(h.open()...); err != nil {
				t.Fatal(err)
			}
		}
		panics := make(chan any, 1)
		before := len(h.names())
		go func() {
			defer func() { panics <- recover() }()
			_ = h.store.write(t.Context(), "book", func(tx *gorm.DB) error {
				tx.Exec("INSERT INTO berths (name) VALUES ('panicked')")
				panic("at sea")
			})
		}()
		if company {
			for len(h.names()) == before {
				time.Sleep(50 * time.Microsecond)
			}
			h.berth(false, "with it")
			if err := errors.Join(h.open()...); err != nil {
				t.Error(err)
			}
		}
		p := <-panics
		if elsewhere, ok := p.(*panicked); ok == company && ok {
			var where string
			p = elsewhere.value
			if where = elsewhere.String(); !strings.Contains(where, "at sea") || !strings.Contains(where, "store.TestAPanicLeavesTheDoorOpen") {
				t.Errorf("in company it is printed as %s", where)
			}
		}
		if p != "at sea" {
			t.Errorf("in company: %v; the panic came out as %v", company, p)
		}
		if err := h.store.write(t.Context(), "book", func(tx *gorm.DB) error {
			return tx.Exec("INSERT INTO berths (name) VALUES ('after it')").Error
		}); err != nil {
			t.Error(err)
		}
		if rows := h.kept(); slices.Contains(rows, "panicked") || !slices.Contains(rows, "after it") {
			t.Errorf("in company: %v; rows %v", company, rows)
		}
	}
}
