package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"gorm.io/gorm"

	"rapport/domain"
	"rapport/internal/failpoint"
)

const (
	// within is how long a caller who sets no limit waits for the database: one
	// that is silent must not hold up a tick for good.
	within = 30 * time.Second
	// firstPause is how long to wait after the connection was lost; the pauses
	// double up to lastPause. A server that only lets go of its connections, or is
	// restarted, is back within them.
	firstPause = 50 * time.Millisecond
	lastPause  = 800 * time.Millisecond
)

// write is the one door through which anything is changed. f works in a
// transaction and must touch nothing but tx: the pool behind it may hold one
// connection only, and asking it for another from inside would wait for ever.
// What f returns comes back translated, and nothing f did is kept if it fails
// or panics.
//
// When the connection to the database is lost f runs again, on another one, and
// so it must stand that, the commit before having perhaps arrived. The error is
// KindUnreachable when none can be had, KindUncertain when a commit was sent and
// nobody knows whether it arrived, or the disk has failed (see [Store.Lost]), and
// KindUnwritable when the disk took nothing, and nothing was kept.
//
// On SQLite several writes share one commit: f may run behind another's in the same
// transaction, and must not tell anybody of its success before write has returned.
func (s *Store) write(ctx context.Context, subject string, f func(tx *gorm.DB) error) error {
	return s.insist(ctx, subject, func(ctx context.Context, committing func()) error {
		ill := s.condition.ill() != nil
		return s.begin(ctx, subject, func(tx *gorm.DB) error {
			err := f(tx)
			if err == nil && ill {
				err = mark(tx)
			}
			if err == nil {
				err = failpoint.Hit(failpoint.BeforeCommit)
			}
			if err == nil {
				committing()
			}
			return err
		})
	})
}

// insist tries to write, as [Store.write] says. try calls committing when it has
// nothing more to do than to commit.
func (s *Store) insist(ctx context.Context, subject string, try func(ctx context.Context, committing func()) error) error {
	if s.condition.isLost() {
		return domain.Fault(domain.KindUnwritable, subject, s.condition.ill())
	}
	ctx, cancel := limited(ctx)
	defer cancel()
	uncertain := false
	for wait := firstPause; ; wait *= 2 {
		ill, committing := s.condition.ill() != nil, false
		err := try(ctx, func() { committing = true })
		if err == nil {
			if ill {
				s.condition.rose(ctx)
			}
			return failpoint.Hit(failpoint.AfterCommit)
		}
		err = s.settle(ctx, subject, err)
		gone := domain.KindOf(err) == domain.KindUnreachable
		late := s.dialect == postgresDialect && ctx.Err() != nil
		uncertain = uncertain || committing && (gone || late)
		if !gone || wait > lastPause || pause(ctx, wait) != nil {
			if uncertain && (gone || late) {
				return domain.Fault(domain.KindUncertain, subject, errors.New("the database did not answer a commit"))
			}
			return err
		}
	}
}

// rewrite is write for what is decided anew when it conflicts with another's commit.
func (s *Store) rewrite(ctx context.Context, subject string, f func(tx *gorm.DB) error) error {
	var err error
	for range tries {
		err = s.write(ctx, subject, f)
		if domain.KindOf(err) != domain.KindConflict || ctx.Err() != nil {
			return err
		}
	}
	return err
}

// patient are the subjects of writes for which nobody sits waiting: they let the
// commands of members go first.
var patient = map[string]bool{"plan": true, "outbox": true, "delivery": true, "what was shown": true, "summary": true}

// begin runs f in a transaction and translates what goes wrong.
func (s *Store) begin(ctx context.Context, subject string, f func(tx *gorm.DB) error) error {
	done := s.watch(WriteDoor, subject)
	var raw error
	if s.ferry != nil {
		raw = s.ferry.cross(ctx, patient[subject], f)
	} else {
		raw = s.writer.WithContext(ctx).Transaction(f)
	}
	done(ending(raw))
	return translate(subject, raw)
}

// read runs f on one consistent state of the database, without waiting for
// writers. A connection that turns out to be lost is replaced before f begins.
func (s *Store) read(ctx context.Context, subject string, f func(tx *gorm.DB) error) error {
	options := &sql.TxOptions{ReadOnly: true}
	if s.dialect == postgresDialect {
		options.Isolation = sql.LevelRepeatableRead
	}
	ctx, cancel := limited(ctx)
	defer cancel()
	for wait := firstPause; ; wait *= 2 {
		begun := false
		done := s.watch(ReadDoor, subject)
		raw := s.reader.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			begun = true
			return f(tx)
		}, options)
		done(ending(raw))
		err := translate(subject, raw)
		if begun || domain.KindOf(err) != domain.KindUnreachable || wait > lastPause || pause(ctx, wait) != nil {
			return err
		}
	}
}

// limited gives a context without a limit one.
func limited(ctx context.Context) (context.Context, context.CancelFunc) {
	if _, ok := ctx.Deadline(); ok {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, within)
}

// pause waits, or returns an error when ctx ends first.
func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
