package domain

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// walk is a random history of one portfolio.
type walk struct {
	*desk
	ids []ContactID
	// open are the commands that can be undone one after the other, newest last,
	// with the portfolio as it was before each.
	open  []undoable
	model *model
}

type undoable struct {
	id     CommandID
	before portfolioSeen
}

// portfolioSeen is the portfolio as a member sees it.
type portfolioSeen struct {
	Contacts map[ContactID]*Contact
	Goals    []Goal
}

// snapshot copies what a member sees.
func (w *walk) snapshot() portfolioSeen {
	seen := portfolioSeen{Contacts: make(map[ContactID]*Contact, len(w.contacts))}
	for id, c := range w.contacts {
		if !c.Removed {
			seen.Contacts[id] = essence(c)
		}
	}
	for _, g := range w.goals {
		if !g.Undone {
			seen.Goals = append(seen.Goals, g)
		}
	}
	return seen
}

// essence is a contact without bookkeeping and without what was undone.
func essence(c *Contact) *Contact {
	e := c.clone()
	e.Shown, e.ShownOn, e.Version = 0, Date{}, 0
	e.Interactions = standing(e.Interactions, func(i Interaction) bool { return i.Undone })
	e.Signals = standing(e.Signals, func(s Signal) bool { return s.Undone })
	e.Values = standing(e.Values, func(v Value) bool { return v.Undone })
	e.Moves = standing(e.Moves, func(m Move) bool { return m.Undone })
	e.Notes = standing(e.Notes, func(n Note) bool { return n.Undone })
	e.Promises = standing(e.Promises, func(p Promise) bool { return p.Undone })
	e.Needs = standing(e.Needs, func(n Need) bool { return n.Undone })
	e.Asks = standing(e.Asks, func(a Ask) bool { return a.Undone })
	e.Introductions = standing(e.Introductions, func(i Introduction) bool { return i.Undone })
	return e
}

func standing[T any](rows []T, undone func(T) bool) []T {
	var live []T
	for _, r := range rows {
		if !undone(r) {
			live = append(live, r)
		}
	}
	return live
}

// command runs one command, checks the law over it and returns its error.
func (w *walk) command(t *rapid.T, f func(b *Book) error) error {
	before := w.snapshot()
	ch, err := w.try(f)
	if err != nil && KindOf(err) == KindUnknown {
		t.Fatal(err)
	}
	if err != nil {
		if diff := cmp.Diff(before, w.snapshot()); diff != "" {
			t.Fatalf("a refused command changed something: %s", diff)
		}
		return err
	}
	if ch.Undo != nil {
		w.open = append(w.open, undoable{ch.Undo.Command, before})
	}
	if ch.Undone != "" {
		w.model.undo(ch.Undone, w.isGone)
		return nil
	}
	for id, was := range before.Contacts {
		w.lawful(t, was, w.contacts[id])
	}
	return nil
}

// lawful checks one command's effect on one contact.
func (w *walk) lawful(t *rapid.T, was, is *Contact) {
	if is.Furthest < was.Furthest {
		t.Fatalf("furthest fell from %s to %s without an undo", was.Furthest, is.Furthest)
	}
	if is.Phase > was.Furthest+1 {
		t.Fatalf("from furthest %s to %s", was.Furthest, is.Phase)
	}
	if is.Furthest > was.Furthest {
		rhythm, _ := w.member.Settings(w.policy).Rhythm(was)
		judged := is.clone() // the evidence may have come with the same command
		judged.Phase, judged.Furthest = was.Phase, was.Furthest
		if v := Judge(judged, is.Phase, w.today(), w.policy.Evidence, rhythm); !v.Legal {
			t.Fatalf("to %s without %v", is.Phase, v.Missing)
		}
	}
}

// invariants hold at any time.
func (w *walk) invariants(t *rapid.T) {
	home := make(map[string]ContactID)
	for id, c := range w.contacts {
		for _, row := range c.ids() {
			if home[row] != "" {
				t.Fatal("a row stands on two contacts")
			}
			home[row] = id
		}
		if c.Phase < Identifying || c.Phase > c.Furthest || c.Furthest > Capitalizing {
			t.Fatalf("phase %d, furthest %d", c.Phase, c.Furthest)
		}
		for _, i := range c.Interactions {
			if old := c.interaction(i.Replaces); !i.Undone && old != nil && !old.Undone {
				t.Fatal("a touch and its correction both stand")
			}
		}
		again := c.clone()
		again.sumUp()
		again.stand()
		if diff := cmp.Diff(again, c); diff != "" {
			t.Fatalf("the card does not follow from the history: %s", diff)
		}
	}
	w.model.holds(t, &w.shelf)
}

