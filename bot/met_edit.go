package bot

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"rapport/bot/view"
	"rapport/domain"
)

// editing is what an edit modal carries: the interactions it is about, which
// inputs it shows, and whether its echo can take the place of the older one.
type editing struct {
	Refs string    `json:"r"`
	Part view.Part `json:"p"`
	Echo bool      `json:"e,omitempty"`
}

// metNote, metDate and metDetails open the form that changes a touch.
func (b *Bot) metNote(ctx context.Context, c Command) (Answer, error) {
	return b.editForm(ctx, c, view.NotePart)
}

func (b *Bot) metDate(ctx context.Context, c Command) (Answer, error) {
	return b.editForm(ctx, c, view.DatePart)
}

func (b *Bot) metDetails(ctx context.Context, c Command) (Answer, error) {
	return b.editForm(ctx, c, view.AllParts)
}

func (b *Bot) editForm(ctx context.Context, c Command, part view.Part) (Answer, error) {
	_, inItem := c.item()
	form := view.EditForm{Part: part, Private: private(editing{Refs: c.Args, Part: part, Echo: !inItem})}
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) error {
		form.Who = nil
		for _, r := range view.ParseRefs(c.Args) {
			contact, it, err := current(book, r)
			if err != nil {
				return err
			}
			form.Who = append(form.Who, contact.Name)
			form.Touch = it
		}
		return nil
	})
	if err != nil {
		return Answer{}, err
	}
	if len(form.Who) == 0 {
		return Answer{}, domain.Fault(domain.KindStale, "edit", nil)
	}
	return Answer{Modal: view.EditModal(form)}, nil
}

// current finds the interaction that a ref stands for now: the correction that
// stands, or what it had corrected when that was taken back. KindStale when
// nothing of it stands any more.
func current(book *domain.Book, r view.Ref) (*domain.Contact, domain.Interaction, error) {
	c, err := present(book, r.Contact)
	if err != nil {
		return nil, domain.Interaction{}, err
	}
	origin := firstVersion(c, r.Interaction)
	for _, i := range c.Interactions {
		if !i.Undone && firstVersion(c, i.ID) == origin {
			return c, i, nil
		}
	}
	return nil, domain.Interaction{}, domain.Fault(domain.KindStale, "interaction", nil)
}

// firstVersion is the interaction that id is, at the end of all corrections, a
// version of.
func firstVersion(c *domain.Contact, id domain.InteractionID) domain.InteractionID {
	for range c.Interactions { // no chain is longer
		n := slices.IndexFunc(c.Interactions, func(i domain.Interaction) bool { return i.ID == id })
		if n < 0 || c.Interactions[n].Replaces == "" {
			break
		}
		id = c.Interactions[n].Replaces
	}
	return id
}

// metEdit changes what an edit modal says.
func (b *Bot) metEdit(ctx context.Context, c Command) (Answer, error) {
	var e editing
	if err := json.Unmarshal([]byte(c.Reply.Private), &e); err != nil {
		return Answer{}, domain.Fault(domain.KindStale, "edit", nil)
	}
	on, err := domain.ParseDate(c.Values.Text(view.OnBlock))
	if e.Part != view.NotePart {
		today, terr := b.today(ctx, c)
		switch {
		case terr != nil:
			return Answer{}, terr
		case err != nil || on.IsZero():
			return Answer{Errors: map[string]string{view.OnBlock: view.NoDate}}, nil
		case on.After(today):
			return Answer{Errors: map[string]string{view.OnBlock: view.NotHappened}}, nil
		}
	}
	a, err := b.amend(ctx, c, e.Refs, func(t *domain.Touch) {
		if e.Part != view.NotePart {
			t.On = on
		}
		if e.Part != view.DatePart {
			t.Note = strings.TrimSpace(c.Values.Text(view.NoteBlock))
		}
		if e.Part == view.AllParts {
			t.Kind = c.Values.Text(view.KindBlock)
		}
	})
	a.Replace = e.Echo && err == nil
	return a, err
}

// metYesterday moves a touch that was logged after midnight to the day before.
func (b *Bot) metYesterday(ctx context.Context, c Command) (Answer, error) {
	a, err := b.amend(ctx, c, c.Args, func(t *domain.Touch) { t.On = t.On.AddDays(-1) })
	a.Replace = err == nil
	return a, err
}

// metSaw notes what was noticed at a touch, chosen on its echo.
func (b *Bot) metSaw(ctx context.Context, c Command) (Answer, error) {
	kind, refs, _ := strings.Cut(c.Args, " ")
	a, err := b.amend(ctx, c, refs, func(t *domain.Touch) { t.Signals = []domain.SignalKind{domain.SignalKind(kind)} })
	a.Replace = err == nil
	return a, err
}

// amend corrects interactions and echoes what they are now.
func (b *Bot) amend(ctx context.Context, c Command, refs string, change func(*domain.Touch)) (Answer, error) {
	return b.write(ctx, c, func(book *domain.Book) (view.Message, error) {
		var touches []view.Touch
		for _, r := range view.ParseRefs(refs) {
			contact, it, err := current(book, r)
			if err != nil {
				return view.Message{}, err
			}
			t := domain.Touch{On: it.On, Kind: it.Kind, Note: it.Note}
			change(&t)
			next := contact.Furthest + 1
			open := next > domain.Capitalizing || book.Judge(contact, next).Legal
			corrected, err := book.Amend(contact, it.ID, t)
			if err != nil {
				return view.Message{}, err
			}
			touch := view.Touch{Signals: noticedAt(contact, corrected.ID), Logged: domain.Logged{
				Contact: contact, Interaction: corrected, From: contact.Phase,
				Older: corrected.On.Before(contact.Touched.Last),
			}}
			if !open && book.Judge(contact, next).Legal {
				touch.Opened = next
			}
			touches = append(touches, touch)
		}
		if len(touches) == 0 {
			return view.Message{}, domain.Fault(domain.KindStale, "edit", nil)
		}
		e := echo(book, touches)
		e.Changed = true
		return view.Met(e), nil
	})
}

// noticedAt are the signs that came with a touch, in the order they are offered.
func noticedAt(c *domain.Contact, id domain.InteractionID) []domain.SignalKind {
	var kinds []domain.SignalKind
	for _, k := range domain.SignalKinds {
		if slices.ContainsFunc(c.Signals, func(s domain.Signal) bool { return s.Interaction == id && s.Kind == k && !s.Undone }) {
			kinds = append(kinds, k)
		}
	}
	return kinds
}
