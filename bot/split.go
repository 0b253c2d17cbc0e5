package bot

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

// splitText says how two people on one card become two; the button opens the form.
func splitText(book *domain.Book, r phrase.Rapport) (view.Message, error) {
	c, err := book.Contact(r.Who.Contact)
	if err != nil {
		return view.Message{}, err
	}
	return view.Splitting(c), nil
}

// cardSplit asks what belongs to somebody else, and what they are called.
func (b *Bot) cardSplit(ctx context.Context, c Command) (Answer, error) {
	return b.splitForm(ctx, c, domain.ContactID(c.Args))
}

func (b *Bot) splitForm(ctx context.Context, c Command, id domain.ContactID) (Answer, error) {
	return b.formAbout(ctx, c, id, func(book *domain.Book, contact *domain.Contact, a *Answer) error {
		rows := view.SplitChoices(contact, book.Today)
		if len(rows) == 0 {
			a.Message = new(view.Say(view.NothingToSplit(contact.Name)))
			return nil
		}
		a.Modal = view.SplitModal(private(c.slip(contact.ID, "")), contact, rows)
		return nil
	})
}

// cardSplitted gives what was chosen to somebody of their own.
func (b *Bot) cardSplitted(ctx context.Context, c Command) (Answer, error) {
	f, err := slipOf(c)
	if err != nil {
		return Answer{}, err
	}
	name := strings.Join(strings.Fields(c.Values.Text(view.NameBlock)), " ")
	rows := c.Values.List(view.RowsBlock)
	errs := map[string]string{}
	switch {
	case name == "":
		errs[view.NameBlock] = view.NoNameLeft
	case tooLong(name):
		errs[view.NameBlock] = view.NameTooLong
	}
	if len(rows) == 0 {
		errs[view.RowsBlock] = view.NothingPicked
	}
	if len(errs) > 0 {
		return Answer{Errors: errs}, nil
	}
	a, err := b.conclude(ctx, c, f, func(book *domain.Book, contact *domain.Contact) (settled, error) {
		clear(errs)
		known, err := namesake(book, name)
		if err != nil {
			return settled{}, err
		}
		if known != nil && known.Contact != contact.ID {
			errs[view.NameBlock] = view.NameInUse(known.Name)
			return settled{}, errKnown
		}
		n, err := book.Split(contact, name, rows)
		switch domain.KindOf(err) {
		case domain.KindStale, domain.KindInvalid:
			errs[view.RowsBlock] = view.RowsChanged
			return settled{}, errKnown
		}
		if err != nil {
			return settled{}, err
		}
		return settled{text: view.Splitted(contact, n, len(rows)), undo: book.ID, next: []slack.BlockElement{view.OpenCard(n)}}, nil
	})
	if len(errs) > 0 {
		return Answer{Errors: errs}, nil
	}
	return a, err
}
