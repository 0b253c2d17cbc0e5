package bot

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"rapport/bot/view"
	"rapport/domain"
)

var today = domain.On(2026, time.November, 23)

func digest() domain.Delivery {
	return domain.Delivery{Owner: mia, Kind: domain.DigestDelivery, On: today}
}

// sending builds a bot whose digest names everybody in the portfolio.
func sending(t *testing.T) *rig {
	t.Helper()
	r := newRig(t, nil)
	r.renders[domain.DigestDelivery] = func(p domain.Portfolio, _ domain.Date) (view.Message, []domain.Telling, bool) {
		var told []domain.Telling
		for _, c := range p.Contacts {
			told = append(told, domain.Telling{Contact: c.ID})
		}
		return view.Say("Good morning, " + p.Member.Name + "."), told, len(told) > 0
	}
	r.renders[domain.RecoveredDelivery] = func(domain.Portfolio, domain.Date) (view.Message, []domain.Telling, bool) {
		return view.Say("They work again."), nil, true
	}
	r.ledger.contacts = []*domain.Contact{{ID: "jane"}, {ID: "omar"}}
	return r
}

// sleeper is a context whose deadline is over and whose timer has not had its
// turn, as in a process that stood still.
type sleeper struct{ context.Context }

func (sleeper) Deadline() (time.Time, bool) { return time.Now().Add(-time.Second), true }

func TestSendPostsNothingAfterItsTime(t *testing.T) {
	r := sending(t)
	o := r.Sender().Send(sleeper{t.Context()}, digest(), "n0nce", monday)
	if o.Result != domain.Failed || o.Code != "overtime" || len(r.slack.made("chat.postMessage")) != 0 {
		t.Errorf("outcome %+v after %d posts, want none", o, len(r.slack.made("chat.postMessage")))
	}
}

func TestSendPostsUnderItsNonce(t *testing.T) {
	r := sending(t)
	o := r.Sender().Send(t.Context(), digest(), "n0nce", monday)
	if o.Result != domain.Sent || o.Channel != "D1" || o.TS != "1764000000.000100" {
		t.Fatalf("outcome %+v", o)
	}
	args := r.slack.made("chat.postMessage")[0].Args
	var meta slack.SlackMetadata
	if err := json.Unmarshal([]byte(args.Get("metadata")), &meta); err != nil {
		t.Fatal(err)
	}
	if meta.EventType != "rapport_delivery" || meta.EventPayload["nonce"] != "n0nce" {
		t.Errorf("metadata %+v", meta)
	}
	if args.Get("unfurl_links") != "false" || args.Get("text") != "Good morning, Mia." || args.Get("channel") != "D1" {
		t.Errorf("args %v", args)
	}
	if !slices.Equal(r.ledger.shown, []domain.Telling{{Contact: "jane"}, {Contact: "omar"}}) {
		t.Errorf("shown %v", r.ledger.shown)
	}
	if n := len(r.slack.made("conversations.open")); n != 0 {
		t.Errorf("the conversation was opened again %d times", n)
	}
}

func TestTheConversationIsOpenedOnce(t *testing.T) {
	r := sending(t)
	r.ledger.members[mia] = domain.Member{Owner: mia, Zone: "UTC"}
	for range 2 {
		if o := r.Sender().Send(t.Context(), digest(), "n", monday); o.Result != domain.Sent {
			t.Fatalf("outcome %+v", o)
		}
	}
	if n := len(r.slack.made("conversations.open")); n != 1 {
		t.Errorf("opened %d times", n)
	}
}

// TestR20NothingIsSentToWhomItNoLongerConcerns: archived, forgotten, left,
// paused or moved after the delivery was planned.
func TestR20NothingIsSentToWhomItNoLongerConcerns(t *testing.T) {
	member := func(f func(*domain.Member)) func(*rig) {
		return func(r *rig) {
			m := r.ledger.members[mia]
			f(&m)
			r.ledger.members[mia] = m
		}
	}
	tests := []struct {
		name   string
		change func(*rig)
		code   string
	}{
		{"contacts archived", func(r *rig) { r.ledger.contacts = nil }, "nothing"},
		{"member deactivated", member(func(m *domain.Member) { m.Gone = true }), "gone"},
		{"member forgotten", func(r *rig) { delete(r.ledger.members, mia) }, "forgotten"},
		{"paused", member(func(m *domain.Member) { m.PausedUntil = today.AddDays(1) }), "paused"},
		{"zone moved, and it is tomorrow there", member(func(m *domain.Member) { m.Zone = "Pacific/Kiritimati" }), "day_over"},
		{"a kind of a newer version", func(r *rig) { clear(r.renders) }, "no_such"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := sending(t)
			tt.change(r)
			o := r.Sender().Send(t.Context(), digest(), "n", monday.Add(2*time.Hour))
			if o.Result != domain.Cancelled || o.Code != tt.code {
				t.Errorf("outcome %+v, want cancelled: %s", o, tt.code)
			}
			if calls := r.slack.methods(); len(calls) > 0 {
				t.Errorf("Slack was called: %v", calls)
			}
			if len(r.ledger.shown) > 0 {
				t.Errorf("shown %v", r.ledger.shown)
			}
		})
	}
}

