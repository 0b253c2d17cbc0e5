package store

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"rapport/bot"
	"rapport/bot/view"
	"rapport/domain"
)

// tour is a member who presses whatever is shown to them and sends every form, each
// verb once, as long as there is one that they have not done.
type tour struct {
	*whole
	open  []bot.Command // what was shown, the oldest first
	did   map[string]bool
	steps []bot.Command // what was done, and with how many statements
	took  []int64
}

// atLast are done when nothing else is left: behind them there is less to press.
var atLast = regexp.MustCompile(`^(leave|undo|card\.undo|mentoring\.(end|ended|keep|purge|left|leave)|pair\.unpair|(card|people)\.merged?|card\.splitted|goal\.drop|pairgoal\.drop)$`)

// tries does a command, and reports whether it was done. What was refused stored nothing.
func (w *tour) tries(c bot.Command) bool {
	w.t.Helper()
	c.ID, c.Workspace, c.Member = domain.CommandID(fmt.Sprint("tour", len(w.steps))), mia.Workspace, cmp.Or(c.Member, mia.Member)
	c.At = nine.Add(time.Duration(len(w.steps)) * time.Minute)
	before := w.n.Load()
	a, err := w.bot.Do(w.t.Context(), c)
	took := w.n.Load() - before
	if err != nil || len(a.Errors) > 0 {
		return false
	}
	w.did[c.Verb], w.did[turn(c)] = true, true
	w.steps, w.took = append(w.steps, c), append(w.took, took)
	if a.Message != nil {
		w.shows(a.Message.Blocks, bot.Command{Member: c.Member, Channel: c.Channel, Trigger: "t", Reply: bot.Reply{Door: bot.ButtonDoor, TS: "1795597200.000100"}})
	}
	if a.Modal != nil {
		w.forms(c, a.Modal)
	}
	return true
}

// turn is what is done once: a verb, or a choice of a ⋯ menu.
func turn(c bot.Command) string {
	if strings.HasSuffix(c.Verb, ".more") {
		what, _, _ := strings.Cut(c.Args, " ")
		return c.Verb + " " + what
	}
	return c.Verb
}

// goesOn presses what is open until nothing new comes of it.
func (w *tour) goesOn(late bool) {
	w.t.Helper()
	for again := true; again; {
		again = false
		for _, c := range slices.Clone(w.open) {
			if !w.did[turn(c)] && (late || !atLast.MatchString(c.Verb)) && w.tries(c) {
				again = true
			}
		}
	}
}

// tree is JSON as it comes.
type tree = map[string]any

func grown[T any](t testing.TB, v any) (to T) {
	t.Helper()
	raw, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(raw, &to)
	}
	if err != nil {
		t.Fatal(err)
	}
	return to
}

func word(t tree, name string) string {
	s, _ := t[name].(string)
	return s
}

// list is what stands in a field.
func list(t tree, name string) (all []tree) {
	items, _ := t[name].([]any)
	for _, x := range items {
		if item, ok := x.(tree); ok {
			all = append(all, item)
		}
	}
	return all
}

// shows opens the buttons and menus of some blocks.
func (w *tour) shows(blocks any, like bot.Command) {
	w.t.Helper()
	message := like.Reply.ViewID == ""
	for _, b := range grown[[]tree](w.t, blocks) {
		elements := list(b, "elements")
		if one, ok := b["accessory"].(tree); ok {
			elements = append(elements, one)
		}
		for _, e := range elements {
			c := like
			c.Verb, c.Reply.BlockID = view.Verb(word(e, "action_id")), word(b, "block_id")
			if message {
				raw := grown[json.RawMessage](w.t, blocks)
				if err := json.Unmarshal(raw, &c.Reply.Blocks); err != nil {
					w.t.Fatal(err)
				}
				c.Values = filledIn(blocks, w.t)
			}
			for _, o := range append(list(e, "options"), e) {
				if c.Args = word(o, "value"); c.Verb != "" && (c.Args != "" || o["type"] == "button") {
					w.open = append(w.open, c)
				}
				if verb := regexp.MustCompile(`^\w+\.\w+`).FindString(c.Args); verb != "" { // of a ⋯ menu
					like := c
					like.Verb, like.Args = verb, regexp.MustCompile(`^\S+ ?`).ReplaceAllString(c.Args, "")
					w.open = append(w.open, like)
				}
			}
		}
	}
}

