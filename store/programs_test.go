package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"gorm.io/gorm"

	"rapport/domain"
)

var (
	lena = domain.Owner{Workspace: "T1", Member: "U3"}
	ravi = domain.Owner{Workspace: "T1", Member: "U4"}
)

// berlin is the draft of a program in a channel.
func berlin(channel string) domain.Draft {
	return domain.Draft{
		Channel: channel, Name: "Engineering Mentors", Cadence: domain.Cadence{Ideal: 14, Maximum: 28},
		Summary: domain.Weekly{At: 9 * 60, Days: domain.Monday}, Zone: "Europe/Berlin",
	}
}

// mentors starts a program of mia's in a channel, with omar for a mentor and lena and
// ravi for mentees, and pairs nobody.
func mentors(t testing.TB, s *Store, channel string) domain.ProgramID {
	t.Helper()
	meet(t, s, mia, omar, lena, ravi)
	var id domain.ProgramID
	do(t, s, ref(mia, fmt.Sprint("starts ", channel, count(t, s, "programs")), nine), func(b *domain.Book) error {
		p, err := b.Mentoring().Start(berlin(channel))
		if err == nil {
			id = p.ID
		}
		return err
	})
	for o, role := range map[domain.Owner]domain.Role{omar: domain.Mentor, lena: domain.Mentee, ravi: domain.Mentee} {
		do(t, s, ref(o, fmt.Sprint(o.Member, " joins ", channel, count(t, s, "participants")), nine), func(b *domain.Book) error {
			_, err := b.Mentoring().Join(id, role, []string{"go", "talks"}, 2)
			return err
		})
	}
	return id
}

// paired pairs omar with lena and returns their pair.
func paired(t testing.TB, s *Store, p domain.ProgramID) domain.Pair {
	t.Helper()
	var made []domain.Pair
	do(t, s, ref(mia, fmt.Sprint("pairs ", count(t, s, "pairs")), nine), func(b *domain.Book) (err error) {
		made, _, err = b.Mentoring().PairUp(p, []domain.Couple{{Mentor: omar.Member, Mentee: lena.Member}})
		return err
	})
	if len(made) != 1 {
		t.Fatalf("pairs %v, want one", made)
	}
	return made[0]
}

// logs logs a coffee of o's with another member on a date.
func logs(t testing.TB, s *Store, o, with domain.Owner, id string, on domain.Date) {
	t.Helper()
	if err := logged(t, s, o, with, id, on); err != nil {
		t.Fatal(err)
	}
}

func logged(t testing.TB, s *Store, o, with domain.Owner, id string, on domain.Date) error {
	t.Helper()
	at := domain.Instant(on, 18*60, time.UTC)
	return s.Book().Write(t.Context(), ref(o, id, at), func(b *domain.Book) error {
		all, err := b.AllNames()
		if err != nil {
			return err
		}
		for _, k := range all {
			if k.Slack == string(with.Member) {
				c, err := b.Contact(k.Contact)
				if err != nil {
					return err
				}
				_, err = b.Log(c, domain.Touch{On: on, Kind: "coffee", Note: canary})
				return err
			}
		}
		return domain.Fault(domain.KindNotFound, "partner", nil)
	})
}

