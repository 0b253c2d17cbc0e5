package bot

import (
	"context"
	"strings"

	"rapport/bot/view"
	"rapport/domain"
)

// homeOpened remembers that the member looks at App Home, so that it is kept
// fresh from now on, and brings it up to date. Whoever looks anew on another day
// begins at the front.
func (b *Bot) homeOpened(ctx context.Context, c Command) (Answer, error) {
	m, err := b.members.Member(ctx, c.Owner())
	if err != nil {
		return Answer{}, err
	}
	at := placeAt(c.Reply.Private, m.Today(b.policy, c.At))
	a := Answer{HomeDirty: true, HomeAt: &at}
	if m.HomeOpened {
		return a, nil
	}
	err = b.book.Write(ctx, c.ref(), func(book *domain.Book) error {
		book.Member.HomeOpened = true
		return nil
	})
	return a, err
}

// homePage turns App Home to another list, or another page of it.
func (b *Bot) homePage(_ context.Context, c Command) (Answer, error) {
	return Answer{HomeDirty: true, HomeAt: &c.Args}, nil
}

// inSight puts what there is to say where the member looks: on App Home when it
// began there, over the form in which a button was pressed. Both have no
// conversation to say it in.
func inSight(c Command, a Answer) Answer {
	if a.Message == nil || a.Modal != nil {
		return a
	}
	switch {
	case c.Reply.Door == ButtonDoor && c.Reply.ViewID != "":
		a.Modal, a.Message = view.Aside(*a.Message), nil
	case !c.Reply.Home:
	case view.Brief(*a.Message) || c.Trigger == "":
		a.Notice, a.Message, a.HomeDirty = a.Message, nil, true
	default:
		a.Modal, a.Message = view.Aside(*a.Message), nil
	}
	return a
}

// lookedAt is what a member looks at on App Home after a command.
func lookedAt(c Command, a Answer) func(*sight) {
	return func(s *sight) {
		switch {
		case a.HomeAt != nil:
			s.At = *a.HomeAt
		case c.Reply.Door == HomeDoor:
			_, s.At, _ = strings.Cut(c.Reply.Private, " ")
		}
		if c.Reply.Door == HomeDoor && s.Hash == "" {
			s.Hash = c.Reply.ViewHash
		}
		if a.Notice != nil {
			s.Notice = a.Notice
		}
	}
}

// placeOf is what App Home carries of where it stands: the day, so that the
// front comes back on another one, and the list with its page.
func placeOf(today domain.Date, at string) string { return today.String() + " " + at }

// placeAt reads the list and page of today from what [placeOf] wrote.
func placeAt(s string, today domain.Date) string {
	day, at, _ := strings.Cut(s, " ")
	if day != today.String() {
		return ""
	}
	return at
}
