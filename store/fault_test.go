package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"
	"gorm.io/gorm"

	"rapport/domain"
)

func TestTranslate(t *testing.T) {
	pg := func(code string) error {
		return fmt.Errorf("driver: %w", &pgconn.PgError{Code: code, Message: canary, Detail: canary})
	}
	lite := func(code sqlite3.ErrNo) error { return fmt.Errorf("driver: %w", sqlite3.Error{Code: code}) }
	disk := func(code sqlite3.ErrNoExtended, errno syscall.Errno) error {
		return sqlite3.Error{Code: sqlite3.ErrIoErr, ExtendedCode: code, SystemErrno: errno}
	}
	for _, c := range []struct {
		err  error
		kind domain.Kind
		say  string
	}{
		{gorm.ErrRecordNotFound, domain.KindNotFound, "not found"},
		{domain.Fault(domain.KindStale, "undo", nil), domain.KindStale, "undo: stale"},
		{lite(sqlite3.ErrCorrupt), domain.KindCorrupt, "malformed"},
		{lite(sqlite3.ErrNotADB), domain.KindCorrupt, "not a database"},
		{lite(sqlite3.ErrReadonly), domain.KindUnwritable, "read-only"},
		{lite(sqlite3.ErrBusy), domain.KindUnknown, "another program"},
		{lite(sqlite3.ErrFull), domain.KindUnwritable, "the disk is full"},
		{disk(sqlite3.ErrIoErrWrite, syscall.EFBIG), domain.KindUnwritable, "the disk is full"},
		{disk(sqlite3.ErrIoErrWrite, syscall.EDQUOT), domain.KindUnwritable, "the disk is full"},
		{disk(sqlite3.ErrIoErrWrite, syscall.EIO), domain.KindUnwritable, "the disk reports an error"},
		{disk(sqlite3.ErrIoErrSHMSize, 0), domain.KindUnwritable, "the disk is full"},
		{disk(sqlite3.ErrIoErrFsync, syscall.EIO), domain.KindUncertain, "the disk reports an error"},
		{disk(sqlite3.ErrIoErrFsync, syscall.ENOSPC), domain.KindUncertain, "the disk is full"},
		{disk(sqlite3.ErrIoErrRead, syscall.EIO), domain.KindUnknown, "the disk reports an error"},
		{lite(sqlite3.ErrConstraint), domain.KindUnknown, "constraint"},
		{pg("40001"), domain.KindConflict, "40001"},
		{pg("40P01"), domain.KindConflict, "40P01"},
		{pg("22021"), domain.KindInvalid, "22021"},
		{pg("28P01"), domain.KindInvalid, "password"},
		{pg("3D000"), domain.KindInvalid, "createdb"},
		{pg("42501"), domain.KindInvalid, "GRANT"},
		{pg("25006"), domain.KindUnwritable, "read-only"},
		{pg("53100"), domain.KindUnwritable, "disk is full"},
		{pg("58030"), domain.KindUnwritable, "reports an error"},
		{pg("53300"), domain.KindUnreachable, "max_connections"},
		{pg("57P01"), domain.KindUnreachable, "being stopped"},
		{pg("25P03"), domain.KindUnreachable, "stood still"},
		{pg("55P03"), domain.KindUnknown, "was locked by another"},
		{io.ErrUnexpectedEOF, domain.KindUnreachable, "connection to the database was lost"},
		{&net.OpError{Op: "read", Err: errors.New(canary)}, domain.KindUnreachable, "connection to the database was lost"},
		{pg("XX001"), domain.KindCorrupt, "pg_restore"},
		{pg("23505"), domain.KindUnknown, "23505"},
		{errors.New(canary), domain.KindUnknown, "database driver"},
	} {
		err := translate("subject", c.err)
		want(t, err, c.kind)
		if !strings.Contains(err.Error(), c.say) {
			t.Errorf("%v: says %q, want %q in it", c.err, err, c.say)
		}
	}
	if err := translate("subject", nil); err != nil {
		t.Errorf("no error became %v", err)
	}
	for _, ended := range []error{context.Canceled, context.DeadlineExceeded} {
		if err := translate("subject", fmt.Errorf("%s: %w", canary, ended)); !errors.Is(err, ended) || strings.Contains(err.Error(), canary) {
			t.Errorf("%v became %v", ended, err)
		}
	}
}

// A row that was damaged, or written by something else, is noticed when read.
func TestDamagedRowsAreNoticed(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		for i, damage := range []string{
			"UPDATE contacts SET tags = '" + canary + "'",
			"UPDATE contacts SET added = '" + canary + "'",
			"UPDATE members SET chosen = '" + canary + "'",
			"UPDATE contacts SET muted = '" + canary + "'",
			"UPDATE interactions SET on_date = '" + canary + "'",
			"UPDATE promises SET due = '" + canary + "'",
			"UPDATE needs SET noted = '" + canary + "'",
			"UPDATE asks SET changed = '" + canary + "'",
			"UPDATE goals SET by_date = '" + canary + "'",
			"UPDATE told SET on_date = '" + canary + "'",
			"UPDATE questions SET answers = '" + canary + "'",
		} {
			o := domain.Owner{Workspace: "T1", Member: domain.MemberID(fmt.Sprint("U", i))}
			meet(t, s, o)
			jane := add(t, s, o, "Jane")
			touch := func(b *domain.Book) error {
				c, err := b.Contact(jane)
				if err != nil {
					return err
				}
				if _, err := b.AddGoal("find a mentor", domain.Date{}); err != nil {
					return err
				}
				b.AskFirst("met", "jane", nil)
				return errors.Join(fill(b, c), b.Heed(due(jane)))
			}
			do(t, s, ref(o, damage, nine), touch)
			if _, err := s.db.writer.Exec(damage + " WHERE member = '" + string(o.Member) + "'"); err != nil {
				t.Fatal(err)
			}
			_, err := s.Shows().Portfolio(t.Context(), o, nine)
			if err == nil { // it lies in what planning does not look at
				err = s.Book().Write(t.Context(), ref(o, damage+" again", nine), touch)
			}
			want(t, err, domain.KindCorrupt)
		}
	})
}
