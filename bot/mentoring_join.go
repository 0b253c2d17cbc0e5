package bot

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

// joinTyped joins a program as it was typed. Whoever is new to it sees first who sees
// what: in the form, or with a button that confirms.
func (b *Bot) joinTyped(ctx context.Context, c Command, f forum) (Answer, error) {
	if f.Role == "" && len(f.Topics) == 0 && f.Capacity == 0 && c.Trigger != "" {
		return b.joinForm(ctx, c, f.program.ID)
	}
	if f.in {
		a, err := b.write(ctx, c, func(book *domain.Book) (view.Message, error) { return joinText(book, f) })
		return b.orForbidden(ctx, c, f.program, a, err)
	}
	a, err := b.look(ctx, c, "Join", func(book *domain.Book) (view.Message, error) { return joinText(book, f) })
	return b.orForbidden(ctx, c, f.program, a, err)
}

// joinText changes what a member of the program offers or looks for, or shows somebody
// else who sees what.
func joinText(book *domain.Book, f forum) (view.Message, error) {
	p, err := f.page(book)
	switch {
	case err != nil:
		return view.Message{}, err
	case !f.in:
		return view.JoinAsk(p, f.Role, f.Topics, f.Capacity), nil
	}
	return join(book, f, f.Role, f.Topics, f.Capacity)
}

// join takes the member into the program, or changes what they are in it; no role is
// the one they have.
func join(book *domain.Book, f forum, role domain.Role, topics []string, capacity int) (view.Message, error) {
	if f.in && role == "" {
		role = f.me.Role
	}
	if f.in && role != f.me.Role {
		p, err := f.page(book)
		return view.InOtherRole(p), err
	}
	was := f.in
	var err error
	if f.me, err = book.Mentoring().Join(f.program.ID, role, topics, capacity); err != nil {
		return view.Message{}, err
	}
	f.in = true
	p, err := f.page(book)
	return view.Joined(p, was), err
}

// mentoringJoin opens the form that joins a program.
func (b *Bot) mentoringJoin(ctx context.Context, c Command) (Answer, error) {
	return b.joinForm(ctx, c, domain.ProgramID(c.Args))
}

func (b *Bot) joinForm(ctx context.Context, c Command, id domain.ProgramID) (Answer, error) {
	return b.programForm(ctx, c, id, func(book *domain.Book, f forum) (Answer, error) {
		p, err := f.page(book)
		return Answer{Modal: view.JoinModal(private(id), p, "")}, err
	})
}

// programForm opens a form about a program. One that is over is said to be so.
func (b *Bot) programForm(ctx context.Context, c Command, id domain.ProgramID, open func(*domain.Book, forum) (Answer, error)) (Answer, error) {
	var a Answer
	var p *domain.Program
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) error {
		f, err := enterProgram(book, id, c.Channel)
		if p = f.program; err != nil {
			return err
		}
		a, err = open(book, f)
		return err
	})
	return b.orForbidden(ctx, c, p, a, err)
}

// carriedProgram is the program that a form is about.
func carriedProgram(c Command) (domain.ProgramID, error) {
	var id domain.ProgramID
	if json.Unmarshal([]byte(c.Reply.Private), &id) != nil || id == "" {
		return "", domain.Fault(domain.KindStale, "form of a program", nil)
	}
	return id, nil
}

// mentoringJoined joins as the form says.
func (b *Bot) mentoringJoined(ctx context.Context, c Command) (Answer, error) {
	id, err := carriedProgram(c)
	if err != nil {
		return Answer{}, err
	}
	errs := map[string]string{}
	topics, err := phrase.ParseTopics(c.Values.Text(view.TopicsBlock))
	if err != nil {
		errs[view.TopicsBlock] = view.NoTopics
	}
	capacity, err := strconv.Atoi(c.Values.Text(view.CapacityBlock))
	if err != nil || capacity < 1 || capacity > domain.MaxPairing {
		errs[view.CapacityBlock] = view.NoCapacity
	}
	role := domain.Role(c.Values.Text(view.JoinAsBlock))
	var over bool
	err = b.book.Read(ctx, c.ref(), func(book *domain.Book) error {
		f, err := enterProgram(book, id, c.Channel)
		switch {
		case err != nil:
			over = gone(err)
			return err
		case f.in && role == "":
			role = f.me.Role // the form of a member asks for none
		case role != domain.Mentor && role != domain.Mentee:
			errs[view.JoinAsBlock] = view.NoRole
		case f.in && role != f.me.Role:
			errs[view.JoinAsBlock] = view.OtherRole
		}
		return nil
	})
	switch {
	case over:
		return Answer{Errors: map[string]string{view.CapacityBlock: view.ProgramDone}}, nil
	case err != nil:
		return Answer{}, err
	case len(errs) > 0:
		return Answer{Errors: errs}, nil
	}
	return b.inProgram(ctx, c, id, func(book *domain.Book, f forum) (view.Message, error) { return join(book, f, role, topics, capacity) })
}

