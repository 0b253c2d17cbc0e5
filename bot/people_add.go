package bot

import (
	"context"
	"strings"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

// peopleAdd opens the form that takes a list of people.
func (b *Bot) peopleAdd(context.Context, Command) (Answer, error) {
	return Answer{Modal: view.AddModal()}, nil
}

// peopleAdded takes the form's list: the same lines that /people add takes.
func (b *Bot) peopleAdded(ctx context.Context, c Command) (Answer, error) {
	text := strings.TrimSpace(c.Values.Text(view.NamesBlock))
	if text == "" {
		return Answer{Errors: map[string]string{view.NamesBlock: view.NobodyChosen}}, nil
	}
	a, err := b.write(ctx, c, func(book *domain.Book) (view.Message, error) {
		p, err := phrase.ParsePeople("add\n"+text, book.Today, book, nil)
		if err != nil {
			return view.Message{}, err
		}
		return addAll(book, p.Lines)
	})
	if err == nil && !a.HomeDirty { // it could not be read: what was typed stays in the form
		return scolded(c, a), nil
	}
	return a, err
}

// addAll puts people into Identifying. Whoever is known by that name already,
// or stands twice in the list, is not doubled.
func addAll(book *domain.Book, lines []phrase.Line) (view.Message, error) {
	var fresh, known []string
	seen := make(map[string]bool)
	for _, l := range lines {
		key := phrase.Fold(l.Name)
		there, err := isKnown(book, key)
		if err != nil {
			return view.Message{}, err
		}
		if there || seen[key] {
			known = append(known, l.Name)
			continue
		}
		seen[key] = true
		if err := add(book, l); err != nil {
			return view.Message{}, err
		}
		fresh = append(fresh, l.Name)
	}
	if len(lines) == 0 {
		return view.PeopleHelp(), nil
	}
	return view.Added(book.ID, fresh, known), nil
}

// isKnown reports whether somebody bears exactly this name.
func isKnown(book *domain.Book, key string) (bool, error) {
	known, err := book.Exact([]string{key})
	if err != nil {
		return false, err
	}
	for _, k := range known {
		if k.Whole {
			return true, nil
		}
	}
	return false, nil
}

// add puts one person of a list into Identifying.
func add(book *domain.Book, l phrase.Line) error {
	c, err := book.Add(l.Name, "", domain.Identifying)
	if err != nil {
		return err
	}
	if len(l.Tags) > 0 {
		if err := book.Tag(c, l.Tags...); err != nil {
			return err
		}
	}
	if l.Note == "" {
		return nil
	}
	return book.Remember(c, l.Note)
}
