package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
	"rapport/internal/blockkit"
)

// desk is where one member talks to the bot in tests of handlers: a store in
// memory, a clock, and the last thing that was said. Mia sits in Berlin, and it
// is Tuesday, 24 November 2026, ten in the morning.
type desk struct {
	t         testing.TB
	bot       *Bot
	member    domain.Member
	now       time.Time
	contacts  map[domain.ContactID]*domain.Contact
	undo      []*domain.UndoRecord
	questions map[domain.QuestionID]*domain.Question
	on        domain.Date
	shown     []domain.Telling
	goals     []domain.Goal
	told      map[domain.Telling]domain.Told
	done      map[domain.CommandID]bool
	commands  int
	item      string // the block of the item that opened the newest modal
	hall      *hall  // the programs of the workspace
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	d := &desk{
		t: t, now: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC),
		contacts: map[domain.ContactID]*domain.Contact{}, questions: map[domain.QuestionID]*domain.Question{},
		done: map[domain.CommandID]bool{}, told: map[domain.Telling]domain.Told{}, hall: newHall(),
	}
	policy := domain.DefaultPolicy()
	d.member = domain.Newcomer(mia, "Mia", "Europe/Berlin", policy, d.now.AddDate(-1, 0, 0))
	d.bot = &Bot{book: d, members: d, shows: d, installs: noSlack{}, policy: policy, commands: commandNames(nil)}
	d.bot.handlers = d.bot.verbs()
	return d
}

// noSlack is a workspace that can't be asked anything.
type noSlack struct{}

func (noSlack) Installation(context.Context, domain.WorkspaceID) (*Installation, error) {
	return nil, errors.New("no Slack here")
}

func (d *desk) open(r domain.Ref) *domain.Book {
	return domain.OpenBook(d.member, r.ID, r.At, d.bot.policy, (*deskShelf)(d))
}

func (d *desk) Write(_ context.Context, r domain.Ref, f func(*domain.Book) error) error {
	if d.done[r.ID] {
		return domain.Fault(domain.KindDuplicate, "command", nil)
	}
	book := d.open(r)
	if err := f(book); err != nil {
		return fmt.Errorf("command: %w", err)
	}
	ch, err := book.Changes(r.Verb)
	if err != nil {
		return fmt.Errorf("changes: %w", err)
	}
	d.done[r.ID] = true
	d.commit(ch)
	return nil
}

func (d *desk) Read(_ context.Context, r domain.Ref, f func(*domain.Book) error) error {
	return f(d.open(r))
}

func (d *desk) commit(ch domain.Changes) {
	if ch.Member != nil {
		d.member = *ch.Member
	}
	for _, c := range ch.Contacts {
		d.contacts[c.After.ID] = c.After
	}
	for _, q := range ch.Questions {
		d.questions[q.ID] = &q
	}
	for _, g := range ch.Goals {
		if i := slices.IndexFunc(d.goals, func(x domain.Goal) bool { return x.ID == g.After.ID }); i >= 0 {
			d.goals[i] = g.After
			continue
		}
		d.goals = append(d.goals, g.After)
	}
	for _, t := range ch.Told {
		d.told[t.Telling] = t
	}
	for _, r := range d.undo {
		r.Used = r.Used || ch.Undone != "" && r.Command == ch.Undone
	}
	if ch.Undo != nil {
		d.undo = append(d.undo, ch.Undo)
	}
	d.hall.commit(d.member.Member, ch.Mentoring)
}

func (d *desk) Member(_ context.Context, o domain.Owner) (domain.Member, error) {
	if o == d.member.Owner {
		return d.member, nil
	}
	if name, ok := d.hall.names[o.Member]; ok {
		return domain.Member{Owner: o, Name: name}, nil
	}
	return domain.Member{}, domain.Fault(domain.KindNotFound, "member", nil)
}

func (d *desk) Meet(context.Context, domain.Member, time.Time) error { return nil }
func (d *desk) Opened(context.Context, domain.Owner, string) error   { return nil }
func (d *desk) Profile(context.Context, domain.Owner, string, string, bool, time.Time) error {
	return nil
}