func TestAPauseEndsOnItsDay(t *testing.T) {
	r := sending(t)
	r.ledger.members[mia] = domain.Member{Owner: mia, Zone: "UTC", Channel: "D1", PausedUntil: today}
	if o := r.Sender().Send(t.Context(), digest(), "n", monday); o.Result != domain.Sent {
		t.Errorf("outcome %+v", o)
	}
}

// TestR19FailedSendsLeaveEverythingAsItWas: ten refusals are ten outcomes with
// Slack's code, nobody counts as shown, and the next send is made as the first.
func TestR19FailedSendsLeaveEverythingAsItWas(t *testing.T) {
	r := sending(t)
	r.slack.says("chat.postMessage", `{"ok":false,"error":"user_disabled"}`)
	for range 10 {
		if o := r.Sender().Send(t.Context(), digest(), "n", monday); o.Result != domain.Failed || o.Code != "user_disabled" {
			t.Fatalf("outcome %+v", o)
		}
	}
	if len(r.ledger.shown) > 0 {
		t.Errorf("shown %v without having been sent", r.ledger.shown)
	}
	r.slack.says("chat.postMessage", `{"ok":true,"channel":"D1","ts":"1"}`)
	if o := r.Sender().Send(t.Context(), digest(), "n", monday); o.Result != domain.Sent {
		t.Errorf("when it works again: %+v", o)
	}
	told := domain.Delivery{Owner: mia, Kind: domain.RecoveredDelivery, On: today.AddDays(-3)}
	if o := r.Sender().Send(t.Context(), told, "n2", monday); o.Result != domain.Sent {
		t.Errorf("the member is not told: %+v", o)
	}
}

func TestSendOutcomes(t *testing.T) {
	tests := []struct {
		name   string
		method string
		answer http.HandlerFunc
		want   domain.Result
		code   string
	}{
		{"limited", "chat.postMessage", func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Retry-After", "3")
			rw.WriteHeader(http.StatusTooManyRequests)
		}, domain.Limited, "ratelimited"},
		{"ill", "chat.postMessage", status(http.StatusInternalServerError), domain.Unknown, "http_500"},
		{"lost answer", "chat.postMessage", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, domain.Unknown, "cut"},
		{"ill before anything was posted", "conversations.open", status(http.StatusInternalServerError), domain.Failed, "http_500"},
		{"limited before", "conversations.open", func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Retry-After", "3")
			rw.WriteHeader(http.StatusTooManyRequests)
		}, domain.Limited, "ratelimited"},
		{"cannot be written to", "conversations.open", says(`{"ok":false,"error":"cannot_dm_bot"}`), domain.Failed, "cannot_dm_bot"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := sending(t)
			r.ledger.members[mia] = domain.Member{Owner: mia, Zone: "UTC"}
			r.slack.does(tt.method, tt.answer)
			o := r.Sender().Send(t.Context(), digest(), "n", monday)
			if o.Result != tt.want || o.Code != tt.code {
				t.Errorf("outcome %+v, want %d %s", o, tt.want, tt.code)
			}
			if n := len(r.slack.made(tt.method)); n != 1 {
				t.Errorf("%s was called %d times", tt.method, n)
			}
		})
	}
}

func TestFindLooksForTheNonce(t *testing.T) {
	const there = `{"ok":true,"messages":[{"ts":"2","text":"other"},{"ts":"1","text":"x","bot_id":"B1","metadata":{"event_type":"rapport_delivery","event_payload":{"nonce":"n0nce"}}}]}`
	tests := []struct {
		name   string
		answer http.HandlerFunc
		want   domain.Outcome
	}{
		{"there", says(there), domain.Outcome{Result: domain.Sent, Channel: "D1", TS: "1"}},
		{"another's nonce", says(strings.Replace(there, "n0nce", "other", 1)), domain.Outcome{Result: domain.Cancelled, Channel: "D1", Code: "not_posted"}},
		{"another app's event", says(strings.Replace(there, "rapport_delivery", "other", 1)), domain.Outcome{Result: domain.Cancelled, Channel: "D1", Code: "not_posted"}},
		{"another app's", says(strings.Replace(there, "B1", "B2", 1)), domain.Outcome{Result: domain.Cancelled, Channel: "D1", Code: "not_posted"}},
		{"empty", says(`{"ok":true,"messages":[]}`), domain.Outcome{Result: domain.Cancelled, Channel: "D1", Code: "not_posted"}},
		{"not allowed", says(`{"ok":false,"error":"missing_scope"}`), domain.Outcome{Result: domain.Failed, Code: "missing_scope"}},
		{"ill", status(http.StatusBadGateway), domain.Outcome{Result: domain.Unknown, Code: "http_502"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := sending(t)
			r.slack.does("conversations.history", tt.answer)
			if got := r.Sender().Find(t.Context(), digest(), "n0nce", monday, monday); got != tt.want {
				t.Errorf("outcome %+v, want %+v", got, tt.want)
			}
			args := r.slack.made("conversations.history")[0].Args
			if args.Get("oldest") != "" || args.Get("include_all_metadata") != "1" || args.Get("channel") != "D1" {
				t.Errorf("asked %v", args)
			}
		})
	}
}

