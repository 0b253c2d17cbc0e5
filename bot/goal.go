package bot

import (
	"context"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

// goal does what "/goal …" asks: notes a goal, says who could help with one or
// what became of it, or lists them all.
func (b *Bot) goal(ctx context.Context, c Command) (Answer, error) {
	text := b.introduceMentions(ctx, c, strings.TrimSpace(c.Args))
	return b.lookFirst(ctx, c, view.VerbGoal, func(book *domain.Book) (*view.Message, error) {
		g, _, err := readGoal(book, text, nil)
		if err != nil || g.Ask != nil {
			return nil, err
		}
		return lookAtGoals(book, g)
	}, func(book *domain.Book) (view.Message, error) { return goalText(book, text, nil) })
}

// readGoal reads what stands after /goal, and returns the open goals in the order
// in which it numbers them.
func readGoal(book *domain.Book, text string, q *domain.Question) (phrase.Goal, []domain.Goal, error) {
	open, err := book.OpenGoals()
	if err != nil {
		return phrase.Goal{}, nil, err
	}
	words := make([]string, len(open))
	for i, g := range open {
		words[i] = g.What
	}
	today, answers := asAsked(book, q)
	g, err := phrase.ParseGoal(text, today, book, words, answers)
	if err != nil || g.Ask != nil {
		return g, open, err
	}
	g.Ask, err = introduce(book, text, &g.Who, answers)
	return g, open, err
}

// lookAtGoals shows what g asks for when that changes nothing; nil when it would.
func lookAtGoals(book *domain.Book, g phrase.Goal) (*view.Message, error) {
	switch g.Do {
	case phrase.GoalHelp:
		return new(view.GoalHelp()), nil
	case phrase.GoalList:
		m, err := goals(book, 1, settled{})
		return &m, err
	}
	return nil, nil
}

// goalText does what text asks, or asks first. q is the question that text is the
// answer to, nil when there was none.
func goalText(book *domain.Book, text string, q *domain.Question) (view.Message, error) {
	g, open, err := readGoal(book, text, q)
	if err != nil {
		return view.Message{}, err
	}
	if g.Ask != nil {
		if q == nil {
			q = book.AskFirst(view.VerbGoal, text, nil)
		}
		return view.Unsure(query(q.ID, *g.Ask), book.Today), nil
	}
	if q != nil {
		book.Settle(q)
	}
	if m, err := lookAtGoals(book, g); m != nil || err != nil {
		return *m, err
	}
	if g.Do == phrase.GoalNew {
		return aim(book, g.What, g.By)
	}
	if g.Number < 1 || g.Number > len(open) {
		return view.Message{}, domain.Fault(domain.KindStale, "goal", nil)
	}
	id := open[g.Number-1].ID
	var s settled
	switch g.Do {
	case phrase.GoalReached:
		s, err = closeGoal(book, id, domain.GoalReached)
	case phrase.GoalDrop:
		s, err = closeGoal(book, id, domain.GoalDropped)
	default:
		s, err = serve(book, g.Who, open[g.Number-1])
	}
	return s.alone(), err
}

// aim notes a goal. The same one a second time is not doubled: a day that comes with it
// is its day from now on.
func aim(book *domain.Book, what string, by domain.Date) (view.Message, error) {
	if by.Before(book.Today) && !by.IsZero() {
		return view.DayIsOver("", by, book.Today), nil
	}
	p, err := book.Portfolio()
	if err != nil {
		return view.Message{}, err
	}
	same := slices.DeleteFunc(slices.Clone(p.Goals), func(g domain.Goal) bool { return !sameWords(g.What, what) })
	for _, g := range same {
		if by.IsZero() || g.By == by {
			return view.GoalNoted(book.ID, g, true, len(p.Contacts) > 0, book.Today), nil
		}
	}
	if len(same) > 0 {
		was := same[0]
		g, err := book.ChangeGoal(was.ID, was.What, by)
		return view.GoalMoved(book.ID, was, g, len(p.Contacts) > 0, book.Today), err
	}
	if len(p.Goals) >= domain.MostGoals {
		return view.TooManyGoals(), nil
	}
	g, err := book.AddGoal(what, by)
	return view.GoalNoted(book.ID, g, false, len(p.Contacts) > 0, book.Today), err
}

// sameWords reports whether what was noted once is what is said now, however it is
// written.
func sameWords(a, b string) bool { return phrase.Fold(a) == phrase.Fold(b) }

// serve says that somebody could help with a goal.
func serve(book *domain.Book, who phrase.Who, g domain.Goal) (settled, error) {
	c, err := meant(book, who, domain.Identifying)
	if err != nil {
		return settled{}, err
	}
	if slices.Contains(c.Goals, g.ID) {
		return settled{text: view.GoalLinked(g, nil, nil)}, nil
	}
	if err := book.Link(c, g.ID); err != nil {
		return settled{}, err
	}
	return settled{text: view.GoalLinked(g, []*domain.Contact{c}, nil), undo: book.ID}, nil
}

// closeGoal notes that a goal was reached or dropped. One that is closed already,
// or gone, is said to be so.
func closeGoal(book *domain.Book, id domain.RecordID, how domain.GoalState) (settled, error) {
	g, err := book.Goal(id)
	switch {
	case domain.KindOf(err) == domain.KindNotFound:
		return settled{text: view.NoSuchGoal(), over: true}, nil
	case err != nil:
		return settled{}, err
	case !g.Open():
		return settled{text: view.GoalOver(g, book.Today), over: true}, nil
	}
	p, err := book.Portfolio()
	if err != nil {
		return settled{}, err
	}
	if g, err = book.CloseGoal(id, how); err != nil {
		return settled{}, err
	}
	if how == domain.GoalDropped {
		return settled{text: view.GoalDropped(g), undo: book.ID}, nil
	}
	return settled{text: view.GoalReached(g, behind(p, id)), undo: book.ID}, nil
}

// behind are the people who serve a goal, by name.
func behind(p domain.Portfolio, id domain.RecordID) []*domain.Contact {
	return slices.DeleteFunc(slices.Clone(p.Contacts), func(c *domain.Contact) bool { return !slices.Contains(c.Goals, id) })
}

// goals is a page of the open goals, below what was just done.
func goals(book *domain.Book, page int, done settled) (view.Message, error) {
	p, err := book.Portfolio()
	if err != nil {
		return view.Message{}, err
	}
	rows := make([]view.GoalTeller, len(p.Goals))
	for i, g := range p.Goals {
		rows[i] = tellGoal(p, g)
	}
	return view.Goals(view.GoalsPage{Today: book.Today, Rows: rows, Page: page, Done: done.text, Undo: done.undo}), nil
}

// tellGoal is a goal with who stands behind it and what was asked for it.
func tellGoal(p domain.Portfolio, g domain.Goal) view.GoalTeller {
	t := view.GoalTeller{Goal: g, Behind: behind(p, g.ID)}
	for _, c := range p.Contacts {
		for _, a := range c.Asks {
			if a.Goal == g.ID && !a.Undone {
				t.Asks = append(t.Asks, a)
			}
		}
	}
	return t
}

// goalPage turns the page of the list where it stands.
func (b *Bot) goalPage(ctx context.Context, c Command) (Answer, error) {
	return b.look(ctx, c, "Goals", func(book *domain.Book) (view.Message, error) {
		return goals(book, pageOf(c.Args), settled{})
	})
}

// goalsFrom is the page of the list that a row stands on.
func goalsFrom(book *domain.Book, p view.Place, done settled) (view.Message, error) {
	return goals(book, (p.Number-1)/view.MostGoals+1, done)
}

// goalRow is how a row of the list reads now.
func goalRow(book *domain.Book, p view.Place) ([]slack.Block, error) {
	g, err := book.Goal(domain.RecordID(p.Subject))
	if err != nil {
		return nil, err
	}
	if !g.Open() {
		return view.Remark(p, view.GoalOver(g, book.Today)), nil
	}
	circle, err := book.Portfolio()
	if err != nil {
		return nil, err
	}
	return view.GoalItem(p.Number, tellGoal(circle, g), book.Today), nil
}
