package bot

import (
	"slices"
	"time"

	"rapport/bot/view"
	"rapport/domain"
)

// answered says how an item was answered after an instant, from what is true now;
// the zero settled when it still waits.
func answered(book *domain.Book, t domain.Telling, since time.Time) (settled, error) {
	if t.Contact == "" {
		return heeded(book, t, since)
	}
	c, err := present(book, t.Contact)
	switch {
	case domain.KindOf(err) == domain.KindNotFound:
		return absent(), nil
	case err != nil:
		return settled{}, err
	}
	n, err := book.Recall(t)
	switch {
	case domain.KindOf(err) == domain.KindNotFound:
		return settled{text: view.NoLonger(), over: true}, nil
	case err != nil:
		return settled{}, err
	}
	if s := asRecorded(book, n, since); s.text != "" {
		return s, nil
	}
	if isAboutContact(t.Rule) {
		if s := inTouch(book, c, t.Rule, since); s.text != "" {
			return s, nil
		}
	}
	return asChosen(book, n, since)
}

// asChosen says what was chosen about somebody, where that left a mark on their
// card, or none but the memory that it was answered.
func asChosen(book *domain.Book, n domain.Nudge, since time.Time) (settled, error) {
	c := n.Contact
	switch {
	case n.Rule == domain.HowDidItGo && c.Planned.IsZero():
		return settled{text: view.CalledOff(c.Name)}, nil
	case slices.Contains(c.Muted, n.Rule):
		return settled{text: view.Muted(c.Name, n.Rule)}, nil
	}
	s, err := heeded(book, domain.Telling{Rule: n.Rule, Contact: c.ID, Subject: n.Subject}, since)
	if err != nil || s.text == "" {
		return settled{}, err
	}
	switch n.Rule {
	case domain.PromiseDue, domain.PromiseOverdue, domain.OwedOverdue, domain.AskUnanswered, domain.ThankThem:
		return settled{}, nil // they say it themselves; this was taken back
	case domain.TheyAsked:
		if n.Need.Offer == "" {
			return settled{}, nil
		}
		return settled{text: view.Offered(c.Name, *n.Need), next: view.OfferedButtons(c.ID, *n.Need)}, nil
	case domain.FollowUp, domain.ContactDue, domain.ContactOverdue, domain.RevealMore, domain.HowDidItGo:
		if c.Cadence.IsZero() {
			return settled{}, nil
		}
		return settled{text: view.Paced(c, n.Cadence, n.From)}, nil
	case domain.Drifting:
		if c.Phase == c.Furthest || c.PhaseSince.Before(dayOf(book, since)) {
			return settled{}, nil
		}
		return settled{text: view.WentBack(c)}, nil
	}
	return s, nil
}

// asRecorded says what became of the record that an item is about.
func asRecorded(book *domain.Book, n domain.Nudge, since time.Time) settled {
	day := dayOf(book, since)
	switch {
	case n.Promise != nil:
		if !n.Promise.Open() || !since.IsZero() && wasPutOff(book, n, day) {
			return settled{text: view.PromiseStands(n.Contact, *n.Promise, book.Today)}
		}
	case n.Need != nil:
		if !n.Need.Open() {
			return settled{text: view.NeedStands(n.Contact, *n.Need)}
		}
	case n.Ask != nil:
		waits := n.Ask.State == domain.AskWaiting && n.Rule == domain.AskUnanswered ||
			n.Ask.State == domain.AskAgreed && n.Rule == domain.ThankThem
		if !waits || n.Rule == domain.AskUnanswered && !since.IsZero() && !n.Ask.By.Before(day) {
			return settled{text: view.AskStands(n.Contact, *n.Ask, book.Today)}
		}
	case n.Value != nil:
		if !n.Value.Recognised.IsZero() {
			return settled{text: view.ValueStands(n.Contact, *n.Value)}
		}
	case n.Third != nil:
		return wovenAs(n)
	case n.Rule == domain.HowWasIt && n.Partnership != nil:
		if about := view.RatedAbout(n); slices.Contains(n.Partnership.Rated, about) {
			return settled{text: view.RatedBefore(), next: view.AnswerRow(n.Partnership.ID, about)}
		}
	}
	return settled{}
}

// wasPutOff reports whether a promise that was told on a day has another date
// since. One that is not late yet is told ahead, and where no digest comes in
// between even earlier.
func wasPutOff(book *domain.Book, n domain.Nudge, day domain.Date) bool {
	switch p := n.Promise; {
	case p.Moved == 0:
		return false
	case n.Rule == domain.PromiseDue:
		next := book.Member.Settings(book.Policy).Digest.Next(day)
		return !p.Due.AddDays(-book.Policy.Nudging.PromiseAhead).Before(next)
	default:
		return !p.Due.Before(day)
	}
}

// wovenAs says how far an introduction has come.
func wovenAs(n domain.Nudge) settled {
	tie, ok := n.Contact.Tie(n.Third.ID)
	switch {
	case !ok || tie.How != domain.Woven:
	case tie.State == domain.IntroAccepted:
		return settled{text: view.WeaveWords(n.Contact, n.Third, n.Shared), next: view.WeaveRow(n.Contact, n.Third)}
	case tie.State == domain.IntroDone:
		return settled{text: view.Woven(n.Contact, n.Third)}
	case tie.State == domain.IntroDeclined:
		return settled{text: view.NotWoven(n.Contact, n.Third)}
	}
	return settled{}
}

// isAboutContact reports whether a touch, a snooze or a rest answers a rule.
func isAboutContact(r domain.RuleName) bool {
	switch r {
	case domain.PromiseDue, domain.PromiseOverdue, domain.OwedOverdue, domain.AskUnanswered, domain.ThankThem, domain.HowWasIt:
		return false
	}
	return true
}

// inTouch says what was done about being in touch with somebody. A snooze is no
// answer to a date: those are told of whoever is snoozed.
func inTouch(book *domain.Book, c *domain.Contact, r domain.RuleName, since time.Time) settled {
	if i, ok := newest(c, since); ok && !since.IsZero() {
		return loggedAs(book, domain.Logged{Contact: c, Interaction: i, From: c.Phase})
	}
	switch {
	case c.Resting:
		return settled{text: view.Stopped(c.Name)}
	case c.SnoozedUntil.After(book.Today) && r != domain.OccasionComing:
		return settled{text: view.Snoozed(c.Name, c.SnoozedUntil, book.Today)}
	}
	return settled{}
}

// heeded says that something which was told was answered, since a day, in a way
// that left no other mark.
func heeded(book *domain.Book, t domain.Telling, since time.Time) (settled, error) {
	told, err := book.Told(t)
	if err != nil || told.Answered.IsZero() || told.Answered.Before(dayOf(book, since)) {
		return settled{}, err
	}
	return settled{text: view.Answered()}, nil
}

// dayOf is the member's date at an instant; the zero date at the zero time.
func dayOf(book *domain.Book, at time.Time) domain.Date {
	if at.IsZero() {
		return domain.Date{}
	}
	return domain.DateIn(at, book.Member.Settings(book.Policy).Location)
}
