package bot

import (
	"context"
	"strconv"
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
	weekly := p.Member.Settings(p.Policy).Digest
	page := view.DigestPage{Name: p.Member.Name, Hour: int(weekly.At) / 60, Today: on, Digest: d, Days: weekly.Days}
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
			book.Mentoring().Again(i.ID)
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

// chosen are the verbs that an item's ⋯ menu may name, beside its own words.
var chosen = map[string]bool{
	view.VerbMute: true, view.VerbHeed: true, view.VerbNeedDrop: true, view.VerbDigestBack: true, view.VerbDigestLog: true,
	view.VerbPausePair: true, view.VerbMentoringAnother: true, view.VerbPairGoalList: true,
}

// digestMore does what was chosen from the ⋯ menu.
func (b *Bot) digestMore(ctx context.Context, c Command) (Answer, error) {
	what, rest, _ := strings.Cut(c.Args, " ")
	contact := domain.ContactID(rest)
	switch what {
	case view.MoreWeek:
		return b.snooze(ctx, c, contact, aWeek)
	case view.MoreMonth:
		return b.snooze(ctx, c, contact, aMonth)
	case view.MoreRhythm:
		return b.rhythmForm(ctx, c, contact)
	case view.MoreRest:
		return b.rest(ctx, c, contact)
	case view.MoreOff:
		return b.callOff(ctx, c, contact)
	}
	if h, ok := b.handlers[what]; ok && chosen[what] {
		c.Verb, c.Args = what, rest
		return h(ctx, c)
	}
	return Answer{}, domain.Fault(domain.KindStale, "menu", nil)
}

// digestBack takes somebody back to an earlier phase: that is always free.
func (b *Bot) digestBack(ctx context.Context, c Command) (Answer, error) {
	phase, id, _ := strings.Cut(c.Args, " ")
	to, err := domain.ParsePhase(phase)
	if err != nil {
		return Answer{}, domain.Fault(domain.KindStale, "phase", nil)
	}
	return b.settle(ctx, c, domain.ContactID(id), func(book *domain.Book, contact *domain.Contact) (settled, error) {
		if contact.Phase <= to {
			return settled{text: view.WentBack(contact)}, nil // a second tap means the same one
		}
		_, err := book.Move(contact, to)
		return done(book, view.WentBack(contact), err)
	})
}

// digestSlow gives somebody a rhythm of their own, half as fast as the one that its
// value names: a second tap means the same.
func (b *Bot) digestSlow(ctx context.Context, c Command) (Answer, error) {
	id, days, _ := strings.Cut(c.Args, " ")
	was, err := strconv.Atoi(days)
	if err != nil || was < 1 || was > view.LongestRhythm {
		return Answer{}, domain.Fault(domain.KindStale, "rhythm", nil)
	}
	return b.settle(ctx, c, domain.ContactID(id), func(book *domain.Book, contact *domain.Contact) (settled, error) {
		return slowDown(book, contact, was)
	})
}

// slowDown lets somebody come up half as often as every so many days.
func slowDown(book *domain.Book, c *domain.Contact, was int) (settled, error) {
	slow := domain.Every(min(2*was, view.LongestRhythm))
	if now, _ := book.Rhythm(c); now.Ideal >= slow.Ideal {
		return settled{text: view.Slower(c.Name, now)}, nil
	}
	return done(book, view.Slower(c.Name, slow), book.SetCadence(c, slow))
}

// snooze keeps somebody out of digests for a number of days.
func (b *Bot) snooze(ctx context.Context, c Command, id domain.ContactID, days int) (Answer, error) {
	return b.settle(ctx, c, id, func(book *domain.Book, contact *domain.Contact) (settled, error) {
		return snoozed(book, contact, book.Today.AddDays(days))
	})
}

// snoozeUntil keeps somebody out of digests until a date.
func (b *Bot) snoozeUntil(ctx context.Context, c Command, id domain.ContactID, until domain.Date) (Answer, error) {
	return b.settle(ctx, c, id, func(book *domain.Book, contact *domain.Contact) (settled, error) {
		return snoozed(book, contact, until)
	})
}

// rest lets somebody rest: kept and remembered, without nudges.
func (b *Bot) rest(ctx context.Context, c Command, id domain.ContactID) (Answer, error) {
	return b.settle(ctx, c, id, func(book *domain.Book, contact *domain.Contact) (settled, error) {
		return done(book, view.Stopped(contact.Name), book.Rest(contact, true))
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
