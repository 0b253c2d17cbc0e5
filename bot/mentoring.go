package bot

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

// forum is a /mentoring as it was understood: what was said, of which program, and
// what the member is in it.
type forum struct {
	phrase.Mentoring
	program *domain.Program // nil where none is meant
	me      domain.Participant
	in      bool // me takes part, or has asked to
	// partners are the member's pairs in the program.
	partners []domain.Partnership
}

// saying does what was typed about a program, and says what came of it.
type saying func(book *domain.Book, f forum) (view.Message, error)

// mentoringLooks are what changes nothing, and so is stored nowhere.
func mentoringLooks() map[phrase.MentoringVerb]saying {
	return map[phrase.MentoringVerb]saying{
		phrase.MentoringHere:    lookAround,
		phrase.MentoringGoals:   pairGoalsText,
		phrase.MentoringStatus:  statusText,
		phrase.MentoringLeave:   leaveText,
		phrase.MentoringSummary: summaryText,
	}
}

// mentoringDoes are what changes something.
func mentoringDoes() map[phrase.MentoringVerb]saying {
	return map[phrase.MentoringVerb]saying{
		phrase.MentoringPair:     pairText,
		phrase.MentoringUnpair:   unpairText,
		phrase.MentoringMatch:    matchText,
		phrase.MentoringGoal:     pairGoalText,
		phrase.MentoringReached:  pairGoalText,
		phrase.MentoringDropped:  pairGoalText,
		phrase.MentoringFeedback: feedbackText,
		phrase.MentoringThanks:   thanksText,
		phrase.MentoringJoin:     joinText,
		phrase.MentoringPause:    pauseText,
		phrase.MentoringResume:   resumeText,
		phrase.MentoringLetIn:    letInText,
		phrase.MentoringAvoid:    avoidText,
		phrase.MentoringAnother:  anotherText,
		phrase.MentoringOrganise: organiseText,
		phrase.MentoringTakeOver: takeOverText,
		phrase.MentoringSettings: settingsText,
		phrase.MentoringEnd:      endText,
	}
}

// mentoring does what "/mentoring …" asks.
func (b *Bot) mentoring(ctx context.Context, c Command) (Answer, error) {
	text := b.introduceMentions(ctx, c, strings.TrimSpace(c.Args))
	var f forum
	var shown *view.Message
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) (err error) {
		if f, shown, err = gather(book, c.Channel, text, nil); err != nil || shown != nil || f.Ask != nil {
			return err
		}
		if look, ok := mentoringLooks()[f.Do]; ok {
			m, err := look(book, f)
			shown = &m
			return err
		}
		return nil
	})
	if misread, ok := errors.AsType[*phrase.Error](err); ok {
		return tell(unclear(misread, view.VerbMentoring)), nil
	}
	switch {
	case err != nil:
		return b.forbidden(ctx, c, f.program, err)
	case shown != nil:
		return tell(*shown), nil
	case f.Do == phrase.MentoringLogs:
		return b.passOn(ctx, c, view.VerbMet, f.Rest)
	}
	if open, ok := b.mentoringOpens()[f.Do]; ok && f.Ask == nil {
		return open(ctx, c, f)
	}
	a, err := b.write(ctx, c, func(book *domain.Book) (view.Message, error) { return mentoringText(book, c.Channel, text, nil) })
	return b.orForbidden(ctx, c, f.program, a, err)
}

// mentoringOpens are what opens a form, or asks Slack first.
func (b *Bot) mentoringOpens() map[phrase.MentoringVerb]func(context.Context, Command, forum) (Answer, error) {
	return map[phrase.MentoringVerb]func(context.Context, Command, forum) (Answer, error){
		phrase.MentoringPair:     b.pairTyped,
		phrase.MentoringStart:    b.startTyped,
		phrase.MentoringJoin:     b.joinTyped,
		phrase.MentoringSettings: b.settingsTyped,
		phrase.MentoringEnd:      b.endTyped,
	}
}

// mentoringText does what text asks, or asks first. q is the question that text is
// the answer to, nil when there was none.
func mentoringText(book *domain.Book, channel, text string, q *domain.Question) (view.Message, error) {
	f, instead, err := gather(book, channel, text, q)
	if err != nil {
		return view.Message{}, err
	}
	if f.Ask != nil {
		if q == nil {
			q = book.AskFirst(view.VerbMentoring, text, f.pinned())
		}
		return view.Unsure(query(q.ID, *f.Ask), book.Today), nil
	}
	if q != nil {
		book.Settle(q)
	}
	if instead != nil {
		return *instead, nil
	}
	say, ok := mentoringDoes()[f.Do]
	if !ok {
		say, ok = mentoringLooks()[f.Do]
	}
	if !ok {
		return view.MentoringHelp(), nil
	}
	return say(book, f)
}

// programKey is the key under which the program that was meant is answered.
const programKey = "program"