// register reads a program as its organiser's command does.
func register(t testing.TB, s *Store, id domain.ProgramID) *domain.Register {
	t.Helper()
	var r *domain.Register
	err := s.read(t.Context(), "register", func(tx *gorm.DB) (err error) {
		r, err = s.shelf(scoped(tx, mia)).Register(id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// peek reads with the shelf of o.
func peek(t testing.TB, s *Store, o domain.Owner, f func(*shelf) error) {
	t.Helper()
	if err := s.read(t.Context(), "peek", func(tx *gorm.DB) error { return f(s.shelf(scoped(tx, o))) }); err != nil {
		t.Fatal(err)
	}
}

// settled stores changes of programs in nobody's name.
func settled(t testing.TB, s *Store, by domain.MemberID, ch domain.MentoringChanges) {
	t.Helper()
	if err := s.write(t.Context(), "programs", func(tx *gorm.DB) error { return shared(tx, "T1").saveMentoring(by, ch) }); err != nil {
		t.Fatal(err)
	}
}

// wholeProgram is a program with a row of each sort, every field of it filled.
func wholeProgram() domain.MentoringChanges {
	p := &domain.Program{
		Workspace: "T1", ID: "p1", Channel: "C1", Private: true, Name: "Mentors", Cadence: domain.Cadence{Ideal: 14, Maximum: 28},
		Summary: domain.Weekly{At: 540, Days: domain.Monday}, Zone: "Europe/Berlin", Organisers: []domain.MemberID{"U9", "U1"},
		Joining: domain.JoinInvited, Started: domain.On(2026, 10, 5), Ended: domain.On(2026, 12, 1), Purge: true, Shut: nine,
		LastSummary: domain.On(2026, 11, 2), Figures: []domain.Figure{{N: 5, Tenths: 46, Halves: 46}, {N: 10, Tenths: 48, High: true, Halves: 97}},
	}
	return domain.MentoringChanges{
		Programs: []domain.ProgramChange{{After: p}},
		Participants: []domain.Participant{
			{Program: "p1", Member: "U1", Role: domain.Mentor, Topics: []string{"go", "talks"}, Capacity: 3, Avoid: []domain.MemberID{"U4"}, Another: true, Joined: domain.On(2026, 10, 6), PausedUntil: domain.On(2026, 11, 20)},
			{Program: "p1", Member: "U3", Role: domain.Mentee, Capacity: 1, Asked: true, Joined: domain.On(2026, 10, 7), Left: domain.On(2026, 11, 1)},
		},
		Pairs: []domain.Pair{
			{Program: "p1", ID: "q1", Mentor: "U1", Mentee: "U3", Since: domain.On(2026, 10, 8), Ended: domain.On(2026, 10, 9), Why: domain.PairLeft},
			{Program: "p1", ID: "q2", Mentor: "U1", Mentee: "U3", Since: domain.On(2026, 10, 10), PausedUntil: domain.On(2026, 12, 1)},
		},
		SessionLogs: []domain.SessionLog{
			{Program: "p1", Pair: "q2", Member: "U1", Interaction: "i1", On: domain.On(2026, 10, 12), State: domain.SessionCounts, Logged: nine},
			{Program: "p1", Pair: "q2", Member: "U3", Interaction: "i2", On: domain.On(2026, 10, 12), State: domain.SessionCounts, Logged: nine.Add(time.Hour)},
			{Program: "p1", Pair: "q2", Member: "U3", Interaction: "i3", On: domain.On(2026, 10, 13), State: domain.SessionUndone, Logged: nine},
		},
		Goals: []domain.PairGoal{
			{Program: "p1", Pair: "q2", ID: "g1", Author: "U1", What: "speak", By: domain.On(2026, 12, 1), Made: domain.On(2026, 10, 12), State: domain.GoalReached, Closed: domain.On(2026, 10, 20)},
			{Program: "p1", Pair: "q2", ID: "g2", Author: "U3", What: "write", Made: domain.On(2026, 10, 12), State: domain.GoalOpen},
		},
		Feedback: []domain.Feedback{
			{Program: "p1", Pair: "q2", Author: "U1", About: "2026-10-12", Rating: 5, Comment: "fine", Given: nine},
			{Program: "p1", Pair: "q2", Author: "U3", About: domain.FeedbackMonth, Rating: 2, Given: nine},
			{Program: "p1", Pair: "q2", Author: "U1", About: domain.FeedbackMonth, Rating: 4, Given: nine.Add(time.Hour)},
		},
		Shoutouts: []domain.Shoutout{
			{Program: "p1", ID: "s1", From: "U3", To: "U1", Text: "You read my talk.", Made: domain.On(2026, 10, 13), State: domain.ShoutAgreed, On: domain.On(2026, 11, 2)},
			{Program: "p1", ID: "s2", From: "U1", To: "U3", Text: "Thank you.", Made: domain.On(2026, 10, 14), State: domain.ShoutAsked},
		},
	}
}

// Whatever is stored of a program is read again, and changed in place.
func TestProgramsComeBackAsTheyWere(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia, lena)
		ch := wholeProgram()
		settled(t, s, "U1", ch)
		compare := func(what string, want, got any, err error) {
			t.Helper()
			if d := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(domain.Program{}, "Version")); d != "" || err != nil {
				t.Errorf("%s: error %v, difference (-want +got):\n%s", what, err, d)
			}
		}
		check := func() {
			t.Helper()
			peek(t, s, mia, func(sh *shelf) error {
				p, err := sh.Program("p1")
				compare("program", ch.Programs[0].After, p, err)
				people, err := sh.Participants("p1")
				compare("participants", ch.Participants, people, err)
				pairs, err := sh.Pairs("p1")
				compare("pairs", ch.Pairs, pairs, err)
				mine, err := sh.Pairs("")
				compare("my pairs", ch.Pairs, mine, err)
				one, err := sh.Pair("q2")
				compare("pair", ch.Pairs[1], one, err)
				logs, err := sh.SessionLogs([]domain.PairID{"q1", "q2"}, domain.On(2026, 10, 12))
				compare("logs", ch.SessionLogs, logs, err)
				later, err := sh.SessionLogs([]domain.PairID{"q2"}, domain.On(2026, 10, 13))
				compare("later logs", ch.SessionLogs[2:], later, err)
				goals, err := sh.PairGoals("q2")
				compare("goals", ch.Goals, goals, err)
				given, err := sh.Feedback("q2")
				compare("feedback", []domain.Feedback{ch.Feedback[0], ch.Feedback[2]}, given, err)
				for i := range ch.Shoutouts {
					x, err := sh.Shoutout(ch.Shoutouts[i].ID)
					compare("shout-out", &ch.Shoutouts[i], x, err)
				}
				names, zones, err := sh.Known([]domain.MemberID{"U1", "U3", "U7"})
				compare("names", map[domain.MemberID]string{"U1": "Somebody", "U3": "Somebody"}, names, err)
				compare("zones", map[domain.MemberID]string{"U1": "Europe/Oslo", "U3": "Europe/Oslo"}, zones, err)
				return nil
			})
		}
		check()
		// All that may change does, in the same rows.
		was := *ch.Programs[0].After
		was.Version = 1
		p := was
		p.Organisers, p.Name, p.Private, p.Purge, p.Shut = []domain.MemberID{"U1"}, "Others", false, false, time.Time{}
		ch.Programs = []domain.ProgramChange{{Before: &was, After: &p}}
		for i := range ch.Participants {
			x := &ch.Participants[i]
			x.Topics, x.Capacity, x.Another, x.Asked, x.PausedUntil = []string{"sql"}, 4, !x.Another, !x.Asked, domain.On(2027, 1, 1)
		}
		ch.Participants[0].Avoid = []domain.MemberID{"U3"}
		ch.Pairs[1].Ended, ch.Pairs[1].Why, ch.Pairs[1].PausedUntil = domain.On(2026, 11, 3), domain.PairOver, domain.Date{}
		ch.SessionLogs[0].State = domain.SessionNot
		ch.Goals[1].What, ch.Goals[1].State, ch.Goals[1].Closed = "write more", domain.GoalDropped, domain.On(2026, 11, 3)
		ch.Feedback[2].Rating, ch.Feedback[2].Comment = 1, "less"
		ch.Shoutouts[1].State, ch.Shoutouts[1].On = domain.ShoutAgreed, domain.On(2026, 11, 9)
		settled(t, s, "U1", ch)
		check()
		err := s.write(t.Context(), "programs", func(tx *gorm.DB) error { return shared(tx, "T1").saveMentoring("U1", ch) })
		want(t, err, domain.KindConflict) // of a version that was read before
	})
}

