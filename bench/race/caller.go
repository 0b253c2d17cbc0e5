package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"strconv"
	"time"
)

// patience is how long an answer may take before the race is called off.
const patience = 30 * time.Second

// caller is one connection that stays open, as Slack's do. It speaks just enough
// HTTP that the machine's cores are left to those who race.
type caller struct {
	conn  net.Conn
	in    *bufio.Reader
	clerk *clerk
	body  []byte
}

func (w *world) dial(addr string) (*caller, error) {
	conn, err := net.DialTimeout("tcp", addr, patience)
	if err != nil {
		return nil, err
	}
	return &caller{conn: conn, in: bufio.NewReaderSize(conn, 16<<10), clerk: w.clerk()}, nil
}

func (c *caller) Close() error { return c.conn.Close() }

// call sends o and reports whether it was acknowledged. What it was answered
// instead, if it was not, is returned until the next call. An error is one of the
// connection, which is of no more use then.
func (c *caller) call(o order, now time.Time) (acked bool, instead []byte, err error) {
	if err := c.conn.SetDeadline(now.Add(patience)); err != nil {
		return false, nil, err
	}
	if _, err := c.conn.Write(c.clerk.request(o, now)); err != nil {
		return false, nil, err
	}
	status, err := c.answer()
	if err != nil {
		return false, nil, err
	}
	// The answer to a command that took long follows by other ways, and its
	// acknowledgment is empty. Whether it is stored is looked at later.
	empty := len(c.body) == 0 && time.Since(now) > longWait
	if status != 200 || !empty && !o.acknowledges(c.body) {
		return false, fmt.Appendf(nil, "%d %s", status, c.body), nil
	}
	return true, nil, nil
}

// answer reads one answer; its body is in c.body until the next.
func (c *caller) answer() (status int, err error) {
	line, err := c.line()
	if err != nil {
		return 0, err
	}
	if len(line) < 12 || !bytes.HasPrefix(line, []byte("HTTP/1.1 ")) {
		return 0, fmt.Errorf("no HTTP: %q", line)
	}
	if status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return 0, fmt.Errorf("no status: %q", line)
	}
	length, chunked := 0, false
	for {
		if line, err = c.line(); err != nil {
			return 0, err
		}
		if len(line) == 0 {
			break
		}
		name, value, _ := bytes.Cut(line, []byte(":"))
		switch value = bytes.TrimSpace(value); {
		case bytes.EqualFold(name, []byte("Content-Length")):
			if length, err = strconv.Atoi(string(value)); err != nil {
				return 0, fmt.Errorf("length: %w", err)
			}
		case bytes.EqualFold(name, []byte("Transfer-Encoding")):
			chunked = bytes.EqualFold(value, []byte("chunked"))
		}
	}
	c.body = c.body[:0]
	if !chunked {
		return status, c.take(length)
	}
	return status, c.chunks()
}

// chunks reads a body that comes in pieces.
func (c *caller) chunks() error {
	for {
		line, err := c.line()
		if err != nil {
			return err
		}
		size, err := strconv.ParseInt(string(line), 16, 32)
		if err != nil {
			return fmt.Errorf("chunk: %w", err)
		}
		if err := c.take(int(size)); err != nil {
			return err
		}
		if _, err := c.line(); err != nil {
			return err
		}
		if size == 0 {
			return nil
		}
	}
}

// take reads n bytes of the body.
func (c *caller) take(n int) error {
	from := len(c.body)
	if cap(c.body) < from+n {
		c.body = append(make([]byte, 0, from+2*n), c.body...)
	}
	c.body = c.body[:from+n]
	_, err := io.ReadFull(c.in, c.body[from:])
	return err
}

// line reads up to the end of a line, which it leaves out.
func (c *caller) line() ([]byte, error) {
	line, err := c.in.ReadSlice('\n')
	return bytes.TrimRight(line, "\r\n"), err
}
