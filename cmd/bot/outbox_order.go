package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"rapport/domain"
	"rapport/store"
)

// outboxRetry is `bot outbox retry`.
type outboxRetry struct {
	configured

	ID     []int64 `arg:"" optional:"" help:"The ids that bot outbox lists."`
	Held   bool    `help:"All that are held, except those whose day is over."`
	Failed bool    `help:"All that were given up in the last 30 days, except those whose day is over."`
	Resend bool    `help:"You have looked in Slack and it is not there: send what may have arrived without looking for it."`
}

// Help says what a retry is.
func (outboxRetry) Help() string {
	return `A delivery is read anew when it is sent: what is no longer true, or whose day is over, is cancelled then and not
sent. One that may have arrived is looked for first, unless you say --resend. With ids it is all or nothing.`
}

// Run puts dead letters on their way again.
func (f outboxRetry) Run(ctx context.Context, w *world) (err error) {
	var states []domain.State
	if f.Held {
		states = append(states, domain.StateHeld)
	}
	if f.Failed {
		states = append(states, domain.StateFailed)
	}
	if (len(f.ID) > 0) == (len(states) > 0) {
		return errors.New("say which: ids as bot outbox lists them, or --held, or --failed")
	}
	s, err := f.opened(ctx, w)
	if err != nil {
		return err
	}
	defer closing(&err, s)
	o := order{world: w, outbox: s.Outbox(), event: domain.OnRetry, looked: f.Resend}
	if len(states) > 0 {
		return o.all(ctx, states)
	}
	return o.these(ctx, f.ID)
}

// outboxCancel is `bot outbox cancel`.
type outboxCancel struct {
	configured

	ID []int64 `arg:"" help:"The ids that bot outbox lists."`
}

// Help says what cannot be cancelled.
func (outboxCancel) Help() string {
	return `What is cancelled is never sent. What is in hand at this moment, sent or given up already can't be cancelled. It is all
or nothing.`
}

// Run gives letters up.
func (f outboxCancel) Run(ctx context.Context, w *world) (err error) {
	s, err := f.opened(ctx, w)
	if err != nil {
		return err
	}
	defer closing(&err, s)
	return order{world: w, outbox: s.Outbox(), event: domain.OnCancel}.these(ctx, f.ID)
}

// order is what an operator wants done to letters.
type order struct {
	*world

	outbox *store.Outbox
	event  domain.Event
	looked bool
}

// these carries the order out on all of the letters with these ids, or on none.
func (o order) these(ctx context.Context, ids []int64) error {
	slices.Sort(ids)
	ids = slices.Compact(ids)
	refused, missing, err := o.outbox.Order(ctx, o.event, ids, o.looked, o.now())
	if err != nil {
		return wayOut(err)
	}
	if len(refused)+len(missing) == 0 {
		o.done(len(ids))
		return nil
	}
	for _, id := range missing {
		fmt.Fprintf(o.stderr, "%d: there is no such delivery; bot outbox lists the ids.\n", id)
	}
	for _, l := range refused {
		fmt.Fprintf(o.stderr, "%d: %s\n", l.ID, refusedBecause(l, o.event))
	}
	fmt.Fprintln(o.stderr, "Nothing was changed.")
	return errSaid
}

// all carries the order out on every letter in these states whose day is not over,
// a batch at a time. What somebody else moved meanwhile is left to them.
func (o order) all(ctx context.Context, states []domain.State) error {
	now, moved, over, barred := o.now(), 0, 0, 0
	q := store.LetterQuery{States: states, Recent: now.Add(-recently), ByID: true, Limit: ordering}
	for {
		letters, _, err := o.outbox.Letters(ctx, q, now)
		if err != nil {
			return wayOut(err)
		}
		var ids []int64
		for _, l := range letters {
			switch q.After = max(q.After, l.ID); {
			case l.Over:
				over++
			case l.Ungranted:
				barred++
			default:
				ids = append(ids, l.ID)
			}
		}
		for len(ids) > 0 {
			refused, missing, err := o.outbox.Order(ctx, o.event, ids, o.looked, now)
			if err != nil {
				return wayOut(err)
			}
			if len(refused)+len(missing) == 0 {
				moved += len(ids)
				break
			}
			ids = slices.DeleteFunc(ids, func(id int64) bool {
				return slices.Contains(missing, id) || slices.ContainsFunc(refused, func(l domain.Letter) bool { return l.ID == id })
			})
		}
		if len(letters) < ordering {
			break
		}
	}
	if over > 0 {
		fmt.Fprintf(o.stdout, "%d left as they are: their day is over.\n", over)
	}
	if barred > 0 {
		fmt.Fprintf(o.stdout, "%d left as they are: the app is not installed in their workspace. Install it again, and they go by themselves.\n", barred)
	}
	o.done(moved)
	return nil
}

// done says what became of the order.
func (o order) done(n int) {
	switch {
	case n == 0:
		fmt.Fprintln(o.stdout, "Nothing was there to be done.")
	case o.event == domain.OnCancel:
		fmt.Fprintf(o.stdout, "Cancelled: %d. They are never sent.\n", n)
	default:
		fmt.Fprintf(o.stdout, "On their way again: %d. The bot takes them in hand at its next tick, within a minute while it runs.\n", n)
	}
}

// refusedBecause says why a letter can't be ordered about so, and what to do.
func refusedBecause(l domain.Letter, e domain.Event) string {
	switch {
	case l.State == domain.StateSent:
		return "it is sent already. What is in Slack can only be deleted there."
	case l.State == domain.StateCancelled:
		return "it was cancelled (" + strings.TrimSuffix(reason(l), ".") + ") and stays so."
	case l.State == domain.StateSending:
		return "it is in hand at this moment. Try again in two minutes."
	case e == domain.OnCancel: // failed
		return "it was given up already, and is not sent unless you retry it. There is nothing to cancel."
	case e == domain.OnRetry && l.Ungranted && l.State == domain.StateHeld:
		return "the app is not installed in workspace " + string(l.Delivery.Workspace) + ". Install it again, and it goes by itself."
	case e == domain.OnRetry && l.Ungranted:
		return "the app is not installed in workspace " + string(l.Delivery.Workspace) + ". Install it again, then retry."
	default:
		return "it is on its way by itself: bot outbox says when. To stop it: bot outbox cancel " + fmt.Sprint(l.ID) + "."
	}
}
