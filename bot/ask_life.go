package bot

import (
	"context"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

// askAgreed notes that somebody said yes: thanks come next.
func (b *Bot) askAgreed(ctx context.Context, c Command) (Answer, error) {
	return b.askAnswered(ctx, c, domain.AskAgreed)
}

// askDeclined notes that somebody said no. It is never brought up again.
func (b *Bot) askDeclined(ctx context.Context, c Command) (Answer, error) {
	return b.askAnswered(ctx, c, domain.AskDeclined)
}

// askThanked notes that somebody was thanked, which closes it.
func (b *Bot) askThanked(ctx context.Context, c Command) (Answer, error) {
	return b.askAnswered(ctx, c, domain.AskThanked)
}

// askClose closes an ask that got no answer, or is no longer wanted.
func (b *Bot) askClose(ctx context.Context, c Command) (Answer, error) {
	return b.askAnswered(ctx, c, domain.AskClosed)
}

// askAnswered takes the ask of a button to another state.
func (b *Bot) askAnswered(ctx context.Context, c Command, to domain.AskState) (Answer, error) {
	id, rec := view.ParseRecord(c.Args)
	return b.attend(ctx, c, id, func(book *domain.Book, contact *domain.Contact) (settled, error) {
		return turnAsk(book, contact, rec, to)
	})
}

// turnAsk takes an ask to another state; of one that is there already, or is over,
// it says so.
func turnAsk(book *domain.Book, contact *domain.Contact, id domain.RecordID, to domain.AskState) (settled, error) {
	if a, ok := askOf(contact, id); !ok || !a.Open() || a.State == to {
		return askOver(contact, id), nil
	}
	a, err := book.AnswerAsk(contact, id, to)
	if err != nil {
		return settled{}, err
	}
	s := settled{undo: book.ID}
	switch to {
	case domain.AskAgreed:
		s.text, s.next = view.AskAgreed(contact, a), view.AskThanks(contact, a)
	case domain.AskDeclined:
		s.text = view.AskDeclined()
	case domain.AskThanked:
		s.text = view.AskThanked(contact, a)
	default:
		s.text = view.AskClosed(contact, a)
	}
	return s, nil
}

// turned says to which state the words take an ask.
var turned = map[phrase.AskVerb]domain.AskState{
	phrase.AskAgreed: domain.AskAgreed, phrase.AskDeclined: domain.AskDeclined, phrase.AskThanked: domain.AskThanked, phrase.AskClose: domain.AskClosed,
}

// turnByWords says what became of an ask by words, "Jane agreed": of the one that
// is open. When several are, the list asks which; thanks are for one agreed to.
func turnByWords(book *domain.Book, c *domain.Contact, to domain.AskState) (view.Message, error) {
	var may []domain.Ask
	for _, a := range c.Asks {
		if !a.Undone && a.Open() && (to != domain.AskThanked || a.State == domain.AskAgreed) {
			may = append(may, a)
		}
	}
	switch len(may) {
	case 0:
		return view.NoOpenAsk(c.Name, to == domain.AskThanked), nil
	case 1:
		s, err := turnAsk(book, c, may[0].ID, to)
		return s.alone(), err
	}
	return asks(book, settled{text: view.WhichAsk(c.Name)})
}

// askOf returns an ask made of somebody that was not undone.
func askOf(c *domain.Contact, id domain.RecordID) (domain.Ask, bool) {
	for _, a := range c.Asks {
		if a.ID == id && !a.Undone {
			return a, true
		}
	}
	return domain.Ask{}, false
}

// askOver says how an ask stands that needs nothing of what was pressed.
func askOver(c *domain.Contact, id domain.RecordID) settled {
	a, ok := askOf(c, id)
	switch {
	case !ok:
		return settled{text: view.NoSuchAsk(), over: true}
	case a.State == domain.AskAgreed:
		return settled{text: view.AskOver(c, a), next: view.AskThanks(c, a)}
	}
	return settled{text: view.AskOver(c, a), over: true}
}

// askTime asks how much more time somebody gets.
func (b *Bot) askTime(ctx context.Context, c Command) (Answer, error) {
	id, rec := view.ParseRecord(c.Args)
	return b.formAbout(ctx, c, id, func(book *domain.Book, contact *domain.Contact, answer *Answer) error {
		a, ok := askOf(contact, rec)
		if !ok || a.State != domain.AskWaiting {
			*answer = itIsOver(c, view.Say(askOver(contact, rec).text))
			return nil
		}
		by := a.By
		if !by.After(book.Today) {
			by = book.Today
		}
		answer.Modal = view.AskTimeModal(private(c.slip(id, rec)), contact.Name, a, by.AddDays(aWeek))
		return nil
	})
}

// askTimed gives somebody more time.
func (b *Bot) askTimed(ctx context.Context, c Command) (Answer, error) {
	s, err := slipOf(c)
	if err != nil {
		return Answer{}, err
	}
	errs := map[string]string{}
	by, err := b.dayToCome(ctx, c, errs)
	if err != nil || len(errs) > 0 {
		return Answer{Errors: errs}, err
	}
	return b.conclude(ctx, c, s, func(book *domain.Book, contact *domain.Contact) (settled, error) {
		a, err := book.GiveTime(contact, s.Record, by)
		if gone(err) {
			return askOver(contact, s.Record), nil
		}
		return done(book, view.AskGiven(contact, a, book.Today), err)
	})
}
