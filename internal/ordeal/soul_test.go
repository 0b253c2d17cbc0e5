package ordeal

import (
	"fmt"
	"strings"
	"time"

	"rapport/domain"
	"rapport/internal/slacksim"
)

// soul is a member, and what the model knows of what they did and saw.
type soul struct {
	id, dm, first string
	// mark is in every surname and note of theirs, and in nobody else's.
	mark string
	zone string // as Slack has it
	gone bool   // deactivated
	// changed says that their profile did since the last census.
	changed bool
	// loc is where the bot takes them to be, nil until it is asked.
	loc *time.Location
	// known is what the bot has been told, surely.
	known struct{ gone bool }

	people []*person
	named  int // first names used up
	cap    int // the most nudges they may be shown
	// day is their local date, as it was looked at last; stirred are the dates on
	// which they, or their zone, changed what is due.
	day     domain.Date
	stirred map[domain.Date]bool

	unread bool
	seen   string // ts of the last message that was looked at
	// last is the newest unasked message, whose buttons can be pressed.
	last *slacksim.Message
	got  map[string]*receipt
	due  bool // something was acknowledged since it was last read back
}

// receipt is one delivery, as its member saw it.
type receipt struct {
	nonce string
	times int
	at    time.Time
}

// sure says how sure the model is of something that was asked for.
type sure uint8

const (
	no sure = iota
	maybe
	yes
)

// person is somebody whom a member keeps.
type person struct {
	name      string
	kept      sure
	archived  sure
	resting   sure
	low, high int         // touches that must, and may, be stored
	last      domain.Date // the newest touch that was acknowledged
	promises  map[string]sure
}

func (s *soul) name() string { return s.first + " (" + s.id + ")" }

// quiet reports whether nothing at all may be said of p unasked.
func (p *person) quiet() bool { return p.archived == yes || p.kept == no && p.high > 0 }

// doubt says that nothing is sure about p any more.
func (p *person) doubt() {
	p.kept, p.archived, p.resting, p.low, p.last = maybe, maybe, maybe, 0, domain.Date{}
	for w := range p.promises {
		p.promises[w] = maybe
	}
	p.high += 2
}

var (
	firsts = []string{
		"Amal", "Kenji", "Tom", "Ines", "Grace", "Jane", "Priya", "Ben", "Nadia", "Omar", "Siobhán", "Lena", "Walter", "Ivo",
		"Hana", "Luis", "Marta", "Rosa", "Dora", "Pavel", "Ada", "Yusuf", "Jonas", "Chiara", "Elif", "Zoe", "Viktor", "Quentin",
		"Bronwyn", "Thabo", "Xenia", "Farid", "Gustav", "Oksana", "Uli", "Wanda", "Ezequiel", "Nkechi", "Søren", "Tatsuo",
	}
	callers = []string{
		"Mia", "Sam", "Noor", "Leo", "Aiko", "Pia", "Raj", "Eva", "Kofi", "Lucía", "Arne", "Mei", "Tariq", "Ingrid", "Dario",
		"Saga", "Femi", "Anouk", "Bilal", "Célia", "Duy", "Esther", "Fritz", "Gita", "Hugo", "Iris", "Jaro", "Katya", "Liam", "Moana",
	}
	zones = []string{
		"Europe/Berlin", "America/New_York", "Australia/Sydney", "Asia/Kolkata", "America/Los_Angeles", "Europe/London", "Asia/Tokyo",
		"Pacific/Auckland", "America/Sao_Paulo", "Africa/Cairo", "Asia/Kathmandu", "America/St_Johns", "Pacific/Honolulu", "UTC",
		"Australia/Lord_Howe", "Europe/Lisbon", "Pacific/Kiritimati", "America/Havana",
	}
	kinds = []string{"coffee", "lunch", "call", "dinner", "drinks", "video", "message", "event", "mentoring"}
	signs = []string{"", "", "", " +initiated", " +prompt", " +need", " +candid", " +accepted", " +recognised", " +seeks"}
	notes = []string{
		"Leads platform at Northwind", "Ran the accessibility panel in November", "Twelve desks to fill by summer",
		"Moving to Oslo, asked about schools", "First talk coming up, nervous about questions", "Old team, same jokes",
		"Told me my abstract buries the point", "Knows the people at the foundation", "Likes boats and outages",
	}
	things = []string{
		"the pricing sheet", "the on-call handbook", "a talk on migrations", "the numbers of two landlords", "an intro to the committee",
		"captions for the next talk", "feedback on the draft", "the slides",
	}
)

// markOf is the mark of the i-th member: "Zorabs", "Zoracs" …
func markOf(i int) string {
	return "Zor" + string(rune('a'+i/20%20)) + string("bcdfghjklmnpqrstvwxz"[i%20]) + string("aeiou"[i/400%5]) + "s"
}

func (w *world) addSoul(i int) {
	s := &soul{
		first: callers[i%len(callers)], mark: markOf(i), zone: zones[i%len(zones)], cap: w.policy.Cap,
		stirred: map[domain.Date]bool{}, got: map[string]*receipt{},
	}
	if i >= len(callers) {
		s.first += fmt.Sprint(i/len(callers) + 1)
	}
	m, err := w.sim.AddMember(slacksim.Member{Name: s.first, RealName: s.first + " " + s.mark, TZ: s.zone})
	w.must(err)
	s.id, s.dm = m.ID, m.DM
	w.souls = append(w.souls, s)
	w.byID[s.id], w.byDM[s.dm] = s, s
}

func ids(ss []*soul) []string {
	all := make([]string, len(ss))
	for i, s := range ss {
		all[i] = s.id
	}
	return all
}

// newcomer is somebody s has not spoken of before, nil when they know everybody.
func (s *soul) newcomer() *person {
	if s.named == len(firsts) {
		return nil
	}
	p := &person{name: firsts[s.named] + " " + s.mark, promises: map[string]sure{}}
	s.named++
	return p
}

func (s *soul) person(name string) *person {
	for _, p := range s.people {
		if p.name == name {
			return p
		}
	}
	return nil
}

// who are those of s's people who can be spoken of.
func (s *soul) who() []*person {
	var all []*person
	for _, p := range s.people {
		if p.kept == yes && p.archived == no {
			all = append(all, p)
		}
	}
	return all
}

// zoneOf is where the bot takes s to be.
func (w *world) zoneOf(s *soul) *time.Location {
	if s.loc == nil {
		zone := s.zone
		if z, err := w.books.zone(s.id); err == nil {
			zone = z
		}
		loc, err := domain.Location(zone)
		w.must(err)
		s.loc = loc
	}
	return s.loc
}

// today is s's date as the bot has it.
func (w *world) today(s *soul) domain.Date { return domain.DateIn(w.botNow(), w.zoneOf(s)) }

// stir notes that what is due for s may have changed today.
func (w *world) stir(s *soul) {
	d := w.today(s)
	s.stirred[d] = true
}

// namedIn are those of s's people whom a text names.
func (s *soul) namedIn(text string) []*person {
	var all []*person
	for _, p := range s.people {
		if strings.Contains(text, p.name) {
			all = append(all, p)
		}
	}
	return all
}
