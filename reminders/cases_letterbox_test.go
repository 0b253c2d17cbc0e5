package reminders_test

import (
	"context"
	"time"

	"rapport/domain"
	"rapport/store"
)

// letterbox stands for Slack and for the bot's sender: it looks again at what
// is true before it takes a message, renders nothing, and keeps what arrived.
type letterbox struct {
	shows   *store.Shows
	letters []letter
	// refuse says what becomes of a message that would have been posted; nil, and
	// a zero Result, let it arrive.
	refuse func(domain.Delivery) domain.Outcome
}

// Tend has nothing to look after.
func (b *letterbox) Tend(context.Context, time.Time) error { return nil }

// Send lets d arrive unless its day is over, its member is gone or wants quiet,
// or there is nothing left to say.
func (b *letterbox) Send(ctx context.Context, d domain.Delivery, nonce string, now time.Time) domain.Outcome {
	p, err := b.shows.Portfolio(ctx, d.Owner, now)
	if err != nil {
		return domain.Outcome{Result: domain.Failed, Code: "store"}
	}
	l := letter{Delivery: d, At: now, Member: p.Member}
	today := p.Member.Today(p.Policy, now)
	if p.Member.Gone || today.Before(p.Member.PausedUntil) || !p.Member.Current(p.Policy, d, now) {
		return domain.Outcome{Result: domain.Cancelled, Code: "untrue"}
	}
	switch d.Kind {
	case domain.DigestDelivery:
		l.Digest = domain.PlanDigest(p, d.On)
		if len(l.Digest.Shown) == 0 {
			return domain.Outcome{Result: domain.Cancelled, Code: "nothing"}
		}
	case domain.IdentifyDelivery:
		if len(domain.PlanPrompt(p, d.On).Items) == 0 {
			return domain.Outcome{Result: domain.Cancelled, Code: "nothing"}
		}
	}
	if b.refuse != nil {
		if o := b.refuse(d); o.Result != 0 {
			return o
		}
	}
	b.letters = append(b.letters, l)
	var shown []domain.Telling
	for _, n := range l.Digest.Shown {
		shown = append(shown, n.Telling())
	}
	if len(shown) > 0 {
		if err := b.shows.Shown(ctx, d, shown); err != nil {
			return domain.Outcome{Result: domain.Failed, Code: "store"}
		}
	}
	return domain.Outcome{Result: domain.Sent, Channel: "D1", TS: nonce}
}

// Find says that a message is not there unless it arrived.
func (b *letterbox) Find(_ context.Context, d domain.Delivery, nonce string, _, _ time.Time) domain.Outcome {
	for _, l := range b.letters {
		if l.Key() == d.Key() {
			return domain.Outcome{Result: domain.Sent, Channel: "D1", TS: nonce}
		}
	}
	return domain.Outcome{Result: domain.Cancelled, Code: "not_posted"}
}

// later is Slack asking for patience.
func later(patience time.Duration) func(domain.Delivery) domain.Outcome {
	return func(domain.Delivery) domain.Outcome {
		return domain.Outcome{Result: domain.Limited, RetryAfter: patience}
	}
}
