package bot

import (
	"context"
	"errors"
	"slices"
	"strings"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

// renderCheckIn is the weekly check-in, from what is true when it is sent.
func renderCheckIn(p domain.Portfolio, on domain.Date) (view.Message, []domain.Telling, bool) {
	in, settings := domain.PlanCheckIn(p, on), p.Member.Settings(p.Policy)
	page := view.CheckInPage{
		Name: p.Member.Name, Hour: int(settings.CheckIn.At) / 60, Today: on, Likely: in.Likely,
	}
	for _, q := range in.Questions {
		asked := domain.DateIn(q.Asked, settings.Location)
		if ask := stillAsked(q, asked, names(p.Contacts)); ask != nil {
			page.Questions = append(page.Questions, view.OpenQuestion{Query: query(q.ID, *ask), Typed: q.Text, Asked: asked})
		}
	}
	return view.CheckIn(page), in.Tellings(), in.Asks || len(page.Questions) > 0
}

// stillAsked is what a question about a touch asks; nil when it asks nothing any
// more, or something that is not worth coming back to.
func stillAsked(q domain.Question, asked domain.Date, known phrase.Names) *phrase.Question {
	if q.Verb != view.VerbMet {
		return nil
	}
	m, err := phrase.ParseMet(q.Text, asked, known, q.Answers)
	if err != nil {
		return nil
	}
	return m.Ask
}

// names are the people of a portfolio as the grammar looks them up.
type names []*domain.Contact

// AllNames returns every name.
func (n names) AllNames() ([]domain.Known, error) {
	var all []domain.Known
	for _, c := range n {
		for _, name := range append([]string{c.Name}, c.Aliases...) {
			for _, k := range phrase.Keys(name) {
				all = append(all, domain.Known{Contact: c.ID, Name: c.Name, Key: k.Folded, Whole: k.Whole, Slack: c.SlackUser})
			}
		}
	}
	return all, nil
}

// Exact returns the names whose folded key is one of keys.
func (n names) Exact(keys []string) ([]domain.Known, error) {
	all, err := n.AllNames()
	return slices.DeleteFunc(all, func(k domain.Known) bool { return !slices.Contains(keys, k.Key) }), err
}

// checkIn shows the check-in now. The one that is due comes as ever.
func (b *Bot) checkIn(ctx context.Context, c Command) (Answer, error) {
	p, err := b.shows.Portfolio(ctx, c.Owner(), c.At)
	if err != nil {
		return Answer{}, err
	}
	m, _, _ := renderCheckIn(p, p.Member.Today(p.Policy, c.At))
	return tell(m), nil
}

// errOver leaves a commit out when a check-in was answered before.
var errOver = domain.Fault(domain.KindStale, "check-in", nil)

// checkInOnce answers a check-in, and makes sure that it is answered once: two presses
// in a row both carry the form.
func (b *Bot) checkInOnce(ctx context.Context, c Command, f func(*domain.Book) (view.Message, error)) (Answer, error) {
	a, err := b.write(ctx, c, func(book *domain.Book) (view.Message, error) {
		this := domain.Telling{Rule: view.CheckInRule, Subject: c.Reply.TS}
		told, err := book.Told(this)
		switch {
		case err != nil:
			return view.Message{}, err
		case !told.Answered.IsZero():
			return view.Message{}, errOver
		}
		if err := book.Heed(this); err != nil {
			return view.Message{}, err
		}
		return f(book)
	})
	if errors.Is(err, errOver) {
		return tell(view.CheckInOver()), nil
	}
	a.Replace = c.Reply.Door == ButtonDoor && err == nil
	return a, err
}

// checkInSave logs everybody who was chosen, and what was written beside.
func (b *Bot) checkInSave(ctx context.Context, c Command) (Answer, error) {
	chosen := c.Values.List(view.CheckInWho)
	parts := apart(c.Values.Text(view.CheckInOthers))
	if len(chosen)+len(parts) == 0 {
		return tell(view.CheckInEmpty()), nil
	}
	return b.checkInOnce(ctx, c, func(book *domain.Book) (view.Message, error) {
		done := view.CheckedIn{Today: book.Today, Command: book.ID, Form: c.Reply.Blocks.BlockSet}
		for _, id := range chosen {
			contact, err := present(book, domain.ContactID(id))
			if domain.KindOf(err) == domain.KindNotFound {
				continue // archived since the message came
			}
			if err != nil {
				return view.Message{}, err
			}
			who := []phrase.Who{{Contact: contact.ID, Name: contact.Name}}
			touches, err := logAll(book, who, domain.Touch{On: book.Today, Kind: view.KindOfTap})
			if err != nil {
				return view.Message{}, err
			}
			done.Touches = append(done.Touches, touches...)
		}
		for _, part := range parts {
			if err := checkInPart(book, part, &done); err != nil {
				return view.Message{}, err
			}
		}
		return view.CheckInDone(done), nil
	})
}

// checkInPart logs one part of what was written. What can't be read, or can be in
// more than one way, takes nothing from the rest.
func checkInPart(book *domain.Book, part string, done *view.CheckedIn) error {
	m, err := phrase.ParseMet(part, book.Today, book, nil)
	if _, ok := errors.AsType[*phrase.Error](err); ok {
		done.Unread = append(done.Unread, part)
		return nil
	}
	if err != nil {
		return err
	}
	if m.Ask == nil {
		if m.Ask, err = recognise(book, part, m.Who, nil); err != nil {
			return err
		}
	}
	if m.Ask != nil {
		q := book.AskFirst(view.VerbMet, part, nil)
		done.Questions = append(done.Questions, view.OpenQuestion{Query: query(q.ID, *m.Ask), Typed: part, Asked: book.Today})
		return nil
	}
	touches, err := logAll(book, m.Who, domain.Touch{On: m.On, Kind: m.Kind, Note: m.Note, Signals: m.Signals})
	if err != nil {
		return err
	}
	done.Touches = append(done.Touches, touches...)
	return nil
}

// apart parts what was written into touches: by lines and by commas, outside of
// quotation marks and before a dash, behind which all is note.
func apart(text string) []string {
	var parts []string
	for line := range strings.Lines(text) {
		from, quoted := 0, false
		for i, r := range line {
			switch {
			case strings.ContainsRune(`"“”„`, r):
				quoted = !quoted
			case r == ',' && !quoted && !noted(line[from:i]):
				parts = append(parts, line[from:i])
				from = i + 1
			}
		}
		parts = append(parts, line[from:])
	}
	var said []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			said = append(said, p)
		}
	}
	return said
}

// noted reports whether the note of a part has begun.
func noted(part string) bool {
	return strings.Contains(part, "--") || strings.ContainsAny(part, "—–")
}

// checkInNobody takes nobody for an answer.
func (b *Bot) checkInNobody(ctx context.Context, c Command) (Answer, error) {
	return b.checkInOnce(ctx, c, func(*domain.Book) (view.Message, error) { return view.CheckInNobody(), nil })
}

// checkInMore does what was chosen from the check-in's ⋯ menu. Leaving is one tap.
func (b *Bot) checkInMore(ctx context.Context, c Command) (Answer, error) {
	switch c.Args {
	case view.CheckInDay:
		return b.settingsForm(ctx, c)
	case view.CheckInOff:
		a, err := b.choose(ctx, c, func(book *domain.Book) error {
			book.CheckInOff(true)
			book.Hear()
			return nil
		})
		a.Replace = c.Reply.Door == ButtonDoor && err == nil
		return a, err
	}
	return Answer{}, domain.Fault(domain.KindStale, "menu", nil)
}
