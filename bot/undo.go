package bot

import (
	"context"
	"slices"
	"strings"

	"github.com/slack-go/slack"

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
		m, err := undid(book, c, u)
		if err != nil {
			return view.Message{}, err
		}
		return c.remains(book, m)
	})
	_, inPlace := c.item()
	_, list, inList := c.row()
	switch domain.KindOf(err) {
	case domain.KindNotFound:
		return tell(view.NothingToUndo()), nil
	case domain.KindStale:
		return Answer{Message: new(view.UndoneAlready()), Replace: c.Reply.Door == ButtonDoor && !inPlace && !inList}, nil
	}
	if err == nil && inList && a.Message != nil && c.Reply.ViewID != "" {
		return Answer{Modal: view.Sheet(list.title, *a.Message), HomeDirty: a.HomeDirty}, nil
	}
	a.Replace = c.Reply.Door == ButtonDoor
	return a, err
}

// undid says what an undo took back, where the button stood.
func undid(book *domain.Book, c Command, u domain.Undone) (view.Message, error) {
	p, inPlace := c.item()
	if at, list, ok := c.row(); ok && (at.Subject == "" || !inPlace) {
		return list.list(book, at, settled{text: view.UndidText(u)})
	}
	switch {
	case !inPlace:
		return view.Undid(u), nil
	case len(u.Kept) > 0 || len(u.Removed) > 0:
		return view.InPlace(c.Reply.Blocks.BlockSet, p, view.Remark(p, view.UndidText(u))...), nil
	}
	return reopened(book, c, p, u)
}

// reopened puts an item back to where it was before it was answered.
func reopened(book *domain.Book, c Command, p view.Place, u domain.Undone) (view.Message, error) {
	if _, list, ok := c.row(); ok {
		return reopenedRow(book, c, p, list)
	}
	old := c.Reply.Blocks.BlockSet
	if p.Rule == "" { // it stood by itself, and was never a nudge
		return view.InPlace(old, p, view.Remark(p, view.UndidText(u))...), nil
	}
	if err := book.Unheed(p.Telling); err != nil {
		return view.Message{}, err
	}
	blocks, err := again(book, p)
	if domain.KindOf(err) == domain.KindNotFound {
		blocks, err = view.Remark(p, view.NoLonger()), nil
		if _, gone := present(book, p.Contact); p.Contact != "" && gone != nil {
			blocks = absent().blocks(p)
		}
	}
	if err != nil {
		return view.Message{}, err
	}
	if blocks == nil {
		blocks = view.Remark(p, view.UndidText(u))
	}
	return view.InPlace(old, p, blocks...), nil
}

// again is an item as it reads now, due or not; nil when its message has no such
// item any more.
func again(book *domain.Book, p view.Place) ([]slack.Block, error) {
	if !slices.Contains(domain.NudgeRules, p.Rule) {
		return promptedAgain(book, p)
	}
	if _, err := present(book, p.Contact); err != nil {
		return nil, err
	}
	n, err := book.Recall(p.Telling)
	if err != nil {
		return nil, err
	}
	if n.Third != nil { // of two steps one was taken back
		if s := wovenAs(n); s.text != "" {
			return s.blocks(p), nil
		}
	}
	return view.Nudge(p.Number, n, book.Today), nil
}
