package bot

import (
	"context"

	"rapport/bot/view"
	"rapport/domain"
)

// valueSeen notes that somebody noticed what was done for them.
func (b *Bot) valueSeen(ctx context.Context, c Command) (Answer, error) {
	id, rec := view.ParseRecord(c.Args)
	return b.attend(ctx, c, id, func(book *domain.Book, contact *domain.Contact) (settled, error) {
		return seen(book, contact, rec, book.Today)
	})
}

// seen notes that a value was noticed on a day. Noted already, it says so.
func seen(book *domain.Book, contact *domain.Contact, id domain.RecordID, on domain.Date) (settled, error) {
	was := ahead(book, contact)
	v, err := book.Recognise(contact, id, on)
	switch domain.KindOf(err) {
	case domain.KindNotFound:
		return settled{text: view.NoSuchValue(), over: true}, nil
	case domain.KindStale:
		for _, v := range contact.Values {
			if v.ID == id {
				return settled{text: view.NoticedAlready(contact.Name, v, book.Today)}, nil
			}
		}
	}
	return done(book, view.Noticed(contact, v, opened(book, contact, was)), err)
}

// valueNot notes that nobody noticed so far; the digest asks again in a month.
func (b *Bot) valueNot(ctx context.Context, c Command) (Answer, error) {
	id, rec := view.ParseRecord(c.Args)
	return b.attend(ctx, c, id, func(book *domain.Book, contact *domain.Contact) (settled, error) {
		err := book.Heed(domain.Telling{Rule: domain.Unrecognised, Contact: id, Subject: string(rec)})
		return settled{text: view.NotNoticed(contact.Name)}, err
	})
}

// valueGot asks what somebody did for the member.
func (b *Bot) valueGot(ctx context.Context, c Command) (Answer, error) {
	id := domain.ContactID(c.Args)
	return b.formAbout(ctx, c, id, func(book *domain.Book, contact *domain.Contact, a *Answer) error {
		a.Modal = view.GotModal(private(c.slip(id, "")), contact.Name, book.Today)
		return nil
	})
}

// valueHad notes what somebody did for the member.
func (b *Bot) valueHad(ctx context.Context, c Command) (Answer, error) {
	f, err := slipOf(c)
	if err != nil {
		return Answer{}, err
	}
	what, on, errs, err := b.saidAndDone(ctx, c)
	if err != nil || len(errs) > 0 {
		return Answer{Errors: errs}, err
	}
	return b.conclude(ctx, c, f, func(book *domain.Book, contact *domain.Contact) (settled, error) {
		v, err := book.Receive(contact, what, on)
		return done(book, view.Received(contact.Name, v, book.Today), err)
	})
}
