package bot

import (
	"context"
	"slices"

	"rapport/bot/view"
	"rapport/domain"
)

// heed answers an item without doing anything: "keep", "not now". What was told
// is remembered as answered when it is written.
func (b *Bot) heed(ctx context.Context, c Command) (Answer, error) {
	t, ok := view.ParseTelling(c.Args)
	if !ok {
		return Answer{}, domain.Fault(domain.KindStale, "item", nil)
	}
	if t.Contact == "" {
		return b.heedAlone(ctx, c, t)
	}
	return b.settle(ctx, c, t.Contact, func(book *domain.Book, contact *domain.Contact) (settled, error) {
		return settled{text: view.Heeded(contact, t.Rule)}, book.Heed(t)
	})
}

// heedAlone answers an item that is about nobody in particular.
func (b *Bot) heedAlone(ctx context.Context, c Command, t domain.Telling) (Answer, error) {
	p, inPlace := c.item()
	a, err := b.write(ctx, c, func(book *domain.Book) (view.Message, error) {
		if err := book.Heed(t); err != nil {
			return view.Message{}, err
		}
		if !inPlace {
			return view.Say(view.Answered()), nil
		}
		m := view.InPlace(c.Reply.Blocks.BlockSet, p, view.Settled(p, view.Answered(), "", "")...)
		return caughtUp(book, m, instant(c.Reply.TS))
	})
	a.Replace = inPlace
	return a, err
}

// mute stops a rule for somebody. One about the rhythm stops all that are.
func (b *Bot) mute(ctx context.Context, c Command) (Answer, error) {
	return b.muted(ctx, c, true)
}

// unmute lets a rule speak of somebody again.
func (b *Bot) unmute(ctx context.Context, c Command) (Answer, error) {
	return b.muted(ctx, c, false)
}

func (b *Bot) muted(ctx context.Context, c Command, muted bool) (Answer, error) {
	t, ok := view.ParseTelling(c.Args)
	if !ok {
		return Answer{}, domain.Fault(domain.KindStale, "item", nil)
	}
	return b.settle(ctx, c, t.Contact, func(book *domain.Book, contact *domain.Contact) (settled, error) {
		for _, r := range alike(t.Rule) {
			if err := book.Mute(contact, r, muted); err != nil {
				return settled{}, err
			}
		}
		text := view.Unmuted(contact.Name, t.Rule)
		if muted {
			text = view.Muted(contact.Name, t.Rule)
		}
		return settled{text: text, undo: book.ID}, nil
	})
}

// alike are the rules that a member means who stops one: whoever wants no word of
// a rhythm wants none when it is late either.
func alike(r domain.RuleName) []domain.RuleName {
	for _, family := range [][]domain.RuleName{
		{domain.ContactDue, domain.ContactOverdue, domain.Drifting, domain.KeepSlowRest},
		{domain.PromiseDue, domain.PromiseOverdue},
	} {
		if slices.Contains(family, r) {
			return family
		}
	}
	return []domain.RuleName{r}
}
