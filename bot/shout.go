package bot

import (
	"context"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"rapport/bot/view"
	"rapport/domain"
)

// shoutPair is the answer under which a draft of a shout-out keeps its pair.
const shoutPair = "pair"

// thanksText drafts the word of thanks that was typed: what becomes of it is said
// before anybody is asked.
func thanksText(book *domain.Book, f forum) (view.Message, error) {
	all := f.meantPartners()
	text := strings.Join(strings.Fields(f.What), " ")
	switch {
	case len(all) == 0:
		return view.NoPair(), nil
	case text == "" && len(all) > 1:
		return view.WhichPartner(view.VerbShoutNew, all), nil
	case text == "":
		return view.ShoutUsage(all[0].ID), nil
	case len(all) > 1:
		return view.NamePartner(all), nil
	case shoutTooLong(text):
		return view.ShoutTooLong(), nil
	}
	q := book.AskFirst(view.VerbShoutNew, text, map[string]string{shoutPair: string(all[0].ID)})
	return view.ShoutDraft(q.ID, all[0], text), nil
}

func shoutTooLong(text string) bool { return utf8.RuneCountInString(text) > view.LongestShout }

// shoutDo asks whom a draft thanks. It is settled by that: a second press asks nobody.
func (b *Bot) shoutDo(ctx context.Context, c Command) (Answer, error) {
	a, err := b.say(ctx, c, "Thanks", func(book *domain.Book) (view.Message, error) {
		q, err := book.Answer(domain.QuestionID(c.Args), "do", "yes")
		if err == nil && q.Verb != view.VerbShoutNew {
			err = domain.Fault(domain.KindStale, "draft", nil)
		}
		if err != nil {
			return view.Message{}, err
		}
		book.Settle(q)
		return shout(book, domain.PairID(q.Answers[shoutPair]), q.Text)
	})
	if domain.KindOf(err) == domain.KindStale {
		return where(c, "Thanks", view.StaleQuestion()), nil
	}
	return outOfPair(a, err)
}

// shout asks a partner whether a word of thanks may be said.
func shout(book *domain.Book, pair domain.PairID, text string) (view.Message, error) {
	p, err := partnership(book, pair)
	if err != nil {
		return view.Message{}, err
	}
	s, err := book.Mentoring().Shout(pair, text)
	return view.ShoutAsked(s, p.Name), err
}

// shoutNew opens the form that takes a word of thanks.
func (b *Bot) shoutNew(ctx context.Context, c Command) (Answer, error) {
	var a Answer
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) error {
		p, err := partnership(book, domain.PairID(c.Args))
		a.Modal = view.ShoutModal(private(p.ID), p)
		return err
	})
	return outOfPair(a, err)
}

// shoutMade asks whom the words of the form thank.
func (b *Bot) shoutMade(ctx context.Context, c Command) (Answer, error) {
	var pair domain.PairID
	if json.Unmarshal([]byte(c.Reply.Private), &pair) != nil {
		return Answer{}, domain.Fault(domain.KindStale, "shout-out", nil)
	}
	text := strings.Join(strings.Fields(c.Values.Text(view.WhatBlock)), " ")
	switch {
	case text == "":
		return Answer{Errors: map[string]string{view.WhatBlock: view.NothingSaid}}, nil
	case shoutTooLong(text):
		return Answer{Errors: map[string]string{view.WhatBlock: view.ShoutLimit}}, nil
	}
	return outOfPair(b.write(ctx, c, func(book *domain.Book) (view.Message, error) { return shout(book, pair, text) }))
}

// shoutYes and shoutNo answer whether a word of thanks may be said; either can be
// changed until it was.
func (b *Bot) shoutYes(ctx context.Context, c Command) (Answer, error) {
	return b.shoutAnswered(ctx, c, func(m *domain.Mentoring, id domain.RecordID) (domain.Shoutout, error) {
		return m.AnswerShout(id, true)
	})
}

func (b *Bot) shoutNo(ctx context.Context, c Command) (Answer, error) {
	return b.shoutAnswered(ctx, c, func(m *domain.Mentoring, id domain.RecordID) (domain.Shoutout, error) {
		return m.AnswerShout(id, false)
	})
}

// shoutBack takes back a word of thanks of the member's own.
func (b *Bot) shoutBack(ctx context.Context, c Command) (Answer, error) {
	return b.shoutAnswered(ctx, c, (*domain.Mentoring).TakeBackShout)
}

// shoutAnswered says what became of a word of thanks, in the place of its question.
func (b *Bot) shoutAnswered(ctx context.Context, c Command, f func(*domain.Mentoring, domain.RecordID) (domain.Shoutout, error)) (Answer, error) {
	a, err := b.say(ctx, c, "Thanks", func(book *domain.Book) (view.Message, error) {
		s, err := f(book.Mentoring(), domain.RecordID(c.Args))
		if domain.KindOf(err) == domain.KindStale {
			return over(book, domain.RecordID(c.Args))
		}
		return view.ShoutStands(s), err
	})
	switch domain.KindOf(err) {
	case domain.KindNotFound, domain.KindForbidden:
		return where(c, "Thanks", view.ShoutGone()), nil
	}
	return a, err
}

// over says why a word of thanks can't be answered any more.
func over(book *domain.Book, id domain.RecordID) (view.Message, error) {
	s, err := book.Mentoring().Shoutout(id)
	if err == nil && s.On.IsZero() {
		return view.ShoutGone(), nil
	}
	return view.ShoutSaid(), err
}
