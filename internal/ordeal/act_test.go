package ordeal

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"rapport/domain"
	"rapport/internal/slacksim"
)

// acts are what members do, and how often compared with each other.
var acts = []struct {
	weight int
	name   string
	do     func(*world, *soul)
}{
	{7, "meets somebody new", (*world).meetsNew},
	{24, "meets", (*world).meets},
	{3, "adds", (*world).adds},
	{10, "promises", (*world).promises},
	{3, "asks", (*world).asks},
	{2, "has a goal", (*world).goals},
	{4, "archives", (*world).archives},
	{3, "restores", (*world).restores},
	{3, "rests or wakes", (*world).rests},
	{2, "merges", (*world).merges},
	{5, "changes settings", (*world).settings},
	{2, "pauses or resumes", (*world).pauses},
	{5, "undoes", (*world).undoes},
	{6, "looks", (*world).looks},
	{1, "opens home", (*world).opensHome},
	{30, "answers", (*world).answers},
}

// act has a member do something.
func (w *world) act(s *soul) {
	if s.gone {
		return
	}
	w.sum.Acts++
	total := 0
	for _, a := range acts {
		total += a.weight
	}
	n := w.rng.IntN(total)
	for _, a := range acts {
		if n -= a.weight; n < 0 {
			a.do(w, s)
			return
		}
	}
}

// heardBack is what a member got to hear of what they did.
type heardBack struct {
	acked bool
	text  string // "" when no answer came
}

// says has a member type something, as a command or a direct message, and puts
// the answer into the trace.
func (w *world) says(s *soul, text string) heardBack {
	out, err := w.sim.Send(context.Background(), s.id, s.dm, text)
	w.must(err)
	h := w.hears(s, out)
	w.say("%s: %s → %s", s.first, text, h.short())
	return h
}

// typed makes a direct message of a command, now and then.
func (w *world) typed(command string) string {
	if w.chance(0.4) {
		return strings.TrimPrefix(strings.TrimPrefix(command, "/rapport "), "/")
	}
	return command
}

func (w *world) hears(s *soul, out slacksim.Outcome) heardBack {
	h := heardBack{acked: out.AckMS >= 0}
	for _, m := range out.Messages {
		w.private(s, m)
		w.mu.Lock()
		unasked := w.nonces[m.TS] != ""
		w.mu.Unlock()
		if m.IsBot && !unasked {
			h.text = m.Text
		}
	}
	if h.acked {
		w.sum.Acked++
		s.due = true
	}
	return h
}

func (h heardBack) short() string {
	said, _, _ := strings.Cut(h.text, "\n")
	if !h.acked {
		return "no acknowledgment"
	}
	return said
}

// done says whether a command was done, as far as its member can tell: when they
// were told so; surely not when they were told something else; perhaps when they
// heard nothing.
func (h heardBack) done(words ...string) sure {
	switch {
	case slices.ContainsFunc(words, func(s string) bool { return strings.Contains(h.text, s) }):
		return yes
	case h.acked && h.text != "" && !strings.Contains(h.text, "reference"):
		return no
	}
	return maybe
}

// touch notes what came of logging a touch.
func (p *person) touch(done sure, on domain.Date) {
	switch done {
	case yes:
		if p.kept != yes || p.archived != no { // a touch brings somebody back
			p.archived = no
		}
		p.kept, p.low, p.high = yes, p.low+1, p.high+1
		if p.last.IsZero() || on.After(p.last) {
			p.last = on
		}
	case maybe:
		p.high++
		p.kept, p.archived = max(p.kept, maybe), min(p.archived, maybe)
	}
}

func (w *world) meetsNew(s *soul) {
	p := s.newcomer()
	if p == nil {
		w.meets(s)
		return
	}
	s.people = append(s.people, p)
	w.logs(s, p)
}

func (w *world) meets(s *soul) {
	if all := s.who(); len(all) > 0 {
		w.logs(s, pick(w, all))
		return
	}
	w.meetsNew(s)
}

