package reminders

import (
	"testing"
	"time"

	"rapport/domain"
)

func TestJudge(t *testing.T) {
	for _, c := range []struct {
		name  string
		claim domain.Claim
		out   domain.Outcome
		want  verdict
	}{
		{"sent is final", domain.Claim{Attempt: 1}, domain.Outcome{Result: domain.Sent}, verdict{On: domain.OnAccepted, State: domain.StateSent}},
		{"cancelled is final", domain.Claim{Attempt: 1}, domain.Outcome{Result: domain.Cancelled}, verdict{On: domain.OnUntrue, State: domain.StateCancelled}},
		{"limited waits as told", domain.Claim{Attempt: 1}, domain.Outcome{Result: domain.Limited, RetryAfter: 30 * time.Second}, verdict{domain.OnRateLimited, domain.StatePending, 30 * time.Second}},
		{"limited never spins", domain.Claim{Attempt: 1}, domain.Outcome{Result: domain.Limited}, verdict{domain.OnRateLimited, domain.StatePending, time.Second}},
		{"limited while looking stays unknown", domain.Claim{Attempt: 2, Unknown: true}, domain.Outcome{Result: domain.Limited, RetryAfter: time.Minute}, verdict{domain.OnRateLimited, domain.StateUnknown, time.Minute}},
		{"unknown is looked into later", domain.Claim{Attempt: 1}, domain.Outcome{Result: domain.Unknown}, verdict{domain.OnNoAnswer, domain.StateUnknown, time.Minute}},
		{"refused is tried again", domain.Claim{Attempt: 2}, domain.Outcome{Result: domain.Failed, Code: "internal_error"}, verdict{domain.OnRefused, domain.StatePending, 2 * time.Minute}},
		{"refused while looking stays unknown", domain.Claim{Attempt: 2, Unknown: true}, domain.Outcome{Result: domain.Failed, Code: "internal_error"}, verdict{domain.OnRefused, domain.StateUnknown, 2 * time.Minute}},
		{"the last refusal gives up", domain.Claim{Attempt: attempts}, domain.Outcome{Result: domain.Failed, Code: "internal_error"}, verdict{On: domain.OnGivenUp, State: domain.StateFailed}},
		{"somebody gone gives up at once", domain.Claim{Attempt: 1}, domain.Outcome{Result: domain.Failed, Code: "user_disabled"}, verdict{On: domain.OnGivenUp, State: domain.StateFailed}},
		{"a lost grant is waited for", domain.Claim{Attempt: 1}, domain.Outcome{Result: domain.Failed, Code: "account_inactive"}, verdict{On: domain.OnGrantLost, State: domain.StateHeld}},
		{"a lost grant is waited for however often it was tried", domain.Claim{Attempt: attempts, Unknown: true}, domain.Outcome{Result: domain.Failed, Code: "token_revoked"}, verdict{On: domain.OnGrantLost, State: domain.StateHeld}},
	} {
		if got := judge(c.claim, c.out, false); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

// A post to a channel that may have arrived, where nobody can look, is for the
// operator to decide: the channel has many readers.
func TestJudgeHoldsAChannelPostThatCannotBeLookedFor(t *testing.T) {
	post := domain.Delivery{Owner: domain.Owner{Workspace: "T1"}, Channel: "C1"}
	early, late := domain.Claim{Delivery: post, Attempt: looks, Unknown: true}, domain.Claim{Delivery: post, Attempt: looks + 1, Unknown: true}
	held := verdict{On: domain.OnUnreadable, State: domain.StateHeld}
	for _, c := range []struct {
		name   string
		claim  domain.Claim
		out    domain.Outcome
		looked bool
		want   verdict
	}{
		{"not yet", early, domain.Outcome{Result: domain.Failed, Code: "unreachable"}, true, verdict{domain.OnRefused, domain.StateUnknown, 16 * time.Minute}},
		{"not allowed to look", early, domain.Outcome{Result: domain.Failed, Code: "missing_scope"}, true, held},
		{"no answer to looking", late, domain.Outcome{Result: domain.Unknown, Code: "timeout"}, true, held},
		{"asked to wait before looking", late, domain.Outcome{Result: domain.Limited, RetryAfter: time.Minute}, true, verdict{domain.OnRateLimited, domain.StateUnknown, time.Minute}},
		{"found", late, domain.Outcome{Result: domain.Sent}, true, verdict{On: domain.OnAccepted, State: domain.StateSent}},
		{"surely not there, sent again, no answer", late, domain.Outcome{Result: domain.Unknown}, false, verdict{domain.OnNoAnswer, domain.StateUnknown, 32 * time.Minute}},
		{"the grant is lost", late, domain.Outcome{Result: domain.Failed, Code: "token_revoked"}, true, verdict{On: domain.OnGrantLost, State: domain.StateHeld}},
	} {
		if got := judge(c.claim, c.out, c.looked); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
	if goneMissing(late, domain.Outcome{Result: domain.Failed}) || !goneMissing(late, domain.Outcome{Result: domain.Cancelled}) {
		t.Error("a channel's post is sent again only when it surely is not there")
	}
}

// Whatever comes of an attempt is a step of the law.
func TestJudgeGoesByTheLaw(t *testing.T) {
	for _, code := range []string{"", "internal_error", "account_inactive", "user_not_found", "missing_scope"} {
		for result := domain.Sent; result <= domain.Failed; result++ {
			for attempt := range 2 * attempts {
				for i := range 8 {
					c := domain.Claim{Attempt: attempt + 1, Unknown: i&1 != 0}
					if i&2 != 0 {
						c.Delivery.Channel = "C1"
					}
					v := judge(c, domain.Outcome{Result: result, Code: code}, i&4 != 0)
					if s := v.step(); !domain.May(s.From, s.On, s.To) {
						t.Errorf("%+v after %s leads to %+v", c, code, v)
					}
				}
			}
		}
	}
}

func TestGoneMissing(t *testing.T) {
	early, late := domain.Claim{Attempt: looks}, domain.Claim{Attempt: looks + 1}
	for _, c := range []struct {
		name  string
		claim domain.Claim
		found domain.Result
		again bool
	}{
		{"found", late, domain.Sent, false},
		{"surely not there", early, domain.Cancelled, true},
		{"asked to wait", late, domain.Limited, false},
		{"could not look", early, domain.Unknown, false},
		{"could never look", late, domain.Unknown, true},
		{"not allowed to look", late, domain.Failed, true},
		{"sent again a moment ago, and could not look", domain.Claim{Attempt: looks + 2}, domain.Unknown, false},
		{"could not look for hours", domain.Claim{Attempt: 2 * (looks + 1)}, domain.Unknown, true},
	} {
		if got := goneMissing(c.claim, domain.Outcome{Result: c.found}); got != c.again {
			t.Errorf("%s: send again %v, want %v", c.name, got, c.again)
		}
	}
}

func TestBackoffGrowsToAnHour(t *testing.T) {
	last := time.Duration(0)
	for attempt := 1; attempt < 80; attempt++ {
		w := backoff(attempt)
		if w < last || w > time.Hour || w < time.Minute {
			t.Errorf("attempt %d waits %v after %v", attempt, w, last)
		}
		last = w
	}
}
