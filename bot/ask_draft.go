package bot

import (
	"context"

	"rapport/bot/view"
	"rapport/domain"
)

// lookAt says how a request reads before it is made. When the relationship is
// not ready nothing is drafted and nothing moves: it says what is missing, and what
// to do meanwhile. Otherwise the draft waits for the member's word.
func lookAt(book *domain.Book, c *domain.Contact, r domain.Request) (view.Message, error) {
	f, err := book.Frame(c, r)
	if err != nil {
		return view.Message{}, err
	}
	if !f.Ready() {
		return view.AskEarly(cardPage(book, c), f.Request.What), nil
	}
	wanted := r.By
	if wanted.Before(book.Today) {
		f.Request.By = f.Earliest
	}
	goal := ""
	if g, err := book.Goal(r.Goal); err == nil {
		goal = g.What
	}
	q := book.AskFirst(view.VerbAskDraft, f.Request.What, draftOf(c.ID, f.Request))
	return view.AskDraft(view.AskPage{
		Today: book.Today, Question: q.ID, Contact: c, Framing: f, Wanted: wanted, Goal: goal, Manners: book.Policy.Asking,
	}), nil
}

// The answers under which a draft is kept with its question.
const (
	draftWho   = "who"
	draftBy    = "by"
	draftLink  = "link"
	draftGoal  = "goal"
	draftChose = "chose"
)

// draftOf is a request as a question keeps it; what is asked for is its text.
func draftOf(c domain.ContactID, r domain.Request) map[string]string {
	kept := map[string]string{draftWho: string(c), draftBy: r.By.String(), draftLink: r.Link, draftGoal: string(r.Goal)}
	if r.TheyChose {
		kept[draftChose] = "yes"
	}
	return kept
}

// drafted reads what [draftOf] wrote.
func drafted(q *domain.Question) (domain.ContactID, domain.Request) {
	by, err := domain.ParseDate(q.Answers[draftBy])
	if err != nil {
		by = domain.Date{} // refused when it is asked
	}
	return domain.ContactID(q.Answers[draftWho]), domain.Request{
		What: q.Text, By: by, Link: q.Answers[draftLink], Goal: domain.RecordID(q.Answers[draftGoal]),
		TheyChose: q.Answers[draftChose] != "",
	}
}

// draft finds a draft that still waits, and marks it with what is done about it.
// KindStale for one that is over, and for any other question.
func draft(book *domain.Book, id domain.QuestionID, what string) (*domain.Question, error) {
	q, err := book.Answer(id, "do", what)
	if err == nil && q.Verb != view.VerbAskDraft {
		err = domain.Fault(domain.KindStale, "draft", nil)
	}
	return q, err
}

// askDo makes the ask that was drafted: the member says that they send it.
func (b *Bot) askDo(ctx context.Context, c Command) (Answer, error) {
	return b.onDraft(ctx, c, "ask", func(book *domain.Book, contact *domain.Contact, r domain.Request) (view.Message, error) {
		if r.By.Before(book.Today) { // the draft is some days old: look at it again
			return lookAt(book, contact, r)
		}
		if _, err := book.Goal(r.Goal); gone(err) {
			r.Goal = "" // taken back since; the request is not
		}
		from := contact.Phase
		a, err := book.Ask(contact, r)
		if domain.KindOf(err) == domain.KindLaw {
			return view.AskEarly(cardPage(book, contact), r.What), nil
		}
		if err != nil {
			return view.Message{}, err
		}
		return view.Alone(view.AskMade(contact, a, from, book.Today), book.ID, ""), nil
	})
}

// askNot puts a draft aside.
func (b *Bot) askNot(ctx context.Context, c Command) (Answer, error) {
	return b.onDraft(ctx, c, "not", func(_ *domain.Book, contact *domain.Contact, _ domain.Request) (view.Message, error) {
		return view.Say(view.AskLeft(contact.Name)), nil
	})
}

// onDraft does something about a draft, which is over by that.
func (b *Bot) onDraft(ctx context.Context, c Command, what string, f func(*domain.Book, *domain.Contact, domain.Request) (view.Message, error)) (Answer, error) {
	a, err := b.say(ctx, c, "Ask", func(book *domain.Book) (view.Message, error) {
		q, err := draft(book, domain.QuestionID(c.Args), what)
		if err != nil {
			return view.Message{}, err
		}
		book.Settle(q)
		id, r := drafted(q)
		contact, err := present(book, id)
		if domain.KindOf(err) == domain.KindNotFound {
			return view.Gone(), nil
		}
		if err != nil {
			return view.Message{}, err
		}
		return f(book, contact, r)
	})
	if gone(err) {
		return itIsOver(c, view.DraftOver()), nil
	}
	return a, err
}

// askImprove opens the form with what was drafted.
func (b *Bot) askImprove(ctx context.Context, c Command) (Answer, error) {
	var a Answer
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) error {
		q, err := draft(book, domain.QuestionID(c.Args), "improve")
		if err != nil {
			return err
		}
		id, r := drafted(q)
		if _, err := present(book, id); err != nil {
			return err
		}
		s := c.slip("", "")
		s.What = c.Args
		a, err = askForm(book, s, id, r)
		return err
	})
	if gone(err) {
		return itIsOver(c, view.DraftOver()), nil
	}
	return a, err
}
