package bot

import (
	"container/list"
	"context"
	"net"
	"net/http"
	"sync"
)

// roomForStrangers is how many bytes are held of requests that nobody has signed
// yet: a few dozen of the largest.
const roomForStrangers = 32 << 20

// crowd is a listener that strangers can't fill. A connection is a stranger's
// until it has brought a request with our signature, and again with the first
// byte of its next one. When there are too many, or they have sent too much,
// whoever has been a stranger for longest is hung up on: Slack says all it has to
// say at once, and is never that one for long.
type crowd struct {
	net.Listener
	most int   // connections
	room int64 // bytes

	mu        sync.Mutex
	fewer     sync.Cond // signalled when there is a connection less
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
	held     int64
	gone     bool
}

func newCrowd(l net.Listener, most int, room int64) *crowd {
	c := &crowd{Listener: l, most: most, room: room}
	c.fewer.L = &c.mu
	return c
}

// Accept waits for a connection, and for room when everybody here is known.
func (c *crowd) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if err != nil {
		return nil, err
	}
	g := &guest{Conn: conn, crowd: c}
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.guests >= c.most {
		if first := c.strangers.Front(); first != nil {
			_ = c.hangUp(first.Value.(*guest)) // it is gone either way
			continue
		}
		c.fewer.Wait()
	}
	c.guests++
	g.stranger = c.strangers.PushBack(g)
	return g, nil
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
		_ = c.hangUp(c.strangers.Front().Value.(*guest))
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
	c.fewer.Signal()
	return g.Conn.Close()
}

// forgive takes a guest from among the strangers. The caller holds mu.
func (c *crowd) forgive(g *guest) {
	if g.stranger != nil {
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
		g.stranger = c.strangers.PushBack(g)
	}
}
