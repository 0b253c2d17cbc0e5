package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

// The keys of the answers to what promises ask beside the grammar's questions.
const (
	promiseBy    = "promise.by"    // the date, when none was said
	promiseWhich = "promise.which" // which of several open ones
)

// promise does what "/promise …" asks: notes a commitment, says what became of
// one, or lists those that are open. Without a date it opens the form, with all
// that was said in it.
func (b *Bot) promise(ctx context.Context, c Command) (Answer, error) {
	text := b.introduceMentions(ctx, c, strings.TrimSpace(c.Args))
	var a Answer
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) error {
		a = Answer{}
		p, err := readPromise(book, text, nil)
		if err != nil || p.Ask != nil {
			return err
		}
		switch {
		case p.Do == phrase.PromiseHelp:
			a = tell(view.PromiseHelp())
		case p.Do == phrase.PromiseList:
			m, err := promises(book, 1, settled{})
			a = tell(m)
			return err
		case p.Do == phrase.PromiseNew && p.By.IsZero() && c.Trigger != "":
			a.Modal, err = promiseForm(book, p, "")
		}
		return err
	})
	if misread, ok := errors.AsType[*phrase.Error](err); ok {
		return tell(unclear(misread, view.VerbPromise)), nil
	}
	if err != nil || a.Message != nil || a.Modal != nil {
		return a, err
	}
	return b.write(ctx, c, func(book *domain.Book) (view.Message, error) { return promiseText(book, text, nil) })
}

// readPromise reads what stands after /promise, and gives everybody who was only
// mentioned their name. q is the question that text is the answer to: it then means
// what it meant on the day it was typed.
func readPromise(book *domain.Book, text string, q *domain.Question) (phrase.Promise, error) {
	today, answers := asAsked(book, q)
	p, err := phrase.ParsePromise(text, today, book, answers)
	if err != nil || p.Ask != nil {
		return p, err
	}
	if p.Ask, err = introduce(book, text, &p.Who, answers); err != nil {
		return p, err
	}
	if p.By.IsZero() {
		p.By, _ = domain.ParseDate(answers[promiseBy]) // what isn't one is asked for again
	}
	return p, nil
}

// asAsked is the date and the answers with which a text is read: those of the
// question that it is the answer to, if there is one.
func asAsked(book *domain.Book, q *domain.Question) (domain.Date, map[string]string) {
	if q == nil {
		return book.Today, nil
	}
	return domain.DateIn(q.Asked, book.Member.Settings(book.Policy).Location), q.Answers
}

// introduce gives somebody who was only mentioned their name, or asks whether
// they are somebody known.
func introduce(book *domain.Book, text string, who *phrase.Who, answers map[string]string) (*phrase.Question, error) {
	if who.Slack == "" {
		return nil, nil
	}
	all := []phrase.Who{*who}
	ask, err := recognise(book, text, all, answers)
	*who = all[0]
	return ask, err
}

// promiseText does what text asks, or asks first. q is the question that text is
// the answer to, nil when there was none.
func promiseText(book *domain.Book, text string, q *domain.Question) (view.Message, error) {
	p, err := readPromise(book, text, q)
	if err != nil {
		return view.Message{}, err
	}
	question := func() *domain.Question {
		if q == nil {
			q = book.AskFirst(view.VerbPromise, text, nil)
		}
		return q
	}
	switch {
	case p.Ask != nil:
		return view.Unsure(query(question().ID, *p.Ask), book.Today), nil
	case p.Do == phrase.PromiseHelp:
		return view.PromiseHelp(), nil
	case p.Do == phrase.PromiseList:
		return promises(book, 1, settled{})
	case p.Do != phrase.PromiseNew:
		return closeByWords(book, p, q, question)
	case p.By.IsZero():
		said := domain.Promise{What: p.What, Theirs: p.Theirs}
		return view.PromiseBy(question().ID, promiseBy, p.Who.Name, said, book.Today), nil
	case p.By.Before(book.Today):
		return view.DayIsOver(p.BySaid, p.By, book.Today), nil
	}
	if q != nil {
		book.Settle(q)
	}
	e, err := pledge(book, p)
	return view.Promised(e), err
}

// pledge notes a promise. The same one a second time is not doubled; whoever was
// archived comes back with it.
func pledge(book *domain.Book, p phrase.Promise) (view.PromiseEcho, error) {
	e := view.PromiseEcho{Command: book.ID, Today: book.Today, New: p.Who.Contact == ""}
	c, err := meant(book, p.Who, domain.Identifying)
	if err != nil {
		return e, err
	}
	if e.Back, err = bringBack(book, c); err != nil {
		return e, err
	}
	e.Contact = c
	for _, old := range c.Promises {
		if old.Open() && old.Theirs == p.Theirs && old.Due == p.By && sameWords(old.What, p.What) {
			e.Promise, e.Known = old, true
			return e, nil
		}
	}
	e.Promise, err = book.Promise(c, p.What, p.By, p.Theirs)
	return e, err
}

// promises is a page of the open promises, below what was just done.
func promises(book *domain.Book, page int, done settled) (view.Message, error) {
	rows, err := openPromises(book)
	if err != nil {
		return view.Message{}, err
	}
	return view.Promises(view.PromisesPage{Today: book.Today, Rows: rows, Page: page, Done: done.text, Undo: done.undo}), nil
}

// openPromises are all that are open: the member's own first, then by date.
func openPromises(book *domain.Book) ([]view.PromiseTeller, error) {
	p, err := book.Portfolio()
	if err != nil {
		return nil, err
	}
	var rows []view.PromiseTeller
	for _, c := range p.Contacts {
		for _, pr := range c.Promises {
			if pr.Open() {
				rows = append(rows, view.PromiseTeller{Contact: c, Promise: pr})
			}
		}
	}
	slices.SortStableFunc(rows, func(a, b view.PromiseTeller) int {
		return cmp.Or(falseFirst(a.Promise.Theirs, b.Promise.Theirs), a.Promise.Due.Compare(b.Promise.Due))
	})
	return rows, nil
}

// falseFirst compares two answers, no before yes.
func falseFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// promisePage turns the page of the list where it stands.
func (b *Bot) promisePage(ctx context.Context, c Command) (Answer, error) {
	return b.look(ctx, c, "Promises", func(book *domain.Book) (view.Message, error) {
		return promises(book, pageOf(c.Args), settled{})
	})
}

// promisesFrom is the page of the list that a row stands on.
func promisesFrom(book *domain.Book, p view.Place, done settled) (view.Message, error) {
	return promises(book, (p.Number-1)/view.MostPromises+1, done)
}

// promiseRow is how a row of the list reads now.
func promiseRow(book *domain.Book, p view.Place) ([]slack.Block, error) {
	c, pr, err := promiseOf(book, p.Contact, domain.RecordID(p.Subject))
	switch {
	case err != nil:
		return nil, err
	case !pr.Open():
		return view.Remark(p, view.PromiseOver(c, pr, book.Today)), nil
	}
	return view.PromiseItem(p.Number, view.PromiseTeller{Contact: c, Promise: pr}, book.Today), nil
}

// promiseOf returns a promise in whatever state it is, and who it ties the member
// to. KindNotFound.
func promiseOf(book *domain.Book, who domain.ContactID, id domain.RecordID) (*domain.Contact, domain.Promise, error) {
	c, err := present(book, who)
	if err != nil {
		return nil, domain.Promise{}, err
	}
	for _, p := range c.Promises {
		if p.ID == id {
			return c, p, nil
		}
	}
	return nil, domain.Promise{}, domain.Fault(domain.KindNotFound, "promise", nil)
}
