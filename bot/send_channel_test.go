package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"rapport/domain"
)

// registry is what a bot knows of programs in tests.
type registry struct {
	ledger  domain.Ledger
	reports []domain.Report
	tidings domain.Tidings
	err     error
	shut    []string
}

func (g *registry) Ledger(context.Context, domain.WorkspaceID, domain.ProgramID, domain.Date) (domain.Ledger, error) {
	return g.ledger, g.err
}

func (g *registry) Reports(context.Context, domain.Owner, time.Time) ([]domain.Report, error) {
	return g.reports, g.err
}

func (g *registry) Tidings(context.Context, domain.Delivery) (domain.Tidings, error) {
	return g.tidings, g.err
}

func (g *registry) Shut(_ context.Context, _ domain.WorkspaceID, channel string, _, _ time.Time) error {
	g.shut = append(g.shut, "shut "+channel)
	return nil
}

func (g *registry) Open(_ context.Context, _ domain.WorkspaceID, channel string, _ time.Time) error {
	g.shut = append(g.shut, "open "+channel)
	return nil
}

// mentors is a ledger with six pairs who meet each Monday since October.
func mentors() domain.Ledger {
	l := domain.Ledger{Name: "Engineering Mentors", Zone: "UTC", Cadence: domain.Cadence{Ideal: 14, Maximum: 28}, Started: domain.On(2026, time.October, 26)}
	for i := range 6 {
		p := domain.PairDates{Since: l.Started}
		for week := range 4 - i/3 {
			p.Sessions = append(p.Sessions, l.Started.AddDays(7*week))
		}
		l.Pairs = append(l.Pairs, p)
	}
	return l
}

// summaryRig is a bot with a program whose summary of today is due.
func summaryRig(t *testing.T) (*rig, *registry, *shutter) {
	t.Helper()
	g, out := &registry{ledger: mentors()}, &shutter{}
	r := newRig(t, nil, func(o *Options) {
		o.Programs, o.ProgramChannels, o.Outgoing = g, g, out
		o.Chart = func(domain.Summary) ([]byte, error) { return []byte("\x89PNG"), nil }
	})
	r.slack.says("chat.postMessage", `{"ok":true,"channel":"C7","ts":"1764000000.000100"}`)
	r.uploads()
	return r, g, out
}

// uploads makes Slack take files.
func (r *rig) uploads() {
	r.slack.says("files.getUploadURLExternal", fmt.Sprintf(`{"ok":true,"upload_url":%q,"file_id":"F0CHART01"}`, r.slack.URL+"/upload"))
	r.slack.says("/upload", `OK`)
	r.slack.says("files.completeUploadExternal", `{"ok":true,"files":[{"id":"F0CHART01"}]}`)
}

func summaryOf(kind domain.DeliveryKind) domain.Delivery {
	return domain.Delivery{Owner: domain.Owner{Workspace: team}, Kind: kind, Subject: "p1", Channel: "C7", On: today}
}

func TestASummaryIsPostedWithItsChart(t *testing.T) {
	r, _, _ := summaryRig(t)
	o := r.Sender().Send(t.Context(), summaryOf(domain.SummaryDelivery), "n0nce", monday)
	if o.Result != domain.Sent || o.Channel != "C7" || o.TS == "" {
		t.Fatalf("outcome %+v", o)
	}
	if got := strings.Join(r.slack.methods(), " "); got != "files.getUploadURLExternal /upload files.completeUploadExternal chat.postMessage" {
		t.Errorf("Slack was asked %s", got)
	}
	done := r.slack.made("files.completeUploadExternal")[0].Args
	if done.Get("channel_id") != "" || done.Get("thread_ts") != "" {
		t.Errorf("the chart was shared: %v", done)
	}
	args := r.slack.made("chat.postMessage")[0].Args
	for field, want := range map[string]string{
		"channel": "C7", "metadata": `"nonce":"n0nce"`, "text": "3 sessions this week (6 last), 21 since 26 Oct", "blocks": `"slack_file":{"id":"F0CHART01"}`,
	} {
		if !strings.Contains(args.Get(field), want) {
			t.Errorf("%s is %q, want %q in it", field, args.Get(field), want)
		}
	}
	if alt := r.slack.made("files.getUploadURLExternal")[0].Args.Get("alt_txt"); alt != "sessions a week 6, 6, 6, 3" {
		t.Errorf("the file is described as %q", alt)
	}
}

