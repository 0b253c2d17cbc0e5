package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rapport/bot/view"
	"rapport/domain"
)

// hasty makes the bot's patience short, so that a slow command is soon late.
func hasty(o *Options) { o.Patience = 30 * time.Millisecond }

func TestNothingIsAcknowledgedBeforeItsCommit(t *testing.T) {
	committed := false
	r := newRig(t, map[string]Handler{"met": func(context.Context, Command) (Answer, error) {
		committed = true
		return Answer{Message: new(view.Say("ok"))}, nil
	}})
	acked := make(chan bool, 1)
	r.accept(t.Context(), slashed("1", ""), 0, func(ack) { acked <- committed })
	if !<-acked {
		t.Error("acknowledged before the commit")
	}
}

func TestOneIDHasOneEffect(t *testing.T) {
	r := newRig(t, nil)
	r.handlers["met"] = func(_ context.Context, c Command) (Answer, error) {
		return Answer{Message: new(view.Say("ok"))}, r.ledger.commit(c)
	}
	if got := textOf(t, r.take(t, slashed("1", ""))); got != "ok" {
		t.Errorf("said %q", got)
	}
	if a := r.take(t, slashed("1", "")); a.Hold || a.Payload != nil {
		t.Errorf("the second delivery was answered with %+v, want silence", a)
	}
	if got := r.ledger.committed(); len(got) != 1 {
		t.Errorf("effects: %v", got)
	}
}

func TestManyMembersCommandsStayInOrder(t *testing.T) {
	quiet(t)
	const members, each = 20, 25 // 500 commands
	r := newRig(t, nil, func(o *Options) { o.Workers = 8 })
	r.handlers["met"] = func(_ context.Context, c Command) (Answer, error) { return Answer{}, r.ledger.commit(c) }
	var mu sync.Mutex
	acked := 0
	for i := range each {
		for m := range members {
			c := slashed(fmt.Sprintf("%02d/%03d", m, i), "")
			c.Member = domain.MemberID(fmt.Sprint("U", m))
			r.ledger.members[c.Owner()] = domain.Member{Owner: c.Owner()}
			r.known.Store(c.Owner(), struct{}{})
			r.accept(t.Context(), c, 0, func(ack) { mu.Lock(); acked++; mu.Unlock() })
		}
	}
	r.settle(t)
	if acked != members*each {
		t.Errorf("%d acknowledged, want %d", acked, members*each)
	}
	last := map[string]domain.CommandID{}
	for _, id := range r.ledger.committed() {
		m, _, _ := strings.Cut(string(id), "/")
		if id <= last[m] {
			t.Fatalf("%s came after %s", id, last[m])
		}
		last[m] = id
	}
	if len(last) != members {
		t.Errorf("%d members were served", len(last))
	}
}

func TestASlowWriteIsNotAcknowledgedEarly(t *testing.T) {
	r := newRig(t, nil, hasty)
	r.handlers["met"] = func(_ context.Context, c Command) (Answer, error) {
		time.Sleep(120 * time.Millisecond)
		return Answer{Message: new(view.Say("remembered"))}, r.ledger.commit(c)
	}
	c := slashed("1", "")
	c.Reply.URL = r.slack.URL + "/reply"
	acked := make(chan ack, 2)
	r.accept(t.Context(), c, 0, func(a ack) {
		if len(r.ledger.committed()) == 0 {
			t.Error("acknowledged before the commit")
		}
		acked <- a
	})
	r.settle(t)
	// Slack may have given up on the acknowledgment: the answer takes the other way.
	if a := <-acked; a.Payload != nil || a.Hold {
		t.Errorf("a late acknowledgment carries %+v", a)
	}
	if calls := r.slack.made("/reply"); len(calls) != 1 || !strings.Contains(calls[0].Args.Get("json"), "remembered") {
		t.Errorf("the answer was not sent to the response_url: %v", r.slack.methods())
	}
	if len(acked) != 0 {
		t.Error("acknowledged twice")
	}
}

func TestASlowReaderIsAcknowledgedEarlyAndAnsweredLater(t *testing.T) {
	done := make(chan struct{})
	r := newRig(t, map[string]Handler{"people": func(context.Context, Command) (Answer, error) {
		<-done
		return Answer{Message: new(view.Say("the list"))}, nil
	}}, hasty)
	r.reads["people"] = true
	c := slashed("1", "")
	c.Verb, c.Reply.URL = "people", r.slack.URL+"/reply"
	acked := make(chan ack, 2)
	r.accept(t.Context(), c, 0, func(a ack) { acked <- a })
	if a := <-acked; a.Payload != nil || a.Hold {
		t.Errorf("early acknowledgment %+v", a)
	}
	close(done)
	r.settle(t)
	if len(r.slack.made("/reply")) != 1 || len(acked) != 0 {
		t.Errorf("calls %v, %d more acknowledgments", r.slack.methods(), len(acked))
	}
}

