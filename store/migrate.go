package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"rapport/domain"
)

// versionTable is goose's table under a name of our own, so that a database
// shared with another goose user stays sane.
const versionTable = "rapport_schema"

// Migrate brings a database's schema up to date, and returns its version
// before and after.
func Migrate(ctx context.Context, o Options) (from, to int64, err error) {
	db, err := openDatabase(ctx, o.DSN)
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, db.close()) }()
	return db.migrate(ctx, o.Logger)
}

// migrate applies what is missing, one transaction for each migration. Several
// processes may do so at once: on PostgreSQL a session's lock lets one through
// at a time, and a SQLite file is ours alone. What there is may be large, and so log,
// if there is one, is told before it begins.
func (db *database) migrate(ctx context.Context, log *slog.Logger) (from, to int64, err error) {
	if from, err = schemaVersion(ctx, db.dialect, db.writer); err != nil {
		return 0, 0, db.fault(err)
	}
	to = newest(db.dialect)
	if from == to {
		return from, to, nil
	}
	p, err := db.provider()
	if err != nil {
		return from, from, named("migrations", err)
	}
	if from > 0 && log != nil {
		log.InfoContext(ctx, "database schema is out of date, bringing it up", "from", from, "to", to)
	}
	done, err := p.Up(ctx)
	if err != nil {
		subject := "migrations"
		if part, ok := errors.AsType[*goose.PartialError](err); ok {
			subject = fmt.Sprintf("migration %05d", part.Failed.Source.Version)
		}
		return from, from, translate(subject, err)
	}
	if len(done) == 0 {
		return to, to, nil // another process was first
	}
	return from, to, nil
}

func (db *database) provider() (*goose.Provider, error) {
	files, err := scripts(db.dialect)
	if err != nil {
		return nil, err
	}
	options := []goose.ProviderOption{goose.WithTableName(versionTable), goose.WithDisableGlobalRegistry(true)}
	if db.dialect == postgresDialect {
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300))
		if err != nil {
			return nil, err
		}
		return goose.NewProvider(goose.DialectPostgres, db.writer, files, append(options, goose.WithSessionLocker(locker))...)
	}
	return goose.NewProvider(goose.DialectSQLite3, db.writer, files, options...)
}

// newest returns the version of the newest migration we carry.
func newest(d dialect) int64 {
	files, err := scripts(d)
	if err != nil {
		return 0
	}
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return 0
	}
	var version int64
	for _, f := range names {
		v, err := goose.NumericComponent(f)
		if err == nil {
			version = max(version, v)
		}
	}
	return version
}

// schemaVersion reads a database's version without changing it; 0 when it has
// none yet. goose's own reading would make the table.
func schemaVersion(ctx context.Context, d dialect, pool *sql.DB) (int64, error) {
	exists := "SELECT count(*) > 0 FROM sqlite_schema WHERE type = 'table' AND name = ?"
	if d == postgresDialect {
		exists = "SELECT to_regclass($1) IS NOT NULL"
	}
	var has bool
	if err := pool.QueryRowContext(ctx, exists, versionTable).Scan(&has); err != nil || !has {
		return 0, err
	}
	var version sql.NullInt64
	err := pool.QueryRowContext(ctx, "SELECT max(version_id) FROM "+versionTable+" WHERE is_applied").Scan(&version)
	return version.Int64, err
}

// tooNew refuses a schema of the future: we would not know what we break.
func tooNew(version int64) error {
	knows := newest(sqliteDialect)
	if version <= knows {
		return nil
	}
	return domain.Fault(domain.KindNewer, "database", fmt.Errorf(
		"it was written by a newer rapport (schema %d; this one knows %d). Upgrade this binary, or restore a backup made before the upgrade",
		version, knows))
}
