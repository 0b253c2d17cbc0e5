package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rapport/bot"
	"rapport/domain"
	"rapport/internal/slacksim"
)

// hall is a porch beside a channel in which Mia has started a program, with six
// pairs in it. Its summaries come on Mondays at nine, London time.
type hall struct {
	*porch
	channel slacksim.Channel
	pairs   [][2]slacksim.Member
}

func newHall(t *testing.T) *hall {
	t.Helper()
	h := &hall{porch: newPorch(t, filepath.Join(t.TempDir(), "rapport.db"), bot.Events)}
	var couples []domain.Couple
	people := []string{"Mia"}
	for i := range 6 {
		pair := [2]slacksim.Member{h.meet(fmt.Sprint("Mentor", i)), h.meet(fmt.Sprint("Mentee", i))}
		h.pairs = append(h.pairs, pair)
		couples = append(couples, domain.Couple{Mentor: domain.MemberID(pair[0].ID), Mentee: domain.MemberID(pair[1].ID)})
		people = append(people, pair[0].Name, pair[1].Name)
	}
	var err error
	if h.channel, err = h.sim.AddChannel(slacksim.Channel{Name: "mentors", Members: people, Bot: true}); err != nil {
		t.Fatal(err)
	}
	var program domain.ProgramID
	h.write(h.mia, func(_ *domain.Book, m *domain.Mentoring) error {
		p, err := m.Start(domain.Draft{
			Channel: h.channel.ID, Name: "Engineering Mentors", Cadence: domain.Cadence{Ideal: 7, Maximum: 14}, Zone: "Europe/London",
			Summary: domain.Weekly{Days: domain.Monday, At: 9 * 60}, Joining: domain.JoinOpen,
		})
		program = p.ID
		return err
	})
	for _, pair := range h.pairs {
		for i, role := range []domain.Role{domain.Mentor, domain.Mentee} {
			h.write(pair[i], func(b *domain.Book, m *domain.Mentoring) error {
				_, err := m.Join(program, role, []string{"go"}, 1)
				return errors.Join(err, b.Pause(b.Today.AddDays(365))) // their digests are tested elsewhere
			})
		}
	}
	h.write(h.mia, func(_ *domain.Book, m *domain.Mentoring) error {
		_, refused, err := m.PairUp(program, couples)
		if len(refused) > 0 {
			t.Errorf("not paired: %+v", refused)
		}
		return err
	})
	return h
}

// write lets a member do something in their program.
func (h *hall) write(as slacksim.Member, f func(*domain.Book, *domain.Mentoring) error) {
	h.t.Helper()
	h.signed++
	ref := domain.Ref{Owner: h.owner(as), ID: domain.CommandID(fmt.Sprint("test:", h.signed)), Verb: "mentoring", At: h.now()}
	if err := h.store.Book().Write(h.t.Context(), ref, func(b *domain.Book) error { return f(b, b.Mentoring()) }); err != nil {
		h.t.Fatal(err)
	}
}

// met lets the first n pairs log a session.
func (h *hall) met(n int) {
	h.t.Helper()
	for _, pair := range h.pairs[:n] {
		if _, err := h.sim.Send(h.t.Context(), pair[1].ID, pair[1].DM, "met "+pair[0].Name+" for coffee"); err != nil {
			h.t.Fatal(err)
		}
	}
}

// monday moves the clock to a little after nine on a later Monday.
func (h *hall) monday(weeks int) {
	h.t.Helper()
	if err := h.sim.Advance(h.t.Context(), monday.AddDate(0, 0, 7*weeks).Add(30*time.Minute)); err != nil {
		h.t.Fatal(err)
	}
}

// posted are the bot's messages in the channel that all can see.
func (h *hall) posted() []slacksim.Message {
	h.t.Helper()
	all, err := h.sim.Messages(h.mia.ID, h.channel.ID, "")
	if err != nil {
		h.t.Fatal(err)
	}
	return slices.DeleteFunc(all, func(m slacksim.Message) bool { return !m.IsBot || m.Ephemeral })
}

// change changes the channel.
func (h *hall) change(c slacksim.ChannelChange) {
	h.t.Helper()
	if _, err := h.sim.ChangeChannel(h.channel.ID, c); err != nil {
		h.t.Fatal(err)
	}
	h.settle()
}

