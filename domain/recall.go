package domain

import "slices"

// Recall returns what a nudge told as it would read today, whether or not it is
// due: an item whose answer was taken back is put where it stood, and one that
// was answered elsewhere says how. A promise, a need, an ask or a value is returned
// in whatever state it is. KindNotFound when whom or what it told of is gone.
func (b *Book) Recall(t Telling) (Nudge, error) {
	c, err := b.Contact(t.Contact)
	if err != nil {
		return Nudge{}, err
	}
	n := Nudge{Rule: t.Rule, Contact: c, Subject: t.Subject, Due: b.Today, First: Uncapped(t.Rule)}
	n.Cadence, n.From = b.Rhythm(c)
	n.Never, n.Gap = c.Touched.Last.IsZero(), b.Today.Sub(c.since())
	if err := b.recall(&n); err != nil {
		return Nudge{}, err
	}
	return n, nil
}

// recall finds what a nudge is about beside its contact.
func (b *Book) recall(n *Nudge) error {
	c, id := n.Contact, RecordID(n.Subject)
	gone := Fault(KindNotFound, "what was told of", nil)
	switch n.Rule {
	case PromiseDue, PromiseOverdue, OwedOverdue:
		if n.Promise = c.promise(id); n.Promise == nil || n.Promise.Undone {
			return gone
		}
	case TheyAsked:
		if n.Need = c.need(id); n.Need == nil || n.Need.Undone {
			return gone
		}
	case AskUnanswered, ThankThem:
		if n.Ask = c.ask(id); n.Ask == nil || n.Ask.Undone {
			return gone
		}
	case Unrecognised:
		i := slices.IndexFunc(c.Values, func(v Value) bool { return v.ID == id && !v.Undone })
		if i < 0 {
			return gone
		}
		n.Value = &c.Values[i]
	case SessionDue, HowWasIt:
		return b.recallPair(n, gone)
	case OccasionComing:
		return b.recallOccasion(n, gone)
	case ReadyToAsk:
		g, err := b.Goal(id)
		if err != nil {
			return err
		}
		n.Goal = &g
	case Weave:
		return b.recallThird(n)
	case RevealMore:
		n.OneKind = c.Touched.Kinds == 1 && c.Touched.Count > 1
	}
	return nil
}

// recallOccasion finds the date that somebody's year brings next.
func (b *Book) recallOccasion(n *Nudge, gone error) error {
	i := slices.IndexFunc(n.Contact.Occasions, func(o Occasion) bool { return o.Name == n.Subject })
	if i < 0 {
		return gone
	}
	o := n.Contact.Occasions[i]
	n.Occasion, n.OccasionOn = &o, o.Next(b.Today)
	return nil
}

// recallThird finds the third person of an introduction, and what the two have in
// common now. Without a third the member mentors the contact.
func (b *Book) recallThird(n *Nudge) error {
	if n.Subject == "" {
		n.Shared.By = SharedMentee
		return nil
	}
	third, err := b.Contact(ContactID(n.Subject))
	if err != nil {
		return err
	}
	goals, err := b.OpenGoals()
	if err != nil {
		return err
	}
	n.Third = third
	n.Shared, _ = inCommon(n.Contact, third, goals)
	return nil
}

// inCommon is the first thing that two people share.
func inCommon(a, c *Contact, goals []Goal) (Shared, bool) {
	for _, g := range goals {
		if slices.Contains(a.Goals, g.ID) && slices.Contains(c.Goals, g.ID) {
			return Shared{SharedGoal, g.What}, true
		}
	}
	for _, tag := range a.Tags {
		if slices.Contains(c.Tags, tag) {
			return Shared{SharedTag, tag}, true
		}
	}
	switch {
	case a.Work != "" && fold(a.Work) == fold(c.Work):
		return Shared{SharedWork, a.Work}, true
	case a.Place != "" && fold(a.Place) == fold(c.Place):
		return Shared{SharedPlace, a.Place}, true
	}
	return Shared{}, false
}
