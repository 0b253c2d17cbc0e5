package bot

import (
	"context"
	"slices"
	"strings"

	"rapport/bot/view"
	"rapport/domain"
)

// cardOf is the card of a contact, archived ones included. Done says what
// was just changed on it; the zero settled is nothing.
func cardOf(book *domain.Book, id domain.ContactID, done settled) (view.Message, error) {
	c, err := book.Contact(id)
	if err != nil {
		return view.Message{}, err
	}
	p := cardPage(book, c)
	p.Done, p.Undo, p.Edit = done.text, done.undo, done.edit
	if p.Goals, err = served(book, c); err != nil {
		return view.Message{}, err
	}
	if p.Ties, err = ties(book, c); err != nil {
		return view.Message{}, err
	}
	if p.Partners, err = partnersWith(book, c); err != nil {
		return view.Message{}, err
	}
	p.Pair = book.Member.Settings(book.Policy).Paired(c, p.Partners)
	return view.Card(p), nil
}

// cardPage is what there is to say about a contact now.
func cardPage(book *domain.Book, c *domain.Contact) view.CardPage {
	p := view.CardPage{Today: book.Today, Contact: c, Due: book.Due(c)}
	p.Rhythm, p.From = book.Rhythm(c)
	p.Next = ahead(book, c)
	for _, ph := range domain.Phases {
		if book.Judge(c, ph).Legal {
			p.Legal = append(p.Legal, ph)
		}
	}
	return p
}

// served are the open goals that somebody serves.
func served(book *domain.Book, c *domain.Contact) ([]domain.Goal, error) {
	if len(c.Goals) == 0 {
		return nil, nil
	}
	open, err := book.OpenGoals()
	return slices.DeleteFunc(open, func(g domain.Goal) bool { return !slices.Contains(c.Goals, g.ID) }), err
}

// partnersWith are the pairs that the member is in with somebody.
func partnersWith(book *domain.Book, c *domain.Contact) ([]domain.Partnership, error) {
	if c.SlackUser == "" {
		return nil, nil
	}
	all, err := book.Mentoring().Partnerships()
	if domain.KindOf(err) == domain.KindNotFound {
		return nil, nil
	}
	return slices.DeleteFunc(slices.Clone(all), func(p domain.Partnership) bool { return string(p.Partner(p.Me)) != c.SlackUser }), err
}

// mostTies is how many introductions are looked up for a card.
const mostTies = 10

// ties are the introductions of somebody that stand, the newest first, with the
// names of the others. Whoever is gone since is left out.
func ties(book *domain.Book, c *domain.Contact) ([]view.Tie, error) {
	var all []view.Tie
	for _, x := range slices.Backward(c.Introductions) {
		if x.Undone || x.State == domain.IntroDeclined || len(all) == mostTies {
			continue
		}
		name, err := book.NameOf(x.Other)
		if domain.KindOf(err) == domain.KindNotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, view.Tie{Introduction: x, Name: name})
	}
	return all, nil
}

// turn changes somebody from their card, and shows the card as it is now in its
// place.
func (b *Bot) turn(ctx context.Context, c Command, id domain.ContactID, f func(*domain.Book, *domain.Contact) (settled, error)) (Answer, error) {
	return b.say(ctx, c, "Card", func(book *domain.Book) (view.Message, error) {
		contact, err := book.Contact(id)
		if err != nil {
			return view.Message{}, err
		}
		done, err := f(book, contact)
		if err != nil {
			return view.Message{}, err
		}
		return cardOf(book, id, done)
	})
}

// cardLog logs a touch of today with one tap; a second tap means the same one.
func (b *Bot) cardLog(ctx context.Context, c Command) (Answer, error) {
	return b.turn(ctx, c, domain.ContactID(c.Args), func(book *domain.Book, contact *domain.Contact) (settled, error) {
		if i, ok := justLogged(book, contact, book.Today); ok {
			book.Mentoring().Again(i.ID)
			return loggedAs(book, domain.Logged{Contact: contact, Interaction: i, From: contact.Phase}), nil
		}
		l, err := book.Log(contact, domain.Touch{On: book.Today, Kind: view.KindOfTap})
		if err != nil {
			return settled{}, err
		}
		return loggedAs(book, l), nil
	})
}

// cardMore does what was chosen from a card's More menu.
func (b *Bot) cardMore(ctx context.Context, c Command) (Answer, error) {
	what, id, _ := strings.Cut(c.Args, " ")
	switch what {
	case view.CardRhythm:
		return b.rhythmForm(ctx, c, domain.ContactID(id))
	case view.CardMerge:
		return b.mergeForm(ctx, c, domain.ContactID(id))
	case view.CardSplit:
		return b.splitForm(ctx, c, domain.ContactID(id))
	}
	return b.turn(ctx, c, domain.ContactID(id), func(book *domain.Book, contact *domain.Contact) (settled, error) {
		switch what {
		case view.CardRest:
			return done(book, view.Stopped(contact.Name), book.Rest(contact, true))
		case view.CardWake:
			return done(book, view.Woken(contact.Name), book.Rest(contact, false))
		case view.CardArchive:
			return done(book, view.Archived(contact.Name), book.Archive(contact, true))
		case view.CardRestore:
			return done(book, view.Restored(contact.Name), book.Archive(contact, false))
		case view.CardRouse:
			return done(book, view.Roused(contact.Name), book.Snooze(contact, domain.Date{}))
		case view.CardWeek:
			return snoozed(book, contact, book.Today.AddDays(aWeek))
		case view.CardMonth:
			return snoozed(book, contact, book.Today.AddDays(aMonth))
		}
		return settled{}, domain.Fault(domain.KindStale, "menu", nil)
	})
}

// snoozed keeps somebody out of digests until a date.
func snoozed(book *domain.Book, c *domain.Contact, until domain.Date) (settled, error) {
	return done(book, view.Snoozed(c.Name, until, book.Today), book.Snooze(c, until))
}

// done is a change that this command made, unless err says that it didn't.
func done(book *domain.Book, text string, err error) (settled, error) {
	if err != nil {
		return settled{}, err
	}
	return settled{text: text, undo: book.ID}, nil
}

// cardRhythm asks how often somebody should come up.
func (b *Bot) cardRhythm(ctx context.Context, c Command) (Answer, error) {
	return b.rhythmForm(ctx, c, domain.ContactID(c.Args))
}

// cardUndo takes back what was just changed, and shows the card as it is then.
func (b *Bot) cardUndo(ctx context.Context, c Command) (Answer, error) {
	id, command, _ := strings.Cut(c.Args, " ")
	a, err := b.say(ctx, c, "Card", func(book *domain.Book) (view.Message, error) {
		u, err := book.Undo(domain.CommandID(command))
		if err != nil {
			return view.Message{}, err
		}
		book.Member.LastMet = ""
		m, err := cardOf(book, domain.ContactID(id), settled{text: view.Undid(u).Text})
		if domain.KindOf(err) == domain.KindNotFound {
			m, err = view.Undid(u), nil
		}
		if err != nil {
			return view.Message{}, err
		}
		return c.remains(book, m)
	})
	switch domain.KindOf(err) {
	case domain.KindNotFound:
		return where(c, "Card", view.NothingToUndo()), nil
	case domain.KindStale:
		return where(c, "Card", view.UndoneAlready()), nil
	}
	return a, err
}
