package bot

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"rapport/domain"
)

// toldOf is a delivery to Mia about a program.
func toldOf(kind domain.DeliveryKind, subject string) domain.Delivery {
	return domain.Delivery{Owner: mia, Kind: kind, Subject: subject, On: today}
}

// programRig is a bot with a program that Mia organises, and a pair of hers.
func programRig(t *testing.T) (*rig, *registry) {
	t.Helper()
	r, g, _ := summaryRig(t)
	r.slack.says("chat.postMessage", `{"ok":true,"channel":"D1","ts":"1764000000.000100"}`)
	p := domain.Program{ID: "p1", Name: "Engineering Mentors", Cadence: domain.Cadence{Ideal: 14, Maximum: 28}, Organisers: []domain.MemberID{mia.Member}}
	g.reports = []domain.Report{{Program: p, On: today, Names: map[domain.MemberID]string{"UL": "Lena", "UO": "Omar"}, Pairs: []domain.PairStanding{
		{Pair: domain.Pair{Mentor: "UL", Mentee: "UO", Since: today.AddDays(-60)}, Standing: domain.PairOverdue, Last: today.AddDays(-40)},
	}}}
	g.tidings = domain.Tidings{
		Program: p, Pair: domain.Pair{ID: "q1", Program: "p1", Mentor: "UL", Mentee: mia.Member},
		Mentor: domain.Person{Member: "UL", Name: "Lena", Zone: "Asia/Tokyo"}, Mentee: domain.Person{Member: mia.Member, Name: "Mia", Zone: "UTC"},
		About: domain.Person{Member: "UO", Name: "Omar"}, From: domain.Person{Member: "UL", Name: "Lena"},
		Shout: domain.Shoutout{ID: "s1", From: "UL", To: mia.Member, Text: "Thank you", State: domain.ShoutAsked},
	}
	return r, g
}

func TestAReportBringsItsCSVInItsThread(t *testing.T) {
	r, _ := programRig(t)
	o := r.Sender().Send(t.Context(), toldOf(domain.ReportDelivery, ""), "n0nce", monday)
	if o.Result != domain.Sent {
		t.Fatalf("outcome %+v", o)
	}
	if got := strings.Join(r.slack.methods(), " "); got != "chat.postMessage files.getUploadURLExternal /upload files.completeUploadExternal" {
		t.Errorf("Slack was asked %s", got)
	}
	post, done := r.slack.made("chat.postMessage")[0].Args, r.slack.made("files.completeUploadExternal")[0].Args
	if !strings.Contains(post.Get("text"), "*Lena* and *Omar* · last met") || !strings.Contains(post.Get("metadata"), "n0nce") {
		t.Errorf("posted %v", post)
	}
	if done.Get("channel_id") != "D1" || done.Get("thread_ts") != "1764000000.000100" || !strings.Contains(done.Get("initial_comment"), "not appraisal") {
		t.Errorf("the CSV went to %v", done)
	}
}

// The report is out when its CSV fails: that is said below it, and the report counts
// as sent.
func TestAReportWhoseCSVFailsSaysSo(t *testing.T) {
	for answer, want := range map[string]string{
		`{"ok":false,"error":"missing_scope","needed":"files:write","provided":"chat:write"}`: "press Reinstall (the scope is `files:write`)",
		`{"ok":false,"error":"internal_error"}`:                                               "press *CSV again*",
	} {
		r, _ := programRig(t)
		r.slack.says("files.getUploadURLExternal", answer)
		o := r.Sender().Send(t.Context(), toldOf(domain.ReportDelivery, ""), "n", monday)
		posts := r.slack.made("chat.postMessage")
		if o.Result != domain.Sent || len(posts) != 2 {
			t.Fatalf("outcome %+v after %d posts", o, len(posts))
		}
		if args := posts[1].Args; args.Get("thread_ts") != "1764000000.000100" || !strings.Contains(args.Get("text"), want) {
			t.Errorf("below it stands %v", args)
		}
	}
}

