package bot

import (
	"context"
	"slices"
	"strings"

	"github.com/slack-go/slack"

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
	m := view.Identify(view.PromptPage{
		Name: p.Member.Name, Hour: int(p.Member.Settings(p.Policy).Prompt.At) / 60, Today: on, Prompt: prompt,
	})
	return m, view.Prompted(prompt), true
}

// promptedAgain is an item of the prompt as it reads now; nil when the prompt has
// no such item any more.
func promptedAgain(book *domain.Book, p view.Place) ([]slack.Block, error) {
	if p.Rule == domain.NeverMet {
		c, err := present(book, p.Contact)
		if err != nil {
			return nil, err
		}
		return view.Candidate(p, c), nil
	}
	portfolio, err := book.Portfolio()
	if err != nil {
		return nil, err
	}
	for _, item := range domain.PlanPrompt(portfolio, book.Today).Items {
		if item.Telling() == p.Telling {
			return view.Reason(p.Number, item, book.Today), nil
		}
	}
	return nil, nil
}

// identifyName asks for people to be identified; the value of its button is the
// goal that they are for, "" for none.
func (b *Bot) identifyName(_ context.Context, c Command) (Answer, error) {
	return Answer{Modal: view.NameModal(c.Args)}, nil
}

// identifyLink says that somebody serves a goal.
func (b *Bot) identifyLink(ctx context.Context, c Command) (Answer, error) {
	id, goal, ok := view.ParsePair(c.Args)
	if !ok {
		return Answer{}, domain.Fault(domain.KindStale, "goal", nil)
	}
	return b.settle(ctx, c, id, func(book *domain.Book, contact *domain.Contact) (settled, error) {
		g, err := book.Goal(domain.RecordID(goal))
		if err != nil {
			return settled{}, err
		}
		return done(book, view.Linked(contact, g), book.Link(contact, g.ID))
	})
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
			if err := foundFor(book, contact, why, domain.RecordID(c.Reply.Private)); err != nil {
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

// foundFor notes why somebody was named, and the goal they were named for.
func foundFor(book *domain.Book, c *domain.Contact, why string, goal domain.RecordID) error {
	if why != "" {
		if err := book.Remember(c, why); err != nil {
			return err
		}
	}
	if goal == "" {
		return nil
	}
	err := book.Link(c, goal)
	if domain.KindOf(err) == domain.KindNotFound {
		return nil // the goal is gone since; the person is not
	}
	return err
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
func (b *Bot) identifySkip(ctx context.Context, c Command) (Answer, error) {
	a, err := b.write(ctx, c, func(book *domain.Book) (view.Message, error) {
		book.Hear()
		return view.Skipped(c.Reply.Blocks.BlockSet), nil
	})
	a.Replace = true
	return a, err
}
