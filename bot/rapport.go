package bot

import (
	"context"
	"errors"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

// rapport does what "/rapport …" asks; /met and /people work here too.
func (b *Bot) rapport(ctx context.Context, c Command) (Answer, error) {
	var r phrase.Rapport
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) (err error) {
		r, err = phrase.ParseRapport(c.Args, book.Today, book, nil)
		return err
	})
	if misread, ok := misreading(err); ok {
		return tell(misread), nil
	}
	if err != nil {
		return Answer{}, err
	}
	if r.Do == phrase.RapportSplit && r.Ask == nil && c.Trigger != "" {
		return b.splitForm(ctx, c, r.Who.Contact)
	}
	if _, ok := aboutPeople[r.Do]; ok {
		return b.write(ctx, c, func(book *domain.Book) (view.Message, error) { return rapportText(book, c.Args, nil) })
	}
	switch r.Do {
	case phrase.RapportToday:
		return b.todays(ctx, c)
	case phrase.RapportForecast:
		return b.forecast(ctx, c)
	case phrase.RapportCheckIn:
		return b.checkIn(ctx, c)
	case phrase.RapportSettings:
		c.Args = ""
		return b.settings(ctx, c)
	case phrase.RapportSet:
		return b.set(ctx, c, r.Set)
	case phrase.RapportPause:
		return b.pause(ctx, c, r.Until)
	case phrase.RapportResume:
		return b.resume(ctx, c)
	case phrase.RapportUndo:
		c.Args = ""
		return b.undo(ctx, c)
	case phrase.RapportPass:
		return b.passOn(ctx, c, r.Verb, r.Rest)
	}
	return tell(view.Help()), nil
}

// passOn hands what stands after "/rapport met" to the handler of met.
func (b *Bot) passOn(ctx context.Context, c Command, verb, rest string) (Answer, error) {
	h, ok := b.handlers[verb]
	if !ok {
		return tell(view.UnknownVerb(verb, "")), nil
	}
	c.Verb, c.Args = verb, rest
	return h(ctx, c)
}

// misreading is the sentence for a text that the grammar can't take.
func misreading(err error) (view.Message, bool) {
	misread, ok := errors.AsType[*phrase.Error](err)
	if !ok {
		return view.Message{}, false
	}
	if misread.Kind == phrase.BadSetting {
		return view.BadSetting(misread.Nearest, misread.Said), true
	}
	return unclear(misread, view.VerbRapport), true
}

// todays shows today's nudges to a member who asks. Nothing is recorded: the
// digest that is due comes as ever, and nobody counts as shown.
func (b *Bot) todays(ctx context.Context, c Command) (Answer, error) {
	var m view.Message
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) error {
		p, err := book.Portfolio()
		if err != nil {
			return err
		}
		m = view.Today(view.DigestPage{Name: book.Member.Name, Today: book.Today, Digest: domain.PlanDigest(p, book.Today)})
		return nil
	})
	if err != nil {
		return Answer{}, err
	}
	return tell(m), nil
}
