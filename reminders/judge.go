package reminders

import (
	"time"

	"rapport/domain"
)

const (
	// attempts is after how many refusals a delivery is given up. The member's
	// appointments stay (R19).
	attempts = 10
	// looks is how often we look for a message whose fate is unknown before a
	// personal nudge is sent again: better twice than never.
	looks = 5
)

// verdict is the step that a delivery takes after an attempt, and how long it
// rests there.
type verdict struct {
	On    domain.Event
	State domain.State
	Wait  time.Duration
}

// step is the step of the law that a verdict takes.
func (v verdict) step() domain.Step {
	return domain.Step{From: domain.StateSending, On: v.On, To: v.State}
}

// judge decides what an outcome means for the delivery, be it of a post or of
// looking for one. It is the whole policy of retrying, in one place.
func judge(c domain.Claim, o domain.Outcome, looked bool) verdict {
	switch o.Result {
	case domain.Sent:
		return verdict{On: domain.OnAccepted, State: domain.StateSent}
	case domain.Cancelled:
		return verdict{On: domain.OnUntrue, State: domain.StateCancelled}
	case domain.Limited:
		// Nothing was sent by this attempt, but an earlier one may have been.
		return verdict{On: domain.OnRateLimited, State: open(c), Wait: max(o.RetryAfter, time.Second)}
	case domain.Unknown:
		if looked && unreadable(c, o) {
			return verdict{On: domain.OnUnreadable, State: domain.StateHeld}
		}
		return verdict{On: domain.OnNoAnswer, State: domain.StateUnknown, Wait: backoff(c.Tries())}
	default:
		if domain.GrantLost(o.Code) { // nobody is sent anything there; it waits for the app's return
			return verdict{On: domain.OnGrantLost, State: domain.StateHeld}
		}
		if looked && unreadable(c, o) {
			return verdict{On: domain.OnUnreadable, State: domain.StateHeld}
		}
		if hopeless[o.Code] || c.Tries() >= attempts {
			return verdict{On: domain.OnGivenUp, State: domain.StateFailed}
		}
		return verdict{On: domain.OnRefused, State: open(c), Wait: backoff(c.Tries())}
	}
}

// open is the state of a delivery that is still to be made.
func open(c domain.Claim) domain.State {
	if c.Unknown {
		return domain.StateUnknown
	}
	return domain.StatePending
}

// unreadable reports whether nobody but the operator can tell whether a post to a
// channel arrived: it was looked for often enough, or we may not look there at all,
// as is usual, for reading channels is nothing that the app asks for.
func unreadable(c domain.Claim, found domain.Outcome) bool {
	return c.Delivery.Channel != "" && (c.Tries() > looks || found.Code == "missing_scope")
}

// goneMissing reports whether a message that was looked for must be sent again:
// it surely is not there, or it is for one person and we have looked often enough
// since it was sent last. While Slack lets nobody look and tells us nothing of what
// we send, that is a second copy after half an hour, and seldom a third that day.
func goneMissing(c domain.Claim, found domain.Outcome) bool {
	switch found.Result {
	case domain.Sent, domain.Limited:
		return false
	case domain.Cancelled:
		return true
	default:
		return c.Tries()%(looks+1) == 0 && !unreadable(c, found)
	}
}

// backoff doubles from one minute to one hour.
func backoff(attempt int) time.Duration {
	if attempt > 6 {
		return time.Hour
	}
	return min(time.Minute<<max(attempt-1, 0), time.Hour)
}

// hopeless are Slack's answers that no further attempt changes today: the
// person is gone.
var hopeless = map[string]bool{
	"cannot_dm_bot":         true,
	"channel_not_found":     true,
	"is_archived":           true,
	"messages_tab_disabled": true,
	"user_disabled":         true,
	"user_not_found":        true,
	"users_not_found":       true,
}