// What goes wrong with the picture costs the picture and not the summary, unless
// Slack says to wait: then nothing is posted.
func TestASummaryWithoutItsChart(t *testing.T) {
	limited := func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Retry-After", "7")
		rw.WriteHeader(http.StatusTooManyRequests)
	}
	for _, tt := range []struct {
		name, method string
		answer       http.HandlerFunc
		want         domain.Result
	}{
		{"no scope", "files.getUploadURLExternal", says(`{"ok":false,"error":"missing_scope","needed":"files:write","provided":"chat:write"}`), domain.Sent},
		{"ill", "files.getUploadURLExternal", status(http.StatusBadGateway), domain.Sent},
		{"upload cut", "/upload", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, domain.Sent},
		{"upload refused", "/upload", status(http.StatusForbidden), domain.Sent},
		{"not completed", "files.completeUploadExternal", says(`{"ok":false,"error":"file_not_found"}`), domain.Sent},
		{"limited at the first step", "files.getUploadURLExternal", limited, domain.Limited},
		{"limited at the upload", "/upload", limited, domain.Limited},
		{"limited at the last step", "files.completeUploadExternal", limited, domain.Limited},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, _, _ := summaryRig(t)
			r.slack.does(tt.method, tt.answer)
			o := r.Sender().Send(t.Context(), summaryOf(domain.SummaryDelivery), "n", monday)
			posts := r.slack.made("chat.postMessage")
			if o.Result != tt.want || (len(posts) == 1) != (tt.want == domain.Sent) {
				t.Fatalf("outcome %+v after %d posts", o, len(posts))
			}
			if tt.want == domain.Limited {
				if o.RetryAfter != 7*time.Second || o.Channel != "" {
					t.Errorf("outcome %+v: it is the upload that waits, not the channel", o)
				}
				return
			}
			if text := posts[0].Args.Get("text"); !strings.Contains(text, "Sessions a week 6, 6, 6, 3.") || strings.Contains(posts[0].Args.Get("blocks"), "slack_file") {
				t.Errorf("posted %q with blocks %s", text, posts[0].Args.Get("blocks"))
			}
			if log := r.log.String(); !strings.Contains(log, "chart not uploaded") {
				t.Errorf("the log says nothing of it: %s", log)
			}
		})
	}
	r, _, _ := summaryRig(t)
	r.uploading = 50 * time.Millisecond
	hangs := make(chan struct{})
	defer close(hangs)
	r.slack.does("/upload", func(http.ResponseWriter, *http.Request) { <-hangs })
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second) // as a delivery has
	defer cancel()
	if o := r.Sender().Send(ctx, summaryOf(domain.SummaryDelivery), "n", monday); o.Result != domain.Sent {
		t.Errorf("the upload hangs: %+v", o)
	}
	r, _, _ = summaryRig(t)
	r.chart = func(domain.Summary) ([]byte, error) { return nil, errors.New("no font") }
	if o := r.Sender().Send(t.Context(), summaryOf(domain.SummaryDelivery), "n", monday); o.Result != domain.Sent {
		t.Errorf("not drawn: %+v", o)
	}
}

// Slack shows a file a moment after it was uploaded: the next attempts show the same
// file, and when it is refused twice the summary goes without it.
func TestAChartThatSlackDoesNotShowYet(t *testing.T) {
	r, _, _ := summaryRig(t)
	r.slack.does("chat.postMessage", func(rw http.ResponseWriter, q *http.Request) {
		if strings.Contains(q.PostForm.Get("blocks"), "slack_file") {
			says(`{"ok":false,"error":"invalid_blocks","errors":["invalid slack file"]}`)(rw, q)
			return
		}
		says(`{"ok":true,"channel":"C7","ts":"1"}`)(rw, q)
	})
	var got []domain.Result
	for range 3 {
		got = append(got, r.Sender().Send(t.Context(), summaryOf(domain.SummaryDelivery), "n", monday).Result)
	}
	if !slices.Equal(got, []domain.Result{domain.Failed, domain.Failed, domain.Sent}) {
		t.Errorf("results %v", got)
	}
	if n := len(r.slack.made("files.completeUploadExternal")); n != 1 {
		t.Errorf("it was uploaded %d times", n)
	}
}

func TestAnotherAttemptShowsTheSameFile(t *testing.T) {
	r, _, _ := summaryRig(t)
	r.slack.does("chat.postMessage", status(http.StatusInternalServerError))
	for range 2 {
		if o := r.Sender().Send(t.Context(), summaryOf(domain.SummaryDelivery), "n", monday); o.Result != domain.Unknown {
			t.Fatalf("outcome %+v", o)
		}
	}
	if n := len(r.slack.made("files.getUploadURLExternal")); n != 1 {
		t.Errorf("uploaded %d times for two attempts", n)
	}
}

