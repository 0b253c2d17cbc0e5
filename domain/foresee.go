package domain

import "maps"

// Foresee computes what the days after today would bring if nothing happened,
// for a number of weeks, by the rules of [PlanDigest] and its siblings: what was
// told stays told, and digests that nobody answers come once a week in the end.
// Days that bring nothing are left out.
func Foresee(p Portfolio, today Date, weeks int) []Forecast {
	f := newForesight(p)
	var all []Forecast
	for n := range 7 * weeks {
		if day, ok := f.day(today.AddDays(n + 1)); ok {
			all = append(all, day)
		}
	}
	for i := range all {
		f.name(all[i].Digest.Shown)
		f.name(all[i].Digest.Waiting)
	}
	return all
}

// foresight is a portfolio in a future in which nothing happens.
type foresight struct {
	p   Portfolio
	web *web
	// is finds the contact that a copy stands for.
	is map[*Contact]*Contact
}

func newForesight(p Portfolio) *foresight {
	f := &foresight{p: p, is: make(map[*Contact]*Contact, len(p.Contacts))}
	f.p.Told = maps.Clone(p.Told)
	if f.p.Told == nil {
		f.p.Told = make(map[Telling]Told)
	}
	f.p.Contacts = make([]*Contact, len(p.Contacts))
	for i, c := range p.Contacts {
		shadow := *c // its history is read only
		f.p.Contacts[i], f.is[&shadow] = &shadow, c
	}
	f.web = weaveWeb(f.p)
	return f
}

// day lives through one day, and reports whether it brings anything.
func (f *foresight) day(on Date) (day Forecast, ok bool) {
	day = Forecast{On: on}
	if f.p.Member.comes(f.p, DigestDelivery, on) {
		sc := newScene(f.p, on)
		sc.web = f.web
		if day.Digest = sc.digest(); len(day.Digest.Shown) > 0 {
			ok = true
			f.shown(day.Digest)
		}
	}
	if f.p.Member.comes(f.p, IdentifyDelivery, on) {
		sc := newScene(f.p, on)
		sc.web = f.web
		prompt := sc.prompt()
		for _, item := range prompt.Items {
			f.tell(item.Telling(), on)
		}
		day.Prompt = len(prompt.Items) > 0
	}
	day.CheckIn = f.p.Member.comes(f.p, CheckInDelivery, on) && len(f.p.Contacts) > 0
	return day, ok || day.Prompt || day.CheckIn
}

// shown remembers a digest that nobody answers.
func (f *foresight) shown(d Digest) {
	for _, n := range d.Shown {
		f.tell(n.Telling(), d.On)
		if !n.First && n.Contact.ShownOn != d.On {
			n.Contact.Shown++
			n.Contact.ShownOn = d.On
		}
	}
	f.p.Member.Unanswered++
}

func (f *foresight) tell(t Telling, on Date) {
	m := f.p.Told[t]
	m.Telling, m.On = t, on
	m.Times++
	f.p.Told[t] = m
}

// name puts the people themselves into nudges, in the place of their copies.
func (f *foresight) name(nudges []Nudge) {
	for i := range nudges {
		n := &nudges[i]
		n.Contact = f.is[n.Contact]
		if n.Third != nil {
			n.Third = f.is[n.Third]
		}
	}
}
