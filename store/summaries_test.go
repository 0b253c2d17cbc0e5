package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"rapport/domain"
)

// monday is when the first summary of [mentors] is due: nine o'clock in Berlin.
var monday = time.Date(2026, 11, 9, 8, 0, 0, 0, time.UTC)

// summaries are the summaries among the deliveries, for count.
const summaries = "outbox WHERE kind = 'summary'"

// summariesDue are the appointments of programs up to an instant.
func summariesDue(t testing.TB, s *Store, now time.Time) []domain.ProgramAppointment {
	t.Helper()
	all, err := s.Summaries().Due(t.Context(), now, 1000)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// planSummary plans an appointment as reminders do.
func planSummary(s *Store, t testing.TB, a domain.ProgramAppointment, now time.Time) error {
	return s.Summaries().Plan(t.Context(), a, now, func(r *domain.Register) domain.ProgramPlan { return domain.PlanSummary(r, a, now) })
}

// A summary is due at the program's own hour, planned once by any number of
// processes, and then a week later.
func TestSummaryIsPlannedOnceByManyProcesses(t *testing.T) {
	for _, d := range []dialect{sqliteDialect, postgresDialect} {
		t.Run(string(d), func(t *testing.T) {
			t.Parallel()
			o := options(dsns[d](t))
			stores := []*Store{opened(t, o)}
			if d == postgresDialect { // of a SQLite file there is one process
				stores = append(stores, opened(t, o))
			}
			s := stores[0]
			id := mentors(t, s, "C1")
			if n := len(summariesDue(t, s, monday.Add(-time.Microsecond))); n != 0 {
				t.Errorf("%d due before the hour", n)
			}
			if next, err := s.Appointments().Next(t.Context()); err != nil || next.IsZero() || next.After(monday) {
				t.Errorf("next %v, error %v; want no later than the summary", next, err)
			}
			want := []domain.ProgramAppointment{{Workspace: "T1", Program: id, At: monday, On: domain.On(2026, 11, 9)}}
			due := summariesDue(t, s, monday)
			if d := cmp.Diff(want, due); d != "" {
				t.Fatalf("due (-want +got):\n%s", d)
			}
			var decided atomic.Int32
			errs := make([]error, 8)
			together(len(errs), func(i int) {
				errs[i] = stores[i%len(stores)].Summaries().Plan(t.Context(), due[0], monday, func(r *domain.Register) domain.ProgramPlan {
					decided.Add(1)
					return domain.PlanSummary(r, due[0], monday)
				})
			})
			if err := errors.Join(errs...); err != nil {
				t.Fatal(err)
			}
			if n := count(t, s, summaries); n != 1 || decided.Load() != 1 {
				t.Errorf("%d summaries, decided %d times; want one of each", n, decided.Load())
			}
			if n := count(t, s, "outbox WHERE kind = 'report' AND recipient = 'U1'"); n != 1 {
				t.Errorf("%d reports to the organiser, want one", n)
			}
			week := summariesDue(t, s, monday.AddDate(0, 0, 7))
			if len(week) != 1 || !week[0].At.Equal(monday.AddDate(0, 0, 7)) || register(t, s, id).Program.LastSummary != due[0].On {
				t.Errorf("next due %v, want in a week", week)
			}
			if stale := planSummary(s, t, due[0], monday.Add(time.Hour)); stale != nil || count(t, s, summaries) != 1 {
				t.Errorf("planned again: error %v, %d summaries", stale, count(t, s, summaries))
			}
		})
	}
}

// A plan that fails or panics leaves the appointment, the figures, the shout-outs
// and the outbox as they were.
func TestSummaryPlanIsOneCommit(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		id := mentors(t, s, "C1")
		a := summariesDue(t, s, monday)[0]
		word := domain.Shoutout{Program: id, ID: "s1", From: "U3", To: "U2", Text: "Thank you.", Made: domain.On(2026, 11, 3), State: domain.ShoutAgreed}
		settled(t, s, "U3", domain.MentoringChanges{Shoutouts: []domain.Shoutout{word}})
		was := register(t, s, id)
		func() {
			defer func() { _ = recover() }()
			_ = s.Summaries().Plan(t.Context(), a, monday, func(*domain.Register) domain.ProgramPlan { panic("no") })
			t.Error("the panic was swallowed")
		}()
		err := s.Summaries().Plan(t.Context(), a, monday, func(r *domain.Register) domain.ProgramPlan {
			p := domain.PlanSummary(r, a, monday)
			p.Program.Version += 5 // only what was read counts
			p.Shouts = append(p.Shouts, domain.Shoutout{Program: "nowhere", ID: "s2"})
			return p
		})
		if err == nil {
			t.Error("a shout-out of no program was stored")
		}
		if d := cmp.Diff(was, register(t, s, id)); d != "" || count(t, s, summaries) != 0 || !slices.Equal(summariesDue(t, s, monday), []domain.ProgramAppointment{a}) {
			t.Errorf("something of it was kept:\n%s", d)
		}
		if err := planSummary(s, t, a, monday); err != nil {
			t.Fatal(err)
		}
		l, err := s.Programs().Ledger(t.Context(), "T1", id, a.On)
		if err != nil || len(l.Shouts) != 1 || l.Shouts[0].Text != word.Text || l.Name != "Engineering Mentors" {
			t.Errorf("ledger %+v, error %v; want one shout-out", l, err)
		}
		if l, err = s.Programs().Ledger(t.Context(), "T1", id, a.On.AddDays(7)); err != nil || len(l.Shouts) != 0 {
			t.Errorf("a week later it is said again: %+v, error %v", l.Shouts, err)
		}
		_, err = s.Programs().Ledger(t.Context(), "T2", id, a.On)
		want(t, err, domain.KindNotFound)
	})
}