// logs has s log a touch, today or a little while ago.
func (w *world) logs(s *soul, p *person) {
	w.stir(s)
	on, when := w.today(s), ""
	switch back := w.rng.IntN(8); {
	case back == 0:
		on, when = on.AddDays(-1), " yesterday"
	case back < 3:
		on = on.AddDays(-2 - w.rng.IntN(20))
		when = " " + on.String()
	}
	text := fmt.Sprintf("/met %s %s%s%s", p.name, pick(w, kinds), when, pick(w, signs))
	if w.chance(0.4) {
		text += " -- " + pick(w, notes) + " " + s.mark
	}
	h := w.says(s, w.typed(text))
	p.touch(h.done("Logged:"), on)
}

func (w *world) adds(s *soul) {
	w.stir(s)
	var fresh []*person
	var lines []string
	for range 1 + w.rng.IntN(3) {
		if p := s.newcomer(); p != nil {
			fresh = append(fresh, p)
			lines = append(lines, p.name+" #hiring -- "+pick(w, notes)+" "+s.mark)
		}
	}
	if len(fresh) == 0 {
		return
	}
	h := w.says(s, w.typed("/people add "+strings.Join(lines, "\n")))
	for _, p := range fresh {
		s.people = append(s.people, p)
		p.kept = h.done("Added:")
	}
}

func (w *world) promises(s *soul) {
	all := s.who()
	if len(all) == 0 {
		return
	}
	w.stir(s)
	p := pick(w, all)
	what := fmt.Sprintf("%s %d", pick(w, things), len(p.promises)+1)
	by := w.today(s).AddDays(w.rng.IntN(15))
	h := w.says(s, w.typed(fmt.Sprintf("/promise %s %s by %s", p.name, what, by)))
	if d := h.done("Noted: you promised"); d != no {
		p.promises[what] = d
	}
}

func (w *world) asks(s *soul) {
	if all := s.who(); len(all) > 0 {
		w.stir(s)
		p := pick(w, all)
		w.says(s, fmt.Sprintf("/ask %s introduce me to the committee by %s", p.name, w.today(s).AddDays(10)))
	}
}

func (w *world) goals(s *soul) {
	w.stir(s)
	w.says(s, w.typed(fmt.Sprintf("/goal Speak at conference %d by %s", w.step, w.today(s).AddDays(90))))
}

func (w *world) archives(s *soul) {
	all := s.who()
	if len(all) < 4 {
		return
	}
	w.stir(s)
	p := pick(w, all)
	d := w.says(s, w.typed("/people "+p.name+" archive")).done("is archived")
	if d != no {
		p.archived = max(p.archived, d)
	}
}

func (w *world) restores(s *soul) {
	for _, p := range s.people {
		if p.kept == yes && p.archived == yes {
			w.stir(s)
			switch w.says(s, "/people "+p.name+" restore").done("is back in your circle") {
			case yes:
				p.archived = no
			case maybe:
				p.archived = maybe
			}
			return
		}
	}
}

func (w *world) rests(s *soul) {
	all := s.who()
	if len(all) < 3 {
		return
	}
	w.stir(s)
	p := pick(w, all)
	if p.resting == no {
		p.resting = max(p.resting, w.says(s, w.typed("/people "+p.name+" rest")).done("rests now"))
		return
	}
	switch w.says(s, w.typed("/people "+p.name+" wake")).done("is back", "awake") {
	case yes:
		p.resting = no
	case maybe:
		p.resting = min(p.resting, maybe)
	}
}

var areOne = regexp.MustCompile(`\*(.+?)\* and \*(.+?)\* are one now`)

