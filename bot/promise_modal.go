package bot

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

// promising is what the form of a promise carries: the question it answers, and the
// Slack user whose name it was prefilled with.
type promising struct {
	Question domain.QuestionID `json:"q,omitempty"`
	newcomer
}

// promiseNew opens the form that takes a promise: about the contact that its value
// names, or about what was typed before and lacks a date.
func (b *Bot) promiseNew(ctx context.Context, c Command) (Answer, error) {
	var a Answer
	id, asked := view.ParseAsked(c.Args)
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) (err error) {
		p := phrase.Promise{Who: phrase.Who{Contact: domain.ContactID(c.Args)}}
		if asked {
			q, err := book.Answer(id, "", "") // nothing is stored: this only looks
			if err != nil {
				return err
			}
			if p, err = readPromise(book, q.Text, q); err != nil {
				return err
			}
		}
		a.Modal, err = promiseForm(book, p, id)
		return err
	})
	if k := domain.KindOf(err); asked && (k == domain.KindStale || k == domain.KindNotFound) {
		return replace(view.StaleQuestion()), nil
	}
	return a, err
}

// promiseForm is the form with all in it that was understood.
func promiseForm(book *domain.Book, p phrase.Promise, q domain.QuestionID) (*slack.ModalViewRequest, error) {
	known, err := offered(book, p.Who.Contact)
	if err != nil {
		return nil, err
	}
	form := view.PromiseForm{Today: book.Today, Known: known, Chosen: p.Who.Contact, Theirs: p.Theirs, What: p.What, By: p.By}
	carry := promising{Question: q}
	if p.Who.Contact == "" {
		form.New = p.Who.Name
		carry.newcomer = newcomer{Name: p.Who.Name, Slack: p.Who.Slack}
	}
	form.Private = private(carry)
	return view.PromiseModal(form), nil
}

// offered are the people whom a form offers: the one it is about first, so that a
// menu of a hundred holds them, then by relevance.
func offered(book *domain.Book, first ...domain.ContactID) ([]*domain.Contact, error) {
	p, err := book.Portfolio()
	if err != nil {
		return nil, err
	}
	known := byRelevance(p.Contacts)
	slices.SortStableFunc(known, func(a, b *domain.Contact) int {
		return falseFirst(!slices.Contains(first, a.ID), !slices.Contains(first, b.ID))
	})
	return known, nil
}

// promiseMade notes what the form says.
func (b *Bot) promiseMade(ctx context.Context, c Command) (Answer, error) {
	var carried promising
	if json.Unmarshal([]byte(c.Reply.Private), &carried) != nil {
		carried = promising{}
	}
	p := phrase.Promise{
		What: strings.TrimSpace(c.Values.Text(view.WhatBlock)), Theirs: c.Values.Text(view.WhoseBlock) == view.WhoseTheirs,
	}
	errs := map[string]string{}
	chosen, name := c.Values.Text(view.WhoBlock), strings.Join(strings.Fields(c.Values.Text(view.NewBlock)), " ")
	onePerson(chosen, name, c.Reply.BlockID, errs)
	if p.What == "" {
		errs[view.WhatBlock] = view.NothingSaid
	}
	var err error
	if p.By, err = b.dayToCome(ctx, c, errs); err != nil {
		return Answer{}, err
	}
	if len(errs) > 0 {
		return Answer{Errors: errs}, nil
	}
	return b.write(ctx, c, func(book *domain.Book) (view.Message, error) {
		if p.Who, err = oneOf(book, chosen, name, carried.newcomer); err != nil {
			return view.Message{}, err
		}
		if carried.Question != "" {
			q, err := book.Answer(carried.Question, promiseBy, p.By.String())
			if err != nil {
				return view.Message{}, err
			}
			book.Settle(q)
		}
		e, err := pledge(book, p)
		return view.Promised(e), err
	})
}

// onePerson checks that a form names exactly one person.
func onePerson(chosen, name, block string, errs map[string]string) {
	switch {
	case chosen == "" && name == "":
		errs[block] = view.NobodyChosen
	case chosen != "" && name != "":
		errs[view.NewBlock] = view.OneOfTwo
	case tooLong(name):
		errs[view.NewBlock] = view.NameTooLong
	}
}

// oneOf is the person whom a form names: chosen, written down, or known by the
// name that was written.
func oneOf(book *domain.Book, chosen, name string, fresh newcomer) (phrase.Who, error) {
	if chosen != "" {
		c, err := present(book, domain.ContactID(chosen))
		if err != nil {
			return phrase.Who{}, err
		}
		return phrase.Who{Contact: c.ID, Name: c.Name}, nil
	}
	w := phrase.Who{Name: name}
	known, err := namesake(book, name)
	switch {
	case err != nil:
		return w, err
	case known != nil:
		w.Contact = known.Contact
	case name == fresh.Name:
		w.Slack = fresh.Slack
	}
	return w, nil
}

// dayToCome reads the date of a form that must not be over, and notes in errs what
// is wrong with it.
func (b *Bot) dayToCome(ctx context.Context, c Command, errs map[string]string) (domain.Date, error) {
	today, err := b.today(ctx, c)
	if err != nil {
		return domain.Date{}, err
	}
	d, err := domain.ParseDate(c.Values.Text(view.ByBlock))
	switch {
	case err != nil || d.IsZero():
		errs[view.ByBlock] = view.NoDate
	case d.Before(today):
		errs[view.ByBlock] = view.DayOver
	}
	return d, nil
}

// moving is what the form that reschedules carries.
type moving struct {
	Value string `json:"v"`
	From  stand  `json:"f,omitzero"`
}

// promiseMove opens the form that reschedules a promise. One that is over is said
// to be so where the button stood.
func (b *Bot) promiseMove(ctx context.Context, c Command) (Answer, error) {
	who, id := view.ParseRecord(c.Args)
	var a Answer
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) error {
		contact, p, err := promiseOf(book, who, id)
		if err == nil && p.Open() {
			a.Modal = view.MoveModal(private(moving{Value: c.Args, From: c.stand()}), contact, p, book.Today)
		}
		return err
	})
	switch {
	case err != nil && domain.KindOf(err) != domain.KindNotFound:
		return Answer{}, err
	case a.Modal != nil:
		return a, nil
	}
	return b.concerning(ctx, c, who, func(book *domain.Book, contact *domain.Contact) (settled, error) {
		s, _ := promiseOver(book, contact, id)
		return s, nil
	})
}

// promiseMoved reschedules a promise to the day that the form says.
func (b *Bot) promiseMoved(ctx context.Context, c Command) (Answer, error) {
	var m moving
	if err := json.Unmarshal([]byte(c.Reply.Private), &m); err != nil {
		return Answer{}, domain.Fault(domain.KindStale, "promise", nil)
	}
	errs := map[string]string{}
	due, err := b.dayToCome(ctx, c, errs)
	switch {
	case err != nil:
		return Answer{}, err
	case len(errs) > 0:
		return Answer{Errors: errs}, nil
	}
	who, id := view.ParseRecord(m.Value)
	return b.submitted(ctx, c, m.From, func(book *domain.Book) (settled, domain.ContactID, error) {
		contact, err := present(book, who)
		if domain.KindOf(err) == domain.KindNotFound {
			return absent(), "", nil
		}
		if err != nil {
			return settled{}, "", err
		}
		s, err := putOff(book, contact, id, due)
		return s, contact.ID, err
	})
}

// pageOf reads the number of a page; what it can't read is the first.
func pageOf(s string) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil {
		return 1
	}
	return n
}
