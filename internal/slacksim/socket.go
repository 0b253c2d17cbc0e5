package slacksim

import (
	"encoding/json"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

const (
	maxSockets  = 10
	maxAck      = 20 << 10 // Slack drops larger acknowledgments without a word
	writeWithin = 10 * time.Second
)

// socket is one Socket Mode connection.
type socket struct {
	conn *websocket.Conn
	host string
	out  chan object
	gone chan struct{}
	once sync.Once
	// warned sockets are about to be refreshed: others are used while there are
	// any. Sim.mu guards it.
	warned bool
}

// cut closes the connection without a word.
func (c *socket) cut() {
	c.once.Do(func() {
		close(c.gone)
		_ = c.conn.Close() // it is being thrown away
	})
}

// farewell waits for the peer's own goodbye. Closed before it, with something
// unread, a connection is reset, and what was sent last never arrives.
func (c *socket) farewell() {
	patience := time.NewTimer(time.Second)
	defer patience.Stop()
	select {
	case <-c.gone:
	case <-patience.C:
	}
}

// say queues a frame, in order; a peer that does not read loses the connection.
func (c *socket) say(frame object) bool {
	select {
	case <-c.gone:
		return false
	case c.out <- frame:
		return true
	default:
		c.cut()
		return false
	}
}

// upgrader takes any Origin: clients name Slack's own, and the ticket admits.
var upgrader = websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}

// serveSocket takes a connection at the URL that apps.connections.open gave.
func (s *Sim) serveSocket(rw http.ResponseWriter, r *http.Request) {
	ticket := r.URL.Query().Get("ticket")
	s.mu.Lock()
	known := s.tickets[ticket]
	delete(s.tickets, ticket)
	s.mu.Unlock()
	if !known {
		http.Error(rw, "invalid ticket", http.StatusUnauthorized)
		return
	}
	conn, err := upgrader.Upgrade(rw, r, nil)
	if err != nil {
		return // Upgrade has answered
	}
	c := &socket{conn: conn, host: "applink-" + secret(6), out: make(chan object, 1024), gone: make(chan struct{})}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ctx.Err() != nil {
		c.cut()
		return
	}
	if len(s.sockets) >= maxSockets {
		c.say(c.disconnect("too_many_websockets"))
		s.goDo(func() { s.write(c, false) })
		return
	}
	s.sockets = append(s.sockets, c)
	c.say(object{
		"type": "hello", "num_connections": len(s.sockets),
		"connection_info": object{"app_id": s.w.meta.App.ID},
		"debug_info": object{
			"host": c.host, "build_number": 1, "approximate_connection_time": int(s.opts.RefreshEvery.Seconds()),
		},
	})
	s.goDo(func() { s.write(c, true) })
	s.goDo(func() { s.read(c) })
	s.goDo(s.sendDue)
	s.tell(s.w.rev)
}

// disconnect is the frame that announces the end of a connection.
func (c *socket) disconnect(reason string) object {
	return object{"type": "disconnect", "reason": reason, "debug_info": object{"host": c.host}}
}

// write carries frames to the client, pings it, and refreshes the connection
// when its time has come. A rejected one is closed after its one frame.
func (s *Sim) write(c *socket, admitted bool) {
	defer c.cut()
	pings := time.NewTicker(s.opts.PingEvery)
	defer pings.Stop()
	life := time.NewTimer(max(s.opts.RefreshEvery-s.opts.RefreshWarning, 0))
	defer life.Stop()
	for {
		deadline := s.opts.Now().Add(writeWithin)
		select {
		case <-c.gone:
			return
		case frame := <-c.out:
			_ = c.conn.SetWriteDeadline(deadline) // the write tells
			if c.conn.WriteMessage(websocket.TextMessage, encode(frame)) != nil {
				return
			}
			reason, _ := frame["reason"].(string)
			if !admitted || frame["type"] == "disconnect" && reason != "warning" {
				bye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, reason)
				_ = c.conn.WriteControl(websocket.CloseMessage, bye, deadline) // it is being closed anyway
				if admitted {
					c.farewell()
				}
				return
			}
			if reason == "warning" {
				life.Reset(s.opts.RefreshWarning)
			}
		case <-pings.C:
			if c.conn.WriteControl(websocket.PingMessage, []byte("ping from Slack"), deadline) != nil {
				return
			}
		case <-life.C:
			s.mu.Lock()
			reason := "warning"
			if c.warned {
				reason = "refresh_requested"
				s.takeOut(c)
			}
			c.warned = true
			s.mu.Unlock()
			c.say(c.disconnect(reason))
		}
	}
}

