package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
	"golang.org/x/sync/errgroup"
)

const (
	// links is how many connections are kept: when one is cut off, what Slack
	// sends until it is opened anew goes to the other.
	links = 2
	// usualStagger keeps their refreshes apart.
	usualStagger = 10 * time.Second
	// maxAck is what an acknowledgment over a socket may carry: Slack drops one
	// of 20,480 bytes or more without a word. The envelope's id takes its part.
	maxAck = 20_480 - 256
	// maxFrame is the largest payload that is read; a full App Home is 250 kB.
	maxFrame = 1 << 20
	// acknowledging is how long an acknowledgment may wait for a connection.
	acknowledging = 3 * time.Second
	// patient is the longest pause between tries to connect.
	patient = 30 * time.Second
	// draining is how long commands may take to finish at shutdown, flushing how
	// long the last acknowledgments may take to arrive.
	draining = 7 * time.Second
	flushing = 250 * time.Millisecond
)

// Ready says whether the bot can do its work now: it is connected, and Slack has
// not taken the app out of the workspace.
func (b *Bot) Ready() error { return errors.Join(b.Connected(), b.Granted()) }

// Connected says whether Slack can reach us: we are not shutting down, and in
// Socket Mode at least one connection is open.
func (b *Bot) Connected() error {
	if b.closing.Load() {
		return errors.New("shutting down")
	}
	if !b.sockets.ready() {
		return errors.New("no connection is open")
	}
	return nil
}

// Granted says whether Slack lets us do anything, as far as we know.
func (b *Bot) Granted() error {
	if len(b.lost.known()) > 0 {
		return errors.New("the app was taken out of the workspace")
	}
	return nil
}

// RunSocket listens in Socket Mode until ctx ends, then lets nothing new in,
// finishes what it has begun, acknowledges it and hangs up. An error means that
// Slack will not have us, whatever we try.
func (b *Bot) RunSocket(ctx context.Context, api *slack.Client) error {
	// The connections outlive ctx: what is in flight is acknowledged over them.
	lines, hangUp := context.WithCancel(context.WithoutCancel(ctx))
	defer hangUp()
	x := &exchange{b: b, api: api}
	var group errgroup.Group
	for n := range links {
		group.Go(func() error {
			defer hangUp() // refused once is refused for both
			return x.keep(lines, n)
		})
	}
	stop := context.AfterFunc(ctx, func() {
		defer hangUp()
		late, cancel := context.WithTimeout(lines, draining)
		defer cancel()
		if err := b.Close(late); err != nil {
			b.log.WarnContext(ctx, "shutdown before all was done", "err", err)
		}
	})
	defer stop()
	err := group.Wait()
	x.reading.Wait()
	return err
}

// exchange keeps the connections of one run.
type exchange struct {
	b       *Bot
	api     *slack.Client
	reading sync.WaitGroup
	greeted atomic.Bool // Slack has taken us at least once
}

// keep keeps the n-th connection open until ctx ends: when Slack announces the
// end of one, the next is opened before that. The second one waits before its
// first try.
func (x *exchange) keep(ctx context.Context, n int) error {
	b := x.b
	if pause(ctx, time.Duration(n)*b.stagger) != nil {
		return nil
	}
	for tries := 0; ctx.Err() == nil; {
		l, err := dial(ctx, x.api)
		b.meter.call("apps.connections.open", err)
		if err == nil {
			if x.serve(ctx, l, n) {
				tries = 0
				continue
			}
			err = sentAway(l.fate)
		}
		if ctx.Err() != nil {
			return nil
		}
		if why := refusal(err); why != nil && !x.greeted.Load() {
			return why
		}
		wait := between(tries, err)
		tries++
		x.unconnected(ctx, n, err, wait)
		if pause(ctx, wait) != nil {
			return nil
		}
	}
	return nil
}

// sentAway is Slack's reason for ending a connection before it said hello.
type sentAway string

func (w sentAway) Error() string { return "turned away: " + string(w) }

// tooMany is Slack's reason when an app has as many connections as it may.
const tooMany sentAway = "too_many_websockets"

// unconnected tells the operator that a connection did not come about.
func (x *exchange) unconnected(ctx context.Context, n int, err error, wait time.Duration) {
	says, code := "no connection to Slack", codeOf(err)
	if why, ok := errors.AsType[sentAway](err); ok {
		code = "turned_away"
		if why == tooMany {
			says = "Slack ends the connection before it says hello: an app may have ten, two for each replica; run five at most, or serve over HTTP"
		}
	}
	x.b.log.WarnContext(ctx, says, "socket", n+1, "code", code, "again_in", wait.Round(time.Millisecond))
}