// mentoringYes joins as it was typed and is confirmed.
func (b *Bot) mentoringYes(ctx context.Context, c Command) (Answer, error) {
	id, role, topics, capacity, ok := view.ParseJoin(c.Args)
	if !ok {
		return Answer{}, domain.Fault(domain.KindStale, "button of a program", nil)
	}
	a, err := b.inProgram(ctx, c, id, func(book *domain.Book, f forum) (view.Message, error) { return join(book, f, role, topics, capacity) })
	return inItsPlace(c, a, err)
}

// leaveText says what leaving the program means.
func leaveText(book *domain.Book, f forum) (view.Message, error) {
	if !f.in {
		return view.JoinFirst(f.program.Name, f.program.ID, false), nil
	}
	p, err := f.page(book)
	return view.LeaveAsk(p), err
}

// mentoringLeave is the button that asks so.
func (b *Bot) mentoringLeave(ctx context.Context, c Command) (Answer, error) {
	return b.aside(ctx, c, leaveText)
}

// aside says beside a button what there is to say about its program: what the button
// stands on stays, for it may be the channel's.
func (b *Bot) aside(ctx context.Context, c Command, say saying) (Answer, error) {
	var m view.Message
	return b.programForm(ctx, c, domain.ProgramID(c.Args), func(book *domain.Book, f forum) (a Answer, err error) {
		m, err = say(book, f)
		return tell(m), err
	})
}

// mentoringLeft leaves the program.
func (b *Bot) mentoringLeft(ctx context.Context, c Command) (Answer, error) {
	a, err := b.inProgram(ctx, c, domain.ProgramID(c.Args), func(book *domain.Book, f forum) (view.Message, error) {
		if !f.in {
			return view.JoinFirst(f.program.Name, f.program.ID, false), nil
		}
		ended, err := book.Mentoring().Leave(f.program.ID)
		return view.LeftProgram(f.program.Name, len(ended), f.me.Asked), err
	})
	return inItsPlace(c, a, err)
}

// inItsPlace puts an answer in the place of the reply of ours that the button stood
// on: what it offered is over.
func inItsPlace(c Command, a Answer, err error) (Answer, error) {
	a.Replace = err == nil && c.Reply.Door == ButtonDoor && c.Reply.ViewID == ""
	return a, err
}

// letInText lets in those who were named, or turns them away; bare, it lists who waits.
func letInText(book *domain.Book, f forum) (view.Message, error) {
	return letIn(book, f, memberIDs(f.Who), !f.Off)
}

// memberIDs are the members who were named.
func memberIDs(who []phrase.Who) []domain.MemberID {
	all := make([]domain.MemberID, len(who))
	for i, w := range who {
		all[i] = domain.MemberID(w.Slack)
	}
	return all
}

// letIn answers those who ask to be let in, and lists who still does.
func letIn(book *domain.Book, f forum, who []domain.MemberID, yes bool) (view.Message, error) {
	m := book.Mentoring()
	if _, err := m.Report(f.program.ID); err != nil {
		return view.Message{}, err
	}
	var answered, over []domain.MemberID
	for _, w := range who {
		_, err := m.LetIn(f.program.ID, w, yes)
		switch {
		case domain.KindOf(err) == domain.KindStale:
			over = append(over, w)
		case err != nil:
			return view.Message{}, err
		default:
			answered = append(answered, w)
		}
	}
	r, err := m.Report(f.program.ID)
	if err != nil {
		return view.Message{}, err
	}
	names := func(ids []domain.MemberID) []string {
		all := make([]string, len(ids))
		for i, id := range ids {
			all[i] = f.nameOf(id, r.Names)
		}
		return all
	}
	done := ""
	if len(answered) > 0 {
		done = view.LetInSaid(f.program.Name, names(answered), yes)
	}
	if len(over) > 0 {
		if done != "" {
			done += " "
		}
		done += view.NotAsking(f.program.Name, names(over))
	}
	if done != "" && len(r.Asking) == 0 {
		return view.Say(done), nil
	}
	return view.LetInAsk(f.program.ID, f.program.Name, r.Asking, r.Names, done), nil
}

// nameOf is what somebody is called: as the program knows them, else as the text
// mentions them.
func (f forum) nameOf(id domain.MemberID, names map[domain.MemberID]string) string {
	if name := names[id]; name != "" {
		return name
	}
	if i := slices.IndexFunc(f.Who, func(w phrase.Who) bool { return w.Slack == string(id) }); i >= 0 && f.Who[i].Name != "" {
		return f.Who[i].Name
	}
	return string(id)
}

// mentoringLetIn lets in whoever the button names.
func (b *Bot) mentoringLetIn(ctx context.Context, c Command) (Answer, error) {
	return b.answerAsker(ctx, c, true)
}

// mentoringDecline doesn't.
func (b *Bot) mentoringDecline(ctx context.Context, c Command) (Answer, error) {
	return b.answerAsker(ctx, c, false)
}

func (b *Bot) answerAsker(ctx context.Context, c Command, yes bool) (Answer, error) {
	id, who := view.ParseAsker(c.Args)
	return b.inProgram(ctx, c, id, func(book *domain.Book, f forum) (view.Message, error) {
		return letIn(book, f, []domain.MemberID{who}, yes)
	})
}
