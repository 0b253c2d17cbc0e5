package main

import (
	"context"
	"fmt"

	"rapport/store"
)

// migrateCommand is `bot migrate`.
type migrateCommand struct{ configured }

// Run brings the database's schema up to date.
func (f migrateCommand) Run(ctx context.Context, w *world) error {
	c, err := f.load(w)
	if err != nil {
		return err
	}
	from, to, err := store.Migrate(ctx, store.Options{DSN: c.Database.Reveal()})
	if err != nil {
		return wayOut(err)
	}
	if from == to {
		fmt.Fprintf(w.stdout, "The schema is up to date (version %d).\n", to)
		return nil
	}
	fmt.Fprintf(w.stdout, "The schema went from version %d to %d.\n", from, to)
	return nil
}