// A workspace whose grant is gone costs one look, and its summaries come back with it.
func TestSummariesAreSetAsideWhileTheGrantIsGone(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		mentors(t, s, "C1")
		a := summariesDue(t, s, monday)[0]
		lose(t, s, "T1", "app_uninstalled", monday.Add(-time.Hour))
		if err := planSummary(s, t, a, monday); err != nil {
			t.Fatal(err)
		}
		if n := len(summariesDue(t, s, monday.AddDate(1, 0, 0))); n != 0 || count(t, s, summaries) != 0 {
			t.Errorf("%d due and %d planned while it is gone", n, count(t, s, summaries))
		}
		if next, err := s.Appointments().Next(t.Context()); err != nil || next.After(monday.AddDate(100, 0, 0)) {
			t.Errorf("next %v, error %v; what was set aside is not next", next, err)
		}
		back(t, s, "T1", monday.Add(time.Hour))
		if got := summariesDue(t, s, monday.Add(time.Hour)); !slices.Equal(got, []domain.ProgramAppointment{a}) {
			t.Errorf("due once it is back: %v, want %v", got, a)
		}
	})
}

// Whoever leaves the workspace leaves its programs in the same commit: pairs end,
// partners and organisers are told once, and the mentor is asked to take over.
func TestDepartureReachesTheirPrograms(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		first, second := mentors(t, s, "C1"), mentors(t, s, "C2")
		pair := paired(t, s, first)
		leave := func(o domain.Owner) {
			t.Helper()
			for range 2 {
				if err := s.Members().Profile(t.Context(), o, "", "", true, nine.AddDate(0, 0, 1)); err != nil {
					t.Fatal(err)
				}
			}
		}
		notices := "outbox WHERE kind = 'notice' AND recipient = "
		leave(lena)
		r := register(t, s, first)
		if p := r.Pairs[0]; p.Lasts() || p.Why != domain.PairGone || p.ID != pair.ID {
			t.Errorf("pair %+v, want it ended because she is gone", p)
		}
		for _, x := range append(r.Participants, register(t, s, second).Participants...) {
			if gone := !x.Left.IsZero(); gone != (x.Member == lena.Member) {
				t.Errorf("%s has left: %t", x.Member, gone)
			}
		}
		if partner, organiser := count(t, s, notices+"'U2'"), count(t, s, notices+"'U1'"); partner != 1 || organiser != 2 {
			t.Errorf("%d notices to her partner and %d to the organiser, want one and two", partner, organiser)
		}
		leave(mia)
		if r := register(t, s, first); len(r.Program.Organisers) != 0 {
			t.Errorf("organisers %v, want none", r.Program.Organisers)
		}
		if n := count(t, s, "outbox WHERE subject LIKE 'takeover %' AND recipient = 'U2'"); n != 2 {
			t.Errorf("asked %d times to take over, want once for each program", n)
		}
	})
}

func TestShutAndOpen(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		id := mentors(t, s, "C1")
		ps, shut := s.Programs(), nine.Add(time.Hour)
		errs := make([]error, 4)
		together(len(errs), func(i int) { errs[i] = ps.Shut(t.Context(), "T1", "C1", shut, shut) })
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		told := count(t, s, "outbox WHERE subject LIKE 'shut %'")
		if p := register(t, s, id).Program; !p.Shut.Equal(shut) || told != 1 || len(summariesDue(t, s, monday)) != 0 {
			t.Errorf("shut since %v, told %d times, %d due; want since %v, once, none", p.Shut, told, len(summariesDue(t, s, monday)), shut)
		}
		for range 2 {
			if err := ps.Open(t.Context(), "T1", "C1", nine.Add(2*time.Hour)); err != nil {
				t.Fatal(err)
			}
		}
		if p := register(t, s, id).Program; !p.Shut.IsZero() || len(summariesDue(t, s, monday)) != 1 {
			t.Errorf("shut since %v, want it open and due again", p.Shut)
		}
		if err := errors.Join(ps.Shut(t.Context(), "T1", "C9", shut, shut), ps.Open(t.Context(), "T2", "C1", shut)); err != nil {
			t.Errorf("a channel without a program: %v", err)
		}
	})
}