// A program tells its channel how the week went, once, with a picture of the weeks,
// and its organiser who could do with a word, with the CSV below.
func TestAProgramTellsItsChannelAndItsOrganiser(t *testing.T) {
	h := newHall(t)
	h.met(6)
	h.monday(1)
	h.met(4)
	if err := h.sim.Fault(slacksim.Fault{Method: "files.completeUploadExternal", Mode: "slow", RetryAfter: 20}); err != nil {
		t.Fatal(err)
	}
	h.monday(2)
	h.monday(4) // and two weeks in which nobody says anything
	posts := h.posted()
	if len(posts) != 4 {
		t.Fatalf("%d summaries in four weeks: %+v", len(posts), posts)
	}
	for i, want := range []string{
		"6 sessions this week, 6 since 2 Nov; median 1 a pair.\n6 of 6 pairs active",
		"4 sessions this week (6 last), 10 since 2 Nov; median 2 a pair.\n6 of 6 pairs active (6 last week).\nDue 6\n",
		"No sessions logged. We don't know why and won't guess. 4 last week, 10 since 2 Nov; median 2 a pair.",
		"No sessions logged. We don't know why and won't guess. None last week, 10 since 2 Nov",
	} {
		if !strings.Contains(posts[i].Text, want) {
			t.Errorf("week %d: %q stands in\n%s", i+1, want, posts[i].Text)
		}
	}
	if at := posts[1].At.Sub(monday.AddDate(0, 0, 14)); at < time.Minute || at > 3*time.Minute {
		t.Errorf("the picture was not ready, and the summary came %v after its hour", at)
	}
	_, rest, pictured := strings.Cut(string(posts[1].Blocks), `"slack_file":{"id":"`)
	id, _, _ := strings.Cut(rest, `"`)
	if f, ok := h.sim.File(id); !pictured || !ok || f.Mime != "image/png" || f.Alt != "sessions a week 6, 4" {
		t.Errorf("the chart of %s is %+v", posts[1].Blocks, f)
	}
	reports := h.heard(h.mia, "Your mentoring program:")
	if len(reports) != 4 || !strings.Contains(reports[3].Text, "*Overdue* (pairs meet every week):") || !strings.Contains(reports[3].Text, "last met") {
		t.Fatalf("%d reports, the last %+v", len(reports), reports[len(reports)-1])
	}
	attached := slices.DeleteFunc(h.heard(h.mia, ""), func(m slacksim.Message) bool { return len(m.Files) == 0 })
	if len(attached) != 4 || attached[3].Thread != reports[3].TS || attached[3].Files[0].Mime != "text/csv; charset=utf-8" {
		t.Errorf("the CSVs: %+v", attached)
	}
	for _, who := range h.pairs[0] {
		if said := h.heard(who, "A first step"); len(said) != 1 {
			t.Errorf("%s was introduced %d times", who.Name, len(said))
		}
	}
}

// A summary that may be in the channel is not posted again: nobody reads channels
// here, so it waits for the operator, who sees it.
func TestASummaryThatMayHaveArrivedIsHeld(t *testing.T) {
	h := newHall(t)
	h.met(6)
	if err := h.sim.Advance(t.Context(), monday.AddDate(0, 0, 7).Add(-2*time.Minute)); err != nil {
		t.Fatal(err)
	}
	many := 50
	if err := h.sim.Fault(slacksim.Fault{Method: "chat.postMessage", Mode: "lost", Count: &many}); err != nil {
		t.Fatal(err)
	}
	h.monday(1)
	none := 0
	if err := h.sim.Fault(slacksim.Fault{Method: "chat.postMessage", Count: &none}); err != nil {
		t.Fatal(err)
	}
	h.monday(2)
	if posts := h.posted(); len(posts) != 2 {
		t.Errorf("%d posts: one for each week", len(posts))
	}
	var out, said screen
	w := &world{environ: []string{"DATABASE_URL=" + h.conf.Database.Reveal()}, stdout: &out, stderr: &said, now: h.now}
	if code := w.run(t.Context(), []string{"outbox"}); code != 0 || strings.Count(out.String(), "summary") != 1 || !strings.Contains(out.String(), "held") {
		t.Errorf("bot outbox ends with %d and says\n%s%s", code, out.String(), said.String())
	}
}

// Whatever becomes of its channel, a program goes on, and its organiser is told once.
func TestTheChannelOfAProgram(t *testing.T) {
	h := newHall(t)
	yes, no, name := true, false, "wise-words"
	h.change(slacksim.ChannelChange{Name: &name, Private: &yes})
	h.monday(1)
	if posts := h.posted(); len(posts) != 1 {
		t.Fatalf("renamed and made private: %d summaries", len(posts))
	}
	shut := func() int { return len(h.heard(h.mia, "takes no messages from me any more")) }
	h.change(slacksim.ChannelChange{Archived: &yes})
	h.change(slacksim.ChannelChange{Leave: []string{h.in.BotUser}})
	h.monday(2)
	if posts := h.posted(); len(posts) != 1 || shut() != 1 {
		t.Errorf("archived: %d summaries, told %d times", len(posts), shut())
	}
	h.change(slacksim.ChannelChange{Archived: &no, Join: []string{h.in.BotUser}})
	h.monday(3)
	if posts := h.posted(); len(posts) != 3 || shut() != 1 { // that of the day on which it was opened as well
		t.Errorf("open again: %d summaries, told %d times", len(posts), shut())
	}
	// Nobody tells of it, and the refused post does.
	if err := h.sim.Grant([]string{"commands", "chat:write", "im:write", "im:history", "users:read"}); err != nil {
		t.Fatal(err)
	}
	h.change(slacksim.ChannelChange{Leave: []string{h.in.BotUser}})
	h.monday(4)
	if posts := h.posted(); len(posts) != 3 || shut() != 2 {
		t.Errorf("left unseen: %d summaries, told %d times", len(posts), shut())
	}
	if missing := h.heard(h.mia, "the scope is `files:write`"); len(missing) != 1 {
		t.Errorf("the organiser was told %d times that the CSV lacks a scope", len(missing))
	}
}
