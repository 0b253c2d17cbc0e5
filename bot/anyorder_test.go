package bot

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"pgregory.net/rapid"

	"rapport/bot/view"
	"rapport/domain"
)

// window is everything that a member could still see and press: each button, menu
// and modal that was ever shown, however long ago.
type window struct {
	pressable []Command
	modals    []*slack.ModalViewRequest
}

// show adds what an answer shows.
func (w *window) show(t rapid.TB, a Answer, now time.Time) {
	if a.Message != nil {
		w.message(t, *a.Message, now)
	}
	if a.Modal != nil && a.Modal.Submit != nil {
		w.modals = append(w.modals, a.Modal)
	}
	if a.Modal != nil {
		w.buttons(t, a.Modal.Blocks, Command{Trigger: "t", Reply: Reply{Door: ButtonDoor, ViewID: "V1"}})
	}
}

// message adds the buttons of a message that was posted at now.
func (w *window) message(t rapid.TB, m view.Message, now time.Time) {
	blocks := onTheWire(t, slack.Blocks{BlockSet: m.Blocks})
	w.buttons(t, blocks, Command{Trigger: "t", Channel: "D1", Reply: Reply{
		Door: ButtonDoor, Blocks: blocks, TS: fmt.Sprintf("%d.000100", now.Unix()),
	}})
}

// onTheWire is what Slack makes of blocks, and sends back.
func onTheWire(t rapid.TB, blocks slack.Blocks) slack.Blocks {
	raw, err := json.Marshal(blocks)
	if err != nil {
		t.Fatal(err)
	}
	var back slack.Blocks
	if err := json.Unmarshal(raw, &back); err != nil {
		t.Fatal(err)
	}
	return back
}

// buttons adds every choice of every button and menu in blocks.
func (w *window) buttons(t rapid.TB, blocks slack.Blocks, like Command) {
	for _, b := range onTheWire(t, blocks).BlockSet {
		var elements []slack.BlockElement
		switch b := b.(type) {
		case *slack.ActionBlock:
			elements = b.Elements.ElementSet
		case *slack.SectionBlock:
			if b.Accessory != nil {
				elements = append(elements, accessory(b.Accessory))
			}
		}
		for _, e := range elements {
			for _, value := range saysOf(e) {
				c := like
				c.Verb, c.Args, c.Reply.BlockID = view.Verb(value[0]), value[1], b.ID()
				w.pressable = append(w.pressable, c)
			}
		}
	}
}

func accessory(a *slack.Accessory) slack.BlockElement {
	switch {
	case a.ButtonElement != nil:
		return a.ButtonElement
	case a.OverflowElement != nil:
		return a.OverflowElement
	case a.SelectElement != nil:
		return a.SelectElement
	}
	return nil
}

// saysOf lists action id and value of all that an element can be made to say.
func saysOf(e slack.BlockElement) (all [][2]string) {
	switch e := e.(type) {
	case *slack.ButtonBlockElement:
		if e.URL == "" {
			all = append(all, [2]string{e.ActionID, e.Value})
		}
	case *slack.OverflowBlockElement:
		for _, o := range e.Options {
			all = append(all, [2]string{e.ActionID, o.Value})
		}
	case *slack.SelectBlockElement:
		for _, o := range e.Options {
			all = append(all, [2]string{e.ActionID, o.Value})
		}
	}
	return all
}

// typedWords are what members type in this test, in no order: good, bad, and odd.
var typedWords = []string{
	"met Jane coffee", "met Jane & Omar lunch yesterday +initiated -- good talk", "met Jnae call", "met Priya video +recognised",
	"met Jane 02/11", "met Omar drinks tomorrow", "met Omar coffee +prompt +accepted +candid", "met", "met <!channel> *x* <@U1> visit",
	"people", "people Jane", "people due", "people Jane #go #berlin", "people Omar #go", "people Jane every 2 weeks", "people Jane to nurturing",
	"people Jane to sustaining", "people Jane to capitalizing", "people Jane to relating", "people Omar archive", "people Omar restore",
	"people Jane rest", "people Jane wake", "people Jane birthday 29 feb", "people Jane -- likes tea", "people add Tom\nLena #go -- writes",
	"people Jane needs a review of her talk", "people Jane called Jane Doe", "people Jane place:Berlin work:design",
	"promise Jane the pricing sheet by friday", "promise from Jane an intro by friday", "promise", "promise Nobody x by 31 feb", "promise Jane",
	"ask Jane introduce me to Lena at Acme by in 2 weeks", "ask Jane help", "ask Omar intro asked yesterday", "ask", "ask Jane",
	"identify Tom Berg -- writes about reliability", "identify", "goal Speak at GopherCon by june", "goal", "goal Jane for GopherCon", "goal reached 1",
	"rapport today", "rapport forecast", "rapport why Jane", "rapport settings", "rapport settings cap 2", "rapport pause until 1 jan",
	"rapport resume", "rapport undo", "rapport merge Jane Omar", "rapport merge Tom and Lena", "rapport help", "undo", "1 logged", "2 later",
	"1 kept", "1 rest", "hello", "xyzzy", "",
}

