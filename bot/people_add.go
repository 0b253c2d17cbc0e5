package bot

import (
	"context"
	"errors"
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
	var lines []phrase.Line
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) error {
		p, err := phrase.ParsePeople("add\n"+text, book.Today, book, nil)
		lines = p.Lines
		return err
	})
	if misread, ok := errors.AsType[*phrase.Error](err); ok { // what was typed stays in the form
		return Answer{Errors: map[string]string{view.NamesBlock: unclearPeople(misread).Text}}, nil
	}
	if err != nil {
		return Answer{}, err
	}
	return b.write(ctx, c, func(book *domain.Book) (view.Message, error) { return addAll(book, lines) })
}

// addAll puts people into Identifying. Whoever is known by that name already,
// or stands twice in the list, is not doubled.
func addAll(book *domain.Book, lines []phrase.Line) (view.Message, error) {
	if len(lines) == 0 {
		return view.PeopleHelp(), nil
	}
	names, err := book.AllNames()
	if err != nil {
		return view.Message{}, err
	}
	seen := make(map[string]bool, len(names))
	for _, k := range names {
		seen[k.Slack] = true
		if k.Whole {
			seen[k.Key] = true
		}
	}
	delete(seen, "")
	var fresh, known []string
	for _, l := range lines {
		name, slack := l.Name, ""
		if m := mention.FindStringSubmatch(l.Name); m != nil {
			slack = m[1]
			name = handle(l.Name, slack)
		}
		key := phrase.Fold(name)
		if seen[key] || seen[slack] {
			known = append(known, name)
			continue
		}
		seen[key], seen[slack] = true, slack != ""
		if err := add(book, l, name, slack); err != nil {
			return view.Message{}, err
		}
		fresh = append(fresh, name)
	}
	return view.Added(book.ID, fresh, known), nil
}

// add puts one person of a list into Identifying.
func add(book *domain.Book, l phrase.Line, name, slack string) error {
	c, err := book.Add(name, slack, domain.Identifying)
	if err != nil {
		return err
	}
	if err := book.Tag(c, l.Tags...); err != nil {
		return err
	}
	if l.Note == "" {
		return nil
	}
	return book.Remember(c, l.Note)
}
