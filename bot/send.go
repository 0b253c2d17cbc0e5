package bot

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"rapport/bot/view"
	"rapport/domain"
	"rapport/internal/failpoint"
)

// What marks a delivery in Slack, so that it can be found again.
const (
	nonceEvent = "rapport_delivery"
	nonceKey   = "nonce"
	toldKey    = "told"
	// mostTold is how many items the mark tells of: it is kept small, and nobody
	// answers so high a number by typing it.
	mostTold = 30
)

// skew is by how much Slack's clock may be behind ours when we look for a
// message that was posted after an instant of ours. A clock that was further
// ahead is the reason why the newest messages are looked at in any case.
const skew = time.Minute

// Why a delivery is cancelled, as it is counted.
const (
	cancelForgotten = "forgotten"    // the member is no longer known
	cancelGone      = "gone"         // deactivated
	cancelPaused    = "paused"       // the member asked for quiet
	cancelDayOver   = "day_over"     // it belongs to another local day: late, or the zone moved
	cancelNothing   = "nothing"      // what it spoke of is no longer so
	cancelUnknown   = "no_such"      // a kind that this version doesn't send
	cancelAbsent    = "not_posted"   // looked for, and surely not there
	cancelShut      = "channel_shut" // its channel takes no messages of ours
)

// cancels lists them.
var cancels = []string{cancelForgotten, cancelGone, cancelPaused, cancelDayOver, cancelNothing, cancelUnknown, cancelAbsent, cancelShut}

// Sender renders and posts the messages that are due. It never tries twice:
// what becomes of an attempt is for reminders to judge.
type Sender struct{ b *Bot }

// Sender returns the bot's sender.
func (b *Bot) Sender() *Sender { return &Sender{b} }

// Send posts d under nonce, unless what it would say is no longer true.
func (s *Sender) Send(ctx context.Context, d domain.Delivery, nonce string, now time.Time) domain.Outcome {
	o := s.send(ctx, d, nonce, now)
	s.b.meter.sent(d.Kind, o)
	return o
}

func (s *Sender) send(ctx context.Context, d domain.Delivery, nonce string, now time.Time) domain.Outcome {
	if d.Channel != "" {
		return s.sendChannel(ctx, d, nonce, now)
	}
	if write := s.programWriters()[d.Kind]; write != nil && s.b.programs != nil {
		return s.sendProgram(ctx, d, nonce, now, write)
	}
	p, err := s.b.shows.Portfolio(ctx, d.Owner, now)
	if domain.KindOf(err) == domain.KindNotFound {
		return cancelled(cancelForgotten)
	}
	if err != nil {
		s.b.log.ErrorContext(ctx, "portfolio not read", "workspace", d.Workspace, "kind", d.Kind, "err", err)
		return domain.Outcome{Result: domain.Failed, Code: "store"}
	}
	if why := untrue(p, d, now); why != "" {
		return cancelled(why)
	}
	render, ok := s.b.renders[d.Kind]
	if !ok {
		return cancelled(cancelUnknown)
	}
	msg, shown, ok := render(p, d.On)
	if !ok {
		return cancelled(cancelNothing)
	}
	o := s.post(ctx, d, marked(nonce, shown), msg, now)
	if o.Result == domain.Sent {
		s.showed(ctx, d, shown)
	}
	return o
}

// showed keeps what a message that was posted has told.
func (s *Sender) showed(ctx context.Context, d domain.Delivery, shown []domain.Telling) {
	if len(shown) == 0 {
		return
	}
	if err := s.b.shows.Shown(ctx, d, shown); err != nil {
		// It is sent all the same; they are counted as shown once less.
		s.b.untaken(ctx, "shown not recorded", err, "workspace", d.Workspace, "kind", d.Kind)
	}
	s.b.homes.touch(ctx, d.Owner, nil)
}

// marked is the metadata of a delivery: its nonce, and what it tells, in its order,
// for whoever finds it after we died behind the post. There is no word of a
// member's in it.
func marked(nonce string, shown []domain.Telling) slack.SlackMetadata {
	told := make([]string, 0, min(len(shown), mostTold))
	for _, t := range shown[:cap(told)] {
		told = append(told, view.TellingValue(t))
	}
	payload := map[string]any{nonceKey: nonce}
	if len(told) > 0 {
		payload[toldKey] = told
	}
	return slack.SlackMetadata{EventType: nonceEvent, EventPayload: payload}
}

// toldBy reads what a delivery told from its metadata.
func toldBy(m slack.SlackMetadata) []domain.Telling {
	told, _ := m.EventPayload[toldKey].([]any) // of an older version there is none
	all := make([]domain.Telling, 0, len(told))
	for _, x := range told {
		value, _ := x.(string)
		t, ok := view.ParseTelling(value)
		if !ok {
			return nil // from a newer version: its order can't be told
		}
		all = append(all, t)
	}
	return all
}

