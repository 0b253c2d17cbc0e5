package bot

import (
	"context"
	"strings"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

// rhythmForm asks how often somebody should come up.
func (b *Bot) rhythmForm(ctx context.Context, c Command, id domain.ContactID) (Answer, error) {
	return b.formAbout(ctx, c, id, func(book *domain.Book, contact *domain.Contact, a *Answer) error {
		now, _ := book.Rhythm(contact)
		a.Modal = view.RhythmModal(private(c.slip(id, "")), contact.Name, now)
		return nil
	})
}

// rhythmChosen gives somebody a rhythm of their own, or the common one again.
func (b *Bot) rhythmChosen(ctx context.Context, c Command) (Answer, error) {
	f, err := slipOf(c)
	if err != nil {
		return Answer{}, err
	}
	said, block := strings.TrimSpace(c.Values.Text(view.CustomBlock)), view.CustomBlock
	if said == "" {
		said, block = c.Values.Text(view.RhythmBlock), view.RhythmBlock
	}
	if said == "" {
		return Answer{Errors: map[string]string{block: view.NothingPicked}}, nil
	}
	var chosen domain.Cadence
	if !strings.EqualFold(said, "default") {
		if chosen, err = phrase.ParseCadence(said); err != nil {
			return Answer{Errors: map[string]string{block: view.NoRhythm}}, nil
		}
	}
	if f.Spot == onCard {
		return b.conclude(ctx, c, f, func(book *domain.Book, contact *domain.Contact) (settled, error) {
			err := book.SetCadence(contact, chosen)
			now, from := book.Rhythm(contact)
			return done(book, view.Paced(contact, now, from), err)
		})
	}
	return b.say(ctx, c, "Rhythm", func(book *domain.Book) (view.Message, error) {
		contact, err := present(book, f.Contact)
		if err != nil {
			return view.Message{}, err
		}
		if err := book.SetCadence(contact, chosen); err != nil {
			return view.Message{}, err
		}
		now, from := book.Rhythm(contact)
		return view.RhythmChanged(book.ID, contact.Name, now, from), nil
	})
}
