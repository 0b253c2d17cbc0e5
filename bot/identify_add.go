package bot

import (
	"context"
	"strings"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

// identify does what "/identify …" asks: puts somebody on the list of those to be
// met, or shows this week's question without using it up.
func (b *Bot) identify(ctx context.Context, c Command) (Answer, error) {
	text := b.introduceMentions(ctx, c, strings.TrimSpace(c.Args))
	return b.lookFirst(ctx, c, view.VerbIdentify, func(book *domain.Book) (*view.Message, error) {
		i, err := readIdentify(book, text, nil)
		if err != nil || i.Ask != nil {
			return nil, err
		}
		return lookAtPrompt(book, i)
	}, func(book *domain.Book) (view.Message, error) { return identifyText(book, text, nil) })
}

// readIdentify reads what stands after /identify. q is the question that text is
// the answer to, nil for none.
func readIdentify(book *domain.Book, text string, q *domain.Question) (phrase.Identify, error) {
	today, answers := asAsked(book, q)
	i, err := phrase.ParseIdentify(text, today, book, answers)
	if err != nil || i.Ask != nil {
		return i, err
	}
	i.Ask, err = introduce(book, text, &i.Who, answers)
	return i, err
}

// lookAtPrompt shows what i asks for when that changes nothing; nil when it would.
func lookAtPrompt(book *domain.Book, i phrase.Identify) (*view.Message, error) {
	switch i.Do {
	case phrase.IdentifyHelp:
		return new(view.IdentifyHelp()), nil
	case phrase.IdentifyPrompt:
		m, err := thisWeek(book)
		return &m, err
	}
	return nil, nil
}

// thisWeek is the weekly question as it would come now. Nothing is recorded: the
// one that is due comes as ever.
func thisWeek(book *domain.Book) (view.Message, error) {
	p, err := book.Portfolio()
	if err != nil {
		return view.Message{}, err
	}
	prompt := domain.PlanPrompt(p, book.Today)
	if len(prompt.Items) == 0 {
		return view.NothingToIdentify(), nil
	}
	hour := book.Now.In(book.Member.Settings(book.Policy).Location).Hour()
	return view.Identify(view.PromptPage{Name: book.Member.Name, Hour: hour, Today: book.Today, Prompt: prompt}), nil
}

// identifyText does what text asks, or asks first. q is the question that text is
// the answer to, nil when there was none.
func identifyText(book *domain.Book, text string, q *domain.Question) (view.Message, error) {
	i, err := readIdentify(book, text, q)
	if err != nil {
		return view.Message{}, err
	}
	if i.Ask != nil {
		if q == nil {
			q = book.AskFirst(view.VerbIdentify, text, nil)
		}
		return view.Unsure(query(q.ID, *i.Ask), book.Today), nil
	}
	if q != nil {
		book.Settle(q)
	}
	if m, err := lookAtPrompt(book, i); m != nil || err != nil {
		return *m, err
	}
	if i.Who.Contact != "" {
		return knownCandidate(book, i)
	}
	c, err := book.Add(i.Who.Name, i.Who.Slack, domain.Identifying)
	if err != nil {
		return view.Message{}, err
	}
	if err := describe(book, c, i); err != nil {
		return view.Message{}, err
	}
	return view.Identified(view.CandidateEcho{Command: book.ID, Contact: c, Why: i.Why}), nil
}

// knownCandidate opens the card of somebody who is there already, with what was
// said about them on it.
func knownCandidate(book *domain.Book, i phrase.Identify) (view.Message, error) {
	c, err := book.Contact(i.Who.Contact)
	if err != nil {
		return view.Message{}, err
	}
	back, err := bringBack(book, c)
	if err != nil {
		return view.Message{}, err
	}
	s := settled{text: view.KnownCandidate(c.Name, i.Why, back)}
	if back || i.Why != "" || len(i.Tags) > 0 {
		s.undo = book.ID
	}
	if err := describe(book, c, i); err != nil {
		return view.Message{}, err
	}
	return cardOf(book, c.ID, s)
}

// describe puts on a card what was said about somebody.
func describe(book *domain.Book, c *domain.Contact, i phrase.Identify) error {
	if err := book.Tag(c, i.Tags...); err != nil {
		return err
	}
	if i.Why == "" {
		return nil
	}
	return book.Remember(c, i.Why)
}