func TestTheCSVComesAgain(t *testing.T) {
	pressed := Command{
		ID: "press:1", Workspace: team, Member: mia.Member, Channel: "D1", Verb: "mentoring.csv", At: monday,
		Reply: Reply{Door: ButtonDoor, TS: "1764000000.000100"},
	}
	r, g := programRig(t)
	if a, err := r.reportCSV(t.Context(), pressed); err != nil || a.Message != nil || len(r.slack.made("files.completeUploadExternal")) != 1 {
		t.Errorf("answer %+v, %v", a, err)
	}
	if args := r.slack.made("files.completeUploadExternal")[0].Args; args.Get("thread_ts") != pressed.Reply.TS || args.Get("channel_id") != "D1" {
		t.Errorf("it went to %v", args)
	}
	r.slack.does("/upload", status(http.StatusBadGateway))
	if a, err := r.reportCSV(t.Context(), pressed); err != nil || a.Message == nil || !strings.Contains(a.Message.Text, "couldn't attach the CSV") {
		t.Errorf("answer %+v, %v", a, err)
	}
	g.reports = nil
	if a, err := r.reportCSV(t.Context(), pressed); err != nil || a.Message == nil || !strings.Contains(a.Message.Text, "organise no mentoring program") {
		t.Errorf("to who organises none: %+v, %v", a, err)
	}
}

func TestWhatHappenedInAProgramIsTold(t *testing.T) {
	notice := func(what domain.NoticeKind, pair domain.PairID) string {
		return domain.Notice{What: what, Program: "p1", Pair: pair, About: "UO"}.Subject()
	}
	for _, tt := range []struct {
		name   string
		d      domain.Delivery
		change func(*registry)
		want   string // "" when there is nothing to tell any more
	}{
		{"paired", toldOf(domain.PairedDelivery, "q1"), nil, "*Lena* is on Tokyo time, 9 hours ahead of you"},
		{"parted meanwhile", toldOf(domain.PairedDelivery, "q1"), func(g *registry) { g.tidings.Pair.Ended = today }, ""},
		{"another's pair", toldOf(domain.PairedDelivery, "q1"), func(g *registry) { g.tidings.Pair.Mentee = "UO" }, ""},
		{"thanks", toldOf(domain.ShoutDelivery, "s1"), nil, "*Lena* would like to thank you out loud"},
		{"answered already", toldOf(domain.ShoutDelivery, "s1"), func(g *registry) { g.tidings.Shout.State = domain.ShoutAgreed }, ""},
		{"thanks of an ended program", toldOf(domain.ShoutDelivery, "s1"), func(g *registry) { g.tidings.Program.Ended = today }, ""},
		{"unpaired", toldOf(domain.NoticeDelivery, notice(domain.NoticeUnpaired, "q1")), func(g *registry) { g.tidings.Pair.Ended = today }, "*Lena* and you are no longer a pair"},
		{"paired again", toldOf(domain.NoticeDelivery, notice(domain.NoticeUnpaired, "q1")), nil, ""},
		{"shut", toldOf(domain.NoticeDelivery, notice(domain.NoticeShut, "")), func(g *registry) { g.tidings.Program.Shut = monday }, "takes no messages from me"},
		{"opened again", toldOf(domain.NoticeDelivery, notice(domain.NoticeShut, "")), nil, ""},
		{"asking", toldOf(domain.NoticeDelivery, notice(domain.NoticeAsking, "")), func(g *registry) { g.tidings.About.Asked = true }, "*Omar* asks to join"},
		{"let in by another", toldOf(domain.NoticeDelivery, notice(domain.NoticeAsking, "")), nil, ""},
		{"another partner", toldOf(domain.NoticeDelivery, notice(domain.NoticeAnother, "")), func(g *registry) { g.tidings.About.Another = true }, "*Omar* would like another partner"},
		{"not theirs to know", toldOf(domain.NoticeDelivery, notice(domain.NoticeAnother, "")), func(g *registry) { g.tidings.About.Another, g.tidings.Program.Organisers = true, nil }, ""},
		{"left, to organisers", toldOf(domain.NoticeDelivery, notice(domain.NoticeLeft, "")), func(g *registry) { g.tidings.Pair = domain.Pair{} }, "*Omar* has left *Engineering Mentors*"},
		{"gone, to a partner", toldOf(domain.NoticeDelivery, notice(domain.NoticeGone, "q1")), nil, "*Lena* has left this workspace"},
		{"ended", toldOf(domain.NoticeDelivery, notice(domain.NoticeEnded, "")), func(g *registry) { g.tidings.Program.Ended = today }, "has ended"},
		{"nobody organises it", toldOf(domain.NoticeDelivery, notice(domain.NoticeTakeOver, "")), func(g *registry) { g.tidings.Program.Organisers = nil }, "has no organiser any more"},
		{"somebody does again", toldOf(domain.NoticeDelivery, notice(domain.NoticeTakeOver, "")), nil, ""},
		{"organiser", toldOf(domain.NoticeDelivery, notice(domain.NoticeOrganiser, "")), nil, "You look after"},
		{"let in", toldOf(domain.NoticeDelivery, notice(domain.NoticeLetIn, "")), nil, "You are in"},
		{"declined", toldOf(domain.NoticeDelivery, notice(domain.NoticeDeclined, "")), func(g *registry) { g.tidings.About.Left = true }, "has not let you in this time"},
		{"declined, and let in since", toldOf(domain.NoticeDelivery, notice(domain.NoticeDeclined, "")), nil, ""},
		{"no notice", toldOf(domain.NoticeDelivery, "what"), nil, ""},
		{"of a newer version", toldOf(domain.NoticeDelivery, notice("gazette", "")), nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, g := programRig(t)
			if tt.change != nil {
				tt.change(g)
			}
			o := r.Sender().Send(t.Context(), tt.d, "n", monday.AddDate(0, 0, 5)) // late is better than never
			if tt.want == "" {
				if o.Result != domain.Cancelled || o.Code != "nothing" || len(r.slack.methods()) > 0 {
					t.Errorf("outcome %+v after %v", o, r.slack.methods())
				}
				return
			}
			if posts := r.slack.made("chat.postMessage"); o.Result != domain.Sent || len(posts) != 1 || !strings.Contains(posts[0].Args.Get("text"), tt.want) {
				t.Errorf("outcome %+v, posted %v", o, posts)
			}
		})
	}
}

