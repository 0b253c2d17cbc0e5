package bot

import (
	"context"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"rapport/bot/view"
	"rapport/domain"
)

// programWriter writes what a member is told of a program: false when it is not so
// any more.
type programWriter func(ctx context.Context, d domain.Delivery, m domain.Member, now time.Time) (view.Message, bool, error)

// programWriters is the table of unasked messages about programs that go to one
// person.
func (s *Sender) programWriters() map[domain.DeliveryKind]programWriter {
	return map[domain.DeliveryKind]programWriter{
		domain.ReportDelivery: s.report,
		domain.PairedDelivery: s.paired,
		domain.NoticeDelivery: s.notice,
		domain.ShoutDelivery:  s.shoutAsk,
	}
}

// sendProgram posts what one member is told of a program. What happened there is
// told to who asked for quiet too, since it is told once; an organiser's weekly
// report is not.
func (s *Sender) sendProgram(ctx context.Context, d domain.Delivery, nonce string, now time.Time, write programWriter) domain.Outcome {
	m, err := s.b.members.Member(ctx, d.Owner)
	switch {
	case domain.KindOf(err) == domain.KindNotFound:
		return cancelled(cancelForgotten)
	case err != nil:
		s.b.log.ErrorContext(ctx, "member not read", "workspace", d.Workspace, "kind", d.Kind, "err", err)
		return domain.Outcome{Result: domain.Failed, Code: "store"}
	case m.Gone:
		return cancelled(cancelGone)
	}
	if d.Kind == domain.ReportDelivery {
		switch today := m.Today(s.b.policy, now); {
		case today.Before(m.PausedUntil):
			return cancelled(cancelPaused)
		case today.Sub(d.On) > 1 || d.On.Sub(today) > 1: // the program's date may be another one where they live
			return cancelled(cancelDayOver)
		}
	}
	msg, ok, err := write(ctx, d, m, now)
	switch {
	case domain.KindOf(err) == domain.KindNotFound:
		return cancelled(cancelForgotten)
	case err != nil:
		s.b.log.ErrorContext(ctx, "program not read", "workspace", d.Workspace, "kind", d.Kind, "err", err)
		return domain.Outcome{Result: domain.Failed, Code: "store"}
	case !ok:
		return cancelled(cancelNothing)
	}
	o := s.post(ctx, d, marked(nonce, nil), msg, now)
	if d.Kind == domain.ReportDelivery && o.Result == domain.Sent {
		s.attach(ctx, d.Owner, o.Channel, o.TS, now)
	}
	return o
}

// report is what an organiser is told of all their programs.
func (s *Sender) report(ctx context.Context, d domain.Delivery, m domain.Member, now time.Time) (view.Message, bool, error) {
	all, err := s.b.programs.Reports(ctx, d.Owner, now)
	if err != nil || len(all) == 0 {
		return view.Message{}, false, err
	}
	hour := now.In(m.Settings(s.b.policy).Location).Hour()
	return view.Report(view.ReportPage{Name: m.Name, Hour: hour, Reports: all}), true, nil
}

// paired introduces a partner, if the pair lasts.
func (s *Sender) paired(ctx context.Context, d domain.Delivery, _ domain.Member, now time.Time) (view.Message, bool, error) {
	t, err := s.b.programs.Tidings(ctx, d)
	if err != nil || !t.Pair.Lasts() || !t.Pair.Has(d.Member) {
		return view.Message{}, false, err
	}
	return view.Paired(view.PairedPage{Tidings: t, Me: d.Member, Ahead: clockAhead(t, d.Member, now)}), true, nil
}

// clockAhead is by how many minutes the clock of a member's partner is ahead of theirs.
func clockAhead(t domain.Tidings, me domain.MemberID, now time.Time) int {
	offset := func(zone string) int {
		loc, err := domain.Location(zone)
		if err != nil {
			return 0
		}
		_, seconds := now.In(loc).Zone()
		return seconds / 60
	}
	d := offset(t.Mentor.Zone) - offset(t.Mentee.Zone)
	if t.Mentor.Zone == "" || t.Mentee.Zone == "" {
		return 0
	}
	if t.Pair.Mentor == me {
		return -d
	}
	return d
}