// machine plays a member who does anything, in any order, and looks at what must
// hold after each step.
type machine struct {
	*desk
	window
	kept string // the newest snapshot
}

// step sends a command as Slack would, perhaps a second time, and checks it.
func (m *machine) step(t rapid.TB, c Command) {
	c.ID = domain.CommandID(fmt.Sprintf("step-%d", m.commands))
	was := m.kept
	a, err := m.send(t, c)
	after := m.snapshot(t)
	switch {
	case err != nil:
		if _, ok := view.Sorry(err); !ok {
			t.Fatalf("%s %q: %v", c.Verb, c.Args, err)
		}
		same(t, "a refused command changed something", was, after)
	case len(a.Errors) > 0:
		same(t, "a modal that was not taken changed something", was, after)
	case a.Message == nil && a.Modal == nil && !a.Delete && !a.HomeDirty:
		t.Fatalf("%s %q was answered with silence", c.Verb, c.Args)
	}
	m.lawful(t)
	if m.done[c.ID] {
		if _, err := m.send(t, c); err != nil && domain.KindOf(err) != domain.KindDuplicate {
			if _, ok := view.Sorry(err); !ok {
				t.Fatalf("%s %q, once more: %v", c.Verb, c.Args, err)
			}
		}
		same(t, "a command that came twice changed more", after, m.snapshot(t))
	}
	m.kept = after
	m.show(t, a, m.now)
}

func (m *machine) send(t rapid.TB, c Command) (a Answer, err error) {
	defer func() {
		if p := recover(); p != nil {
			t.Fatalf("%s %q: panic %v: %v", c.Verb, c.Args, p, panicking(p))
		}
	}()
	if _, ok := m.bot.handlers[c.Verb]; !ok {
		t.Fatalf("a button asks for %q, which nobody answers", c.Verb)
	}
	return m.try(c)
}

