package bot

import (
	"context"

	"rapport/bot/view"
	"rapport/domain"
)

// lookAround shows what the member can do in the program.
func lookAround(book *domain.Book, f forum) (view.Message, error) {
	p, err := f.page(book)
	return view.ProgramHere(p), err
}

// page is the program as the member may see it.
func (f forum) page(book *domain.Book) (view.ProgramPage, error) {
	names, err := book.Mentoring().Called(f.program.Organisers)
	return view.ProgramPage{
		Today: f.today(book), Program: *f.program, Me: f.me, In: f.in, Organises: f.program.Organises(book.Member.Member),
		Partners: f.partners, Organisers: names,
	}, err
}

// today is the program's local date.
func (f forum) today(book *domain.Book) domain.Date {
	return domain.DateIn(book.Now, f.program.Location())
}

// nothingHere says what there is where no program runs: the member's own ones, or how
// one starts.
func nothingHere(book *domain.Book, channel string, mine []*domain.Program) (view.Message, error) {
	switch {
	case isChannel(channel) && len(mine) == 0:
		return view.NoProgramHere(channel), nil
	case len(mine) == 0:
		return view.NoProgramOfMine(), nil
	}
	pages := make([]view.ProgramPage, len(mine))
	for i, p := range mine {
		var f forum
		if err := f.enter(book, p); err != nil {
			return view.Message{}, err
		}
		var err error
		if pages[i], err = f.page(book); err != nil {
			return view.Message{}, err
		}
	}
	return view.Programs(pages), nil
}

// mentoringHere shows what the member can do in the program that a button names.
func (b *Bot) mentoringHere(ctx context.Context, c Command) (Answer, error) {
	return b.viewProgram(ctx, c, domain.ProgramID(c.Args), "Program", lookAround)
}

// mentoringHelp explains /mentoring.
func (b *Bot) mentoringHelp(_ context.Context, c Command) (Answer, error) {
	return where(c, "Mentoring", view.MentoringHelp()), nil
}
