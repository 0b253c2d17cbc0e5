package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

const (
	// pgConns bounds the pool: well under a server's usual hundred, so that
	// several replicas fit.
	pgConns = 16
	// pgIdle is after how long an unused connection is given back.
	pgIdle = 5 * time.Minute
	// pgConnect is how long a server may take to let us in.
	pgConnect = 10 * time.Second
)

// openPostgres opens the one pool and makes sure that the server lets us in.
func openPostgres(ctx context.Context, dsn string) (*database, error) {
	// Neither the address nor the parser's error is shown: both may hold the
	// password.
	cfg, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, unusable(`the PostgreSQL address cannot be read; it looks like postgres://user:password@host:5432/database`)
	}
	// Exec describes nothing beforehand: one round trip for a statement, and none
	// prepared that a migration could break or a pooler could lose.
	cfg.DefaultQueryExecMode = pgx.QueryExecModeExec
	if cfg.ConnectTimeout == 0 {
		cfg.ConnectTimeout = pgConnect
	}
	if cfg.RuntimeParams["application_name"] == "" {
		cfg.RuntimeParams["application_name"] = "rapport"
	}
	pool := stdlib.OpenDB(*cfg)
	pool.SetMaxOpenConns(pgConns)
	pool.SetMaxIdleConns(pgConns)
	pool.SetConnMaxIdleTime(pgIdle)
	db := &database{
		dialect: postgresDialect,
		writer:  pool,
		place:   fmt.Sprintf("database %s on %s:%d", cfg.Database, cfg.Host, cfg.Port),
	}
	if err := pool.PingContext(ctx); err != nil {
		_ = pool.Close()
		return nil, db.fault(err)
	}
	return db, nil
}

// postgresForeign reports whether the schema holds a table of ours that we did
// not make. Tables by other names may stay beside ours.
func postgresForeign(ctx context.Context, pool *sql.DB) (bool, error) {
	var foreign bool
	err := pool.QueryRowContext(ctx, `
		SELECT to_regclass($1) IS NULL AND EXISTS (
			SELECT 1 FROM information_schema.tables
			WHERE table_schema = current_schema()
			AND table_name IN ('members', 'contacts', 'interactions', 'commands', 'outbox'))`,
		versionTable).Scan(&foreign)
	return foreign, err
}
