package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

const (
	mostAtOnce  = 20  // people in one touch
	longestName = 200 // characters
)

// newcomer is somebody whom the form was prefilled with: when the name stays,
// the contact is that Slack user.
type newcomer struct {
	Name  string `json:"name,omitempty"`
	Slack string `json:"slack,omitempty"`
}

// metShortcut opens the form from anywhere in Slack.
func (b *Bot) metShortcut(ctx context.Context, c Command) (Answer, error) {
	return b.metForm(ctx, c, Picked{})
}

// metMessage opens the form for the author of a message.
func (b *Bot) metMessage(ctx context.Context, c Command) (Answer, error) {
	var p Picked
	if err := json.Unmarshal([]byte(c.Args), &p); err != nil {
		p = Picked{} // an empty form will do
	}
	if p.Author == string(c.Member) {
		p.Author = ""
	}
	return b.metForm(ctx, c, p)
}

// metForm opens the form that takes everything /met takes in words. Author is
// chosen already when they are known, and written down when they are not.
func (b *Bot) metForm(ctx context.Context, c Command, about Picked) (Answer, error) {
	form := view.MetForm{}
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) error {
		p, err := book.Portfolio()
		if err != nil {
			return err
		}
		form.Today, form.Known, form.Chosen = book.Today, byRelevance(p.Contacts), nil
		for _, k := range p.Contacts {
			if about.Author != "" && k.SlackUser == about.Author {
				form.Chosen = append(form.Chosen, k.ID)
			}
		}
		return nil
	})
	if err != nil {
		return Answer{}, err
	}
	if about.Author != "" && len(form.Chosen) == 0 {
		form.New = strings.ReplaceAll(b.nameOf(ctx, c.Workspace, about.Author), ",", " ")
		form.Private = private(newcomer{Name: form.New, Slack: about.Author})
	}
	return Answer{Modal: view.MetModal(form)}, nil
}

// byRelevance puts those met most lately first, then those added most lately.
func byRelevance(contacts []*domain.Contact) []*domain.Contact {
	sorted := slices.Clone(contacts)
	slices.SortStableFunc(sorted, func(a, b *domain.Contact) int {
		return cmp.Or(b.Touched.Last.Compare(a.Touched.Last), b.Added.Compare(a.Added))
	})
	return sorted
}

// metSubmitted logs what the form says.
func (b *Bot) metSubmitted(ctx context.Context, c Command) (Answer, error) {
	chosen := c.Values.List(view.WhoBlock)
	names := splitNames(c.Values.Text(view.NewBlock))
	on, err := domain.ParseDate(c.Values.Text(view.OnBlock))
	today, terr := b.today(ctx, c)
	if terr != nil {
		return Answer{}, terr
	}
	errs := map[string]string{}
	switch {
	case len(chosen)+len(names) == 0:
		errs[c.Reply.BlockID] = view.NobodyChosen
	case len(chosen)+len(names) > mostAtOnce:
		errs[c.Reply.BlockID] = view.TooManyNames
	}
	if slices.ContainsFunc(names, tooLong) {
		errs[view.NewBlock] = view.NameTooLong
	}
	switch {
	case err != nil || on.IsZero():
		errs[view.OnBlock] = view.NoDate
	case on.After(today):
		errs[view.OnBlock] = view.NotHappened
	}
	if len(errs) > 0 {
		return Answer{Errors: errs}, nil
	}
	t := domain.Touch{On: on, Kind: c.Values.Text(view.KindBlock), Note: c.Values.Text(view.NoteBlock)}
	for _, s := range c.Values.List(view.SignalsBlock) {
		t.Signals = append(t.Signals, domain.SignalKind(s))
	}
	return b.write(ctx, c, func(book *domain.Book) (view.Message, error) {
		who, err := whoever(book, chosen, names, c.Reply.Private)
		if err != nil {
			return view.Message{}, err
		}
		touches, err := logAll(book, who, t)
		if err != nil {
			return view.Message{}, err
		}
		return view.Met(echo(book, touches)), nil
	})
}

// whoever puts those chosen and those written down together, each person once.
func whoever(book *domain.Book, chosen, names []string, prefilled string) ([]phrase.Who, error) {
	var fresh newcomer
	if json.Unmarshal([]byte(prefilled), &fresh) != nil {
		fresh = newcomer{}
	}
	var who []phrase.Who
	for _, id := range chosen {
		who = append(who, phrase.Who{Contact: domain.ContactID(id)})
	}
	for _, name := range names {
		w := phrase.Who{Name: name}
		known, err := namesake(book, name)
		if err != nil {
			return nil, err
		}
		switch {
		case known != nil:
			w.Contact = known.Contact
		case name == fresh.Name:
			w.Slack = fresh.Slack
		}
		if w.Contact == "" || !slices.ContainsFunc(who, func(x phrase.Who) bool { return x.Contact == w.Contact }) {
			who = append(who, w)
		}
	}
	return who, nil
}

// namesake returns the one contact that bears exactly this name, nil when there
// is none, or more than one.
func namesake(book *domain.Book, name string) (*domain.Known, error) {
	known, err := book.Exact([]string{phrase.Fold(name)})
	if err != nil {
		return nil, err
	}
	var found *domain.Known
	for _, k := range known {
		if !k.Whole {
			continue
		}
		if found != nil && found.Contact != k.Contact {
			return nil, nil
		}
		found = &k
	}
	return found, nil
}

// splitNames reads names parted by commas or line breaks, each once.
func splitNames(s string) []string {
	var names []string
	for _, n := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == '\n' || r == ';' }) {
		n = strings.Join(strings.Fields(n), " ")
		if n != "" && !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return names
}

func tooLong(name string) bool { return utf8.RuneCountInString(name) > longestName }

// today is the member's date.
func (b *Bot) today(ctx context.Context, c Command) (domain.Date, error) {
	m, err := b.members.Member(ctx, c.Owner())
	if err != nil {
		return domain.Date{}, err
	}
	return m.Today(b.policy, c.At), nil
}
