package bot

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"rapport/bot/view"
	"rapport/domain"
)

// typedThen is a direct message that was typed a while before it is delivered.
func typedThen(ago time.Duration, retry int) Command {
	return Command{
		ID: domain.CommandID(fmt.Sprintf("typed:D1:%d.000100", monday.Add(-ago).Unix())), Workspace: team, Member: mia.Member, Channel: "D1",
		Verb: "typed", Args: "people", Reply: Reply{Door: TypedDoor}, At: monday, Retry: retry,
	}
}

func TestAMessageThatIsDeliveredAnew(t *testing.T) {
	there := func(c Command) http.HandlerFunc {
		return says(fmt.Sprintf(`{"ok":true,"messages":[{"ts":"2","metadata":{"event_type":"rapport_answer","event_payload":{"to":"other"}}},
			{"ts":"1","metadata":{"event_type":"rapport_answer","event_payload":{"to":%q}}}]}`, reference(c.ID)))
	}
	nothing := func(Command) http.HandlerFunc { return says(`{"ok":true,"messages":[{"ts":"2"}]}`) }
	ill := func(Command) http.HandlerFunc { return status(http.StatusBadGateway) }
	tests := []struct {
		name    string
		c       Command
		history func(Command) http.HandlerFunc
		again   bool // Slack is to deliver it once more
		answers int  // beside the first
	}{
		{"and was answered", typedThen(time.Minute, 2), there, false, 0},
		{"and was not", typedThen(time.Minute, 2), nothing, false, 1},
		{"at once, when somebody may be answering still", typedThen(time.Second, 1), nothing, true, 0},
		{"at once, and was answered", typedThen(time.Second, 1), there, false, 0},
		{"for the last time", typedThen(6*time.Minute, 3), nothing, false, 1},
		{"while Slack is ill", typedThen(time.Minute, 2), ill, true, 0},
		{"for the last time, while Slack is ill", typedThen(6*time.Minute, 3), ill, false, 0},
		{"under another event's id", typedThen(time.Minute, 0), nothing, false, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t, map[string]Handler{"typed": answers("the list")})
			r.slack.does("conversations.history", tt.history(tt.c))
			first := tt.c
			first.Retry = 0
			r.take(t, first)
			if a := r.take(t, tt.c); a.Hold != tt.again {
				t.Errorf("acknowledged with %+v", a)
			}
			if n := len(r.slack.made("chat.postMessage")) - 1; n != tt.answers {
				t.Errorf("answered %d times more, want %d", n, tt.answers)
			}
		})
	}
}

func TestAnAnswerInAThreadIsLookedForThere(t *testing.T) {
	r := newRig(t, map[string]Handler{"typed": answers("the list")})
	c := typedThen(time.Minute, 2)
	c.Reply.Thread = "1764000000.000100"
	r.slack.says("conversations.replies", fmt.Sprintf(`{"ok":true,"messages":[{"ts":"1","metadata":{"event_type":"rapport_answer","event_payload":{"to":%q}}}]}`, reference(c.ID)))
	r.take(t, c)
	r.take(t, c)
	if n := len(r.slack.made("chat.postMessage")); n != 1 || len(r.slack.made("conversations.replies")) != 1 {
		t.Errorf("answered %d times after %v", n, r.slack.methods())
	}
}

// What an answer that was lost had to say is said shortly, from what is stored.
func TestALostAnswerIsSaidAgain(t *testing.T) {
	tests := []struct {
		typed, says string
		undo        bool
	}{
		{"met Jane coffee", "It is stored: what you logged for *Jane*.", true},
		{"goal Speak at GopherCon by june", "Speak at GopherCon", true},
		{"met Jane 02/11", "It was a question, and nothing is stored yet", false},
		{"rapport settings cap 2", "What there was to store is stored.", false},
	}
	for _, tt := range tests {
		t.Run(tt.typed, func(t *testing.T) {
			d := newDesk(t)
			c := Command{ID: "typed:D1:1", Verb: view.VerbTyped, Args: tt.typed, Channel: "D1", Reply: Reply{Door: TypedDoor}}
			d.do(c)
			c.Workspace, c.Member, c.At = mia.Workspace, mia.Member, d.now
			was := len(d.undo)
			a, err := d.bot.answerAgain(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			m := d.says(a, "My answer to that got lost", tt.says)
			if len(d.undo) != was || d.touches("Jane") != "nobody" && strings.Count(d.touches("Jane"), "coffee") != 1 {
				t.Errorf("saying so changed something: %q", d.touches("Jane"))
			}
			if tt.undo {
				d.says(d.presses(m, "Undo"), "Undone")
			}
		})
	}
}

// Whoever was deactivated since they typed is written to no more; whoever is back
// is, though we have not heard of it.
func TestOnlyThoseAreAnsweredWhoAreThere(t *testing.T) {
	for name, tt := range map[string]struct {
		info    string
		answers int
	}{
		"gone":                  {userInfo("UTC", true), 0},
		"back":                  {userInfo("UTC", false), 1},
		"nobody knows for sure": {`{"ok":false,"error":"internal_error"}`, 0},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, map[string]Handler{"typed": answers("the list")})
			m := r.ledger.members[mia]
			m.Gone = true
			r.ledger.members[mia] = m
			r.slack.says("users.info", tt.info)
			r.take(t, typedThen(time.Second, 0))
			if n := len(r.slack.made("chat.postMessage")); n != tt.answers || r.ledger.members[mia].Gone != (tt.answers == 0) {
				t.Errorf("%d answers, want %d; gone: %v", n, tt.answers, r.ledger.members[mia].Gone)
			}
		})
	}
}