// between is the pause after a number of tries that failed in a row: it doubles
// up to the longest, and is spread, so that replicas don't call in step. Slack
// may ask for more; where there are too many connections, nobody hurries.
func between(tries int, err error) time.Duration {
	wait := min(100*time.Millisecond<<min(tries, 16), patient)
	wait = wait/2 + rand.N(wait/2+1) //nolint:gosec // nothing to guess here
	if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		wait = max(wait, limited.RetryAfter)
	}
	if errors.Is(err, tooMany) {
		wait = patient
	}
	return wait
}

// serve reads a connection until another is to take its place, and reports
// whether Slack had taken it. It is read on until it is closed.
func (x *exchange) serve(ctx context.Context, l *socket, n int) bool {
	var taken atomic.Bool
	stop := context.AfterFunc(ctx, l.hangUp)
	x.reading.Go(func() {
		defer stop()
		defer l.cut()
		defer l.leaving()
		defer func() { x.b.meter.sockets.Set(float64(x.b.sockets.drop(l))) }()
		for {
			raw, err := l.next()
			if err != nil {
				return
			}
			if x.heard(ctx, l, n, raw) {
				taken.Store(true)
			}
		}
	})
	<-l.left
	return taken.Load()
}

// heard handles one frame, and reports whether it was Slack's greeting. Nothing
// in it blocks: an unread frame would hold up the connection's pings.
func (x *exchange) heard(ctx context.Context, l *socket, n int, raw []byte) (hello bool) {
	b := x.b
	var req socketmode.Request
	if err := json.Unmarshal(raw, &req); err != nil && req.EnvelopeID == "" {
		b.meter.payload("frame", verdictNames[unreadable])
		return false
	}
	switch req.Type {
	case socketmode.RequestTypeHello:
		x.greeted.Store(true)
		b.meter.sockets.Set(float64(b.sockets.add(l)))
		b.log.InfoContext(ctx, "connected to Slack", "socket", n+1)
		return true
	case socketmode.RequestTypeDisconnect:
		if l.fate == "" { // a later one only says when
			l.fate = cmp.Or(req.Reason, "no reason")
		}
		l.retire()
	default:
		if req.EnvelopeID != "" {
			b.envelope(ctx, l, req)
		}
	}
	return false
}

// envelope takes one payload. It is acknowledged when its command is done.
func (b *Bot) envelope(ctx context.Context, l *socket, req socketmode.Request) {
	reply := func(a ack) {
		if a.Hold {
			return
		}
		within, cancel := context.WithTimeout(ctx, acknowledging)
		defer cancel()
		if err := b.sockets.acknowledge(within, l, socketmode.Response{EnvelopeID: req.EnvelopeID, Payload: a.Payload}); err != nil {
			b.log.WarnContext(ctx, "not acknowledged", "err", err)
		}
	}
	p, err := decoder{b.slashes}.envelope(req, b.now())
	p.Command.Retry = req.RetryAttempt
	if b.judge(ctx, p, err) != take {
		// What can't be read today can't be read when it comes again.
		b.flight.begin()
		go func() {
			defer b.flight.done()
			reply(ack{})
		}()
		return
	}
	limit := maxAck
	if !req.AcceptsResponsePayload {
		limit = 1 // nothing rides
	}
	b.accept(ctx, p.Command, limit, reply)
}

// envelope decodes the payload of a Socket Mode envelope.
func (d decoder) envelope(req socketmode.Request, now time.Time) (parcel, error) {
	switch req.Type {
	case socketmode.RequestTypeSlashCommands:
		var s slack.SlashCommand
		if err := json.Unmarshal(req.Payload, &s); err != nil {
			return parcel{What: "slash_command"}, fmt.Errorf("slash command payload: %T", err)
		}
		return d.slash(s, now), nil
	case socketmode.RequestTypeInteractive:
		return d.interaction(req.Payload, now)
	case socketmode.RequestTypeEventsAPI:
		return d.event(req.Payload, now)
	default:
		return parcel{What: "other envelope", Skip: true}, nil
	}
}

// refusals says in plain words what Slack's answers mean with which it will not
// let the app connect, whatever is tried.
var refusals = map[string]string{
	"invalid_auth":     "the app-level token is not valid; copy it anew from Basic Information → App-Level Tokens",
	"account_inactive": "the app was removed from the workspace, or the workspace is closed",
	"not_authed":       "no app-level token was given",
	"token_revoked":    "the app-level token was revoked; make a new one with the scope connections:write",
	"http_404":         "there is no Slack API at this address; check api_url",
}

// refusal puts such an answer into plain words; nil for any other error.
func refusal(err error) error {
	code := codeOf(err)
	if words, ok := refusals[code]; ok {
		return fmt.Errorf("socket mode: %s (%s)", words, code)
	}
	return nil
}
