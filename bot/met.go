package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

// dawn is the hour before which "today" may still mean the day before.
const dawn = 4

// met logs what "/met Jane coffee" says, asks when it can be read in more than
// one way, and opens the form when it says nothing.
func (b *Bot) met(ctx context.Context, c Command) (Answer, error) {
	text := strings.TrimSpace(c.Args)
	switch {
	case phrase.IsHelp(text), text == "" && c.Trigger == "":
		return tell(view.MetHelp()), nil
	case text == "":
		return b.metForm(ctx, c, Picked{})
	}
	text = b.introduceMentions(ctx, c, text)
	c.names = func() domain.Named { return phrase.Named(text) }
	return b.write(ctx, c, func(book *domain.Book) (view.Message, error) {
		if book.RepeatOf(fingerprint(text)) {
			return view.LogAgain(book.AskFirst(view.VerbMet, text, nil).ID), nil
		}
		return logText(book, text, nil)
	})
}

// logText logs what text says, or asks first. q is the question that text is
// the answer to, nil when there was none: it then means what it meant on the
// day it was typed.
func logText(book *domain.Book, text string, q *domain.Question) (view.Message, error) {
	today, answers := asAsked(book, q)
	m, err := phrase.ParseMet(text, today, book, answers)
	if err != nil {
		return view.Message{}, err
	}
	ask := m.Ask
	if ask == nil {
		ask, err = recognise(book, text, m.Who, answers)
	}
	if err != nil {
		return view.Message{}, err
	}
	if ask != nil {
		if q == nil {
			q = book.AskFirst(view.VerbMet, text, nil)
		}
		return view.Ask(query(q.ID, *ask), book.Today), nil
	}
	if q != nil {
		book.Settle(q)
	}
	if m.On.After(today) {
		return expect(book, m)
	}
	touches, err := logAll(book, m.Who, domain.Touch{On: m.On, Kind: m.Kind, Note: m.Note, Signals: m.Signals})
	if err != nil {
		return view.Message{}, err
	}
	book.NoteMet(fingerprint(text))
	e := echo(book, touches)
	e.Night, e.Helped = m.OnSaid == "" && m.On == book.Today && night(book), m.Helped
	return view.Met(e), nil
}

// logAll logs the same touch with everybody in who; those who are new come
// into the circle with it, and whoever was archived comes back.
func logAll(book *domain.Book, who []phrase.Who, t domain.Touch) ([]view.Touch, error) {
	touches := make([]view.Touch, 0, len(who))
	for _, w := range who {
		c, err := meant(book, w, domain.Relating)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(touches, func(t view.Touch) bool { return t.Contact.ID == c.ID }) {
			continue // named twice: "Omar & @omar"
		}
		back, err := bringBack(book, c)
		if err != nil {
			return nil, err
		}
		next := c.Furthest + 1
		before := next <= domain.Capitalizing && book.Judge(c, next).Legal
		l, err := book.Log(c, t)
		if err != nil {
			return nil, err
		}
		touch := view.Touch{Logged: l, Back: back, Signals: t.Signals}
		if next <= domain.Capitalizing && !before && l.Contact.Furthest < next && book.Judge(l.Contact, next).Legal {
			touch.Opened = next
		}
		touches = append(touches, touch)
	}
	return touches, nil
}

// bringBack takes whoever was archived back into the circle, and reports whether
// they were: what is noted about them now is meant to be seen again.
func bringBack(book *domain.Book, c *domain.Contact) (bool, error) {
	if !c.Archived {
		return false, nil
	}
	return true, book.Archive(c, false)
}

// meant returns the contact that is meant, a new one in phase first if there is none.
func meant(book *domain.Book, w phrase.Who, first domain.Phase) (*domain.Contact, error) {
	if w.Contact == "" {
		return book.Add(w.Name, w.Slack, first)
	}
	c, err := book.Contact(w.Contact)
	if err == nil && c.SlackUser == "" {
		c.SlackUser = w.Slack
	}
	return c, err
}

// echo tells back what was logged by this command.
func echo(book *domain.Book, touches []view.Touch) view.Echo {
	refs := make([]view.Ref, len(touches))
	for i, t := range touches {
		refs[i] = view.Ref{Contact: t.Contact.ID, Interaction: t.Interaction.ID}
	}
	return view.Echo{Today: book.Today, Command: book.ID, Touches: touches, Edit: view.Refs(refs)}
}

// night reports whether it is so early that the member's day isn't over yet.
func night(book *domain.Book) bool {
	return book.Now.In(book.Member.Settings(book.Policy).Location).Hour() < dawn
}

// expect remembers something planned, and that the digest shall ask how it went.
// KindStale when the day has come meanwhile: nothing was said about how it went.
func expect(book *domain.Book, m phrase.Met) (view.Message, error) {
	if !m.On.After(book.Today) {
		return view.Message{}, domain.Fault(domain.KindStale, "planned date", nil)
	}
	names := make([]string, 0, len(m.Who))
	for _, w := range m.Who {
		c, err := meant(book, w, domain.Identifying)
		if err != nil {
			return view.Message{}, err
		}
		if err := book.Expect(c, m.On, m.Kind); err != nil {
			return view.Message{}, err
		}
		names = append(names, c.Name)
	}
	return view.Expected(book.ID, names, m.Kind, m.On, book.Today), nil
}

// fingerprint stands for a text without keeping it.
func fingerprint(text string) string {
	words := make([]byte, 0, len(text)+1)
	for w := range strings.FieldsSeq(text) {
		words = append(append(words, ' '), w...)
	}
	sum := sha256.Sum256(words[min(1, len(words)):])
	return hex.EncodeToString(sum[:16])
}
