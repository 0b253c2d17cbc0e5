package bot

import (
	"context"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

// aboutPeople are the words of /rapport that name somebody, and so may have to ask
// whom first.
var aboutPeople = map[phrase.RapportVerb]func(*domain.Book, phrase.Rapport) (view.Message, error){
	phrase.RapportWhy:   why,
	phrase.RapportMerge: mergeText,
	phrase.RapportSplit: splitText,
}

// rapportText does what a /rapport says that names somebody. q is the question that
// text is the answer to, nil when there was none.
func rapportText(book *domain.Book, text string, q *domain.Question) (view.Message, error) {
	today, answers := asAsked(book, q)
	r, err := phrase.ParseRapport(text, today, book, answers)
	if err != nil {
		return view.Message{}, err
	}
	if r.Ask != nil {
		if q == nil {
			q = book.AskFirst(view.VerbRapport, text, nil)
		}
		return view.Ask(query(q.ID, *r.Ask), book.Today), nil
	}
	if q != nil {
		book.Settle(q)
	}
	do, ok := aboutPeople[r.Do]
	if !ok {
		return view.Message{}, domain.Fault(domain.KindStale, "question", nil)
	}
	return do(book, r)
}

// why says what every rule makes of somebody today.
func why(book *domain.Book, r phrase.Rapport) (view.Message, error) {
	p, err := book.Portfolio()
	if err != nil {
		return view.Message{}, err
	}
	c, err := book.Contact(r.Who.Contact)
	if err != nil {
		return view.Message{}, err
	}
	for _, x := range p.Contacts {
		if x.ID == c.ID {
			c = x // as planning sees them
		}
	}
	return view.Why(view.WhyPage{Today: book.Today, Contact: c, Reasons: domain.Why(p, c, book.Today)}), nil
}

// forecastWeeks is how far /rapport forecast looks.
const forecastWeeks = 4

// forecast shows what the next weeks bring.
func (b *Bot) forecast(ctx context.Context, c Command) (Answer, error) {
	return b.look(ctx, c, "Forecast", func(book *domain.Book) (view.Message, error) {
		p, err := book.Portfolio()
		if err != nil {
			return view.Message{}, err
		}
		return view.Forecast(view.ForecastPage{
			Today: book.Today, Weeks: forecastWeeks, Days: domain.Foresee(p, book.Today, forecastWeeks),
		}), nil
	})
}
