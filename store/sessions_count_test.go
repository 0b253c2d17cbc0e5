package store

import (
	"testing"

	"rapport/domain"
)

// What is logged with people of whom nobody is in Slack reads nothing of programs;
// with somebody who is, whether there is a pair; with a partner, what the two have
// logged, and one row more is written.
func TestStatementsOfASession(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		paired(t, s, mentors(t, s, "C1"))
		n := statements(t, s)
		cost := func(id, name, slack string) int64 {
			t.Helper()
			var contact domain.ContactID
			do(t, s, ref(lena, id+" is added", nine), func(b *domain.Book) error {
				c, err := b.Add(name, slack, domain.Relating)
				if err == nil {
					contact = c.ID
				}
				return err
			})
			before := n.Load()
			do(t, s, ref(lena, id+" is met", nine), func(b *domain.Book) error {
				c, err := b.Contact(contact)
				if err != nil {
					return err
				}
				_, err = b.Log(c, domain.Touch{On: b.Today})
				return err
			})
			return n.Load() - before
		}
		alone := cost("jane", "Jane", "")
		for _, tc := range []struct {
			name, slack string
			more        int64
		}{{"Joe", "", 0}, {"Sid", "USID", 1}, {"Omar at work", string(omar.Member), 3}} {
			if got := cost(tc.name, tc.name, tc.slack) - alone; got != tc.more {
				t.Errorf("%s: %d statements more than with whom Slack does not know, want %d", tc.name, got, tc.more)
			}
		}
	})
}