// notice tells what happened, if it still concerns whom it is for.
func (s *Sender) notice(ctx context.Context, d domain.Delivery, _ domain.Member, _ time.Time) (view.Message, bool, error) {
	n, ok := domain.ParseNotice(d.Subject)
	if !ok {
		return view.Message{}, false, nil
	}
	t, err := s.b.programs.Tidings(ctx, d)
	if err != nil || settledAlready(n, t, d.Member) {
		return view.Message{}, false, err
	}
	msg, ok := view.Notice(view.NoticePage{Tidings: t, What: n.What, Me: d.Member})
	return msg, ok, nil
}

// settledAlready reports whether what a notice tells has been dealt with since, or
// is no longer theirs to deal with.
func settledAlready(n domain.Notice, t domain.Tidings, to domain.MemberID) bool {
	toOrganiser := !t.Pair.Has(to) || t.Pair.ID == ""
	switch n.What {
	case domain.NoticeAsking:
		return !t.About.Asked || !t.Program.Organises(to)
	case domain.NoticeAnother:
		return !t.About.Another || t.About.Left || !t.Program.Organises(to)
	case domain.NoticeShut:
		return t.Program.Shut.IsZero() || !t.Program.Organises(to) || !t.Program.Runs()
	case domain.NoticeTakeOver:
		return len(t.Program.Organisers) > 0 || !t.Program.Runs()
	case domain.NoticeOrganiser:
		return !t.Program.Organises(to)
	case domain.NoticeLeft, domain.NoticeGone:
		return toOrganiser && !t.Program.Organises(to)
	case domain.NoticeUnpaired:
		return t.Pair.Lasts()
	case domain.NoticeEnded:
		return t.Program.Runs()
	case domain.NoticeLetIn:
		return t.About.Left || t.About.Asked
	case domain.NoticeDeclined:
		return !t.About.Left
	}
	return false
}

// shoutAsk asks whom a shout-out thanks, unless they have answered.
func (s *Sender) shoutAsk(ctx context.Context, d domain.Delivery, _ domain.Member, _ time.Time) (view.Message, bool, error) {
	t, err := s.b.programs.Tidings(ctx, d)
	if err != nil || t.Shout.State != domain.ShoutAsked || t.Shout.To != d.Member || !t.Program.Runs() {
		return view.Message{}, false, err
	}
	return view.ShoutAsk(view.ShoutAskPage{Tidings: t}), true, nil
}

// attach puts the CSV of an organiser's programs into the thread of their report. The
// report has been sent: what goes wrong here is said there, and tried again by
// pressing a button.
func (s *Sender) attach(ctx context.Context, o domain.Owner, channel, ts string, now time.Time) {
	in, err := s.b.granted(ctx, o.Workspace)
	if err == nil {
		err = s.b.enclose(ctx, in, o, channel, ts, now)
	}
	if err == nil {
		return
	}
	s.b.log.WarnContext(ctx, "CSV not attached", "workspace", o.Workspace, "code", codeOf(err))
	if in == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.b.uploading)
	defer cancel()
	options := append(posted(view.CSVMissing(lacks(err))), slack.MsgOptionTS(ts))
	_, _, err = in.Client.PostMessageContext(ctx, channel, options...)
	s.b.called(ctx, in, "chat.postMessage", err)
}

// enclose uploads the CSV of what an organiser may know into a thread.
func (b *Bot) enclose(ctx context.Context, in *Installation, o domain.Owner, channel, ts string, now time.Time) error {
	all, err := b.programs.Reports(ctx, o, now)
	if err != nil {
		return fmt.Errorf("reports: %w", err)
	}
	if len(all) == 0 {
		return domain.Fault(domain.KindNotFound, "program", nil)
	}
	m, err := b.members.Member(ctx, o)
	if err != nil {
		return fmt.Errorf("organiser: %w", err)
	}
	today := m.Today(b.policy, now)
	_, err = b.upload(ctx, in, enclosure{
		Name: "mentoring-" + today.String() + ".csv", Title: "Pairs as of " + view.Weekday(today, today), Data: view.ReportCSV(all),
		Channel: channel, Thread: ts, Comment: view.CSVComment(today),
	}, now)
	return err
}
