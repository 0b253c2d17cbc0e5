package slacksim

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// Sim is the workspace in its box. Make one with New, reach it over Handler or
// Listen, and Close it.
type Sim struct {
	opts Options

	mu sync.Mutex // guards all that follows, down to the blank line
	w  *world
	// busy counts Web API calls in flight and deliveries not yet answered;
	// moves grows with each of their beginnings and ends.
	busy, moves uint64
	// stirred is closed and replaced when anything changes.
	stirred chan struct{}
	subs    map[chan uint64]bool
	sockets []*socket
	tickets map[string]bool
	turn    int
	pending map[string]pendingAck
	faults  []*fault
	buckets map[string]*bucket
	calls   []Call
	driver  Driver
	botURL  string
	base    string // where the bot reaches the box: "http://127.0.0.1:8844"
	failed  error  // a store that could not be written to

	moving  sync.Mutex // held by whoever moves the clock
	web     *http.Client
	gate    sync.Mutex // guards closing
	closing bool
	ctx     context.Context
	stop    context.CancelFunc
	wg      sync.WaitGroup
}

// New makes a workspace, or resumes the one in Options.Store.
func New(o Options) (*Sim, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	w, err := openWorld(o)
	if err != nil {
		return nil, err
	}
	setDefault(&o.AppToken, "xapp-1-"+w.meta.App.ID+"-"+secret(24)) // as Slack's hold it
	ctx, stop := context.WithCancel(context.Background())
	s := &Sim{
		opts: o, w: w, ctx: ctx, stop: stop,
		stirred: make(chan struct{}),
		subs:    map[chan uint64]bool{},
		tickets: map[string]bool{},
		pending: map[string]pendingAck{},
		buckets: map[string]*bucket{},
		driver:  o.Driver, botURL: o.BotURL,
		web: &http.Client{
			Transport:     o.transport(),
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
	s.goDo(s.keepTime)
	return s, nil
}

// Credentials are what the bot needs to reach the box.
type Credentials struct {
	BotToken, AppToken, SigningSecret string
}

// Credentials returns the tokens and the secret in use.
func (s *Sim) Credentials() Credentials {
	return Credentials{s.opts.BotToken, s.opts.AppToken, s.opts.SigningSecret}
}

// SetDriver gives the box the bot's side of the clock, which is often made
// after the box.
func (s *Sim) SetDriver(d Driver) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.driver = d
}

// SetBotURL switches to signed HTTP requests to this base URL, or back to
// Socket Mode with "".
func (s *Sim) SetBotURL(url string) {
	s.mu.Lock()
	s.botURL = url
	s.mu.Unlock()
	if url != "" {
		s.sendDue()
	}
}

// Listen serves Handler on a loopback address until Close, and returns the base
// URL. Port 0 picks one.
func (s *Sim) Listen(addr string) (string, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return "", fmt.Errorf("simulator address: %w", err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return "", fmt.Errorf("simulator address %q: only a loopback address such as 127.0.0.1 is served", addr)
	}
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return "", fmt.Errorf("simulator address: %w", err)
	}
	srv := &http.Server{Handler: s.Handler(), ReadHeaderTimeout: 10 * time.Second}
	s.goDo(func() {
		<-s.ctx.Done()
		closing, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		if err := srv.Shutdown(closing); err != nil {
			_ = srv.Close() // the callers that still hang were told by s.ctx
		}
	})
	base := "http://" + ln.Addr().String()
	s.mu.Lock()
	s.base = base
	s.mu.Unlock()
	s.goDo(func() { _ = srv.Serve(ln) }) // always ErrServerClosed: the goroutine above ends it
	return base, nil
}

// Close cuts every connection, waits for what runs and closes the store.
func (s *Sim) Close() error {
	s.stop()
	s.mu.Lock()
	for _, c := range s.sockets {
		c.cut()
	}
	s.mu.Unlock()
	s.gate.Lock()
	s.closing = true
	s.gate.Unlock()
	s.wg.Wait()
	s.web.CloseIdleConnections()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.w.keeper == nil {
		return nil
	}
	// A running clock is a little further than at the last change.
	s.w.touch("clock", s.w.clock.state(s.opts.Now()))
	err := errors.Join(s.failed, s.w.flush())
	return errors.Join(err, s.w.keeper.close())
}

// goDo runs f until it ends; Close waits for it, and nothing starts after it.
func (s *Sim) goDo(f func()) {
	s.gate.Lock()
	defer s.gate.Unlock()
	if !s.closing {
		s.wg.Go(f)
	}
}

// change runs f on the world and stores what it touched before it returns, so
// that nothing is answered that a crash could undo.
func (s *Sim) change(f func(w *world) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed != nil {
		return s.failed
	}
	s.w.now = s.w.clock.at(s.opts.Now())
	before := s.w.rev
	err := f(s.w)
	if ferr := s.w.flush(); ferr != nil {
		s.failed = fmt.Errorf("keep the workspace: %w", ferr)
		return s.failed
	}
	if s.w.rev != before {
		s.tell(s.w.rev)
	}
	return err
}

// look runs f on the world without changing it.
func (s *Sim) look(f func(w *world) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.w.now = s.w.clock.at(s.opts.Now())
	return f(s.w)
}

// Subscribe returns a channel that carries the newest version of the box after
// each change, and a function that ends it. A slow reader misses versions, never
// the last one.
func (s *Sim) Subscribe() (<-chan uint64, func()) {
	c := make(chan uint64, 1)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.subs[c] = true
	return c, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.subs, c)
	}
}

// tell wakes whoever waits for a change. The caller holds mu.
func (s *Sim) tell(version uint64) {
	for c := range s.subs {
		select {
		case <-c: // the older version, not read yet
		default:
		}
		c <- version // never blocks: one place, just emptied, and mu is held
	}
	s.stir()
}

// stir wakes the waits inside the box. The caller holds mu.
func (s *Sim) stir() {
	close(s.stirred)
	s.stirred = make(chan struct{})
}
