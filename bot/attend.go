package bot

import (
	"context"
	"encoding/json"
	"strings"

	"rapport/bot/view"
	"rapport/domain"
)

// spot says where a button stood, or one that opened a form, as far as its
// answer depends on it.
type spot string

// The spots.
const (
	elsewhere spot = ""     // an item of a digest, an echo, App Home
	onCard    spot = "card" // the card is shown anew
	onAsks    spot = "asks" // so is the list of asks
)

// spot is where the button of c stood.
func (c Command) spot() spot {
	for _, s := range []spot{onCard, onAsks} {
		if strings.HasPrefix(c.Reply.BlockID, string(s)+".") && c.Reply.Door == ButtonDoor {
			return s
		}
	}
	return elsewhere
}

// inModal reports whether the button of c stood in a modal: its answer belongs there.
func (c Command) inModal() bool {
	return c.Reply.ViewID != "" && c.Reply.Door == ButtonDoor
}

// slip is what a modal about somebody carries: whom, which of their records, and
// where its answer belongs.
type slip struct {
	Contact domain.ContactID `json:"c,omitempty"`
	Record  domain.RecordID  `json:"r,omitempty"`
	What    string           `json:"w,omitempty"` // what else the handler needs
	Spot    spot             `json:"s,omitempty"`
	// Sheet says that it was opened in a modal, which shows the answer as well.
	Sheet bool `json:"m,omitempty"`
}

// slip is what a form carries that the button of c opens.
func (c Command) slip(id domain.ContactID, rec domain.RecordID) slip {
	return slip{Contact: id, Record: rec, Spot: c.spot(), Sheet: c.inModal()}
}

// slipOf is the slip of the form that c submits.
func slipOf(c Command) (slip, error) {
	var f slip
	if err := json.Unmarshal([]byte(c.Reply.Private), &f); err != nil {
		return slip{}, domain.Fault(domain.KindStale, "slip", nil)
	}
	return f, nil
}

// attend does what a button asks about somebody, wherever it stands: what came of
// it takes the place of a digest's item, of the card, of the list of asks, or of
// the message that the button stood on. f runs on a contact who is still there.
func (b *Bot) attend(ctx context.Context, c Command, id domain.ContactID, f func(*domain.Book, *domain.Contact) (settled, error)) (Answer, error) {
	switch s := c.spot(); {
	case s != elsewhere:
		return b.anew(ctx, c, s, id, f)
	case c.Reply.Door == ButtonDoor:
		if _, inItem := view.ParsePlace(c.Reply.BlockID); !inItem {
			return b.alone(ctx, c, id, f)
		}
	}
	return b.settle(ctx, c, id, f)
}

// conclude does what a form asks about somebody, and says it where the form was
// opened. The card or list that opened it is out of date: a new one takes its place.
func (b *Bot) conclude(ctx context.Context, c Command, f slip, do func(*domain.Book, *domain.Contact) (settled, error)) (Answer, error) {
	var a Answer
	var err error
	if f.Spot == elsewhere {
		a, err = b.alone(ctx, c, f.Contact, onward(do))
	} else {
		a, err = b.anew(ctx, c, f.Spot, f.Contact, do)
		a.Replace = err == nil
	}
	return f.shown("Noted", a), err
}

// shown keeps an answer in the modal that the form was opened in, if it was.
func (f slip) shown(title string, a Answer) Answer {
	if !f.Sheet || a.Message == nil {
		return a
	}
	return Answer{Modal: view.Sheet(title, *a.Message), HomeDirty: a.HomeDirty}
}

// onward adds the button that moves somebody, when what was done completes what
// the next phase takes. On a card the menu has it.
func onward(do func(*domain.Book, *domain.Contact) (settled, error)) func(*domain.Book, *domain.Contact) (settled, error) {
	return func(book *domain.Book, contact *domain.Contact) (settled, error) {
		was := ahead(book, contact)
		s, err := do(book, contact)
		if next := opened(book, contact, was); err == nil && next.Legal {
			s.next = append(s.next, view.MoveOn(contact, next.To))
		}
		return s, err
	}
}

// anew changes something about somebody, and shows the card or the list of asks
// as it is then.
func (b *Bot) anew(ctx context.Context, c Command, s spot, id domain.ContactID, f func(*domain.Book, *domain.Contact) (settled, error)) (Answer, error) {
	if s == onAsks {
		return b.turnAsks(ctx, c, id, f)
	}
	return b.turn(ctx, c, id, f)
}

// alone changes something about somebody, and says so by itself.
func (b *Bot) alone(ctx context.Context, c Command, id domain.ContactID, f func(*domain.Book, *domain.Contact) (settled, error)) (Answer, error) {
	return b.say(ctx, c, "Noted", func(book *domain.Book) (view.Message, error) {
		contact, err := present(book, id)
		if domain.KindOf(err) == domain.KindNotFound {
			return view.Say(view.Absent()), nil
		}
		if err != nil {
			return view.Message{}, err
		}
		s, err := f(book, contact)
		if err != nil {
			return view.Message{}, err
		}
		return s.alone(), nil
	})
}

// say runs f on the member's book, commits what it decided, and puts what it says
// where the button stood, or the form was opened. Title names it in a modal.
func (b *Bot) say(ctx context.Context, c Command, title string, f func(*domain.Book) (view.Message, error)) (Answer, error) {
	a, err := b.write(ctx, c, f)
	if err != nil || a.Message == nil {
		return a, err
	}
	placed := where(c, title, *a.Message)
	placed.HomeDirty = a.HomeDirty
	return placed, nil
}