func TestReportsAndTidings(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		id := mentors(t, s, "C1")
		pair := paired(t, s, id)
		reports, err := s.Programs().Reports(t.Context(), mia, monday)
		if err != nil || len(reports) != 1 || reports[0].On != domain.On(2026, 11, 9) || len(reports[0].Pairs) != 1 || len(reports[0].Unmatched) != 1 {
			t.Errorf("reports %+v, error %v; want one with a pair and Ravi", reports, err)
		}
		if none, err := s.Programs().Reports(t.Context(), omar, monday); err != nil || len(none) != 0 {
			t.Errorf("reports to who organises nothing: %v, error %v", none, err)
		}
		notice := domain.Notice{What: domain.NoticeLeft, Program: id, About: ravi.Member}
		word := domain.Shoutout{Program: id, ID: "s1", From: "U3", To: "U2", Text: "Thank you.", Made: domain.On(2026, 11, 3), State: domain.ShoutAsked}
		settled(t, s, "U3", domain.MentoringChanges{Shoutouts: []domain.Shoutout{word}})
		person := func(o domain.Owner, r domain.Role) domain.Person {
			return domain.Person{Member: o.Member, Name: "Somebody", Zone: "Europe/Oslo", Role: r, Topics: []string{"go", "talks"}}
		}
		for _, c := range []struct {
			kind    domain.DeliveryKind
			subject string
			want    domain.Tidings
		}{
			{domain.PairedDelivery, string(pair.ID), domain.Tidings{Pair: pair, Mentor: person(omar, domain.Mentor), Mentee: person(lena, domain.Mentee)}},
			{domain.NoticeDelivery, notice.Subject(), domain.Tidings{About: person(ravi, domain.Mentee)}},
			{domain.ShoutDelivery, "s1", domain.Tidings{Shout: word, From: person(lena, domain.Mentee), To: person(omar, domain.Mentor)}},
		} {
			got, err := s.Programs().Tidings(t.Context(), domain.Delivery{Owner: mia, Kind: c.kind, Subject: c.subject})
			c.want.Program = register(t, s, id).Program
			if d := cmp.Diff(c.want, got); d != "" || err != nil {
				t.Errorf("%s: error %v, difference (-want +got):\n%s", c.kind, err, d)
			}
			for _, bad := range []domain.Delivery{
				{Owner: alien, Kind: c.kind, Subject: c.subject}, {Owner: mia, Kind: c.kind, Subject: "no such one"}, {Owner: mia, Kind: domain.DigestDelivery},
			} {
				_, err = s.Programs().Tidings(t.Context(), bad)
				want(t, err, domain.KindNotFound)
			}
		}
	})
}

