package bot

import (
	"context"
	"strings"

	"rapport/bot/view"
	"rapport/domain"
)

// cardHelped asks what the member did for somebody.
func (b *Bot) cardHelped(ctx context.Context, c Command) (Answer, error) {
	var a Answer
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) error {
		contact, err := present(book, domain.ContactID(c.Args))
		if err != nil {
			return err
		}
		a.Modal = view.HelpedModal(string(contact.ID), contact.Name, book.Today)
		return nil
	})
	return a, err
}

// cardValue notes what the member did for somebody, noticed or not.
func (b *Bot) cardValue(ctx context.Context, c Command) (Answer, error) {
	what := strings.TrimSpace(c.Values.Text(view.WhatBlock))
	on, err := domain.ParseDate(c.Values.Text(view.OnBlock))
	today, terr := b.today(ctx, c)
	switch {
	case terr != nil:
		return Answer{}, terr
	case what == "":
		return Answer{Errors: map[string]string{view.WhatBlock: view.NothingSaid}}, nil
	case err != nil || on.IsZero():
		return Answer{Errors: map[string]string{view.OnBlock: view.NoDate}}, nil
	case on.After(today):
		return Answer{Errors: map[string]string{view.OnBlock: view.NotHappened}}, nil
	}
	seen := len(c.Values.List(view.SeenBlock)) > 0
	a, err := b.turn(ctx, c, domain.ContactID(c.Reply.Private), func(book *domain.Book, contact *domain.Contact) (settled, error) {
		var recognised domain.Date
		if seen {
			recognised = book.Today
		}
		v, err := book.Deliver(contact, what, on, recognised)
		return done(book, view.Helped(contact, v, book.Today), err)
	})
	a.Replace = err == nil // the card that asked is out of date
	return a, err
}
