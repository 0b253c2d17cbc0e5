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

// origin is the item that a command answers, wherever that stands: the one whose
// button was pressed, in a message or on Home, whose button opened the form that
// was submitted, or whose number was typed.
func (c Command) origin() (p view.Place, ok bool) {
	if p, ok = view.ParsePlace(c.Reply.Item); ok {
		return p, true
	}
	return view.ParsePlace(c.Reply.BlockID)
}

// telling is what the item told that a command answers.
func (c Command) telling() (domain.Telling, bool) {
	p, ok := c.origin()
	return p.Telling, ok
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
// What is gone, or was answered in another way meanwhile, is said as it stands.
func (b *Bot) settle(ctx context.Context, c Command, id domain.ContactID, f func(*domain.Book, *domain.Contact) (settled, error)) (Answer, error) {
	p, inPlace := c.item()
	a, err := b.write(ctx, c, func(book *domain.Book) (view.Message, error) {
		contact, err := present(book, id)
		s := absent()
		if err == nil {
			if s, err = f(book, contact); err != nil {
				s, err = c.overtaken(book, err)
			}
		}
		if err != nil && domain.KindOf(err) != domain.KindNotFound {
			return view.Message{}, err
		}
		if !inPlace {
			at, ok := c.origin()
			if !ok {
				at = view.PlaceOf(1, id)
			}
			return view.Compose(s.blocks(at)...), nil
		}
		m := view.InPlace(c.Reply.Blocks.BlockSet, p, s.blocks(p)...)
		return caughtUp(book, m, instant(c.Reply.TS))
	})
	a.Replace = inPlace
	return a, err
}

// overtaken is an item that could not be answered because what it spoke of was
// settled or taken back meanwhile: it says how it stands. Any other error stays.
func (c Command) overtaken(book *domain.Book, err error) (settled, error) {
	switch domain.KindOf(err) {
	case domain.KindNotFound:
		return settled{text: view.NoLonger(), over: true}, nil
	case domain.KindStale:
	default:
		return settled{}, err
	}
	if p, ok := c.origin(); ok {
		s, err := answered(book, p.Telling, time.Time{})
		if err != nil || s.text != "" {
			return s, err
		}
	}
	return settled{text: view.SettledAlready(), over: true}, nil
}

// caughtUp settles the other items of a message that were answered, or corrected,
// after it was posted. Two clicks in a row both carry the message as it was before either:
// without this the second would bring the first one's buttons back.
func caughtUp(book *domain.Book, m view.Message, since time.Time) (view.Message, error) {
	m, err := rowsCaughtUp(book, m)
	if err != nil {
		return view.Message{}, err
	}
	if since.IsZero() {
		return m, nil
	}
	open, logged := view.Live(m.Blocks)
	for n, p := range append(open, logged...) {
		if _, inList := rosters[p.Rule]; inList {
			continue
		}
		var s settled
		var err error
		if n < len(open) {
			s, err = answered(book, p.Telling, since)
		} else {
			s, err = corrected(book, p.Contact, since)
		}
		if err != nil {
			return view.Message{}, err
		}
		if s.text != "" {
			m = view.InPlace(m.Blocks, p, s.blocks(p)...)
		}
	}
	return m, nil
}

// corrected says how a touch that was logged after an instant reads since it
// was corrected; the zero settled when it was not.
func corrected(book *domain.Book, id domain.ContactID, since time.Time) (settled, error) {
	c, err := present(book, id)
	switch {
	case domain.KindOf(err) == domain.KindNotFound:
		return absent(), nil
	case err != nil:
		return settled{}, err
	}
	i, ok := newest(c, since)
	if !ok || i.Replaces == "" {
		return settled{}, nil
	}
	return loggedAs(book, domain.Logged{Contact: c, Interaction: i, From: c.Phase}), nil
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
