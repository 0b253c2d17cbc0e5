package bot

import (
	"context"
	"strings"

	"rapport/bot/view"
	"rapport/domain"
)

// askNew opens the form that frames a request, of somebody and for a goal where
// the button says so.
func (b *Bot) askNew(ctx context.Context, c Command) (Answer, error) {
	who, goal := view.ParseRecord(c.Args)
	var a Answer
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) error {
		if who != "" {
			if _, err := present(book, who); err != nil {
				return err
			}
		}
		var err error
		a, err = askForm(book, c.slip("", ""), who, domain.Request{By: book.EarliestAnswer(), Goal: goal})
		return err
	})
	return a, err
}

// askForm is the form, with what is known so far; whom it is about comes first.
func askForm(book *domain.Book, s slip, who domain.ContactID, r domain.Request) (Answer, error) {
	known, err := offered(book, who)
	if err != nil {
		return Answer{}, err
	}
	if len(known) == 0 {
		return tell(view.NobodyToAsk()), nil
	}
	goals, err := book.OpenGoals()
	return Answer{Modal: view.AskModal(view.AskForm{
		Private: private(s), Today: book.Today, Known: known, Goals: goals, Contact: who, Request: r,
	})}, err
}

// askMade looks at the request that the form frames. A draft that was improved is
// over, and the new one takes its place.
func (b *Bot) askMade(ctx context.Context, c Command) (Answer, error) {
	s, err := slipOf(c)
	if err != nil {
		return Answer{}, err
	}
	r := domain.Request{
		What: strings.TrimSpace(c.Values.Text(view.WhatBlock)), Link: strings.TrimSpace(c.Values.Text(view.LinkBlock)),
		Goal: domain.RecordID(c.Values.Text(view.GoalBlock)), TheyChose: len(c.Values.List(view.ChoseBlock)) > 0,
	}
	errs := map[string]string{}
	if r.What == "" {
		errs[view.WhatBlock] = view.NothingSaid
	}
	if r.By, err = b.dayToCome(ctx, c, errs); err != nil {
		return Answer{}, err
	}
	who, err := b.whom(ctx, c, errs)
	if err != nil || len(errs) > 0 {
		return Answer{Errors: errs}, err
	}
	a, err := b.say(ctx, c, "Ask", func(book *domain.Book) (view.Message, error) {
		contact, err := present(book, who)
		if err != nil {
			return view.Message{}, err
		}
		if s.What != "" {
			q, err := draft(book, domain.QuestionID(s.What), "improve")
			if err != nil && !gone(err) {
				return view.Message{}, err
			}
			if err == nil {
				book.Settle(q)
			}
		}
		return lookAt(book, contact, r)
	})
	a.Replace = err == nil && s.What != ""
	return s.shown("Ask", a), err
}

// whom is the one that the form chose, or named.
func (b *Bot) whom(ctx context.Context, c Command, errs map[string]string) (domain.ContactID, error) {
	if id := c.Values.Text(view.WhoBlock); id != "" {
		return domain.ContactID(id), nil
	}
	name := strings.TrimSpace(c.Values.Text(view.NewBlock))
	if name == "" {
		errs[view.WhoBlock] = view.NobodyPicked
		return "", nil
	}
	var id domain.ContactID
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) error {
		known, err := namesake(book, name)
		if err == nil && known != nil {
			id = known.Contact
		}
		return err
	})
	if err == nil && id == "" {
		errs[view.NewBlock] = view.NobodyCalled
	}
	return id, err
}
