// Package failpoint names the moments at which a process may die with the worst
// luck, so that tests can make it die there. Nothing can arm it in the binary
// that is shipped: Hit is one load of a nil pointer there.
package failpoint

import "sync/atomic"

// Name is a moment between two steps, of which one is done and the other not.
type Name string

// The moments, in the order in which a command and then a delivery meet them.
const (
	// BeforeCommit is inside a transaction, when all of it is written.
	BeforeCommit Name = "before-commit"
	// AfterCommit is behind a commit that nobody knows of yet.
	AfterCommit Name = "after-commit"
	// BeforeAck is when a command is done and Slack has not heard so.
	BeforeAck Name = "before-ack"
	// AfterAck is when Slack has heard, and what follows is not sent.
	AfterAck Name = "after-ack"
	// AfterClaim is when deliveries are in our hands and none is sent.
	AfterClaim Name = "after-claim"
	// BeforePost is when a delivery is rendered and not posted.
	BeforePost Name = "before-post"
	// AfterPost is when Slack has a delivery and nobody here knows it.
	AfterPost Name = "after-post"
	// BeforeRecord is when what a delivery told is kept, and not that it was sent.
	BeforeRecord Name = "before-record"
)

// Shared is inside a commit of several commands: more than one of them has done all
// of its work, and none is told. Only SQLite's commits are shared, and only those of
// who comes while another is under way, so it is none of Names.
const Shared Name = "shared"

// Names lists the moments that every process comes to.
var Names = []Name{BeforeCommit, AfterCommit, BeforeAck, AfterAck, AfterClaim, BeforePost, AfterPost, BeforeRecord}

var armed atomic.Pointer[func(Name) error]

// Hit says that the process has come to a moment. An error means that it is dead:
// the caller has no further effect, on the database or on Slack.
func Hit(n Name) error {
	if f := armed.Load(); f != nil {
		return (*f)(n)
	}
	return nil
}

// Arm has f decide at every moment, until Disarm. It may end the process, or
// return an error from then on, which comes to the same for whoever looks on
// from outside.
func Arm(f func(Name) error) { armed.Store(&f) }

// Disarm lets everything pass again.
func Disarm() { armed.Store(nil) }
