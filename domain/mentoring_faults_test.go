package domain

import (
	"errors"
	"testing"
)

// brittle is a shelf of which one reading of programs fails.
type brittle struct {
	*shelf
	left int // readings that succeed before that
}

var errTorn = errors.New("a page is torn")

func (s *brittle) torn() error {
	if s.left--; s.left == -1 {
		return errTorn
	}
	return nil
}

// of is what a reading returns, unless it fails.
func of[T any](s *brittle, read func() (T, error)) (T, error) {
	if err := s.torn(); err != nil {
		var none T
		return none, err
	}
	return read()
}

func (s *brittle) Program(id ProgramID) (*Program, error) {
	return of(s, func() (*Program, error) { return s.shelf.Program(id) })
}

func (s *brittle) ProgramIn(channel string) (*Program, error) {
	return of(s, func() (*Program, error) { return s.shelf.ProgramIn(channel) })
}
func (s *brittle) Programs() ([]*Program, error) { return of(s, s.shelf.Programs) }

func (s *brittle) Register(id ProgramID) (*Register, error) {
	return of(s, func() (*Register, error) { return s.shelf.Register(id) })
}

func (s *brittle) Participants(id ProgramID) ([]Participant, error) {
	return of(s, func() ([]Participant, error) { return s.shelf.Participants(id) })
}

func (s *brittle) Pair(id PairID) (Pair, error) {
	return of(s, func() (Pair, error) { return s.shelf.Pair(id) })
}

func (s *brittle) Pairs(id ProgramID) ([]Pair, error) {
	return of(s, func() ([]Pair, error) { return s.shelf.Pairs(id) })
}

func (s *brittle) SessionLogs(pairs []PairID, since Date) ([]SessionLog, error) {
	return of(s, func() ([]SessionLog, error) { return s.shelf.SessionLogs(pairs, since) })
}

func (s *brittle) PairGoals(id PairID) ([]PairGoal, error) {
	return of(s, func() ([]PairGoal, error) { return s.shelf.PairGoals(id) })
}

func (s *brittle) Feedback(id PairID) ([]Feedback, error) {
	return of(s, func() ([]Feedback, error) { return s.shelf.Feedback(id) })
}

func (s *brittle) Shoutout(id RecordID) (*Shoutout, error) {
	return of(s, func() (*Shoutout, error) { return s.shelf.Shoutout(id) })
}

func (s *brittle) Partnerships(on Date) ([]Partnership, error) {
	return of(s, func() ([]Partnership, error) { return s.shelf.Partnerships(on) })
}

func (s *brittle) Known(members []MemberID) (names, zones map[MemberID]string, err error) {
	if err := s.torn(); err != nil {
		return nil, nil, err
	}
	return s.shelf.Known(members)
}

// TestNoTornPageIsPassedOver: whichever reading of a command fails, the command does,
// and none of it is decided on half of what is known.
func TestNoTornPageIsPassedOver(t *testing.T) {
	all := append([]method{
		{name: "logs a session", do: func(m *Mentoring, c *club, _ deeds) error {
			x, err := m.book.Contact(c.with(m.me(), map[MemberID]MemberID{mona: tess, tess: mona}[m.me()]))
			if err != nil {
				return err
			}
			if _, err := m.book.Log(x, Touch{On: in(0)}); err != nil {
				return err
			}
			return second(m.Sessions())
		}},
		{name: "looks at everybody", do: func(m *Mentoring, _ *club, _ deeds) error { return second(m.book.Portfolio()) }},
	}, methods...)
	for i, tc := range all {
		who := mona
		switch {
		case i == 0 || tc.name == "close goal" || tc.name == "take back":
			who = tess
		case tc.organiser == may:
			who = olga
		}
		t.Run(tc.name, func(t *testing.T) {
			c, on := newBusyClub(t)
			c.logs(tess, mona, in(-1))
			d := c.desk(t, who)
			for left := 0; ; left++ {
				s := &brittle{shelf: &d.shelf, left: left}
				b := OpenBook(d.member, "torn", d.now, d.policy, s)
				err := tc.do(b.Mentoring(), c, on)
				if err == nil {
					_, err = b.Changes("test")
				}
				if s.left >= 0 { // it needed no more
					if left == 0 || errors.Is(err, errTorn) {
						t.Errorf("it failed with none torn, or read nothing: %v", err)
					}
					return
				}
				if !errors.Is(err, errTorn) {
					t.Fatalf("reading %d failed, and the command did not: %v", left+1, err)
				}
			}
		})
	}
}
