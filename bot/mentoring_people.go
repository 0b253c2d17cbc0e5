package bot

import (
	"context"
	"slices"

	"rapport/bot/view"
	"rapport/domain"
)

// avoidText notes with whom the member would not be paired, or takes it back. Bare, it
// says who they are; "nobody" takes all back.
func avoidText(book *domain.Book, f forum) (view.Message, error) {
	if !f.in {
		return view.JoinFirst(f.program.Name, f.program.ID, false), nil
	}
	named, wish := memberIDs(f.Who), slices.Clone(f.me.Avoid)
	switch {
	case f.Off && len(named) == 0:
		wish = nil
	case f.Off:
		wish = slices.DeleteFunc(wish, func(m domain.MemberID) bool { return slices.Contains(named, m) })
	default:
		for _, m := range named {
			if m != book.Member.Member && !slices.Contains(wish, m) {
				wish = append(wish, m)
			}
		}
	}
	changed := !slices.Equal(wish, f.me.Avoid)
	if changed {
		switch err := book.Mentoring().Avoid(f.program.ID, wish); {
		case domain.KindOf(err) == domain.KindInvalid:
			return view.TooManyAvoided(), nil
		case err != nil:
			return view.Message{}, err
		}
	}
	names, err := f.called(book, wish)
	return view.Avoided(f.program.Name, names, changed), err
}

// called are members by name: as the bot knows them, else as the text mentions them.
func (f forum) called(book *domain.Book, who []domain.MemberID) ([]string, error) {
	names := make([]string, len(who))
	for i, m := range who {
		known, err := book.Mentoring().Called([]domain.MemberID{m})
		if err != nil {
			return nil, err
		}
		if names[i] = f.nameOf(m, nil); len(known) > 0 {
			names[i] = known[0]
		}
	}
	return names, nil
}

// anotherText tells the organisers that the member would like another partner, or no
// longer.
func anotherText(book *domain.Book, f forum) (view.Message, error) {
	if !f.in || f.me.Asked {
		return view.JoinFirst(f.program.Name, f.program.ID, f.in), nil
	}
	if err := book.Mentoring().Another(f.program.ID, !f.Off); err != nil {
		return view.Message{}, err
	}
	return view.WishedAnother(f.program.ID, !f.Off), nil
}

// mentoringAnother is the button that does the same.
func (b *Bot) mentoringAnother(ctx context.Context, c Command) (Answer, error) {
	return b.inProgram(ctx, c, domain.ProgramID(c.Args), anotherText)
}

// mentoringContent takes it back.
func (b *Bot) mentoringContent(ctx context.Context, c Command) (Answer, error) {
	a, err := b.inProgram(ctx, c, domain.ProgramID(c.Args), func(book *domain.Book, f forum) (view.Message, error) {
		f.Off = true
		return anotherText(book, f)
	})
	return inItsPlace(c, a, err)
}

// organiseText says who organises the program, or changes it.
func organiseText(book *domain.Book, f forum) (view.Message, error) {
	named := memberIDs(f.Who)
	if len(named) == 0 {
		p, err := f.page(book)
		return view.OrganisersAre(p), err
	}
	if !f.program.Organises(book.Member.Member) {
		return view.Message{}, domain.Fault(domain.KindForbidden, "program", nil)
	}
	d := drawn(f.program)
	if f.Off {
		d.Organisers = slices.DeleteFunc(d.Organisers, func(m domain.MemberID) bool { return slices.Contains(named, m) })
	} else {
		for _, m := range named {
			if !slices.Contains(d.Organisers, m) {
				d.Organisers = append(d.Organisers, m)
			}
		}
	}
	names, err := f.called(book, named)
	if err != nil {
		return view.Message{}, err
	}
	if len(d.Organisers) == 0 {
		return view.NoOrganiserLeft(f.program.Name), nil
	}
	after, err := book.Mentoring().Change(f.program.ID, d)
	switch {
	case domain.KindOf(err) == domain.KindInvalid:
		return view.OrganiserUnknown(f.strangers(book, named)), nil
	case err != nil:
		return view.Message{}, err
	}
	changed := !slices.Equal(after.Organisers, f.program.Organisers)
	f.program = after
	p, err := f.page(book)
	if changed {
		p.Done = view.OrganisersChanged(names, f.Off)
	}
	return view.OrganisersAre(p), err
}

// strangers are those of who whom the bot has not met, as the text calls them.
func (f forum) strangers(book *domain.Book, who []domain.MemberID) []string {
	var names []string
	for _, m := range who {
		if known, err := book.Mentoring().Called([]domain.MemberID{m}); err != nil || len(known) == 0 {
			names = append(names, f.nameOf(m, nil))
		}
	}
	return names
}

// statusText says where the member's pairs stand; to an organiser, where all do.
func statusText(book *domain.Book, f forum) (view.Message, error) {
	if f.program.Organises(book.Member.Member) {
		return standing(book, f, f.Page)
	}
	if !f.in {
		return view.JoinFirst(f.program.Name, f.program.ID, false), nil
	}
	if named := memberIDs(f.Who); len(named) > 0 {
		f.partners = slices.DeleteFunc(slices.Clone(f.partners), func(x domain.Partnership) bool { return !all(named, x.Has) })
		if len(f.partners) == 0 {
			names, err := f.called(book, named)
			return view.NotYourPair(names), err
		}
	}
	p, err := f.page(book)
	return view.MyPairs(p), err
}

// standing is a page of where a program's pairs stand.
func standing(book *domain.Book, f forum, page int) (view.Message, error) {
	r, err := book.Mentoring().Report(f.program.ID)
	if err != nil {
		return view.Message{}, err
	}
	return view.Standing(view.StandingPage{Report: r, Page: page, Only: memberIDs(f.Who)}), nil
}

// mentoringStatus is the button that shows the same.
func (b *Bot) mentoringStatus(ctx context.Context, c Command) (Answer, error) {
	return b.aside(ctx, c, statusText)
}

// mentoringPage turns the page.
func (b *Bot) mentoringPage(ctx context.Context, c Command) (Answer, error) {
	id, page := view.ParseStanding(c.Args)
	return b.viewProgram(ctx, c, id, "Pairs", func(book *domain.Book, f forum) (view.Message, error) { return standing(book, f, page) })
}
