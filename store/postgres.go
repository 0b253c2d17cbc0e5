package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
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

// pgTimeouts keep a process that stands still, or whose machine has gone, from
// holding a member's row for ever: the server ends a transaction in which nothing
// is said for so long, and whoever waits behind it waits a little longer than
// that. Our transactions hold no network and take milliseconds.
var pgTimeouts = []struct{ name, value string }{
	{"idle_in_transaction_session_timeout", "3s"},
	{"lock_timeout", "5s"},
}

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
	pool := stdlib.OpenDB(*cfg, stdlib.OptionAfterConnect(settle(cfg.RuntimeParams)))
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

// settle returns what sets the timeouts of a new connection, those that the
// address sets aside. They are not sent with the greeting, where a pooler that
// doesn't know them would turn us away.
func settle(given map[string]string) func(context.Context, *pgx.Conn) error {
	var sets strings.Builder
	for _, t := range pgTimeouts {
		if given[t.name] == "" {
			fmt.Fprintf(&sets, "SET %s = '%s';", t.name, t.value)
		}
	}
	return func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.PgConn().Exec(ctx, sets.String()).ReadAll()
		return err
	}
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
