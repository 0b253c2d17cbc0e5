package bot

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"rapport/bot/view"
	"rapport/domain"
)

// proposal is what a question keeps of a proposal while its organiser looks at it:
// who with whom, and why, as it was found then.
type proposal struct {
	Program domain.ProgramID  `json:"p"`
	Couples []domain.Proposed `json:"c"`
	Left    []leftOver        `json:"l"`
}

// leftOver is somebody for whom nobody was found.
type leftOver struct {
	Member domain.MemberID `json:"m"`
	Role   domain.Role     `json:"r"`
}

// The answers under which the changes to a proposal are kept, with the number of the
// couple behind them.
const (
	matchOut  = "out"    // "yes" when it was taken out
	matchWith = "mentor" // another mentor
)

// match proposes pairs for a program, below the report whose button it is.
func (b *Bot) match(ctx context.Context, c Command) (Answer, error) {
	a, err := b.organising(ctx, c, "Match", func(book *domain.Book) (view.Message, error) {
		return propose(book, domain.ProgramID(c.Args))
	})
	a.Replace = false
	return a, err
}

// matchText proposes pairs for the program that was meant.
func matchText(book *domain.Book, f forum) (view.Message, error) {
	return propose(book, f.program.ID)
}

// propose proposes pairs for a program, and keeps the proposal.
func propose(book *domain.Book, in domain.ProgramID) (view.Message, error) {
	found, err := book.Mentoring().Propose(in)
	if err != nil {
		return view.Message{}, err
	}
	if len(found.Couples) == 0 {
		names, err := called(book, in, nil)
		if err != nil {
			return view.Message{}, err
		}
		p, err := book.Mentoring().Program(in)
		if err != nil {
			return view.Message{}, err
		}
		return view.MatchEmpty(p.Name, found.Left, names), nil
	}
	kept := proposal{Program: in, Couples: found.Couples}
	for _, x := range found.Left {
		kept.Left = append(kept.Left, leftOver{x.Member, x.Role})
	}
	return shownMatch(book, book.AskFirst(view.VerbMatchDraft, private(kept), nil), 1, "")
}

// proposed reads a proposal that waits. KindStale for one that is over, and for any
// other question.
func proposed(book *domain.Book, id domain.QuestionID) (*domain.Question, proposal, error) {
	q, err := book.Answer(id, "seen", "yes")
	if domain.KindOf(err) == domain.KindNotFound || err == nil && q.Verb != view.VerbMatchDraft {
		err = domain.Fault(domain.KindStale, "proposal", nil)
	}
	var p proposal
	if err == nil && json.Unmarshal([]byte(q.Text), &p) != nil {
		err = domain.Fault(domain.KindStale, "proposal", nil)
	}
	return q, p, err
}

// rows are the couples of a proposal as they were changed.
func (p proposal) rows(q *domain.Question) []view.MatchRow {
	rows := make([]view.MatchRow, len(p.Couples))
	for i, c := range p.Couples {
		rows[i] = view.MatchRow{Proposed: c, Out: q.Answers[matchOut+strconv.Itoa(i)] == "yes"}
		if with := q.Answers[matchWith+strconv.Itoa(i)]; with != "" && domain.MemberID(with) != c.Mentor {
			rows[i].Mentor, rows[i].Chosen = domain.MemberID(with), true
		}
	}
	return rows
}

// left are those for whom nobody is left in a proposal as it was changed.
func (p proposal) left(rows []view.MatchRow) []domain.Participant {
	taken := func(m domain.MemberID) bool {
		return slices.ContainsFunc(rows, func(r view.MatchRow) bool { return !r.Out && (r.Mentor == m || r.Mentee == m) })
	}
	all := slices.Clone(p.Left)
	for _, c := range p.Couples {
		all = append(all, leftOver{c.Mentor, domain.Mentor}, leftOver{c.Mentee, domain.Mentee})
	}
	var left []domain.Participant
	for i, x := range all {
		if !taken(x.Member) && !slices.Contains(all[:i], x) {
			left = append(left, domain.Participant{Program: p.Program, Member: x.Member, Role: x.Role})
		}
	}
	return left
}