// What a register holds: dates, and whoever gave a rating apart from the others; the
// same ids in another workspace are others.
func TestRegister(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia, lena, alien)
		ch := wholeProgram()
		settled(t, s, "U1", ch)
		shown := domain.Telling{Rule: domain.SessionDue, Contact: "c1", Subject: "q2"}
		shown2 := domain.Telling{Rule: domain.HowWasIt, Contact: "c1", Subject: "q1"}
		for i, o := range []domain.Owner{mia, lena} {
			err := s.Shows().Shown(t.Context(), domain.Delivery{Owner: o, Kind: domain.CheckInDelivery, On: domain.On(2026, 11, 2+i)}, []domain.Telling{shown, shown2})
			if err != nil {
				t.Fatal(err)
			}
		}
		got := register(t, s, "p1")
		want := &domain.Register{
			Program: *ch.Programs[0].After, Participants: ch.Participants, Pairs: ch.Pairs,
			Sessions: map[domain.PairID][]domain.Date{"q2": {domain.On(2026, 10, 12)}},
			Goals: []domain.GoalDates{
				{Pair: "q2", Made: domain.On(2026, 10, 12), Reached: domain.On(2026, 10, 20)}, {Pair: "q2", Made: domain.On(2026, 10, 12)},
			},
			Ratings: []domain.Rating{{By: 1, Stars: 5}, {By: 2, Stars: 2}, {By: 1, Stars: 4}},
			Shouts:  ch.Shoutouts[:1], Nudged: map[domain.PairID]domain.Date{"q2": domain.On(2026, 11, 3)},
			Names: map[domain.MemberID]string{"U1": "Somebody", "U3": "Somebody"},
			Zones: map[domain.MemberID]string{"U1": "Europe/Oslo", "U3": "Europe/Oslo"},
		}
		want.Program.Version = 1
		if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
			t.Errorf("register differs (-want +got):\n%s", d)
		}
		peek(t, s, alien, func(sh *shelf) error {
			_, err := sh.Register("p1")
			wantKind(t, err, domain.KindNotFound)
			_, err = sh.Pair("q2")
			wantKind(t, err, domain.KindNotFound)
			_, err = sh.Shoutout("s1")
			wantKind(t, err, domain.KindNotFound)
			pairs, err := sh.Pairs("")
			if len(pairs) > 0 {
				t.Errorf("pairs in another workspace: %v", pairs)
			}
			return err
		})
	})
}

