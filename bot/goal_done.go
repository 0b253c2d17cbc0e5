package bot

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"rapport/bot/view"
	"rapport/domain"
)

// longestGoal is how many characters a goal may have.
const longestGoal = 300

// settleGoal answers a button about a goal where it stands: in the place of an
// item, in a list, or by itself.
func (b *Bot) settleGoal(ctx context.Context, c Command, f func(*domain.Book) (settled, error)) (Answer, error) {
	if p, list, ok := c.whole(); ok {
		return b.say(ctx, c, list.title, func(book *domain.Book) (view.Message, error) {
			s, err := f(book)
			if err != nil {
				return view.Message{}, err
			}
			return list.list(book, p, s)
		})
	}
	p, inPlace := c.item()
	a, err := b.write(ctx, c, func(book *domain.Book) (view.Message, error) {
		s, err := f(book)
		if err != nil {
			return view.Message{}, err
		}
		if !inPlace {
			return s.alone(), nil
		}
		m := view.InPlace(c.Reply.Blocks.BlockSet, p, s.blocks(p)...)
		return caughtUp(book, m, instant(c.Reply.TS))
	})
	a.Replace = inPlace && err == nil
	return a, err
}

// goalReached and goalDrop say what became of a goal.
func (b *Bot) goalReached(ctx context.Context, c Command) (Answer, error) {
	return b.settleGoal(ctx, c, func(book *domain.Book) (settled, error) {
		return closeGoal(book, domain.RecordID(c.Args), domain.GoalReached)
	})
}

func (b *Bot) goalDrop(ctx context.Context, c Command) (Answer, error) {
	return b.settleGoal(ctx, c, func(book *domain.Book) (settled, error) {
		return closeGoal(book, domain.RecordID(c.Args), domain.GoalDropped)
	})
}

// goalNew opens the form that takes a goal.
func (b *Bot) goalNew(context.Context, Command) (Answer, error) {
	return Answer{Modal: view.GoalModal(view.VerbGoalMade, "", "", domain.Date{})}, nil
}

// goalMade notes the goal that the form says.
func (b *Bot) goalMade(ctx context.Context, c Command) (Answer, error) {
	what, by, errs, err := b.goalSaid(ctx, c, domain.Date{})
	if err != nil {
		return Answer{}, err
	}
	full := false
	if len(errs) == 0 {
		err = b.book.Read(ctx, c.ref(), func(book *domain.Book) error {
			open, err := book.OpenGoals()
			known := slices.ContainsFunc(open, func(g domain.Goal) bool { return sameWords(g.What, what) })
			full = len(open) >= domain.MostGoals && !known
			return err
		})
	}
	switch {
	case err != nil:
		return Answer{}, err
	case full:
		errs[view.WhatBlock] = view.TooManyGoal
	}
	if len(errs) > 0 {
		return Answer{Errors: errs}, nil
	}
	return b.write(ctx, c, func(book *domain.Book) (view.Message, error) { return aim(book, what, by) })
}

// goalSaid reads the form of a goal, and what is wrong with it. A date that is
// over is right where it stood before.
func (b *Bot) goalSaid(ctx context.Context, c Command, was domain.Date) (what string, by domain.Date, errs map[string]string, err error) {
	today, err := b.today(ctx, c)
	if err != nil {
		return "", domain.Date{}, nil, err
	}
	errs = map[string]string{}
	what = strings.Join(strings.Fields(c.Values.Text(view.WhatBlock)), " ")
	switch {
	case what == "":
		errs[view.WhatBlock] = view.NothingSaid
	case utf8.RuneCountInString(what) > longestGoal:
		errs[view.WhatBlock] = view.GoalTooLong
	}
	by, bad := domain.ParseDate(c.Values.Text(view.ByBlock))
	switch {
	case bad != nil:
		errs[view.ByBlock] = view.NoDate
	case !by.IsZero() && by != was && by.Before(today):
		errs[view.ByBlock] = view.DayOver
	}
	return what, by, errs, nil
}

// aiming is what the forms about a goal carry.
type aiming struct {
	Goal domain.RecordID `json:"g"`
	By   domain.Date     `json:"b,omitzero"`
	From stand           `json:"f,omitzero"`
}

// goalEdit opens the form that changes a goal.
func (b *Bot) goalEdit(ctx context.Context, c Command) (Answer, error) {
	return b.goalForm(ctx, c, func(_ *domain.Book, g domain.Goal) (Answer, error) {
		carry := private(aiming{Goal: g.ID, By: g.By, From: c.stand()})
		return Answer{Modal: view.GoalModal(view.VerbGoalEdited, carry, g.What, g.By)}, nil
	})
}

