package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"github.com/slack-go/slack"

	"rapport/bot/view"
	"rapport/domain"
)

// sessions says below what a command logged what that means for the member's pairs,
// whatever the door.
func (c Command) sessions(book *domain.Book, m view.Message) (view.Message, error) {
	news, err := book.Mentoring().Sessions()
	if err != nil {
		return view.Message{}, err
	}
	return view.WithSessions(m, c.place(), news, book.Today), nil
}

// remains says below what was taken back which sessions count all the same.
func (c Command) remains(book *domain.Book, m view.Message) (view.Message, error) {
	gone, err := book.Mentoring().Withdrawn()
	if err != nil {
		return view.Message{}, err
	}
	return view.WithRemains(m, c.place(), gone, book.Today), nil
}

// place is where the item stands that a button was pressed in; nil for none.
func (c Command) place() *view.Place {
	if p, ok := c.item(); ok {
		return &p
	}
	return nil
}

// remark is what is said of something that was logged before: the text below it,
// the buttons that go and those that come.
type remark struct {
	text string
	drop []string
	next []slack.BlockElement
}

// beside says something of what was logged before where its buttons stand, and by
// itself where Slack doesn't say what stands around them.
func (b *Bot) beside(ctx context.Context, c Command, f func(*domain.Book) (remark, error)) (Answer, error) {
	inPlace := false
	a, err := b.write(ctx, c, func(book *domain.Book) (view.Message, error) {
		r, err := f(book)
		if err != nil {
			return view.Message{}, err
		}
		var m view.Message
		if m, inPlace = view.Amended(c.Reply.Blocks.BlockSet, c.Reply.BlockID, r.text, r.drop, r.next...); !inPlace {
			return view.Alone(r.text, "", "", r.next...), nil
		}
		return caughtUp(book, m, instant(c.Reply.TS))
	})
	a.Replace = inPlace && err == nil
	return outOfPair(a, err)
}

// outOfPair says that something is about a pair that is none of the member's.
func outOfPair(a Answer, err error) (Answer, error) {
	switch domain.KindOf(err) {
	case domain.KindForbidden, domain.KindNotFound:
		return tell(view.NoPair()), nil
	}
	return a, err
}

// sessionNot says that something logged was no session, sessionYes that it was one
// after all. A second press means the same.
func (b *Bot) sessionNot(ctx context.Context, c Command) (Answer, error) {
	return b.beside(ctx, c, func(book *domain.Book) (remark, error) {
		pair, id := view.ParseSession(c.Args)
		n, err := book.Mentoring().NotSession(pair, id, true)
		return remark{view.NotASession(n), view.AllSessionVerbs, []slack.BlockElement{view.SessionAfterAll(pair, id)}}, err
	})
}

func (b *Bot) sessionYes(ctx context.Context, c Command) (Answer, error) {
	return b.beside(ctx, c, func(book *domain.Book) (remark, error) {
		pair, id := view.ParseSession(c.Args)
		n, err := book.Mentoring().NotSession(pair, id, false)
		text, row := view.SessionAgain(n, book.Today)
		return remark{text, view.AllSessionVerbs, row}, err
	})
}

// sessionSame says that two logs are one session, as they count already.
func (b *Bot) sessionSame(ctx context.Context, c Command) (Answer, error) {
	return b.beside(ctx, c, func(book *domain.Book) (remark, error) {
		pair, about, _, _ := view.ParseRate(c.Args)
		p, err := partnership(book, pair)
		if err != nil {
			return remark{}, err
		}
		on, err := domain.ParseDate(about)
		if err != nil || !slices.Contains(p.Sessions, on) {
			return remark{}, domain.Fault(domain.KindStale, "session", nil)
		}
		book.Hear()
		r := remark{text: view.OneSession(p, on, book.Today), drop: []string{view.VerbSessionSame, view.VerbSessionOwn}}
		if !slices.Contains(p.Rated, about) {
			r.next = view.RateRow(p, about)
		}
		return r, nil
	})
}

// sessionOwn says that two logs are two sessions.
func (b *Bot) sessionOwn(ctx context.Context, c Command) (Answer, error) {
	return b.beside(ctx, c, func(book *domain.Book) (remark, error) {
		_, id := view.ParseSession(c.Args)
		n, err := book.Mentoring().OwnSession(id)
		r := remark{text: view.TwoSessions(n), drop: []string{view.VerbSessionSame, view.VerbSessionOwn}}
		if err == nil && !slices.Contains(n.Partnership.Rated, n.On.String()) {
			r.next = view.RateRow(n.Partnership, n.On.String())
		}
		return r, err
	})
}

