package bot

import (
	"context"
	"encoding/json"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

// pauseText lets the member rest in the program, or a pair.
func pauseText(book *domain.Book, f forum) (view.Message, error) {
	if len(f.Who) == 0 {
		return rest(book, f, f.Until)
	}
	return restPair(book, f, f.Until)
}

// resumeText is the end of it.
func resumeText(book *domain.Book, f forum) (view.Message, error) {
	if len(f.Who) == 0 {
		return resumeMe(book, f)
	}
	return restPair(book, f, domain.Date{})
}

// rest lets the member rest until a day.
func rest(book *domain.Book, f forum, until domain.Date) (view.Message, error) {
	if !f.in || f.me.Asked {
		return view.JoinFirst(f.program.Name, f.program.ID, f.in), nil
	}
	if !until.After(f.today(book)) {
		return view.DayIsOver("", until, f.today(book)), nil
	}
	if _, err := book.Mentoring().PauseMe(f.program.ID, until); err != nil {
		return view.Message{}, err
	}
	return view.MemberRests(f.program.Name, f.program.ID, until, f.today(book)), nil
}

func resumeMe(book *domain.Book, f forum) (view.Message, error) {
	if !f.in || f.me.Asked {
		return view.JoinFirst(f.program.Name, f.program.ID, f.in), nil
	}
	rested := f.me.PausedUntil.After(f.today(book))
	if rested {
		if _, err := book.Mentoring().PauseMe(f.program.ID, domain.Date{}); err != nil {
			return view.Message{}, err
		}
	}
	return view.MemberResumes(f.program.Name, rested), nil
}

// restPair lets a pair rest until a day, the zero date ends it. Either of the two may,
// and an organiser, who names them.
func restPair(book *domain.Book, f forum, until domain.Date) (view.Message, error) {
	if !until.IsZero() && !until.After(f.today(book)) {
		return view.DayIsOver("", until, f.today(book)), nil
	}
	id, names, err := f.pairOf(book)
	switch {
	case err != nil:
		return view.Message{}, err
	case id == "":
		return view.NotYourPair(names), nil
	}
	if _, err := book.Mentoring().PausePair(id, until); err != nil {
		return view.Message{}, err
	}
	if until.IsZero() {
		return view.PairResumes(names), nil
	}
	return view.PairRests(names, until, f.today(book)), nil
}

// pairOf is the pair of those who were named: of the member and a partner, or of two
// whom an organiser names, or one of them who is in one pair. The id is "" where there
// is none; names are who was meant.
func (f forum) pairOf(book *domain.Book) (id domain.PairID, names []string, err error) {
	who := memberIDs(f.Who)
	for _, w := range f.Who {
		names = append(names, nameOr(w))
	}
	for _, x := range f.partners {
		if all(who, x.Has) {
			return x.ID, []string{book.Member.Name, x.Name}, nil
		}
	}
	if !f.program.Organises(book.Member.Member) {
		if len(who) > 1 {
			return "", names, domain.Fault(domain.KindForbidden, "pair", nil)
		}
		return "", names, nil
	}
	r, err := book.Mentoring().Report(f.program.ID)
	if err != nil {
		return "", names, err
	}
	var found []domain.PairStanding
	for _, s := range r.Pairs {
		if all(who, s.Pair.Has) {
			found = append(found, s)
		}
	}
	if len(found) != 1 {
		return "", names, nil
	}
	p := found[0].Pair
	return p.ID, []string{f.nameOf(p.Mentor, r.Names), f.nameOf(p.Mentee, r.Names)}, nil
}

func all(who []domain.MemberID, holds func(domain.MemberID) bool) bool {
	for _, m := range who {
		if !holds(m) {
			return false
		}
	}
	return true
}

// nameOr is what somebody was called, or their id.
func nameOr(w phrase.Who) string {
	if w.Name != "" {
		return w.Name
	}
	return w.Slack
}

// resting is what the form carries that asks until when: the program, or the pair.
type resting struct {
	Program domain.ProgramID `json:"p"`
	Pair    domain.PairID    `json:"q,omitempty"`
}

// pauseMe opens the form that asks until when the member rests.
func (b *Bot) pauseMe(ctx context.Context, c Command) (Answer, error) {
	id := domain.ProgramID(c.Args)
	return b.programForm(ctx, c, id, func(book *domain.Book, f forum) (Answer, error) {
		if !f.in || f.me.Asked {
			return tell(view.JoinFirst(f.program.Name, id, f.in)), nil
		}
		return Answer{Modal: view.PauseModal(private(resting{Program: id}), f.program.Name, "", f.today(book))}, nil
	})
}

// pausePair opens the form that asks until when a pair rests.
func (b *Bot) pausePair(ctx context.Context, c Command) (Answer, error) {
	var q domain.Pair
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) (err error) {
		q, err = book.Mentoring().Pair(domain.PairID(c.Args))
		return err
	})
	if err != nil {
		return b.forbidden(ctx, c, nil, err)
	}
	return b.programForm(ctx, c, q.Program, func(book *domain.Book, f forum) (Answer, error) {
		if !q.Lasts() {
			return Answer{}, domain.Fault(domain.KindStale, "pair", nil)
		}
		names, err := book.Mentoring().Called([]domain.MemberID{q.Partner(book.Member.Member)})
		if err != nil {
			return Answer{}, err
		}
		name := "your partner"
		if len(names) > 0 {
			name = names[0]
		}
		return Answer{Modal: view.PauseModal(private(resting{q.Program, q.ID}), f.program.Name, name, f.today(book))}, nil
	})
}

