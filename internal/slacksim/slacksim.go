// Package slacksim is a Slack workspace in a box: the Web API, Socket Mode and
// signed HTTP on one side, a page that looks and works like the Slack client on
// another, and a control interface for programs (docs/simulator.md) on a third.
// It has a clock that can be moved. It knows nothing of rapport: a bot on the
// real slack-go client can't tell it from Slack, except by asking.
//
// The world (members, channels, messages, views …) is kept under one mutex and,
// with a Store, on disk before anything is answered. The methods of Sim are what
// people and programs do to it; the files api_*.go are what the bot does. A page
// reads it with Snapshot and Subscribe, and acts with Send, Click, Submit,
// CloseView, Shortcut, OpenHome and OpenDM. Errors that are a *Refusal carry a
// sentence for the person; other errors are the box's own.
package slacksim

import (
	"context"
	"time"
)

// Driver is the bot's side of a movable clock. The box itself needs none; with
// one, moving the clock makes everything in between happen at its own time.
type Driver interface {
	// Next returns the earliest instant at which the bot has something to do,
	// the zero time when it has nothing.
	Next(ctx context.Context) (time.Time, error)
	// Tick makes the bot do what is due at now.
	Tick(ctx context.Context, now time.Time) error
	// Settle returns when the bot has nothing left in its hands.
	Settle(ctx context.Context) error
}
