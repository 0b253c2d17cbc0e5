package domain

import (
	"cmp"
	"crypto/sha256"
	"encoding/base32"
	"strings"
	"time"
)

// DeliveryKind is a sort of message that the bot sends unasked.
type DeliveryKind string

// The kinds of delivery.
const (
	DigestDelivery   DeliveryKind = "digest"
	IdentifyDelivery DeliveryKind = "identify"
	CheckInDelivery  DeliveryKind = "checkin"
	// WelcomeDelivery is said once, when a member is first met.
	WelcomeDelivery DeliveryKind = "welcome"
	// RecoveredDelivery tells a member, once, that messages work again (R19).
	RecoveredDelivery DeliveryKind = "recovered"
	// SummaryDelivery is a program's weekly summary in its channel, ClosingDelivery
	// its last one; the subject is the program.
	SummaryDelivery DeliveryKind = "summary"
	ClosingDelivery DeliveryKind = "closing"
	// ReportDelivery tells an organiser of all their programs, once a date.
	ReportDelivery DeliveryKind = "report"
	// PairedDelivery introduces a partner; the subject is the pair.
	PairedDelivery DeliveryKind = "paired"
	// NoticeDelivery tells one person, once, of something that happened in a program;
	// the subject is a [Notice].
	NoticeDelivery DeliveryKind = "notice"
	// ShoutDelivery asks whether a shout-out may be said; the subject is its id.
	ShoutDelivery DeliveryKind = "shout"
)

// DeliveryKinds lists every kind.
var DeliveryKinds = []DeliveryKind{
	DigestDelivery, IdentifyDelivery, CheckInDelivery, WelcomeDelivery, RecoveredDelivery,
	SummaryDelivery, ClosingDelivery, ReportDelivery, PairedDelivery, NoticeDelivery, ShoutDelivery,
}

// Notice is the subject of a [NoticeDelivery]: what happened, and to which pair,
// program or member, as "what id" or "what id id". It holds nothing that anybody
// typed.
type Notice struct {
	What    NoticeKind
	Program ProgramID
	Pair    PairID   // "" when it is about the program
	About   MemberID // whom it is about, "" for nobody
}

// NoticeKind is what a notice tells.
type NoticeKind string

// What notices tell.
const (
	NoticeUnpaired  NoticeKind = "unpaired"  // to a partner: an organiser ended the pair
	NoticeLeft      NoticeKind = "left"      // to a partner, and to organisers: one of them left the program
	NoticeGone      NoticeKind = "gone"      // the same, of the workspace
	NoticeEnded     NoticeKind = "ended"     // to those in it: the program ended
	NoticeShut      NoticeKind = "shut"      // to organisers: the channel takes no messages any more
	NoticeTakeOver  NoticeKind = "takeover"  // to the mentor who joined first: no organiser is left
	NoticeAnother   NoticeKind = "another"   // to organisers: somebody would like another partner
	NoticeAsking    NoticeKind = "asking"    // to organisers: somebody asks to be let in
	NoticeLetIn     NoticeKind = "letin"     // to whoever asked
	NoticeDeclined  NoticeKind = "declined"  // to whoever asked
	NoticeOrganiser NoticeKind = "organiser" // to whoever was made organiser
)

// Subject writes a notice as the subject of a delivery.
func (n Notice) Subject() string {
	return strings.Join([]string{string(n.What), string(n.Program), string(n.Pair), string(n.About)}, " ")
}

// ParseNotice reads the subject of a delivery; false when it is no notice's.
func ParseNotice(subject string) (Notice, bool) {
	parts := strings.Split(subject, " ")
	if len(parts) != 4 || parts[0] == "" || parts[1] == "" {
		return Notice{}, false
	}
	return Notice{NoticeKind(parts[0]), ProgramID(parts[1]), PairID(parts[2]), MemberID(parts[3])}, true
}

// Delivery is a reference to a message that is due, with no text in it: the
// sender reads what is true when it sends.
type Delivery struct {
	Owner
	Kind DeliveryKind
	// Subject is what it is about when Kind and Owner do not say it.
	Subject string
	// On is the local date it belongs to.
	On Date
	// Channel is where it goes when that is not the direct conversation with
	// Member, who is nobody then: "C…" or "G…".
	Channel string
	// Rank decides who comes first where not everybody can be written to at once;
	// 0 is RankUsual. It is no part of the delivery's identity.
	Rank Rank
}