// wantKind is want, for use inside a transaction.
func wantKind(t testing.TB, err error, k domain.Kind) { t.Helper(); want(t, err, k) }

// With whom somebody would not be paired is theirs to read and to write.
func TestAvoidIsItsMembersAlone(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		id := mentors(t, s, "C1")
		do(t, s, ref(lena, "avoids", nine), func(b *domain.Book) error {
			return b.Mentoring().Avoid(id, []domain.MemberID{omar.Member})
		})
		seen := func(o domain.Owner) (avoid []domain.MemberID) {
			peek(t, s, o, func(sh *shelf) error {
				all, err := sh.Participants(id)
				for _, p := range all {
					avoid = append(avoid, p.Avoid...)
				}
				return err
			})
			return avoid
		}
		if got := seen(lena); !slices.Equal(got, []domain.MemberID{omar.Member}) {
			t.Errorf("lena avoids %v, want Omar", got)
		}
		if got := append(seen(omar), seen(ravi)...); len(got) > 0 {
			t.Errorf("others read %v", got)
		}
		var refused []domain.Refusal
		do(t, s, ref(mia, "pairs", nine), func(b *domain.Book) (err error) {
			_, refused, err = b.Mentoring().PairUp(id, []domain.Couple{{Mentor: omar.Member, Mentee: lena.Member}})
			return err
		})
		if len(refused) != 1 || refused[0].Why != domain.RefusedAsked || refused[0].Who != "" {
			t.Errorf("refused %+v, want it without saying who", refused)
		}
		// Whoever else writes her row has not read that, and leaves it.
		var rows []domain.Participant
		peek(t, s, omar, func(sh *shelf) (err error) { rows, err = sh.Participants(id); return err })
		settled(t, s, omar.Member, domain.MentoringChanges{Participants: rows})
		if got := seen(lena); len(got) != 1 {
			t.Errorf("lena avoids %v after others were at work, want Omar still", got)
		}
	})
}

