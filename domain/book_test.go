package domain

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestChangesHoldOnlyWhatChanged(t *testing.T) {
	d := newDesk(t)
	jane, omar := d.add("Jane", Relating), d.add("Omar", Relating)
	ch := d.do(func(b *Book) error {
		for _, id := range []ContactID{jane, omar} {
			c, err := b.Contact(id)
			if err != nil {
				return err
			}
			if id == jane {
				err = b.Tag(c, "team")
			} else {
				err = b.Archive(c, false)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if len(ch.Contacts) != 1 || ch.Contacts[0].After.ID != jane || ch.Member != nil || ch.Appointments != nil || len(ch.Questions) != 0 {
		t.Errorf("%+v", ch)
	}
	if ch.Undo == nil || len(ch.Undo.Steps) != 1 || ch.Undo.Command != d.last() {
		t.Errorf("undo %+v", ch.Undo)
	}
	if len(ch.Contacts[0].Before.Tags) != 0 {
		t.Error("the picture before shows the change")
	}

	empty := d.do(func(b *Book) error { _, err := b.Contact(jane); return err })
	if diff := cmp.Diff(Changes{}, empty); diff != "" {
		t.Errorf("reading changes something: %s", diff)
	}
}

func TestBookkeepingIsStoredButNotUndone(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	d.contacts[id].Shown = 2
	ch := d.with(id, func(b *Book, c *Contact) error { return b.Archive(c, false) })
	if len(ch.Contacts) != 1 || ch.Undo != nil {
		t.Errorf("%+v", ch)
	}
}

func TestSameCommandMakesTheSameIDs(t *testing.T) {
	d := newDesk(t)
	ids := func() [2]ContactID {
		b := OpenBook(d.member, "retried", d.now, d.policy, &d.shelf)
		one, err := b.Add("One", "", Identifying)
		if err != nil {
			t.Fatal(err)
		}
		two, err := b.Add("Two", "", Identifying)
		if err != nil {
			t.Fatal(err)
		}
		return [2]ContactID{one.ID, two.ID}
	}
	if a, b := ids(), ids(); a != b || a[0] == a[1] {
		t.Errorf("%v, then %v", a, b)
	}
}

func TestPortfolioShowsTheCommandsOwnChanges(t *testing.T) {
	d := newDesk(t)
	jane, omar := d.add("Jane", Relating), d.add("Omar", Relating)
	d.met(jane, 1)
	d.do(func(b *Book) error {
		c, err := b.Contact(omar)
		if err != nil {
			return err
		}
		if err := b.Archive(c, true); err != nil {
			return err
		}
		ada, err := b.Add("ada", "", Relating)
		if err != nil {
			return err
		}
		if _, err := b.Log(ada, Touch{On: b.Today}); err != nil {
			return err
		}
		p, err := b.Portfolio()
		if err != nil {
			return err
		}
		if len(p.Contacts) != 2 || p.Contacts[0] != ada || p.Contacts[1].Name != "Jane" || p.Logged != 2 {
			t.Errorf("%d people, %d touches", len(p.Contacts), p.Logged)
		}
		return nil
	})
}

func TestAContactFromThePortfolioCanBeChanged(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	d.met(id, 1)
	d.do(func(b *Book) error {
		p, err := b.Portfolio()
		if err != nil {
			return err
		}
		if v := b.Judge(p.Contacts[0], Nurturing); v.Checks[0].Have != 1 {
			t.Errorf("judged without its history: %+v", v.Checks)
		}
		return b.Tag(p.Contacts[0], "team")
	})
	if c := d.contacts[id]; len(c.Tags) != 1 || len(c.Interactions) != 1 {
		t.Errorf("%+v", c)
	}
}

func TestMoveSaysWhatIsMissing(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	var v Verdict
	_, err := d.try(func(b *Book) error {
		c, err := b.Contact(id)
		if err != nil {
			return err
		}
		v, err = b.Move(c, Nurturing)
		return err
	})
	if KindOf(err) != KindLaw || len(v.Missing) != 4 {
		t.Errorf("%v, %+v", err, v)
	}
}

func TestCardRefuses(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	cases := map[string]func(b *Book, c *Contact) error{
		"no name":              func(b *Book, _ *Contact) error { _, err := b.Add(" \x00 ", "", Relating); return err },
		"a name too long":      func(b *Book, _ *Contact) error { _, err := b.Add(strings.Repeat("é", 201), "", Relating); return err },
		"added in sustaining":  func(b *Book, _ *Contact) error { _, err := b.Add("Ada", "", Sustaining); return err },
		"an empty tag":         func(b *Book, c *Contact) error { return b.Tag(c, "#") },
		"a tag of two words":   func(b *Book, c *Contact) error { return b.Tag(c, "go con") },
		"an empty note":        func(b *Book, c *Contact) error { return b.Remember(c, " \n") },
		"30 February":          func(b *Book, c *Contact) error { return b.Mark(c, Occasion{Name: "birthday", Month: 2, Day: 30}) },
		"29 February 1990":     func(b *Book, c *Contact) error { return b.Mark(c, Occasion{Name: "b", Year: 1990, Month: 2, Day: 29}) },
		"a nameless date":      func(b *Book, c *Contact) error { return b.Mark(c, Occasion{Month: 2, Day: 3}) },
		"a rhythm backwards":   func(b *Book, c *Contact) error { return b.SetCadence(c, Cadence{30, 10}) },
		"every minus one days": func(b *Book, c *Contact) error { return b.SetCadence(c, Cadence{-1, 10}) },
		"a plan for today":     func(b *Book, c *Contact) error { return b.Expect(c, b.Today, "") },
		"signal tomorrow":      func(b *Book, c *Contact) error { return b.Record(c, Candid, b.Today.AddDays(1)) },
		"unknown signal":       func(b *Book, c *Contact) error { return b.Record(c, "psychic", b.Today) },
		"nothing recognised":   func(b *Book, c *Contact) error { return b.Record(c, Recognised, b.Today) },
		"value tomorrow":       func(b *Book, c *Contact) error { _, err := b.Deliver(c, "x", b.Today.AddDays(1), Date{}); return err },
		"seen before given":    func(b *Book, c *Contact) error { _, err := b.Deliver(c, "x", b.Today, b.Today.AddDays(-1)); return err },
		"no value":             func(b *Book, c *Contact) error { _, err := b.Deliver(c, "", b.Today, Date{}); return err },
		"a cap of eleven":      func(b *Book, _ *Contact) error { return b.SetCap(11) },
		"paused until today":   func(b *Book, _ *Contact) error { return b.Pause(b.Today) },
		"no days":              func(b *Book, _ *Contact) error { return b.SetDigest(Weekly{At: 540}) },
		"hour 24":              func(b *Book, _ *Contact) error { return b.SetPrompt(Weekly{At: 1440, Days: Monday}) },
		"an unknown zone":      func(b *Book, _ *Contact) error { return b.SetZone("Mars/Olympus") },
		"an unknown phase":     func(b *Book, _ *Contact) error { return b.SetPhaseCadence(9, Every(7)) },
		"a tag with no name":   func(b *Book, _ *Contact) error { return b.SetTagCadence("#", Every(7)) },
	}
	for name, f := range cases {
		_, err := d.try(func(b *Book) error {
			c, err := b.Contact(id)
			if err != nil {
				return err
			}
			return f(b, c)
		})
		if KindOf(err) != KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCard(t *testing.T) {
	d := newDesk(t)
	id := d.add("Jane", Relating)
	d.with(id, func(b *Book, c *Contact) error {
		for _, f := range []func() error{
			func() error { return b.Tag(c, "#Team", "TEAM", "friend") },
			func() error { return b.Untag(c, "Friend") },
			func() error { return b.SetCadence(c, Cadence{Ideal: 42}) },
			func() error { return b.Mark(c, Occasion{Name: "birthday", Month: time.February, Day: 29}) },
			func() error { return b.Mark(c, Occasion{Name: "birthday", Year: 1988, Month: time.February, Day: 29}) },
		} {
			if err := f(); err != nil {
				return err
			}
		}
		return nil
	})
	c := d.contacts[id]
	want := []Occasion{{Name: "birthday", Year: 1988, Month: time.February, Day: 29}}
	if !cmp.Equal(c.Tags, []string{"team"}) || c.Cadence != (Cadence{42, 84}) || !cmp.Equal(c.Occasions, want) {
		t.Errorf("%+v", c)
	}
}

func TestSettings(t *testing.T) {
	d := newDesk(t)
	ch := d.do(func(b *Book) error {
		for _, f := range []func() error{
			func() error { return b.SetDigest(Weekly{At: 7 * 60, Days: Monday | Friday}) },
			func() error { return b.SetPrompt(Weekly{At: 8 * 60, Days: Sunday}) },
			func() error { return b.SetCap(5) },
			func() error { return b.SetPhaseCadence(Relating, Every(10)) },
			func() error { return b.SetTagCadence("#Team", Cadence{5, 9}) },
			func() error { return b.SetZone("America/New_York") },
		} {
			if err := f(); err != nil {
				return err
			}
		}
		return nil
	})
	if ch.Member == nil || len(ch.Appointments) != 3 || ch.Undo != nil {
		t.Errorf("%+v", ch)
	}
	r := d.member.Settings(d.policy)
	if r.Digest.At != 7*60 || r.Prompt.Days != Sunday || r.Cap != 5 || r.Location.String() != "America/New_York" {
		t.Errorf("%+v", r)
	}
	if r.Cadences[Relating] != Every(10) || r.Cadences[Sustaining] != (Cadence{30, 60}) || r.TagCadences["team"] != (Cadence{5, 9}) {
		t.Errorf("rhythms %v, %v", r.Cadences, r.TagCadences)
	}
	if d.policy.Cadences[Relating] != (Cadence{14, 30}) {
		t.Error("one member's choice changed the policy")
	}
	d.do(func(b *Book) error {
		for _, f := range []func() error{
			func() error { return b.SetCap(0) },
			func() error { return b.SetPhaseCadence(Relating, Cadence{}) },
			func() error { return b.SetTagCadence("team", Cadence{}) },
			func() error { return b.SetZone("") },
		} {
			if err := f(); err != nil {
				return err
			}
		}
		return nil
	})
	m := d.member
	if m.Chosen.Cap != 0 || m.Chosen.Cadences != nil || m.Chosen.TagCadences != nil || m.ZoneChosen {
		t.Errorf("%+v", m)
	}
}

func TestUnknownZonesFallBack(t *testing.T) {
	p := DefaultPolicy()
	p.Zone = "Asia/Tokyo"
	if got := (Member{Zone: "Mars/Olympus"}).Settings(p).Location.String(); got != "Asia/Tokyo" {
		t.Error(got)
	}
	p.Zone = ""
	if got := (Member{}).Settings(p).Location; got != time.UTC {
		t.Error(got)
	}
}

func TestQuestions(t *testing.T) {
	d := newDesk(t)
	var id QuestionID
	d.do(func(b *Book) error {
		id = b.AskFirst("met", "Jane coffee", map[string]string{"date": "today"}).ID
		return nil
	})
	answer := func(f func(b *Book, q *Question)) error {
		_, err := d.try(func(b *Book) error {
			q, err := b.Answer(id, "who", "c1")
			if err == nil {
				f(b, q)
			}
			return err
		})
		return err
	}
	if err := answer(func(_ *Book, q *Question) {
		if q.Text != "Jane coffee" || q.Answers["date"] != "today" || q.Answers["who"] != "c1" {
			t.Errorf("%+v", q)
		}
	}); err != nil {
		t.Fatal(err)
	}
	if err := answer(func(b *Book, q *Question) { b.Settle(q) }); err != nil {
		t.Fatal(err)
	}
	if err := answer(func(*Book, *Question) {}); KindOf(err) != KindStale {
		t.Errorf("after the last answer: %v", err)
	}
	d.do(func(b *Book) error { id = b.AskFirst("met", "x", nil).ID; return nil })
	d.later(8)
	if err := answer(func(*Book, *Question) {}); KindOf(err) != KindStale {
		t.Errorf("after a week: %v", err)
	}
	id = "elsewhere"
	if err := answer(func(*Book, *Question) {}); KindOf(err) != KindNotFound {
		t.Errorf("an unknown question: %v", err)
	}
}

func TestRepeatWithinAMinute(t *testing.T) {
	d := newDesk(t)
	repeat := func(digest string) (is bool) {
		d.do(func(b *Book) error { is = b.RepeatOf(digest); return nil })
		return is
	}
	if repeat("") {
		t.Error("the first one is a repetition")
	}
	d.do(func(b *Book) error { b.NoteMet("d1"); return nil })
	d.now = d.now.Add(59 * time.Second)
	if !repeat("d1") || repeat("d2") {
		t.Error("59 seconds later")
	}
	d.now = d.now.Add(time.Second)
	if repeat("d1") {
		t.Error("a minute later")
	}
}

func TestKnownNames(t *testing.T) {
	d := newDesk(t)
	jane := d.add("Jane", Relating)
	d.add("Omar", Relating)
	d.do(func(b *Book) error {
		found, err := b.Exact([]string{"jane"})
		if err != nil || len(found) != 1 || found[0].Contact != jane {
			t.Errorf("%v, %v", found, err)
		}
		all, err := b.AllNames()
		if err != nil || len(all) != 2 {
			t.Errorf("%v, %v", all, err)
		}
		c, err := b.Contact(jane)
		if err != nil || b.Due(c) != b.Member.Settings(b.Policy).Due(c) || b.Due(c).IsZero() {
			t.Errorf("due %s, %v", b.Due(c), err)
		}
		if again, err := b.Contact(jane); err != nil || again != c {
			t.Error("the same id gives another contact")
		}
		return nil
	})
}

// readings counts what walks over everybody.
type readings struct {
	shelf
	portfolios, told int
}

func (r *readings) Portfolio(since Date) ([]*Contact, error) {
	r.portfolios++
	return r.shelf.Portfolio(since)
}

func (r *readings) Told() (map[Telling]Told, error) {
	r.told++
	return r.shelf.Told()
}

func TestEverybodyIsReadOnce(t *testing.T) {
	d := newDesk(t)
	jane, omar := d.add("Jane", Relating), d.add("Omar", Relating)
	r := &readings{shelf: d.shelf}
	b := OpenBook(d.member, "one", d.now, d.policy, r)
	tell := Telling{Rule: ContactDue, Contact: jane}
	for range 3 {
		if _, err := b.Portfolio(); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Told(Telling{Rule: ContactDue, Contact: omar}); err != nil {
			t.Fatal(err)
		}
		if err := b.Heed(tell); err != nil {
			t.Fatal(err)
		}
	}
	if r.portfolios != 1 || r.told != 1 {
		t.Errorf("read the portfolio %d times and what was told %d times, want once each", r.portfolios, r.told)
	}
	c, err := b.Contact(jane)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Log(c, Touch{On: b.Today}); err != nil {
		t.Fatal(err)
	}
	p, err := b.Portfolio()
	if err != nil || len(p.Contacts) != 2 || p.Contacts[0] != c || p.Logged != 1 || p.Told[tell].Answered != b.Today {
		t.Errorf("the portfolio does not hold what this command changed: %+v, %v", p, err)
	}
}