// read takes acknowledgments until the connection ends.
func (s *Sim) read(c *socket) {
	defer s.closed(c)
	for {
		kind, raw, err := c.conn.ReadMessage()
		if err != nil {
			return
		}
		var said struct {
			EnvelopeID string          `json:"envelope_id"`
			Payload    json.RawMessage `json:"payload"`
		}
		if kind != websocket.TextMessage || len(raw) >= maxAck || json.Unmarshal(raw, &said) != nil {
			continue
		}
		s.mu.Lock()
		p, waiting := s.pending[said.EnvelopeID]
		delete(s.pending, said.EnvelopeID)
		s.mu.Unlock()
		if waiting {
			p.answer <- ack{payload: said.Payload} // one place, and only one is sent
		}
	}
}

// closed takes a connection out of use. Events that it carried are sent again;
// for the rest their time runs out, as another connection may acknowledge them.
func (s *Sim) closed(c *socket) {
	c.cut()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.takeOut(c)
	for id, p := range s.pending {
		if p.over == c && p.event {
			delete(s.pending, id)
			p.answer <- ack{err: errCut} // one place, and only one is sent
		}
	}
	s.tell(s.w.rev)
}

// takeOut sends nothing over a connection any more: what would be queued behind
// its last frame would never leave. The caller holds mu.
func (s *Sim) takeOut(c *socket) {
	s.sockets = slices.DeleteFunc(s.sockets, func(x *socket) bool { return x == c })
}

// pendingAck is an envelope that waits for its acknowledgment.
type pendingAck struct {
	answer chan ack
	over   *socket
	event  bool
}

// launch sends a payload over one of the open connections, in turn. It returns
// nil when there is none.
func (s *Sim) launch(d delivery) (<-chan ack, string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.pickSocket()
	if c == nil {
		return nil, ""
	}
	id := secret(8) + "-" + secret(4) + "-" + secret(4) + "-" + secret(4) + "-" + secret(12)
	frame := object{
		"type": d.kind, "envelope_id": id, "payload": d.payload, "accepts_response_payload": d.kind != "events_api",
	}
	if d.kind == "events_api" {
		frame["retry_attempt"], frame["retry_reason"] = d.retry, d.reason
	}
	p := pendingAck{answer: make(chan ack, 1), over: c, event: d.kind == "events_api"}
	s.pending[id] = p
	if !c.say(frame) {
		delete(s.pending, id)
		return nil, ""
	}
	return p.answer, id
}

// pickSocket takes turns among the connections. The caller holds mu.
func (s *Sim) pickSocket() *socket {
	var fresh []*socket
	for _, c := range s.sockets {
		if !c.warned {
			fresh = append(fresh, c)
		}
	}
	if len(fresh) == 0 {
		fresh = s.sockets
	}
	if len(fresh) == 0 {
		return nil
	}
	s.turn++
	return fresh[s.turn%len(fresh)]
}

// forget stops waiting for an acknowledgment.
func (s *Sim) forget(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.pending, id)
}

// Refresh ends the open connections as Slack does: with the reason "warning"
// they are closed after the usual notice, with "refresh_requested" or
// "link_disabled" now, and with "drop" they are cut without a word. It returns
// how many there were. One that was given notice before is given none again.
func (s *Sim) Refresh(reason string) (int, error) {
	if !slices.Contains([]string{"warning", "refresh_requested", "link_disabled", "drop"}, reason) {
		return 0, refuse("A connection ends with warning, refresh_requested, link_disabled or drop, not with %q.", reason)
	}
	s.mu.Lock()
	open := slices.Clone(s.sockets)
	if reason == "warning" {
		open = slices.DeleteFunc(open, func(c *socket) bool { return c.warned })
	}
	for _, c := range open {
		c.warned = true
		if reason != "warning" {
			s.takeOut(c)
		}
	}
	s.mu.Unlock()
	for _, c := range open {
		if reason == "drop" {
			c.cut()
			continue
		}
		c.say(c.disconnect(reason))
	}
	return len(open), nil
}
