package bot

import (
	"context"
	"strings"

	"rapport/bot/view"
	"rapport/domain"
)

// cardMove moves somebody to the phase that was chosen on their card.
func (b *Bot) cardMove(ctx context.Context, c Command) (Answer, error) {
	phase, id, _ := strings.Cut(c.Args, " ")
	to, err := domain.ParsePhase(phase)
	if err != nil {
		return Answer{}, domain.Fault(domain.KindStale, "menu", nil)
	}
	return b.say(ctx, c, "Card", func(book *domain.Book) (view.Message, error) {
		contact, err := present(book, domain.ContactID(id))
		if err != nil {
			return view.Message{}, err
		}
		return moveTo(book, contact, to)
	})
}

// moveTo moves somebody if the law allows, and shows their card; if not, it says
// what is missing and what could be done instead.
func moveTo(book *domain.Book, c *domain.Contact, to domain.Phase) (view.Message, error) {
	from := c.Phase
	v, err := book.Move(c, to)
	switch {
	case domain.KindOf(err) == domain.KindLaw:
		return view.NotYet(cardPage(book, c), v), nil
	case err != nil:
		return view.Message{}, err
	}
	s := settled{text: view.Moved(c, from)}
	if from != to {
		s.undo = book.ID
	}
	return cardOf(book, c.ID, s)
}
