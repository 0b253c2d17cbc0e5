package main

import (
	"context"
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"rapport/bot"
	"rapport/domain"
	"rapport/internal/slacksim"
	"rapport/store"
)

//go:embed demo.txt
var demo string

// people are who can be played in a new workspace.
var people = []slacksim.Member{
	{Name: "Mia", RealName: "Mia Keller", TZ: "Europe/Berlin"},
	{Name: "Omar", RealName: "Omar Haddad", TZ: "America/New_York"},
	{Name: "Lena", RealName: "Lena Sato", TZ: "Asia/Tokyo"},
	{Name: "Sam", RealName: "Sam Okafor", TZ: "Australia/Sydney"},
}

// furnish brings people and channels into a new workspace and, for the demo,
// their past. Done twice, it does nothing twice.
func (t *trial) furnish(ctx context.Context, b *bot.Bot, s *store.Store) error {
	for _, p := range people[len(t.sim.Members()):] {
		if _, err := t.sim.AddMember(p); err != nil {
			return err
		}
	}
	members := t.sim.Members()
	if t.seed == "demo" {
		if err := t.remember(ctx, b, s, members); err != nil {
			return err
		}
	}
	ids := make([]string, len(members))
	for i, m := range members {
		ids[i] = m.ID
	}
	channels := []string{"general"}
	if t.seed == "demo" {
		channels = []string{"engineering-mentors", "general"}
	}
	for _, name := range channels {
		if _, err := t.sim.AddChannel(slacksim.Channel{Name: name, Members: ids}); err != nil {
			return err
		}
	}
	return b.Settle(ctx)
}

// remember plays the demo's past, each line at its own time.
func (t *trial) remember(ctx context.Context, b *bot.Bot, s *store.Store, members []slacksim.Member) error {
	me, err := t.sim.Snapshot(members[0].ID, "home")
	if err != nil {
		return err
	}
	byName := make(map[string]slacksim.Member)
	for _, m := range members {
		byName[strings.Fields(m.Name)[0]] = m
	}
	n := 0
	for line := range strings.Lines(demo) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		c, err := past(line, t.sim.Clock().Now, byName)
		if err != nil {
			return fmt.Errorf("demo.txt:%d: %w", n, err)
		}
		c.ID, c.Workspace = domain.CommandID(fmt.Sprintf("demo:%d", n)), domain.WorkspaceID(me.Team.ID)
		if err := relive(ctx, b, s, c); err != nil {
			return fmt.Errorf("demo.txt:%d: %w", n, err)
		}
	}
	return welcomed(ctx, s, t.sim.Clock().Now)
}

// welcomed takes back the welcomes of the demo's past: they were sent then.
func welcomed(ctx context.Context, s *store.Store, now time.Time) error {
	letters, _, err := s.Outbox().Letters(ctx, store.LetterQuery{States: []domain.State{domain.StatePending}}, now)
	if err != nil || len(letters) == 0 {
		return err
	}
	ids := make([]int64, len(letters))
	for i, l := range letters {
		ids[i] = l.ID
	}
	_, _, err = s.Outbox().Order(ctx, domain.OnCancel, ids, false, now)
	return err
}

// past reads "-34 08:50 Mia met Jane coffee": days before now, local time, who,
// and what they typed.
func past(line string, now time.Time, people map[string]slacksim.Member) (bot.Command, error) {
	f := strings.Fields(line)
	if len(f) < 4 {
		return bot.Command{}, fmt.Errorf("%d words", len(f))
	}
	m, ok := people[f[2]]
	if !ok {
		return bot.Command{}, fmt.Errorf("nobody is called %s", f[2])
	}
	days, err := strconv.Atoi(f[0])
	if err != nil {
		return bot.Command{}, err
	}
	at, err := domain.ParseTimeOfDay(f[1])
	if err != nil {
		return bot.Command{}, err
	}
	zone, err := time.LoadLocation(m.TZ)
	if err != nil {
		return bot.Command{}, err
	}
	words := strings.TrimSpace(line[strings.Index(line, f[2])+len(f[2]):])
	verb, args, _ := strings.Cut(dated(words, domain.DateIn(now, zone)), " ")
	return bot.Command{
		Member: domain.MemberID(m.ID), Channel: m.DM, Verb: verb, Args: args,
		Reply: bot.Reply{Door: bot.SlashDoor},
		At:    domain.Instant(domain.DateIn(now, zone).AddDays(days), at, zone),
	}, nil
}

// relive does one line of the past through the bot's own door. A line that
// changes nothing is a mistake in it.
func relive(ctx context.Context, b *bot.Bot, s *store.Store, c bot.Command) error {
	if c.Verb == "press" {
		if err := pressed(ctx, s, &c); err != nil {
			return err
		}
	}
	a, err := b.Do(ctx, c)
	switch {
	case err != nil:
		return err
	case a.Message != nil && !a.HomeDirty:
		return fmt.Errorf("nothing came of it: %s", a.Message.Text)
	}
	return nil
}

// pressed turns "weave.done Jane Doe | Priya Nair" and "ask.agreed Jane Doe" into
// what the button sends.
func pressed(ctx context.Context, s *store.Store, c *bot.Command) error {
	verb, names, _ := strings.Cut(c.Args, " ")
	ref := domain.Ref{Owner: c.Owner(), ID: c.ID, Verb: verb, At: c.At}
	err := s.Book().Read(ctx, ref, func(book *domain.Book) error {
		p, err := book.Portfolio()
		if err != nil {
			return err
		}
		var ids []string
		for name := range strings.SplitSeq(names, " | ") {
			i := slices.IndexFunc(p.Contacts, func(k *domain.Contact) bool { return k.Name == name })
			if i < 0 {
				return domain.Fault(domain.KindNotFound, "contact", nil)
			}
			ids = append(ids, string(p.Contacts[i].ID))
			if n := len(p.Contacts[i].Asks); n > 0 && strings.HasPrefix(verb, "ask.") {
				ids = append(ids, string(p.Contacts[i].Asks[n-1].ID))
			}
		}
		c.Verb, c.Args = verb, strings.Join(ids, " ")
		return nil
	})
	c.Reply.Door = bot.ButtonDoor
	return err
}

// someDay is "{+5}" or "{day+5}" in the words of the past.
var someDay = regexp.MustCompile(`\{(day)?([+-]\d+)\}`)

// dated writes the days of a line out: those that are so many days from today.
func dated(words string, today domain.Date) string {
	return someDay.ReplaceAllStringFunc(words, func(s string) string {
		m := someDay.FindStringSubmatch(s)
		n, err := strconv.Atoi(m[2])
		if err != nil {
			return s
		}
		on := today.AddDays(n)
		if m[1] == "" {
			return on.String()
		}
		return fmt.Sprintf("%d %s", on.Day, strings.ToLower(on.Month.String()[:3]))
	})
}
