package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/mattn/go-sqlite3"

	"rapport/domain"
)

const (
	// applicationID marks our SQLite files; the first migration sets it.
	applicationID = 0x72617070 // "rapp"
	// soundWithin is up to which size a file's pages are all looked at before it
	// is used: what a start has time for. `bot check` looks at any.
	soundWithin = 32 << 20
	// soundClosed is that size where the process before has closed the file, and so
	// neither was killed nor heard of an error of the disk's.
	soundClosed = 8 << 20
	// readers is the size of the reading pool. More than this many queries at
	// once only take turns on a small machine.
	readers = 4
	// keepPrepared has each connection keep the statements it used last: preparing
	// them anew costs more than running most of them. SQLite itself notices when
	// the schema has changed.
	keepPrepared = "&_stmt_cache_size=128"
)

// openSQLite makes the file if need be, locks it, and opens the writer: a pool
// of one, because SQLite has one writer and waiting in our own queue is fair
// where its busy handler is not.
func openSQLite(ctx context.Context, path string) (*database, error) {
	path, err := resolve(path)
	if err != nil {
		return nil, err
	}
	db := &database{dialect: sqliteDialect, place: path, path: path}
	if db.lock, err = lockFile(path); err != nil {
		return nil, err
	}
	if err := db.openSQLiteWriter(ctx); err != nil {
		return nil, errors.Join(err, db.close())
	}
	return db, nil
}

func (db *database) openSQLiteWriter(ctx context.Context) error {
	// SQLite would open a file it may not write for reading only, and say so at
	// the first command. What members type is for the operator's eyes alone.
	_, err := os.Stat(db.path + "-wal")
	db.closed = errors.Is(err, os.ErrNotExist) // the last to close it deletes the journal
	if db.file, err = os.OpenFile(db.path, os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return barred("cannot be opened for writing", err)
	}
	if err := db.leaveForeign(ctx); err != nil {
		return err
	}
	// Immediate: a transaction that reads first and writes later is refused with
	// "database is locked" when another one wrote in between.
	// It folds nothing into the file, which would be done within somebody's commit:
	// see checkpoint.go. A journal that was long is cut back by the first commit
	// that begins it anew.
	db.writer = sqlitePool(db.path, "mode=rw&_journal_mode=WAL&_busy_timeout=5000&_foreign_keys=on&_synchronous=FULL&_txlock=immediate"+keepPrepared,
		"PRAGMA wal_autocheckpoint = 0", fmt.Sprintf("PRAGMA journal_size_limit = %d", journalKept))
	db.writer.SetMaxOpenConns(1)
	db.writer.SetMaxIdleConns(1)
	return db.readBack(ctx, db.writer, writerPragmas)
}

// foldIn writes what an earlier process left in the journal into the file. What
// is read back from a journal may never have come to the disk, if syncing it was
// what that process died of; the file is synced before anything is built on it.
// Somebody who reads at the same time, a backup perhaps, is not waited for.
func (db *database) foldIn(ctx context.Context) error {
	conn, err := db.writer.Conn(ctx)
	if err != nil {
		return db.fault(err)
	}
	defer func() { _ = conn.Close() }() // it goes back to the pool of one
	for _, step := range []string{"PRAGMA busy_timeout = 0", "PRAGMA wal_checkpoint(TRUNCATE)", "PRAGMA busy_timeout = 5000"} {
		if _, err := conn.ExecContext(ctx, step); err != nil {
			return db.fault(err)
		}
	}
	return nil
}

// openSQLiteReader opens the reading pool. Without "file:" the mode would be
// ignored, and with _txlock=immediate every Begin would fail.
func (db *database) openSQLiteReader(ctx context.Context) error {
	db.reader = sqlitePool(db.path, "mode=ro&_query_only=1&_busy_timeout=5000"+keepPrepared)
	db.reader.SetMaxOpenConns(readers)
	db.reader.SetMaxIdleConns(readers)
	return db.readBack(ctx, db.reader, readerPragmas)
}

// resolve makes a path absolute and follows links, so that two names of one
// file meet at one lock.
func resolve(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", unusable("its path cannot be read: " + reason(err))
	}
	if target, err := filepath.EvalSymlinks(abs); err == nil {
		abs = target
	} else if dir, err := filepath.EvalSymlinks(filepath.Dir(abs)); err == nil {
		abs = filepath.Join(dir, filepath.Base(abs))
	} else {
		return "", unusable("its folder cannot be opened: " + reason(err) + "; make it first")
	}
	if info, err := os.Stat(abs); err == nil && !info.Mode().IsRegular() {
		return "", unusable("the path is not that of a file")
	}
	return abs, nil
}

// fileURI returns SQLite's URI of a path.
func fileURI(path string) string {
	return "file:" + strings.ReplaceAll((&url.URL{Path: path}).EscapedPath(), "?", "%3f")
}

