package bot

import (
	"context"
	"slices"
	"strings"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

// promiseKept, promiseDrop and promiseBroken say what became of a promise.
func (b *Bot) promiseKept(ctx context.Context, c Command) (Answer, error) {
	return b.promiseEnds(ctx, c, phrase.PromiseKept)
}

func (b *Bot) promiseDrop(ctx context.Context, c Command) (Answer, error) {
	return b.promiseEnds(ctx, c, phrase.PromiseDrop)
}

func (b *Bot) promiseBroken(ctx context.Context, c Command) (Answer, error) {
	return b.promiseEnds(ctx, c, phrase.PromiseBroken)
}

func (b *Bot) promiseEnds(ctx context.Context, c Command, how phrase.PromiseVerb) (Answer, error) {
	who, id := view.ParseRecord(c.Args)
	return b.concerning(ctx, c, who, func(book *domain.Book, contact *domain.Contact) (settled, error) {
		return endPromise(book, contact, id, how)
	})
}

// endPromise says what became of a promise: kept, taken back or broken. One that
// is settled already, or gone, is said to be so.
func endPromise(book *domain.Book, c *domain.Contact, id domain.RecordID, how phrase.PromiseVerb) (settled, error) {
	if s, over := promiseOver(book, c, id); over {
		return s, nil
	}
	was := ahead(book, c)
	var p domain.Promise
	var err error
	say := view.PromiseKept
	switch how {
	case phrase.PromiseKept:
		p, err = book.Keep(c, id, book.Today)
	case phrase.PromiseBroken:
		p, err = book.Break(c, id)
		say = view.PromiseBroken
	default:
		p, err = book.DropPromise(c, id)
		say = view.PromiseDropped
	}
	if err != nil {
		return settled{}, err
	}
	return settled{text: say(c, p, gain(was, ahead(book, c))), undo: book.ID}, nil
}

// putOff gives a promise another date.
func putOff(book *domain.Book, c *domain.Contact, id domain.RecordID, due domain.Date) (settled, error) {
	if s, over := promiseOver(book, c, id); over {
		return s, nil
	}
	_, before, err := promiseOf(book, c.ID, id)
	if err != nil {
		return settled{}, err
	}
	was := ahead(book, c)
	p, err := book.Reschedule(c, id, due)
	if err != nil {
		return settled{}, err
	}
	s := settled{text: view.PromiseMoved(c, p, before.Due, book.Today, gain(was, ahead(book, c))), undo: book.ID}
	if p.Due == before.Due {
		s.undo = "" // nothing was changed
	}
	return s, nil
}

// promiseOver is the answer about a promise that nothing can be done about any
// more; over is false for one that is open.
func promiseOver(book *domain.Book, c *domain.Contact, id domain.RecordID) (s settled, over bool) {
	_, p, err := promiseOf(book, c.ID, id)
	switch {
	case err != nil:
		return settled{text: view.NoSuchPromise(), over: true}, true
	case !p.Open():
		return settled{text: view.PromiseOver(c, p, book.Today), over: true}, true
	}
	return settled{}, false
}

// gain is what changed between two verdicts about the same phase.
func gain(was, is domain.Verdict) view.Gain {
	var g view.Gain
	missing := func(v domain.Verdict, n domain.EvidenceName) bool {
		return slices.ContainsFunc(v.Missing, func(k domain.Check) bool { return k.Name == n })
	}
	g.Counts = missing(was, domain.PromiseWasKept) && !missing(is, domain.PromiseWasKept)
	g.Clear = missing(was, domain.NothingOverdue) && !missing(is, domain.NothingOverdue)
	if !was.Legal && is.Legal {
		g.Opened = is.To
	}
	return g
}

// closeByWords says what became of a promise by words, "Jane kept": of the one
// that is meant, or asks which. q is the question that this answers, nil for none;
// ask makes one if there is none.
func closeByWords(book *domain.Book, p phrase.Promise, q *domain.Question, ask func() *domain.Question) (view.Message, error) {
	c, err := present(book, p.Who.Contact)
	if err != nil {
		return view.Message{}, err
	}
	open := slices.DeleteFunc(slices.Clone(c.Promises), func(x domain.Promise) bool {
		return !x.Open() || p.Theirs && !x.Theirs || p.What != "" && !strings.Contains(phrase.Fold(x.What), phrase.Fold(p.What))
	})
	if q != nil && q.Answers[promiseWhich] != "" {
		open = slices.DeleteFunc(open, func(x domain.Promise) bool { return string(x.ID) != q.Answers[promiseWhich] })
	}
	switch {
	case len(open) == 0:
		return view.NoOpenPromise(c.Name, p.What), nil
	case len(open) > 1:
		return view.WhichPromise(ask().ID, promiseWhich, c, open, book.Today), nil
	case p.Do == phrase.PromiseMove && p.By.Before(book.Today):
		return view.DayIsOver(p.BySaid, p.By, book.Today), nil
	}
	if q != nil {
		book.Settle(q)
	}
	var s settled
	if p.Do == phrase.PromiseMove {
		s, err = putOff(book, c, open[0].ID, p.By)
	} else {
		s, err = endPromise(book, c, open[0].ID, p.Do)
	}
	return s.alone(), err
}