// goalForm opens a form about a goal. One that is closed or gone is said to be so
// where the button stood.
func (b *Bot) goalForm(ctx context.Context, c Command, f func(*domain.Book, domain.Goal) (Answer, error)) (Answer, error) {
	var a Answer
	open := false
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) error {
		g, err := book.Goal(domain.RecordID(c.Args))
		if open = err == nil && g.Open(); open {
			a, err = f(book, g)
		}
		return err
	})
	if open || err != nil && domain.KindOf(err) != domain.KindNotFound {
		return a, err
	}
	return b.settleGoal(ctx, c, func(book *domain.Book) (settled, error) {
		g, err := book.Goal(domain.RecordID(c.Args))
		if domain.KindOf(err) == domain.KindNotFound {
			return settled{text: view.NoSuchGoal(), over: true}, nil
		}
		return settled{text: view.GoalOver(g, book.Today), over: true}, err
	})
}

// goalEdited changes a goal as the form says.
func (b *Bot) goalEdited(ctx context.Context, c Command) (Answer, error) {
	var carried aiming
	if err := json.Unmarshal([]byte(c.Reply.Private), &carried); err != nil {
		return Answer{}, domain.Fault(domain.KindStale, "goal", nil)
	}
	what, by, errs, err := b.goalSaid(ctx, c, carried.By)
	switch {
	case err != nil:
		return Answer{}, err
	case len(errs) > 0:
		return Answer{Errors: errs}, nil
	}
	return b.submitted(ctx, c, carried.From, func(book *domain.Book) (settled, domain.ContactID, error) {
		g, err := book.ChangeGoal(carried.Goal, what, by)
		return settled{text: view.GoalChanged(g, book.Today), undo: book.ID}, "", err
	})
}

// goalLink opens the form that says who stands behind a goal.
func (b *Bot) goalLink(ctx context.Context, c Command) (Answer, error) {
	return b.goalForm(ctx, c, func(book *domain.Book, g domain.Goal) (Answer, error) {
		people, err := linkable(book, g.ID)
		if err != nil || len(people) == 0 {
			return tell(view.NobodyToLink()), err
		}
		carry := private(aiming{Goal: g.ID, From: c.stand()})
		return Answer{Modal: view.LinkModal(carry, g, people, book.Today)}, nil
	})
}

// linkable are the people whom the form about a goal shows: those behind it first,
// then by relevance, as many as a menu takes.
func linkable(book *domain.Book, id domain.RecordID) ([]*domain.Contact, error) {
	p, err := book.Portfolio()
	if err != nil {
		return nil, err
	}
	var first []domain.ContactID
	for _, c := range behind(p, id) {
		first = append(first, c.ID)
	}
	people, err := offered(book, first...)
	return people[:min(len(people), view.MostOffered)], err
}

// goalLinked says who stands behind a goal, as the form does. Whoever the form
// could not show keeps their place.
func (b *Bot) goalLinked(ctx context.Context, c Command) (Answer, error) {
	var carried aiming
	if err := json.Unmarshal([]byte(c.Reply.Private), &carried); err != nil {
		return Answer{}, domain.Fault(domain.KindStale, "goal", nil)
	}
	chosen := c.Values.List(view.WhoBlock)
	return b.submitted(ctx, c, carried.From, func(book *domain.Book) (settled, domain.ContactID, error) {
		s, err := link(book, carried.Goal, chosen)
		return s, "", err
	})
}

// link makes those who are chosen stand behind a goal, and of those whom the form
// shows nobody else: whoever it has no room for stays where they are.
func link(book *domain.Book, id domain.RecordID, chosen []string) (settled, error) {
	g, err := book.Goal(id)
	switch {
	case domain.KindOf(err) == domain.KindNotFound:
		return settled{text: view.NoSuchGoal(), over: true}, nil
	case err != nil:
		return settled{}, err
	case !g.Open():
		return settled{text: view.GoalOver(g, book.Today), over: true}, nil
	}
	people, err := linkable(book, id)
	if err != nil {
		return settled{}, err
	}
	var on, off []*domain.Contact
	for _, c := range people {
		serves, should := slices.Contains(c.Goals, id), slices.Contains(chosen, string(c.ID))
		switch {
		case should && !serves:
			on, err = append(on, c), book.Link(c, id)
		case serves && !should:
			off, err = append(off, c), book.Unlink(c, id)
		}
		if err != nil {
			return settled{}, err
		}
	}
	s := settled{text: view.GoalLinked(g, on, off)}
	if len(on)+len(off) > 0 {
		s.undo = book.ID
	}
	return s, nil
}
