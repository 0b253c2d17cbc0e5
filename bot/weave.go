package bot

import (
	"context"

	"rapport/bot/view"
	"rapport/domain"
)

// weaveYes takes up the proposal to bring two people together: both are asked
// first, with words to start from.
func (b *Bot) weaveYes(ctx context.Context, c Command) (Answer, error) {
	return b.weave(ctx, c, domain.IntroAccepted)
}

// weaveDone notes that two were introduced to each other.
func (b *Bot) weaveDone(ctx context.Context, c Command) (Answer, error) {
	return b.weave(ctx, c, domain.IntroDone)
}

// weaveNo takes no for an answer: these two are not proposed again.
func (b *Bot) weaveNo(ctx context.Context, c Command) (Answer, error) {
	return b.weave(ctx, c, domain.IntroDeclined)
}

// weave brings an introduction of two people to a state.
func (b *Bot) weave(ctx context.Context, c Command, to domain.IntroductionState) (Answer, error) {
	first, second, ok := view.ParsePair(c.Args)
	if !ok {
		return Answer{}, domain.Fault(domain.KindStale, "pair", nil)
	}
	do := func(book *domain.Book, contact *domain.Contact) (settled, error) {
		third, err := present(book, second)
		if err != nil {
			return settled{}, err
		}
		n, err := book.Recall(domain.Telling{Rule: domain.Weave, Contact: first, Subject: string(second)})
		if err != nil {
			return settled{}, err
		}
		s := settled{}
		if tie, ok := contact.Tie(second); !ok || tie.How != domain.Woven || tie.State != to {
			if err := book.Weave(contact, third, to, view.InCommon(n.Shared)); err != nil {
				return settled{}, err
			}
			s.undo = book.ID
		}
		switch to {
		case domain.IntroAccepted:
			s.text, s.next = view.WeaveWords(contact, third, n.Shared), view.WeaveRow(contact, third)
		case domain.IntroDone:
			s.text = view.Woven(contact, third)
		case domain.IntroDeclined:
			s.text = view.NotWoven(contact, third)
		}
		return s, nil
	}
	if c.spot() == onCard {
		return b.turn(ctx, c, first, do)
	}
	return b.settle(ctx, c, first, do)
}
