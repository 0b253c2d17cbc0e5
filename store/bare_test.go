package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"testing"

	"gorm.io/gorm"

	"rapport/domain"
)

func TestABareCellIsOfTheTypeOfItsField(t *testing.T) {
	var (
		text string
		long int64
		n    int
		is   bool
	)
	rows := bareRows{cells: []driver.Value{"x", int64(1) << 40, int64(7), int64(1)}}
	if err := rows.Scan(&text, &long, &n, &is); err != nil || text != "x" || long != 1<<40 || n != 7 || !is {
		t.Errorf("%q %d %d %t, error %v", text, long, n, is, err)
	}
	for _, c := range []struct {
		cell any
		into any
	}{{nil, &text}, {int64(1), &text}, {"1", &long}, {nil, &n}, {1.5, &n}, {true, &is}, {"1", new(any)}} {
		if err := (&bareRows{cells: []driver.Value{c.cell}}).Scan(c.into); err == nil {
			t.Errorf("%v goes into a %T", c.cell, c.into)
		}
	}
}

// Whoever reads may fail or panic in the middle: the transaction ends, and the next
// one has a connection without it.
func TestWhatIsReadBareMayFail(t *testing.T) {
	s := opened(t, options(dsns[sqliteDialect](t)))
	meet(t, s, mia)
	failed := errors.New("failed")
	for i, take := range []func(rowSet) error{
		func(rows rowSet) error { rows.Next(); return failed },
		func(rows rowSet) error { rows.Next(); panic(failed) },
	} {
		err := func() (err error) {
			defer func() {
				if p := recover(); p != nil {
					err = p.(error)
				}
			}()
			return s.ferry.cross(t.Context(), false, func(tx *gorm.DB) error {
				o := scoped(tx, mia)
				if err := o.exec(claimLine(ref(mia, "again", nine))); err != nil {
					return err
				}
				return o.ask(line{text: readMember.text}, take)
			})
		}()
		if !errors.Is(err, failed) {
			t.Fatalf("error %v", err)
		}
		do(t, s, ref(mia, fmt.Sprint("next", i), nine), func(*domain.Book) error { return nil })
	}
	do(t, s, ref(mia, "again", nine), func(*domain.Book) error { return nil })
}

// A statement does not begin once its time is over.
func TestNothingBareBeginsLate(t *testing.T) {
	s := opened(t, options(dsns[sqliteDialect](t)))
	meet(t, s, mia)
	ctx, cancel := context.WithCancel(t.Context())
	err := s.ferry.cross(ctx, false, func(tx *gorm.DB) error {
		o := scoped(tx, mia)
		if _, err := o.member(); err != nil {
			return err
		}
		cancel()
		_, err1 := query[memberRow](o, readMember.text)
		err2 := o.exec(claimLine(ref(mia, "late", nine)))
		if !errors.Is(err1, context.Canceled) || !errors.Is(err2, context.Canceled) {
			t.Errorf("errors %v and %v", err1, err2)
		}
		return err1
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	do(t, s, ref(mia, "late", nine), func(*domain.Book) error { return nil })
}
