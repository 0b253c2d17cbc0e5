package bot

import (
	"context"
	"strings"

	"rapport/bot/view"
	"rapport/domain"
)

// needNew asks what somebody needs.
func (b *Bot) needNew(ctx context.Context, c Command) (Answer, error) {
	id := domain.ContactID(c.Args)
	return b.formAbout(ctx, c, id, func(book *domain.Book, contact *domain.Contact, a *Answer) error {
		a.Modal = view.NeedModal(private(c.slip(id, "")), contact.Name, book.Today)
		return nil
	})
}

// needNoted notes what somebody needs.
func (b *Bot) needNoted(ctx context.Context, c Command) (Answer, error) {
	f, err := slipOf(c)
	if err != nil {
		return Answer{}, err
	}
	what, on, errs, err := b.saidAndDone(ctx, c)
	urgency := domain.Urgency(c.Values.Text(view.UrgencyBlock))
	if urgency == "" {
		errs[view.UrgencyBlock] = view.NothingPicked
	}
	if err != nil || len(errs) > 0 {
		return Answer{Errors: errs}, err
	}
	asked := len(c.Values.List(view.AskedBlock)) > 0
	return b.conclude(ctx, c, f, func(book *domain.Book, contact *domain.Contact) (settled, error) {
		return noteNeed(book, contact, domain.Need{What: what, Urgency: urgency, Asked: asked, Noted: on})
	})
}

// noteNeed notes a need and offers to go on from it.
func noteNeed(book *domain.Book, contact *domain.Contact, n domain.Need) (settled, error) {
	n, err := book.NoteNeed(contact, n.What, n.Urgency, n.Asked, n.Noted)
	if err != nil {
		return settled{}, err
	}
	return settled{text: view.NeedNoted(contact.Name, n), undo: book.ID, next: view.NeedButtons(contact.ID, n)}, nil
}

// needOffer asks what the member can offer for a need.
func (b *Bot) needOffer(ctx context.Context, c Command) (Answer, error) {
	return b.needForm(ctx, c, func(_ *domain.Book, contact *domain.Contact, n domain.Need, a *Answer) {
		a.Modal = view.OfferModal(private(c.slip(contact.ID, n.ID)), contact.Name, n)
	})
}

// needMet asks what was delivered for a need.
func (b *Bot) needMet(ctx context.Context, c Command) (Answer, error) {
	return b.needForm(ctx, c, func(book *domain.Book, contact *domain.Contact, n domain.Need, a *Answer) {
		a.Modal = view.ServedModal(private(c.slip(contact.ID, n.ID)), contact.Name, n, book.Today)
	})
}

// needForm opens a form about a need that is still open; of one that is not, it
// says what became of it.
func (b *Bot) needForm(ctx context.Context, c Command, f func(*domain.Book, *domain.Contact, domain.Need, *Answer)) (Answer, error) {
	id, rec := view.ParseRecord(c.Args)
	return b.formAbout(ctx, c, id, func(book *domain.Book, contact *domain.Contact, a *Answer) error {
		n, ok := needOf(contact, rec)
		if ok && n.Open() {
			f(book, contact, n, a)
			return nil
		}
		*a = itIsOver(c, view.Say(needOver(book, contact, rec).text))
		return nil
	})
}

// itIsOver is an answer to a button that asked for something that is over: in its
// modal, or below the message it stood on, which stays.
func itIsOver(c Command, m view.Message) Answer {
	a := where(c, "Noted", m)
	a.Replace = false
	return a
}

// needOf returns a need of somebody's that was not undone.
func needOf(c *domain.Contact, id domain.RecordID) (domain.Need, bool) {
	for _, n := range c.Needs {
		if n.ID == id && !n.Undone {
			return n, true
		}
	}
	return domain.Need{}, false
}

// needOver says that nothing can be done about a need any more.
func needOver(book *domain.Book, c *domain.Contact, id domain.RecordID) settled {
	n, ok := needOf(c, id)
	if !ok {
		return settled{text: view.NoSuchNeed(), over: true}
	}
	return settled{text: view.NeedOver(c.Name, n, book.Today), over: true}
}

// needOffers notes what the member can offer.
func (b *Bot) needOffers(ctx context.Context, c Command) (Answer, error) {
	f, err := slipOf(c)
	if err != nil {
		return Answer{}, err
	}
	offer := strings.TrimSpace(c.Values.Text(view.OfferBlock))
	if offer == "" {
		return Answer{Errors: map[string]string{view.OfferBlock: view.NothingSaid}}, nil
	}
	return b.conclude(ctx, c, f, func(book *domain.Book, contact *domain.Contact) (settled, error) {
		n, err := book.Offer(contact, f.Record, offer)
		if gone(err) {
			return needOver(book, contact, f.Record), nil
		}
		if err != nil {
			return settled{}, err
		}
		return settled{text: view.Offered(contact.Name, n), undo: book.ID, next: view.OfferedButtons(contact.ID, n)}, nil
	})
}

// gone reports whether err says that a record is not there any more, or no longer open.
func gone(err error) bool {
	k := domain.KindOf(err)
	return k == domain.KindStale || k == domain.KindNotFound
}

// needServed notes that a need was met.
func (b *Bot) needServed(ctx context.Context, c Command) (Answer, error) {
	f, err := slipOf(c)
	if err != nil {
		return Answer{}, err
	}
	what, on, errs, err := b.saidAndDone(ctx, c)
	if err != nil || len(errs) > 0 {
		return Answer{Errors: errs}, err
	}
	early := false
	a, err := b.conclude(ctx, c, f, func(book *domain.Book, contact *domain.Contact) (settled, error) {
		n, ok := needOf(contact, f.Record)
		if early = ok && n.Open() && on.Before(n.Noted); early {
			return settled{}, errBefore
		}
		was := ahead(book, contact)
		v, err := book.Serve(contact, f.Record, what, on, noticedOn(c, book))
		if gone(err) {
			return needOver(book, contact, f.Record), nil
		}
		return done(book, view.Helped(contact, v, opened(book, contact, was), book.Today), err)
	})
	if early {
		return Answer{Errors: map[string]string{view.OnBlock: view.BeforeNeed}}, nil
	}
	return a, err
}

// needDrop notes that a need is over without the member.
func (b *Bot) needDrop(ctx context.Context, c Command) (Answer, error) {
	id, rec := view.ParseRecord(c.Args)
	return b.attend(ctx, c, id, func(book *domain.Book, contact *domain.Contact) (settled, error) {
		n, err := book.DropNeed(contact, rec)
		if gone(err) {
			return needOver(book, contact, rec), nil
		}
		return done(book, view.NeedDropped(contact.Name, n), err)
	})
}
