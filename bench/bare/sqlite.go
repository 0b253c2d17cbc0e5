package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	_ "github.com/mattn/go-sqlite3" // the driver "sqlite3"
)

const (
	// most is how many touches share a commit.
	most = 128
	// checkpoints is the pause between two of them; they go on a connection of
	// their own, so that no commit waits for one.
	checkpoints = 250 * time.Millisecond
)

// sqliteSchema is a table of people and one of touches.
const sqliteSchema = `
CREATE TABLE IF NOT EXISTS people (
	team TEXT NOT NULL, member TEXT NOT NULL, name TEXT NOT NULL, touches INTEGER NOT NULL, last INTEGER NOT NULL,
	PRIMARY KEY (team, member, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS interactions (
	seq INTEGER PRIMARY KEY, team TEXT NOT NULL, id TEXT NOT NULL, member TEXT NOT NULL, name TEXT NOT NULL, note TEXT NOT NULL, at INTEGER NOT NULL,
	UNIQUE (team, id)
) STRICT;`

// grouped keeps touches in SQLite: one goroutine takes whoever waits, writes them
// in one transaction, and tells them all.
type grouped struct {
	db     *sql.DB
	side   *sql.DB // for checkpoints
	conn   *sql.Conn
	work   chan waiting
	ended  chan struct{}
	begin  *sql.Stmt
	commit *sql.Stmt
	person *sql.Stmt
	log    *sql.Stmt
}

// waiting is a touch with whoever waits for it.
type waiting struct {
	touch
	done chan error
}

func openSQLite(ctx context.Context, path string) (_ *grouped, err error) {
	const pragmas = "?_journal_mode=WAL&_synchronous=FULL&_busy_timeout=5000"
	g := &grouped{work: make(chan waiting), ended: make(chan struct{})}
	if g.db, err = sql.Open("sqlite3", "file:"+path+pragmas); err != nil {
		return nil, err
	}
	if g.side, err = sql.Open("sqlite3", "file:"+path+pragmas); err != nil {
		return nil, err
	}
	if g.conn, err = g.db.Conn(ctx); err != nil {
		return nil, err
	}
	for _, s := range []string{sqliteSchema, "PRAGMA wal_autocheckpoint = 0"} {
		if _, err := g.conn.ExecContext(ctx, s); err != nil {
			return nil, err
		}
	}
	for stmt, text := range map[**sql.Stmt]string{
		&g.begin:  "BEGIN IMMEDIATE",
		&g.commit: "COMMIT",
		&g.person: `INSERT INTO people (team, member, name, touches, last) VALUES (?1, ?2, ?3, 1, ?4)
			ON CONFLICT DO UPDATE SET touches = touches + 1, last = max(last, excluded.last)`,
		&g.log: `INSERT INTO interactions (team, id, member, name, note, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING`,
	} {
		if *stmt, err = g.conn.PrepareContext(ctx, text); err != nil { //nolint:sqlclosecheck // they live as long as their connection
			return nil, fmt.Errorf("%s: %w", text, err)
		}
	}
	ctx = context.WithoutCancel(ctx)
	go g.write(ctx)
	go g.fold(ctx)
	return g, nil
}

// keep waits for the commit that holds t.
func (g *grouped) keep(_ context.Context, t touch) error {
	w := waiting{touch: t, done: make(chan error, 1)}
	g.work <- w
	return <-w.done
}

// write commits what is waiting, time and again, until there is no more to come.
func (g *grouped) write(ctx context.Context) {
	defer close(g.ended)
	batch := make([]waiting, 0, most)
	for first := range g.work {
		batch = append(batch[:0], first)
	more:
		for len(batch) < most {
			select {
			case w, ok := <-g.work:
				if !ok {
					break more
				}
				batch = append(batch, w)
			default:
				break more
			}
		}
		err := g.together(ctx, batch)
		for _, w := range batch {
			w.done <- err
		}
	}
}

// together writes a batch in one transaction.
func (g *grouped) together(ctx context.Context, batch []waiting) error {
	if _, err := g.begin.ExecContext(ctx); err != nil {
		return err
	}
	for _, w := range batch {
		at := w.at.UnixMicro()
		_, err := g.log.ExecContext(ctx, w.team, w.id, w.member, w.name, w.note, at)
		if err == nil {
			_, err = g.person.ExecContext(ctx, w.team, w.member, w.name, at)
		}
		if err != nil {
			_, undone := g.conn.ExecContext(ctx, "ROLLBACK")
			return errors.Join(err, undone)
		}
	}
	_, err := g.commit.ExecContext(ctx)
	return err
}

// fold moves what the log holds into the database, off the way of commits.
func (g *grouped) fold(ctx context.Context) {
	tick := time.NewTicker(checkpoints)
	defer tick.Stop()
	for {
		select {
		case <-g.ended:
			return
		case <-tick.C:
			// One that was not possible now is at the next tick.
			_, _ = g.side.ExecContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)")
		}
	}
}

// close ends the writing; nobody may be waiting any more.
func (g *grouped) close() error {
	close(g.work)
	<-g.ended
	return errors.Join(g.conn.Close(), g.db.Close(), g.side.Close())
}
