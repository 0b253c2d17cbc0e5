// Command bot is rapport: a Slack bot that keeps strategic relationships alive.
// `bot try` runs it in a small Slack workspace in a box, `bot serve` in a real one.
//
// This is the one place that reads the clock and the environment, knows every
// room and puts them together; nothing is decided here.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	// The first signal asks us to finish; from then on the next one ends the
	// process at once, as if nobody listened.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], os.Environ(), os.Stdout, os.Stderr))
}

// Exit codes: a command that could not do its work, and one that was not
// understood.
const (
	exitFailed = 1
	exitUsage  = 2
)

// world is what a command knows of the process it runs in.
type world struct {
	environ []string
	stdout  io.Writer
	stderr  io.Writer
	now     func() time.Time
	moved   bool          // now is not the wall's time
	leased  bool          // and the database's was moved along
	every   time.Duration // between ticks, 0 for the usual
}

// commands is the command line.
type commands struct {
	Serve       serveCommand       `cmd:"" help:"Serve a Slack workspace."`
	Try         tryCommand         `cmd:"" help:"Run the bot in a small Slack workspace in a box, with nothing to register."`
	Check       checkCommand       `cmd:"" help:"Say in plain words what is wrong with config, Slack, database and clock."`
	Manifest    manifestCommand    `cmd:"" help:"Print the Slack app manifest for this config."`
	Outbox      outboxCommand      `cmd:"" help:"See what waits to be sent or was given up, and retry or cancel it."`
	Migrate     migrateCommand     `cmd:"" help:"Bring the database's schema up to date; serve does so by itself."`
	Backup      backupCommand      `cmd:"" help:"Copy the SQLite database into a file, while the bot runs."`
	Restored    restoredCommand    `cmd:"" help:"Say that the database was brought back from a backup: what may have been sent since is looked for first."`
	Healthcheck healthcheckCommand `cmd:"" help:"Ask the running bot whether it is alive, for container platforms."`
	Version     versionCommand     `cmd:"" help:"Print the version."`
}

// run does what args say and returns the process's exit code.
func run(ctx context.Context, args, environ []string, stdout, stderr io.Writer) int {
	w := &world{environ: environ, stdout: stdout, stderr: stderr, now: time.Now}
	if err := rig(w); err != nil {
		fmt.Fprintf(stderr, "bot: %v\n", err)
		return exitUsage
	}
	return w.run(ctx, args)
}

func (w *world) run(ctx context.Context, args []string) int {
	left := -1 // set when kong has answered by itself, to --help
	parser, err := kong.New(&commands{},
		kong.Name("bot"),
		kong.Description("rapport keeps the relationships that matter to you alive."),
		kong.Writers(w.stdout, w.stderr),
		kong.Exit(func(code int) { left = code }),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(w),
	)
	if err != nil {
		fmt.Fprintln(w.stderr, err)
		return exitUsage
	}
	parsed, err := parser.Parse(args)
	if left >= 0 {
		return left
	}
	if err != nil {
		fmt.Fprintf(w.stderr, "bot: %v\nTry `bot --help`.\n", err)
		return exitUsage
	}
	if err := parsed.Run(); err != nil {
		if !errors.Is(err, errSaid) {
			fmt.Fprintf(w.stderr, "bot %s: %v\n", parsed.Command(), err)
		}
		return exitFailed
	}
	return 0
}

// errSaid is the error of a command that has already said all there is to say.
var errSaid = errors.New("said")
