package bot

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"rapport/bot/view"
	"rapport/domain"
)

// candidate is what the forms about one person carry.
type candidate struct {
	Contact domain.ContactID `json:"c"`
	From    stand            `json:"f,omitzero"`
}

// identifyThree opens the form with the three questions.
func (b *Bot) identifyThree(ctx context.Context, c Command) (Answer, error) {
	return b.formAbout(ctx, c, domain.ContactID(c.Args), func(book *domain.Book, contact *domain.Contact, a *Answer) error {
		goals, err := book.OpenGoals()
		a.Modal = view.ThreeModal(private(candidate{Contact: contact.ID, From: c.stand()}), contact, goals)
		return err
	})
}

// identifyTold notes the answers to the three questions.
func (b *Bot) identifyTold(ctx context.Context, c Command) (Answer, error) {
	var who candidate
	if err := json.Unmarshal([]byte(c.Reply.Private), &who); err != nil {
		return Answer{}, domain.Fault(domain.KindStale, "candidate", nil)
	}
	said := func(block string) string { return strings.TrimSpace(c.Values.Text(block)) }
	same := false
	a, err := b.submitted(ctx, c, who.From, func(book *domain.Book) (settled, domain.ContactID, error) {
		contact, err := present(book, who.Contact)
		if err != nil {
			return settled{}, "", err
		}
		about, goals := contact.About(), slices.Clone(contact.Goals)
		now := about
		now.Adds, now.Offers, now.Connects = said(view.AddsBlock), said(view.OffersBlock), said(view.ConnectsBlock)
		if err := book.Describe(contact, now); err != nil {
			return settled{}, "", err
		}
		served, err := serves(book, contact, c.Values.List(view.GoalsBlock))
		if err != nil {
			return settled{}, "", err
		}
		if same = contact.About() == about && slices.Equal(contact.Goals, goals); same {
			return settled{}, "", errNothing
		}
		return settled{text: view.ThreeAnswered(contact, served), undo: book.ID}, contact.ID, nil
	})
	if same {
		return Answer{Errors: map[string]string{c.Reply.BlockID: view.NothingTo}}, nil
	}
	return a, err
}

// errNothing leaves the commit out when a form changes nothing.
var errNothing = domain.Fault(domain.KindInvalid, "form that changes nothing", nil)

// serves makes somebody stand behind the open goals that are chosen, and behind no
// other open one. It returns those they serve now.
func serves(book *domain.Book, c *domain.Contact, chosen []string) ([]domain.Goal, error) {
	open, err := book.OpenGoals()
	if err != nil {
		return nil, err
	}
	var served []domain.Goal
	for _, g := range open {
		if !slices.Contains(chosen, string(g.ID)) {
			err = book.Unlink(c, g.ID)
		} else {
			served = append(served, g)
			err = book.Link(c, g.ID)
		}
		if err != nil {
			return nil, err
		}
	}
	return served, nil
}

// identifyPlace opens the form that says where somebody belongs.
func (b *Bot) identifyPlace(ctx context.Context, c Command) (Answer, error) {
	return b.formAbout(ctx, c, domain.ContactID(c.Args), func(book *domain.Book, contact *domain.Contact, a *Answer) error {
		goals, err := book.OpenGoals()
		a.Modal = view.PlaceModal(view.PlaceForm{
			Private: private(candidate{Contact: contact.ID, From: c.stand()}),
			Contact: contact, Legal: cardPage(book, contact).Legal, Goals: goals, Today: book.Today,
		})
		return err
	})
}

// identifySet puts somebody where the form says.
func (b *Bot) identifySet(ctx context.Context, c Command) (Answer, error) {
	var who candidate
	if err := json.Unmarshal([]byte(c.Reply.Private), &who); err != nil {
		return Answer{}, domain.Fault(domain.KindStale, "candidate", nil)
	}
	to, err := domain.ParsePhase(c.Values.Text(view.PlacePhaseBlock))
	if err != nil {
		return Answer{Errors: map[string]string{view.PlacePhaseBlock: view.TooEarly}}, nil
	}
	tags := strings.FieldsFunc(c.Values.Text(view.TagsBlock), func(r rune) bool { return r == ',' || r == ' ' || r == '\n' })
	refused := map[string]string{}
	a, err := b.submitted(ctx, c, who.From, func(book *domain.Book) (settled, domain.ContactID, error) {
		clear(refused)
		contact, err := present(book, who.Contact)
		if err != nil {
			return settled{}, "", err
		}
		set := view.Set{Contact: contact, From: contact.Phase, Rests: len(c.Values.List(view.RestsBlock)) > 0 && c.Values.List(view.RestsBlock)[0] != ""}
		before := slices.Clone(contact.Tags)
		if err := book.Tag(contact, tags...); err != nil {
			refused[view.TagsBlock] = view.BadTags
			return settled{}, "", err
		}
		set.Tags = slices.DeleteFunc(slices.Clone(contact.Tags), func(t string) bool { return slices.Contains(before, t) })
		if _, err := book.Move(contact, to); err != nil {
			refused[view.PlacePhaseBlock] = view.TooEarly
			return settled{}, "", err
		}
		served := slices.Clone(contact.Goals)
		goals, err := serves(book, contact, c.Values.List(view.GoalsBlock))
		if err != nil {
			return settled{}, "", err
		}
		set.Goals = slices.DeleteFunc(goals, func(g domain.Goal) bool { return slices.Contains(served, g.ID) })
		if set.Rests {
			err = book.Rest(contact, true)
		}
		if err == nil {
			err = book.Place(contact)
		}
		return settled{text: view.SetDown(set), undo: book.ID}, contact.ID, err
	})
	if len(refused) > 0 {
		return Answer{Errors: refused}, nil
	}
	return a, err
}

// identifyOut takes a candidate off the list.
func (b *Bot) identifyOut(ctx context.Context, c Command) (Answer, error) {
	return b.concerning(ctx, c, domain.ContactID(c.Args), func(book *domain.Book, contact *domain.Contact) (settled, error) {
		return done(book, view.NotForMe(contact.Name), book.Archive(contact, true))
	})
}
