package bot

import (
	"context"
	"encoding/json"
	"time"

	"github.com/slack-go/slack"

	"rapport/bot/view"
	"rapport/domain"
)

// Command is the one form in which anything arrives from Slack: a slash
// command, a button, a modal, a shortcut, a typed direct message, an event.
type Command struct {
	// ID is Slack's id for the delivery; the same id has one effect.
	ID        domain.CommandID
	Workspace domain.WorkspaceID
	Member    domain.MemberID
	// Channel is where it was typed or pressed; for a modal, where what opened it
	// was. "" for App Home and what began there.
	Channel string
	// Verb is what is wanted: "met", "people", or an action or callback id such
	// as "met.undo". Each verb is registered by the file that handles it.
	Verb string
	// Args are the words after a command, or the value of a button.
	Args   string
	Values Values
	// Trigger opens a modal, once and within three seconds; "" if none can be.
	Trigger string
	Reply   Reply
	At      time.Time
	// Retry is the how-manieth time it is that Slack delivers it anew, 0 for the
	// first. Only events are.
	Retry int
	// names tells whom it may name, if its handler knows that before it opens the book.
	names func() domain.Named
}

// Owner returns whose command it is.
func (c Command) Owner() domain.Owner {
	return domain.Owner{Workspace: c.Workspace, Member: c.Member}
}

// Door says how a command came in, and so how it may be answered.
type Door uint8

// The doors.
const (
	SlashDoor    Door = iota + 1 // answered in the acknowledgment, then by response_url
	ButtonDoor                   // answered by response_url, or chat.update
	ModalDoor                    // answered by a response_action
	ShortcutDoor                 // answered by opening a modal
	TypedDoor                    // a direct message: answered by an ordinary message
	HomeDoor                     // a button on App Home, or its opening
)

var doorNames = [...]string{"unknown", "slash", "button", "modal", "shortcut", "typed", "home"}

// String returns the door's word, as used in logs and metrics.
func (d Door) String() string {
	if int(d) < len(doorNames) {
		return doorNames[d]
	}
	return doorNames[0]
}

// Reply is where an answer goes.
type Reply struct {
	Door Door
	// URL is the response_url: five uses, thirty minutes. A modal that was opened
	// by a command or a button answers where that stood.
	URL string
	// TS and Blocks are the message that a button stood on, BlockID the block.
	TS      string
	Blocks  slack.Blocks
	BlockID string // of a submitted modal: its first input
	// Item is the block of the digest item that opened the modal a command comes
	// from, or whose number was typed; "" for none. See [Command.telling].
	Item string
	// Home says that it began on App Home: what there is to say is said there.
	Home bool
	// Thread is the thread that a direct message was typed in, "" for none.
	Thread string
	// ViewID, ViewHash and Private are the view that was submitted or pressed.
	ViewID   string
	ViewHash string
	Private  string
}

// Values are the typed values of a modal's inputs, or of the message a button
// stood on: by block id and action id.
type Values map[string]map[string]Value

// Value is what one input holds: One for text, dates and single selects, Many
// for the rest.
type Value struct {
	One  string
	Many []string
}

// Text returns the value of the first action in a block, "" if it has none.
func (v Values) Text(block string) string {
	for _, x := range v[block] {
		return x.One
	}
	return ""
}

// List returns the values of the first action in a block that takes several.
func (v Values) List(block string) []string {
	for _, x := range v[block] {
		return x.Many
	}
	return nil
}

// Answer is what a handler wants to happen in Slack. The listener carries it
// out: what can ride on the acknowledgment does, the rest follows it.
type Answer struct {
	// Message is said to the member: ephemeral after a slash command, ordinary
	// in a direct message that was typed.
	Message *view.Message
	// Replace puts Message in the place of the one the button stood on.
	Replace bool
	// Delete takes the message the button stood on away.
	Delete bool
	// Modal is opened with the trigger; when the command came from a modal, it
	// replaces that modal.
	Modal *slack.ModalViewRequest
	// Errors are a modal's field errors by input block id; nothing was stored.
	Errors map[string]string
	// HomeDirty says that App Home no longer shows what is true.
	HomeDirty bool
	// HomeShut says that the member has never opened App Home, so that there is no
	// page to be brought up to date.
	HomeShut bool
	// HomeAt, when not nil, is the list and page that App Home turns to: a
	// view.PageValue.
	HomeAt *string
	// Notice is said on App Home, where the member looks.
	Notice *view.Message
}

// Handler does what one verb asks.
type Handler func(ctx context.Context, c Command) (Answer, error)

// Book opens a member's book: store.Book is one.
type Book interface {
	// Write runs f on the book of r and commits what it decided, with r.ID, in
	// one transaction. f may run again when the commit conflicts, and must not
	// touch the network. KindDuplicate when r.ID has had its effect.
	Write(ctx context.Context, r domain.Ref, f func(*domain.Book) error) error
	// Read runs f on the book of r and stores nothing.
	Read(ctx context.Context, r domain.Ref, f func(*domain.Book) error) error
}

// Members knows who uses the bot: store.Members is one.
type Members interface {
	// Member returns a member. KindNotFound for somebody not met yet.
	Member(ctx context.Context, o domain.Owner) (domain.Member, error)
	// Meet stores a new member and their first appointments; a known one is left
	// as they are.
	Meet(ctx context.Context, m domain.Member, now time.Time) error
	// Profile stores what Slack says of a member: name, zone (unless chosen) and
	// whether they are gone; their appointments move with the zone. Unknown
	// members are left out.
	Profile(ctx context.Context, o domain.Owner, name, zone string, gone bool, now time.Time) error
	// Opened keeps the id of the direct message with a member.
	Opened(ctx context.Context, o domain.Owner, channel string) error
}

// Shows reads what a delivery needs and keeps what it showed: store.Shows is one.
type Shows interface {
	// Portfolio returns what planning looks at, as it is now.
	Portfolio(ctx context.Context, o domain.Owner, now time.Time) (domain.Portfolio, error)
	// Shown records what a message that was sent has told, in its order. A digest
	// counts its people as shown, and as one more that waits for an answer.
	Shown(ctx context.Context, d domain.Delivery, shown []domain.Telling) error
	// Newest returns the newest digest's date and its items, in their order; the
	// zero date when there was none.
	Newest(ctx context.Context, o domain.Owner) (on domain.Date, shown []domain.Telling, err error)
}

// private is the JSON carried in a modal's private_metadata (≤ 3,000 bytes).
func private(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(b)
}
