package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"gorm.io/gorm"

	"rapport/domain"
)

// queries counts the statements that a store reads with from now on, by table.
func queries(t *testing.T, s *Store) func() map[string]int {
	t.Helper()
	var mu sync.Mutex
	tables := make(map[string]int)
	count := func(db *gorm.DB) {
		if db.DryRun { // part of another
			return
		}
		mu.Lock()
		defer mu.Unlock()
		tables[db.Statement.Table]++
	}
	overhear(s, func(_ domain.Owner, statement string, _ []any) {
		mu.Lock()
		defer mu.Unlock()
		if strings.HasPrefix(statement, "SELECT") {
			tables[tableWord.FindStringSubmatch(statement)[1]]++
		}
	})
	for _, g := range []*gorm.DB{s.writer, s.reader} {
		err := g.Callback().Query().After("gorm:query").Register("count", count)
		err = errors.Join(err, g.Callback().Row().After("gorm:row").Register("count", count))
		if err != nil {
			t.Fatal(err)
		}
	}
	return func() map[string]int { mu.Lock(); defer mu.Unlock(); return tables }
}

func TestPortfolioReadsEachTableOnceAtMost(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		do(t, s, ref(mia, "import", nine), func(b *domain.Book) error {
			for i := range 500 {
				c, err := b.Add(fmt.Sprintf("Person %03d", 499-i), "", domain.Relating)
				if err != nil {
					return err
				}
				_, err = b.Log(c, domain.Touch{On: b.Today, Signals: []domain.SignalKind{domain.Initiated}})
				_, err2 := b.Promise(c, "a photo", b.Today, false)
				if err := errors.Join(err, err2); err != nil {
					return err
				}
			}
			return nil
		})
		read := queries(t, s)
		p, err := s.Shows().Portfolio(t.Context(), mia, nine)
		if err != nil || len(p.Contacts) != 500 || p.Logged != 500 || p.Member.Owner != mia {
			t.Fatalf("%d contacts, %d logged, error %v; want 500 each", len(p.Contacts), p.Logged, err)
		}
		if !slices.IsSortedFunc(p.Contacts, func(a, b *domain.Contact) int { return strings.Compare(a.Name, b.Name) }) {
			t.Error("contacts are not by name")
		}
		for _, c := range p.Contacts {
			if len(c.Promises) != 1 || len(c.Signals) != 1 || len(c.Interactions) != 0 {
				t.Fatalf("%s has %d promises and %d signals, want one each", c.Name, len(c.Promises), len(c.Signals))
			}
		}
		once := map[string]int{
			"members": 1, "contacts": 1, "signals": 1, "promises": 1,
			"interactions": 1, // with the question what else there is
		}
		if d := cmp.Diff(once, read()); d != "" {
			t.Errorf("statements by table (-want +got):\n%s", d)
		}
		// A long text has more words than a statement takes parameters.
		many := make([]string, 40_000)
		for i := range many {
			many[i] = fmt.Sprint("word", i)
		}
		many = append(many, "person 007")
		err = s.Book().Read(t.Context(), ref(mia, "read", nine), func(b *domain.Book) error {
			known, err := b.Exact(many)
			if err != nil || len(known) != 1 {
				t.Errorf("found %d, error %v; want one", len(known), err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// Planning sees what is live of a history, and nothing that is over.
func TestPortfolioHoldsTheLivePart(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		jane, tom := add(t, s, mia, "Jane"), add(t, s, mia, "Tom")
		var live domain.History
		with(t, s, "live", jane, func(b *domain.Book, c *domain.Contact) error {
			other, err := b.Contact(tom)
			if err != nil {
				return err
			}
			err = errors.Join(fill(b, c), b.Weave(c, other, domain.IntroDeclined, "both climb"))
			_, err2 := b.RecordAsk(c, domain.Request{What: "an old one that waits"}, b.Today.AddDays(-800))
			live = domain.History{
				Promises: slices.Clone(c.Promises), Needs: slices.Clone(c.Needs), Asks: slices.Clone(c.Asks),
				Values: slices.Clone(c.Values[:1]), Signals: slices.Clone(c.Signals), Introductions: slices.Clone(c.Introductions),
			}
			return errors.Join(err, err2)
		})
		var refused domain.Ask
		with(t, s, "over", jane, func(b *domain.Book, c *domain.Contact) error {
			kept, err := b.Promise(c, "kept", b.Today, false)
			_, err2 := b.Keep(c, kept.ID, b.Today)
			dropped, err3 := b.NoteNeed(c, "dropped", domain.Someday, false, b.Today.AddDays(-400))
			_, err4 := b.DropNeed(c, dropped.ID)
			_, err5 := b.Deliver(c, "recognised", b.Today, b.Today)
			old, err6 := b.RecordAsk(c, domain.Request{What: "refused long ago"}, b.Today.AddDays(-800))
			_, err7 := b.AnswerAsk(c, old.ID, domain.AskDeclined)
			young, err8 := b.RecordAsk(c, domain.Request{What: "refused"}, b.Today.AddDays(-365))
			_, err9 := b.AnswerAsk(c, young.ID, domain.AskDeclined)
			refused = c.Asks[len(c.Asks)-1]
			return errors.Join(err, err2, err3, err4, err5, err6, err7, err8, err9, b.Record(c, domain.Accepted, b.Today.AddDays(-181)))
		})
		live.Asks = append(live.Asks, refused)
		with(t, s, "undone", jane, func(b *domain.Book, c *domain.Contact) error {
			other, err := b.Contact(tom)
			if err != nil {
				return err
			}
			return errors.Join(fill(b, c), b.Through(c, other, b.Today))
		})
		undo(t, s, "undo")
		gone := add(t, s, mia, "Archived")
		with(t, s, "archive", gone, func(b *domain.Book, c *domain.Contact) error { return errors.Join(fill(b, c), b.Archive(c, true)) })
		p, err := s.Shows().Portfolio(t.Context(), mia, nine)
		if err != nil || len(p.Contacts) != 2 {
			t.Fatalf("%d contacts, error %v; want two", len(p.Contacts), err)
		}
		if d := cmp.Diff(live, p.Contacts[0].History, cmpopts.EquateEmpty()); d != "" {
			t.Errorf("Jane's history (-live +read):\n%s", d)
		}
		if h := p.Contacts[1].History; len(h.Introductions) != 1 || len(h.Promises) != 0 {
			t.Errorf("Tom's history %+v, want the introduction alone", h)
		}
	})
}

// Who is archived is out of planning's sight, and not lost.
func TestTheArchivedAreRead(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		add(t, s, mia, "Jane")
		for _, name := range []string{"Zoe", "adam"} {
			with(t, s, "archive "+name, add(t, s, mia, name), func(b *domain.Book, c *domain.Contact) error { return b.Archive(c, true) })
		}
		var names []string
		err := s.Book().Read(t.Context(), domain.Ref{Owner: mia, ID: "look", At: nine}, func(b *domain.Book) error {
			all, err := b.Archived()
			for _, c := range all {
				names = append(names, c.Name)
			}
			return err
		})
		if err != nil || !slices.Equal(names, []string{"adam", "Zoe"}) {
			t.Errorf("archived are %q, %v", names, err)
		}
	})
}

func TestQuestionsOfTheWeekComeUpAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia)
		var asked []domain.Question
		for i, text := range []string{"too old", "waits", "answered", "waits too"} {
			at := nine.AddDate(0, 0, 3*i)
			do(t, s, ref(mia, text, at), func(b *domain.Book) error {
				q := b.AskFirst("met", text, map[string]string{"kind": "coffee"})
				if text == "answered" {
					b.Settle(q)
				}
				asked = append(asked, *q)
				return nil
			})
		}
		p, err := s.Shows().Portfolio(t.Context(), mia, nine.AddDate(0, 0, 10))
		if d := cmp.Diff([]domain.Question{asked[1], asked[3]}, p.Questions); d != "" || err != nil {
			t.Errorf("error %v, questions differ (-want +got):\n%s", err, d)
		}
	})
}

// What is over is not walked over, however much of it there is.
func TestLivePartIsReadByIndex(t *testing.T) {
	s := opened(t, options(dsns[sqliteDialect](t)))
	for _, c := range []struct{ text, index string }{
		{livePromises.text, "promises_live"},
		{liveNeeds.text, "needs_live"},
		{liveAsks.text, "asks_state"},
		{liveAsks.text, "asks_made"},
		{liveValues.text, "contact_values_live"},
		{liveSignals.text, "signals_on"},
	} {
		got := plan(t, s, strings.NewReplacer("$1", "'T1'", "$2", "'U1'", "$3", "'2026-01-01'").Replace(c.text))
		if !strings.Contains(got, "INDEX "+c.index+" ") {
			t.Errorf("plan %q, want %s", got, c.index)
		}
	}
}