func TestACommandThatWaitedTooLongStoresNothing(t *testing.T) {
	release := make(chan struct{})
	r := newRig(t, nil, hasty)
	r.handlers["met"] = func(_ context.Context, c Command) (Answer, error) {
		<-release
		return Answer{}, r.ledger.commit(c)
	}
	r.accept(t.Context(), slashed("first", ""), 0, func(ack) {})
	acked := make(chan ack, 1)
	r.accept(t.Context(), slashed("second", ""), 0, func(a ack) { acked <- a })
	if said := textOf(t, <-acked); !strings.Contains(said, "hands full") {
		t.Errorf("said %q", said)
	}
	close(release)
	r.settle(t)
	if got := r.ledger.committed(); !slices.Equal(got, []domain.CommandID{"first"}) {
		t.Errorf("effects %v: what was called off happened all the same", got)
	}
}

func TestAFullHouseSaysSoInTime(t *testing.T) {
	release := make(chan struct{})
	r := newRig(t, nil, func(o *Options) { o.Workers, o.Backlog = 1, 3 })
	r.handlers["met"] = func(_ context.Context, c Command) (Answer, error) {
		<-release
		return Answer{}, r.ledger.commit(c)
	}
	r.handlers["typed"], r.handlers["met.modal"] = r.handlers["met"], r.handlers["met"]
	for i := range 3 {
		r.accept(t.Context(), slashed(fmt.Sprint(i), ""), 0, func(ack) {})
	}
	ask := func(c Command) ack {
		t.Helper()
		acked := make(chan ack, 1)
		r.accept(t.Context(), c, 0, func(a ack) { acked <- a })
		select {
		case a := <-acked:
			return a
		case <-time.After(2 * time.Second):
			t.Fatal("no acknowledgment within two seconds")
			return ack{}
		}
	}
	if said := textOf(t, ask(slashed("slash", ""))); !strings.Contains(said, "hands full") {
		t.Errorf("said %q", said)
	}
	modal := Command{ID: "modal", Workspace: team, Member: "U1", Verb: "met.modal", Reply: Reply{Door: ModalDoor}, Values: Values{"who": {"in": {One: "Jane"}}}}
	if a := ask(modal); !strings.Contains(fmt.Sprintf("%+v", a.Payload), "who") {
		t.Errorf("a modal was told %+v, want an error that keeps it open", a.Payload)
	}
	typed := Command{ID: "typed", Workspace: team, Member: "U1", Verb: "typed", Reply: Reply{Door: TypedDoor}}
	if a := ask(typed); !a.Hold {
		t.Errorf("an event was acknowledged without being done: %+v", a)
	}
	close(release)
	r.settle(t)
	if got := len(r.ledger.committed()); got != 3 {
		t.Errorf("%d effects, want 3", got)
	}
}

func TestCloseDrainsAndLetsNothingNewIn(t *testing.T) {
	quiet(t)
	r := newRig(t, nil)
	started, release := make(chan struct{}), make(chan struct{})
	r.handlers["met"] = func(_ context.Context, c Command) (Answer, error) {
		close(started)
		<-release
		return Answer{}, r.ledger.commit(c)
	}
	first := make(chan ack, 1)
	r.accept(t.Context(), slashed("1", ""), 0, func(a ack) { first <- a })
	<-started
	closed := make(chan error, 1)
	go func() { closed <- r.Close(context.WithoutCancel(t.Context())) }()
	for !r.closing.Load() {
		time.Sleep(time.Millisecond)
	}
	second := make(chan ack, 1)
	r.accept(t.Context(), slashed("2", ""), 0, func(a ack) { second <- a })
	if a := <-second; !a.Hold {
		t.Errorf("taken in while closing: %+v", a)
	}
	if err := r.Ready(); err == nil {
		t.Error("ready while closing")
	}
	close(release)
	if err := <-closed; err != nil {
		t.Fatal(err)
	}
	if a := <-first; a.Hold {
		t.Error("what was begun was not acknowledged")
	}
	if got := len(r.ledger.committed()); got != 1 {
		t.Errorf("%d effects", got)
	}
}