// mentoringRest lets the member or a pair rest until the day that the form says.
func (b *Bot) mentoringRest(ctx context.Context, c Command) (Answer, error) {
	var carried resting
	if json.Unmarshal([]byte(c.Reply.Private), &carried) != nil {
		return Answer{}, domain.Fault(domain.KindStale, "form of a program", nil)
	}
	until, err := domain.ParseDate(c.Values.Text(view.UntilBlock))
	if err != nil || until.IsZero() {
		return Answer{Errors: map[string]string{view.UntilBlock: view.NoDayToCome}}, nil
	}
	bad := false
	err = b.book.Read(ctx, c.ref(), func(book *domain.Book) error {
		f, err := enterProgram(book, carried.Program, c.Channel)
		if err == nil {
			bad = !until.After(f.today(book))
		}
		return notFoundIsNil(err)
	})
	if err == nil && bad {
		return Answer{Errors: map[string]string{view.UntilBlock: view.NoDayToCome}}, nil
	}
	return b.inProgram(ctx, c, carried.Program, func(book *domain.Book, f forum) (view.Message, error) {
		if carried.Pair == "" {
			return rest(book, f, until)
		}
		q, err := book.Mentoring().PausePair(carried.Pair, until)
		if err != nil {
			return view.Message{}, err
		}
		names, err := book.Mentoring().Called([]domain.MemberID{q.Mentor, q.Mentee})
		return view.PairRests(names, until, f.today(book)), err
	})
}

// mentoringResume ends the member's rest.
func (b *Bot) mentoringResume(ctx context.Context, c Command) (Answer, error) {
	a, err := b.inProgram(ctx, c, domain.ProgramID(c.Args), resumeMe)
	return inItsPlace(c, a, err)
}

// endTyped asks what becomes of a program's data: in a form, or with buttons.
func (b *Bot) endTyped(ctx context.Context, c Command, f forum) (Answer, error) {
	return b.endForm(ctx, c, f.program.ID)
}

// mentoringEnd is the button that does the same.
func (b *Bot) mentoringEnd(ctx context.Context, c Command) (Answer, error) {
	return b.endForm(ctx, c, domain.ProgramID(c.Args))
}

func (b *Bot) endForm(ctx context.Context, c Command, id domain.ProgramID) (Answer, error) {
	return b.programForm(ctx, c, id, func(book *domain.Book, f forum) (Answer, error) {
		if c.Trigger == "" {
			m, err := endText(book, f)
			return tell(m), err
		}
		p, pairs, err := f.ending(book)
		return Answer{Modal: view.EndModal(private(id), p, pairs)}, err
	})
}

// endText asks so in a message.
func endText(book *domain.Book, f forum) (view.Message, error) {
	p, pairs, err := f.ending(book)
	return view.EndAsk(p, pairs), err
}

// ending is what would end with the program: its pairs. KindForbidden for who doesn't
// organise it.
func (f forum) ending(book *domain.Book) (view.ProgramPage, int, error) {
	r, err := book.Mentoring().Report(f.program.ID)
	if err != nil {
		return view.ProgramPage{}, 0, err
	}
	p, err := f.page(book)
	return p, len(r.Pairs), err
}

// mentoringEnded ends a program as the form says.
func (b *Bot) mentoringEnded(ctx context.Context, c Command) (Answer, error) {
	id, err := carriedProgram(c)
	if err != nil {
		return Answer{}, err
	}
	fate := c.Values.Text(view.EndBlock)
	if fate != view.EndKeep && fate != view.EndPurge {
		return Answer{Errors: map[string]string{view.EndBlock: view.NoEnd}}, nil
	}
	return b.endProgram(ctx, c, id, fate == view.EndPurge)
}

// mentoringKeep ends a program and keeps its data.
func (b *Bot) mentoringKeep(ctx context.Context, c Command) (Answer, error) {
	a, err := b.endProgram(ctx, c, domain.ProgramID(c.Args), false)
	return inItsPlace(c, a, err)
}

// mentoringPurge ends one and has its data deleted.
func (b *Bot) mentoringPurge(ctx context.Context, c Command) (Answer, error) {
	a, err := b.endProgram(ctx, c, domain.ProgramID(c.Args), true)
	return inItsPlace(c, a, err)
}

func (b *Bot) endProgram(ctx context.Context, c Command, id domain.ProgramID, purge bool) (Answer, error) {
	return b.inProgram(ctx, c, id, func(book *domain.Book, f forum) (view.Message, error) {
		if _, err := book.Mentoring().End(id, purge); err != nil {
			return view.Message{}, err
		}
		return view.ProgramEnded(f.program.Name, purge), nil
	})
}

// takeOverText makes a mentor the organiser of a program that has none.
func takeOverText(book *domain.Book, f forum) (view.Message, error) {
	p, err := f.page(book)
	switch {
	case err != nil:
		return view.Message{}, err
	case len(f.program.Organisers) > 0:
		return view.OrganisedAlready(p), nil
	case !f.in || f.me.Asked || f.me.Role != domain.Mentor:
		return view.MentorsTakeOver(f.program.Name), nil
	}
	if f.program, err = book.Mentoring().TakeOver(f.program.ID); err != nil {
		return view.Message{}, err
	}
	p, err = f.page(book)
	return view.TookOver(p), err
}

// mentoringTakeOver is the button that does the same.
func (b *Bot) mentoringTakeOver(ctx context.Context, c Command) (Answer, error) {
	return b.inProgram(ctx, c, domain.ProgramID(c.Args), takeOverText)
}
