package bot

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

// pairGoalsText lists the goals of a pair, or asks with whom.
func pairGoalsText(book *domain.Book, f forum) (view.Message, error) {
	switch all := f.meantPartners(); len(all) {
	case 0:
		return view.NoPair(), nil
	case 1:
		return view.PairGoals(all[0], "", book.Today), nil
	default:
		return view.WhichPartner(view.VerbPairGoalList, all), nil
	}
}

// pairGoalText notes a goal of a pair that was typed, or says what became of one.
func pairGoalText(book *domain.Book, f forum) (view.Message, error) {
	all := f.meantPartners()
	switch {
	case len(all) == 0:
		return view.NoPair(), nil
	case len(all) > 1:
		return view.NamePartner(all), nil
	case f.Do == phrase.MentoringGoal:
		return pairAim(book, all[0], f.What, f.By)
	}
	how := domain.GoalReached
	if f.Do == phrase.MentoringDropped {
		how = domain.GoalDropped
	}
	g, ok := goalMeant(all[0], f.Number, f.What)
	if !ok {
		return view.PairGoals(all[0], view.NoSuchPairGoal(), book.Today), nil
	}
	return closePairGoal(book, all[0].ID, g, how)
}

// goalMeant is the open goal that was said by its number, from 1, or by its words.
func goalMeant(p domain.Partnership, number int, words string) (domain.RecordID, bool) {
	var open, may []domain.PairGoal
	for _, g := range p.Goals {
		if g.State != domain.GoalOpen {
			continue
		}
		open = append(open, g)
		if words != "" && strings.Contains(phrase.Fold(g.What), phrase.Fold(words)) {
			may = append(may, g)
		}
	}
	switch {
	case number > 0 && number <= len(open):
		return open[number-1].ID, true
	case number > 0:
		return "", false
	case words == "" && len(open) == 1:
		return open[0].ID, true
	case len(may) == 1:
		return may[0].ID, true
	}
	return "", false
}

// pairAim notes a goal of a pair. The same one a second time is not doubled: a day that
// comes with it is its day from now on.
func pairAim(book *domain.Book, p domain.Partnership, what string, by domain.Date) (view.Message, error) {
	what = strings.Join(strings.Fields(what), " ")
	var known *domain.PairGoal
	open := 0
	for _, g := range p.Goals {
		if g.State != domain.GoalOpen {
			continue
		}
		open++
		if !sameWords(g.What, what) {
			continue
		}
		if by.IsZero() || g.By == by {
			return view.PairGoals(p, view.PairGoalKnown(g, book.Today), book.Today), nil
		}
		known = &g
	}
	switch {
	case by.Before(book.Today) && !by.IsZero():
		return view.DayIsOver("", by, book.Today), nil
	case known != nil:
		return movePairGoal(book, p.ID, *known, by)
	case open >= domain.MostGoals:
		return view.PairGoals(p, view.TooManyPairGoals(), book.Today), nil
	}
	g, err := book.Mentoring().AddGoal(p.ID, what, by)
	if err != nil {
		return view.Message{}, err
	}
	p.Goals = append(slices.Clone(p.Goals), g)
	return view.PairGoals(p, view.PairGoalNoted(p, g, book.Today), book.Today), nil
}

// movePairGoal gives a goal another day.
func movePairGoal(book *domain.Book, pair domain.PairID, was domain.PairGoal, by domain.Date) (view.Message, error) {
	is, err := book.Mentoring().MoveGoal(pair, was.ID, by)
	if err != nil {
		return view.Message{}, err
	}
	p, err := partnership(book, pair)
	if err != nil {
		return view.Message{}, err
	}
	return view.PairGoals(p, view.PairGoalMoved(p, was, is, book.Today), book.Today), nil
}

// closePairGoal says what became of a goal, and shows what is left. One that is closed
// already is said to be.
func closePairGoal(book *domain.Book, pair domain.PairID, id domain.RecordID, how domain.GoalState) (view.Message, error) {
	g, err := book.Mentoring().CloseGoal(pair, id, how)
	stale := domain.KindOf(err) == domain.KindStale
	if err != nil && !stale {
		return view.Message{}, err
	}
	p, err := partnership(book, pair)
	if err != nil {
		return view.Message{}, err
	}
	said := view.PairGoalOver()
	if !stale {
		said = view.PairGoalClosed(p, g)
	}
	return view.PairGoals(p, said, book.Today), nil
}

// pairGoalReached and pairGoalDrop say what became of the goal of a button.
func (b *Bot) pairGoalReached(ctx context.Context, c Command) (Answer, error) {
	return b.pairGoalClosed(ctx, c, domain.GoalReached)
}

func (b *Bot) pairGoalDrop(ctx context.Context, c Command) (Answer, error) {
	return b.pairGoalClosed(ctx, c, domain.GoalDropped)
}

func (b *Bot) pairGoalClosed(ctx context.Context, c Command, how domain.GoalState) (Answer, error) {
	return outOfPair(b.say(ctx, c, "Goals", func(book *domain.Book) (view.Message, error) {
		pair, id := view.ParsePairGoal(c.Args)
		return closePairGoal(book, pair, id, how)
	}))
}

// pairGoalList shows the goals of a pair. The card, or the digest, that has the button
// stays.
func (b *Bot) pairGoalList(ctx context.Context, c Command) (Answer, error) {
	var m view.Message
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) error {
		p, err := partnership(book, domain.PairID(c.Args))
		m = view.PairGoals(p, "", book.Today)
		return err
	})
	if err != nil {
		return outOfPair(Answer{}, err)
	}
	a := where(c, "Goals", m)
	a.Replace = false
	return a, nil
}

// pairGoalNew opens the form that takes a goal of a pair.
func (b *Bot) pairGoalNew(ctx context.Context, c Command) (Answer, error) {
	var a Answer
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) error {
		p, err := partnership(book, domain.PairID(c.Args))
		a.Modal = view.PairGoalModal(private(p.ID), p)
		return err
	})
	return outOfPair(a, err)
}

// pairGoalMade notes the goal that the form says.
func (b *Bot) pairGoalMade(ctx context.Context, c Command) (Answer, error) {
	var pair domain.PairID
	if json.Unmarshal([]byte(c.Reply.Private), &pair) != nil {
		return Answer{}, domain.Fault(domain.KindStale, "goal", nil)
	}
	what, by, errs, err := b.goalSaid(ctx, c, domain.Date{})
	switch {
	case err != nil:
		return Answer{}, err
	case len(errs) > 0:
		return Answer{Errors: errs}, nil
	}
	return outOfPair(b.write(ctx, c, func(book *domain.Book) (view.Message, error) {
		p, err := partnership(book, pair)
		if err != nil {
			return view.Message{}, err
		}
		return pairAim(book, p, what, by)
	}))
}
