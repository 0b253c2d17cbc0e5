package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"rapport/config"
	"rapport/domain"
	"rapport/store"
)

// checking is how long one check may take: a PostgreSQL server may be far away.
const checking = 15 * time.Second

// checkCommand is `bot check`.
type checkCommand struct{ configured }

// Run looks at everything serving needs, changes nothing, and fails when
// something is wrong.
func (f checkCommand) Run(ctx context.Context, w *world) error {
	c, err := config.Load(f.Config, w.environ)
	r := &report{out: w.stdout}
	if problems, ok := errors.AsType[config.Problems](err); ok {
		for _, p := range problems {
			r.bad("config", p.String(), "")
		}
		return r.end()
	}
	if err != nil {
		r.bad("config", err.Error(), "let the bot read the file")
		return r.end()
	}
	r.config(f.Config, c)
	r.zones(c)
	ctx, cancel := context.WithTimeout(ctx, 4*checking)
	defer cancel()
	r.slack(ctx, c, w.now)
	r.database(ctx, c)
	return r.end()
}

// report is what `bot check` says, a line for each thing looked at.
type report struct {
	out    io.Writer
	wrongs int
}

// good notes that something is in order.
func (r *report) good(what, says string) { fmt.Fprintf(r.out, "✓ %-9s %s\n", what, says) }

// bad notes that something is wrong, and the way out.
func (r *report) bad(what, says, wayOut string) {
	r.wrongs++
	fmt.Fprintf(r.out, "✗ %-9s %s\n", what, says)
	if wayOut != "" {
		fmt.Fprintf(r.out, "  %-9s → %s\n", "", wayOut)
	}
}

// end says how it went in all.
func (r *report) end() error {
	switch r.wrongs {
	case 0:
		fmt.Fprintln(r.out, "\nAll is well: `bot serve` can start.")
		return nil
	case 1:
		fmt.Fprintln(r.out, "\nOne thing is to be mended.")
	default:
		fmt.Fprintf(r.out, "\n%d things are to be mended.\n", r.wrongs)
	}
	return errSaid
}

func (r *report) config(path string, c config.Config) {
	if path == "" {
		path = "no file; the defaults and the environment"
	}
	missing := c.Missing()
	for _, p := range missing {
		r.bad("config", p.Field+": "+p.Says, p.Instead)
	}
	if len(missing) == 0 {
		r.good("config", path)
	}
	if overHTTP(c) && c.HTTP.PublicURL == "" {
		r.bad("http", "http.public_url is not set, so there is no manifest that tells Slack where the bot is",
			"write the https address under which Slack reaches it, such as https://rapport.example.com")
	}
}

// zones looks whether the machine, or the binary, knows the world's time zones.
func (r *report) zones(c config.Config) {
	for _, name := range []string{c.Policy.Zone, "Europe/Berlin", "Australia/Sydney"} {
		if _, err := domain.Location(name); err != nil {
			r.bad("zones", "time zone "+name+" is unknown to this machine", "install the tzdata package, or use the static build, which has its own")
			return
		}
	}
	r.good("zones", "time zones are known; "+c.Policy.Zone+" holds where Slack names none")
}

func (r *report) database(ctx context.Context, c config.Config) {
	ctx, cancel := context.WithTimeout(ctx, checking)
	defer cancel()
	h, err := store.Status(ctx, store.Options{DSN: c.Database.Reveal()})
	barred, wayOut := "", ""
	if kind := domain.KindOf(err); h.Dialect == "sqlite" && h.Place != "" && kind != domain.KindCorrupt && kind != domain.KindNewer {
		barred, wayOut = writable(h) // what can't be written is at times not even read
	}
	switch {
	case barred != "":
		r.bad("database", barred, wayOut)
	case err != nil:
		r.bad("database", err.Error(), "")
	case h.Fresh:
		r.good("database", h.Place+": nothing there yet, the first start makes it")
	case h.Pending():
		r.good("database", fmt.Sprintf("%s: sound; schema %d, which the next start brings to %d", h.Place, h.Version, h.Newest))
	default:
		r.good("database", fmt.Sprintf("%s: sound, schema %d", h.Place, h.Version))
	}
}

// writable reports why a SQLite file can't be written, or can't be made, and what
// to do. It leaves nothing behind, and no lock is taken: the bot may be running.
func writable(h store.Health) (why, wayOut string) {
	const elsewhere = "mount the disk for writing, or name a database elsewhere (DATABASE_URL)"
	what, wayOut := "written", "give the bot's user the right to"
	f, err := os.OpenFile(h.Place, os.O_WRONLY, 0)
	if err == nil {
		err = f.Close()
	}
	// Beside it stand the lock and the journal.
	if h.Fresh && errors.Is(err, os.ErrNotExist) {
		what, err = "made", nil
	}
	if err == nil {
		wayOut = "give the bot's user the right to write into its folder"
		if f, err = os.CreateTemp(filepath.Dir(h.Place), ".rapport-check-*"); err == nil {
			err = errors.Join(f.Close(), os.Remove(f.Name()))
		}
	}
	switch {
	case err == nil:
		return "", ""
	case errors.Is(err, syscall.EROFS):
		return fmt.Sprintf("%s can't be %s: its disk is mounted for reading alone", h.Place, what), elsewhere
	}
	return fmt.Sprintf("%s can't be %s", h.Place, what), wayOut
}
