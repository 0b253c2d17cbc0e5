package bot

import (
	"context"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

// mergeText shows what would become of two who are one person; the button does it.
func mergeText(book *domain.Book, r phrase.Rapport) (view.Message, error) {
	a, err := book.Contact(r.Who.Contact)
	if err != nil {
		return view.Message{}, err
	}
	other, err := book.Contact(r.Other.Contact)
	if err != nil {
		return view.Message{}, err
	}
	if a.ID == other.ID {
		return view.Say(view.OneAlready(a.Name)), nil
	}
	stays, _ := domain.Stays(a, other)
	return view.Merging(a, other, stays), nil
}

// peopleMerge makes one of the two whom the button names. The first keeps their
// name.
func (b *Bot) peopleMerge(ctx context.Context, c Command) (Answer, error) {
	first, second, ok := view.ParsePair(c.Args)
	if !ok {
		return Answer{}, domain.Fault(domain.KindStale, "pair", nil)
	}
	return b.attend(ctx, c, first, func(book *domain.Book, a *domain.Contact) (settled, error) {
		return mergeWith(book, a, second)
	})
}

// mergeWith makes one of a contact and another. Pressed twice, it says that they
// are one already.
func mergeWith(book *domain.Book, a *domain.Contact, id domain.ContactID) (settled, error) {
	other, err := book.Contact(id)
	switch {
	case domain.KindOf(err) == domain.KindNotFound:
		return absent(), nil
	case err != nil:
		return settled{}, err
	case a.ID == other.ID:
		return settled{text: view.OneAlready(a.Name), over: true}, nil
	}
	absorbed := other.Name
	stays, err := book.Merge(a, other)
	if err != nil {
		return settled{}, err
	}
	return settled{text: view.Merged(stays, absorbed), undo: book.ID, next: []slack.BlockElement{view.OpenCard(stays)}}, nil
}

// mergeForm asks who the same person is.
func (b *Bot) mergeForm(ctx context.Context, c Command, id domain.ContactID) (Answer, error) {
	return b.formAbout(ctx, c, id, func(book *domain.Book, contact *domain.Contact, a *Answer) error {
		p, err := book.Portfolio()
		if err != nil {
			return err
		}
		a.Modal = view.MergeModal(private(c.slip(contact.ID, "")), contact, likely(p.Contacts, contact))
		return nil
	})
}

// likely puts those first whose names share a word with somebody's: they are the
// likeliest to be the same person.
func likely(all []*domain.Contact, c *domain.Contact) []*domain.Contact {
	mine := strings.Fields(phrase.Fold(c.Name))
	var near, rest []*domain.Contact
	for _, x := range byRelevance(all) {
		if x.ID == c.ID {
			continue
		}
		if shares(strings.Fields(phrase.Fold(x.Name)), mine) {
			near = append(near, x)
			continue
		}
		rest = append(rest, x)
	}
	return append(near, rest...)
}

func shares(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

// cardMerged makes one of the card's person and the one whom the form names.
func (b *Bot) cardMerged(ctx context.Context, c Command) (Answer, error) {
	f, err := slipOf(c)
	if err != nil {
		return Answer{}, err
	}
	chosen, said := domain.ContactID(c.Values.Text(view.WhoBlock)), strings.TrimSpace(c.Values.Text(view.NameBlock))
	if chosen == "" && said == "" {
		return Answer{Errors: map[string]string{c.Reply.BlockID: view.NobodyChosen}}, nil
	}
	refused := ""
	a, err := b.conclude(ctx, c, f, func(book *domain.Book, contact *domain.Contact) (settled, error) {
		refused = ""
		other := chosen
		if other == "" {
			known, err := namesake(book, said)
			if err != nil {
				return settled{}, err
			}
			if known == nil {
				refused = view.NoSuchName
				return settled{}, errKnown
			}
			other = known.Contact
		}
		if other == contact.ID {
			refused = view.SameAlready
			return settled{}, errKnown
		}
		return mergeWith(book, contact, other)
	})
	if refused != "" {
		block := view.NameBlock
		if chosen != "" {
			block = view.WhoBlock
		}
		return Answer{Errors: map[string]string{block: refused}}, nil
	}
	return a, err
}
