package domain

import (
	"fmt"
	"slices"

	"pgregory.net/rapid"
)

// The steps of a walk that promise, need, ask, aim and weave. Each says beforehand
// what the model makes of it: which error, or what changes.

// someone draws a contact that can be opened, and says who that is by now.
func (w *walk) someone(t *rapid.T) (asked, is ContactID) {
	asked = w.draw(t)
	is = w.model.lead(asked)
	if w.contacts[is].Removed {
		t.Skip("nobody there")
	}
	return asked, is
}

// on runs a command about one contact and wants an error of a kind, KindUnknown
// for none. It reports whether the command was done.
func (w *walk) on(t *rapid.T, id ContactID, want Kind, f func(b *Book, c *Contact) error) bool {
	err := w.command(t, func(b *Book) error {
		c, err := b.Contact(id)
		if err != nil {
			return err
		}
		return f(b, c)
	})
	if KindOf(err) != want {
		t.Fatalf("%v, want %s", err, want)
	}
	return err == nil
}

// verdict is what an attempt to change a fact comes to.
func (w *walk) verdict(id RecordID, owner ContactID, is func(fact) bool) Kind {
	f, ok := w.model.facts[id]
	switch {
	case !ok, f.Undone, f.Owner != owner, !is(f):
		return KindNotFound
	case !f.open():
		return KindStale
	}
	return KindUnknown
}

func isPromise(f fact) bool {
	return slices.Contains([]string{"open", "kept", "dropped", "broken"}, f.State)
}
func isAsk(f fact) bool { return !isPromise(f) }

func (w *walk) promise(t *rapid.T) {
	asked, who := w.someone(t)
	days, theirs := rapid.IntRange(-1, 9).Draw(t, "due in"), rapid.Bool().Draw(t, "theirs")
	want := KindUnknown
	if days < 0 {
		want = KindInvalid
	}
	var p Promise
	if w.on(t, asked, want, func(b *Book, c *Contact) (err error) {
		p, err = b.Promise(c, "the sheet", b.Today.AddDays(days), theirs)
		return err
	}) {
		w.model.add(w.last(), p.ID, fact{Owner: who, What: "the sheet", State: "open", By: w.today().AddDays(days)})
	}
}

func (w *walk) closePromise(t *rapid.T) {
	asked, who := w.someone(t)
	id := pick(t, w.model.facts, isPromise)
	state := rapid.SampledFrom([]PromiseState{PromiseKept, PromiseDropped, PromiseBroken}).Draw(t, "state")
	if w.on(t, asked, w.verdict(id, who, isPromise), func(b *Book, c *Contact) (err error) {
		switch state {
		case PromiseKept:
			_, err = b.Keep(c, id, b.Today)
		case PromiseDropped:
			_, err = b.DropPromise(c, id)
		default:
			_, err = b.Break(c, id)
		}
		return err
	}) {
		f := w.model.facts[id]
		f.State, f.Closed = string(state), w.today()
		w.model.change(w.last(), id, f)
	}
}

func (w *walk) reschedule(t *rapid.T) {
	asked, who := w.someone(t)
	id := pick(t, w.model.facts, isPromise)
	to := w.today().AddDays(rapid.IntRange(0, 9).Draw(t, "due in"))
	if w.on(t, asked, w.verdict(id, who, isPromise), func(b *Book, c *Contact) error { _, err := b.Reschedule(c, id, to); return err }) {
		f := w.model.facts[id]
		if f.By != to {
			f.By, f.Moved = to, f.Moved+1
		}
		w.model.change(w.last(), id, f)
	}
}