// sessionNew opens the form of a bare /met for a session: with the partner when it is
// clear which, else with all of them first. Its value is a program, a pair, or
// nothing.
func (b *Bot) sessionNew(ctx context.Context, c Command) (Answer, error) {
	form := view.MetForm{Kind: "mentoring"}
	nobody := false
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) error {
		all, err := book.Mentoring().Partnerships()
		if err != nil {
			return err
		}
		all = slices.DeleteFunc(all, func(p domain.Partnership) bool {
			return c.Args != "" && string(p.Program) != c.Args && string(p.ID) != c.Args
		})
		if nobody = len(all) == 0; nobody {
			return nil
		}
		circle, err := book.Portfolio()
		if err != nil {
			return err
		}
		form.Today, form.Known, form.Chosen = book.Today, byRelevance(circle.Contacts), nil
		is := func(k *domain.Contact) bool {
			return slices.ContainsFunc(all, func(p domain.Partnership) bool { return k.SlackUser == string(p.Partner(p.Me)) })
		}
		slices.SortStableFunc(form.Known, func(x, y *domain.Contact) int { return -cmp.Compare(btoi(is(x)), btoi(is(y))) })
		for _, k := range form.Known {
			if is(k) {
				form.Chosen = append(form.Chosen, k.ID)
			}
		}
		if len(form.Chosen) > 1 {
			form.Chosen = nil // which one it was is theirs to say
		}
		if len(form.Chosen) == 0 && len(all) == 1 { // they took the partner out of their circle
			form.New = all[0].Name
			form.Private = private(newcomer{Name: form.New, Slack: string(all[0].Partner(all[0].Me))})
		}
		return nil
	})
	switch {
	case err != nil:
		return Answer{}, err
	case nobody:
		return tell(view.NoPartner()), nil
	}
	return Answer{Modal: view.MetModal(form)}, nil
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// partnership finds one of the member's pairs that last. KindNotFound.
func partnership(book *domain.Book, id domain.PairID) (domain.Partnership, error) {
	all, err := book.Mentoring().Partnerships()
	if err != nil {
		return domain.Partnership{}, err
	}
	for _, p := range all {
		if p.ID == id {
			return p, nil
		}
	}
	return domain.Partnership{}, domain.Fault(domain.KindNotFound, "partnership", nil)
}

// meantPartners are the member's pairs in the program that what was said is about:
// those with whoever was named, or all.
func (f forum) meantPartners() []domain.Partnership {
	return slices.DeleteFunc(slices.Clone(f.partners), func(p domain.Partnership) bool {
		return len(f.Who) > 0 && f.Who[0].Slack != string(p.Partner(p.Me))
	})
}

// rate takes a rating of one tap: of an item that asks for it, or where the button
// stands. Another one changes it.
func (b *Bot) rate(ctx context.Context, c Command) (Answer, error) {
	pair, about, rating, ok := view.ParseRate(c.Args)
	if !ok {
		return Answer{}, domain.Fault(domain.KindStale, "rating", nil)
	}
	if t, asked := c.telling(); asked && t.Rule == domain.HowWasIt {
		return b.settle(ctx, c, t.Contact, func(book *domain.Book, _ *domain.Contact) (settled, error) {
			return rated(book, pair, about, rating)
		})
	}
	return b.beside(ctx, c, func(book *domain.Book) (remark, error) {
		f, err := book.Mentoring().Rate(pair, about, rating, "")
		return remark{view.Rated(f), view.RateVerbs, view.AnswerRow(pair, about)}, err
	})
}

// rated is an item that asked for a rating and has it.
func rated(book *domain.Book, pair domain.PairID, about string, rating int) (settled, error) {
	f, err := book.Mentoring().Rate(pair, about, rating, "")
	return settled{text: view.Rated(f), next: view.AnswerRow(pair, about)}, err
}

// commenting is what the form carries that takes a comment.
type commenting struct {
	Pair  domain.PairID `json:"p"`
	About string        `json:"a"`
}

// rateSay opens the form that takes a comment with a rating.
func (b *Bot) rateSay(ctx context.Context, c Command) (Answer, error) {
	pair, about, rating, ok := view.ParseRate(c.Args)
	if !ok {
		return Answer{}, domain.Fault(domain.KindStale, "rating", nil)
	}
	var a Answer
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) error {
		p, err := partnership(book, pair)
		if err != nil {
			return err
		}
		given, err := book.Mentoring().Given(pair, about)
		if err != nil {
			return err
		}
		a.Modal = view.RateModal(private(commenting{pair, about}), p, about, cmp.Or(given.Rating, rating), given.Comment, book.Today)
		return nil
	})
	return outOfPair(a, err)
}

// rateSaid takes what the form says.
func (b *Bot) rateSaid(ctx context.Context, c Command) (Answer, error) {
	var of commenting
	if json.Unmarshal([]byte(c.Reply.Private), &of) != nil {
		return Answer{}, domain.Fault(domain.KindStale, "rating", nil)
	}
	rating, err := strconv.Atoi(c.Values.Text(view.WhichBlock))
	if err != nil || rating < 1 || rating > 5 {
		return Answer{Errors: map[string]string{view.WhichBlock: view.NoRating}}, nil
	}
	comment := c.Values.Text(view.NoteBlock)
	return outOfPair(b.write(ctx, c, func(book *domain.Book) (view.Message, error) {
		f, err := book.Mentoring().Rate(of.Pair, of.About, rating, comment)
		return view.Alone(view.Rated(f), "", "", view.AnswerRow(of.Pair, of.About)...), err
	}))
}

// feedbackText takes feedback that was typed about the newest session with a partner,
// or asks how it was, and with whom.
func feedbackText(book *domain.Book, f forum) (view.Message, error) {
	all := f.meantPartners()
	switch {
	case len(all) == 0:
		return view.NoPair(), nil
	case len(all) > 1 && f.Rating > 0:
		return view.WhichRated(all, f.Rating), nil
	case f.Rating == 0:
		return view.FeedbackPage(all, book.Today), nil
	}
	about := view.FeedbackAbout(all[0])
	given, err := book.Mentoring().Rate(all[0].ID, about, f.Rating, f.What)
	return view.Alone(view.Rated(given), "", "", view.AnswerRow(all[0].ID, about)...), err
}
