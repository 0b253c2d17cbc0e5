package ordeal

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"rapport/domain"
	"rapport/internal/slacksim"
)

// check holds what people saw, and what became of deliveries, against what was
// promised. It looks at what is new since the last step.
func (w *world) check() {
	w.mu.Lock()
	late := w.late
	w.mu.Unlock()
	if len(late) > 0 {
		w.violate("%s", late[0])
	}
	if w.books == nil {
		return
	}
	w.lawful()
	for _, s := range w.souls {
		w.mu.Lock()
		look := s.unread && !s.gone
		if look {
			s.unread = false
		}
		w.mu.Unlock()
		if look {
			w.reads(s)
		}
		if s.due && w.proc.Load() != nil {
			s.due = false
			w.stored(s)
		}
	}
}

// lawful looks at each step in the life of a delivery: domain.Steps is all there is.
func (w *world) lawful() {
	news, err := w.books.news()
	w.must(err)
	for _, n := range news {
		if n.was == "" && n.now == string(domain.StatePending) {
			continue
		}
		if !slices.ContainsFunc(domain.Steps, func(s domain.Step) bool { return string(s.From) == n.was && string(s.To) == n.now }) {
			w.violate("delivery %d went from %q to %q, and no step does", n.id, n.was, n.now)
		}
	}
}

// reads looks at what is new in a member's conversation.
func (w *world) reads(s *soul) {
	news, err := w.sim.Messages(s.id, s.dm, s.seen)
	w.must(err)
	for _, m := range news {
		s.seen = m.TS
		if !m.IsBot {
			continue
		}
		w.private(s, m)
		w.mu.Lock()
		nonce := w.nonces[m.TS]
		w.mu.Unlock()
		if nonce != "" {
			w.receives(s, m, nonce)
		}
	}
}

// anyMark finds what belongs to one member alone.
var anyMark = regexp.MustCompile(`Zor[a-z]{2}[aeiou]s`)

// private looks for what another member typed.
func (w *world) private(s *soul, m slacksim.Message) { w.mine(s, m.Text); w.mine(s, string(m.Blocks)) }

func (w *world) mine(s *soul, text string) {
	for _, mark := range anyMark.FindAllString(text, -1) {
		if mark != s.mark {
			w.violate("%s saw something of another member's: %q", s.name(), mark)
		}
	}
}

// weekly are the unasked messages beside the digest.
func unasked(kind string) bool {
	return kind == string(domain.DigestDelivery) || kind == string(domain.IdentifyDelivery) || kind == string(domain.CheckInDelivery)
}

// receives counts a delivery that a member sees.
func (w *world) receives(s *soul, m slacksim.Message, nonce string) {
	w.sum.Seen++
	d, err := w.books.delivery(nonce)
	if err != nil {
		w.violate("%s got a message that the outbox doesn't know: %v", s.name(), err)
	}
	w.say("%s sees %s of %s", s.first, d.kind, d.on)
	if d.recipient != s.id {
		w.violate("%s got a message for %s", s.name(), d.recipient)
	}
	key := d.kind + " " + d.on
	if d.kind == string(domain.WelcomeDelivery) { // one for good
		key = d.kind
	}
	r := s.got[key]
	if r == nil {
		r = &receipt{nonce: nonce, at: m.At}
		s.got[key] = r
	}
	r.times++
	if r.times > 1 {
		if r.nonce != nonce || w.sky.blind().Before(r.at) {
			w.violate("%s got %s twice, at %s and %s, though the history could be read", s.name(), key, r.at, m.At)
		}
		w.sum.Resent++
		w.mu.Lock()
		lost := w.lost[nonce]
		w.mu.Unlock()
		if r.times > 1+lost {
			w.violate("%s got %s %d times, and of %d nobody had heard", s.name(), key, r.times, lost)
		}
	}
	w.inTime(s, m, d)
	if !unasked(d.kind) {
		return
	}
	s.last = &m
	n := 0
	for _, k := range []domain.DeliveryKind{domain.DigestDelivery, domain.IdentifyDelivery, domain.CheckInDelivery} {
		if s.got[string(k)+" "+d.on] != nil {
			n++
		}
	}
	if n > 2 {
		w.violate("%s got %d unasked messages on %s", s.name(), n, d.on)
	}
	if d.kind == string(domain.DigestDelivery) {
		w.truthful(s, m, d)
	}
}

// inTime looks whether a delivery is of the day on which it came.
func (w *world) inTime(s *soul, m slacksim.Message, d delivery) {
	if d.kind == string(domain.RecoveredDelivery) {
		return
	}
	on := domain.DateIn(m.At.Add(w.skew), w.zoneOf(s))
	if on.String() != d.on && !s.stirred[on] {
		w.violate("%s got %s of %s on %s", s.name(), d.kind, d.on, on)
	}
}

// itemLine is a line of a digest that brings somebody up.
var itemLine = regexp.MustCompile(`(?m)^\d+\. \*(.+?)\*`)

// rhythmic are the rules that a touch of today has answered.
var rhythmic = []domain.RuleName{domain.FollowUp, domain.ContactDue, domain.ContactOverdue, domain.Drifting, domain.KeepSlowRest}

// restless are the rules that speak of people who rest, too: a word given is kept.
var restless = []domain.RuleName{domain.PromiseDue, domain.PromiseOverdue, domain.ThankThem}

