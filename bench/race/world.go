package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// world is one workspace and the people its members know: everybody the same
// ones, so that a member's rows can be copied to all others.
type world struct {
	team, app, secret, bot string // bot is the token
	api                    string // where Slack answers
	members                []member
	people                 []string
}

// member is one of the workspace, as Slack knows them.
type member struct{ id, name string }

// nameOf is what the nth member is called.
func nameOf(n int) string { return fmt.Sprint("member", n) }

// people are as many as a member can know. No two have names near enough to be
// asked about.
var people = []string{
	"Jane Okonkwo", "Omar Fitzgerald", "Priya Venkataraman", "Lena Hoffmann", "Tomás Aguirre", "Wanda Kowalczyk", "Kofi Mensah", "Ingrid Solberg",
	"Yusuf Demir", "Beatrix Langley", "Hiroshi Nakamura", "Camille Rousseau", "Dmitri Volkov", "Esperanza Quintero", "Franklin Abbott", "Guadalupe Ybarra",
	"Zora Petrovic", "Viktor Lindqvist", "Umberto Castellani", "Rosalind Whitaker", "Mbali Dlamini", "Sanjay Chakraborty", "Niamh Gallagher", "Pavel Hrubý",
	"Leilani Kealoha", "Otis Cunningham", "Freya Bjornstad", "Xiang Huang", "Amara Nwosu", "Teodor Ionescu", "Giulia Ferraro", "Quentin Dubois",
	"Samira Haddad", "Bjarne Thorvald", "Eun-ji Park", "Caleb Montgomery", "Valentina Orlova", "Ravi Subramaniam", "Halima Jibril", "Desmond Pryce",
}

// order is one command: who met whom, and the note by which it is known again.
type order struct {
	serial int
	member string
	person string
	words  string // KIND and WHEN
}

var (
	kinds = []string{"coffee", "lunch", "call", "video", "dinner", "email", "drinks"}
	whens = []string{"", "", "", " yesterday"}
)

// order returns the command of a serial number. Those that follow each other are of
// different members, and each member goes through everybody they know.
func (w *world) order(serial int) order {
	turn := serial / len(w.members)
	return order{
		serial: serial,
		member: w.members[serial%len(w.members)].id,
		person: w.people[(turn+serial)%len(w.people)],
		words:  " " + kinds[serial%len(kinds)] + whens[turn%len(whens)],
	}
}

// mark stands before the serial number in each note.
const mark = "spoke of the launch, number "

// note of an order with a negative serial number says that it was before the race.
func (o order) note() string {
	if o.serial < 0 {
		return "met before the race."
	}
	return mark + strconv.Itoa(o.serial) + "."
}

// serialOf reads a note that a database holds; ok is false for one of before the race.
func serialOf(note string) (serial int, ok bool) {
	digits, marked := strings.CutPrefix(note, mark)
	serial, err := strconv.Atoi(strings.TrimSuffix(digits, "."))
	return serial, marked && err == nil
}

// acknowledges reports whether an answer is that of o: it names whom it should, and
// the note.
func (o order) acknowledges(answer []byte) bool {
	return bytes.Contains(answer, []byte(o.person)) && bytes.Contains(answer, []byte(o.note()))
}

// clerk writes signed requests. It belongs to one goroutine.
type clerk struct {
	before, after string
	mac           hash.Hash
	body, out     []byte
	stamp         []byte
	sum           [sha256.Size]byte
}

func (w *world) clerk() *clerk {
	same := url.Values{
		"command": {"/met"}, "team_id": {w.team}, "team_domain": {"acme"}, "api_app_id": {w.app}, "is_enterprise_install": {"false"},
		"channel_id": {"C0000000001"}, "channel_name": {"general"}, "user_name": {"somebody"}, "response_url": {w.api + "commands/none"},
	}
	return &clerk{
		before: same.Encode() + "&user_id=", mac: hmac.New(sha256.New, []byte(w.secret)),
		after: "&text=",
	}
}

// request writes the request of o as it goes over the wire, signed at now. It is
// good until the next one.
func (c *clerk) request(o order, now time.Time) []byte {
	b := c.body[:0]
	b = append(b, c.before...)
	b = append(b, o.member...)
	b = append(b, "&trigger_id="...)
	b = strconv.AppendInt(b, int64(o.serial), 10)
	b = append(b, ".13.race"...)
	b = append(b, c.after...)
	b = append(b, url.QueryEscape(o.person+o.words+" -- "+o.note())...)
	c.body = b

	c.stamp = strconv.AppendInt(c.stamp[:0], now.Unix(), 10)
	c.mac.Reset()
	for _, part := range [][]byte{[]byte("v0:"), c.stamp, []byte(":"), b} {
		_, _ = c.mac.Write(part) // a hash takes everything
	}

	out := c.out[:0]
	out = append(out, "POST /slack/commands HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nX-Slack-Request-Timestamp: "...)
	out = append(out, c.stamp...)
	out = append(out, "\r\nX-Slack-Signature: v0="...)
	out = hex.AppendEncode(out, c.mac.Sum(c.sum[:0]))
	out = append(out, "\r\nContent-Length: "...)
	out = strconv.AppendInt(out, int64(len(b)), 10)
	out = append(out, "\r\n\r\n"...)
	out = append(out, b...)
	c.out = out
	return out
}

func (w *world) String() string {
	return fmt.Sprintf("%d members with %d people each", len(w.members), len(w.people))
}