// untrue says why a delivery must not be made any more, "" when it may.
func untrue(p domain.Portfolio, d domain.Delivery, now time.Time) string {
	today := p.Member.Today(p.Policy, now)
	switch {
	case p.Member.Gone:
		return cancelGone
	case today.Before(p.Member.PausedUntil):
		return cancelPaused
	case !p.Member.Current(p.Policy, d, now):
		return cancelDayOver
	}
	return ""
}

// post posts a delivery's message to its conversation.
func (s *Sender) post(ctx context.Context, d domain.Delivery, mark slack.SlackMetadata, msg view.Message, now time.Time) domain.Outcome {
	in, channel, o := s.conversation(ctx, d, now)
	if o.Result != 0 {
		return o
	}
	options := append(posted(msg), slack.MsgOptionMetadata(mark))
	if failpoint.Hit(failpoint.BeforePost) != nil {
		return domain.Outcome{Result: domain.Unknown, Code: "dead"}
	}
	if overtime(ctx) {
		return domain.Outcome{Result: domain.Failed, Code: "overtime"} // nothing left this machine
	}
	_, ts, err := in.Client.PostMessageContext(ctx, channel, options...)
	s.b.called(ctx, in, "chat.postMessage", err)
	if failpoint.Hit(failpoint.AfterPost) != nil {
		return domain.Outcome{Result: domain.Unknown, Code: "dead"}
	}
	o = slackOutcome(err)
	o.Channel, o.TS = channel, ts
	return o
}

// overtime reports whether ctx's deadline is over. After a process stood still it
// knows that before the timer of ctx has had its turn: a message that left then
// might come after somebody else's.
func overtime(ctx context.Context) bool {
	at, limited := ctx.Deadline()
	if !limited {
		return ctx.Err() != nil
	}
	now, cancel := context.WithDeadline(ctx, at) // is over at once when at is
	defer cancel()
	return now.Err() != nil
}

// conversation finds where a delivery goes: its channel, or the direct
// conversation with its member. A Result that is not zero says why there is none:
// nothing was posted then, so it is never Unknown.
func (s *Sender) conversation(ctx context.Context, d domain.Delivery, now time.Time) (*Installation, string, domain.Outcome) {
	in, err := s.b.granted(ctx, d.Workspace)
	switch {
	case domain.KindOf(err) == domain.KindNotFound:
		return nil, "", domain.Outcome{Result: domain.Failed, Code: "not_installed"}
	case err != nil:
		return nil, "", domain.Outcome{Result: domain.Failed, Code: codeOf(err)}
	}
	if d.Channel != "" {
		return in, d.Channel, domain.Outcome{}
	}
	channel, err := s.b.directMessage(ctx, in, d.Owner, now)
	if err == nil {
		return in, channel, domain.Outcome{}
	}
	o := slackOutcome(err)
	if domain.KindOf(err) == domain.KindNotFound {
		o = cancelled(cancelForgotten)
	}
	if o.Result == domain.Unknown {
		o.Result = domain.Failed
	}
	return nil, "", o
}

// Find looks for a message with nonce that was posted to its conversation after
// since: from the newest back, to the end of the page on which the messages are
// older.
func (s *Sender) Find(ctx context.Context, d domain.Delivery, nonce string, since, now time.Time) domain.Outcome {
	in, channel, o := s.conversation(ctx, d, now)
	if o.Result != 0 {
		return o
	}
	ask := slack.GetConversationHistoryParameters{ChannelID: channel, IncludeAllMetadata: true, Limit: 200}
	const history = "conversations.history"
	if err := s.b.gates.pass(in.Workspace, history, now); err != nil {
		return slackOutcome(err)
	}
	for {
		page, err := in.Client.GetConversationHistoryContext(ctx, &ask)
		s.b.called(ctx, in, history, err)
		s.b.gates.heed(in.Workspace, history, err, now)
		if err != nil {
			return slackOutcome(err)
		}
		for _, m := range page.Messages {
			ours := in.BotID == "" || m.BotID == in.BotID // nobody else can say that it is there
			if ours && m.Metadata.EventType == nonceEvent && m.Metadata.EventPayload[nonceKey] == nonce {
				s.showed(ctx, d, toldBy(m.Metadata)) // whoever posted it may have died before
				return domain.Outcome{Result: domain.Sent, Channel: channel, TS: m.Timestamp}
			}
		}
		ask.Cursor = page.ResponseMetaData.NextCursor
		if ask.Cursor == "" || passed(page.Messages, since) {
			return domain.Outcome{Result: domain.Cancelled, Channel: channel, Code: cancelAbsent}
		}
	}
}

// passed reports whether a page, the newest first, goes back beyond an instant of
// ours. Slack's own word for it, oldest, would leave out what was posted while our
// clock was ahead.
func passed(page []slack.Message, since time.Time) bool {
	return len(page) > 0 && !since.IsZero() && page[len(page)-1].Timestamp < stamp(since.Add(-skew))
}

func cancelled(why string) domain.Outcome {
	return domain.Outcome{Result: domain.Cancelled, Code: why}
}

// stamp writes an instant as Slack writes a message's timestamp.
func stamp(t time.Time) string {
	return strconv.FormatInt(t.Unix(), 10) + fmt.Sprintf(".%06d", t.Nanosecond()/1000)
}