func TestASummaryThatIsNotTrueAnyMore(t *testing.T) {
	ended := mentors()
	ended.Ended = today.AddDays(-1)
	for _, tt := range []struct {
		name   string
		d      domain.Delivery
		change func(*registry)
		at     time.Time
		code   string
	}{
		{"purged", summaryOf(domain.SummaryDelivery), func(g *registry) { g.err = domain.Fault(domain.KindNotFound, "program", nil) }, monday, "forgotten"},
		{"two days late", summaryOf(domain.SummaryDelivery), nil, monday.AddDate(0, 0, 2), "day_over"},
		{"ended meanwhile", summaryOf(domain.SummaryDelivery), func(g *registry) { g.ledger = ended }, monday, "nothing"},
		{"of a newer version", summaryOf("gazette"), nil, monday, "no_such"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, g, _ := summaryRig(t)
			if tt.change != nil {
				tt.change(g)
			}
			o := r.Sender().Send(t.Context(), tt.d, "n", tt.at)
			if o.Result != domain.Cancelled || o.Code != tt.code || len(r.slack.methods()) > 0 {
				t.Errorf("outcome %+v after %v", o, r.slack.methods())
			}
		})
	}
	r, g, _ := summaryRig(t)
	g.ledger = ended
	if o := r.Sender().Send(t.Context(), summaryOf(domain.ClosingDelivery), "n", monday.AddDate(0, 0, 3)); o.Result != domain.Sent {
		t.Errorf("the last summary, late: %+v", o)
	}
	g.err = errors.New("disk full")
	if o := r.Sender().Send(t.Context(), summaryOf(domain.SummaryDelivery), "n2", monday); o.Result != domain.Failed || o.Code != "store" {
		t.Errorf("the store is ill: %+v", o)
	}
}

// A channel that refuses a post is closed to us, whatever we heard: what else waits
// for it is cancelled, and its program noted.
func TestARefusedPostShutsTheChannel(t *testing.T) {
	for _, code := range []string{"channel_not_found", "is_archived", "not_in_channel", "restricted_action"} {
		r, g, out := summaryRig(t)
		r.slack.says("chat.postMessage", `{"ok":false,"error":"`+code+`"}`)
		o := r.Sender().Send(t.Context(), summaryOf(domain.SummaryDelivery), "n", monday)
		if code == "restricted_action" {
			if o.Result != domain.Failed || len(g.shut)+len(out.shut) > 0 {
				t.Errorf("%s: outcome %+v, shut %v", code, o, g.shut)
			}
			continue
		}
		if o.Result != domain.Cancelled || o.Code != "channel_shut" || strings.Join(g.shut, ",") != "shut C7" || len(out.shut) != 1 {
			t.Errorf("%s: outcome %+v, shut %v, cancelled %v", code, o, g.shut, out.shut)
		}
	}
	r, g, out := summaryRig(t)
	r.slack.says("chat.postMessage", `{"ok":false,"error":"is_archived"}`)
	out.err = errors.New("disk full")
	if o := r.Sender().Send(t.Context(), summaryOf(domain.SummaryDelivery), "n", monday); o.Result != domain.Failed || len(g.shut) > 0 {
		t.Errorf("what could not be noted is tried again: %+v", o)
	}
}

func TestEventsOfChannelsReachTheirPrograms(t *testing.T) {
	for event, want := range map[string]string{
		channelEvent("channel_archive", `,"user":"U1"`):                                                "shut C7",
		channelEvent("group_left", ""):                                                                 "shut C7",
		channelEvent("channel_unarchive", `,"user":"U1"`):                                              "open C7",
		channelEvent("member_joined_channel", `,"user":"UBOT"`):                                        "open C7",
		strings.Replace(channelEvent("channel_rename", ""), `"C7"`, `{"id":"C7","name":"mentors"}`, 1): "",
	} {
		r, g, _ := summaryRig(t)
		if rw := r.knock(sign(request("POST", "/slack/events", jsonType, event), event, time.Now())); rw.Code != http.StatusOK {
			t.Errorf("%s is answered with %d", event, rw.Code)
		}
		if got := strings.Join(g.shut, ","); got != want {
			t.Errorf("%s: %q, want %q", event, got, want)
		}
	}
}

// A shout-out in a channel is text: it pings nobody, and whoever isn't known any
// more is not named.
func TestShoutsOfASummaryAreInert(t *testing.T) {
	r, g, _ := summaryRig(t)
	g.ledger.Shouts = []domain.Shout{{From: "Lena", To: "<!here>", Text: "<!channel> thanks"}, {To: "<!here>", Text: "from nobody"}}
	if o := r.Sender().Send(t.Context(), summaryOf(domain.SummaryDelivery), "n", monday); o.Result != domain.Sent {
		t.Fatalf("outcome %+v", o)
	}
	args := r.slack.made("chat.postMessage")[0].Args
	var blocks []map[string]any
	if err := json.Unmarshal([]byte(args.Get("blocks")), &blocks); err != nil {
		t.Fatal(err)
	}
	if text := args.Get("text"); strings.Contains(text, "<!") || !strings.Contains(text, "&lt;!channel&gt; thanks") || strings.Contains(text, "from nobody") {
		t.Errorf("posted %s", text)
	}
}
