package domain

import "fmt"

// Shout asks a partner, of now or before, whether a word of thanks may be said in
// the channel. KindInvalid for no words and for more than 500 characters.
func (m *Mentoring) Shout(id PairID, text string) (Shoutout, error) {
	q, err := m.ofTwo(id)
	if err != nil {
		return Shoutout{}, err
	}
	p, err := m.running(q.Program)
	if err != nil {
		return Shoutout{}, err
	}
	if text = oneLine(text); !fits(text, maxComment) {
		return Shoutout{}, Fault(KindInvalid, "shout-out", nil)
	}
	s := Shoutout{
		Program: q.Program, ID: RecordID(m.book.id()), From: m.me(), To: q.Partner(m.me()), Text: text,
		Made: m.today(p), State: ShoutAsked,
	}
	m.shouts.put(s.ID, s)
	m.deliver(Delivery{
		Owner: Owner{Workspace: p.Workspace, Member: s.To}, Kind: ShoutDelivery, Subject: string(s.ID), On: s.Made, Rank: RankPatient,
	})
	return s, nil
}

// Shoutout returns a shout-out to whoever wrote it or is thanked. KindNotFound;
// KindForbidden for everybody else.
func (m *Mentoring) Shoutout(id RecordID) (Shoutout, error) {
	s, ok := m.shouts.byKey[id]
	if !ok {
		read, err := m.book.shelf.Shoutout(id)
		if err != nil {
			return Shoutout{}, fmt.Errorf("shout-out: %w", err)
		}
		s = *read
	}
	if s.From != m.me() && s.To != m.me() {
		return Shoutout{}, Fault(KindForbidden, "shout-out", nil)
	}
	return s, nil
}

// AnswerShout agrees to a shout-out, or declines: whom it thanks does. It may be taken
// back until it is said, KindStale from then on, and when its author took it back.
func (m *Mentoring) AnswerShout(id RecordID, agree bool) (Shoutout, error) {
	s, err := m.Shoutout(id)
	switch {
	case err != nil:
		return Shoutout{}, err
	case s.To != m.me():
		return Shoutout{}, Fault(KindForbidden, "shout-out", nil)
	case !s.On.IsZero() || s.State == ShoutWithdrawn:
		return Shoutout{}, Fault(KindStale, "shout-out", nil)
	}
	if _, err := m.running(s.Program); err != nil {
		return Shoutout{}, err
	}
	s.State = ShoutDeclined
	if agree {
		s.State = ShoutAgreed
	}
	m.shouts.put(id, s)
	return s, nil
}
