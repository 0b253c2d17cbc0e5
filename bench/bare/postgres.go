package main

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// postgresSchema holds what rapport's `/met` writes: the command's id, who was
// met, the touch, and what takes it back.
const postgresSchema = `
CREATE TABLE IF NOT EXISTS commands (team text, id text, at bigint NOT NULL, PRIMARY KEY (team, id));
CREATE TABLE IF NOT EXISTS people (
	team text, member text, name text, touches integer NOT NULL, last bigint NOT NULL,
	PRIMARY KEY (team, member, name));
CREATE TABLE IF NOT EXISTS interactions (
	seq bigserial PRIMARY KEY, team text NOT NULL, id text NOT NULL, member text NOT NULL, name text NOT NULL, note text NOT NULL, at bigint NOT NULL,
	UNIQUE (team, id));
CREATE TABLE IF NOT EXISTS undos (seq bigserial PRIMARY KEY, team text NOT NULL, id text NOT NULL, member text NOT NULL, steps text NOT NULL, UNIQUE (team, id));`

// trip keeps touches in PostgreSQL, each in one round trip: a batch without BEGIN
// is one transaction.
type trip struct{ pool *pgxpool.Pool }

func openPostgres(ctx context.Context, dsn string) (*trip, error) {
	c, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, err
	}
	c.MaxConns = 16
	pool, err := pgxpool.NewWithConfig(ctx, c)
	if err != nil {
		return nil, err
	}
	if _, err := pool.Exec(ctx, postgresSchema); err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	return &trip{pool}, nil
}

// keep waits for the commit that holds t.
func (p *trip) keep(ctx context.Context, t touch) error {
	at := t.at.UnixMicro()
	var b pgx.Batch
	b.Queue("INSERT INTO commands (team, id, at) VALUES ($1, $2, $3)", t.team, t.id, at)
	b.Queue(`INSERT INTO people (team, member, name, touches, last) VALUES ($1, $2, $3, 1, $4)
		ON CONFLICT (team, member, name) DO UPDATE SET touches = people.touches + 1, last = greatest(people.last, excluded.last)`,
		t.team, t.member, t.name, at)
	b.Queue("INSERT INTO interactions (team, id, member, name, note, at) VALUES ($1, $2, $3, $4, $5, $6)", t.team, t.id, t.member, t.name, t.note, at)
	b.Queue("INSERT INTO undos (team, id, member, steps) VALUES ($1, $2, $3, $4)", t.team, t.id, t.member, `{"interaction":"`+t.id+`"}`)
	return p.pool.SendBatch(ctx, &b).Close()
}

func (p *trip) close() error {
	p.pool.Close()
	return nil
}
