package bot

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

// longestTag is how many characters a tag has at most, longestText any other text.
const (
	longestTag  = 50
	longestText = 3000
)

// cardEdit opens the form with all that is known about somebody.
func (b *Bot) cardEdit(ctx context.Context, c Command) (Answer, error) {
	id := domain.ContactID(c.Args)
	return b.formAbout(ctx, c, id, func(_ *domain.Book, contact *domain.Contact, a *Answer) error {
		a.Modal = view.EditCardModal(private(c.slip(id, "")), contact)
		return nil
	})
}

// edition is what the form says about somebody.
type edition struct {
	name    string
	aliases []string
	tags    []string
	about   domain.About
	// born is the birthday; its Day is 0 for none.
	born domain.Occasion
}

// readEdition reads the form; errs are its field errors.
func readEdition(v Values) (e edition, errs map[string]string) {
	errs = map[string]string{}
	said := func(block string) string { return strings.TrimSpace(v.Text(block)) }
	e.name = strings.Join(strings.Fields(said(view.NameBlock)), " ")
	switch {
	case e.name == "":
		errs[view.NameBlock] = view.NoNameLeft
	case tooLong(e.name):
		errs[view.NameBlock] = view.NameTooLong
	}
	if e.aliases = splitNames(said(view.AliasBlock)); slices.ContainsFunc(e.aliases, tooLong) {
		errs[view.AliasBlock] = view.NameTooLong
	}
	for _, w := range strings.FieldsFunc(said(view.TagsBlock), func(r rune) bool { return strings.ContainsRune(" ,;\t\n", r) }) {
		w = strings.TrimLeft(w, "#")
		if w == "" || utf8.RuneCountInString(w) > longestTag {
			errs[view.TagsBlock] = view.BadTags
			continue
		}
		e.tags = append(e.tags, w)
	}
	if day := said(view.BirthdayBlock); day != "" {
		o, ask, ok := phrase.ParseYearDay(day, nil)
		if !ok || ask != nil {
			errs[view.BirthdayBlock] = view.NoYearDay
		}
		e.born = o
		e.born.Name = view.Birthday
	}
	for block, at := range map[string]*string{
		view.OrganisationBlock: &e.about.Organisation, view.RoleBlock: &e.about.Role, view.PlaceBlock: &e.about.Place,
		view.WorkBlock: &e.about.Work, view.HowMetBlock: &e.about.HowMet,
		view.AddsBlock: &e.about.Adds, view.OffersBlock: &e.about.Offers, view.ConnectsBlock: &e.about.Connects,
	} {
		if *at = said(block); utf8.RuneCountInString(*at) > longestText {
			errs[block] = view.TextTooLong
		}
	}
	return e, errs
}

// cardEdited writes what the form says on the card.
func (b *Bot) cardEdited(ctx context.Context, c Command) (Answer, error) {
	s, err := slipOf(c)
	if err != nil {
		return Answer{}, err
	}
	e, errs := readEdition(c.Values)
	if len(errs) > 0 {
		return Answer{Errors: errs}, nil
	}
	refused := map[string]string{}
	a, err := b.conclude(ctx, c, s, func(book *domain.Book, contact *domain.Contact) (settled, error) {
		clear(refused)
		was := *contact
		if e.name != contact.Name {
			known, err := namesake(book, e.name)
			if err != nil {
				return settled{}, err
			}
			if known != nil && known.Contact != contact.ID {
				refused[view.NameBlock] = view.NameInUse(known.Name)
				return settled{}, errKnown
			}
		}
		if e.born.Year > book.Today.Year {
			refused[view.BirthdayBlock] = view.NoYearDay
			return settled{}, errKnown
		}
		if err := e.write(book, contact); err != nil {
			return settled{}, err
		}
		changed := view.CardChanges(&was, contact)
		if len(changed) == 0 {
			return settled{text: view.Edited(contact.Name, nil)}, nil
		}
		return done(book, view.Edited(contact.Name, changed), nil)
	})
	if len(refused) > 0 {
		return Answer{Errors: refused}, nil
	}
	return a, err
}

// write puts an edition on somebody's card. What is as it was stays as it is.
func (e edition) write(book *domain.Book, c *domain.Contact) error {
	if was := c.Name; e.name != was {
		if err := book.Rename(c, e.name); err != nil {
			return err
		}
		e.aliases = append(e.aliases, was) // it still finds them
	}
	if err := book.Call(c, e.aliases...); err != nil {
		return err
	}
	if err := e.retag(book, c); err != nil {
		return err
	}
	if err := book.Describe(c, e.about); err != nil {
		return err
	}
	if e.born.Day == 0 {
		return book.Unmark(c, view.Birthday)
	}
	return book.Mark(c, e.born)
}

// retag puts on and takes off what the form says.
func (e edition) retag(book *domain.Book, c *domain.Contact) error {
	var off []string
	for _, t := range c.Tags {
		if !slices.ContainsFunc(e.tags, func(w string) bool { return strings.EqualFold(w, t) }) {
			off = append(off, t)
		}
	}
	if err := book.Untag(c, off...); err != nil {
		return err
	}
	return book.Tag(c, e.tags...)
}