// plansAlike: what planning is handed is enough. The whole histories would lead
// it to the same digest and the same question.
func (w *walk) plansAlike(t *rapid.T) {
	live := w.portfolio()
	whole := live
	whole.Contacts = nil
	for _, c := range live.Contacts {
		whole.Contacts = append(whole.Contacts, w.contacts[c.ID].clone())
	}
	a, b := PlanDigest(live, w.today()), PlanDigest(whole, w.today())
	if names(a.Shown) != names(b.Shown) || names(a.Waiting) != names(b.Waiting) || a.FineTill != b.FineTill {
		t.Fatalf("planned %q and %q, or with the whole history %q and %q", names(a.Shown), names(a.Waiting), names(b.Shown), names(b.Waiting))
	}
	one, other := PlanPrompt(live, w.today()), PlanPrompt(whole, w.today())
	if diff := cmp.Diff(said(one), said(other)); diff != "" {
		t.Fatalf("asked otherwise with the whole history: %s", diff)
	}
}

// said is what a prompt tells, in order.
func said(p Prompt) []Telling {
	var all []Telling
	for _, i := range p.Items {
		all = append(all, i.Telling())
	}
	return all
}

// draw picks a contact; the walk always has some.
func (w *walk) draw(t *rapid.T) ContactID { return rapid.SampledFrom(w.ids).Draw(t, "contact") }

// isGone reports whether a contact was removed and leads nowhere.
func (w *walk) isGone(id ContactID) bool {
	return w.contacts[id].Removed && w.contacts[id].MergedInto == ""
}

func (w *walk) about(t *rapid.T, f func(b *Book, c *Contact) error) {
	id := w.draw(t)
	_ = w.command(t, func(b *Book) error {
		c, err := b.Contact(id)
		if err != nil {
			return err
		}
		return f(b, c)
	})
}

func (w *walk) log(t *rapid.T) {
	ago := rapid.IntRange(0, 40).Draw(t, "days ago")
	note := rapid.SampledFrom([]string{"", "", "Ada starts school"}).Draw(t, "note")
	signals := rapid.SliceOfN(rapid.SampledFrom(SignalKinds), 0, 3).Draw(t, "signals")
	w.about(t, func(b *Book, c *Contact) error {
		_, err := b.Log(c, Touch{On: b.Today.AddDays(-ago), Kind: "coffee", Note: note, Signals: signals})
		return err
	})
}

func (w *walk) firstMet(t *rapid.T) {
	if len(w.ids) > 6 {
		t.Skip("enough people")
	}
	_ = w.command(t, func(b *Book) error {
		c, err := b.Add(fmt.Sprintf("Person %d", len(w.ids)), "", Relating)
		if err != nil {
			return err
		}
		w.ids = append(w.ids, c.ID)
		_, err = b.Log(c, Touch{On: b.Today, Kind: "event"})
		return err
	})
}

func (w *walk) amend(t *rapid.T) {
	ago := rapid.IntRange(0, 40).Draw(t, "days ago")
	signals := rapid.SliceOfN(rapid.SampledFrom(SignalKinds), 0, 2).Draw(t, "signals")
	pick := rapid.IntRange(0, 20).Draw(t, "pick")
	w.about(t, func(b *Book, c *Contact) error {
		if len(c.Interactions) == 0 {
			return nil
		}
		id := c.Interactions[pick%len(c.Interactions)].ID
		_, err := b.Amend(c, id, Touch{On: b.Today.AddDays(-ago), Kind: "call", Note: "corrected", Signals: signals})
		return err
	})
}

func (w *walk) record(t *rapid.T) {
	k := rapid.SampledFrom(SignalKinds).Draw(t, "signal")
	ago := rapid.IntRange(-1, 200).Draw(t, "days ago")
	w.about(t, func(b *Book, c *Contact) error { return b.Record(c, k, b.Today.AddDays(-ago)) })
}

func (w *walk) deliver(t *rapid.T) {
	recognised := rapid.Bool().Draw(t, "recognised")
	w.about(t, func(b *Book, c *Contact) error {
		var on Date
		if recognised {
			on = b.Today
		}
		_, err := b.Deliver(c, "a review", b.Today, on)
		return err
	})
}

func (w *walk) moves(t *rapid.T) {
	to := rapid.SampledFrom(Phases).Draw(t, "to")
	w.about(t, func(b *Book, c *Contact) error {
		_, err := b.Move(c, to)
		return err
	})
}

