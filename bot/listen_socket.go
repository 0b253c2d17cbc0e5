package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
	"golang.org/x/sync/errgroup"
)

const (
	// links is how many connections are kept. A refresh closes one at once and
	// opens it anew; what Slack sends in between goes to the other.
	links = 2
	// doors is how often we may be let in and sent away without a word before we
	// leave it for a while. Slack says why, too_many_websockets, and slack-go keeps
	// that to itself and knocks again at once.
	doors = 2
	// stagger keeps their refreshes apart.
	stagger = 10 * time.Second
	// maxAck is what an acknowledgment over a socket may carry: Slack drops one
	// of 20,480 bytes or more without a word. The envelope's id takes its part.
	maxAck = 20_480 - 256
	// maxFrame is the largest payload that is read; a full App Home is 250 kB.
	maxFrame = 1 << 20
	// acknowledging is how long an acknowledgment may wait for a connection.
	acknowledging = 3 * time.Second
	// patient is the longest pause between tries to connect. slack-go alone
	// would wait up to five minutes after a long outage.
	patient = 30 * time.Second
	// draining is how long commands may take to finish at shutdown, flushing how
	// long the last acknowledgments may take to leave: slack-go only queues them.
	draining = 10 * time.Second
	flushing = 250 * time.Millisecond
)

// sockets knows which connections are open.
type sockets struct {
	wanted bool // Socket Mode is on
	mu     sync.Mutex
	open   [links]bool
}

// set notes whether the n-th connection is open, and returns how many are.
func (s *sockets) set(n int, open bool) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open[n] = open
	count := 0
	for _, o := range s.open {
		if o {
			count++
		}
	}
	return count
}

func (s *sockets) ready() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return !s.wanted || slices.Contains(s.open[:], true)
}

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
	var group errgroup.Group
	for n := range links {
		group.Go(func() error {
			defer hangUp() // refused once is refused for both
			return b.keep(lines, api, n)
		})
	}
	stop := context.AfterFunc(ctx, func() {
		defer hangUp()
		late, cancel := context.WithTimeout(lines, draining)
		defer cancel()
		if err := b.Close(late); err != nil {
			b.log.WarnContext(ctx, "shutdown before all was done", "err", err)
		}
		_ = pause(late, flushing)
	})
	defer stop()
	return group.Wait()
}

// keep keeps the n-th connection open until ctx ends. The second one waits
// before its first try.
func (b *Bot) keep(ctx context.Context, api *slack.Client, n int) error {
	if pause(ctx, time.Duration(n)*stagger) != nil {
		return nil
	}
	for ctx.Err() == nil {
		if err := b.connect(ctx, api, n); err != nil && ctx.Err() == nil {
			return err
		}
	}
	return nil
}

// connect runs one client, which reconnects by itself, until ctx ends or it is
// better to begin anew. It handles what the client reports; nothing in it
// blocks, because an unread event would hold up the connection's pings.
func (b *Bot) connect(ctx context.Context, api *slack.Client, n int) error {
	longer := ctx
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	client := socketmode.New(api, socketmode.OptionReadLimit(maxFrame))
	ended := make(chan error, 1)
	go func() { ended <- client.RunContext(ctx) }()
	defer func() { b.meter.sockets.Set(float64(b.sockets.set(n, false))) }()
	greeted, turnedAway := true, 0
	for {
		select {
		case ev := <-client.Events:
			switch ev.Type {
			case socketmode.EventTypeConnected:
				greeted = false
			case socketmode.EventTypeHello:
				greeted, turnedAway = true, 0
			case socketmode.EventTypeConnecting:
				if !greeted {
					turnedAway++
				}
			}
			if turnedAway == doors {
				b.log.WarnContext(ctx, "Slack ends the connection before it says hello: an app may have ten, two for each replica; run five at most, or serve over HTTP",
					"socket", n+1, "again_in", patient)
				cancel()
				<-ended
				return pause(longer, patient)
			}
			if b.heard(ctx, client, n, ev) {
				continue
			}
			err := pause(ctx, patient)
			cancel()
			if end := <-ended; !errors.Is(end, context.Canceled) {
				return refusal(end)
			}
			return err
		case err := <-ended:
			cancel()
			return refusal(err)
		}
	}
}

// heard handles one report of a client. It returns false when the client means
// to wait for longer than we do.
func (b *Bot) heard(ctx context.Context, client *socketmode.Client, n int, ev socketmode.Event) bool {
	switch ev.Type {
	case socketmode.EventTypeHello:
		b.meter.sockets.Set(float64(b.sockets.set(n, true)))
		b.meter.call("apps.connections.open", nil)
		b.log.InfoContext(ctx, "connected to Slack", "socket", n+1)
	case socketmode.EventTypeConnecting:
		b.meter.sockets.Set(float64(b.sockets.set(n, false)))
	case socketmode.EventTypeConnectionError:
		if e, ok := ev.Data.(*slack.ConnectionErrorEvent); ok {
			b.meter.call("apps.connections.open", e.ErrorObj)
			b.log.WarnContext(ctx, "no connection to Slack", "socket", n+1, "code", codeOf(e.ErrorObj), "again_in", e.Backoff)
			_, limited := errors.AsType[*slack.RateLimitedError](e.ErrorObj)
			return limited || e.Backoff <= patient
		}
	case socketmode.EventTypeErrorWriteFailed:
		b.log.WarnContext(ctx, "acknowledgment not written; Slack will send the payload again", "socket", n+1)
	case socketmode.EventTypeSlashCommand, socketmode.EventTypeInteractive, socketmode.EventTypeEventsAPI:
		b.envelope(ctx, client, *ev.Request)
	case socketmode.EventTypeErrorBadMessage:
		// slack-go doesn't know this sort of event, or found a field in a form it
		// doesn't expect. Unacknowledged, it would come again and again.
		var req socketmode.Request
		if bad, ok := ev.Data.(*socketmode.ErrorBadMessage); ok && json.Unmarshal(bad.Message, &req) == nil && req.EnvelopeID != "" {
			b.envelope(ctx, client, req)
		}
	}
	return true
}

// envelope takes one payload. It is acknowledged when its command is done.
func (b *Bot) envelope(ctx context.Context, client *socketmode.Client, req socketmode.Request) {
	reply := func(a ack) {
		if a.Hold {
			return
		}
		within, cancel := context.WithTimeout(ctx, acknowledging)
		defer cancel()
		if err := client.AckCtx(within, req.EnvelopeID, a.Payload); err != nil {
			b.log.WarnContext(ctx, "not acknowledged", "err", err)
		}
	}
	p, err := decoder{b.slashes}.envelope(req, b.now())
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

// refusals says in plain words what the errors mean after which slack-go gives up.
var refusals = map[string]string{
	"invalid_auth":     "the app-level token is not valid; copy it anew from Basic Information → App-Level Tokens",
	"account_inactive": "the app was removed from the workspace, or the workspace is closed",
	"not_authed":       "no app-level token was given",
	"token_revoked":    "the app-level token was revoked; make a new one with the scope connections:write",
	"http_404":         "there is no Slack API at this address; check api_url",
}

// refusal puts an error that ended a client into plain words.
func refusal(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	code := codeOf(err)
	if status, ok := errors.AsType[slack.StatusCodeError](err); ok && status.Code == http.StatusNotFound {
		code = "http_404"
	}
	words, ok := refusals[code]
	if !ok {
		words = "Slack does not let the app connect"
	}
	return fmt.Errorf("socket mode: %s (%s)", words, code)
}
