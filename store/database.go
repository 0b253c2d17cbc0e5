package store

import (
	"context"
	"database/sql"
	"errors"
	"os"

	"gorm.io/gorm"
)

// database is a database with its pools: what is left of a Store without GORM.
// For PostgreSQL writer and reader are one pool.
type database struct {
	dialect dialect
	writer  *sql.DB
	reader  *sql.DB
	// place names it for people, without a password.
	place string
	path  string   // of the SQLite file
	lock  *os.File // held while the SQLite file is ours
	// file is the SQLite file itself, to have the disk keep it. It is closed after
	// all pools: closing any handle on a file lets go of the process's locks on it.
	file *os.File
	// closed says that the process before has closed the SQLite file.
	closed bool
}

// openDatabase opens the writer and checks that the database is ours, whole and
// not newer than we are. It changes nothing that is in it.
func openDatabase(ctx context.Context, dsn string) (*database, error) {
	d, dsn, err := parseDSN(dsn)
	if err != nil {
		return nil, err
	}
	open := openSQLite
	if d == postgresDialect {
		open = openPostgres
	}
	db, err := open(ctx, dsn)
	if err != nil {
		return nil, err
	}
	if err := db.recognise(ctx); err != nil {
		return nil, errors.Join(err, db.close())
	}
	if d == sqliteDialect {
		if err := db.foldIn(ctx); err != nil {
			return nil, errors.Join(err, db.close())
		}
	}
	return db, nil
}

// recognise refuses a database that is another program's, damaged or newer.
func (db *database) recognise(ctx context.Context) error {
	foreign := sqliteForeign
	if db.dialect == postgresDialect {
		foreign = postgresForeign
	}
	is, err := foreign(ctx, db.writer)
	if err != nil {
		return db.fault(err)
	}
	if is {
		return db.foreign()
	}
	if db.dialect == sqliteDialect {
		within := int64(soundWithin)
		if db.closed {
			within = soundClosed
		}
		if err := db.sound(ctx, within); err != nil {
			return err
		}
	}
	version, err := schemaVersion(ctx, db.dialect, db.writer)
	if err != nil {
		return db.fault(err)
	}
	return tooNew(version)
}

// openReader opens the pool that reads. The writer comes first: it makes the
// file and sets its journal.
func (db *database) openReader(ctx context.Context) error {
	if db.dialect == postgresDialect {
		db.reader = db.writer
		return nil
	}
	return db.openSQLiteReader(ctx)
}

// writing is the pool through which everything is changed.
func (db *database) writing() gorm.ConnPool {
	if db.dialect == sqliteDialect {
		return solo{db.writer}
	}
	return db.writer
}

// close ends the readers before the writer, so that the writer is the last to
// leave a SQLite file and folds the journal back into it.
func (db *database) close() error {
	var errs []error
	if db.reader != nil && db.reader != db.writer {
		errs = append(errs, named("close readers", db.reader.Close()))
	}
	if db.writer != nil {
		errs = append(errs, named("close writer", db.writer.Close()))
	}
	for what, f := range map[string]*os.File{"close file": db.file, "release lock": db.lock} {
		if f == nil {
			continue
		}
		if err := f.Close(); !errors.Is(err, os.ErrClosed) { // closing twice is fine
			errs = append(errs, named(what, err))
		}
	}
	return errors.Join(errs...)
}