// metAndMoved logs and moves in one command, as a modal may.
func (w *walk) metAndMoved(t *rapid.T) {
	to := rapid.SampledFrom(Phases).Draw(t, "to")
	w.about(t, func(b *Book, c *Contact) error {
		if _, err := b.Log(c, Touch{On: b.Today, Signals: []SignalKind{Initiated}}); err != nil {
			return err
		}
		_, err := b.Move(c, to)
		return err
	})
}

func (w *walk) card(t *rapid.T) {
	what := rapid.IntRange(0, 8).Draw(t, "what")
	n := rapid.IntRange(1, 5).Draw(t, "n")
	w.about(t, func(b *Book, c *Contact) error {
		switch what {
		case 0:
			return b.Tag(c, fmt.Sprintf("#Tag%d", n))
		case 1:
			return b.Untag(c, fmt.Sprintf("tag%d", n))
		case 2:
			return b.SetCadence(c, Every(n*7))
		case 3:
			return b.Rest(c, n > 2)
		case 4:
			return b.Archive(c, n > 3)
		case 5:
			return b.Remember(c, "likes tea")
		case 6:
			return b.Snooze(c, b.Today.AddDays(n*7))
		case 7:
			return b.Expect(c, b.Today.AddDays(n), "drinks")
		default:
			return b.Mark(c, Occasion{Name: "birthday", Month: 2, Day: 24 + n})
		}
	})
}

// undoNewest undoes what came last, and nothing may be left of it.
func (w *walk) undoNewest(t *rapid.T) {
	if len(w.open) == 0 {
		t.Skip("nothing to undo")
	}
	last := w.open[len(w.open)-1]
	w.open = w.open[:len(w.open)-1]
	var u Undone
	_ = w.command(t, func(b *Book) (err error) {
		u, err = b.Undo("")
		return err
	})
	if len(u.Kept) > 0 {
		t.Fatalf("undo of the newest command kept %q", u.Kept[0].Field)
	}
	if diff := cmp.Diff(last.before, w.snapshot()); diff != "" {
		t.Fatalf("undo of the newest command left something: %s", diff)
	}
}

// undoAny undoes any command there ever was. Once that is out of order, what
// came before can't be restored exactly any more, and is not compared.
func (w *walk) undoAny(t *rapid.T) {
	if len(w.undo) == 0 {
		t.Skip("nothing to undo")
	}
	rec := rapid.SampledFrom(w.undo).Draw(t, "which")
	used := rec.Used
	err := w.command(t, func(b *Book) error { _, err := b.Undo(rec.Command); return err })
	switch {
	case used && KindOf(err) != KindStale:
		t.Fatalf("undone twice: %v", err)
	case used:
		return
	case err != nil || !rec.Used:
		t.Fatalf("undo: %v", err)
	}
	w.open = nil
}

func TestLawHoldsOverAnyHistory(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := &walk{desk: newDesk(t), model: newModel()}
		for i, p := range []Phase{Identifying, Identifying, Relating} {
			w.ids = append(w.ids, w.add(fmt.Sprintf("Person %d", i), p))
		}
		w.ids = append(w.ids, w.sustained())
		w.undo = nil // what comes before the walk is not undone
		r.Repeat(map[string]func(*rapid.T){
			"":              w.invariants,
			"log":           w.log,
			"log again":     w.log,
			"first met":     w.firstMet,
			"amend":         w.amend,
			"record":        w.record,
			"deliver":       w.deliver,
			"move":          w.moves,
			"move again":    w.moves,
			"met and moved": w.metAndMoved,
			"card":          w.card,
			"promise":       w.promise,
			"close promise": w.closePromise,
			"reschedule":    w.reschedule,
			"need":          w.need,
			"close need":    w.closeNeed,
			"value":         w.value,
			"ask":           w.ask,
			"answer ask":    w.answerAsk,
			"answer again":  w.answerAsk,
			"give time":     w.giveTime,
			"add goal":      w.addGoal,
			"change goal":   w.changeGoal,
			"link":          w.link,
			"weave":         w.weave,
			"rename":        w.rename,
			"merge":         w.merge,
			"split":         w.split,
			"undo newest":   w.undoNewest,
			"plan":          w.plansAlike,
			"undo newer":    w.undoNewest,
			"undo any":      w.undoAny,
			"a day later":   func(*rapid.T) { w.later(1) },
			"a month later": func(*rapid.T) { w.later(30) },
		})
	})
}
