package bot

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"rapport/domain"
)

// The usual sizes. Workers are many more than cores, because a command waits
// for its commit, and waiting commands share one.
const (
	usualWorkers = 64
	usualBacklog = 2000
)

// Options is what a bot is built from. Book, Members, Shows, Installations and
// Now are required.
type Options struct {
	Book          Book
	Members       Members
	Shows         Shows
	Seen          Seen // nil remembers in this process only
	Installations Installations
	Grants        Grants   // nil remembers in this process only
	Outgoing      Outgoing // nil when nothing is posted to channels
	// Programs and ProgramChannels are nil where there are no mentoring programs.
	Programs        Programs
	ProgramChannels ProgramChannels
	// Chart draws a summary's sessions a week as a PNG; nil says them in words.
	Chart  func(domain.Summary) ([]byte, error)
	Policy domain.Policy
	// Commands names the slash commands, verb → "/met"; "" omits one. Nil is
	// every command under its own name.
	Commands map[string]string
	// SocketMode says that [Bot.RunSocket] will be run: the bot is ready when a
	// connection is open.
	SocketMode bool
	// SigningSecret opens the HTTP door; without it every request is refused.
	SigningSecret string
	Now           func() time.Time
	Log           *slog.Logger
	Metrics       prometheus.Registerer
	// Workers is how many commands are handled at once, Backlog how many may be
	// waiting or unanswered before the bot says that it is busy.
	Workers int
	Backlog int
	// Patience is how long a command may go without an acknowledgment, 2.5 s by
	// default: Slack gives up after 3.
	Patience time.Duration
	// Stagger keeps the refreshes of the Socket Mode connections apart, 10 s by
	// default.
	Stagger time.Duration
	// Transport carries answers to response_urls; nil is the network.
	Transport http.RoundTripper
}

// Bot is the Slack side of rapport.
type Bot struct {
	book     Book
	members  Members
	shows    Shows
	seen     Seen
	installs Installations
	grants   Grants
	outgoing Outgoing
	programs Programs
	halls    ProgramChannels
	chart    func(domain.Summary) ([]byte, error)
	policy   domain.Policy
	commands map[string]string // verb → "/met"
	slashes  map[string]string // "/met" → verb
	secret   string
	now      func() time.Time
	log      *slog.Logger
	meter    *meter
	patience time.Duration
	stagger  time.Duration
	backlog  int
	// uploading is how long an upload may take; tests have less time.
	uploading time.Duration

	handlers map[string]Handler
	reads    map[string]bool
	renders  map[domain.DeliveryKind]Renderer
	pictures pictures

	flight  *inFlight
	line    *queue // commands, in their member's order
	mail    *queue // what follows an acknowledgment, in the same order
	homes   *homes
	known   sync.Map // domain.Owner → struct{}: met already
	lost    lost
	lately  *recent
	gates   gates
	web     *http.Client
	stamps  stamps
	closing atomic.Bool
	sockets sockets
}

// New builds a bot. It starts nothing: [Bot.RunSocket] and [Bot.HTTPHandler]
// open its doors.
func New(o Options) (*Bot, error) {
	if o.Book == nil || o.Members == nil || o.Shows == nil || o.Installations == nil || o.Now == nil {
		return nil, errors.New("bot options: Book, Members, Shows, Installations and Now are required")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Metrics == nil {
		o.Metrics = prometheus.NewRegistry()
	}
	if o.Workers <= 0 {
		o.Workers = usualWorkers
	}
	if o.Backlog <= 0 {
		o.Backlog = usualBacklog
	}
	if o.Patience <= 0 {
		o.Patience = usualPatience
	}
	if o.Stagger <= 0 {
		o.Stagger = usualStagger
	}
	if o.Seen == nil {
		o.Seen = newRecent()
	}
	if o.Grants == nil {
		o.Grants = newOwnGrants()
	}
	b := &Bot{
		book: o.Book, members: o.Members, shows: o.Shows, seen: o.Seen, installs: o.Installations, grants: o.Grants, outgoing: o.Outgoing,
		programs: o.Programs, halls: o.ProgramChannels, chart: o.Chart,
		policy: o.Policy, commands: commandNames(o.Commands), secret: o.SigningSecret,
		now: o.Now, log: o.Log, patience: o.Patience, stagger: o.Stagger, backlog: o.Backlog, flight: newInFlight(), web: webClient(o.Transport),
	}
	b.lately, b.uploading = newRecent(), uploading
	b.slashes = make(map[string]string, len(b.commands))
	for verb, name := range b.commands {
		b.slashes[name] = verb
	}
	b.line = newQueue(o.Workers, o.Backlog, b.flight)
	// A busy bot still has to say so: the mail holds more than the line.
	b.mail = newQueue(o.Workers, 2*o.Backlog, b.flight)
	b.handlers, b.reads, b.renders = b.verbs(), b.readers(), b.renderers()
	b.homes = newHomes(b.flight, b.publisher(), b.homeFailed)
	b.meter = newMeter(o.Metrics, b)
	b.sockets.wanted = o.SocketMode
	return b, nil
}

// ref names the command that a book is opened for.
func (c Command) ref() domain.Ref {
	return domain.Ref{Owner: c.Owner(), ID: c.ID, Verb: c.Verb, At: c.At, Names: c.names}
}

// Close lets nothing new in and returns when all that was let in is done, or
// ctx ends.
func (b *Bot) Close(ctx context.Context) error {
	b.closing.Store(true)
	return b.Settle(ctx)
}