func (w *walk) ask(t *rapid.T) {
	asked, who := w.someone(t)
	recorded := rapid.Bool().Draw(t, "recorded")
	r := Request{What: "introduce me to Lena", By: w.today().AddDays(rapid.IntRange(0, 9).Draw(t, "by"))}
	want := KindUnknown
	if !recorded && !w.frame(who, r).Ready() {
		want = KindLaw
	}
	var a Ask
	if w.on(t, asked, want, func(b *Book, c *Contact) (err error) {
		if recorded {
			a, err = b.RecordAsk(c, r, b.Today)
			return err
		}
		a, err = b.Ask(c, r)
		return err
	}) {
		w.model.add(w.last(), a.ID, fact{Owner: who, What: r.What, State: "waiting", By: r.By})
		if !recorded && w.contacts[who].Phase != Capitalizing {
			t.Fatal("asked of somebody who stands elsewhere")
		}
	}
}

func (w *walk) answerAsk(t *rapid.T) {
	asked, who := w.someone(t)
	id := pick(t, w.model.facts, isAsk)
	state := rapid.SampledFrom([]AskState{AskAgreed, AskDeclined, AskThanked, AskClosed}).Draw(t, "state")
	want := w.verdict(id, who, isAsk)
	if want == KindUnknown && w.model.facts[id].State == "agreed" && state == AskAgreed {
		want = KindInvalid
	}
	if w.on(t, asked, want, func(b *Book, c *Contact) error { _, err := b.AnswerAsk(c, id, state); return err }) {
		f := w.model.facts[id]
		f.State, f.Closed = string(state), w.today()
		w.model.change(w.last(), id, f)
	}
}

func (w *walk) giveTime(t *rapid.T) {
	asked, who := w.someone(t)
	id := pick(t, w.model.facts, isAsk)
	to := w.today().AddDays(rapid.IntRange(0, 9).Draw(t, "by"))
	want := w.verdict(id, who, isAsk)
	if want == KindUnknown && w.model.facts[id].State != "waiting" {
		want = KindStale
	}
	if w.on(t, asked, want, func(b *Book, c *Contact) error { _, err := b.GiveTime(c, id, to); return err }) {
		f := w.model.facts[id]
		f.By = to
		w.model.change(w.last(), id, f)
	}
}

func (w *walk) addGoal(t *rapid.T) {
	linked := rapid.Bool().Draw(t, "linked")
	asked, _ := w.someone(t)
	if len(standingFacts(w.model.goals)) > 9 {
		t.Skip("enough goals")
	}
	var g Goal
	if w.on(t, asked, KindUnknown, func(b *Book, c *Contact) (err error) {
		if g, err = b.AddGoal("speak", Date{}); err != nil || !linked {
			return err
		}
		return b.Link(c, g.ID)
	}) {
		w.model.add(w.last(), g.ID, fact{What: "speak", State: "open"})
	}
}

func (w *walk) changeGoal(t *rapid.T) {
	id := pick(t, w.model.goals, func(fact) bool { return true })
	closes, n := rapid.Bool().Draw(t, "close"), rapid.IntRange(1, 3).Draw(t, "words")
	f, ok := w.model.goals[id]
	want := KindUnknown
	switch {
	case !ok || f.Undone:
		want = KindNotFound
	case f.State != "open":
		want = KindStale
	}
	err := w.command(t, func(b *Book) (err error) {
		if closes {
			_, err = b.CloseGoal(id, GoalReached)
			return err
		}
		_, err = b.ChangeGoal(id, fmt.Sprintf("speak %d times", n), Date{})
		return err
	})
	switch {
	case KindOf(err) != want:
		t.Fatalf("%v, want %s", err, want)
	case err != nil:
		return
	case closes:
		f.State, f.Closed = "reached", w.today()
	default:
		f.What = fmt.Sprintf("speak %d times", n)
	}
	w.model.change(w.last(), id, f)
}

func (w *walk) link(t *rapid.T) {
	id := pick(t, w.model.goals, func(fact) bool { return true })
	away := rapid.Bool().Draw(t, "away")
	w.about(t, func(b *Book, c *Contact) error {
		if away {
			return b.Unlink(c, id)
		}
		return b.Link(c, id)
	})
}

func (w *walk) need(t *rapid.T) {
	u := rapid.SampledFrom(Urgencies).Draw(t, "urgency")
	w.about(t, func(b *Book, c *Contact) error {
		_, err := b.NoteNeed(c, "a tax adviser", u, true, b.Today)
		return err
	})
}

