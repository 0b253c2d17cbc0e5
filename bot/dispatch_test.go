package bot

import (
	"context"
	"errors"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"rapport/bot/view"
	"rapport/domain"
)

func answers(text string) Handler {
	return func(context.Context, Command) (Answer, error) {
		return Answer{Message: new(view.Say(text))}, nil
	}
}

func fails(err error) Handler {
	return func(context.Context, Command) (Answer, error) { return Answer{}, err }
}

func TestDoAnswersEveryFault(t *testing.T) {
	tests := []struct {
		name    string
		handler Handler
		says    string // part of what the member reads; "" is silence
		outcome string
		logged  bool
	}{
		{"done", answers("remembered"), "remembered", "done", false},
		{"stale", fails(domain.Fault(domain.KindStale, "button", nil)), "button is of the past", "stale", false},
		{"law", fails(domain.Fault(domain.KindLaw, "move", nil)), "too early", "law", false},
		{"conflict", fails(domain.Fault(domain.KindConflict, "contact", nil)), "try again", "conflict", false},
		{"duplicate", fails(domain.Fault(domain.KindDuplicate, "command", nil)), "", "duplicate", false},
		{"ours", fails(errors.New("disk full")), "reference", "unknown", true},
		{"corrupt", fails(domain.Fault(domain.KindCorrupt, "database", nil)), "reference", "corrupt", true},
		{"panic", func(context.Context, Command) (Answer, error) { panic("Jane's secret") }, "reference", "unknown", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t, map[string]Handler{"met": tt.handler})
			a, err := r.Do(t.Context(), slashed("1", "Jane's secret"))
			if err != nil {
				t.Fatalf("Do: %v", err)
			}
			said := ""
			if a.Message != nil {
				said = a.Message.Text
			}
			if (tt.says == "") != (said == "") || !strings.Contains(said, tt.says) {
				t.Errorf("said %q, want %q in it", said, tt.says)
			}
			if n := testutil.ToFloat64(r.meter.commands.WithLabelValues("met", tt.outcome)); n != 1 {
				t.Errorf("counted %v times as %q", n, tt.outcome)
			}
			log := r.log.String()
			if tt.logged {
				ref := reference("1")
				if !strings.Contains(log, ref) || !strings.Contains(said, ref) {
					t.Errorf("reference %s stands not in both:\n%s\n%s", ref, said, log)
				}
			} else if log != "" {
				t.Errorf("logged: %s", log)
			}
			if strings.Contains(log, "secret") {
				t.Errorf("what was typed is in the log: %s", log)
			}
		})
	}
}

func TestAPanicSaysWhereItWas(t *testing.T) {
	r := newRig(t, map[string]Handler{"met": func(context.Context, Command) (Answer, error) { panic("x") }})
	if _, err := r.Do(t.Context(), slashed("1", "")); err != nil {
		t.Fatal(err)
	}
	if log := r.log.String(); !strings.Contains(log, "TestAPanicSaysWhereItWas") {
		t.Errorf("the log doesn't name the function: %s", log)
	}
}

// faraway is a panic as it comes out of a commit that was shared with others.
type faraway struct {
	value   any
	callers []uintptr
}

func (e faraway) Panicked() (any, []uintptr) { return e.value, e.callers }

func TestAPanicFromAnotherGoroutineSaysWhereItWasThere(t *testing.T) {
	r := newRig(t, map[string]Handler{"met": func(context.Context, Command) (Answer, error) {
		far := make(chan faraway)
		go theirs(far)
		panic(<-far)
	}})
	if _, err := r.Do(t.Context(), slashed("1", "")); err != nil {
		t.Fatal(err)
	}
	if log := r.log.String(); !strings.Contains(log, "panic (string) in rapport/bot.theirs:") || strings.Contains(log, "secret") {
		t.Errorf("log: %s", log)
	}
}

// theirs is where it was.
func theirs(out chan<- faraway) {
	pcs := make([]uintptr, 8)
	out <- faraway{"secret", pcs[:runtime.Callers(1, pcs)]}
}