// snapshot is everything that is kept, as text.
func (m *machine) snapshot(t rapid.TB) string {
	var all []any
	for _, id := range slices.Sorted(maps.Keys(m.contacts)) {
		all = append(all, m.contacts[id])
	}
	raw, err := json.Marshal([]any{all, m.goals, m.member})
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func same(t rapid.TB, what, was, is string) {
	if was != is {
		t.Fatalf("%s:\n%s", what, cmp.Diff(was, is))
	}
}

// lawful checks what must hold of every contact at any time.
func (m *machine) lawful(t rapid.TB) {
	for _, c := range m.contacts {
		if c.Phase < domain.Identifying || c.Phase > c.Furthest || c.Furthest > domain.Capitalizing {
			t.Fatalf("%s stands in %s, furthest %s", c.ID, c.Phase, c.Furthest)
		}
		seen := map[string]bool{}
		for _, i := range c.Interactions {
			if seen[string(i.ID)] {
				t.Fatalf("interaction %s stands twice", i.ID)
			}
			seen[string(i.ID)] = true
		}
		for _, p := range c.Promises {
			if (p.State == domain.PromiseOpen) != p.Closed.IsZero() {
				t.Fatalf("promise %s is %s, closed %q", p.ID, p.State, p.Closed)
			}
		}
	}
}

// fill fills in a modal: anything that each input could hold, or nothing.
func (m *machine) fill(t *rapid.T, v *slack.ModalViewRequest) Command {
	c := Command{Verb: view.Verb(v.CallbackID), Values: Values{}, Channel: "D1", Reply: Reply{Door: ModalDoor, Private: v.PrivateMetadata, ViewID: "V1"}}
	for _, b := range v.Blocks.BlockSet {
		if in, ok := b.(*slack.InputBlock); ok && c.Reply.BlockID == "" {
			c.Reply.BlockID = in.BlockID
		}
	}
	return m.filled(t, c, v.Blocks)
}

// filled fills in the inputs that stand beside a button, in a modal or a message.
func (m *machine) filled(t *rapid.T, c Command, blocks slack.Blocks) Command {
	for _, b := range blocks.BlockSet {
		if in, ok := b.(*slack.InputBlock); ok {
			if c.Values == nil {
				c.Values = Values{}
			}
			c.Values[in.BlockID] = map[string]Value{"in": m.value(t, in.Element)}
		}
	}
	return c
}

func (m *machine) value(t *rapid.T, e slack.BlockElement) Value {
	pick := func(options []*slack.OptionBlockObject) string {
		if len(options) == 0 || rapid.IntRange(0, 5).Draw(t, "none") == 0 {
			return ""
		}
		return rapid.SampledFrom(options).Draw(t, "option").Value
	}
	switch e := e.(type) {
	case *slack.SelectBlockElement:
		return Value{One: pick(e.Options)}
	case *slack.MultiSelectBlockElement:
		if v := pick(e.Options); v != "" {
			return Value{Many: []string{v}}
		}
		return Value{}
	case *slack.CheckboxGroupsBlockElement:
		if v := pick(e.Options); v != "" {
			return Value{Many: []string{v}}
		}
		return Value{}
	case *slack.RadioButtonsBlockElement:
		return Value{One: pick(e.Options)}
	case *slack.DatePickerBlockElement:
		return Value{One: m.today().AddDays(rapid.IntRange(-40, 40).Draw(t, "days")).String()}
	}
	return Value{One: rapid.SampledFrom([]string{
		"", "Jane", "Tom Berg", "Lena, Sam", "Omar lunch yesterday, Jnae 02/11", "the pricing sheet", "every 3 weeks", "<!channel> *x* <@U1>", "9:30", "mon-fri", "3", "Europe/Berlin",
	}).Draw(t, "text")}
}

// lived is what Mia did before the walk begins: days ago, and her words.
var lived = []struct {
	ago   int
	words string
}{
	{200, "met Jane coffee +initiated"},
	{190, "met Jane lunch"},
	{189, "people Jane to nurturing"},
	{180, "people Jane got the on-call handbook"},
	{170, "met Jane call +recognised"},
	{169, "people Jane to sustaining"},
	{160, "met Priya event +need"},
	{150, "met Priya coffee"},
	{149, "people Priya to nurturing"},
	{140, "people Priya got a talk"},
	{60, "met Jane coffee +prompt +accepted"},
	{45, "people Jane #gophercon #berlin"},
	{44, "people Priya #gophercon"},
	{40, "goal Speak at GopherCon by june"},
	{39, "goal Jane for GopherCon"},
	{30, "met Jane coffee -- Ada starts school"},
	{25, "met Omar lunch"},
	{20, "promise Omar the pricing sheet by in 10 days"},
	{20, "promise from Omar an intro by in 5 days"},
	{18, "people Omar needs a flat in Berlin urgently"},
	{14, "ask Omar an intro to Lena asked today"},
	{9, "identify Lena -- runs the meetup"},
	{8, "identify Lenna"},
}

// live gives Mia a past with somebody in every phase, and something of every sort.
func (m *machine) live(t rapid.TB) {
	now := m.now
	m.kept = m.snapshot(t)
	for _, l := range lived {
		m.now = now.AddDate(0, 0, -l.ago)
		m.step(t, Command{Verb: view.VerbTyped, Args: l.words, Channel: "D1", Reply: Reply{Door: TypedDoor}})
	}
	m.now = now
	jane := m.who("Jane")
	if jane == nil || jane.Phase != domain.Sustaining || len(m.goals) != 1 || len(m.who("Omar").Asks) != 1 {
		t.Fatalf("the past went otherwise: Jane %+v, goals %+v", jane, m.goals)
	}
}

// again is a machine of its own with the same past. What is kept is replaced when
// it changes, all but the records of undo.
func (m *machine) again(t testing.TB) *machine {
	d := newDesk(t)
	d.member, d.goals, d.commands, d.on, d.shown = m.member, slices.Clone(m.goals), m.commands, m.on, m.shown
	d.contacts, d.questions, d.told, d.done = maps.Clone(m.contacts), maps.Clone(m.questions), maps.Clone(m.told), maps.Clone(m.done)
	for _, r := range m.undo {
		used := *r
		d.undo = append(d.undo, &used)
	}
	return &machine{desk: d, window: window{pressable: slices.Clone(m.pressable), modals: slices.Clone(m.modals)}, kept: m.kept}
}

// unasked are the messages that come by themselves on this day.
func (m *machine) unasked(t *rapid.T) {
	p, err := m.Portfolio(m.t.Context(), mia, m.now)
	if err != nil {
		t.Fatal(err)
	}
	kinds := slices.Sorted(maps.Keys(m.bot.renderers()))
	kind := rapid.SampledFrom(kinds).Draw(t, "kind")
	msg, told, ok := m.bot.renderers()[kind](p, m.today())
	if !ok {
		return
	}
	wellFormed(m.t, msg)
	if err := m.Shown(m.t.Context(), domain.Delivery{Owner: mia, Kind: kind, On: m.today()}, told); err != nil {
		t.Fatal(err)
	}
	m.kept = m.snapshot(t)
	m.message(t, msg, m.now)
}

// TestAnythingInAnyOrder lets a member type anything and press anything they ever
// saw, buttons of last month and of two windows included. Whatever they do is
// answered, what is refused changes nothing, what comes twice has one effect, and
// the law holds.
func TestAnythingInAnyOrder(t *testing.T) {
	var lived *machine
	rapid.Check(t, func(rt *rapid.T) {
		if lived == nil {
			lived = &machine{desk: newDesk(t)}
			lived.live(rt)
		}
		m := lived.again(t)
		rt.Repeat(map[string]func(*rapid.T){
			"type": func(rt *rapid.T) {
				words := rapid.SampledFrom(typedWords).Draw(rt, "words")
				m.step(rt, Command{Verb: view.VerbTyped, Args: words, Channel: "D1", Reply: Reply{Door: TypedDoor}})
			},
			"slash": func(rt *rapid.T) {
				verb, rest, _ := strings.Cut(rapid.SampledFrom(typedWords).Draw(rt, "words"), " ")
				if _, ok := m.bot.handlers[verb]; !ok || m.bot.commands[verb] == "" {
					rt.Skip("no command")
				}
				m.step(rt, Command{Verb: verb, Args: rest, Channel: "C1", Trigger: "t", Reply: Reply{Door: SlashDoor}})
			},
			"press": func(rt *rapid.T) {
				if len(m.pressable) == 0 {
					rt.Skip("nothing to press")
				}
				c := rapid.SampledFrom(m.pressable).Draw(rt, "press")
				m.step(rt, m.filled(rt, c, c.Reply.Blocks))
			},
			"press the newest": func(rt *rapid.T) {
				newest := m.pressable[max(0, len(m.pressable)-8):]
				if len(newest) == 0 {
					rt.Skip("nothing to press")
				}
				c := rapid.SampledFrom(newest).Draw(rt, "press")
				m.step(rt, m.filled(rt, c, c.Reply.Blocks))
			},
			"answer an item": func(rt *rapid.T) {
				items := slices.DeleteFunc(slices.Clone(m.pressable), func(c Command) bool { return !strings.HasPrefix(c.Reply.BlockID, "n") })
				if len(items) == 0 {
					rt.Skip("no item was shown")
				}
				m.step(rt, rapid.SampledFrom(items).Draw(rt, "item"))
			},
			"submit the newest": func(rt *rapid.T) {
				if len(m.modals) == 0 {
					rt.Skip("no modal is open")
				}
				m.step(rt, m.fill(rt, m.modals[len(m.modals)-1]))
			},
			"submit": func(rt *rapid.T) {
				if len(m.modals) == 0 {
					rt.Skip("no modal is open")
				}
				m.step(rt, m.fill(rt, rapid.SampledFrom(m.modals).Draw(rt, "modal")))
			},
			"wait":    func(rt *rapid.T) { m.later(rapid.SampledFrom([]int{0, 1, 3, 7, 31}).Draw(rt, "days")) },
			"receive": m.unasked,
		})
	})
}
