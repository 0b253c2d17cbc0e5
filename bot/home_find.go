package bot

import (
	"context"
	"slices"
	"strings"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

// homeFind asks who is looked for.
func (b *Bot) homeFind(ctx context.Context, c Command) (Answer, error) {
	var people []*domain.Contact
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) error {
		p, err := book.Portfolio()
		people = byRelevance(p.Contacts)
		return err
	})
	if err != nil {
		return Answer{}, err
	}
	return Answer{Modal: view.FindModal(people)}, nil
}

// homeFound shows the card of the one who was chosen or found, or all whom the
// words fit.
func (b *Bot) homeFound(ctx context.Context, c Command) (Answer, error) {
	chosen := domain.ContactID(c.Values.Text(view.WhoBlock))
	said := strings.TrimSpace(c.Values.Text(view.WordsBlock))
	if chosen == "" && said == "" {
		return Answer{Errors: map[string]string{view.WordsBlock: view.NothingToFind}}, nil
	}
	var m view.Message
	nobody := false
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) (err error) {
		nobody = false
		if chosen != "" {
			m, err = cardOf(book, chosen, settled{})
			return err
		}
		p, err := book.Portfolio()
		if err != nil {
			return err
		}
		switch found := fitting(byRelevance(p.Contacts), said); len(found) {
		case 0:
			nobody = true
		case 1:
			m, err = cardOf(book, found[0].ID, settled{})
		default:
			m = view.Found(found, p.Partnerships, settingsPage(book, *book.Member))
		}
		return err
	})
	switch {
	case err != nil:
		return Answer{}, err
	case nobody:
		return Answer{Errors: map[string]string{view.WordsBlock: view.NobodyFits}}, nil
	}
	return Answer{Modal: view.Sheet("Found", m)}, nil
}

// fitting are the people of whom each word that was said is known: by name, tag,
// place, organisation, role or work, whatever their case and accents.
func fitting(people []*domain.Contact, said string) []*domain.Contact {
	words := strings.Fields(phrase.Fold(strings.ReplaceAll(said, "#", " ")))
	var found []*domain.Contact
	for _, c := range people {
		known := phrase.Fold(strings.Join(slices.Concat([]string{c.Name, c.Place, c.Organisation, c.Role, c.Work}, c.Aliases, c.Tags), " "))
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(known, w) }) {
			found = append(found, c)
		}
	}
	return found
}