func (w *world) merges(s *soul) {
	all := s.who()
	if len(all) < 6 {
		return
	}
	w.stir(s)
	a, b := all[0], pick(w, all[1:])
	h := w.says(s, "/rapport merge "+a.name+", "+b.name)
	if h.done("would be one") != yes {
		return
	}
	m := w.newest(s, "would be one")
	if m == nil {
		return
	}
	h, ok := w.presses(s, *m, "Make them one", "")
	if !ok {
		return
	}
	if x := areOne.FindStringSubmatch(h.text); x != nil {
		b, a = s.person(x[1]), s.person(x[2])
		if a == nil || b == nil {
			w.violate("%s: merged somebody else: %s", s.first, h.short())
		}
		a.low, a.high = a.low+b.low, a.high+b.high
		maps.Copy(a.promises, b.promises)
		if b.last.After(a.last) {
			a.last = b.last
		}
		a.resting = maybe
		b.kept, b.low, b.promises = no, 0, map[string]sure{}
		b.high = max(b.high, 1)
		return
	}
	a.high, b.high = a.high+b.high, a.high+b.high
	a.doubt()
	b.doubt()
}

func (w *world) settings(s *soul) {
	w.stir(s)
	switch w.rng.IntN(5) {
	case 0, 1:
		w.says(s, w.typed(fmt.Sprintf("/rapport settings hour %d:%02d", 6+w.rng.IntN(15), 15*w.rng.IntN(4))))
	case 2:
		w.says(s, w.typed("/rapport settings days "+pick(w, []string{"mon-fri", "mon-thu", "mon wed fri", "every day"})))
	case 3:
		n := 1 + w.rng.IntN(5)
		s.cap = max(s.cap, n)
		w.says(s, w.typed(fmt.Sprintf("/rapport settings cap %d", n)))
	case 4:
		w.says(s, w.typed("/rapport settings zone "+pick(w, append(zones, "slack"))))
		w.moved(s)
	}
}

// moved exempts the days around a change of zone: which of them are whole, and
// which never came, is for the tests of domain to say.
func (w *world) moved(s *soul) {
	d := w.today(s)
	for _, n := range []int{-1, 0, 1} {
		s.stirred[d.AddDays(n)] = true
	}
}

func (w *world) pauses(s *soul) {
	w.stir(s)
	if w.chance(0.5) {
		w.says(s, w.typed("/rapport pause until "+w.today(s).AddDays(3+w.rng.IntN(20)).String()))
		return
	}
	w.says(s, w.typed("/rapport resume"))
}

func (w *world) undoes(s *soul) {
	w.stir(s)
	h := w.says(s, w.typed("/rapport undo"))
	named := s.namedIn(h.text)
	if h.done("Undone") == maybe || h.done("Undone") == yes && len(named) == 0 {
		named = s.people
	}
	if h.done("Undone") == no {
		return
	}
	for _, p := range named {
		p.doubt()
	}
}

func (w *world) looks(s *soul) {
	text := pick(w, []string{"/people", "/people due", "/rapport today", "/rapport forecast", "/promise", "/rapport settings", "hello"})
	if all := s.who(); len(all) > 0 && w.chance(0.4) {
		text = "/people " + pick(w, all).name
	}
	w.says(s, text)
}

func (w *world) opensHome(s *soul) {
	out, err := w.sim.OpenHome(context.Background(), s.id)
	w.must(err)
	home, err := w.sim.Home(s.id)
	w.must(err)
	if home != nil {
		w.mine(s, string(home.Raw))
	}
	w.say("%s opens Home, acknowledged %t", s.first, out.AckMS >= 0)
}

// answers has s press something on the newest message that came by itself.
func (w *world) answers(s *soul) {
	if s.last == nil {
		w.meets(s)
		return
	}
	w.stir(s)
	m, err := w.sim.Messages(s.id, s.dm, before(s.last.TS))
	w.must(err)
	if len(m) == 0 || m[0].TS != s.last.TS {
		return
	}
	buttons := pressable(m[0].Blocks)
	if len(buttons) == 0 {
		return
	}
	b := pick(w, buttons)
	named := s.namedIn(b.says)
	on := w.today(s)
	h := w.clicks(s, m[0], b)
	for _, p := range named {
		switch {
		case b.label == "Log it" && len(named) == 1:
			d := maybe
			if h.acked && strings.Contains(h.text, p.name+"*: logged") {
				d = yes
			}
			if d == yes { // perhaps on a planned day, and a second tap logs nothing
				p.high++
				if on == p.last {
					p.low--
				}
			}
			p.touch(d, on)
			p.last = domain.Date{}
		default: // it may take back, archive, merge or log something
			p.doubt()
		}
	}
	if len(named) == 0 { // a form over several people
		for _, p := range s.people {
			p.high += 2
		}
	}
	w.submits(s)
}