func (d *desk) Portfolio(_ context.Context, _ domain.Owner, now time.Time) (domain.Portfolio, error) {
	p, err := d.open(domain.Ref{Owner: mia, ID: "read", At: now}).Portfolio()
	if err == nil {
		p.Questions, err = (*deskShelf)(d).Questions(now.AddDate(0, 0, -7))
	}
	return p, err
}

func (d *desk) Shown(_ context.Context, del domain.Delivery, shown []domain.Telling) error {
	if del.Kind == domain.DigestDelivery {
		if d.on != del.On {
			d.member.Unanswered++
		}
		d.on, d.shown = del.On, shown
		for _, t := range shown {
			if c := d.contacts[t.Contact]; c != nil && c.ShownOn != del.On && !domain.Uncapped(t.Rule) {
				c.Shown, c.ShownOn = c.Shown+1, del.On
			}
		}
	}
	for _, t := range shown {
		memory := d.told[t]
		memory.Telling = t
		if memory.On != del.On {
			memory.On, memory.Times = del.On, memory.Times+1
		}
		d.told[t] = memory
	}
	return nil
}

func (d *desk) Newest(context.Context, domain.Owner) (domain.Date, []domain.Telling, error) {
	return d.on, d.shown, nil
}

// deskShelf is the desk as a book reads it.
type deskShelf desk

func (s *deskShelf) Contact(id domain.ContactID) (*domain.Contact, error) {
	if c, ok := s.contacts[id]; ok {
		return c, nil
	}
	return nil, domain.Fault(domain.KindNotFound, "contact", nil)
}

func (s *deskShelf) Face(id domain.ContactID) (*domain.Contact, error) { return s.Contact(id) }

func (s *deskShelf) Exact(keys []string) ([]domain.Known, error) {
	all, err := s.AllNames()
	return slices.DeleteFunc(all, func(k domain.Known) bool { return !slices.Contains(keys, k.Key) }), err
}

func (s *deskShelf) AllNames() ([]domain.Known, error) {
	var all []domain.Known
	for _, c := range s.contacts {
		if c.Removed {
			continue
		}
		for _, name := range slices.Concat([]string{c.Name}, c.Aliases) {
			for _, k := range phrase.Keys(name) {
				all = append(all, domain.Known{Contact: c.ID, Name: c.Name, Key: k.Folded, Whole: k.Whole, Slack: c.SlackUser})
			}
		}
	}
	slices.SortFunc(all, func(a, b domain.Known) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Contact, b.Contact))
	})
	return all, nil
}

func (s *deskShelf) Logged(domain.Date) (int, error) { return 0, nil }

func (s *deskShelf) Portfolio(domain.Date) ([]*domain.Contact, error) {
	var all []*domain.Contact
	for _, c := range s.contacts {
		if !c.Archived && !c.Removed {
			bare := *c
			bare.Interactions, bare.Moves, bare.Notes = nil, nil, nil
			all = append(all, &bare)
		}
	}
	slices.SortFunc(all, func(a, b *domain.Contact) int { return cmp.Compare(a.Name, b.Name) })
	return all, nil
}

func (s *deskShelf) Archived() ([]*domain.Contact, error) {
	var all []*domain.Contact
	for _, c := range s.contacts {
		if c.Archived && !c.Removed {
			all = append(all, c)
		}
	}
	return all, nil
}

func (s *deskShelf) Undo(id domain.CommandID) (*domain.UndoRecord, error) {
	for _, r := range slices.Backward(s.undo) {
		if r.Command == id || id == "" && !r.Used {
			return r, nil
		}
	}
	return nil, domain.Fault(domain.KindNotFound, "undo record", nil)
}

