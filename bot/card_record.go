package bot

import (
	"context"
	"slices"
	"strings"

	"rapport/bot/view"
	"rapport/domain"
)

// cardRecord asks when something happened that was chosen on a card; what needs
// more words than a day has a form of its own.
func (b *Bot) cardRecord(ctx context.Context, c Command) (Answer, error) {
	who, what, _ := strings.Cut(c.Args, " ")
	id := domain.ContactID(who)
	c.Args = who
	switch k := domain.SignalKind(what); {
	case what == view.HappenedHelped:
		return b.cardHelped(ctx, c)
	case what == view.HappenedReceived:
		return b.valueGot(ctx, c)
	case what == view.HappenedPromise:
		return b.passOn(ctx, c, view.VerbPromiseNew, who)
	case k == domain.SharedNeed:
		return b.needNew(ctx, c)
	case !slices.Contains(domain.SignalKinds, k):
		return Answer{}, domain.Fault(domain.KindStale, "menu", nil)
	default:
		return b.seenForm(ctx, c, id, k)
	}
}

// seenForm asks when a sign was seen. Where nothing is down yet that could have
// been noticed, it asks what was done.
func (b *Bot) seenForm(ctx context.Context, c Command, id domain.ContactID, k domain.SignalKind) (Answer, error) {
	return b.formAbout(ctx, c, id, func(book *domain.Book, contact *domain.Contact, a *Answer) error {
		f := c.slip(id, "")
		f.What = string(k)
		var values []domain.Value
		if k == domain.Recognised {
			if values = view.Unseen(contact); len(values) == 0 {
				a.Modal = view.HelpedModal(private(f), contact.Name, true, book.Today)
				return nil
			}
		}
		if k == domain.Introduced {
			known, err := offered(book)
			if err != nil {
				return err
			}
			others := slices.DeleteFunc(known, func(x *domain.Contact) bool { return x.ID == contact.ID })
			a.Modal = view.IntroducedModal(private(f), contact.Name, others, book.Today)
			return nil
		}
		a.Modal = view.SeenModal(private(f), contact.Name, k, values, book.Today)
		return nil
	})
}

// cardSeen notes that a sign was seen on a day; a second time means the same one.
func (b *Bot) cardSeen(ctx context.Context, c Command) (Answer, error) {
	f, err := slipOf(c)
	if err != nil {
		return Answer{}, err
	}
	errs := map[string]string{}
	on, err := b.pastDay(ctx, c, errs)
	if err != nil || len(errs) > 0 {
		return Answer{Errors: errs}, err
	}
	k := domain.SignalKind(f.What)
	whom := domain.ContactID(c.Values.Text(view.WhoBlock))
	switch {
	case k == domain.Recognised:
		return b.recognised(ctx, c, f, on)
	case k == domain.Introduced && whom != "":
		return b.conclude(ctx, c, f, func(book *domain.Book, contact *domain.Contact) (settled, error) {
			return broughtIn(book, contact, whom, on)
		})
	}
	return b.conclude(ctx, c, f, func(book *domain.Book, contact *domain.Contact) (settled, error) {
		if slices.ContainsFunc(contact.Signals, func(s domain.Signal) bool { return s.Kind == k && s.On == on && !s.Undone }) {
			return settled{text: view.SeenAlready(contact.Name, k, on, book.Today)}, nil
		}
		was := ahead(book, contact)
		err := book.Record(contact, k, on)
		return done(book, view.Happened(contact, k, on, opened(book, contact, was), book.Today), err)
	})
}

// broughtIn notes on which day somebody introduced another, who may be gone since
// the form was opened, or be one with them.
func broughtIn(book *domain.Book, contact *domain.Contact, id domain.ContactID, on domain.Date) (settled, error) {
	whom, err := present(book, id)
	switch {
	case domain.KindOf(err) == domain.KindNotFound:
		return absent(), nil
	case err != nil:
		return settled{}, err
	case whom.ID == contact.ID:
		return settled{text: view.OneAlready(contact.Name), over: true}, nil
	}
	was := ahead(book, contact)
	err = book.Through(whom, contact, on)
	if domain.KindOf(err) == domain.KindStale {
		return settled{text: view.ThroughAlready(whom.Name, contact.Name), over: true}, nil
	}
	return done(book, view.BroughtIn(contact, whom.Name, on, opened(book, contact, was), book.Today), err)
}

// recognised notes on which day somebody noticed what was done for them. Nobody
// notices before it is there.
func (b *Bot) recognised(ctx context.Context, c Command, f slip, on domain.Date) (Answer, error) {
	f.Record = domain.RecordID(c.Values.Text(view.WhichBlock))
	before := false
	a, err := b.conclude(ctx, c, f, func(book *domain.Book, contact *domain.Contact) (settled, error) {
		before = false
		for _, v := range contact.Values {
			if v.ID == f.Record && on.Before(v.Delivered) {
				before = true
				return settled{}, errBefore
			}
		}
		return seen(book, contact, f.Record, on)
	})
	if before {
		return Answer{Errors: map[string]string{view.OnBlock: view.BeforeDone}}, nil
	}
	return a, err
}

// errBefore leaves the commit out when a day is too early.
var errBefore = domain.Fault(domain.KindInvalid, "day of a form", nil)
