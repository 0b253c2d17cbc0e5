package bot

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

// organising does what only organisers may, and says so to everybody else.
func (b *Bot) organising(ctx context.Context, c Command, title string, f func(*domain.Book) (view.Message, error)) (Answer, error) {
	a, err := b.say(ctx, c, title, f)
	return notTheirs(a, err)
}

// notTheirs says that something is for organisers, or that its program is gone.
func notTheirs(a Answer, err error) (Answer, error) {
	switch domain.KindOf(err) {
	case domain.KindForbidden:
		return tell(view.OrganisersOnly()), nil
	case domain.KindNotFound:
		return tell(view.ProgramGone()), nil
	}
	return a, err
}

// pairText pairs those who were typed, as many as can be.
func pairText(book *domain.Book, f forum) (view.Message, error) {
	if len(f.Couples) == 0 {
		return view.PairUsage(), nil
	}
	couples := make([]domain.Couple, len(f.Couples))
	names := make(map[domain.MemberID]string)
	for i, c := range f.Couples {
		couples[i] = domain.Couple{Mentor: domain.MemberID(c.One.Slack), Mentee: domain.MemberID(c.Other.Slack)}
		for _, w := range []phrase.Who{c.One, c.Other} {
			names[domain.MemberID(w.Slack)] = w.Name
		}
	}
	return pairUp(book, f.program.ID, couples, names)
}

// pairUp pairs couples, and says of those that it could not why. Names are what is
// known of who is not in the program.
func pairUp(book *domain.Book, in domain.ProgramID, couples []domain.Couple, names map[domain.MemberID]string) (view.Message, error) {
	paired, refused, err := book.Mentoring().PairUp(in, couples)
	if err != nil {
		return view.Message{}, err
	}
	if names, err = called(book, in, names); err != nil {
		return view.Message{}, err
	}
	return view.PairsMade(view.PairsPage{Program: in, Paired: paired, Refused: refused, Names: names}), nil
}

// called adds to names those of everybody in a program, for its organisers.
func called(book *domain.Book, in domain.ProgramID, names map[domain.MemberID]string) (map[domain.MemberID]string, error) {
	r, err := book.Mentoring().Report(in)
	if err != nil {
		return nil, err
	}
	all := maps.Clone(r.Names)
	for m, name := range names {
		if all[m] == "" && name != "" {
			if all == nil {
				all = make(map[domain.MemberID]string)
			}
			all[m] = name
		}
	}
	return all, nil
}

// pairTyped pairs those who were typed; bare, it opens the form.
func (b *Bot) pairTyped(ctx context.Context, c Command, f forum) (Answer, error) {
	if len(f.Couples) == 0 && c.Trigger != "" {
		return b.pairForm(ctx, c, f.program.ID)
	}
	a, err := b.write(ctx, c, func(book *domain.Book) (view.Message, error) { return pairText(book, f) })
	return b.orForbidden(ctx, c, f.program, a, err)
}

// pairForm opens the form that names two, for an organiser of a program.
func (b *Bot) pairForm(ctx context.Context, c Command, in domain.ProgramID) (Answer, error) {
	var a Answer
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) error {
		p, err := book.Mentoring().Program(in)
		switch {
		case err != nil:
			return err
		case !p.Organises(c.Member):
			return domain.Fault(domain.KindForbidden, "program", nil)
		case !p.Runs():
			return domain.Fault(domain.KindStale, "program", nil)
		}
		a.Modal = view.PairModal(private(in), p.Name)
		return nil
	})
	return notTheirs(a, err)
}

// pairNew is the button that opens it.
func (b *Bot) pairNew(ctx context.Context, c Command) (Answer, error) {
	return b.pairForm(ctx, c, domain.ProgramID(c.Args))
}

// pairMade pairs the two whom the form names.
func (b *Bot) pairMade(ctx context.Context, c Command) (Answer, error) {
	var in domain.ProgramID
	if json.Unmarshal([]byte(c.Reply.Private), &in) != nil {
		return Answer{}, domain.Fault(domain.KindStale, "pair", nil)
	}
	mentor, mentee := c.Values.Text(view.MentorBlock), c.Values.Text(view.MenteeBlock)
	errs := map[string]string{}
	for block, who := range map[string]string{view.MentorBlock: mentor, view.MenteeBlock: mentee} {
		if who == "" {
			errs[block] = view.NobodyPaired
		}
	}
	if mentor == mentee && mentor != "" {
		errs[view.MenteeBlock] = view.OnePaired
	}
	if len(errs) > 0 {
		return Answer{Errors: errs}, nil
	}
	names := map[domain.MemberID]string{}
	for _, who := range []string{mentor, mentee} {
		names[domain.MemberID(who)] = b.nameOf(ctx, c.Workspace, who)
	}
	return b.organising(ctx, c, "Pair", func(book *domain.Book) (view.Message, error) {
		return pairUp(book, in, []domain.Couple{{Mentor: domain.MemberID(mentor), Mentee: domain.MemberID(mentee)}}, names)
	})
}

// unpairText ends the pair that was typed: of two, or the only one of somebody.
func unpairText(book *domain.Book, f forum) (view.Message, error) {
	r, err := book.Mentoring().Report(f.program.ID)
	if err != nil {
		return view.Message{}, err
	}
	var meant []domain.Pair
	for _, s := range r.Pairs {
		if !slices.ContainsFunc(f.Who, func(w phrase.Who) bool { return !s.Pair.Has(domain.MemberID(w.Slack)) }) {
			meant = append(meant, s.Pair)
		}
	}
	if len(meant) != 1 || len(f.Who) == 0 {
		return view.WhichPair(meant, r.Names), nil
	}
	return unpair(book, meant[0].ID)
}

// unpair ends a pair. One that has ended is said to have.
func unpair(book *domain.Book, id domain.PairID) (view.Message, error) {
	p, err := book.Mentoring().Unpair(id)
	switch domain.KindOf(err) {
	case domain.KindStale, domain.KindNotFound:
		return view.UnpairedAlready(), nil
	}
	if err != nil {
		return view.Message{}, err
	}
	names, err := called(book, p.Program, nil)
	return view.Unpaired(p, names), err
}

// pairUnpair ends the pair of a button. The message that has the button stays: it may
// speak of other pairs too.
func (b *Bot) pairUnpair(ctx context.Context, c Command) (Answer, error) {
	a, err := b.organising(ctx, c, "Pair", func(book *domain.Book) (view.Message, error) {
		return unpair(book, domain.PairID(c.Args))
	})
	a.Replace = false
	return a, err
}

// pairBack pairs two again.
func (b *Bot) pairBack(ctx context.Context, c Command) (Answer, error) {
	in, couple, ok := view.ParseCouple(c.Args)
	if !ok {
		return Answer{}, domain.Fault(domain.KindStale, "pair", nil)
	}
	return b.organising(ctx, c, "Pair", func(book *domain.Book) (view.Message, error) {
		return pairUp(book, in, []domain.Couple{couple}, nil)
	})
}
