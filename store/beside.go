package store

import (
	"context"
	"errors"
	"fmt"
	"os"
)

// Beside opens a database next to the bot that has it open, for an operator's one
// small change. On PostgreSQL that is a connection like any other. A SQLite file's
// lock, which keeps a second bot off, is the bot's and stays so: SQLite itself lets
// several processes write one after the other, and what must not happen twice in
// two of them, planning and sending, is not done here. What is done goes through
// the same door, in an immediate transaction, which waits up to five seconds for
// the bot's.
//
// Nothing is migrated, and a database that doesn't exist or has another schema
// than ours is refused: the bot may be of another version than we are. Errors are
// those of [Open].
func Beside(ctx context.Context, o Options) (*Store, error) {
	d, dsn, err := parseDSN(o.DSN)
	if err != nil {
		return nil, err
	}
	open := besideSQLite
	if d == postgresDialect {
		open = openPostgres
	}
	db, err := open(ctx, dsn)
	if err != nil {
		return nil, err
	}
	s, err := db.beside(ctx, o)
	if err != nil {
		return nil, errors.Join(err, db.close())
	}
	return s, nil
}

func (db *database) beside(ctx context.Context, o Options) (*Store, error) {
	if err := db.recognise(ctx); err != nil {
		return nil, err
	}
	version, err := schemaVersion(ctx, db.dialect, db.writer)
	switch knows := newest(db.dialect); {
	case err != nil:
		return nil, db.fault(err)
	case version == 0:
		return nil, unusable("there is nothing in it yet: bot serve makes it at its first start")
	case version != knows:
		return nil, unusable(fmt.Sprintf(
			"its schema is %d and this binary knows %d; nothing was changed. Use the binary that serves, or bring it up to date with bot migrate",
			version, knows))
	}
	return over(ctx, db, o)
}

// besideSQLite opens the writer of a file that is there already, without its lock.
func besideSQLite(ctx context.Context, path string) (*database, error) {
	path, err := resolve(path)
	if err != nil {
		return nil, err
	}
	switch info, err := os.Stat(path); {
	case errors.Is(err, os.ErrNotExist) || err == nil && info.Size() == 0:
		return nil, unusable("there is nothing in it yet: bot serve makes it at its first start")
	case err != nil:
		return nil, unusable("cannot be read: " + reason(err))
	}
	db := &database{dialect: sqliteDialect, place: path, path: path}
	if err := db.openSQLiteWriter(ctx); err != nil {
		return nil, errors.Join(err, db.close())
	}
	return db, nil
}