// pinned are the answers that a question begins with: the program that is meant, so
// that it stays so wherever the question is answered.
func (f forum) pinned() map[string]string {
	if f.program == nil {
		return nil
	}
	return map[string]string{programKey: string(f.program.ID)}
}

// gather reads what was typed in a channel and finds the program that it means: the
// one that runs there, else the one that was named, else the member's only one.
// Where several may be meant it asks. instead is what there is to say where none is.
func gather(book *domain.Book, channel, text string, q *domain.Question) (f forum, instead *view.Message, err error) {
	today, answers := asAsked(book, q)
	all, here, err := programsAt(book, channel, answers)
	if err != nil {
		return forum{}, nil, err
	}
	f.Mentoring, err = phrase.ParseMentoring(text, today, &cast{book: book, programs: all}, answers)
	if err != nil {
		return forum{}, nil, err
	}
	for i, w := range f.Who {
		f.Who[i].Name = nameIn(text, w)
	}
	for i, x := range f.Couples {
		f.Couples[i].One.Name, f.Couples[i].Other.Name = nameIn(text, x.One), nameIn(text, x.Other)
	}
	switch f.Do {
	case phrase.MentoringHelp:
		return f, new(view.MentoringHelp()), nil
	case phrase.MentoringLogs, phrase.MentoringStart:
		return f, nil, nil
	case phrase.MentoringHere:
		if !here && len(all) != 1 { // nothing to choose: all are shown
			m, err := nothingHere(book, channel, all)
			return f, &m, err
		}
	}
	mine, err := f.meant(book, all, here)
	switch {
	case err != nil:
		return forum{}, nil, err
	case len(mine) == 0 && f.Name != "":
		return f, new(view.NoSuchProgram(f.Name)), nil
	case len(mine) == 0:
		m, err := nothingHere(book, channel, nil)
		return f, &m, err
	case len(mine) > 1:
		if f.Ask == nil {
			f.Ask = whichProgram(mine)
		}
		return f, nil, nil
	}
	return f, nil, f.enter(book, mine[0])
}

// enter takes the forum into a program.
func (f *forum) enter(book *domain.Book, p *domain.Program) (err error) {
	f.program = p
	m := book.Mentoring()
	if f.me, f.in, err = m.Me(p.ID); err != nil {
		return err
	}
	pairs, err := m.Partnerships()
	f.partners = slices.DeleteFunc(slices.Clone(pairs), func(x domain.Partnership) bool { return x.Program != p.ID })
	return err
}

// nameIn is what somebody who was named is called: by a program, else by the text
// that mentions them.
func nameIn(text string, w phrase.Who) string {
	if w.Name == "" && w.Slack != "" {
		return handle(text, w.Slack)
	}
	return w.Name
}

// programsAt returns the programs that a command may mean: the one that was answered,
// the one that runs in the channel, or all that are the member's. here says that
// there is no choice.
func programsAt(book *domain.Book, channel string, answers map[string]string) (all []*domain.Program, here bool, err error) {
	m := book.Mentoring()
	if id := answers[programKey]; id != "" {
		p, err := m.Program(domain.ProgramID(id))
		return []*domain.Program{p}, true, err
	}
	if isChannel(channel) {
		p, err := m.Here(channel)
		if domain.KindOf(err) != domain.KindNotFound {
			return []*domain.Program{p}, true, err
		}
	}
	all, err = m.Mine()
	return all, false, err
}

// isChannel reports whether a conversation is a channel, where programs run.
func isChannel(id string) bool { return strings.HasPrefix(id, "C") || strings.HasPrefix(id, "G") }

// meant are those of the programs that what was said fits: by their name, else by
// who was named.
func (f *forum) meant(book *domain.Book, all []*domain.Program, here bool) ([]*domain.Program, error) {
	if f.Name != "" {
		named := slices.DeleteFunc(slices.Clone(all), func(p *domain.Program) bool {
			return !strings.Contains(phrase.Fold(p.Name), phrase.Fold(f.Name))
		})
		if len(named) > 0 || !here {
			return named, nil
		}
		mine, err := book.Mentoring().Mine()
		return slices.DeleteFunc(slices.Clone(mine), func(p *domain.Program) bool {
			return !strings.Contains(phrase.Fold(p.Name), phrase.Fold(f.Name))
		}), err
	}
	if len(all) < 2 || len(f.Who) == 0 {
		return all, nil
	}
	pairs, err := book.Mentoring().Partnerships()
	if err != nil {
		return nil, err
	}
	ours := slices.DeleteFunc(slices.Clone(all), func(p *domain.Program) bool {
		return !slices.ContainsFunc(pairs, func(x domain.Partnership) bool {
			return x.Program == p.ID && slices.ContainsFunc(f.Who, func(w phrase.Who) bool { return x.Partner(x.Me) == domain.MemberID(w.Slack) })
		})
	})
	if len(ours) > 0 {
		return ours, nil
	}
	return all, nil
}

// mostOptions is how many answers a question offers.
const mostOptions = 10

