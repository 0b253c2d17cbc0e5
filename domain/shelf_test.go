package domain

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// shelf keeps one member's portfolio in memory, as a store would.
type shelf struct {
	contacts  map[ContactID]*Contact
	undo      []*UndoRecord
	questions map[QuestionID]*Question
	goals     []Goal
	told      map[Telling]Told
	// town has the programs of the workspace, nil where there are none; who reads them.
	town *town
	who  MemberID
}

func (s *shelf) Contact(id ContactID) (*Contact, error) {
	c, ok := s.contacts[id]
	if !ok {
		return nil, Fault(KindNotFound, "contact", nil)
	}
	return c.clone(), nil
}

func (s *shelf) Face(id ContactID) (*Contact, error) {
	c, err := s.Contact(id)
	if err != nil {
		return nil, err
	}
	return c.scalars(), nil
}

func (s *shelf) Exact(keys []string) ([]Known, error) {
	all, err := s.AllNames()
	return slices.DeleteFunc(all, func(k Known) bool { return !slices.Contains(keys, k.Key) }), err
}

func (s *shelf) AllNames() ([]Known, error) {
	var all []Known
	for _, c := range s.contacts {
		if !c.Removed {
			all = append(all, Known{Contact: c.ID, Name: c.Name, Key: strings.ToLower(c.Name), Whole: true, Slack: c.SlackUser})
		}
	}
	slices.SortFunc(all, func(a, b Known) int { return cmp.Compare(a.Contact, b.Contact) })
	return all, nil
}

func (s *shelf) Logged(since Date) (int, error) {
	n := 0
	for _, c := range s.contacts {
		n += c.touchesSince(since)
	}
	return n, nil
}

func (s *shelf) Portfolio(since Date) ([]*Contact, error) {
	var all []*Contact
	for _, c := range s.contacts {
		if !c.Archived && !c.Removed {
			all = append(all, c.planned(since))
		}
	}
	slices.SortFunc(all, byName)
	return all, nil
}

func (s *shelf) Archived() ([]*Contact, error) {
	var all []*Contact
	for _, c := range s.contacts {
		if c.Archived && !c.Removed {
			all = append(all, c.scalars())
		}
	}
	slices.SortFunc(all, byName)
	return all, nil
}

func (s *shelf) Undo(id CommandID) (*UndoRecord, error) {
	for _, r := range slices.Backward(s.undo) {
		if r.Command == id || id == "" && !r.Used {
			return r, nil
		}
	}
	return nil, Fault(KindNotFound, "undo record", nil)
}

// planned is a contact as planning sees it: with the live part of its history.
func (c *Contact) planned(since Date) *Contact {
	p := c.scalars()
	var h History
	h.copy(&c.History)
	p.Promises = standing(h.Promises, func(x Promise) bool { return !x.Open() })
	p.Needs = standing(h.Needs, func(x Need) bool { return !x.Open() })
	year := since.AddDays(DefaultPolicy().Evidence.RipeWithinDays - 365)
	p.Asks = standing(h.Asks, func(x Ask) bool { return x.Undone || !x.Open() && x.Made.Before(year) })
	p.Values = standing(h.Values, func(x Value) bool { return x.Undone || x.Theirs || !x.Recognised.IsZero() })
	p.Signals = standing(h.Signals, func(x Signal) bool { return x.Undone || x.On.Before(since) })
	p.Introductions = standing(h.Introductions, func(x Introduction) bool { return x.Undone })
	return p
}

func (s *shelf) Questions(since time.Time) ([]Question, error) {
	var open []Question
	for _, q := range s.questions {
		if q.Answered.IsZero() && !q.Asked.Before(since) {
			open = append(open, *q)
		}
	}
	slices.SortFunc(open, func(a, b Question) int { return cmp.Or(a.Asked.Compare(b.Asked), cmp.Compare(a.ID, b.ID)) })
	return open, nil
}

func (s *shelf) Goals() ([]Goal, error) { return slices.Clone(s.goals), nil }

func (s *shelf) Told() (map[Telling]Told, error) {
	if s.told == nil {
		s.told = make(map[Telling]Told)
	}
	return maps.Clone(s.told), nil
}