// What happened is told to who asked for quiet as well; the weekly report is not.
func TestWhoIsToldOfAProgram(t *testing.T) {
	member := func(f func(*domain.Member)) func(*rig) {
		return func(r *rig) {
			m := r.ledger.members[mia]
			f(&m)
			r.ledger.members[mia] = m
		}
	}
	paused := member(func(m *domain.Member) { m.PausedUntil = today.AddDays(9) })
	for _, tt := range []struct {
		name   string
		kind   domain.DeliveryKind
		change func(*rig)
		at     time.Time
		want   domain.Result
		code   string
	}{
		{"report", domain.ReportDelivery, func(*rig) {}, monday, domain.Sent, ""},
		{"report on the day after", domain.ReportDelivery, func(*rig) {}, monday.AddDate(0, 0, 1), domain.Sent, ""},
		{"report two days late", domain.ReportDelivery, func(*rig) {}, monday.AddDate(0, 0, 2), domain.Cancelled, "day_over"},
		{"report, paused", domain.ReportDelivery, paused, monday, domain.Cancelled, "paused"},
		{"paired, paused", domain.PairedDelivery, paused, monday, domain.Sent, ""},
		{"gone", domain.PairedDelivery, member(func(m *domain.Member) { m.Gone = true }), monday, domain.Cancelled, "gone"},
		{"forgotten", domain.PairedDelivery, func(r *rig) { delete(r.ledger.members, mia) }, monday, domain.Cancelled, "forgotten"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, _ := programRig(t)
			tt.change(r)
			if o := r.Sender().Send(t.Context(), toldOf(tt.kind, "q1"), "n", tt.at); o.Result != tt.want || o.Code != tt.code {
				t.Errorf("outcome %+v, want %v %s", o, tt.want, tt.code)
			}
		})
	}
	r, g := programRig(t)
	g.err = errors.New("disk full")
	if o := r.Sender().Send(t.Context(), toldOf(domain.PairedDelivery, "q1"), "n", monday); o.Result != domain.Failed || o.Code != "store" {
		t.Errorf("the store is ill: %+v", o)
	}
	if strings.Contains(r.log.String(), "Lena") {
		t.Error("the log names somebody")
	}
}
