package store

import (
	"context"
	"database/sql"

	"gorm.io/gorm"

	"rapport/internal/failpoint"
)

// write is the one door through which anything is changed. f works in a
// transaction and must touch nothing but tx: the pool behind it may hold one
// connection only, and asking it for another from inside would wait for ever.
// What f returns comes back translated, and nothing f did is kept if it fails
// or panics.
//
// Everything that changes goes through here so that several members' writes
// can one day share one commit, which is where the time goes: f must therefore
// stand being run behind another's in the same transaction, and must not tell
// anybody of its success before write has returned.
func (s *Store) write(ctx context.Context, subject string, f func(tx *gorm.DB) error) error {
	err := translate(subject, s.writer.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := f(tx); err != nil {
			return err
		}
		return failpoint.Hit(failpoint.BeforeCommit)
	}))
	if err != nil {
		return err
	}
	return failpoint.Hit(failpoint.AfterCommit)
}

// read runs f on one consistent state of the database, without waiting for
// writers.
func (s *Store) read(ctx context.Context, subject string, f func(tx *gorm.DB) error) error {
	options := &sql.TxOptions{ReadOnly: true}
	if s.dialect == postgresDialect {
		options.Isolation = sql.LevelRepeatableRead
	}
	return translate(subject, s.reader.WithContext(ctx).Transaction(f, options))
}
