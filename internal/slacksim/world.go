package slacksim

import (
	"cmp"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// world is the workspace itself. Sim guards it with its mutex; every change goes
// through touch or drop, so that it is kept.
type world struct {
	// now is the box's time of the operation in hand.
	now   time.Time
	clock clock
	meta  meta
	// rev is the version: it grows with every touch.
	rev uint64

	members  map[string]*member
	channels map[string]*channel
	messages map[string][]*message // by channel, in the order of ts
	views    map[string]*view      // open modals and homes
	urls     map[string]*responseURL
	files    map[string]*file
	events   map[string]*event // not acknowledged yet

	triggers map[string]*trigger // three seconds of life: never kept
	// subscribed are the events the app asked for, fresh the ids of those raised
	// and not sent out yet.
	subscribed map[string]bool
	fresh      []string
	// scopes are what the bot token was granted.
	scopes []string

	keeper *keeper
	dirty  map[string]any // what to write; nil values are deleted
}

// meta is the workspace's own record.
type meta struct {
	Team Team
	App  App
	// Seq numbers the ids that are handed out, LastTS the message timestamps, in
	// microseconds.
	Seq, Calls  uint64
	LastTS      int64
	Uninstalled bool
}

// openWorld makes a world, or reads the one that was kept.
func openWorld(o Options) (*world, error) {
	w := &world{
		members:    map[string]*member{},
		channels:   map[string]*channel{},
		messages:   map[string][]*message{},
		views:      map[string]*view{},
		urls:       map[string]*responseURL{},
		files:      map[string]*file{},
		events:     map[string]*event{},
		triggers:   map[string]*trigger{},
		dirty:      map[string]any{},
		subscribed: map[string]bool{},
	}
	for _, e := range o.Events {
		w.subscribed[e] = true
	}
	w.scopes = o.Scopes
	w.clock = clock{running: o.Running}
	start := o.Start
	if o.Store != "" {
		k, err := openKeeper(o.Store)
		if err != nil {
			return nil, err
		}
		w.keeper = k
		kept, err := w.load()
		if err != nil {
			_ = k.close() // what was found matters more
			return nil, err
		}
		if !kept.IsZero() {
			start = kept
		}
	}
	w.clock.set(start, o.Now())
	w.now = start
	for _, e := range w.events {
		if e.Next.IsZero() { // was on its way when the last process ended
			e.Next = start
		}
	}
	if w.meta.Team.ID == "" {
		w.found(o)
	}
	w.meta.App.Name = o.AppName
	return w, w.flush()
}

// found gives a new workspace its ids.
func (w *world) found(o Options) {
	w.meta.Team = Team{ID: w.newID("T"), Name: o.TeamName, Domain: handle(o.TeamName)}
	w.meta.App = App{ID: w.newID("A"), BotID: w.newID("B"), BotUser: w.newID("U")}
	w.meta.Team.ID = cmp.Or(o.TeamID, w.meta.Team.ID)
	if name, ok := strings.CutPrefix(o.AppID, "A"); ok {
		w.meta.App = App{ID: o.AppID, BotID: "B" + name, BotUser: "U" + name}
	}
	w.touch("clock", clockState{Now: w.now})
}

// touch marks something as changed; it is written when the operation ends.
func (w *world) touch(key string, v any) {
	w.rev++
	w.dirty[key] = v
}

// drop marks something as gone.
func (w *world) drop(key string) {
	w.rev++
	w.dirty[key] = nil
}

// flush writes what was touched, in one transaction, with the clock and the
// counters as they are now.
func (w *world) flush() error {
	if len(w.dirty) == 0 {
		return nil
	}
	if w.keeper == nil {
		clear(w.dirty)
		return nil
	}
	w.dirty["meta"] = w.meta
	if _, told := w.dirty["clock"]; !told {
		w.dirty["clock"] = clockState{Now: w.now}
	}
	err := w.keeper.write(w.dirty)
	clear(w.dirty)
	return err
}

// load reads a kept world and returns the time at which it stood, the zero time
// for an empty store.
func (w *world) load() (time.Time, error) {
	var at clockState
	err := w.keeper.read(func(key string, value []byte) error {
		kind, _, _ := strings.Cut(key, "/")
		switch kind {
		case "meta":
			return json.Unmarshal(value, &w.meta)
		case "clock":
			return json.Unmarshal(value, &at)
		case "member":
			return loadInto(value, func(m *member) { w.members[m.ID] = m })
		case "channel":
			return loadInto(value, func(c *channel) { w.channels[c.ID] = c })
		case "message":
			return loadInto(value, w.insert)
		case "view":
			return loadInto(value, func(v *view) { w.views[v.ID] = v })
		case "url":
			return loadInto(value, func(u *responseURL) { w.urls[u.ID] = u })
		case "file":
			return loadInto(value, func(f *file) { w.files[f.ID] = f })
		case "event":
			return loadInto(value, func(e *event) { w.events[e.ID] = e })
		default:
			return fmt.Errorf("unknown kind of row %q", key)
		}
	})
	return at.Now, err
}

// loadInto decodes one kept row.
func loadInto[T any](value []byte, keep func(*T)) error {
	v := new(T)
	if err := json.Unmarshal(value, v); err != nil {
		return err
	}
	keep(v)
	return nil
}

// newID hands out an id that looks like Slack's: a letter and ten characters.
func (w *world) newID(prefix string) string {
	w.meta.Seq++
	n := strings.ToUpper(strconv.FormatUint(w.meta.Seq+36*36, 36))
	return prefix + "0" + strings.Repeat("0", max(0, 9-len(n))) + n
}

// stamp returns the next message timestamp: the box's time in microseconds,
// unique and increasing.
func (w *world) stamp() string {
	w.meta.LastTS = max(w.now.UnixMicro(), w.meta.LastTS+1)
	return formatTS(w.meta.LastTS)
}

// formatTS writes microseconds the way Slack writes a ts.
func formatTS(micros int64) string {
	return fmt.Sprintf("%d.%06d", micros/1e6, micros%1e6)
}

// secret returns n random characters.
func secret(n int) string {
	s := ""
	for len(s) < n {
		s += strings.ToLower(rand.Text())
	}
	return s[:n]
}
