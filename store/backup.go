package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"

	"rapport/domain"
)

// Backup copies a SQLite database into a new file, private to its owner, while
// others may read and write it. What was committed when it began is in it, and
// nothing of later. KindInvalid for PostgreSQL, which has its own tools, and for a
// file that is there already.
func Backup(ctx context.Context, o Options, path string) (err error) {
	d, dsn, err := parseDSN(o.DSN)
	if err != nil {
		return err
	}
	if d == postgresDialect {
		return unusable("PostgreSQL is backed up with its own tools: pg_dump, or pg_basebackup")
	}
	db, fresh, err := peekSQLite(dsn)
	if err != nil {
		return err
	}
	if fresh {
		return unusable("there is nothing yet to back up")
	}
	defer func() { err = errors.Join(err, db.close()) }()
	if err := db.recognise(ctx); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return domain.Fault(domain.KindInvalid, "backup", errors.New("the copy cannot be made: "+reason(err)))
	}
	defer func() {
		err = errors.Join(err, f.Close())
		if err != nil {
			_ = os.Remove(path) // half a copy is none
		}
	}()
	// An empty file is taken as it is, with its mode. query_only would forbid it.
	from, err := sql.Open("sqlite3", fileURI(db.path)+"?mode=ro&_busy_timeout=5000")
	if err != nil {
		return db.fault(err)
	}
	_, err = from.ExecContext(ctx, "VACUUM INTO ?", path)
	if err := errors.Join(err, from.Close()); err != nil {
		return translate("backup", err)
	}
	if err := errors.Join(f.Sync(), syncFolder(path)); err != nil {
		return domain.Fault(domain.KindUnknown, "backup", errors.New("the copy was not kept by the disk: "+reason(err)))
	}
	return verify(ctx, path)
}

// syncFolder makes sure that a file's name is kept too.
func syncFolder(path string) error {
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// verify reads all of a copy.
func verify(ctx context.Context, path string) (err error) {
	db := &database{dialect: sqliteDialect, place: path, path: path}
	if db.writer, err = sql.Open("sqlite3", fileURI(path)+"?mode=ro&immutable=1&_query_only=1"); err != nil {
		return db.fault(err)
	}
	defer func() { err = errors.Join(err, db.close()) }()
	return db.sound(ctx, 0)
}