// forms opens the submission of a form, filled in, and what can be pressed in it.
func (w *tour) forms(from bot.Command, modal any) {
	w.t.Helper()
	v := grown[tree](w.t, modal)
	c := bot.Command{
		Member: from.Member, Channel: from.Channel, Verb: view.Verb(word(v, "callback_id")), Trigger: "t", Values: filledIn(v["blocks"], w.t),
		Reply: bot.Reply{Door: bot.ModalDoor, Private: word(v, "private_metadata"), ViewID: "V1", Item: from.Reply.BlockID, TS: from.Reply.TS},
	}
	for _, b := range list(v, "blocks") {
		if word(b, "type") == "input" {
			c.Reply.BlockID = cmp.Or(c.Reply.BlockID, word(b, "block_id"))
		}
	}
	w.open = append(w.open, c)
	c.Reply.Door = bot.ButtonDoor
	w.shows(v["blocks"], c)
}

// filledIn is something in every input: what stands there, the first choice, or words.
func filledIn(blocks any, t testing.TB) bot.Values {
	all := bot.Values{}
	for _, b := range grown[[]tree](t, blocks) {
		e, _ := b["element"].(tree)
		if word(b, "type") != "input" || e == nil {
			continue
		}
		block, v := word(b, "block_id"), bot.Value{}
		choices := list(e, "options")
		for _, g := range list(e, "option_groups") {
			choices = append(choices, list(g, "options")...)
		}
		switch kind := word(e, "type"); {
		case kind == "datepicker":
			v.One = cmp.Or(word(e, "initial_date"), "2026-11-02")
		case kind == "users_select":
			v.One = "one" + block + "2"
		case kind == "multi_users_select":
			v.Many = []string{"U1"}
		case len(choices) > 0:
			v.One, v.Many = word(choices[0], "value"), []string{word(choices[0], "value")}
			if first, ok := e["initial_option"].(tree); ok {
				v.One = word(first, "value")
			}
		default:
			words, ok := map[string]string{"birthday": "3 may", "custom": "every 6 weeks", "new": ""}[block]
			if !ok {
				words = "Zoe Novak"
			}
			v.One = cmp.Or(word(e, "initial_value"), words)
		}
		all[block] = map[string]bot.Value{"in": v}
	}
	return all
}

// everyVerb are all verbs, as they stand in bot/view.
func everyVerb(t testing.TB) map[string]bool {
	t.Helper()
	files, err := filepath.Glob("../bot/view/verbs*.go")
	all := map[string]bool{}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`Verb\w+\s+= "([^"]+)"`).FindAllStringSubmatch(string(raw), -1) {
			all[m[1]] = true
		}
	}
	if err != nil || len(all) < 100 {
		t.Fatalf("%d verbs, %v", len(all), err)
	}
	return all
}

// typedFirst is what Mia types, so that there is something to press.
var typedFirst = []struct{ verb, args string }{
	{view.VerbMet, "Persona Number0 coffee -- spoke of the launch"},
	{view.VerbMet, "Zacharias Quill lunch"},
	{view.VerbMet, ""},
	{view.VerbMet, "Personz coffee"},
	{view.VerbTyped, "met Personc call"},
	{view.VerbMetShortcut, ""},
	{view.VerbPeople, ""},
	{view.VerbPeople, "Personc"},
	{view.VerbPeople, "Quinn"},
	{view.VerbPeople, "all"},
	{view.VerbPeople, "add"},
	{view.VerbPeople, "Persona needs a flat urgently"},
	{view.VerbPromise, ""},
	{view.VerbPromise, "Personb a book by friday"},
	{view.VerbPromise, "from Personb an intro by friday"},
	{view.VerbAsk, ""},
	{view.VerbAsk, "Personc help"},
	{view.VerbPeople, "Persond to nurturing"},
	{view.VerbPeople, "Persond to sustaining"},
	{view.VerbPeople, "Persond to capitalizing"},
	{view.VerbAsk, "Persond help"},
	{view.VerbAsk, "Persond introduce me to Lena at Acme by in 2 weeks"},
	{view.VerbAsk, "Persond an intro to Lena asked today"},
	{view.VerbGoal, ""},
	{view.VerbIdentify, ""},
	{view.VerbRapport, "today"},
	{view.VerbRapport, "forecast"},
	{view.VerbRapport, "checkin"},
	{view.VerbCheckIn, ""},
	{view.VerbRapport, "settings"},
	{view.VerbSettings, ""},
	{view.VerbRapport, "pause until 1 jan"},
	{view.VerbRapport, "resume"},
	{view.VerbRapport, "merge Quinn Zacharias"},
	{view.VerbRapport, "why Personc"},
	{view.VerbHelp, ""},
	{view.VerbHomeOpened, ""},
	{view.VerbMentoring, ""},
	{view.VerbMentoring, "status"},
	{view.VerbMentoring, "summary"},
	{view.VerbMentoring, "match"},
	{view.VerbMentoring, "goal speak at a meetup"},
	{view.VerbMentoring, "goals"},
	{view.VerbMentoring, "feedback 4"},
	{view.VerbMentoring, "thanks <@onementee1> for all"},
	{view.VerbMentoring, "another"},
	{view.VerbMentoring, "settings"},
	{view.VerbMentoring, "pause me until 20 dec"},
	{view.VerbMentoring, "pair"},
	{view.VerbMentoring, "leave"},
	{view.VerbMentoring, "end"},
}

