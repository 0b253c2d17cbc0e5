package bot

import (
	"context"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

// resumed does what a question was asked for, now that an answer came: one
// function for each verb that asks.
var resumed = map[string]func(book *domain.Book, q *domain.Question) (view.Message, error){
	view.VerbRapport: func(book *domain.Book, q *domain.Question) (view.Message, error) {
		return rapportText(book, q.Text, q)
	},
	view.VerbMet: func(book *domain.Book, q *domain.Question) (view.Message, error) {
		return logText(book, q.Text, q)
	},
	view.VerbPeople: func(book *domain.Book, q *domain.Question) (view.Message, error) {
		return peopleText(book, q.Text, q)
	},
	view.VerbPromise: func(book *domain.Book, q *domain.Question) (view.Message, error) {
		return promiseText(book, q.Text, q)
	},
	view.VerbGoal: func(book *domain.Book, q *domain.Question) (view.Message, error) {
		return goalText(book, q.Text, q)
	},
	view.VerbIdentify: func(book *domain.Book, q *domain.Question) (view.Message, error) {
		return identifyText(book, q.Text, q)
	},
	view.VerbMentoring: func(book *domain.Book, q *domain.Question) (view.Message, error) {
		return mentoringText(book, "", q.Text, q)
	},
	view.VerbAsk: func(book *domain.Book, q *domain.Question) (view.Message, error) {
		return askText(book, q.Text, q)
	},
}

// answer takes the answer to a question and goes on where it was asked. What it
// says comes in the question's place.
func (b *Bot) answer(ctx context.Context, c Command) (Answer, error) {
	id, key, value, ok := view.ParseAnswer(c.Args)
	if !ok {
		return replace(view.StaleQuestion()), nil
	}
	a, err := b.write(ctx, c, func(book *domain.Book) (view.Message, error) {
		q, err := book.Answer(id, key, value)
		if err != nil {
			return view.Message{}, err
		}
		resume, ok := resumed[q.Verb]
		if !ok {
			return view.Message{}, domain.Fault(domain.KindStale, "question", nil)
		}
		return resume(book, q)
	})
	return inPlaceOfQuestion(c, a, err)
}

// dropQuestion lets a question be.
func (b *Bot) dropQuestion(ctx context.Context, c Command) (Answer, error) {
	a, err := b.write(ctx, c, func(book *domain.Book) (view.Message, error) {
		q, err := book.Answer(domain.QuestionID(c.Args), "", "")
		if err != nil {
			return view.Message{}, err
		}
		book.Settle(q)
		if q.Verb != view.VerbMet {
			return view.LeftOpen(), nil
		}
		return view.Dropped(), nil
	})
	return inPlaceOfQuestion(c, a, err)
}

// inPlaceOfQuestion puts an answer where the question stood: an item of a
// check-in, or a message of its own. A question that is over says so.
func inPlaceOfQuestion(c Command, a Answer, err error) (Answer, error) {
	switch domain.KindOf(err) {
	case domain.KindStale, domain.KindNotFound:
		a, err = replace(view.StaleQuestion()), nil
	}
	a.Replace = true
	if p, ok := c.item(); ok && err == nil && a.Message != nil {
		m := view.InPlace(c.Reply.Blocks.BlockSet, p, view.Placed(p, a.Message.Blocks)...)
		a.Message = &m
	} else if _, ok := c.origin(); ok {
		a.Replace = false // Slack doesn't say what stands around it: it stays
	}
	return a, err
}

// replace is an answer in the place of the message that was acted on.
func replace(m view.Message) Answer { return Answer{Message: &m, Replace: true} }

// query is a question of the grammar as the view asks it.
func query(id domain.QuestionID, q phrase.Question) view.Query {
	options := make([]view.Choice, len(q.Options))
	for i, o := range q.Options {
		options[i] = view.Choice{Label: view.Reading(string(o.Means), o.Name, o.On), Value: o.Value}
	}
	return view.Query{ID: id, Kind: string(q.Kind), Key: q.Key, Said: q.Said, On: q.On, Options: options}
}