func (w *walk) closeNeed(t *rapid.T) {
	what, n := rapid.IntRange(0, 2).Draw(t, "what"), rapid.IntRange(0, 9).Draw(t, "n")
	w.about(t, func(b *Book, c *Contact) (err error) {
		if len(c.Needs) == 0 {
			return nil
		}
		id := c.Needs[n%len(c.Needs)].ID
		switch what {
		case 0:
			_, err = b.Offer(c, id, "mine")
		case 1:
			_, err = b.DropNeed(c, id)
		default:
			_, err = b.Serve(c, id, "her number", b.Today, Date{})
		}
		return err
	})
}

func (w *walk) value(t *rapid.T) {
	theirs, n := rapid.Bool().Draw(t, "theirs"), rapid.IntRange(0, 9).Draw(t, "n")
	w.about(t, func(b *Book, c *Contact) (err error) {
		if theirs || len(c.Values) == 0 {
			_, err = b.Receive(c, "a review", b.Today)
			return err
		}
		_, err = b.Recognise(c, c.Values[n%len(c.Values)].ID, b.Today)
		return err
	})
}

func (w *walk) weave(t *rapid.T) {
	other := w.draw(t)
	s := rapid.SampledFrom([]IntroductionState{IntroAccepted, IntroDone, IntroDeclined, ""}).Draw(t, "state")
	w.about(t, func(b *Book, c *Contact) error {
		o, err := b.Contact(other)
		if err != nil {
			return err
		}
		if s == "" {
			return b.Through(c, o, b.Today)
		}
		return b.Weave(c, o, s, "")
	})
}

func (w *walk) rename(t *rapid.T) {
	name := rapid.SampledFrom([]string{"Jane", "JANE", "Jnae", "Omar"}).Draw(t, "name")
	role := rapid.SampledFrom([]string{"", "CTO"}).Draw(t, "role")
	w.about(t, func(b *Book, c *Contact) error {
		a := c.About()
		a.Role, a.HowMet = role, name
		if err := b.Describe(c, a); err != nil {
			return err
		}
		return b.Rename(c, name)
	})
}

func (w *walk) merge(t *rapid.T) {
	asked, a := w.someone(t)
	askedOther, other := w.someone(t)
	want := KindUnknown
	if a == other {
		want = KindInvalid
	}
	var stays ContactID
	if w.on(t, asked, want, func(b *Book, c *Contact) error {
		o, err := b.Contact(askedOther)
		if err != nil {
			return err
		}
		c, err = b.Merge(c, o)
		if err == nil {
			stays = c.ID
		}
		return err
	}) {
		left := a
		if stays == a {
			left = other
		}
		w.model.move(w.last(), shift{from: left, to: stays, merge: true})
	}
}

// split takes some rows that stand: touches, notes and what the model knows.
func (w *walk) split(t *rapid.T) {
	if len(w.ids) > 9 {
		t.Skip("enough people")
	}
	asked, who := w.someone(t)
	n := rapid.IntRange(1, 3).Draw(t, "every")
	var rows []string
	var known []RecordID
	c := w.contacts[who]
	for _, sheet := range sheets {
		if !slices.Contains(splits, sheet.name) {
			continue
		}
		for i, r := range sheet.rows(nil, &c.History) {
			if *r.undone || i%n != 0 {
				continue
			}
			rows = append(rows, r.id)
			if _, ok := w.model.facts[RecordID(r.id)]; ok {
				known = append(known, RecordID(r.id))
			}
		}
	}
	want := KindUnknown
	if len(rows) == 0 {
		want = KindInvalid
	}
	var part ContactID
	if w.on(t, asked, want, func(b *Book, c *Contact) error {
		p, err := b.Split(c, "Lena", rows)
		if err == nil {
			part = p.ID
		}
		return err
	}) {
		w.ids = append(w.ids, part)
		w.model.move(w.last(), shift{from: who, to: part, ids: known})
	}
}
