package bot

import (
	"context"
	"strings"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

// ask does what "/ask …" asks: lists what is open, looks at a request before it is
// made, or remembers one that was.
func (b *Bot) ask(ctx context.Context, c Command) (Answer, error) {
	text := b.introduceMentions(ctx, c, strings.TrimSpace(c.Args))
	return b.lookFirst(ctx, c, view.VerbAsk, func(book *domain.Book) (*view.Message, error) {
		p, err := phrase.ParseAsk(text, book.Today, book, nil)
		switch {
		case err != nil || p.Ask != nil:
			return nil, err
		case p.Do == phrase.AskHelp:
			return new(view.AskHelp()), nil
		case p.Do == phrase.AskList:
			m, err := asks(book, settled{})
			return &m, err
		}
		return nil, nil
	}, func(book *domain.Book) (view.Message, error) { return askText(book, text, nil) })
}

// askText does what text asks, or asks first who or which day is meant. q is the
// question that text is the answer to, nil when there was none.
func askText(book *domain.Book, text string, q *domain.Question) (view.Message, error) {
	today, answers := asAsked(book, q)
	p, err := phrase.ParseAsk(text, today, book, answers)
	if err != nil {
		return view.Message{}, err
	}
	question := p.Ask
	if question == nil {
		if question, err = introduce(book, text, &p.Who, answers); err != nil {
			return view.Message{}, err
		}
	}
	if question != nil {
		if q == nil {
			q = book.AskFirst(view.VerbAsk, text, nil)
		}
		return view.Unsure(query(q.ID, *question), book.Today), nil
	}
	if q != nil {
		book.Settle(q)
	}
	r := domain.Request{What: p.What, By: p.By, Link: p.Link, TheyChose: p.TheyChose}
	switch {
	case p.Do == phrase.AskRecord:
		return recordAsk(book, p.Who, r, p.Asked)
	case p.Who.Contact == "":
		return view.AskStranger(p.Who.Name), nil
	}
	c, err := present(book, p.Who.Contact)
	if err != nil {
		return view.Message{}, err
	}
	if turn, ok := turned[p.Do]; ok {
		return turnByWords(book, c, turn)
	}
	return lookAt(book, c, r)
}

// recordAsk remembers a request that was made without the bot, wherever the
// relationship stands. Who is new comes into the circle with it.
func recordAsk(book *domain.Book, who phrase.Who, r domain.Request, made domain.Date) (view.Message, error) {
	c, err := meant(book, who, domain.Identifying)
	if err != nil {
		return view.Message{}, err
	}
	back, err := bringBack(book, c)
	if err != nil {
		return view.Message{}, err
	}
	a, err := book.RecordAsk(c, r, made)
	if err != nil {
		return view.Message{}, err
	}
	said := view.AskRecorded(c.Name, a, who.Contact == "", book.Today)
	if back {
		said += " " + view.BackAgain(c.Name)
	}
	return view.Alone(said, book.ID, "", view.AskAnswers(c, a)...), nil
}

// asks is the list of requests, below what was just done.
func asks(book *domain.Book, done settled) (view.Message, error) {
	p, err := book.Portfolio()
	if err != nil {
		return view.Message{}, err
	}
	page := view.AsksPage{Today: book.Today, Done: done.text, Undo: done.undo}
	for _, c := range p.Contacts {
		for _, a := range c.Asks {
			switch {
			case a.Open():
				page.Open = append(page.Open, view.AskRow{Contact: c, Ask: a})
			case !a.Undone && a.State != domain.AskDeclined && book.Today.Sub(a.Changed) <= aQuarter:
				page.Answered = append(page.Answered, view.AskRow{Contact: c, Ask: a})
			}
		}
	}
	page.Sort()
	return view.Asks(page), nil
}

// aQuarter is how many days the list of asks shows what was answered.
const aQuarter = 90

// turnAsks changes an ask from the list, and shows the list as it is then.
func (b *Bot) turnAsks(ctx context.Context, c Command, id domain.ContactID, f func(*domain.Book, *domain.Contact) (settled, error)) (Answer, error) {
	return b.say(ctx, c, "Asks", func(book *domain.Book) (view.Message, error) {
		contact, err := present(book, id)
		s := absent()
		if err == nil {
			s, err = f(book, contact)
		}
		if err != nil && domain.KindOf(err) != domain.KindNotFound {
			return view.Message{}, err
		}
		return asks(book, s)
	})
}

// askUndo takes back what was just done on the list of asks.
func (b *Bot) askUndo(ctx context.Context, c Command) (Answer, error) {
	a, err := b.say(ctx, c, "Asks", func(book *domain.Book) (view.Message, error) {
		u, err := book.Undo(domain.CommandID(c.Args))
		if err != nil {
			return view.Message{}, err
		}
		return asks(book, settled{text: view.UndidText(u)})
	})
	switch domain.KindOf(err) {
	case domain.KindNotFound:
		return where(c, "Asks", view.NothingToUndo()), nil
	case domain.KindStale:
		return where(c, "Asks", view.UndoneAlready()), nil
	}
	return a, err
}