func (s *shelf) Question(id QuestionID) (*Question, error) {
	q, ok := s.questions[id]
	if !ok {
		return nil, Fault(KindNotFound, "question", nil)
	}
	return q, nil
}

// desk is where one member works in tests: their shelf, clock and commands.
type desk struct {
	shelf
	t        testing.TB
	member   Member
	policy   Policy
	now      time.Time
	commands int
	diary    []Appointment
}

// mia is the member of these tests: in Berlin, on Monday 2 November 2026, at
// half past ten.
func newDesk(tb testing.TB) *desk {
	tb.Helper()
	d := &desk{
		shelf:  shelf{contacts: make(map[ContactID]*Contact), questions: make(map[QuestionID]*Question)},
		t:      tb,
		policy: DefaultPolicy(),
		now:    time.Date(2026, 11, 2, 9, 30, 0, 0, time.UTC),
	}
	d.member = Newcomer(Owner{Workspace: "T1", Member: "U1"}, "Mia", "Europe/Berlin", d.policy, d.now)
	d.diary = d.member.Appointments(d.policy, d.now)
	return d
}

func (d *desk) today() Date { return d.member.Today(d.policy, d.now) }

// later moves the clock n days on, at the same hour.
func (d *desk) later(n int) { d.now = d.now.AddDate(0, 0, n) }

// try runs one command and stores what it decided, unless it fails.
func (d *desk) try(f func(b *Book) error) (Changes, error) {
	d.commands++
	b := OpenBook(d.member, CommandID(fmt.Sprintf("cmd-%d", d.commands)), d.now, d.policy, &d.shelf)
	if err := f(b); err != nil {
		return Changes{}, err
	}
	ch, err := b.Changes("test")
	if err != nil {
		return Changes{}, err
	}
	d.commit(ch)
	return ch, nil
}

func (d *desk) do(f func(b *Book) error) Changes {
	d.t.Helper()
	ch, err := d.try(f)
	if err != nil {
		d.t.Fatal(err)
	}
	return ch
}

// commit stores changes; the undo record goes through JSON as it does in a
// real store.
func (d *desk) commit(ch Changes) {
	d.t.Helper()
	if ch.Member != nil {
		d.member = ch.Member.clone()
	}
	if ch.Appointments != nil {
		d.diary = ch.Appointments
	}
	for _, c := range ch.Contacts {
		d.contacts[c.After.ID] = c.After.clone()
	}
	for _, q := range ch.Questions {
		d.questions[q.ID] = &q
	}
	for _, g := range ch.Goals {
		i := slices.IndexFunc(d.goals, func(old Goal) bool { return old.ID == g.After.ID })
		switch {
		case i < 0:
			d.goals = append(d.goals, g.After)
		case g.Before == nil || d.goals[i] != *g.Before:
			d.t.Fatalf("a goal changed from %v, and was %v", g.Before, d.goals[i])
		default:
			d.goals[i] = g.After
		}
	}
	for _, t := range ch.Told {
		if d.told == nil {
			d.told = make(map[Telling]Told)
		}
		d.told[t.Telling] = t
	}
	d.carries(ch)
	if d.town != nil {
		d.town.commit(d.t, ch.Mentoring)
	}
	if ch.Undone != "" {
		rec, err := d.Undo(ch.Undone)
		if err != nil {
			d.t.Fatal(err)
		}
		rec.Used = true
	}
	if ch.Undo != nil {
		text, err := json.Marshal(ch.Undo)
		if err != nil {
			d.t.Fatal(err)
		}
		var rec UndoRecord
		if err := json.Unmarshal(text, &rec); err != nil {
			d.t.Fatal(err)
		}
		d.undo = append(d.undo, &rec)
	}
}

// carries checks that every row that went from one contact to another is said to
// have, for a store that keeps rows by their ids.
func (d *desk) carries(ch Changes) {
	d.t.Helper()
	home, to := make(map[string]ContactID), make(map[string]ContactID)
	for _, c := range ch.Contacts {
		if c.Before != nil {
			for _, id := range c.Before.ids() {
				home[id] = c.Before.ID
			}
		}
	}
	for _, r := range ch.Carried {
		if home[r.Row] != r.From {
			d.t.Fatalf("a row was carried from %q, and stood on %q", r.From, home[r.Row])
		}
		to[r.Row] = r.To
	}
	for _, c := range ch.Contacts {
		for _, id := range c.After.ids() {
			if was := home[id]; was != "" && was != c.After.ID && to[id] != c.After.ID {
				d.t.Fatal("a row went over, and is not carried")
			}
		}
	}
}

