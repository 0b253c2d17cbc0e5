package bot

import (
	"context"
	"slices"
	"time"

	"rapport/bot/view"
	"rapport/domain"
)

// mostRefused is how often Slack may refuse a summary's picture before it goes out
// without one. Slack looks at a file after it has said that the upload is done, and
// shows it a moment later.
const mostRefused = 2

// closed are Slack's answers to a post that say that the channel takes no messages
// of ours: it is gone, archived or we are not in it. Whoever archived it may have
// done so while nobody told us.
var closed = map[string]bool{"channel_not_found": true, "is_archived": true, "not_in_channel": true}

// channelKinds are what is posted to channels.
var channelKinds = []domain.DeliveryKind{domain.SummaryDelivery, domain.ClosingDelivery}

// sendChannel posts what a program's channel is told, from its ledger as it is now.
func (s *Sender) sendChannel(ctx context.Context, d domain.Delivery, nonce string, now time.Time) domain.Outcome {
	if s.b.programs == nil || !slices.Contains(channelKinds, d.Kind) {
		return cancelled(cancelUnknown)
	}
	l, err := s.b.programs.Ledger(ctx, d.Workspace, domain.ProgramID(d.Subject), d.On)
	if domain.KindOf(err) == domain.KindNotFound {
		return cancelled(cancelForgotten)
	}
	if err != nil {
		s.b.log.ErrorContext(ctx, "ledger not read", "workspace", d.Workspace, "kind", d.Kind, "err", err)
		return domain.Outcome{Result: domain.Failed, Code: "store"}
	}
	closing := d.Kind == domain.ClosingDelivery
	switch {
	case !closing && !l.Ended.IsZero():
		return cancelled(cancelNothing) // its last summary says it
	case !closing && !domain.SummaryCurrent(d.On, (&domain.Program{Zone: l.Zone}).Location(), now):
		return cancelled(cancelDayOver)
	}
	post := view.SummaryPost{Summary: domain.Summarise(l, d.On, closing), Program: domain.ProgramID(d.Subject)}
	var limited domain.Outcome
	if post.Picture, limited = s.picture(ctx, d, nonce, post.Summary, now); limited.Result != 0 {
		return limited
	}
	o := s.post(ctx, d, marked(nonce, nil), view.Summary(post), now)
	switch {
	case o.Result == domain.Failed && closed[o.Code]:
		return s.shut(ctx, d, now)
	case o.Result == domain.Failed && o.Code == "invalid_blocks" && post.Picture != "":
		s.unseen(nonce)
	}
	return o
}

// shut notes what Slack said of a channel by refusing a post.
func (s *Sender) shut(ctx context.Context, d domain.Delivery, now time.Time) domain.Outcome {
	if err := s.b.shut(ctx, d.Workspace, d.Channel, now, now); err != nil {
		s.b.log.ErrorContext(ctx, "shut channel not noted", "workspace", d.Workspace, "channel", d.Channel, "err", err)
		return domain.Outcome{Result: domain.Failed, Code: "store"}
	}
	return cancelled(cancelShut)
}

// picture returns the file of a summary's chart, uploaded by this attempt or by one
// before it; "" where the numbers are to be said in words. An outcome that is not
// zero says that Slack wants to be left alone for a while: nothing is posted then.
func (s *Sender) picture(ctx context.Context, d domain.Delivery, nonce string, sum domain.Summary, now time.Time) (string, domain.Outcome) {
	if s.b.chart == nil || len(sum.Weeks) < 2 {
		return "", domain.Outcome{}
	}
	if known, ok := s.b.pictures.get(nonce); ok {
		if known.refused >= mostRefused {
			return "", domain.Outcome{}
		}
		return known.file, domain.Outcome{}
	}
	png, err := s.b.chart(sum)
	if err != nil {
		s.b.log.ErrorContext(ctx, "chart not drawn: the summary goes without it", "workspace", d.Workspace, "err", err)
		return "", domain.Outcome{}
	}
	in, _, o := s.conversation(ctx, d, now)
	if o.Result != 0 {
		return "", o
	}
	file, err := s.b.upload(ctx, in, enclosure{Name: "sessions.png", Title: "Sessions a week", Alt: view.ChartAlt(sum), Data: png}, now)
	if err == nil {
		s.b.pictures.put(nonce, picture{file: file})
		return file, domain.Outcome{}
	}
	if o := slackOutcome(err); o.Result == domain.Limited {
		return "", o
	}
	s.b.log.WarnContext(ctx, "chart not uploaded: the summary goes without it", "workspace", d.Workspace, "code", codeOf(err))
	return "", domain.Outcome{}
}

// unseen notes that Slack refused to show the picture of a delivery.
func (s *Sender) unseen(nonce string) {
	known, _ := s.b.pictures.get(nonce)
	known.refused++
	s.b.pictures.put(nonce, known)
}
