package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

// people does what "/people …" asks: shows a list or a card, or changes one.
func (b *Bot) people(ctx context.Context, c Command) (Answer, error) {
	text := b.introduceMentions(ctx, c, strings.TrimSpace(c.Args))
	if text == "add" && c.Trigger != "" {
		return Answer{Modal: view.AddModal()}, nil
	}
	var shown *view.Message
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) error {
		shown = nil
		p, err := phrase.ParsePeople(text, book.Today, book, nil)
		if err != nil || p.Ask != nil {
			return err
		}
		shown, err = look(book, p)
		return err
	})
	if misread, ok := errors.AsType[*phrase.Error](err); ok {
		return tell(unclearPeople(misread)), nil
	}
	if err != nil {
		return Answer{}, err
	}
	if shown != nil {
		return Answer{Message: shown}, nil
	}
	return b.write(ctx, c, func(book *domain.Book) (view.Message, error) {
		return peopleText(book, text, nil)
	})
}

// unclearPeople is the sentence for a text after /people that can't be read.
func unclearPeople(e *phrase.Error) view.Message {
	switch e.Kind {
	case phrase.TooMany:
		return view.TooManyLines()
	case phrase.NoName:
		return view.NoNameGiven()
	case phrase.TooLong:
		return view.TooLongLine()
	}
	return unclear(e, view.VerbPeople)
}

// look shows what p asks for when that changes nothing; nil when it would.
func look(book *domain.Book, p phrase.People) (*view.Message, error) {
	f := view.Filter{}
	switch p.Do {
	case phrase.PeopleHelp:
		return new(view.PeopleHelp()), nil
	case phrase.PeopleCard:
		m, err := cardOf(book, p.Who.Contact, settled{})
		return &m, err
	case phrase.PeopleList:
	case phrase.PeopleDue:
		f.Only = view.OnlyDue
	case phrase.PeopleResting:
		f.Only = view.OnlyResting
	case phrase.PeopleArchived:
		f.Only = view.OnlyArchived
	case phrase.PeoplePhase:
		f.Only, f.Phase = view.OnlyPhase, p.Phase
	case phrase.PeopleTag:
		f.Only, f.Tag = view.OnlyTag, p.Tag
	default:
		return nil, nil
	}
	m, err := listed(book, f, p.Page)
	return &m, err
}

// peopleText does what text asks, or asks first who is meant. q is the question
// that text is the answer to, nil when there was none.
func peopleText(book *domain.Book, text string, q *domain.Question) (view.Message, error) {
	var answers map[string]string
	if q != nil {
		answers = q.Answers
	}
	p, err := phrase.ParsePeople(text, book.Today, book, answers)
	if err != nil {
		return view.Message{}, err
	}
	if p.Ask != nil {
		if q == nil {
			q = book.AskFirst(view.VerbPeople, text, nil)
		}
		return view.Which(query(q.ID, *p.Ask), book.Today), nil
	}
	if q != nil {
		book.Settle(q)
	}
	m, err := look(book, p)
	if err != nil {
		return view.Message{}, err
	}
	if m != nil {
		return *m, nil
	}
	return change(book, p)
}

// listed is one page of a list.
func listed(book *domain.Book, f view.Filter, page int) (view.Message, error) {
	p, err := book.Portfolio()
	if err != nil {
		return view.Message{}, err
	}
	nobody := len(p.Contacts) == 0
	if f.Only == view.OnlyArchived {
		if p.Contacts, err = book.Archived(); err != nil {
			return view.Message{}, err
		}
	}
	rows := rowsOf(book, p, f)
	return view.People(view.PeoplePage{Today: book.Today, Filter: f, Rows: rows, Page: page, Nobody: nobody}), nil
}

// rowsOf are the people that a filter lets through, in their groups.
func rowsOf(book *domain.Book, p domain.Portfolio, f view.Filter) []view.Row {
	if f.Only == view.OnlyDue {
		return dueRows(book, p)
	}
	var rows []view.Row
	s := book.Member.Settings(book.Policy)
	for _, c := range p.Contacts {
		switch f.Only {
		case view.OnlyResting:
			if !c.Resting {
				continue
			}
		case view.OnlyPhase:
			if c.Phase != f.Phase {
				continue
			}
		case view.OnlyTag:
			if !slices.Contains(c.Tags, strings.ToLower(f.Tag)) {
				continue
			}
		}
		rows = append(rows, view.Row{Group: c.Phase.String(), Contact: c, Due: s.Due(c), Pair: s.Paired(c, p.Partnerships)})
	}
	slices.SortStableFunc(rows, func(a, b view.Row) int { return cmp.Compare(a.Contact.Phase, b.Contact.Phase) })
	return rows
}

// dueRows are those whose time has come, in the order of the digest, and those
// who wait because they were snoozed: they stay listed until they come back (R26).
func dueRows(book *domain.Book, p domain.Portfolio) []view.Row {
	var rows []view.Row
	d, s := domain.PlanDigest(p, book.Today), book.Member.Settings(book.Policy)
	for _, n := range slices.Concat(d.Shown, d.Waiting) {
		if slices.ContainsFunc(rows, func(r view.Row) bool { return r.Contact.ID == n.Contact.ID }) {
			continue // for several reasons
		}
		rows = append(rows, view.Row{Group: "Now", Contact: n.Contact, Due: n.Due, Pair: s.Paired(n.Contact, p.Partnerships)})
	}
	now := len(rows)
	for _, c := range p.Contacts {
		if c.SnoozedUntil.After(book.Today) && !c.Resting {
			rows = append(rows, view.Row{Group: "Snoozed", Contact: c, Due: s.Due(c), Pair: s.Paired(c, p.Partnerships)})
		}
	}
	slices.SortStableFunc(rows[now:], func(a, b view.Row) int {
		return a.Contact.SnoozedUntil.Compare(b.Contact.SnoozedUntil)
	})
	return rows
}

// peoplePage turns a list's page, or narrows it, where the list stands.
func (b *Bot) peoplePage(ctx context.Context, c Command) (Answer, error) {
	f, page := view.ParsePage(c.Args)
	return b.look(ctx, c, "Your circle", func(book *domain.Book) (view.Message, error) { return listed(book, f, page) })
}

// peopleOpen shows a card below the list that it was opened from.
func (b *Bot) peopleOpen(ctx context.Context, c Command) (Answer, error) {
	a, err := b.look(ctx, c, "Card", func(book *domain.Book) (view.Message, error) {
		return cardOf(book, domain.ContactID(c.Args), settled{})
	})
	a.Replace = false
	return a, err
}

// look shows something and changes nothing: in the place of the message that
// the button stood on, or in a modal where there is no message.
func (b *Bot) look(ctx context.Context, c Command, title string, f func(*domain.Book) (view.Message, error)) (Answer, error) {
	var m view.Message
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) (err error) {
		m, err = f(book)
		return err
	})
	if err != nil {
		return Answer{}, err
	}
	return where(c, title, m), nil
}

// where puts what a button says where the button stood: in the place of its
// message, or into a modal when it stood on App Home or in one.
func where(c Command, title string, m view.Message) Answer {
	switch {
	case c.Reply.ViewID != "" && c.Reply.Door != ModalDoor && c.Trigger != "":
		return Answer{Modal: view.Sheet(title, m)}
	case c.Reply.Door == ButtonDoor:
		return replace(m)
	}
	return tell(m)
}