func (s *deskShelf) Questions(since time.Time) ([]domain.Question, error) {
	var open []domain.Question
	for _, q := range s.questions {
		if q.Answered.IsZero() && !q.Asked.Before(since) {
			open = append(open, *q)
		}
	}
	slices.SortFunc(open, func(a, b domain.Question) int {
		return cmp.Or(a.Asked.Compare(b.Asked), cmp.Compare(a.ID, b.ID))
	})
	return open, nil
}

func (s *deskShelf) Goals() ([]domain.Goal, error) { return slices.Clone(s.goals), nil }

func (s *deskShelf) Told() (map[domain.Telling]domain.Told, error) { return maps.Clone(s.told), nil }

func (s *deskShelf) Question(id domain.QuestionID) (*domain.Question, error) {
	if q, ok := s.questions[id]; ok {
		return q, nil
	}
	return nil, domain.Fault(domain.KindNotFound, "question", nil)
}

// do sends a command to its handler.
func (d *desk) do(c Command) Answer {
	d.t.Helper()
	a, err := d.try(c)
	if err != nil {
		d.t.Fatalf("%s %q: %v", c.Verb, c.Args, err)
	}
	return a
}

func (d *desk) try(c Command) (Answer, error) {
	d.t.Helper()
	d.commands++
	c.Workspace, c.Member, c.At = d.member.Workspace, d.member.Member, d.now
	if c.ID == "" {
		c.ID = domain.CommandID(fmt.Sprintf("command-%d", d.commands))
		if d.member.Member != mia.Member {
			c.ID += domain.CommandID("-of-" + d.member.Member)
		}
	}
	h, ok := d.bot.handlers[c.Verb]
	if !ok {
		d.t.Fatalf("no handler for %q", c.Verb)
	}
	a, err := h(d.t.Context(), c)
	if err == nil && a.Message != nil {
		wellFormed(d.t, *a.Message)
	}
	if err == nil && a.Modal != nil {
		d.item = ""
		if p, ok := c.origin(); ok {
			d.item = p.BlockID()
		}
		raw, err := json.Marshal(placed(c, *a.Modal))
		if err != nil {
			d.t.Fatal(err)
		}
		for _, p := range blockkit.View(raw) {
			d.t.Errorf("modal: %s", p)
		}
	}
	return a, err
}

func wellFormed(t testing.TB, m view.Message) {
	t.Helper()
	raw, err := json.Marshal(m.Blocks)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range blockkit.Message(m.Text, raw) {
		t.Errorf("message: %s", p)
	}
}

// met types a slash command.
func (d *desk) met(text string) Answer {
	d.t.Helper()
	return d.do(Command{Verb: view.VerbMet, Args: text, Channel: "C1", Trigger: "trigger", Reply: Reply{Door: SlashDoor}})
}

// types sends a direct message.
func (d *desk) types(text string) Answer {
	d.t.Helper()
	return d.do(Command{Verb: view.VerbTyped, Args: text, Channel: "D1", Reply: Reply{Door: TypedDoor}})
}

// press is what Slack sends for the button, or the choice of a menu, that is
// labelled so: the nth of them, from 0.
func (d *desk) press(m view.Message, label string, nth int) Command {
	d.t.Helper()
	raw, err := json.Marshal(slack.Blocks{BlockSet: m.Blocks})
	if err != nil {
		d.t.Fatal(err)
	}
	var onTheWire slack.Blocks
	if err := json.Unmarshal(raw, &onTheWire); err != nil {
		d.t.Fatal(err)
	}
	for _, b := range onTheWire.BlockSet {
		row, ok := b.(*slack.ActionBlock)
		if !ok {
			continue
		}
		for _, e := range row.Elements.ElementSet {
			action, value, ok := labelled(e, label)
			if !ok {
				continue
			}
			if nth--; nth < 0 {
				return Command{
					Verb: view.Verb(action), Args: value, Channel: "D1", Trigger: "trigger",
					Reply: Reply{Door: ButtonDoor, Blocks: onTheWire, BlockID: row.BlockID, TS: fmt.Sprintf("%d.000100", d.now.Add(-time.Hour).Unix())},
				}
			}
		}
	}
	d.t.Fatalf("no %q in %s", label, raw)
	return Command{}
}

