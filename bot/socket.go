package bot

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

const (
	// shaking is how long the handshake of a connection may take.
	shaking = 10 * time.Second
	// silent is for how long a connection may bring nothing, no ping of Slack's
	// either, before it counts as dead.
	silent = 30 * time.Second
	// writing is how long one frame may take to leave.
	writing = 5 * time.Second
	// retiring is how long a connection that Slack is about to close is read on:
	// Slack announces it some ten seconds before.
	retiring = 30 * time.Second
)

// socket is one connection of Socket Mode. It is read until it is closed, also
// after Slack has announced that it will be: what Slack sent before it knew of
// its successor arrives all the same. slack-go's own client closes a connection
// at the announcement, and loses what is on its way then.
type socket struct {
	conn *websocket.Conn
	// leaving is closed when another connection is to take its place: Slack
	// announced its end, or it is dead.
	leaving func()
	left    <-chan struct{}
	idle    *time.Timer // closes a silent connection
	fate    string      // Slack's reason for ending it; read once left is closed

	mu sync.Mutex // one frame is written at a time
}

// dial opens a connection. The address that Slack hands out for it is a ticket,
// and in no error.
func dial(ctx context.Context, api *slack.Client) (*socket, error) {
	_, address, err := api.StartSocketModeContext(ctx)
	if err != nil {
		return nil, err
	}
	dialer := websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: shaking}
	conn, _, err := dialer.DialContext(ctx, address, nil) //nolint:bodyclose // gorilla has read it
	if err != nil {
		return nil, plainly(err)
	}
	left := make(chan struct{})
	l := &socket{conn: conn, left: left, leaving: sync.OnceFunc(func() { close(left) })}
	l.idle = time.AfterFunc(silent, l.cut)
	conn.SetReadLimit(maxFrame)
	pong := conn.PingHandler()
	conn.SetPingHandler(func(data string) error {
		l.idle.Reset(silent)
		return pong(data)
	})
	return l, nil
}

// next reads a frame. Any error is the end of the connection.
func (l *socket) next() ([]byte, error) {
	_, raw, err := l.conn.ReadMessage()
	if err == nil {
		l.idle.Reset(silent)
	}
	return raw, err
}

// say writes an acknowledgment.
func (l *socket) say(r socketmode.Response) error {
	raw, err := json.Marshal(r)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	stuck := time.AfterFunc(writing, l.cut)
	defer stuck.Stop()
	return l.conn.WriteMessage(websocket.TextMessage, raw)
}

// retire lets a connection go on for as long as Slack may need it.
func (l *socket) retire() {
	l.leaving()
	time.AfterFunc(retiring, l.cut)
}

// hangUp says goodbye, and waits a moment for what was said to arrive.
func (l *socket) hangUp() {
	time.AfterFunc(flushing, l.cut)
	bye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	_ = l.conn.WriteControl(websocket.CloseMessage, bye, time.Time{}) // it is closed in any case
}

// cut closes the connection at once.
func (l *socket) cut() {
	l.idle.Stop()
	_ = l.conn.Close() // its reader ends with it
}

// sockets knows which connections are open.
type sockets struct {
	wanted bool // Socket Mode is on
	mu     sync.Mutex
	open   []*socket
	news   chan struct{} // closed when one opens
}

// add notes that a connection is open, and returns how many are.
func (s *sockets) add(l *socket) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open = append(s.open, l)
	if s.news != nil {
		close(s.news)
		s.news = nil
	}
	return len(s.open)
}

// drop notes that a connection is closed, and returns how many are open.
func (s *sockets) drop(l *socket) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open = slices.DeleteFunc(s.open, func(x *socket) bool { return x == l })
	return len(s.open)
}

func (s *sockets) ready() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return !s.wanted || len(s.open) > 0
}

// bearers lists the open connections, the best one for an answer to what came
// over l first: l itself, unless it is about to be closed, then those that are
// not, then the rest. News is closed when another opens.
func (s *sockets) bearers(l *socket) (all []*socket, news <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all = slices.Clone(s.open)
	slices.SortStableFunc(all, func(x, y *socket) int { return x.rank(l) - y.rank(l) })
	if s.news == nil {
		s.news = make(chan struct{})
	}
	return all, s.news
}

func (l *socket) rank(asked *socket) int {
	select {
	case <-l.left:
		return 2
	default:
	}
	if l == asked {
		return 0
	}
	return 1
}

// acknowledge writes r over the connection that asked for it, or over another:
// Slack takes an acknowledgment over any. Where none is open it waits for one.
func (s *sockets) acknowledge(ctx context.Context, asked *socket, r socketmode.Response) error {
	for {
		all, news := s.bearers(asked)
		for _, l := range all {
			if l.say(r) == nil {
				return nil
			}
		}
		select {
		case <-news:
		case <-ctx.Done():
			return errors.New("no connection took it")
		}
	}
}
