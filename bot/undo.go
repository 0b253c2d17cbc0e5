package bot

import (
	"context"
	"strings"

	"rapport/bot/view"
	"rapport/domain"
)

// undo takes back what a command did: the one whose id a button carries, or the
// newest one for a bare "undo".
func (b *Bot) undo(ctx context.Context, c Command) (Answer, error) {
	a, err := b.write(ctx, c, func(book *domain.Book) (view.Message, error) {
		u, err := book.Undo(domain.CommandID(strings.TrimSpace(c.Args)))
		if err != nil {
			return view.Message{}, err
		}
		// The same words again are meant: what they had logged is gone.
		book.Member.LastMet = ""
		p, inPlace := c.item()
		switch {
		case !inPlace:
			return view.Undid(u), nil
		case len(u.Kept) > 0 || len(u.Removed) > 0:
			return view.InPlace(c.Reply.Blocks.BlockSet, p, view.Remark(p, view.UndidText(u))...), nil
		}
		return reopened(book, c, p)
	})
	_, inPlace := c.item()
	switch domain.KindOf(err) {
	case domain.KindNotFound:
		return tell(view.NothingToUndo()), nil
	case domain.KindStale:
		return Answer{Message: new(view.UndoneAlready()), Replace: c.Reply.Door == ButtonDoor && !inPlace}, nil
	}
	a.Replace = c.Reply.Door == ButtonDoor
	return a, err
}

// reopened puts an item of a digest back to where it was before it was answered.
func reopened(book *domain.Book, c Command, p view.Place) (view.Message, error) {
	contact, err := present(book, p.Contact)
	if domain.KindOf(err) == domain.KindNotFound {
		return view.InPlace(c.Reply.Blocks.BlockSet, p, absent().blocks(p)...), nil
	}
	if err != nil {
		return view.Message{}, err
	}
	return view.InPlace(c.Reply.Blocks.BlockSet, p, view.Nudge(p.Number, nudgeOf(book, contact), book.Today)...), nil
}

// nudgeOf is the nudge about one contact as it would read now, due or not.
func nudgeOf(book *domain.Book, c *domain.Contact) domain.Nudge {
	alone := domain.Portfolio{Member: *book.Member, Policy: book.Policy, Contacts: []*domain.Contact{c}}
	if d := domain.PlanDigest(alone, book.Today); len(d.Shown) > 0 {
		return d.Shown[0]
	}
	n := domain.Nudge{Rule: domain.ContactDue, Contact: c, Due: book.Today, Never: c.Touched.Last.IsZero()}
	n.Cadence, n.From = book.Rhythm(c)
	since := c.Touched.Last
	if n.Never {
		since = c.Added
	}
	n.Gap = book.Today.Sub(since)
	return n
}
