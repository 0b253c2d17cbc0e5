package slacksim

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"

	_ "github.com/mattn/go-sqlite3" // the driver named "sqlite3"
)

// keeper is the file that a box is kept in: one table, from key to JSON.
type keeper struct {
	db *sql.DB
}

// keeperFormat is written as the file's user_version, so that a later shape is
// not misread.
const keeperFormat = 1

// openKeeper opens or makes the file and takes it for this process alone: two
// boxes on one file would each undo what the other has done.
func openKeeper(path string) (*keeper, error) {
	dsn := (&url.URL{Scheme: "file", Opaque: url.PathEscape(path), RawQuery: url.Values{
		"_journal_mode": {"WAL"}, "_synchronous": {"FULL"}, "_busy_timeout": {"1000"},
		"_locking_mode": {"EXCLUSIVE"}, "_txlock": {"immediate"},
	}.Encode()}).String()
	db, err := sql.Open("sqlite3", dsn)
	if err != nil {
		return nil, fmt.Errorf("open workspace file %s: %w", path, err)
	}
	db.SetMaxOpenConns(1)
	k := &keeper{db}
	if err := k.prepare(); err != nil {
		return nil, errors.Join(fmt.Errorf("open workspace file %s (is another process using it?): %w", path, err), db.Close())
	}
	return k, nil
}

// prepare makes the table, and refuses a file in a shape it does not know.
func (k *keeper) prepare() error {
	var format int
	if err := k.db.QueryRow("PRAGMA user_version").Scan(&format); err != nil {
		return err
	}
	if format > keeperFormat {
		return fmt.Errorf("the file has format %d, this program knows %d: use a newer program, or another file", format, keeperFormat)
	}
	tx, err := k.db.Begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after Commit it has nothing to do
	if _, err := tx.Exec("CREATE TABLE IF NOT EXISTS rows (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"); err != nil {
		return err
	}
	if _, err := tx.Exec(fmt.Sprintf("PRAGMA user_version = %d", keeperFormat)); err != nil {
		return err
	}
	return tx.Commit()
}

// write stores rows in one transaction; nil values are deleted.
func (k *keeper) write(rows map[string]any) error {
	tx, err := k.db.Begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after Commit it has nothing to do
	for key, v := range rows {
		if v == nil {
			if _, err := tx.Exec("DELETE FROM rows WHERE key = ?", key); err != nil {
				return err
			}
			continue
		}
		value, err := json.Marshal(v)
		if err != nil {
			return fmt.Errorf("row %s: %w", key, err)
		}
		if _, err := tx.Exec("INSERT INTO rows (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, value); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// read hands over every row, in the order of their keys.
func (k *keeper) read(row func(key string, value []byte) error) error {
	rows, err := k.db.Query("SELECT key, value FROM rows ORDER BY key")
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // rows.Err tells what went wrong
	for rows.Next() {
		var key string
		var value []byte
		if err := rows.Scan(&key, &value); err != nil {
			return err
		}
		if err := row(key, value); err != nil {
			return fmt.Errorf("workspace file, row %s: %w", key, err)
		}
	}
	return rows.Err()
}

func (k *keeper) close() error { return k.db.Close() }
