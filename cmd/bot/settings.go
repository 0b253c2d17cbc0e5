package main

import (
	"errors"
	"fmt"
	"log/slog"

	"rapport/config"
)

// configured are the flags of every command that reads the config.
type configured struct {
	Config string `placeholder:"FILE" help:"The config file, as config.example.yaml shows it. Without one the defaults and the environment hold."`
}

// load reads the config; what is wrong with it is said, all at once.
func (f configured) load(w *world) (config.Config, error) {
	c, err := config.Load(f.Config, w.environ)
	if problems, ok := errors.AsType[config.Problems](err); ok {
		return c, w.refuse("The config cannot be used", problems)
	}
	return c, err
}

// refuse says what must be mended first.
func (w *world) refuse(what string, problems config.Problems) error {
	things := "thing"
	if len(problems) > 1 {
		things = "things"
	}
	fmt.Fprintf(w.stderr, "%s: %d %s to mend.\n", what, len(problems), things)
	for _, p := range problems {
		fmt.Fprintln(w.stderr, "  "+p.String())
	}
	return errSaid
}

// logger logs to standard error as the config says.
func (w *world) logger(c config.Log) *slog.Logger {
	options := &slog.HandlerOptions{Level: c.Level}
	if c.JSON {
		return slog.New(slog.NewJSONHandler(w.stderr, options))
	}
	return slog.New(slog.NewTextHandler(w.stderr, options))
}
