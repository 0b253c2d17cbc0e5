package bot

import (
	"errors"
	"slices"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

// change does what a /people asks that changes something, and echoes it on the
// card.
func change(book *domain.Book, p phrase.People) (view.Message, error) {
	switch p.Do {
	case phrase.PeopleAdd:
		return addAll(book, p.Lines)
	case phrase.PeopleTagEvery:
		return paceTag(book, p.Tag, p.Cadence)
	}
	c, err := book.Contact(p.Who.Contact)
	if err != nil {
		return view.Message{}, err
	}
	if p.Do == phrase.CardMove {
		return moveTo(book, c, p.Phase)
	}
	s, err := changeCard(book, c, p)
	if err != nil {
		return view.Message{}, err
	}
	return cardOf(book, c.ID, s)
}

// changeCard changes one thing about somebody.
func changeCard(book *domain.Book, c *domain.Contact, p phrase.People) (settled, error) {
	switch p.Do {
	case phrase.CardTag:
		return done(book, view.Tagged(c.Name, p.Tags, p.Untag), errors.Join(book.Tag(c, p.Tags...), book.Untag(c, p.Untag...)))
	case phrase.CardEvery:
		err := book.SetCadence(c, p.Cadence)
		now, from := book.Rhythm(c)
		return done(book, view.Paced(c, now, from), err)
	case phrase.CardDate:
		return done(book, view.Marked(c.Name, p.Occasion), book.Mark(c, p.Occasion))
	case phrase.CardNote:
		return done(book, view.Remembered(c.Name, p.Note), book.Remember(c, p.Note))
	case phrase.CardSnooze:
		return snoozed(book, c, p.Until)
	case phrase.CardRest:
		return done(book, view.Stopped(c.Name), book.Rest(c, true))
	case phrase.CardWake:
		return wake(book, c)
	case phrase.CardArchive:
		return done(book, view.Archived(c.Name), book.Archive(c, true))
	case phrase.CardRestore:
		return done(book, view.Restored(c.Name), book.Archive(c, false))
	}
	return tellCard(book, c, p)
}

// tellCard writes down what was told about somebody.
func tellCard(book *domain.Book, c *domain.Contact, p phrase.People) (settled, error) {
	switch p.Do {
	case phrase.CardRename:
		return rename(book, c, p.Name)
	case phrase.CardAlias:
		err := book.Call(c, append(slices.Clone(c.Aliases), p.Name)...)
		return done(book, view.Aliased(c.Name, p.Name), err)
	case phrase.CardAbout:
		return tellAbout(book, c, p.About)
	case phrase.CardNeed:
		return noteNeed(book, c, domain.Need{What: p.What, Urgency: p.Urgency, Asked: p.Asked, Noted: book.Today})
	case phrase.CardReceived:
		v, err := book.Receive(c, p.What, book.Today)
		return done(book, view.Received(c.Name, v, book.Today), err)
	case phrase.CardDelivered:
		was := ahead(book, c)
		v, err := book.Deliver(c, p.What, book.Today, domain.Date{})
		return done(book, view.Helped(c, v, opened(book, c, was), book.Today), err)
	case phrase.CardThrough:
		return knownThrough(book, c, p.Other.Contact)
	}
	return settled{}, domain.Fault(domain.KindInvalid, "change of a card", nil)
}

// knownThrough notes through whom the member knows somebody.
func knownThrough(book *domain.Book, c *domain.Contact, id domain.ContactID) (settled, error) {
	other, err := book.Contact(id)
	if err != nil {
		return settled{}, err
	}
	err = book.Through(c, other, book.Today)
	if domain.KindOf(err) == domain.KindStale {
		return settled{text: view.ThroughAlready(c.Name, other.Name)}, nil
	}
	return done(book, view.Through(c.Name, other.Name), err)
}

// rename gives somebody another name. One that somebody else bears is refused:
// two of a name are told apart by nobody, and are perhaps one person.
func rename(book *domain.Book, c *domain.Contact, name string) (settled, error) {
	known, err := namesake(book, name)
	if err != nil {
		return settled{}, err
	}
	if known != nil && known.Contact != c.ID {
		return settled{text: view.NameTaken(c.Name, known.Name)}, nil
	}
	was := c.Name
	err = book.Rename(c, name)
	return done(book, view.Renamed(was, c.Name), err)
}

// tellAbout writes on a card what was told, and leaves the rest as it is.
func tellAbout(book *domain.Book, c *domain.Contact, said map[phrase.AboutField]string) (settled, error) {
	about := c.About()
	for field, at := range map[phrase.AboutField]*string{
		phrase.AboutOrganisation: &about.Organisation, phrase.AboutRole: &about.Role, phrase.AboutPlace: &about.Place,
		phrase.AboutWork: &about.Work, phrase.AboutHowMet: &about.HowMet,
	} {
		if text, ok := said[field]; ok {
			*at = text
		}
	}
	was := *c
	err := book.Describe(c, about)
	return done(book, view.Edited(c.Name, view.CardChanges(&was, c)), err)
}

// wake ends a rest and a snooze: whoever wakes somebody wants them back.
func wake(book *domain.Book, c *domain.Contact) (settled, error) {
	return done(book, view.Woken(c.Name), errors.Join(book.Rest(c, false), book.Snooze(c, domain.Date{})))
}

// paceTag gives everybody with a tag a rhythm.
func paceTag(book *domain.Book, tag string, r domain.Cadence) (view.Message, error) {
	if err := book.SetTagCadence(tag, r); err != nil {
		return view.Message{}, err
	}
	p, err := book.Portfolio()
	if err != nil {
		return view.Message{}, err
	}
	n := len(rowsOf(book, p, view.Filter{Only: view.OnlyTag, Tag: tag}))
	return view.TagPaced(tag, r, n), nil
}