// submits sends the form that a button opened, as it stands, or closes it.
func (w *world) submits(s *soul) {
	ctx := context.Background()
	shot, err := w.sim.Snapshot(s.id, "")
	w.must(err)
	if shot.View == nil {
		return
	}
	if shot.View.Submit != "" && w.chance(0.7) {
		out, err := w.sim.Submit(ctx, s.id, shot.View.ID, nil)
		w.must(err)
		w.hears(s, out)
		w.say("%s submits %q, acknowledged %t", s.first, shot.View.Title, out.AckMS >= 0)
	}
	_, err = w.sim.CloseView(ctx, s.id, "", true)
	if err != nil {
		w.say("%s closes nothing", s.first)
	}
}

// before is a ts just before another.
func before(ts string) string { return ts[:len(ts)-1] }

// newest is the newest message of the bot's that s sees and that says something.
func (w *world) newest(s *soul, says string) *slacksim.Message {
	all, err := w.sim.Messages(s.id, s.dm, before(s.seen))
	w.must(err)
	for _, m := range slices.Backward(all) {
		if m.IsBot && strings.Contains(m.Text, says) {
			return &m
		}
	}
	return nil
}

// button is something that can be pressed.
type button struct {
	block, action, label, says string
	value                      string
}

func (w *world) presses(s *soul, m slacksim.Message, label, says string) (heardBack, bool) {
	for _, b := range pressable(m.Blocks) {
		if b.label == label && strings.Contains(b.says, says) {
			return w.clicks(s, m, b), true
		}
	}
	return heardBack{}, false
}

func (w *world) clicks(s *soul, m slacksim.Message, b button) heardBack {
	a := slacksim.Act{As: s.id, In: s.dm, TS: m.TS, ActionID: b.action, BlockID: b.block}
	if b.value != "" {
		a.Value = slacksim.Value{b.value}
	}
	out, err := w.sim.Click(context.Background(), a)
	w.must(err)
	h := heardBack{acked: out.AckMS >= 0}
	for _, x := range out.Messages {
		w.private(s, x)
		if x.IsBot {
			h.text = x.Text
		}
	}
	if h.acked {
		w.sum.Acked++
		s.due = true
	}
	w.say("%s presses %s of %q → %s", s.first, b.label, short(b.says), h.short())
	return h
}

func short(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s[:min(len(s), 50)]
}

// pressable lists the buttons of blocks, and each option of their menus.
func pressable(raw json.RawMessage) []button {
	type words struct{ Text string }
	type part struct {
		Type     string
		ActionID string `json:"action_id"`
		Text     words
		Value    string
		URL      string
		Options  []struct {
			Text  words
			Value string
		}
	}
	var blocks []struct {
		Type     string
		BlockID  string `json:"block_id"`
		Text     words
		Elements json.RawMessage
	}
	if json.Unmarshal(raw, &blocks) != nil {
		return nil
	}
	var all []button
	says := ""
	for _, b := range blocks {
		if b.Type == "section" {
			says = b.Text.Text
		}
		var parts []part
		if b.Type != "actions" || json.Unmarshal(b.Elements, &parts) != nil {
			continue
		}
		for _, p := range parts {
			switch {
			case p.Type == "button" && p.URL == "":
				all = append(all, button{b.BlockID, p.ActionID, p.Text.Text, says, ""})
			case p.Type == "overflow":
				for _, o := range p.Options {
					all = append(all, button{b.BlockID, p.ActionID, o.Text.Text, says, o.Value})
				}
			}
		}
	}
	return all
}