// whichProgram asks which of several programs is meant.
func whichProgram(all []*domain.Program) *phrase.Question {
	ask := &phrase.Question{Kind: phrase.WhichProgram, Key: programKey}
	for _, p := range all[:min(len(all), mostOptions)] {
		ask.Options = append(ask.Options, phrase.Option{Means: phrase.ThatProgram, Name: p.Name, Value: string(p.ID)})
	}
	return ask
}

// cast are those whom the member may name in their programs: their partners, and
// everybody in the programs they organise. They are looked up when a text asks.
type cast struct {
	book     *domain.Book
	programs []*domain.Program
	known    []domain.Known
	read     bool
}

// Exact returns those whose folded key is one of keys.
func (k *cast) Exact(keys []string) ([]domain.Known, error) {
	all, err := k.AllNames()
	return slices.DeleteFunc(slices.Clone(all), func(n domain.Known) bool { return !slices.Contains(keys, n.Key) }), err
}

// AllNames returns every name.
func (k *cast) AllNames() ([]domain.Known, error) {
	if k.read {
		return k.known, nil
	}
	m := k.book.Mentoring()
	names := map[domain.MemberID]string{}
	pairs, err := m.Partnerships()
	if err != nil {
		return nil, err
	}
	for _, x := range pairs {
		names[x.Partner(x.Me)] = x.Name
	}
	for _, p := range k.programs {
		if !p.Organises(k.book.Member.Member) {
			continue
		}
		r, err := m.Report(p.ID)
		if err != nil {
			return nil, err
		}
		maps.Copy(names, r.Names)
	}
	for _, who := range slices.Sorted(maps.Keys(names)) {
		for _, key := range phrase.Keys(names[who]) {
			k.known = append(k.known, domain.Known{Contact: domain.ContactID(who), Name: names[who], Key: key.Folded, Whole: key.Whole, Slack: string(who)})
		}
	}
	k.read = true
	return k.known, nil
}

// inProgram does what a button about a program asks. Who may not is told who may.
func (b *Bot) inProgram(ctx context.Context, c Command, id domain.ProgramID, say saying) (Answer, error) {
	var p *domain.Program
	a, err := b.write(ctx, c, func(book *domain.Book) (view.Message, error) {
		f, err := enterProgram(book, id, c.Channel)
		if p = f.program; err != nil {
			return view.Message{}, err
		}
		return say(book, f)
	})
	return b.orForbidden(ctx, c, p, a, err)
}

// viewProgram does the same for what changes nothing.
func (b *Bot) viewProgram(ctx context.Context, c Command, id domain.ProgramID, title string, say saying) (Answer, error) {
	var p *domain.Program
	a, err := b.look(ctx, c, title, func(book *domain.Book) (view.Message, error) {
		f, err := enterProgram(book, id, c.Channel)
		if p = f.program; err != nil {
			return view.Message{}, err
		}
		return say(book, f)
	})
	return b.orForbidden(ctx, c, p, a, err)
}

// enterProgram is what a button in a conversation means that names a program.
// KindStale for one that has ended. Whoever is in the channel of a private one may
// know of it, as by typing there.
func enterProgram(book *domain.Book, id domain.ProgramID, channel string) (f forum, err error) {
	p, err := programOf(book, id, channel)
	if err != nil {
		return f, err
	}
	if err := f.enter(book, p); err != nil {
		return f, err
	}
	if !p.Runs() {
		return f, domain.Fault(domain.KindStale, "program", nil)
	}
	return f, nil
}

// programOf is a program that a button names which was pressed in a channel.
func programOf(book *domain.Book, id domain.ProgramID, channel string) (*domain.Program, error) {
	m := book.Mentoring()
	if isChannel(channel) {
		if p, err := m.Here(channel); err == nil && p.ID == id {
			return p, nil
		}
	}
	return m.Program(id)
}

// orForbidden says who may do what the member may not; other answers stay.
func (b *Bot) orForbidden(ctx context.Context, c Command, p *domain.Program, a Answer, err error) (Answer, error) {
	if err == nil {
		return a, nil
	}
	return b.forbidden(ctx, c, p, err)
}

// forbidden is the answer to what can't be done about a program: who could do it, or
// that the program is over.
func (b *Bot) forbidden(ctx context.Context, c Command, p *domain.Program, err error) (Answer, error) {
	switch kind := domain.KindOf(err); {
	case kind == domain.KindForbidden && p == nil:
		return tell(view.NotInProgram()), nil
	case kind == domain.KindForbidden:
		var names []string
		err := b.book.Read(ctx, c.ref(), func(book *domain.Book) (err error) {
			names, err = book.Mentoring().Called(p.Organisers)
			return err
		})
		return tell(view.OrganisersMay(p.Name, names)), err
	case kind == domain.KindStale && p != nil && !p.Runs():
		return tell(view.ProgramOver(p.Name)), nil
	case kind == domain.KindNotFound && p == nil && c.Verb != view.VerbMentoring:
		return tell(view.ProgramGone()), nil
	}
	return Answer{}, err
}
