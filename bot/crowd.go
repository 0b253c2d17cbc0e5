package bot

import (
	"container/list"
	"context"
	"net"
	"net/http"
	"sync"
	"time"
)

const (
	// roomForStrangers is how many bytes are held of requests that nobody has
	// signed yet: a few dozen of the largest.
	roomForStrangers = 32 << 20
	// courtesy is how long a stranger is left alone, however many wait outside: a
	// request of Slack's has come by then, from another continent too.
	courtesy = 300 * time.Millisecond
)

// crowd is a listener that strangers can't fill. A connection is a stranger's
// until it has brought a request with our signature, and again with the first
// byte of its next one. When there are too many, whoever has been a stranger for
// longest is hung up on, and the next one let in: those who wait outside come in
// turn, and Slack, which says all it has to say at once, is soon known. So it is
// when strangers have sent too much.
type crowd struct {
	net.Listener
	most int   // connections
	room int64 // bytes

	mu        sync.Mutex
	changed   sync.Cond // there is a connection less, or one may be hung up on
	guests    int
	strangers list.List // of *guest, those who came first in front
	held      int64     // bytes that the strangers have sent
}

// guest is one connection.
type guest struct {
	net.Conn
	crowd *crowd
	// The crowd's mu guards what follows.
	stranger *list.Element // nil while it is known
	patience *time.Timer   // until it may be hung up on
	spent    bool          // it may
	held     int64
	gone     bool
}

func newCrowd(l net.Listener, most int, room int64) *crowd {
	c := &crowd{Listener: l, most: most, room: room}
	c.changed.L = &c.mu
	return c
}

// Accept waits for a connection, and then for a place.
func (c *crowd) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if err != nil {
		return nil, err
	}
	g := &guest{Conn: conn, crowd: c}
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.guests >= c.most {
		if first := c.first(); first != nil && first.spent {
			_ = c.hangUp(first) // it is gone either way
			continue
		}
		c.changed.Wait()
	}
	c.guests++
	c.suspect(g)
	return g, nil
}

// first is who has been a stranger for longest, nil when all are known. The
// caller holds mu.
func (c *crowd) first() *guest {
	if e := c.strangers.Front(); e != nil {
		return e.Value.(*guest)
	}
	return nil
}

// suspect puts a guest behind the other strangers. The caller holds mu.
func (c *crowd) suspect(g *guest) {
	place := c.strangers.PushBack(g)
	g.stranger, g.spent = place, false
	g.patience = time.AfterFunc(courtesy, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		g.spent = g.spent || g.stranger == place
		c.changed.Signal()
	})
}

// Read reads, and counts what strangers send.
func (g *guest) Read(p []byte) (int, error) {
	n, err := g.Conn.Read(p)
	c := g.crowd
	c.mu.Lock()
	defer c.mu.Unlock()
	if g.stranger == nil {
		return n, err
	}
	g.held += int64(n)
	c.held += int64(n)
	for c.held > c.room {
		_ = c.hangUp(c.first())
	}
	return n, err
}

// Close hangs up.
func (g *guest) Close() error {
	g.crowd.mu.Lock()
	defer g.crowd.mu.Unlock()
	return g.crowd.hangUp(g)
}

// hangUp closes a connection. The caller holds mu.
func (c *crowd) hangUp(g *guest) error {
	if g.gone {
		return nil
	}
	g.gone = true
	c.forgive(g)
	c.guests--
	c.changed.Signal()
	return g.Conn.Close()
}

// forgive takes a guest from among the strangers. The caller holds mu.
func (c *crowd) forgive(g *guest) {
	if g.stranger != nil {
		g.patience.Stop()
		c.strangers.Remove(g.stranger)
		c.held -= g.held
		g.stranger, g.held = nil, 0
	}
}

// guestKey is where the context of a request holds its connection.
type guestKey struct{}

// withGuest puts a connection into the context of its requests.
func withGuest(ctx context.Context, conn net.Conn) context.Context {
	if g, ok := conn.(*guest); ok {
		return context.WithValue(ctx, guestKey{}, g)
	}
	return ctx
}

// known notes that a request bears our signature.
func known(ctx context.Context) {
	if g, ok := ctx.Value(guestKey{}).(*guest); ok {
		g.crowd.mu.Lock()
		defer g.crowd.mu.Unlock()
		g.crowd.forgive(g)
	}
}

// began makes a stranger of whoever begins another request.
func began(conn net.Conn, s http.ConnState) {
	g, ok := conn.(*guest)
	if !ok || s != http.StateActive {
		return
	}
	c := g.crowd
	c.mu.Lock()
	defer c.mu.Unlock()
	if !g.gone {
		c.forgive(g)
		c.suspect(g)
	}
}