// Two organisers pair the same two, and start programs in the same channel, at once.
func TestOrganisersAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		id := mentors(t, s, "C1")
		do(t, s, ref(mia, "organisers", nine), func(b *domain.Book) error {
			d := berlin("C1")
			d.Organisers = []domain.MemberID{mia.Member, ravi.Member}
			_, err := b.Mentoring().Change(id, d)
			return err
		})
		var mu sync.Mutex
		var refused []domain.RefusalKind
		errs := make([]error, 4)
		together(len(errs), func(i int) {
			o := []domain.Owner{mia, ravi}[i%2]
			errs[i] = s.Book().Write(t.Context(), ref(o, fmt.Sprint("pairs ", i), nine), func(b *domain.Book) error {
				_, no, err := b.Mentoring().PairUp(id, []domain.Couple{{Mentor: omar.Member, Mentee: lena.Member}})
				mu.Lock()
				defer mu.Unlock()
				for _, r := range no {
					refused = append(refused, r.Why)
				}
				return err
			})
		})
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		if n := count(t, s, "pairs"); n != 1 || len(refused) < 3 || slices.ContainsFunc(refused, func(r domain.RefusalKind) bool { return r != domain.RefusedPaired }) {
			t.Errorf("%d pairs, the others were refused as %v; want one and three that are paired", n, refused)
		}
		if n := count(t, s, "outbox WHERE kind = 'paired'"); n != 2 {
			t.Errorf("%d introductions, want one each", n)
		}
		together(len(errs), func(i int) {
			errs[i] = s.Book().Write(t.Context(), ref(mia, fmt.Sprint("starts ", i), nine), func(b *domain.Book) error {
				_, err := b.Mentoring().Start(berlin("C2"))
				return err
			})
		})
		stale := slices.DeleteFunc(slices.Clone(errs), func(err error) bool { return domain.KindOf(err) != domain.KindStale })
		if n := count(t, s, "programs"); n != 2 || len(stale) != 3 {
			t.Errorf("%d programs, errors %v; want one more and three that hear of it", n, errs)
		}
	})
}

// together runs f n times at once.
func together(n int, f func(i int)) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { f(i) })
	}
	wg.Wait()
}

// Each of the two finds the other among their people after the pairing, and what
// both log for one date is one session, however close together they do it.
func TestPartnersLogOneSessionAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		id := mentors(t, s, "C1")
		pair := paired(t, s, id)
		for i := range 6 {
			on := domain.On(2026, 11, 2).AddDays(3 * i)
			errs := make([]error, 2)
			together(2, func(k int) {
				o, with := omar, lena
				if k == 1 {
					o, with = with, o
				}
				errs[k] = logged(t, s, o, with, fmt.Sprint(o.Member, " logs ", i), on)
			})
			if err := errors.Join(errs...); err != nil {
				t.Fatal(err)
			}
		}
		r := register(t, s, id)
		if n := count(t, s, "session_logs"); len(r.Sessions[pair.ID]) != 6 || n != 12 {
			t.Errorf("%d sessions from %d logs, want 6 from 12", len(r.Sessions[pair.ID]), n)
		}
		var mine []domain.Partnership
		peek(t, s, lena, func(sh *shelf) (err error) { mine, err = sh.Partnerships(domain.On(2026, 11, 20)); return err })
		if len(mine) != 1 || len(mine[0].Sessions) != 6 || len(mine[0].Mine) != 6 || mine[0].Name != "Somebody" || mine[0].Paused {
			t.Errorf("lena sees %+v, want six sessions", mine)
		}
		// Undo is of one's own log; the session goes with the second.
		for k, o := range []domain.Owner{omar, lena} {
			do(t, s, ref(o, string(o.Member)+" undoes", nine.AddDate(0, 0, 20)), func(b *domain.Book) error {
				_, err := b.Undo("")
				return err
			})
			if n := len(register(t, s, id).Sessions[pair.ID]); n != 6-k {
				t.Errorf("%d sessions after %d undid theirs, want %d", n, k+1, 6-k)
			}
		}
	})
}