// notToured are no buttons, or end a program as the form does that is sent.
var notToured = regexp.MustCompile(`^((ask|match)\.draft|mentoring\.(keep|purge))$`)

// Every verb takes as many statements when a member keeps forty people, and the
// program has eight pairs, as when there are five and three: what was pressed and sent
// among few, in its order, is pressed and sent among many.
func TestStatementsOfEveryVerb(t *testing.T) {
	const many = 8
	onBoth(t, func(t *testing.T, s *Store) {
		w := &tour{whole: newWhole(t, s, 1), did: map[string]bool{}}
		w.before(3)
		for _, said := range w.slack.said {
			w.shows(json.RawMessage(said), pressed)
		}
		for _, c := range typedFirst {
			channel := "D1"
			if c.verb == view.VerbMentoring {
				channel = "one"
			}
			w.tries(bot.Command{Verb: c.verb, Args: c.args, Channel: channel, Trigger: "t", Reply: bot.Reply{Door: bot.SlashDoor}})
		}
		w.goesOn(false)
		w.guesses()
		w.goesOn(false)
		w.goesOn(true)
		for v := range everyVerb(t) {
			if !w.did[v] && !notToured.MatchString(v) {
				t.Errorf("%s is not toured", v)
			}
		}
		large := newWhole(t, opened(t, options(copies[s.dialect](t))), many)
		large.before(many)
		for i, c := range w.steps {
			before := large.n.Load()
			if _, err := large.bot.Do(t.Context(), c); err != nil {
				t.Errorf("%s: %v", c.Verb, err)
			}
			if more := large.n.Load() - before; more > w.took[i] {
				t.Errorf("%s: %d statements with five people, %d with %d times as many", c.Verb, w.took[i], more, many)
			}
		}
	})
}

// pressed is how a press on a message arrives, but for what was pressed.
var pressed = bot.Command{Channel: "D1", Trigger: "t", Reply: bot.Reply{Door: bot.ButtonDoor, TS: "1795597200.000100"}}

// guesses presses what was not shown, with what its button would carry.
func (w *tour) guesses() {
	w.t.Helper()
	id := func(query string) (id string) {
		if err := w.store.db.writer.QueryRow(query).Scan(&id); err != nil {
			w.t.Fatal(err)
		}
		return id
	}
	persona := id("SELECT id FROM contacts WHERE name LIKE 'Persona%'")
	personc := id("SELECT id FROM contacts WHERE name LIKE 'Personc%'")
	promise := id("SELECT id FROM promises WHERE contact = '" + persona + "' ORDER BY seq")
	goal := id("SELECT id FROM goals")
	for _, verb := range slices.Sorted(maps.Keys(everyVerb(w.t))) {
		for _, value := range []string{persona, persona + " " + promise, goal, persona + " " + personc, persona + " " + goal, "one", "oneq1", ""} {
			c := pressed
			c.Verb, c.Args = verb, value
			if !w.did[verb] && !atLast.MatchString(verb) && w.tries(c) {
				break
			}
		}
	}
}

// before is what there is before a tour: a program of so many pairs, and messages.
func (w *whole) before(pairs int) {
	w.t.Helper()
	mentoring(w, pairs)
	for _, k := range []domain.DeliveryKind{domain.DigestDelivery, domain.IdentifyDelivery, domain.CheckInDelivery} {
		w.delivers(k)
	}
	w.looks()
	w.delivers(domain.DigestDelivery)
}

// mentoring is a program of so many pairs, of which Mia is organiser and mentor, and in
// which two have no partner.
func mentoring(w *whole, pairs int) {
	w.t.Helper()
	grow(w.t, w.store, "one", pairs, 3)
	for _, statement := range []string{
		"UPDATE participants SET member = 'U1' WHERE member = 'onementor1'", "UPDATE pairs SET mentor = 'U1' WHERE id = 'oneq1'",
		"UPDATE pairs SET ended = '2026-10-01', why = 'unpaired' WHERE id IN ('oneq2', 'oneq3')",
	} {
		if _, err := w.store.db.writer.Exec(statement); err != nil {
			w.t.Fatal(err)
		}
	}
}
