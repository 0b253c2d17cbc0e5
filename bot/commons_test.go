package bot

import (
	"testing"
	"time"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
	"rapport/internal/filetest"
	"rapport/store"
)

// commons is a workspace in which several members share a database: Lena organises a
// program in C1, Omar mentors there, Mia and Tom are mentees, and Omar and Mia are a
// pair. It is Tuesday, 24 November 2026.
type commons struct {
	t       testing.TB
	store   *store.Store
	bot     *Bot
	program domain.ProgramID
	desks   map[domain.MemberID]*desk
}

// The members of a commons.
const (
	lenaID domain.MemberID = "ULENA"
	omarID domain.MemberID = "UOMAR"
	miaID  domain.MemberID = "UMIA"
	tomID  domain.MemberID = "UTOM"
)

// withSchema makes a database that has the schema already.
var withSchema = filetest.Copies(func(t testing.TB, path string) {
	t.Helper()
	if _, _, err := store.Migrate(t.Context(), store.Options{DSN: path}); err != nil {
		t.Fatal(err)
	}
})

// newCommons opens it, with nobody paired.
func newCommons(t testing.TB) *commons {
	t.Helper()
	policy := domain.DefaultPolicy()
	s, err := store.Open(t.Context(), store.Options{
		DSN: withSchema(t), Policy: policy, Keys: phrase.Keys, ProcessClock: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	c := &commons{t: t, store: s, desks: make(map[domain.MemberID]*desk)}
	c.bot = &Bot{book: s.Book(), members: s.Members(), shows: s.Shows(), installs: noSlack{}, policy: policy, commands: commandNames(nil)}
	c.bot.handlers = c.bot.verbs()
	for id, name := range map[domain.MemberID]string{lenaID: "Lena", omarID: "Omar", miaID: "Mia", tomID: "Tom"} {
		c.meet(id, name)
	}
	c.book(lenaID, func(b *domain.Book) error {
		p, err := b.Mentoring().Start(domain.Draft{
			Channel: "C1", Name: "Engineering Mentors", Cadence: domain.Every(14),
			Summary: domain.Weekly{At: 9 * 60, Days: domain.Monday}, Zone: "Europe/Berlin", Joining: domain.JoinOpen,
		})
		if err == nil {
			c.program = p.ID
		}
		return err
	})
	c.join(omarID, domain.Mentor, 3, "go", "speaking")
	c.join(miaID, domain.Mentee, 1, "speaking")
	c.join(tomID, domain.Mentee, 1, "go")
	return c
}

// meet has somebody known, with a desk of their own.
func (c *commons) meet(id domain.MemberID, name string) *desk {
	c.t.Helper()
	d := newDesk(c.t)
	m := domain.Newcomer(domain.Owner{Workspace: "T1", Member: id}, name, "Europe/Berlin", c.bot.policy, d.now.AddDate(-1, 0, 0))
	if err := c.store.Members().Meet(c.t.Context(), m, d.now.AddDate(-1, 0, 0)); err != nil {
		c.t.Fatal(err)
	}
	d.bot, d.member = c.bot, m
	c.desks[id] = d
	return d
}

func (c *commons) lena() *desk { return c.desks[lenaID] }
func (c *commons) omar() *desk { return c.desks[omarID] }
func (c *commons) mia() *desk  { return c.desks[miaID] }
func (c *commons) tom() *desk  { return c.desks[tomID] }

// later moves everybody's clock.
func (c *commons) later(d time.Duration) {
	for _, desk := range c.desks {
		desk.now = desk.now.Add(d)
	}
}

// book does something with a member's book, and commits it.
func (c *commons) book(id domain.MemberID, f func(*domain.Book) error) {
	c.t.Helper()
	d := c.desks[id]
	d.commands++
	r := domain.Ref{Owner: d.member.Owner, ID: domain.CommandID("setup-" + string(id) + "-" + time.Duration(d.commands).String()), Verb: "setup", At: d.now}
	if err := c.store.Book().Write(c.t.Context(), r, f); err != nil {
		c.t.Fatal(err)
	}
}

func (c *commons) join(id domain.MemberID, role domain.Role, capacity int, topics ...string) {
	c.t.Helper()
	c.book(id, func(b *domain.Book) error {
		_, err := b.Mentoring().Join(c.program, role, topics, capacity)
		return err
	})
}

// paired has Omar and Mia paired, by a command of Lena's.
func (c *commons) paired() *commons {
	c.t.Helper()
	c.lena().says(c.lena().mentoring("pair <@UOMAR> <@UMIA>"), "Paired: *Omar* mentors *Mia*")
	return c
}

// report is what Lena may know.
func (c *commons) report() domain.Report {
	c.t.Helper()
	var r domain.Report
	ref := domain.Ref{Owner: c.lena().member.Owner, ID: "look", At: c.lena().now}
	err := c.store.Book().Read(c.t.Context(), ref, func(b *domain.Book) (err error) {
		r, err = b.Mentoring().Report(c.program)
		return err
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return r
}

// counted checks how many sessions the first pair has had.
func (c *commons) counted(what string, want int) {
	c.t.Helper()
	r := c.report()
	if len(r.Pairs) == 0 {
		c.t.Fatalf("%s: nobody is paired", what)
	}
	if got := r.Pairs[0].Sessions; got != want {
		c.t.Errorf("%s: %d sessions, want %d", what, got, want)
	}
}

// contact is somebody among a member's people, by their Slack user.
func (c *commons) contact(of, user domain.MemberID) *domain.Contact {
	c.t.Helper()
	for _, k := range c.portfolio(of).Contacts {
		if k.SlackUser == string(user) {
			return k
		}
	}
	c.t.Fatalf("%s is not among the people of %s", user, of)
	return nil
}

func (c *commons) portfolio(of domain.MemberID) domain.Portfolio {
	c.t.Helper()
	d := c.desks[of]
	p, err := c.store.Shows().Portfolio(c.t.Context(), d.member.Owner, d.now)
	if err != nil {
		c.t.Fatal(err)
	}
	return p
}

// digest is a member's digest of today, and keeps whom it showed; false when it has
// nothing to say.
func (c *commons) digest(of domain.MemberID) (view.Message, bool) {
	c.t.Helper()
	d, p := c.desks[of], c.portfolio(of)
	on := p.Member.Today(p.Policy, d.now)
	m, shown, ok := renderDigest(p, on)
	if !ok {
		return m, false
	}
	wellFormed(c.t, m)
	if err := c.store.Shows().Shown(c.t.Context(), domain.Delivery{Owner: d.member.Owner, Kind: domain.DigestDelivery, On: on}, shown); err != nil {
		c.t.Fatal(err)
	}
	return m, true
}

// mentoring types a /mentoring in the program's channel.
func (d *desk) mentoring(text string) Answer {
	d.t.Helper()
	return d.do(Command{Verb: view.VerbMentoring, Args: text, Channel: "C1", Trigger: "trigger", Reply: Reply{Door: SlashDoor}})
}
