package bot

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"rapport/bot/phrase"
	"rapport/domain"
)

// BenchmarkMetAlone takes /met from the signed request to its acknowledgment with a
// book that is read and written in no time: what it costs beside the store, with
// somebody new to the circle and with somebody known for years.
func BenchmarkMetAlone(b *testing.B) {
	for _, touches := range []int{3, 2000} {
		b.Run(fmt.Sprintf("touches=%d", touches), func(b *testing.B) { benchMetAlone(b, touches) })
	}
}

func benchMetAlone(b *testing.B, touches int) {
	store, known := newStill(touches), newLedger()
	known.members[mia] = store.member
	bot, err := New(Options{
		Book: store, Members: known, Shows: known, Installations: NewOnly(&Installation{Workspace: team, App: "A1"}),
		Policy: domain.DefaultPolicy(), SigningSecret: signingSecret, Now: time.Now,
	})
	if err != nil {
		b.Fatal(err)
	}
	requests, begun := make([]*http.Request, b.N), time.Now()
	for i := range requests {
		body := url.Values{
			"command": {"/met"}, "text": {fmt.Sprint("Jane Doe coffee -- spoke of the launch, number ", i)}, "user_id": {string(mia.Member)}, "user_name": {"mia"},
			"team_id": {string(team)}, "team_domain": {"acme"}, "channel_id": {"C1"}, "channel_name": {"general"}, "api_app_id": {"A1"},
			"is_enterprise_install": {"false"}, "trigger_id": {fmt.Sprint("t", i)}, "response_url": {"https://hooks.slack.com/commands/1"},
		}.Encode()
		requests[i] = sign(request(http.MethodPost, "/slack/commands", form, body), body, begun)
	}
	door, paper := bot.HTTPHandler(), &paper{head: make(http.Header)}
	b.ReportAllocs()
	b.ResetTimer()
	for _, r := range requests {
		paper.said.Reset()
		door.ServeHTTP(paper, r)
		if !strings.Contains(paper.said.String(), "Logged: coffee with *Jane Doe*, today (") {
			b.Fatal(paper.said.String())
		}
	}
}

// paper is a response that is written over and over.
type paper struct {
	head http.Header
	said strings.Builder
}

func (p *paper) Header() http.Header         { return p.head }
func (p *paper) Write(b []byte) (int, error) { return p.said.Write(b) }
func (p *paper) WriteHeader(int)             {}

// still is a store of one member who knows one person, in which nothing changes:
// what a command decides is put together, and dropped.
type still struct {
	domain.Shelf
	member domain.Member
	jane   *domain.Contact
	names  []domain.Known
}

func newStill(touches int) *still {
	now := time.Now()
	jane := &domain.Contact{
		ID: "jane", Name: "Jane Doe", Tags: []string{"team"}, Phase: domain.Relating, Furthest: domain.Relating,
		PhaseSince: domain.On(2020, time.January, 1), Added: domain.On(2020, time.January, 1),
	}
	for i := range touches {
		jane.Interactions = append(jane.Interactions, domain.Interaction{
			ID: domain.InteractionID(fmt.Sprint("touch", i)), On: domain.On(2020, time.January, 1+i), Kind: "coffee", Note: "of this and that",
			Logged: now, Command: domain.CommandID(fmt.Sprint("c", i)),
		})
	}
	jane.Touched = domain.Touched{Count: touches, Days: touches, Kinds: 1, Kind: "coffee", First: jane.Interactions[0].On, Last: jane.Interactions[touches-1].On}
	s := &still{member: domain.Newcomer(mia, "Mia", "Europe/Berlin", domain.DefaultPolicy(), now), jane: jane}
	for _, k := range phrase.Keys(jane.Name) {
		s.names = append(s.names, domain.Known{Contact: jane.ID, Name: jane.Name, Key: k.Folded, Whole: k.Whole})
	}
	return s
}

func (s *still) Write(_ context.Context, r domain.Ref, f func(*domain.Book) error) error {
	book := domain.OpenBook(s.member, r.ID, r.At, domain.DefaultPolicy(), s)
	if err := f(book); err != nil {
		return err
	}
	_, err := book.Changes(r.Verb)
	return err
}

func (s *still) Read(_ context.Context, r domain.Ref, f func(*domain.Book) error) error {
	return f(domain.OpenBook(s.member, r.ID, r.At, domain.DefaultPolicy(), s))
}

func (s *still) Contact(domain.ContactID) (*domain.Contact, error) { return s.jane, nil }

func (s *still) Exact(keys []string) ([]domain.Known, error) {
	var known []domain.Known
	for _, k := range s.names {
		if slices.Contains(keys, k.Key) {
			known = append(known, k)
		}
	}
	return known, nil
}