func TestFindTurnsEveryPage(t *testing.T) {
	r := sending(t)
	r.slack.does("conversations.history", func(rw http.ResponseWriter, q *http.Request) {
		if q.PostForm.Get("cursor") == "" {
			says(`{"ok":true,"messages":[],"has_more":true,"response_metadata":{"next_cursor":"more"}}`)(rw, q)
			return
		}
		says(`{"ok":true,"messages":[{"ts":"1","bot_id":"B1","metadata":{"event_type":"rapport_delivery","event_payload":{"nonce":"n"}}}]}`)(rw, q)
	})
	if o := r.Sender().Find(t.Context(), digest(), "n", monday, monday); o.Result != domain.Sent {
		t.Errorf("outcome %+v", o)
	}
}

// A machine whose clock was a week ahead noted the first attempt a week after Slack
// had the message: it is found all the same, and years of talk are not read for it.
func TestFindIsNotMisledByAClockAhead(t *testing.T) {
	r := sending(t)
	r.slack.says("conversations.history", `{"ok":true,"messages":[
		{"ts":"1795424100.000000","text":"later"},
		{"ts":"1795424000.000000","bot_id":"B1","metadata":{"event_type":"rapport_delivery","event_payload":{"nonce":"n"}}}
	],"has_more":true,"response_metadata":{"next_cursor":"more"}}`)
	if o := r.Sender().Find(t.Context(), digest(), "n", monday.AddDate(0, 0, 7), monday); o.Result != domain.Sent {
		t.Errorf("outcome %+v", o)
	}
	if o := r.Sender().Find(t.Context(), digest(), "another", monday.AddDate(0, 0, 7), monday); o.Result != domain.Cancelled {
		t.Errorf("outcome %+v", o)
	}
	if n := len(r.slack.made("conversations.history")); n != 2 {
		t.Errorf("%d pages were read for two looks", n)
	}
}

// Whoever died between a digest's post and the record of what it told has told it
// all the same: what is found in Slack says so, and "1 kept" is understood.
func TestWhatAFoundDigestToldIsKept(t *testing.T) {
	r := sending(t)
	if o := r.Sender().Send(t.Context(), digest(), "n0nce", monday); o.Result != domain.Sent {
		t.Fatalf("outcome %+v", o)
	}
	told := slices.Clone(r.ledger.shown)
	if len(told) == 0 {
		t.Fatal("the digest told nothing")
	}
	meta := r.slack.made("chat.postMessage")[0].Args.Get("metadata")
	r.ledger.shown = nil // the process died before
	r.slack.says("conversations.history", `{"ok":true,"messages":[{"ts":"1","bot_id":"B1","metadata":`+meta+`}]}`)
	if o := r.Sender().Find(t.Context(), digest(), "n0nce", monday, monday); o.Result != domain.Sent {
		t.Fatalf("outcome %+v", o)
	}
	if !slices.Equal(r.ledger.shown, told) {
		t.Errorf("told %v, want %v", r.ledger.shown, told)
	}
	for _, foreign := range []string{`7`, `["no telling"]`, `[7]`} {
		r.ledger.shown = nil
		r.slack.says("conversations.history", `{"ok":true,"messages":[{"ts":"1","bot_id":"B1","metadata":{"event_type":"rapport_delivery","event_payload":{"nonce":"n0nce","told":`+foreign+`}}}]}`)
		if o := r.Sender().Find(t.Context(), digest(), "n0nce", monday, monday); o.Result != domain.Sent || len(r.ledger.shown) != 0 {
			t.Errorf("told %s: outcome %+v, kept %v", foreign, o, r.ledger.shown)
		}
	}
}

func TestTheMarkOfADeliveryIsSmall(t *testing.T) {
	all := make([]domain.Telling, 500)
	for i := range all {
		all[i] = domain.Telling{Rule: domain.PromiseOverdue, Contact: domain.ContactID(strings.Repeat("c", 16)), Subject: strings.Repeat("s", 300)}
	}
	raw, err := json.Marshal(marked("n", all))
	if err != nil || len(raw) > 8000 {
		t.Errorf("%d bytes, %v", len(raw), err)
	}
	if back := toldBy(marked("n", nil)); len(back) != 0 {
		t.Errorf("nothing was told, and %v is read", back)
	}
}
