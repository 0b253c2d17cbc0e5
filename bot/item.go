package bot

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"rapport/bot/view"
	"rapport/domain"
)

// item is the place of the item that a button stood in; ok is false for a
// button that stands elsewhere.
func (c Command) item() (p view.Place, ok bool) {
	if len(c.Reply.Blocks.BlockSet) == 0 {
		return view.Place{}, false
	}
	return view.ParsePlace(c.Reply.BlockID)
}

// settled is how an item was answered.
type settled struct {
	text string
	undo domain.CommandID
	edit string // see view.Refs; "" when nothing was logged
	// next are buttons for what comes next, behind Undo and Details.
	next []slack.BlockElement
	// over says that nothing was done, and nothing can be any more.
	over bool
}

// absent is the item of somebody who is no longer there.
func absent() settled { return settled{text: view.Absent(), over: true} }

// blocks is the item as it stands at p.
func (s settled) blocks(p view.Place) []slack.Block {
	if s.over {
		return view.Remark(p, s.text)
	}
	return view.Settled(p, s.text, s.undo, s.edit, s.next...)
}

// settle answers the item about a contact: f does what was asked, and what it
// says takes the item's place. Pressed on Home, or typed, it is said by itself.
func (b *Bot) settle(ctx context.Context, c Command, id domain.ContactID, f func(*domain.Book, *domain.Contact) (settled, error)) (Answer, error) {
	p, inPlace := c.item()
	a, err := b.write(ctx, c, func(book *domain.Book) (view.Message, error) {
		contact, err := present(book, id)
		s := absent()
		if err == nil {
			s, err = f(book, contact)
		}
		if err != nil && domain.KindOf(err) != domain.KindNotFound {
			return view.Message{}, err
		}
		if !inPlace {
			p := view.PlaceOf(1, id)
			return view.Compose(s.blocks(p)...), nil
		}
		m := view.InPlace(c.Reply.Blocks.BlockSet, p, s.blocks(p)...)
		return caughtUp(book, m, instant(c.Reply.TS))
	})
	a.Replace = inPlace
	return a, err
}

// caughtUp settles the other items of a message that were answered, or corrected,
// after it was posted. Two clicks in a row both carry the message as it was before either:
// without this the second would bring the first one's buttons back.
func caughtUp(book *domain.Book, m view.Message, since time.Time) (view.Message, error) {
	if since.IsZero() {
		return m, nil
	}
	open, logged := view.Live(m.Blocks)
	for n, p := range append(open, logged...) {
		c, err := present(book, p.Contact)
		var s settled
		switch {
		case domain.KindOf(err) == domain.KindNotFound:
			s = absent()
		case err != nil:
			return view.Message{}, err
		case n < len(open):
			s = answered(book, c, since)
		default:
			s = corrected(book, c, since)
		}
		if s.text != "" {
			m = view.InPlace(m.Blocks, p, s.blocks(p)...)
		}
	}
	return m, nil
}

// answered says what was done about a contact after an instant; the zero
// settled when nothing was.
func answered(book *domain.Book, c *domain.Contact, since time.Time) settled {
	if i, ok := newest(c, since); ok {
		return loggedAs(book, domain.Logged{Contact: c, Interaction: i, From: c.Phase})
	}
	switch {
	case c.Resting:
		return settled{text: view.Stopped(c.Name)}
	case c.SnoozedUntil.After(book.Today):
		return settled{text: view.Snoozed(c.Name, c.SnoozedUntil, book.Today)}
	}
	return settled{}
}

// corrected says how a touch that was logged after an instant reads since it
// was corrected; the zero settled when it was not.
func corrected(book *domain.Book, c *domain.Contact, since time.Time) settled {
	i, ok := newest(c, since)
	if !ok || i.Replaces == "" {
		return settled{}
	}
	return loggedAs(book, domain.Logged{Contact: c, Interaction: i, From: c.Phase})
}

// newest is the interaction that was logged last, after an instant.
func newest(c *domain.Contact, since time.Time) (newest domain.Interaction, ok bool) {
	for _, i := range c.Interactions {
		if !i.Undone && i.Logged.After(since) && !i.Logged.Before(newest.Logged) {
			newest, ok = i, true
		}
	}
	return newest, ok
}

// loggedAs is how an item reads when a touch was logged.
func loggedAs(book *domain.Book, l domain.Logged) settled {
	return settled{
		text: view.Logged(l, book.Today),
		undo: l.Interaction.Command,
		edit: view.Refs([]view.Ref{{Contact: l.Contact.ID, Interaction: l.Interaction.ID}}),
	}
}

// instant reads when a message was posted from its timestamp, "1700000000.000100";
// the zero time when it can't be read.
func instant(ts string) time.Time {
	whole, _, _ := strings.Cut(ts, ".")
	sec, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || sec <= 0 {
		return time.Time{}
	}
	return time.Unix(sec, 0).UTC()
}
