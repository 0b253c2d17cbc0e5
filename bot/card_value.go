package bot

import (
	"context"
	"strings"

	"rapport/bot/view"
	"rapport/domain"
)

// cardHelped asks what the member did for somebody.
func (b *Bot) cardHelped(ctx context.Context, c Command) (Answer, error) {
	return b.helpedForm(ctx, c, domain.ContactID(c.Args), false)
}

func (b *Bot) helpedForm(ctx context.Context, c Command, id domain.ContactID, noticed bool) (Answer, error) {
	return b.formAbout(ctx, c, id, func(book *domain.Book, contact *domain.Contact, a *Answer) error {
		a.Modal = view.HelpedModal(private(c.slip(id, "")), contact.Name, noticed, book.Today)
		return nil
	})
}

// formAbout opens a form about somebody who is still there. f may also say
// something else instead.
func (b *Bot) formAbout(ctx context.Context, c Command, id domain.ContactID, f func(*domain.Book, *domain.Contact, *Answer) error) (Answer, error) {
	var a Answer
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) error {
		a = Answer{}
		contact, err := present(book, id)
		if err != nil {
			return err
		}
		return f(book, contact, &a)
	})
	return a, err
}

// saidAndDone reads what happened and when from a form's fields; errs are the
// field errors.
func (b *Bot) saidAndDone(ctx context.Context, c Command) (what string, on domain.Date, errs map[string]string, err error) {
	errs = map[string]string{}
	if what = strings.TrimSpace(c.Values.Text(view.WhatBlock)); what == "" {
		errs[view.WhatBlock] = view.NothingSaid
	}
	on, err = b.pastDay(ctx, c, errs)
	return what, on, errs, err
}

// pastDay reads the day of a form, which can't be to come.
func (b *Bot) pastDay(ctx context.Context, c Command, errs map[string]string) (domain.Date, error) {
	today, err := b.today(ctx, c)
	if err != nil {
		return domain.Date{}, err
	}
	on, unread := domain.ParseDate(c.Values.Text(view.OnBlock))
	switch {
	case unread != nil || on.IsZero():
		errs[view.OnBlock] = view.NoDate
	case on.After(today):
		errs[view.OnBlock] = view.NotHappened
	}
	return on, nil
}

// ahead is what the phase beyond the furthest needs; the zero Verdict when there
// is none.
func ahead(book *domain.Book, c *domain.Contact) domain.Verdict {
	if c.Furthest >= domain.Capitalizing {
		return domain.Verdict{}
	}
	return book.Judge(c, c.Furthest+1)
}

// opened is the phase beyond the furthest as it is judged now, when it was closed
// before; the zero Verdict otherwise.
func opened(book *domain.Book, c *domain.Contact, was domain.Verdict) domain.Verdict {
	if was.Legal {
		return domain.Verdict{}
	}
	return ahead(book, c)
}

// cardValue notes what the member did for somebody, noticed or not.
func (b *Bot) cardValue(ctx context.Context, c Command) (Answer, error) {
	f, err := slipOf(c)
	if err != nil {
		return Answer{}, err
	}
	what, on, errs, err := b.saidAndDone(ctx, c)
	if err != nil || len(errs) > 0 {
		return Answer{Errors: errs}, err
	}
	return b.conclude(ctx, c, f, func(book *domain.Book, contact *domain.Contact) (settled, error) {
		was := ahead(book, contact)
		v, err := book.Deliver(contact, what, on, noticedOn(c, book))
		return done(book, view.Helped(contact, v, opened(book, contact, was), book.Today), err)
	})
}

// noticedOn is the day on which something was noticed according to a form, the
// zero date when it was not.
func noticedOn(c Command, book *domain.Book) domain.Date {
	if len(c.Values.List(view.SeenBlock)) == 0 {
		return domain.Date{}
	}
	return book.Today
}
