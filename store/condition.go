package store

import (
	"context"
	"errors"
	"log/slog"
	"sync"

	"gorm.io/gorm"

	"rapport/domain"
)

// condition is what the write door knows of the disk behind it. What is wrong is
// said in the log once, and so is that it is over.
type condition struct {
	log  *slog.Logger
	lost chan struct{} // closed when nobody can say what the file holds

	mu sync.Mutex
	// why says why nothing can be written, nil while it can.
	why error
}

func newCondition(log *slog.Logger) *condition {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &condition{log: log, lost: make(chan struct{})}
}

// ill returns why nothing can be written, nil while it can.
func (c *condition) ill() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.why
}

// isLost reports whether the file must not be written to any more.
func (c *condition) isLost() bool {
	select {
	case <-c.lost:
		return true
	default:
		return false
	}
}

// fell notes that a write was not taken.
func (c *condition) fell(ctx context.Context, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.why == nil {
		c.log.ErrorContext(ctx, "nothing can be stored: "+plain(err).Error()+". What is refused was told so; it goes on by itself when the database can be written again")
	}
	c.why = plain(err)
}

// rose notes that a write was taken, after some were not.
func (c *condition) rose(ctx context.Context) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.why != nil {
		c.log.InfoContext(ctx, "the database can be written again")
	}
	c.why = nil
}

// lose notes that nobody can say what the file holds, and what was being done.
func (c *condition) lose(ctx context.Context, doing string, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.isLost() {
		return
	}
	c.log.ErrorContext(ctx, "stopping: "+plain(err).Error()+" while "+doing+", and what the database file holds is not known. Look at the disk before the next start")
	c.why = plain(err)
	close(c.lost)
}

// plain is what is wrong with the disk, without what was being written.
func plain(err error) error {
	if e, ok := errors.AsType[*domain.Error](err); ok && e.Cause != nil {
		return e.Cause
	}
	return err
}

// mark writes, in a transaction that might write nothing itself, and leaves
// nothing behind: that it was committed shows that the disk keeps what it is
// given. To change a row to what it is would not do: SQLite leaves the page alone.
func mark(tx *gorm.DB) error {
	err := tx.Exec("INSERT INTO " + versionTable + " (version_id, is_applied) VALUES (-1, true)").Error
	if err != nil {
		return err
	}
	return tx.Exec("DELETE FROM " + versionTable + " WHERE version_id = -1").Error
}

// settle decides what an error of a write means for the database. A commit that
// could not be made safe is overwritten at once by another one: once the disk
// has kept that, the first is surely not there, and nothing was kept (ADR 11).
// When the disk does not keep that either, it is over.
func (s *Store) settle(ctx context.Context, subject string, err error) error {
	switch domain.KindOf(err) {
	case domain.KindUnwritable:
		s.condition.fell(ctx, err)
	case domain.KindUncertain:
		ctx = context.WithoutCancel(ctx)
		if s.begin(ctx, subject, mark) != nil {
			s.condition.lose(ctx, "a commit was made safe", err)
			return err
		}
		s.condition.fell(ctx, err)
		return domain.Fault(domain.KindUnwritable, subject, plain(err))
	}
	return err
}

// Lost is closed when a disk's error has left the file in a state that nobody
// knows. Nothing is written any more; the process is to end, and its next start
// finds out what is there.
func (s *Store) Lost() <-chan struct{} { return s.condition.lost }

// Unwritable returns why nothing can be stored, nil while it can, as far as the
// last attempt has shown.
func (s *Store) Unwritable() error { return s.condition.ill() }
