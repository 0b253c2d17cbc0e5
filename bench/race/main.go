// Command race runs rapport, the same job on Slack's own framework, and a bare
// handler that is the limit, side by side: alternating rounds on loopback, signed
// commands, each looked for in the database afterwards. It prints what each did and
// the ratios, and can write them into docs/performance.md, which says how to read
// them. `make bench` runs it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"rapport/internal/pgtest"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	err := compete(ctx, os.Args[1:], os.Stdout)
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "race:", err)
		os.Exit(1)
	}
}

// options are what the command line says.
type options struct {
	rounds          int
	each, settle    time.Duration
	rate            float64
	rows            int
	members, circle int
	write           string
	bot             string // a binary to race in place of ours
	before          string // what the machine did before
}

func parse(args []string, out io.Writer) (options, error) {
	o := options{settle: time.Second, before: loadBefore()}
	var seconds float64
	f := flag.NewFlagSet("race", flag.ContinueOnError)
	f.SetOutput(out)
	f.IntVar(&o.rounds, "rounds", 5, "how often everybody races")
	f.Float64Var(&seconds, "seconds", 5, "how long each load lasts")
	f.Float64Var(&o.rate, "rate", 1000, "commands a second in the open loop")
	f.IntVar(&o.rows, "rows", 1_000_000, "touches in the large database that is started on, 0 for none")
	f.IntVar(&o.members, "members", 500, "members of the workspace")
	f.IntVar(&o.circle, "circle", len(people), "people each of them knows")
	f.StringVar(&o.bot, "bot", "", "a binary of rapport to race in place of the one that is built")
	f.StringVar(&o.write, "write", "", "page whose figures are to be replaced")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	o.each = time.Duration(seconds * float64(time.Second))
	if o.rounds < 1 || o.each <= 0 || o.rate <= 0 || o.members < connections || o.circle < 1 {
		return o, fmt.Errorf("nothing to race: at least one round, some time and rate, and %d members", connections)
	}
	return o, nil
}

// command is what to type to have the same again.
func (o options) command() string {
	return fmt.Sprintf("make bench ROUNDS=%d SECONDS=%g", o.rounds, o.each.Seconds())
}

// compete runs a whole race, from building to the page.
func compete(ctx context.Context, args []string, out io.Writer) (err error) {
	o, err := parse(args, out)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "race")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	p, err := build(ctx, o.bot, dir, out)
	if err != nil {
		return err
	}
	var postgres func(string) string
	switch server, failed := pgtest.Start("fsync=on", "synchronous_commit=on", "full_page_writes=on", "shared_buffers=256MB"); {
	case failed != nil:
		fmt.Fprintf(out, "left out: PostgreSQL: %v\n", failed)
	default:
		defer func() { err = errors.Join(err, server.Stop()) }()
		postgres = server.Address
	}
	text, err := hold(ctx, o, p, dir, postgres, out)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\n%s", text)
	if o.write == "" {
		return nil
	}
	return rewrite(o.write, text)
}

// hold has everybody there is race in dir, and returns the report.
func hold(ctx context.Context, o options, p programs, dir string, postgres func(string) string, out io.Writer) (_ string, err error) {
	shape, err := machine(ctx, dir)
	if err != nil {
		return "", fmt.Errorf("shape of the machine: %w", err)
	}
	w, sim, err := workspace(o.members, o.circle)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, sim.Close()) }()
	groups := p.groups(w, dir, postgres)
	var all []*contender
	for _, g := range groups {
		all = append(all, g.these...)
	}
	r := &race{world: w, out: out, rounds: o.rounds, each: o.each, settle: o.settle, rate: o.rate, rows: o.rows}
	begun := time.Now()
	found, err := r.run(ctx, all)
	if err != nil {
		return "", err
	}
	head := fmt.Sprintf("%s, by `%s` in %s: each load %g s, the open loop at %.0f commands a second; %s, and %d touches in the large database.\n\nThe machine: %s; it had %s before.\n\n",
		begun.UTC().Format("2 January 2006"), o.command(), time.Since(begun).Round(time.Second), o.each.Seconds(), o.rate, w, o.rows, shape, o.before)
	return head + report(groups, found, r), nil
}

// build makes the binaries, each as ours is shipped, and sees who can't take part. It
// runs where the module begins.
func build(ctx context.Context, bot, dir string, out io.Writer) (programs, error) {
	p := programs{bot: bot, bare: filepath.Join(dir, "bare"), bolt: filepath.Join("bench", "bolt")}
	binaries := map[string]string{p.bare: "./bench/bare"}
	if bot == "" {
		p.bot = filepath.Join(dir, "rapport")
		binaries[p.bot] = "./cmd/bot"
	}
	for binary, of := range binaries {
		args := []string{"make", "--no-print-directory", "build", "BOT=" + binary, "OF=" + of}
		if said, err := exec.CommandContext(ctx, args[0], args[1:]...).CombinedOutput(); err != nil {
			return p, fmt.Errorf("%s: %w: %s", args, err, said)
		}
	}
	if err := installed(ctx, p.bolt); err != nil {
		fmt.Fprintf(out, "left out: Bolt: %v\n", err)
		p.bolt = ""
	}
	return p, nil
}