// shownMatch is a page of a proposal.
func shownMatch(book *domain.Book, q *domain.Question, page int, done string) (view.Message, error) {
	var p proposal
	if err := json.Unmarshal([]byte(q.Text), &p); err != nil {
		return view.Message{}, domain.Fault(domain.KindStale, "proposal", nil)
	}
	r, err := book.Mentoring().Report(p.Program)
	if err != nil {
		return view.Message{}, err
	}
	rows := p.rows(q)
	return view.Match(view.MatchPage{
		Program: r.Program.Name, Question: q.ID, Rows: rows, Left: p.left(rows), Names: r.Names, Page: page, Done: done,
	}), nil
}

// onMatch does something about a couple of a proposal, and shows the page on which
// that stands.
func (b *Bot) onMatch(ctx context.Context, c Command, f func(q *domain.Question, couple domain.Couple, n string, names map[domain.MemberID]string) string) (Answer, error) {
	id, n, ok := view.ParseMatch(c.Args)
	if !ok {
		return Answer{}, domain.Fault(domain.KindStale, "proposal", nil)
	}
	a, err := b.organising(ctx, c, "Match", func(book *domain.Book) (view.Message, error) {
		q, p, err := proposed(book, id)
		if err != nil {
			return view.Message{}, err
		}
		names, err := called(book, p.Program, nil)
		if err != nil {
			return view.Message{}, err
		}
		done := ""
		if rows := p.rows(q); n < len(rows) {
			done = f(q, rows[n].Couple, strconv.Itoa(n), names)
		}
		return shownMatch(book, q, view.MatchPageOf(n), done)
	})
	return matchOver(c, a, err)
}

// matchOver says that a proposal is settled, where its buttons stood.
func matchOver(c Command, a Answer, err error) (Answer, error) {
	if domain.KindOf(err) == domain.KindStale {
		return where(c, "Match", view.MatchOver()), nil
	}
	return a, err
}

// matchPage turns the page of a proposal.
func (b *Bot) matchPage(ctx context.Context, c Command) (Answer, error) {
	return b.onMatch(ctx, c, func(*domain.Question, domain.Couple, string, map[domain.MemberID]string) string { return "" })
}

// matchTake takes a couple out of a proposal, matchReturn puts it back in.
func (b *Bot) matchTake(ctx context.Context, c Command) (Answer, error) {
	return b.onMatch(ctx, c, func(q *domain.Question, couple domain.Couple, n string, names map[domain.MemberID]string) string {
		q.Answers[matchOut+n] = "yes"
		return view.MatchTaken(couple, names)
	})
}

func (b *Bot) matchReturn(ctx context.Context, c Command) (Answer, error) {
	return b.onMatch(ctx, c, func(q *domain.Question, couple domain.Couple, n string, names map[domain.MemberID]string) string {
		q.Answers[matchOut+n] = ""
		return view.MatchReturned(couple, names)
	})
}

// swapping is what the form carries that gives somebody another partner.
type swapping struct {
	Question domain.QuestionID `json:"q"`
	Couple   int               `json:"c"`
	Sheet    bool              `json:"s,omitempty"`
}

// others are the mentors whom a couple's mentee could have instead: those who are
// free, and those with whose mentee they would trade.
func others(rows []view.MatchRow, left []domain.Participant, n int) (free, trading []domain.MemberID) {
	for _, x := range left {
		if x.Role == domain.Mentor {
			free = append(free, x.Member)
		}
	}
	for _, r := range rows {
		if !r.Out && r.Mentor != rows[n].Mentor && !slices.Contains(trading, r.Mentor) {
			trading = append(trading, r.Mentor)
		}
	}
	return free, trading
}

