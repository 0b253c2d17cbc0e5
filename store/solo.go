package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"strings"

	"gorm.io/gorm"
)

// solo is SQLite's writing pool, of one connection. It begins transactions itself:
// those of database/sql start a goroutine for each statement, to break it off when
// its context ends, which costs as much as most statements take. Here a statement
// that has begun is finished, and none begins once the context has ended.
type solo struct{ *sql.DB }

var (
	_ gorm.ConnPoolBeginner = solo{}
	_ gorm.TxCommitter      = (*crossing)(nil)
)

// BeginTx implements [gorm.ConnPoolBeginner].
func (s solo) BeginTx(ctx context.Context, _ *sql.TxOptions) (gorm.ConnPool, error) {
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	x := &crossing{Conn: conn}
	// Immediate: a transaction that reads first and writes later is refused with
	// "database is locked" when another one wrote in between.
	if err := x.step("BEGIN IMMEDIATE"); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return x, nil
}

// GetDBConn implements [gorm.GetDBConnector].
func (s solo) GetDBConn() (*sql.DB, error) { return s.DB, nil }

// crossing is a transaction on SQLite's one connection that writes.
type crossing struct {
	*sql.Conn
	over bool
	// args and cells are what a statement is given and a row that it finds: see
	// bare.go.
	args  []driver.NamedValue
	cells []driver.Value
}

// ExecContext runs a statement that returns no rows.
func (x *crossing) ExecContext(ctx context.Context, statement string, args ...any) (sql.Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if strings.Contains(statement, "SAVEPOINT") {
		return driver.ResultNoRows, x.step(statement)
	}
	return x.Conn.ExecContext(context.WithoutCancel(ctx), statement, args...)
}

// QueryContext runs a statement that returns rows.
func (x *crossing) QueryContext(ctx context.Context, statement string, args ...any) (*sql.Rows, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return x.Conn.QueryContext(context.WithoutCancel(ctx), statement, args...)
}

// QueryRowContext runs a statement that returns a row.
func (x *crossing) QueryRowContext(ctx context.Context, statement string, args ...any) *sql.Row {
	return x.Conn.QueryRowContext(context.WithoutCancel(ctx), statement, args...)
}

// Commit ends the transaction. If SQLite can't commit it nothing of it stands.
func (x *crossing) Commit() error {
	if err := x.step("COMMIT"); err != nil {
		return errors.Join(err, x.Rollback())
	}
	return x.end()
}

// Rollback ends the transaction without keeping anything of it. SQLite itself may
// have ended it, of a full disk, say.
func (x *crossing) Rollback() error {
	if x.over {
		return sql.ErrTxDone
	}
	_ = x.step("ROLLBACK") // "no transaction is active" is as well
	return x.end()
}

func (x *crossing) end() error {
	x.over = true
	return x.Close()
}
