package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"
	"gorm.io/gorm"

	"rapport/domain"
)

// translate turns a driver's error into one of ours; nil stays nil. This is the
// store's door for errors: what the driver says is dropped, because both
// drivers may quote the values of a statement, and only its code is kept.
func translate(subject string, err error) error {
	if err == nil {
		return nil
	}
	if theirs, ok := errors.AsType[foreignError](err); ok {
		return theirs.error
	}
	if _, ours := errors.AsType[*domain.Error](err); ours {
		return err
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%s: %w", subject, ended(err))
	}
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return domain.Fault(domain.KindNotFound, subject, nil)
	}
	if lite, ok := errors.AsType[sqlite3.Error](err); ok {
		return domain.Fault(sqliteKind(lite), subject, sqliteCause(lite))
	}
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return domain.Fault(postgresKind(pg.Code), subject, postgresCause(pg))
	}
	if lost(err) {
		return domain.Fault(domain.KindUnreachable, subject, errors.New("the connection to the database was lost"))
	}
	return domain.Fault(domain.KindUnknown, subject, fmt.Errorf("database driver: %T", err))
}

// lost reports whether err, which is not the server's word, means that there is
// no connection to it.
func lost(err error) bool {
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	for _, end := range []error{io.EOF, io.ErrUnexpectedEOF, net.ErrClosed, driver.ErrBadConn, sql.ErrConnDone} {
		if errors.Is(err, end) {
			return true
		}
	}
	return pgconn.SafeToRetry(err)
}

// ended is the context's own error in err.
func ended(err error) error {
	if errors.Is(err, context.Canceled) {
		return context.Canceled
	}
	return context.DeadlineExceeded
}

func sqliteKind(err sqlite3.Error) domain.Kind {
	switch err.Code {
	case sqlite3.ErrCorrupt, sqlite3.ErrNotADB:
		return domain.KindCorrupt
	case sqlite3.ErrCantOpen, sqlite3.ErrPerm:
		return domain.KindInvalid
	case sqlite3.ErrFull, sqlite3.ErrReadonly:
		return domain.KindUnwritable
	case sqlite3.ErrIoErr:
		return inputOutput(err)
	default:
		return domain.KindUnknown
	}
}

// inputOutput is the kind of a disk's error. Of one that happened while a commit
// was made safe nobody knows what the disk holds now; any other one that writing
// can meet comes before there is a commit.
func inputOutput(err sqlite3.Error) domain.Kind {
	switch err.ExtendedCode {
	case sqlite3.ErrIoErrFsync, sqlite3.ErrIoErrDirFsync:
		return domain.KindUncertain
	case sqlite3.ErrIoErrWrite, sqlite3.ErrIoErrTruncate, sqlite3.ErrIoErrSHMSize, sqlite3.ErrIoErrSHMOpen, sqlite3.ErrIoErrSHMMap, sqlite3.ErrIoErrLock:
		return domain.KindUnwritable
	default:
		return domain.KindUnknown
	}
}

// noRoom reports whether an error says that there is no room: on the disk, in the
// quota, or under the limit of a file's size (RLIMIT_FSIZE), in that order.
func noRoom(err sqlite3.Error) bool {
	switch err.SystemErrno {
	case syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG:
		return true
	}
	return err.Code == sqlite3.ErrFull || err.ExtendedCode == sqlite3.ErrIoErrSHMSize
}

func sqliteCause(err sqlite3.Error) error {
	if noRoom(err) {
		return errors.New("the disk is full")
	}
	switch err.Code {
	case sqlite3.ErrReadonly:
		return errors.New("the file, or the disk it lies on, is read-only")
	case sqlite3.ErrIoErr:
		return fmt.Errorf("the disk reports an error (sqlite code %d)", int(err.ExtendedCode))
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return errors.New("another program holds the file's lock")
	default:
		return fmt.Errorf("sqlite: %w (code %d)", err.Code, int(err.ExtendedCode))
	}
}

// postgresKind reads a SQLSTATE, see PostgreSQL's appendix A.
func postgresKind(code string) domain.Kind {
	switch code {
	case "40001", "40P01": // serialization failure, deadlock
		return domain.KindConflict
	case "22021", "22P05": // a text that UTF-8 or PostgreSQL cannot hold
		return domain.KindInvalid
	case "XX001", "XX002": // damaged data, damaged index
		return domain.KindCorrupt
	case "28P01", "28000", "3D000", "3F000", "42501":
		return domain.KindInvalid
	case "53100", "58030", "25006": // disk full, input/output error, read-only
		return domain.KindUnwritable
	case "57P01", "57P02", "57P03", "25P03", "53300": // ended, crashed, starting, idle for too long, full
		return domain.KindUnreachable
	default:
		return domain.KindUnknown
	}
}

func postgresCause(err *pgconn.PgError) error {
	switch err.Code {
	case "28P01", "28000":
		return errors.New("the server refuses the user or the password: check both in the address")
	case "3D000":
		return errors.New("there is no database of that name on the server: create it first (createdb)")
	case "3F000", "42501":
		return errors.New("the user may not make tables there: GRANT it CREATE on the schema")
	case "25006":
		return errors.New("the server is read-only, a standby perhaps: name the primary")
	case "53100":
		return errors.New("the server's disk is full")
	case "58030":
		return errors.New("the server's disk reports an error")
	case "57P01", "57P02", "57P03":
		return errors.New("the server is being stopped or started, or it ended our connection")
	case "25P03":
		return errors.New("the server ended a transaction in which nothing was said for too long: this process stood still")
	case "55P03":
		return errors.New("what is wanted was locked by another for too long, a backup or a psql session perhaps: end that, and try again")
	case "53300":
		return errors.New("the server has no connection left for us: raise max_connections or run fewer replicas")
	case "XX001", "XX002":
		return errors.New("the server reports damaged data: restore the newest backup (pg_restore)")
	default:
		return fmt.Errorf("postgres: SQLSTATE %s %s", err.Code, err.ConstraintName)
	}
}

// fault translates an error met while opening or looking at a database, where
// more can be said about the way out.
func (db *database) fault(err error) error {
	if db.dialect == sqliteDialect {
		if lite, ok := errors.AsType[sqlite3.Error](err); ok && sqliteKind(lite) == domain.KindCorrupt {
			return db.corrupt()
		}
		if lite, ok := errors.AsType[sqlite3.Error](err); ok && noRoom(lite) {
			return domain.Fault(domain.KindUnwritable, "database", errors.New("the disk is full: make room, then start again"))
		}
		return translate("database", err)
	}
	if _, spoke := errors.AsType[*pgconn.PgError](err); spoke {
		return translate("database", err)
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return unusable(db.place + " cannot be reached: check host and port, that the server runs, and sslmode in the address")
	}
	return translate("database", err)
}
