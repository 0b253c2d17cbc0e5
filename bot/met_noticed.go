package bot

import (
	"context"
	"encoding/json"
	"strings"

	"rapport/bot/view"
	"rapport/domain"
)

// noticing is what the modal carries that asks what somebody noticed.
type noticing struct {
	Contact domain.ContactID `json:"c"`
	On      domain.Date      `json:"on"` // when they noticed
}

// metNoticed asks what was delivered that a contact saw the value of.
func (b *Bot) metNoticed(ctx context.Context, c Command) (Answer, error) {
	id, day, _ := strings.Cut(c.Args, " ")
	on, err := domain.ParseDate(day)
	if err != nil || on.IsZero() {
		return Answer{}, domain.Fault(domain.KindStale, "noticed", nil)
	}
	var a Answer
	err = b.book.Read(ctx, c.ref(), func(book *domain.Book) error {
		contact, err := present(book, domain.ContactID(id))
		if err != nil {
			return err
		}
		a.Modal = view.NoticedModal(private(noticing{contact.ID, on}), contact.Name, on)
		return nil
	})
	return a, err
}

// metDelivered notes the value that was delivered and recognised. Somebody can't
// notice before it is there, so a later day counts for both.
func (b *Bot) metDelivered(ctx context.Context, c Command) (Answer, error) {
	var n noticing
	if err := json.Unmarshal([]byte(c.Reply.Private), &n); err != nil {
		return Answer{}, domain.Fault(domain.KindStale, "noticed", nil)
	}
	today, err := b.today(ctx, c)
	if err != nil {
		return Answer{}, err
	}
	what := strings.TrimSpace(c.Values.Text(view.WhatBlock))
	on, err := domain.ParseDate(c.Values.Text(view.OnBlock))
	errs := map[string]string{}
	if what == "" {
		errs[view.WhatBlock] = view.NothingSaid
	}
	switch {
	case err != nil || on.IsZero():
		errs[view.OnBlock] = view.NoDate
	case on.After(today):
		errs[view.OnBlock] = view.NotHappened
	}
	if len(errs) > 0 {
		return Answer{Errors: errs}, nil
	}
	return b.write(ctx, c, func(book *domain.Book) (view.Message, error) {
		contact, err := present(book, n.Contact)
		if err != nil {
			return view.Message{}, err
		}
		recognised := n.On
		if on.After(recognised) {
			recognised = on
		}
		v, err := book.Deliver(contact, what, on, recognised)
		if err != nil {
			return view.Message{}, err
		}
		return view.Delivered(book.ID, contact.Name, v, book.Today), nil
	})
}