func TestUnknownVerbIsAnsweredAndNotQuotedInTheLog(t *testing.T) {
	r := newRig(t, nil)
	c := slashed("1", "Jane's secret")
	c.Verb = "/mett"
	a, err := r.Do(t.Context(), c)
	if err != nil || a.Message == nil || !strings.Contains(a.Message.Text, "/mett") {
		t.Fatalf("answer %+v, %v", a, err)
	}
	if log := r.log.String(); strings.Contains(log, "secret") || strings.Contains(log, "mett") || !strings.Contains(log, "unknown verb") {
		t.Errorf("log: %s", log)
	}
	if n := testutil.ToFloat64(r.meter.commands.WithLabelValues("unknown", "done")); n != 1 {
		t.Errorf("counted %v times", n)
	}
}

func TestAModalThatFailsKeepsWhatWasTyped(t *testing.T) {
	r := newRig(t, map[string]Handler{"met.modal": fails(errors.New("disk full"))})
	a, err := r.Do(t.Context(), Command{
		ID: "1", Workspace: team, Member: mia.Member, Verb: "met.modal", Reply: Reply{Door: ModalDoor, BlockID: "who"}, At: monday,
	})
	if err != nil || !strings.Contains(a.Errors["who"], "reference") {
		t.Errorf("answer %+v, %v; want an error under the first input", a, err)
	}
}

func TestFirstCommandMeetsTheMember(t *testing.T) {
	tests := []struct {
		name   string
		info   string
		member domain.Member
	}{
		{"known to Slack", `{"ok":true,"user":{"id":"U9","name":"omar","tz":"Australia/Sydney","profile":{"first_name":"Omar"}}}`, domain.Member{Name: "Omar", Zone: "Australia/Sydney"}},
		{"zone unknown", `{"ok":true,"user":{"id":"U9","tz":"Mars/Olympus","profile":{"display_name":"Omar"}}}`, domain.Member{Name: "Omar", Zone: "UTC"}},
		{"Slack refuses", `{"ok":false,"error":"user_not_found"}`, domain.Member{Zone: "UTC"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t, map[string]Handler{"met": answers("ok")})
			r.slack.says("users.info", tt.info)
			omar := domain.Owner{Workspace: team, Member: "U9"}
			for range 2 {
				c := slashed("1", "")
				c.Member = omar.Member
				if _, err := r.Do(t.Context(), c); err != nil {
					t.Fatal(err)
				}
			}
			got := r.ledger.members[omar]
			if got.Name != tt.member.Name || got.Zone != tt.member.Zone || !got.Joined.Equal(monday) {
				t.Errorf("met %+v", got)
			}
			if n := len(r.slack.made("users.info")); n != 1 {
				t.Errorf("users.info was called %d times", n)
			}
		})
	}
}

func TestAFirstCommandDoesNotWaitForASilentSlack(t *testing.T) {
	r := newRig(t, map[string]Handler{"met": answers("ok")})
	over := make(chan struct{})
	defer close(over)
	r.slack.does("users.info", func(_ http.ResponseWriter, q *http.Request) {
		select {
		case <-q.Context().Done():
		case <-over:
		}
	})
	c := slashed("1", "")
	c.Member = "U9"
	start := time.Now()
	a, err := r.Do(t.Context(), c)
	if err != nil || a.Message == nil {
		t.Fatalf("answer %+v, %v", a, err)
	}
	if took := time.Since(start); took > 2500*time.Millisecond {
		t.Errorf("took %s", took)
	}
}

func TestCensusFindsWhoLeft(t *testing.T) {
	r := newRig(t, nil)
	first := true
	r.slack.does("users.list", func(rw http.ResponseWriter, q *http.Request) {
		if first {
			first = false
			says(`{"ok":true,"members":[{"id":"U7","tz":"UTC"}],"response_metadata":{"next_cursor":"more"}}`)(rw, q)
			return
		}
		says(`{"ok":true,"members":[{"id":"U1","deleted":true,"tz":"UTC","profile":{"display_name":"Mia"}}]}`)(rw, q)
	})
	if err := r.Census(t.Context(), team, monday); err != nil {
		t.Fatal(err)
	}
	if !r.ledger.members[mia].Gone {
		t.Error("a deactivated member was not noticed")
	}
	if len(r.ledger.members) != 1 {
		t.Errorf("people who never used the bot were stored: %v", r.ledger.members)
	}
}

