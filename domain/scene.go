package domain

// scene is what rules look at: one portfolio on one day. It remembers what it
// had to work out, so one scene serves one planning and no other.
type scene struct {
	p     Portfolio
	s     Resolved
	today Date
	// days are those on which a digest will come if nobody answers today's.
	days Weekdays
	// lately holds when a rule that counts by contact last told of each, and of
	// each subject: the one with Subject "", the other with Contact "".
	lately map[Telling]Date
	// sent says that today's digest has been sent.
	sent  bool
	web   *web
	open  []*Goal           // see goals
	asked map[RecordID]bool // see isAsked
	// partners are the pairs by the partner's Slack user, see partnerships.
	partners map[string][]*Partnership
	// seen and reasoned are buffers.
	seen     []sight
	reasoned []Reasoning
}

func newScene(p Portfolio, today Date) *scene {
	sc := &scene{p: p, s: p.Member.Settings(p.Policy), today: today, lately: make(map[Telling]Date)}
	for t, m := range p.Told {
		r := nudgeRuleOf(t.Rule)
		if r == nil {
			continue
		}
		sc.sent = sc.sent || m.On == today && m.Times > 0
		if r.PerContact {
			last, _ := sc.told(t)
			for _, key := range []Telling{{Rule: t.Rule, Contact: t.Contact}, {Rule: t.Rule, Subject: t.Subject}} {
				sc.lately[key] = latest(sc.lately[key], last)
			}
		}
	}
	for _, c := range p.Contacts {
		sc.sent = sc.sent || c.ShownOn == today
	}
	sc.days = sc.s.Digest.Days
	if n := p.Policy.Nudging.Ignored; n > 0 && sc.unanswered()+1 >= n {
		sc.days = sc.days.First()
	}
	return sc
}

// unanswered counts the digests before today's that nobody answered.
func (sc *scene) unanswered() int {
	if sc.sent {
		return sc.p.Member.Unanswered - 1
	}
	return sc.p.Member.Unanswered
}

// told returns when something was last told or answered, and on how many dates.
// What was told today and not answered counts as not told yet: planned again on
// the same day, a digest says the same.
func (sc *scene) told(t Telling) (last Date, times int) {
	m, ok := sc.p.Told[t]
	switch {
	case !ok:
		return Date{}, 0
	case m.On == sc.today && m.Answered != sc.today:
		return m.Answered, max(m.Times-1, 0)
	}
	return latest(m.On, m.Answered), max(m.Times, 1)
}

// recall returns when a rule last told a nudge, and on how many dates.
func (sc *scene) recall(r *nudgeRule, n Nudge) (last Date, times int) {
	if !r.PerContact {
		return sc.told(Telling{Rule: r.Name, Contact: n.Contact.ID, Subject: n.Subject})
	}
	if last = sc.lately[Telling{Rule: r.Name, Contact: n.Contact.ID}]; !last.IsZero() {
		times = 1
	}
	return last, times
}

// blank is a nudge about c with nothing but its rhythm in it.
func (sc *scene) blank(c *Contact) Nudge {
	n := Nudge{Contact: c, Never: c.Touched.Last.IsZero(), Gap: sc.today.Sub(c.since()), Due: sc.s.Due(c)}
	n.Cadence, n.From = sc.s.Rhythm(c)
	return n
}

// digestBefore is the last date on which a digest comes, d included; d itself
// when none does.
func (sc *scene) digestBefore(d Date) Date {
	for n := range 14 {
		if on := d.AddDays(-n); sc.days.Has(on.Weekday()) && exists(on, sc.s.Location) {
			return on
		}
	}
	return d
}