// Nobody can undo that they were made acquainted, and who is there already stays who
// they are.
func TestPairingAcquaints(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		id := mentors(t, s, "C1")
		do(t, s, ref(omar, "knows", nine), func(b *domain.Book) error {
			c, err := b.Add("Lena B", string(lena.Member), domain.Relating)
			if err != nil {
				return err
			}
			return b.Tag(c, "friend")
		})
		paired(t, s, id)
		for o, known := range map[domain.Owner]struct{ name, slack, tags string }{
			omar: {"Lena B", "U3", "friend mentee"}, lena: {"Somebody", "U2", "mentor"},
		} {
			p, err := s.Shows().Portfolio(t.Context(), o, nine)
			if err != nil || len(p.Contacts) != 1 {
				t.Fatalf("%s has %d people, error %v; want one", o.Member, len(p.Contacts), err)
			}
			c := p.Contacts[0]
			if c.Name != known.name || c.SlackUser != known.slack || strings.Join(c.Tags, " ") != known.tags || c.Phase != domain.Relating {
				t.Errorf("%s has %q %s %v in %v, want %v", o.Member, c.Name, c.SlackUser, c.Tags, c.Phase, known)
			}
		}
		if n := count(t, s, "undos WHERE member = 'U3'"); n != 0 {
			t.Errorf("lena could undo %d things that she never did", n)
		}
	})
}

// A commit that fails leaves nothing of a pairing: neither the pair nor the words to
// the two, nor either of them among the other's people.
func TestPairingIsOneCommit(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		id := mentors(t, s, "C1")
		tables := []string{"pairs", "contacts", "outbox", "commands", "names"}
		was := make(map[string]int)
		for _, table := range tables {
			was[table] = count(t, s, table)
		}
		boom := []string{"CREATE TRIGGER boom BEFORE INSERT ON names BEGIN SELECT RAISE(ABORT, 'no'); END"}
		if s.dialect == postgresDialect {
			boom = []string{
				"CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$",
				"CREATE TRIGGER boom BEFORE INSERT ON names FOR EACH ROW EXECUTE FUNCTION no()",
			}
		}
		for _, statement := range boom { // names are the last of what a pairing writes
			if _, err := s.db.writer.Exec(statement); err != nil {
				t.Fatal(err)
			}
		}
		err := s.Book().Write(t.Context(), ref(mia, "pairs", nine), func(b *domain.Book) error {
			_, _, err := b.Mentoring().PairUp(id, []domain.Couple{{Mentor: omar.Member, Mentee: lena.Member}})
			return err
		})
		if err == nil {
			t.Fatal("nothing failed")
		}
		for _, table := range tables {
			if n := count(t, s, table); n != was[table] {
				t.Errorf("%d rows in %s, want %d as before", n, table, was[table])
			}
		}
	})
}

