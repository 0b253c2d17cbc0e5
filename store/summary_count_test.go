package store

import (
	"fmt"
	"testing"

	"rapport/domain"
)

// A program's summary with its chart, and its organiser's report with the CSV below
// it, are rendered, posted and recorded with as many statements for five hundred pairs
// and three shout-outs as for one of each.
func TestStatementsOfASummary(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		small := summed(t, s, 1, 1)
		large := summed(t, opened(t, options(copies[s.dialect](t))), 500, 3)
		for _, k := range []domain.DeliveryKind{domain.SummaryDelivery, domain.ReportDelivery} {
			if small[k] == 0 || large[k] != small[k] {
				t.Errorf("sending the %s: %d statements for one pair, %d for five hundred", k, small[k], large[k])
			}
		}
	})
}

// summed are the statements that it takes to send what is due of a program of so many
// pairs of which so many thank one another.
func summed(t *testing.T, s *Store, pairs, thanks int) map[domain.DeliveryKind]int64 {
	t.Helper()
	w := bare(t, s)
	grow(t, s, "p", pairs, 3)
	for i := 1; i <= thanks; i++ {
		from, to := domain.MemberID(fmt.Sprint("pmentee", i)), domain.MemberID(fmt.Sprint("pmentor", i))
		settled(t, s, from, domain.MentoringChanges{Shoutouts: []domain.Shoutout{
			{Program: "p", ID: domain.RecordID(fmt.Sprint("s", i)), From: from, To: to, Text: "Thank you.", Made: domain.On(2026, 11, 3), State: domain.ShoutAgreed},
		}})
	}
	if err := planSummary(s, t, summariesDue(t, s, monday)[0], monday); err != nil {
		t.Fatal(err)
	}
	n := make(map[domain.DeliveryKind]int64)
	for _, c := range claim(t, s, monday, 10) {
		n[c.Delivery.Kind] = w.sends(c, monday)
	}
	if posts, files := w.slack.calls["chat.postMessage"], w.slack.calls["files.completeUploadExternal"]; posts != 3 || files != 2 {
		t.Errorf("%d posts, the welcome among them, and %d files, want 3 and 2", posts, files)
	}
	return n
}