func TestAnEventThatFailsIsSentAgain(t *testing.T) {
	r := newRig(t, map[string]Handler{"home.opened": fails(errors.New("disk full"))})
	a := r.take(t, Command{ID: "1", Workspace: team, Member: "U1", Verb: "home.opened", Reply: Reply{Door: HomeDoor}, At: monday})
	if !a.Hold {
		t.Errorf("acknowledged: %+v", a)
	}
}

func TestATypedQuestionIsAnsweredOnce(t *testing.T) {
	r := newRig(t, map[string]Handler{"typed": answers("the list")})
	c := Command{ID: "typed:D1:1", Workspace: team, Member: "U1", Channel: "D1", Verb: "typed", Args: "people", Reply: Reply{Door: TypedDoor}, At: monday}
	for range 3 {
		if a := r.take(t, c); a.Hold || a.Payload != nil {
			t.Errorf("acknowledged with %+v", a)
		}
	}
	if n := len(r.slack.made("chat.postMessage")); n != 1 {
		t.Errorf("answered %d times", n)
	}
}

// What was typed comes again by itself when the database is out of reach, or when
// this process stood still: it is left to the next try, at which another process
// may have done it. Only behind the last one the member is told.
func TestTypedMessageIsLeftToTheNextTry(t *testing.T) {
	for name, err := range map[string]error{
		"unreachable": domain.Fault(domain.KindUnreachable, "book", nil),
		"uncertain":   domain.Fault(domain.KindUncertain, "book", nil),
		"too late":    context.DeadlineExceeded,
	} {
		r := newRig(t, map[string]Handler{"met": fails(err)})
		c := slashed("1", "Jane")
		c.Reply = Reply{Door: TypedDoor}
		for c.Retry = 0; c.Retry < retries; c.Retry++ {
			if a, got := r.Do(t.Context(), c); !errors.Is(got, err) || a.Message != nil {
				t.Errorf("%s, delivered for the %d. time: said %v, error %v", name, c.Retry+1, a.Message, got)
			}
		}
		if a, got := r.Do(t.Context(), c); got != nil || a.Message == nil {
			t.Errorf("%s, delivered for the last time: said %v, error %v", name, a.Message, got)
		}
		c.Retry, c.Reply = 0, Reply{Door: SlashDoor}
		if a, got := r.Do(t.Context(), c); got != nil || a.Message == nil {
			t.Errorf("%s, as a command, which does not come again: said %v, error %v", name, a.Message, got)
		}
	}
}

// A form that was refused is submitted again under the same id; anything else
// that comes twice was done the first time.
func TestOnlyWhatWasRefusedIsDoneAgain(t *testing.T) {
	for name, tt := range map[string]struct {
		answer Answer
		err    error
		runs   int
	}{
		"answered":         {Answer{Message: new(view.Say("ok"))}, nil, 1},
		"nothing to say":   {Answer{}, nil, 1},
		"a field is wrong": {Answer{Errors: map[string]string{"who": "whom?"}}, nil, 2},
		"refused":          {Answer{}, domain.Fault(domain.KindLaw, "move", nil), 2},
	} {
		t.Run(name, func(t *testing.T) {
			runs := 0
			r := newRig(t, map[string]Handler{"met.modal": func(context.Context, Command) (Answer, error) {
				runs++
				return tt.answer, tt.err
			}})
			c := Command{ID: "submit:V1:1", Workspace: team, Member: mia.Member, Verb: "met.modal", Reply: Reply{Door: ModalDoor, BlockID: "who"}, At: monday}
			r.take(t, c)
			r.take(t, c)
			if runs != tt.runs {
				t.Errorf("done %d times, want %d", runs, tt.runs)
			}
		})
	}
}