// add puts a contact into the portfolio.
func (d *desk) add(name string, p Phase) ContactID {
	d.t.Helper()
	var id ContactID
	d.do(func(b *Book) error {
		c, err := b.Add(name, "", p)
		if err == nil {
			id = c.ID
		}
		return err
	})
	return id
}

// with runs one command about a contact.
func (d *desk) with(id ContactID, f func(b *Book, c *Contact) error) Changes {
	d.t.Helper()
	return d.do(func(b *Book) error {
		c, err := b.Contact(id)
		if err != nil {
			return err
		}
		return f(b, c)
	})
}

// met logs a touch some days ago.
func (d *desk) met(id ContactID, daysAgo int, signals ...SignalKind) Logged {
	d.t.Helper()
	var l Logged
	d.with(id, func(b *Book, c *Contact) (err error) {
		l, err = b.Log(c, Touch{On: b.Today.AddDays(-daysAgo), Kind: "coffee", Signals: signals})
		return err
	})
	return l
}

func (d *desk) move(id ContactID, to Phase) {
	d.t.Helper()
	d.with(id, func(b *Book, c *Contact) error {
		_, err := b.Move(c, to)
		return err
	})
}

// undoes undoes a command, the newest when id is "".
func (d *desk) undoes(id CommandID) Undone {
	d.t.Helper()
	var u Undone
	d.do(func(b *Book) (err error) {
		u, err = b.Undo(id)
		return err
	})
	return u
}

// last is the id of the newest command.
func (d *desk) last() CommandID { return CommandID(fmt.Sprintf("cmd-%d", d.commands)) }

// portfolio is what planning looks at now.
func (d *desk) portfolio() Portfolio {
	d.t.Helper()
	p, err := OpenBook(d.member, "read", d.now, d.policy, &d.shelf).Portfolio()
	if err != nil {
		d.t.Fatal(err)
	}
	return p
}

// digest plans today's digest.
func (d *desk) digest() Digest {
	d.t.Helper()
	return PlanDigest(d.portfolio(), d.today())
}

// shows records that today's digest was sent, as the sender does.
func (d *desk) shows(g Digest) {
	for _, n := range g.Shown {
		d.tells(n.Telling(), g.On)
		if c := d.contacts[n.Contact.ID]; !n.First && c.ShownOn != g.On {
			c.Shown++
			c.ShownOn = g.On
		}
	}
	d.member.Unanswered++
}

// tells records that something was told on a date.
func (d *desk) tells(t Telling, on Date) {
	if d.told == nil {
		d.told = make(map[Telling]Told)
	}
	m := d.told[t]
	if m.Telling = t; m.On != on {
		m.On = on
		m.Times++
	}
	d.told[t] = m
}

// names lists the people of nudges, and their rules.
func names(nudges []Nudge) string {
	said := make([]string, 0, len(nudges))
	for _, n := range nudges {
		said = append(said, n.Contact.Name+": "+string(n.Rule))
	}
	return strings.Join(said, ", ")
}

// tick plans every appointment that is due, once each, as one reminder tick
// does, and returns what went to the outbox.
func (d *desk) tick() []Delivery {
	d.t.Helper()
	var out []Delivery
	for range 100 {
		i := slices.IndexFunc(d.diary, func(a Appointment) bool { return !a.At.After(d.now) })
		if i < 0 {
			return out
		}
		a := d.diary[i]
		plan := PlanAppointment(d.portfolio(), a, d.now)
		d.member.LastDigest = latest(d.member.LastDigest, plan.LastDigest)
		d.member.LastPrompt = latest(d.member.LastPrompt, plan.LastPrompt)
		d.member.LastCheckIn = latest(d.member.LastCheckIn, plan.LastCheckIn)
		d.diary = append(slices.Delete(d.diary, i, i+1), plan.Next...)
		out = append(out, plan.Deliveries...)
	}
	d.t.Fatal("appointments never end")
	return nil
}