// matchSwap opens the form that gives the mentee of a couple another partner.
func (b *Bot) matchSwap(ctx context.Context, c Command) (Answer, error) {
	id, n, ok := view.ParseMatch(c.Args)
	if !ok {
		return Answer{}, domain.Fault(domain.KindStale, "proposal", nil)
	}
	var a Answer
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) error {
		q, p, err := proposed(book, id)
		if err != nil {
			return err
		}
		rows := p.rows(q)
		if n >= len(rows) {
			return domain.Fault(domain.KindStale, "proposal", nil)
		}
		names, err := called(book, p.Program, nil)
		if err != nil {
			return err
		}
		free, trading := others(rows, p.left(rows), n)
		if len(free)+len(trading) == 0 {
			a = tell(view.Say(view.NobodyToSwap()))
			return nil
		}
		a.Modal = view.SwapModal(private(swapping{id, n, c.inModal()}), rows[n].Couple, free, trading, names)
		return nil
	})
	if a, err = notTheirs(a, err); err == nil {
		return a, nil
	}
	return matchOver(c, a, err)
}

// matchSwapped gives the mentee of a couple the partner whom the form names. Who had
// been proposed to that one's mentee trades with them.
func (b *Bot) matchSwapped(ctx context.Context, c Command) (Answer, error) {
	var of swapping
	if json.Unmarshal([]byte(c.Reply.Private), &of) != nil {
		return Answer{}, domain.Fault(domain.KindStale, "proposal", nil)
	}
	chosen := domain.MemberID(strings.TrimSpace(c.Values.Text(view.MentorBlock)))
	wrong := false
	a, err := b.organising(ctx, c, "Match", func(book *domain.Book) (view.Message, error) {
		q, p, err := proposed(book, of.Question)
		if err != nil {
			return view.Message{}, err
		}
		rows := p.rows(q)
		if of.Couple >= len(rows) {
			return view.Message{}, domain.Fault(domain.KindStale, "proposal", nil)
		}
		free, trading := others(rows, p.left(rows), of.Couple)
		if wrong = !slices.Contains(free, chosen) && !slices.Contains(trading, chosen); wrong {
			return view.Message{}, errNoMentor
		}
		names, err := called(book, p.Program, nil)
		if err != nil {
			return view.Message{}, err
		}
		was := rows[of.Couple].Couple
		q.Answers[matchWith+strconv.Itoa(of.Couple)] = string(chosen)
		if !slices.Contains(free, chosen) {
			i := slices.IndexFunc(rows, func(r view.MatchRow) bool { return !r.Out && r.Mentor == chosen })
			q.Answers[matchWith+strconv.Itoa(i)] = string(was.Mentor)
		}
		return shownMatch(book, q, view.MatchPageOf(of.Couple), view.MatchTraded(domain.Couple{Mentor: chosen, Mentee: was.Mentee}, names))
	})
	switch {
	case wrong:
		return Answer{Errors: map[string]string{view.MentorBlock: view.NoMentor}}, nil
	case domain.KindOf(err) == domain.KindStale:
		return tell(view.MatchOver()), nil
	case err == nil && of.Sheet && a.Message != nil:
		return Answer{Modal: view.Sheet("Match", *a.Message)}, nil
	}
	a.Replace = err == nil
	return a, err
}

// errNoMentor leaves the commit out when the form names somebody else.
var errNoMentor = domain.Fault(domain.KindInvalid, "mentor", nil)

// matchYes pairs all who are in a proposal. It is settled by that, so a second press
// pairs nobody; who has left meanwhile is said.
func (b *Bot) matchYes(ctx context.Context, c Command) (Answer, error) {
	a, err := b.organising(ctx, c, "Match", func(book *domain.Book) (view.Message, error) {
		q, p, err := proposed(book, domain.QuestionID(c.Args))
		if err != nil {
			return view.Message{}, err
		}
		var couples []domain.Couple
		for _, r := range p.rows(q) {
			if !r.Out {
				couples = append(couples, r.Couple)
			}
		}
		book.Settle(q)
		return pairUp(book, p.Program, couples, nil)
	})
	return matchOver(c, a, err)
}

// matchNo puts a proposal aside.
func (b *Bot) matchNo(ctx context.Context, c Command) (Answer, error) {
	a, err := b.organising(ctx, c, "Match", func(book *domain.Book) (view.Message, error) {
		q, _, err := proposed(book, domain.QuestionID(c.Args))
		if err != nil {
			return view.Message{}, err
		}
		book.Settle(q)
		return view.MatchLeft(), nil
	})
	return matchOver(c, a, err)
}