// An organiser pairs two while both are at work in the program: whoever holds what the
// other needs, one waits or begins anew, and nobody is told of it.
func TestPairingAmongThoseAtWork(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		id := mentors(t, s, "C1")
		for i := range 5 {
			var pair domain.PairID
			work := []func() error{
				func() error {
					return s.Book().Write(t.Context(), ref(mia, fmt.Sprint("pairs ", i), nine), func(b *domain.Book) error {
						made, _, err := b.Mentoring().PairUp(id, []domain.Couple{{Mentor: omar.Member, Mentee: lena.Member}})
						if err == nil {
							pair = made[0].ID
						}
						return err
					})
				},
			}
			for _, o := range []domain.Owner{omar, lena, ravi} {
				work = append(work, func() error {
					return s.Book().Write(t.Context(), ref(o, fmt.Sprint(o.Member, " rests ", i), nine), func(b *domain.Book) error {
						_, err := b.Mentoring().PauseMe(id, domain.On(2026, 12, 1).AddDays(i))
						return err
					})
				})
			}
			errs := make([]error, len(work))
			together(len(work), func(i int) { errs[i] = work[i]() })
			if err := errors.Join(errs...); err != nil {
				t.Fatal(err)
			}
			do(t, s, ref(mia, fmt.Sprint("unpairs ", i), nine), func(b *domain.Book) error {
				_, err := b.Mentoring().Unpair(pair)
				return err
			})
		}
		r := register(t, s, id)
		for _, p := range r.Participants {
			if p.PausedUntil != domain.On(2026, 12, 5) {
				t.Errorf("%s rests until %v, want the last they said", p.Member, p.PausedUntil)
			}
		}
		if len(r.Pairs) != 5 || count(t, s, "contacts") != 2 {
			t.Errorf("%d pairs and %d people, want 5, and each other", len(r.Pairs), count(t, s, "contacts"))
		}
	})
}

// Which programs a member has to do with: those that run and that they organise or
// are in, by name, in their own workspace.
func TestProgramsOfAMember(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		first, second := mentors(t, s, "C1"), mentors(t, s, "C2")
		meet(t, s, alien, domain.Owner{Workspace: "T1", Member: "U5"})
		do(t, s, ref(mia, "by invitation", nine), func(b *domain.Book) error {
			d := berlin("C2")
			d.Name, d.Joining, d.Organisers = "A first one", domain.JoinInvited, []domain.MemberID{mia.Member}
			_, err := b.Mentoring().Change(second, d)
			return err
		})
		do(t, s, ref(ravi, "leaves", nine), func(b *domain.Book) error { _, err := b.Mentoring().Leave(first); return err })
		do(t, s, ref(domain.Owner{Workspace: "T1", Member: "U5"}, "asks", nine), func(b *domain.Book) error {
			_, err := b.Mentoring().Join(second, domain.Mentee, nil, 1)
			return err
		})
		check := func(o domain.Owner, want ...domain.ProgramID) {
			t.Helper()
			peek(t, s, o, func(sh *shelf) error {
				all, err := sh.Programs()
				var got []domain.ProgramID
				for _, p := range all {
					got = append(got, p.ID)
				}
				if !slices.Equal(got, want) {
					t.Errorf("%s of %s has to do with %v, want %v", o.Member, o.Workspace, got, want)
				}
				return err
			})
		}
		check(mia, second, first)
		check(omar, second, first)
		check(ravi, second)
		check(alien)
		check(domain.Owner{Workspace: "T1", Member: "U5"}) // an organiser has not let them in
		do(t, s, ref(mia, "ends", nine), func(b *domain.Book) error { _, err := b.Mentoring().End(first, false); return err })
		check(mia, second)
		peek(t, s, omar, func(sh *shelf) error {
			_, err := sh.ProgramIn("C1")
			want(t, err, domain.KindNotFound)
			p, err := sh.ProgramIn("C2")
			if err == nil && (p.ID != second || !slices.Equal(p.Organisers, []domain.MemberID{mia.Member})) {
				t.Errorf("in the channel runs %+v, want the second", p)
			}
			return err
		})
		again := mentors(t, s, "C1") // there is room in the channel
		check(mia, second, again)
	})
}