// A program that is to leave nothing behind is kept until its last summary is out
// and everybody has heard; then no table knows of it, and of another one all.
func TestPurgeLeavesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		kept, gone := mentors(t, s, "C1"), mentors(t, s, "C2")
		var pairs []domain.Pair
		for _, id := range []domain.ProgramID{kept, gone} {
			pair := paired(t, s, id)
			pairs = append(pairs, pair)
			settled(t, s, "U3", domain.MentoringChanges{
				Goals:     []domain.PairGoal{{Program: id, Pair: pair.ID, ID: "g1", Author: "U3", What: "speak", Made: pair.Since, State: domain.GoalOpen}},
				Feedback:  []domain.Feedback{{Program: id, Pair: pair.ID, Author: "U3", About: domain.FeedbackMonth, Rating: 4, Comment: "fine", Given: nine}},
				Shoutouts: []domain.Shoutout{{Program: id, ID: domain.RecordID("s" + id), From: "U3", To: "U2", Text: "Thanks.", Made: pair.Since, State: domain.ShoutAsked}},
			})
			p, err := s.Shows().Portfolio(t.Context(), lena, nine)
			if err != nil || len(p.Contacts) != 1 {
				t.Fatalf("lena has %d people, error %v; want Omar", len(p.Contacts), err)
			}
			told := []domain.Telling{
				{Rule: domain.SessionDue, Contact: p.Contacts[0].ID, Subject: string(pair.ID)},
				{Rule: domain.HowWasIt, Contact: p.Contacts[0].ID, Subject: string(pair.ID) + " " + domain.FeedbackMonth},
			}
			d := domain.Delivery{Owner: lena, Kind: domain.DigestDelivery, On: domain.On(2026, 11, 3)}
			if id == kept {
				d.On = domain.On(2026, 11, 4)
			}
			if err := s.Shows().Shown(t.Context(), d, told); err != nil {
				t.Fatal(err)
			}
			for i := range 120 { // more than a batch
				settled(t, s, "", domain.MentoringChanges{SessionLogs: []domain.SessionLog{{
					Program: id, Pair: pair.ID, Member: "U3", Interaction: domain.InteractionID(fmt.Sprint("i", i)), On: pair.Since, State: domain.SessionCounts, Logged: nine,
				}}})
			}
		}
		do(t, s, ref(mia, "ends", nine), func(b *domain.Book) error {
			_, err := b.Mentoring().End(gone, true)
			return err
		})
		do(t, s, ref(mia, "ends the other", nine), func(b *domain.Book) error {
			_, err := b.Mentoring().End(kept, false)
			return err
		})
		was := mentions(t, s, string(kept), string(pairs[0].ID))
		sweep := func() {
			t.Helper()
			if _, err := s.Sweep(t.Context(), nine.Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
		}
		sweep()
		open := count(t, s, "outbox WHERE due > 0")
		for i := range open {
			if n := count(t, s, "programs"); n != 2 {
				t.Fatalf("%d programs while %d deliveries are open, want both", n, open-i)
			}
			var c []domain.Claim
			for k := 0; len(c) == 0; k++ {
				c = claim(t, s, nine.Add(time.Duration(10*i+k)*time.Minute), 1)
			}
			accepted(t, s, c[0], nine.Add(time.Duration(10*i)*time.Minute))
		}
		sweep()
		if found := mentions(t, s, string(gone), string(pairs[1].ID)); len(found) > 0 {
			t.Errorf("what was to be deleted is still in %v", found)
		}
		if d := cmp.Diff(was, mentions(t, s, string(kept), string(pairs[0].ID))); d != "" || len(was) < 10 {
			t.Errorf("the other program (-before +after):\n%s", d)
		}
		if n := count(t, s, "contacts"); n != 2 {
			t.Errorf("%d people, want the two among each other's still", n)
		}
	})
}

// mentions counts, for each table, the rows in which one of ids stands.
func mentions(t *testing.T, s *Store, ids ...string) map[string]int {
	t.Helper()
	found := make(map[string]int)
	by := make(map[string][]string)
	for _, c := range columns(t, s) {
		table, column, _ := strings.Cut(c, ".")
		by[table] = append(by[table], column)
	}
	for table, all := range by {
		var tests []string
		for _, column := range all {
			for _, id := range ids {
				tests = append(tests, fmt.Sprintf("CAST(%s AS TEXT) LIKE '%%%s%%'", column, id))
			}
		}
		if n := count(t, s, table+" WHERE "+strings.Join(tests, " OR ")); n > 0 {
			found[table] = n
		}
	}
	return found
}

// A sweep that is cut off in the middle of a purge is finished by the next one.
func TestPurgeGoesOnWhereItWasCutOff(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		id := mentors(t, s, "C1")
		paired(t, s, id)
		logs(t, s, omar, lena, "logs", domain.On(2026, 11, 2))
		do(t, s, ref(mia, "ends", nine), func(b *domain.Book) error { _, err := b.Mentoring().End(id, true); return err })
		if _, err := s.db.writer.Exec("UPDATE outbox SET state = 'sent', due = 0"); err != nil {
			t.Fatal(err)
		}
		var cut atomic.Bool
		cut.Store(true)
		err := s.writer.Callback().Raw().Before("gorm:raw").Register("cut", func(db *gorm.DB) {
			if cut.Load() && strings.HasPrefix(db.Statement.SQL.String(), "DELETE FROM pairs") {
				_ = db.AddError(errors.New("cut off"))
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Sweep(t.Context(), nine); err == nil {
			t.Error("nothing was cut off")
		}
		if sessions, programs := count(t, s, "session_logs"), count(t, s, "programs"); sessions != 0 || programs != 1 {
			t.Errorf("%d sessions and %d programs after the cut, want none and one", sessions, programs)
		}
		cut.Store(false)
		if _, err := s.Sweep(t.Context(), nine); err != nil {
			t.Fatal(err)
		}
		if found := mentions(t, s, string(id)); len(found) > 0 {
			t.Errorf("still in %v", found)
		}
	})
}
