package bot

import (
	"context"
	"strings"
	"time"

	"rapport/bot/view"
	"rapport/domain"
)

// The snoozes that buttons offer, in days.
const (
	aWeek  = 7
	aMonth = 30
)

// renderDigest is the daily digest, from what is true when it is sent.
func renderDigest(p domain.Portfolio, on domain.Date) (view.Message, []domain.Telling, bool) {
	d := domain.PlanDigest(p, on)
	if len(d.Shown) == 0 {
		return view.Message{}, nil, false
	}
	page := view.DigestPage{
		Name: p.Member.Name, Hour: int(p.Member.Settings(p.Policy).Digest.At) / 60, Today: on, Digest: d,
	}
	return view.Digest(page), view.Shown(d), true
}

// digestLog logs a touch with one tap: today, or on the day something was
// planned for. The details can be told afterwards.
func (b *Bot) digestLog(ctx context.Context, c Command) (Answer, error) {
	id, planned := tapped(c.Args)
	return b.settle(ctx, c, id, func(book *domain.Book, contact *domain.Contact) (settled, error) {
		t := domain.Touch{On: book.Today, Kind: view.KindOfTap}
		if !planned.IsZero() && !planned.After(book.Today) {
			t.On = planned
			if contact.Planned == planned && contact.PlannedKind != "" {
				t.Kind = contact.PlannedKind
			}
		}
		if i, ok := justLogged(book, contact, t.On); ok {
			return loggedAs(book, domain.Logged{Contact: contact, Interaction: i, From: contact.Phase}), nil
		}
		l, err := book.Log(contact, t)
		if err != nil {
			return settled{}, err
		}
		return loggedAs(book, l), nil
	})
}

// tapped reads the value of a Log it button: a contact, and perhaps a date.
func tapped(args string) (domain.ContactID, domain.Date) {
	id, day, _ := strings.Cut(args, " ")
	on, err := domain.ParseDate(day)
	if err != nil {
		on = domain.Date{}
	}
	return domain.ContactID(id), on
}

// justLogged finds a touch on that date that was logged a moment ago: a second
// tap means the same one.
func justLogged(book *domain.Book, c *domain.Contact, on domain.Date) (domain.Interaction, bool) {
	for _, i := range c.Interactions {
		if !i.Undone && i.On == on && book.Now.Sub(i.Logged) < time.Minute {
			return i, true
		}
	}
	return domain.Interaction{}, false
}

// digestWeek keeps somebody out of digests for a week.
func (b *Bot) digestWeek(ctx context.Context, c Command) (Answer, error) {
	return b.snooze(ctx, c, domain.ContactID(c.Args), aWeek)
}

// digestMore does what was chosen from the ⋯ menu.
func (b *Bot) digestMore(ctx context.Context, c Command) (Answer, error) {
	what, id, _ := strings.Cut(c.Args, " ")
	contact := domain.ContactID(id)
	switch what {
	case view.MoreMonth:
		return b.snooze(ctx, c, contact, aMonth)
	case view.MoreRhythm:
		return b.rhythmForm(ctx, c, contact)
	case view.MoreStop:
		return b.stop(ctx, c, contact)
	case view.MoreOff:
		return b.callOff(ctx, c, contact)
	}
	return Answer{}, domain.Fault(domain.KindStale, "menu", nil)
}

// snooze keeps somebody out of digests for a number of days.
func (b *Bot) snooze(ctx context.Context, c Command, id domain.ContactID, days int) (Answer, error) {
	return b.settle(ctx, c, id, func(book *domain.Book, contact *domain.Contact) (settled, error) {
		until := book.Today.AddDays(days)
		if err := book.Snooze(contact, until); err != nil {
			return settled{}, err
		}
		return settled{text: view.Snoozed(contact.Name, until, book.Today), undo: book.ID}, nil
	})
}

// stop lets somebody rest: kept and remembered, without nudges.
func (b *Bot) stop(ctx context.Context, c Command, id domain.ContactID) (Answer, error) {
	return b.settle(ctx, c, id, func(book *domain.Book, contact *domain.Contact) (settled, error) {
		if err := book.Rest(contact, true); err != nil {
			return settled{}, err
		}
		return settled{text: view.Stopped(contact.Name), undo: book.ID}, nil
	})
}

// callOff notes that what was planned did not happen.
func (b *Bot) callOff(ctx context.Context, c Command, id domain.ContactID) (Answer, error) {
	return b.settle(ctx, c, id, func(book *domain.Book, contact *domain.Contact) (settled, error) {
		if err := book.Expect(contact, domain.Date{}, ""); err != nil {
			return settled{}, err
		}
		return settled{text: view.CalledOff(contact.Name), undo: book.ID}, nil
	})
}