// Rank is how long a delivery can wait, the most urgent first.
type Rank uint8

// The ranks.
const (
	RankUrgent  Rank = 1 // a promise or a date of today is in it
	RankUsual   Rank = 2 // a digest, a welcome
	RankPatient Rank = 3 // a question for the week
)

// Key is the delivery's identity: the same key is sent at most once, for good.
func (d Delivery) Key() string {
	to := cmp.Or(string(d.Member), d.Channel)
	return strings.Join([]string{string(d.Workspace), to, string(d.Kind), d.Subject, d.On.String()}, "/")
}

// Nonce marks the delivery's message in Slack. It is made from the key alone, so
// that a database that was brought back from a backup, and plans once more what it
// has forgotten, finds what had been sent.
func (d Delivery) Nonce() string {
	sum := sha256.Sum256([]byte(d.Key()))
	return base32.StdEncoding.EncodeToString(sum[:])[:26] // 130 bits, as rand.Text has
}

// Result is how one attempt to send ended.
type Result uint8

// The results of an attempt.
const (
	Sent      Result = iota + 1 // Slack accepted it
	Cancelled                   // there was nothing true left to say, or nobody to say it to
	Limited                     // 429: nothing was sent, try again after RetryAfter
	Unknown                     // timeout, 5xx, cut connection: it may have arrived
	Failed                      // Slack refused it; nothing was sent
)

// Outcome is what became of one attempt. It holds nothing a member typed.
type Outcome struct {
	Result     Result
	Channel    string // "D…", once known
	TS         string // the message's timestamp when Sent
	RetryAfter time.Duration
	Code       string // Slack's error code, or why it was cancelled
}

// Plan is what one appointment leads to. Its rows are stored in one commit.
type Plan struct {
	// Deliveries go to the outbox; one whose key is there already is dropped.
	Deliveries []Delivery
	// Next holds one appointment for each kind that was decided anew.
	Next []Appointment
	// LastDigest, LastPrompt and LastCheckIn move the member's marks when not zero.
	LastDigest, LastPrompt, LastCheckIn Date
}

// Claim is a delivery in our hands for one attempt.
type Claim struct {
	ID       int64
	Delivery Delivery
	// Attempt counts from 1 and fences: a record of an older attempt is refused.
	Attempt int
	// Spared is how many attempts don't count as tries: they met a limit before
	// anything was tried, or were made before the operator sent it on its way again.
	Spared int
	// Nonce marks the message in Slack, so that it can be found again. It stays
	// the same over all attempts.
	Nonce string
	// Unknown says that an earlier attempt may have arrived: look before sending.
	Unknown bool
	// Since is when the first attempt was made, zero if this is it.
	Since time.Time
}

// Tries is the how manieth try this is, from 1 on.
func (c Claim) Tries() int { return c.Attempt - c.Spared }

// State is where a delivery stands.
type State string

// The states of a delivery. Sent, Cancelled and Failed are final.
const (
	StatePending   State = "pending"
	StateSending   State = "sending"
	StateUnknown   State = "unknown"
	StateHeld      State = "held"
	StateSent      State = "sent"
	StateCancelled State = "cancelled"
	StateFailed    State = "failed"
)

// Tally is what is open in the outbox, in numbers.
type Tally struct {
	// ByState counts the deliveries of each state that is not final, 0 included.
	ByState map[State]int
	// Oldest is the age of the oldest one that is not held, however often it was
	// tried.
	Oldest time.Duration
	// Waiting is for how long one has been due that nobody has taken, although
	// Slack takes messages.
	Waiting time.Duration
	// Paused counts the workspaces to which nothing may be sent for now, as Slack
	// said; PerMinute is how many messages all of them may be sent in a minute.
	Paused, PerMinute int
}

// States lists every state a delivery can be in.
var States = []State{StatePending, StateSending, StateUnknown, StateHeld, StateSent, StateCancelled, StateFailed}
