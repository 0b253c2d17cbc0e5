package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
)

// Health is what can be said of a database without changing it.
type Health struct {
	// Dialect is "sqlite" or "postgres".
	Dialect string
	// Place names the database for people: a path, or a database and its host.
	Place string
	// Fresh says that there is nothing yet: the first start will make it.
	Fresh bool
	// Version is its schema's version, Newest the one this binary brings.
	Version, Newest int64
}

// Pending reports whether migrations are to be applied.
func (h Health) Pending() bool { return h.Version < h.Newest }

// Status looks at a database without changing it, and may be asked while
// another process has it open. All of a SQLite file is read. The errors are
// those of [Open].
func Status(ctx context.Context, o Options) (h Health, err error) {
	d, dsn, err := parseDSN(o.DSN)
	if err != nil {
		return Health{}, err
	}
	h = Health{Dialect: string(d), Newest: newest(d)}
	var db *database
	if d == postgresDialect {
		db, err = openPostgres(ctx, dsn)
	} else {
		db, h.Fresh, err = peekSQLite(dsn)
	}
	if err != nil {
		return h, err
	}
	defer func() { err = errors.Join(err, db.close()) }()
	h.Place = db.place
	if h.Fresh {
		return h, nil
	}
	if err := db.recognise(ctx); err != nil {
		return h, err
	}
	if d == sqliteDialect {
		if err := db.sound(ctx, 0); err != nil {
			return h, err
		}
	}
	if h.Version, err = schemaVersion(ctx, d, db.writer); err != nil {
		return h, db.fault(err)
	}
	h.Fresh = h.Version == 0
	return h, nil
}

// Check looks at the open database: its settings are as they must be, all of it
// can be read, and its schema is ours.
func (s *Store) Check(ctx context.Context) (Health, error) {
	h := Health{Dialect: string(s.dialect), Place: s.db.place, Newest: newest(s.dialect)}
	if s.dialect == sqliteDialect {
		if err := s.db.readBack(ctx, s.db.writer, writerPragmas); err != nil {
			return h, err
		}
		if err := s.db.readBack(ctx, s.db.reader, readerPragmas); err != nil {
			return h, err
		}
		if err := s.db.sound(ctx, 0); err != nil {
			return h, err
		}
	}
	var err error
	if h.Version, err = schemaVersion(ctx, s.dialect, s.db.reader); err != nil {
		return h, s.db.fault(err)
	}
	return h, tooNew(h.Version)
}

// Size is how much a database takes, in bytes.
type Size struct {
	// Data is the SQLite file, or the PostgreSQL database with its indexes.
	Data int64
	// Log is SQLite's write-ahead log. It is laid out ahead of what it holds, folded
	// back from 16 MB on, later only while somebody reads, a backup for example, and
	// used again.
	Log int64
}

// Size looks how large the database is.
func (s *Store) Size(ctx context.Context) (size Size, err error) {
	if s.dialect == postgresDialect {
		err = s.db.reader.QueryRowContext(ctx, "SELECT pg_database_size(current_database())").Scan(&size.Data)
		return size, translate("database", err)
	}
	for path, bytes := range map[string]*int64{s.db.path: &size.Data, s.db.path + "-wal": &size.Log} {
		info, err := os.Stat(path)
		switch {
		case err == nil:
			*bytes = info.Size()
		case !errors.Is(err, os.ErrNotExist): // the log comes with the first write
			return Size{}, unusable("cannot be read: " + reason(err))
		}
	}
	return size, nil
}

// peekSQLite opens a file for reading alone, without its lock. A file that does
// not exist yet is fresh, if it can be made.
func peekSQLite(path string) (db *database, fresh bool, err error) {
	if path, err = resolve(path); err != nil {
		return nil, false, err
	}
	db = &database{dialect: sqliteDialect, place: path, path: path}
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) || err == nil && info.Size() == 0 {
		return db, true, nil
	}
	if db.writer, err = sql.Open("sqlite3", fileURI(path)+"?mode=ro&_query_only=1&_busy_timeout=5000"); err != nil {
		return nil, false, db.fault(err)
	}
	return db, false, nil
}