// inMemory keeps in memory what SQLite sorts and sets aside. The files that it
// makes of that otherwise need room on a disk: on a full one even reading would
// fail, and what members typed would lie about there.
const inMemory = "PRAGMA temp_store = MEMORY"

// sqlitePool opens a pool on a file, with SQLite's settings of a connection and
// those pragmas of which an address knows nothing.
func sqlitePool(path, settings string, pragmas ...string) *sql.DB {
	pragmas = append(pragmas, inMemory)
	hook := func(c *sqlite3.SQLiteConn) error {
		for _, p := range pragmas {
			if _, err := c.Exec(p, nil); err != nil {
				return err
			}
		}
		return nil
	}
	return sql.OpenDB(sqliteFile{dsn: fileURI(path) + "?" + settings, driver: &sqlite3.SQLiteDriver{ConnectHook: hook}})
}

// sqliteFile makes the connections of a pool.
type sqliteFile struct {
	dsn    string
	driver *sqlite3.SQLiteDriver
}

// Connect opens a connection.
func (f sqliteFile) Connect(context.Context) (driver.Conn, error) { return f.driver.Open(f.dsn) }

// Driver returns SQLite's driver.
func (f sqliteFile) Driver() driver.Driver { return f.driver }

// pragma is a setting of a connection and what it must be.
type pragma struct{ name, want string }

var (
	writerPragmas = []pragma{
		{"journal_mode", "wal"},
		{"foreign_keys", "1"},
		{"synchronous", "2"},
		{"busy_timeout", "5000"},
		{"temp_store", "2"},
		{"wal_autocheckpoint", "0"},
		{"journal_size_limit", fmt.Sprint(journalKept)},
	}
	readerPragmas = []pragma{{"journal_mode", "wal"}, {"query_only", "1"}, {"busy_timeout", "5000"}, {"temp_store", "2"}}
)

// readBack checks that SQLite took the settings: a misspelt one it ignores, and
// WAL it declines on some file systems.
func (db *database) readBack(ctx context.Context, pool *sql.DB, ps []pragma) error {
	for _, p := range ps {
		var got string
		if err := pool.QueryRowContext(ctx, "PRAGMA "+p.name).Scan(&got); err != nil {
			return db.fault(err)
		}
		if got != p.want {
			return unusable(fmt.Sprintf("SQLite's %s is %s and must be %s: keep the file on a local disk", p.name, got, p.want))
		}
	}
	return nil
}

// leaveForeign refuses another program's file before it is opened for writing: the
// journal that we set is kept in the file. Ours has it already.
func (db *database) leaveForeign(ctx context.Context) (err error) {
	raw, err := os.Open(db.path)
	if err != nil {
		return unusable("cannot be read: " + reason(err))
	}
	header := make([]byte, 20)
	_, err = io.ReadFull(raw, header)
	if closed := raw.Close(); closed != nil {
		return unusable("cannot be read: " + reason(closed))
	}
	const rollback = 1 // the version in byte 18, see SQLite's file format
	if err != nil || header[18] != rollback {
		return nil // empty, ours, or no database, which is found out in a moment
	}
	pool, err := sql.Open("sqlite3", fileURI(db.path)+"?mode=ro&_query_only=1&_busy_timeout=5000")
	if err != nil {
		return db.fault(err)
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	switch foreign, err := sqliteForeign(ctx, pool); {
	case err != nil:
		return db.fault(err)
	case foreign:
		return db.foreign()
	}
	return nil
}

// sqliteForeign reports whether a SQLite file is another program's: it holds
// tables and does not bear our mark.
func sqliteForeign(ctx context.Context, pool *sql.DB) (bool, error) {
	var id, tables int64
	if err := pool.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return false, err
	}
	err := pool.QueryRowContext(ctx,
		"SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> ?",
		versionTable).Scan(&tables)
	return id != applicationID && (id != 0 || tables > 0), err
}

// sound looks at every page of a file that is no larger than limit bytes; 0 is
// no limit.
func (db *database) sound(ctx context.Context, limit int64) error {
	info, err := os.Stat(db.path)
	if err != nil {
		return unusable("cannot be read: " + reason(err))
	}
	if limit > 0 && info.Size() > limit {
		return nil
	}
	var found string
	if err := db.writer.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&found); err != nil {
		return db.fault(err)
	}
	if found != "ok" {
		return db.corrupt()
	}
	return nil
}

func (db *database) corrupt() error {
	return domain.Fault(domain.KindCorrupt, "database", errors.New(
		"the file is damaged or no SQLite database. Move it and the files beside it ("+
			filepath.Base(db.path)+"-wal, -shm) away, then restore the newest backup: cp BACKUP "+db.path))
}

func (db *database) foreign() error {
	return domain.Fault(domain.KindCorrupt, "database", errors.New(
		"it belongs to another program and was left as it is. Name another one, or restore a backup of rapport's"))
}