// truthful looks whether a digest speaks of what is done, archived or resting, and
// whether it keeps to the cap.
func (w *world) truthful(s *soul, m slacksim.Message, d delivery) {
	for _, x := range itemLine.FindAllStringSubmatch(m.Text, -1) {
		if p := s.person(x[1]); p != nil && p.quiet() {
			w.violate("%s was told of %s, who is archived or gone: %+v", s.name(), p.name, *p)
		}
	}
	shown, err := w.books.shown(s.id, d.on)
	w.must(err)
	capped := 0
	for _, t := range shown {
		if !domain.Uncapped(domain.RuleName(t.rule)) {
			capped++
		}
		p := s.person(t.name)
		if p != nil && p.resting == yes && !slices.Contains(restless, domain.RuleName(t.rule)) {
			w.violate("%s was told %q of %s, who rests", s.name(), t.rule, t.name)
		}
		if p != nil && slices.Contains(rhythmic, domain.RuleName(t.rule)) && p.last.String() == d.on {
			w.violate("%s was told %q of %s, whom they met today", s.name(), t.rule, t.name)
		}
	}
	if capped > s.cap {
		w.violate("%s got %d nudges, and the cap is %d", s.name(), capped, s.cap)
	}
}

// stored reads back what was acknowledged.
func (w *world) stored(s *soul) {
	w.sum.Checked++
	p, err := w.portfolio(s)
	if domain.KindOf(err) == domain.KindNotFound {
		for _, x := range s.people {
			if x.kept == yes {
				w.violate("%s was acknowledged and is not known", s.name())
			}
		}
		return
	}
	w.must(err)
	kept := make(map[string]*domain.Contact, len(p.Contacts))
	for _, c := range p.Contacts {
		kept[c.Name] = c
	}
	for _, x := range s.people {
		w.held(s, x, kept[x.name])
	}
}

// held looks whether one person is stored as was acknowledged.
func (w *world) held(s *soul, x *person, c *domain.Contact) {
	switch {
	case c == nil && x.kept == yes && x.archived == no:
		w.violate("%s: %s was acknowledged and is not stored: %+v", s.name(), x.name, *x)
	case c != nil && x.archived == yes:
		w.violate("%s: archiving %s was acknowledged and is not stored", s.name(), x.name)
	case c == nil:
		return
	case c.Touched.Count < x.low || c.Touched.Count > x.high:
		w.violate("%s: %s has %d touches, and %d to %d were acknowledged", s.name(), x.name, c.Touched.Count, x.low, x.high)
	case c.Touched.Last.Before(x.last) && !x.last.IsZero():
		w.violate("%s: the last touch with %s is of %s, and one of %s was acknowledged", s.name(), x.name, c.Touched.Last, x.last)
	case x.resting == yes && !c.Resting:
		w.violate("%s: the rest of %s was acknowledged and is not stored", s.name(), x.name)
	}
	for what, d := range x.promises {
		if d == yes && !slices.ContainsFunc(c.Promises, func(p domain.Promise) bool { return strings.Contains(p.What, what) }) {
			w.violate("%s: the promise of %q to %s was acknowledged and is not stored", s.name(), what, x.name)
		}
	}
}

func (w *world) portfolio(s *soul) (domain.Portfolio, error) {
	o := domain.Owner{Workspace: domain.WorkspaceID(w.team()), Member: domain.MemberID(s.id)}
	return w.proc.Load().store.Shows().Portfolio(context.Background(), o, w.botNow())
}

// midnights is the plan that changes nothing, so that nothing needs to settle after it.
const midnights = "midnights"

// midnights looks each hour whose day is over.
func (w *world) midnights() {
	for _, s := range w.souls {
		w.dayOver(s)
	}
	w.at(w.now().Add(time.Hour), midnights, w.midnights)
}

// grace is how long everything must have gone well for what was due to be there:
// the longest pause between two attempts is an hour.
const grace = 3 * time.Hour

// dayOver looks, once a member's day is over, whether they heard what was due.
func (w *world) dayOver(s *soul) {
	loc := w.zoneOf(s)
	today := domain.DateIn(w.now(), loc)
	day := s.day
	s.day = today
	if day.IsZero() || !today.After(day) || w.proc.Load() == nil || w.rough {
		return
	}
	w.sum.Days++
	end := domain.Instant(day.AddDays(1), 0, loc)
	if s.got["digest "+day.String()] != nil || s.gone || s.known.gone || s.stirred[day] || s.stirred[today] ||
		end.Sub(w.calm) < grace || !w.skewed.IsZero() && w.now().Sub(w.skewed) < 9*24*time.Hour {
		return
	}
	p, err := w.portfolio(s)
	if domain.KindOf(err) == domain.KindNotFound {
		return
	}
	w.must(err)
	if day.Before(p.Member.PausedUntil) || domain.DateIn(p.Member.Joined, loc) == day || !p.Member.Settings(p.Policy).Digest.Days.Has(day.Weekday()) {
		return
	}
	w.sum.Checked++
	if due := domain.PlanDigest(p, day).Shown; len(due) > 0 {
		state, code, err := w.books.state(s.id, "digest", day.String())
		w.must(err)
		w.violate("%s heard nothing on %s, a %s, and %d were due, %s first (%s): the outbox says %q %q, the diary %s; %d digests were not answered",
			s.name(), day, day.Weekday(), len(due), due[0].Contact.Name, due[0].Rule, state, code, w.books.diary(s.id), p.Member.Unanswered)
	}
}

// reckon reads everything back at the end.
func (w *world) reckon() {
	w.step++
	w.sky.set(func(k *sky) { k.dark = false; clear(k.shut) })
	w.sky.settle()
	if w.proc.Load() == nil {
		w.up()
	}
	if w.proc.Load() == nil {
		w.violate("the house did not open at the end")
	}
	for _, s := range w.souls {
		s.due = true
	}
	w.check()
}
