package main

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/bot"
	"rapport/internal/slacksim"
)

// dayOfMia has Mia do something through every door.
func (p *porch) dayOfMia() {
	p.t.Helper()
	ctx, mia := p.t.Context(), p.mia
	ok := func(got slacksim.Outcome, err error) slacksim.Outcome {
		p.t.Helper()
		if err != nil || got.AckMS < 0 {
			p.t.Fatalf("%+v, %v", got, err)
		}
		return got
	}
	got := ok(p.sim.Send(ctx, mia.ID, mia.DM, "/met Jane coffee"))
	ok(p.sim.Click(ctx, slacksim.Act{As: mia.ID, In: mia.DM, TS: got.Messages[0].TS, ActionID: "undo"}))
	ok(p.sim.Send(ctx, mia.ID, mia.DM, "/met Omar lunch"))
	ok(p.sim.Send(ctx, mia.ID, mia.DM, "met Lena call"))
	ok(p.sim.Send(ctx, mia.ID, mia.DM, "people"))
	ok(p.sim.Send(ctx, mia.ID, mia.DM, "promise Omar the pricing sheet by friday"))
	ok(p.sim.Send(ctx, mia.ID, mia.DM, "/met"))
	ok(p.sim.Submit(ctx, mia.ID, "", map[string]map[string]slacksim.Value{"new": {"in": {"Kofi Mensah"}}}))
	if _, err := p.sim.OpenHome(ctx, mia.ID); err != nil {
		p.t.Fatal(err)
	}
	ok(p.sim.Send(ctx, mia.ID, mia.DM, "goal Speak at GopherCon by june"))
}

// Whatever came through the door once changes nothing when it comes again: in its
// order, in the reverse of it, all at once, to this process or to another.
func TestWhateverComesTwiceHasOneEffect(t *testing.T) {
	onEither(t, bot.Events, func(t *testing.T, p *porch) {
		p.dayOfMia()
		p.settle()
		day, stored, said := p.came(), p.stored(p.mia), len(p.heard(p.mia, ""))
		for _, name := range []string{"Omar", "Lena", "Kofi Mensah", "pricing sheet", "GopherCon"} {
			if !strings.Contains(stored, name) {
				t.Fatalf("%s is not stored:\n%s", name, stored)
			}
		}
		for again, bring := range map[string]func(){
			"in order": func() {
				for _, x := range day {
					p.must(p.bring(x, 1).Code, x)
				}
			},
			"backwards, to another process": func() {
				p.open()
				for _, x := range slices.Backward(day) {
					p.must(p.bring(x, 2).Code, x)
				}
			},
			"all at once": func() {
				var all sync.WaitGroup
				for _, x := range slices.Concat(day, day) {
					all.Go(func() { p.must(p.bring(x, 3).Code, x) })
				}
				all.Wait()
			},
		} {
			bring()
			p.settle()
			if diff := cmp.Diff(stored, p.stored(p.mia)); diff != "" {
				t.Errorf("%s: what is stored changed:\n%s", again, diff)
			}
			if n := len(p.heard(p.mia, "")); n != said {
				t.Errorf("%s: %d messages, want %d as before", again, n, said)
			}
		}
		if log := p.log.String(); strings.Contains(log, "level=ERROR") {
			t.Errorf("the log holds an error:\n%s", log)
		}
	})
}

// must checks that a request was taken.
func (p *porch) must(code int, x parcel) {
	if code != http.StatusOK {
		p.t.Errorf("%s is answered with %d: %.200s", x.path, code, x.body)
	}
}

func TestOneMessageUnderTwoIDsIsOneMessage(t *testing.T) {
	onEither(t, bot.Events, func(t *testing.T, p *porch) {
		message := p.message(p.mia, 0, "met Jane coffee")
		for _, id := range []string{"Ev1", "Ev2"} { // as Slack Connect tells of it
			x := p.event(id, message)
			p.must(p.bring(x, 0).Code, x)
		}
		p.settle()
		if n := len(p.heard(p.mia, "*Jane*")); n != 1 || strings.Count(p.stored(p.mia), `"Count": 1`) != 1 {
			t.Errorf("%d answers; stored:\n%s", n, p.stored(p.mia))
		}
	})
}

// Two messages that overtake each other are both done.
func TestMessagesThatOvertakeEachOtherAreBothDone(t *testing.T) {
	onEither(t, bot.Events, func(t *testing.T, p *porch) {
		first, second := p.event("Ev1", p.message(p.mia, time.Minute, "met Jane coffee")), p.event("Ev2", p.message(p.mia, 0, "met Omar lunch"))
		for _, x := range []parcel{second, first, second, first} {
			p.must(p.bring(x, 0).Code, x)
		}
		p.settle()
		for _, name := range []string{"*Jane*", "*Omar*"} {
			if n := len(p.heard(p.mia, name)); n != 1 {
				t.Errorf("%d answers about %s", n, name)
			}
		}
	})
}

// An answer that was lost behind the commit comes when the message is delivered
// anew, once, whichever process it comes to.
func TestALostAnswerComesOnce(t *testing.T) {
	onEither(t, bot.Events, func(t *testing.T, p *porch) {
		if err := p.sim.Fault(slacksim.Fault{Method: "chat.postMessage", Mode: "drop"}); err != nil {
			t.Fatal(err)
		}
		x := p.event("Ev1", p.message(p.mia, time.Minute, "met Jane coffee"))
		p.must(p.bring(x, 0).Code, x)
		p.settle()
		if n := len(p.heard(p.mia, "*Jane*")); n != 0 {
			t.Fatalf("%d answers though they are dropped", n)
		}
		p.open()
		for retry := 1; retry <= 3; retry++ {
			p.must(p.bring(x, retry).Code, x)
			p.settle()
			heard := p.heard(p.mia, "*Jane*")
			if len(heard) != 1 || !strings.Contains(heard[0].Text, "got lost on the way. It is stored: what you logged for *Jane*") {
				t.Fatalf("delivered anew %d times, Mia hears %+v", retry, heard)
			}
		}
		got, err := p.sim.Click(t.Context(), slacksim.Act{As: p.mia.ID, In: p.mia.DM, TS: p.heard(p.mia, "*Jane*")[0].TS, ActionID: "undo"})
		if err != nil || len(got.Messages) == 0 || !strings.Contains(got.Messages[0].Text, "Undone") {
			t.Errorf("Undo: %+v, %v", got, err)
		}
	})
}
