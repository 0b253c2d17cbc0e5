package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"rapport/bot/view"
	"rapport/domain"
)

func TestHomeIsPublishedOnceMoreAndNoOftener(t *testing.T) {
	begun, release := make(chan struct{}, 100), make(chan struct{})
	runs := 0
	h := newHomes(newInFlight(), func(context.Context, domain.Owner, sight) (string, error) {
		runs++
		begun <- struct{}{}
		<-release
		return "", nil
	}, func(_ domain.Owner, err error) { t.Errorf("publish: %v", err) })
	h.touch(t.Context(), mia, nil)
	<-begun
	for range 100 {
		h.touch(t.Context(), mia, nil)
	}
	close(release)
	if err := h.flight.wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	if runs != 2 {
		t.Errorf("published %d times, want one running and one after it", runs)
	}
}

func TestAPanicWhilePublishingIsReported(t *testing.T) {
	var got error
	h := newHomes(newInFlight(), func(context.Context, domain.Owner, sight) (string, error) { panic("secret") },
		func(_ domain.Owner, err error) { got = err })
	h.touch(t.Context(), mia, nil)
	if err := h.flight.wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got == nil || strings.Contains(got.Error(), "secret") {
		t.Errorf("reported %v", got)
	}
}

// A notice is seen once, and stays until it was; the page and its hash stay.
func TestWhatIsLookedAt(t *testing.T) {
	var seen []string
	fail := false
	h := newHomes(newInFlight(), func(_ context.Context, _ domain.Owner, s sight) (string, error) {
		notice := ""
		if s.Notice != nil {
			notice = s.Notice.Text
		}
		seen = append(seen, s.Hash+"|"+s.At+"|"+notice)
		if fail {
			return "", errors.New("no")
		}
		return fmt.Sprintf("h%d", len(seen)), nil
	}, func(domain.Owner, error) {})
	touch := func(change func(*sight)) {
		t.Helper()
		h.touch(t.Context(), mia, change)
		if err := h.flight.wait(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	touch(func(s *sight) { s.Hash, s.At = "event", "2 phase Relating" })
	touch(func(s *sight) { s.Notice = new(view.Say("logged")) })
	touch(nil)
	fail = true
	touch(func(s *sight) { s.Notice = new(view.Say("snoozed")) })
	fail = false
	touch(nil)
	touch(func(s *sight) { s.At = "" })
	want := []string{
		"event|2 phase Relating|", "h1|2 phase Relating|logged", "h2|2 phase Relating|", "h3|2 phase Relating|snoozed",
		"|2 phase Relating|snoozed", "h5||",
	}
	if !slices.Equal(seen, want) {
		t.Errorf("published\n%q\nwant\n%q", seen, want)
	}
}

// onHome is a rig whose member has opened App Home, and a Slack that keeps its
// hash as Slack does.
func onHome(t *testing.T) (*rig, *homeTab) {
	t.Helper()
	r := newRig(t, nil)
	m := r.ledger.members[mia]
	m.HomeOpened = true
	r.ledger.members[mia] = m
	tab := &homeTab{}
	r.slack.does("views.publish", tab.publish)
	return r, tab
}

type homeTab struct {
	mu    sync.Mutex
	n     int
	shown string
	// before, when set, runs once before a page is taken.
	before func()
}

func (h *homeTab) hash() string { return fmt.Sprintf("hash%d", h.n) }

func (h *homeTab) publish(rw http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.before != nil {
		f := h.before
		h.before = nil
		f()
	}
	var page struct {
		Hash string          `json:"hash"`
		View json.RawMessage `json:"view"`
	}
	if err := json.NewDecoder(r.Body).Decode(&page); err != nil {
		panic(err)
	}
	if page.Hash != "" && page.Hash != h.hash() {
		says(`{"ok":false,"error":"hash_conflict"}`)(rw, r)
		return
	}
	h.n++
	h.shown = string(page.View)
	says(fmt.Sprintf(`{"ok":true,"view":{"id":"V1","type":"home","hash":%q}}`, h.hash()))(rw, r)
}

func (r *rig) keeps(names ...string) {
	r.ledger.mu.Lock()
	defer r.ledger.mu.Unlock()
	r.ledger.contacts = nil
	for _, n := range names {
		r.ledger.contacts = append(r.ledger.contacts, &domain.Contact{ID: domain.ContactID(n), Name: n, Phase: domain.Relating, Furthest: domain.Relating})
	}
}

// Another process published between our reading and our publishing: what is
// shown in the end is what is true, and not what we had read before.
func TestHomeIsReadAnewOnConflict(t *testing.T) {
	r, tab := onHome(t)
	r.keeps("Ada")
	touch := func() {
		r.homes.touch(t.Context(), mia, nil)
		r.settle(t)
	}
	touch()
	tab.before = func() { // it commits, and publishes
		r.keeps("Ada", "Ben")
		tab.n++
	}
	touch()
	if !strings.Contains(tab.shown, "Ben") {
		t.Errorf("the page is stale: %s", tab.shown)
	}
	touch() // its hash is known again
	made := r.slack.made("views.publish")
	if len(made) != 4 {
		t.Errorf("%d calls, want one, a conflict, one more, and one", len(made))
	}
}

// A process that has published nothing for a member yet knows no hash, and Slack
// refuses nothing of it: what another has committed and published between its
// reading and its publishing is shown in the end all the same.
func TestFirstPageIsNotStale(t *testing.T) {
	r, tab := onHome(t)
	r.keeps("Ada")
	tab.before = func() { // another process commits, and publishes
		r.keeps("Ada", "Ben")
		tab.n++
	}
	r.homes.touch(t.Context(), mia, nil)
	r.settle(t)
	if !strings.Contains(tab.shown, "Ben") {
		t.Errorf("the page is stale: %s", tab.shown)
	}
	r.homes.touch(t.Context(), mia, nil)
	r.settle(t)
	if n := len(r.slack.made("views.publish")); n != 3 {
		t.Errorf("%d calls, want one, one over it, and one with its hash", n)
	}
}

// Two quick presses on one page end with what is true after the second.
func TestTwoQuickActionsEndWithTheNewest(t *testing.T) {
	r, tab := onHome(t)
	for _, name := range []string{"one", "two"} {
		r.handlers[name] = func(_ context.Context, c Command) (Answer, error) {
			r.keeps("after " + c.Verb)
			return Answer{Message: new(view.Say("did " + c.Verb)), HomeDirty: true}, nil
		}
	}
	for i := range 20 {
		for _, name := range []string{"one", "two"} {
			c := Command{
				ID: domain.CommandID(fmt.Sprint(name, i)), Workspace: team, Member: mia.Member, Verb: name, Trigger: "t", At: monday,
				Reply: Reply{Door: HomeDoor, Home: true, ViewID: "V1", ViewHash: "hash0", Private: "2026-11-23 "},
			}
			r.accept(t.Context(), c, 0, func(ack) {})
		}
		r.settle(t)
		if !strings.Contains(tab.shown, "after two") || !strings.Contains(tab.shown, "did two") {
			t.Fatalf("round %d ends with %s", i, tab.shown)
		}
	}
	if n := len(r.slack.made("chat.postMessage")); n != 0 {
		t.Errorf("%d messages were posted: what is done on Home is said on Home", n)
	}
}

func TestHomeTriesAgain(t *testing.T) {
	for name, first := range map[string]http.HandlerFunc{
		"limited": func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Retry-After", "1")
			rw.WriteHeader(http.StatusTooManyRequests)
		},
		"lost": status(http.StatusBadGateway),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, tab := onHome(t)
			calls := 0
			r.slack.does("views.publish", func(rw http.ResponseWriter, req *http.Request) {
				if calls++; calls == 1 {
					first(rw, req)
					return
				}
				tab.publish(rw, req)
			})
			if hash, err := r.publishHome(t.Context(), mia, sight{Hash: "hash0"}); err != nil || hash != "hash1" {
				t.Errorf("got %q, %v", hash, err)
			}
		})
	}
}

// TestALogTouchesThePageOfWhoeverHasOne: for all others there is nothing to be read
// once the command is committed.
func TestALogTouchesThePageOfWhoeverHasOne(t *testing.T) {
	for _, opened := range []bool{false, true} {
		s := newStill(3)
		s.member.HomeOpened = opened
		r := newRig(t, nil, func(o *Options) { o.Book = s })
		pages := 0
		r.homes.publish = func(context.Context, domain.Owner, sight) (string, error) {
			pages++
			return "", nil
		}
		if said := textOf(t, r.take(t, slashed("1", "Jane Doe coffee"))); !strings.Contains(said, "Logged") {
			t.Fatal(said)
		}
		if pages != btoi(opened) {
			t.Errorf("opened %v: %d pages were made", opened, pages)
		}
	}
}