// labelled returns action and value of an element that bears the label.
func labelled(e slack.BlockElement, label string) (action, value string, ok bool) {
	switch e := e.(type) {
	case *slack.ButtonBlockElement:
		return e.ActionID, e.Value, e.Text.Text == label
	case *slack.OverflowBlockElement:
		return optionOf(e.ActionID, e.Options, label)
	case *slack.SelectBlockElement:
		return optionOf(e.ActionID, e.Options, label)
	}
	return "", "", false
}

func optionOf(id string, options []*slack.OptionBlockObject, label string) (action, value string, ok bool) {
	for _, o := range options {
		if o.Text.Text == label {
			return id, o.Value, true
		}
	}
	return "", "", false
}

// presses the button with that label, the first of them.
func (d *desk) presses(m view.Message, label string) Answer {
	d.t.Helper()
	return d.do(d.press(m, label, 0))
}

// submits a modal. Values are "block=value", or "block=a|b" for several.
func (d *desk) submits(v *slack.ModalViewRequest, values ...string) Answer {
	d.t.Helper()
	c := submission(v, values...)
	c.Reply.Item = d.item
	return d.do(c)
}

// submission is what Slack sends for a modal that was filled in.
func submission(v *slack.ModalViewRequest, values ...string) Command {
	c := Command{Verb: v.CallbackID, Values: Values{}, Reply: Reply{Door: ModalDoor, Private: v.PrivateMetadata}}
	for _, b := range v.Blocks.BlockSet {
		if in, ok := b.(*slack.InputBlock); ok && c.Reply.BlockID == "" {
			c.Reply.BlockID = in.BlockID
		}
	}
	for _, kv := range values {
		block, value, _ := strings.Cut(kv, "=")
		c.Values[block] = map[string]Value{"in": {One: value, Many: strings.Split(value, "|")}}
	}
	return c
}

// says checks that an answer's message says all of these.
func (d *desk) says(a Answer, want ...string) view.Message {
	d.t.Helper()
	if a.Message == nil {
		d.t.Fatalf("nothing was said: %+v", a)
	}
	for _, w := range want {
		if !strings.Contains(a.Message.Text, w) {
			d.t.Errorf("said %q, without %q", a.Message.Text, w)
		}
	}
	return *a.Message
}

// who returns the contact of that name, nil when there is none.
func (d *desk) who(name string) *domain.Contact {
	for _, c := range d.contacts {
		if c.Name == name && !c.Removed {
			return c
		}
	}
	return nil
}

// touches lists the interactions that stand with somebody, "2026-11-24 coffee".
func (d *desk) touches(name string) string {
	c := d.who(name)
	if c == nil {
		return "nobody"
	}
	var all []string
	for _, i := range c.Interactions {
		if !i.Undone {
			all = append(all, i.On.String()+" "+i.Kind)
		}
	}
	return strings.Join(all, ", ")
}

func (d *desk) touched(name, want string) {
	d.t.Helper()
	if got := d.touches(name); got != want {
		d.t.Errorf("%s: touches are %q, want %q", name, got, want)
	}
}

// digest renders today's digest and keeps whom it showed, as the sender does.
func (d *desk) digest() view.Message {
	d.t.Helper()
	p, err := d.Portfolio(d.t.Context(), mia, d.now)
	if err != nil {
		d.t.Fatal(err)
	}
	m, shown, ok := renderDigest(p, d.today())
	if !ok {
		d.t.Fatal("the digest has nothing to say")
	}
	if err := d.Shown(d.t.Context(), domain.Delivery{Owner: mia, Kind: domain.DigestDelivery, On: d.today()}, shown); err != nil {
		d.t.Fatal(err)
	}
	wellFormed(d.t, m)
	return m
}

func (d *desk) today() domain.Date { return d.member.Today(d.bot.policy, d.now) }

func (d *desk) later(days int) { d.now = d.now.AddDate(0, 0, days) }
