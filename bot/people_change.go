package bot

import (
	"errors"

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
	return settled{}, domain.Fault(domain.KindInvalid, "change of a card", nil)
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
