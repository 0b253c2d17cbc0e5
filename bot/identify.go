package bot

import (
	"context"
	"slices"
	"strings"

	"rapport/bot/view"
	"rapport/domain"
)

// mostAdded is how many people one form adds.
const mostAdded = 50

// renderIdentify is the weekly prompt, from what is true when it is sent.
func renderIdentify(p domain.Portfolio, on domain.Date) (view.Message, []domain.Telling, bool) {
	prompt := domain.PlanPrompt(p, on)
	if len(prompt.Items) == 0 {
		return view.Message{}, nil, false
	}
	return view.Identify(view.PromptPage{
		Name: p.Member.Name, Hour: int(p.Member.Settings(p.Policy).Prompt.At) / 60, Today: on, Prompt: prompt,
	}), nil, true
}

// identifyName asks for people to be identified.
func (b *Bot) identifyName(context.Context, Command) (Answer, error) {
	return Answer{Modal: view.NameModal("")}, nil
}

// identifyNamed puts people on the list of those to be met.
func (b *Bot) identifyNamed(ctx context.Context, c Command) (Answer, error) {
	names := splitNames(c.Values.Text(view.NamesBlock))
	why := strings.TrimSpace(c.Values.Text(view.WhyBlock))
	refused := ""
	switch {
	case len(names) == 0:
		refused = view.NobodyChosen
	case len(names) > mostAdded:
		refused = view.TooManyAdded
	case slices.ContainsFunc(names, tooLong):
		refused = view.NameTooLong
	}
	if refused != "" {
		return Answer{Errors: map[string]string{view.NamesBlock: refused}}, nil
	}
	a, err := b.write(ctx, c, func(book *domain.Book) (view.Message, error) {
		refused = ""
		for _, name := range names {
			known, err := namesake(book, name)
			if err != nil {
				return view.Message{}, err
			}
			if known != nil {
				refused = view.KnownAlready(known.Name)
				return view.Message{}, errKnown
			}
			contact, err := book.Add(name, "", domain.Identifying)
			if err != nil {
				return view.Message{}, err
			}
			if why == "" {
				continue
			}
			if err := book.Remember(contact, why); err != nil {
				return view.Message{}, err
			}
		}
		return view.Named(book.ID, names), nil
	})
	if refused != "" {
		return Answer{Errors: map[string]string{view.NamesBlock: refused}}, nil
	}
	return a, err
}

// errKnown leaves the commit out when a name is there already.
var errKnown = domain.Fault(domain.KindInvalid, "name that is known", nil)

// identifyLater leaves a candidate for another time.
func (b *Bot) identifyLater(ctx context.Context, c Command) (Answer, error) {
	return b.snooze(ctx, c, domain.ContactID(c.Args), aMonth)
}

// identifyRest asks whom to let rest, those furthest beyond their rhythm first.
func (b *Bot) identifyRest(ctx context.Context, c Command) (Answer, error) {
	var active []*domain.Contact
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) error {
		p, err := book.Portfolio()
		if err != nil {
			return err
		}
		first := strings.Fields(c.Args)
		active = slices.DeleteFunc(slices.Clone(p.Contacts), func(k *domain.Contact) bool { return k.Resting })
		slices.SortStableFunc(active, func(x, y *domain.Contact) int {
			return position(first, x.ID) - position(first, y.ID)
		})
		return nil
	})
	switch {
	case err != nil:
		return Answer{}, err
	case len(active) == 0:
		return tell(view.NobodyToRest()), nil
	}
	return Answer{Modal: view.RestModal("", active)}, nil
}

// position is where an id stands in a list, behind all when it doesn't.
func position(ids []string, id domain.ContactID) int {
	if i := slices.Index(ids, string(id)); i >= 0 {
		return i
	}
	return len(ids)
}

// identifyRested lets somebody rest.
func (b *Bot) identifyRested(ctx context.Context, c Command) (Answer, error) {
	return b.write(ctx, c, func(book *domain.Book) (view.Message, error) {
		contact, err := present(book, domain.ContactID(c.Values.Text(view.RestBlock)))
		if err != nil {
			return view.Message{}, err
		}
		if err := book.Rest(contact, true); err != nil {
			return view.Message{}, err
		}
		return view.Rests(book.ID, contact.Name), nil
	})
}

// identifySkip takes no for an answer.
func (b *Bot) identifySkip(_ context.Context, c Command) (Answer, error) {
	return replace(view.Skipped(c.Reply.Blocks.BlockSet)), nil
}
