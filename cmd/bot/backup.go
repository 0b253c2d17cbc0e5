package main

import (
	"context"
	"fmt"

	"github.com/prometheus/client_golang/prometheus"

	"rapport/reminders"
	"rapport/store"
)

// backupCommand is `bot backup`.
type backupCommand struct {
	configured
	File string `arg:"" help:"Where to put the copy; it must not be there yet."`
}

// Run copies the SQLite file, beside the bot that uses it.
func (f backupCommand) Run(ctx context.Context, w *world) error {
	c, err := f.load(w)
	if err != nil {
		return err
	}
	if err := store.Backup(ctx, store.Options{DSN: c.Database.Reveal()}, f.File); err != nil {
		return wayOut(err)
	}
	fmt.Fprintf(w.stdout, "The database is copied into %s, and the copy has been read through.\n", f.File)
	return nil
}

// restoredCommand is `bot restored`.
type restoredCommand struct{ configured }

// Run plans what has come due since the backup and has it all looked for before
// it is sent. Nothing is sent here.
func (f restoredCommand) Run(ctx context.Context, w *world) (err error) {
	c, err := f.load(w)
	if err != nil {
		return err
	}
	log := w.logger(c.Log)
	s, err := openStore(ctx, c, log)
	if err != nil {
		return wayOut(err)
	}
	defer closing(&err, s)
	now := w.now()
	r := reminders.New(s.Appointments(), s.Summaries(), s.Outbox(), s.Members(), nil, log, reminders.NewMeter(prometheus.NewRegistry()))
	if err := r.Plan(ctx, now); err != nil {
		return fmt.Errorf("plan what is due: %w", err)
	}
	n, err := s.Outbox().Restored(ctx, now)
	if err != nil {
		return wayOut(err)
	}
	fmt.Fprintf(w.stdout, "Messages that may have been sent since the backup: %d. Each is looked for in Slack before it is sent.\nStart the bot now.\n", n)
	return nil
}
