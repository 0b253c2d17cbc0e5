package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "github.com/mattn/go-sqlite3"    // the driver "sqlite3"
)

// storage is where contenders keep what they are told: databases, by name.
type storage interface {
	// fresh makes an empty database and returns where it is.
	fresh(ctx context.Context, name string) (dsn string, err error)
	// copied makes one like another, which nobody has open.
	copied(ctx context.Context, name, of string) (dsn string, err error)
	drop(ctx context.Context, name string) error
	open(dsn string) (*sql.DB, error)
}

// files are SQLite databases in a folder.
type files struct{ dir string }

func (f files) path(name string) string { return filepath.Join(f.dir, name+".db") }

func (f files) fresh(_ context.Context, name string) (string, error) { return f.path(name), nil }

func (f files) copied(_ context.Context, name, of string) (_ string, err error) {
	from, err := os.Open(f.path(of))
	if err != nil {
		return "", err
	}
	defer from.Close()
	if stat, err := os.Stat(f.path(of) + "-wal"); err == nil && stat.Size() > 0 {
		return "", fmt.Errorf("%s is not closed", of)
	}
	to, err := os.Create(f.path(name))
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	if _, err := io.Copy(to, from); err != nil {
		return "", err
	}
	return f.path(name), to.Sync() // not to be written while somebody races
}

func (f files) drop(_ context.Context, name string) error {
	var all error
	for _, end := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(f.path(name) + end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			all = errors.Join(all, err)
		}
	}
	return all
}

func (f files) open(dsn string) (*sql.DB, error) { return sql.Open("sqlite3", dsn) }

// cluster is the databases of a PostgreSQL.
type cluster struct {
	address func(database string) string
}

func (c cluster) fresh(ctx context.Context, name string) (string, error) {
	return c.address(name), c.order(ctx, "postgres", "CREATE DATABASE "+name)
}

func (c cluster) copied(ctx context.Context, name, of string) (string, error) {
	if err := c.order(ctx, "postgres", "CREATE DATABASE "+name+" TEMPLATE "+of); err != nil {
		return "", err
	}
	// A minute later the server would have done so by itself: until then it knows nothing
	// of its tables, and plans what it is asked as if they were empty.
	if err := c.order(ctx, name, "ANALYZE"); err != nil {
		return "", err
	}
	return c.address(name), c.order(ctx, "postgres", "CHECKPOINT")
}

func (c cluster) drop(ctx context.Context, name string) error {
	return c.order(ctx, "postgres", "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)")
}

func (c cluster) open(dsn string) (*sql.DB, error) { return sql.Open("pgx", dsn) }

// order has the server's owner run one statement in a database.
func (c cluster) order(ctx context.Context, in, statement string) error {
	db, err := sql.Open("pgx", c.address(in))
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }() // it has done what it was opened for
	if _, err := db.ExecContext(ctx, statement); err != nil {
		return fmt.Errorf("%s: %w", statement, err)
	}
	return nil
}

// stored returns the serials of the commands that a database holds. Two touches of
// one command are an error.
func stored(ctx context.Context, s storage, dsn string) (_ map[int]bool, err error) {
	db, err := s.open(dsn)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	rows, err := db.QueryContext(ctx, "SELECT note FROM interactions WHERE note LIKE '"+mark+"%'")
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // Err says what is to be said
	all := make(map[int]bool)
	for rows.Next() {
		var note string
		if err := rows.Scan(&note); err != nil {
			return nil, err
		}
		serial, ok := serialOf(note)
		if !ok || all[serial] {
			return nil, fmt.Errorf("the note %q is stored twice, or was changed", note)
		}
		all[serial] = true
	}
	return all, rows.Err()
}
