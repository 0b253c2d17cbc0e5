package page_test

import (
	"bufio"
	"html"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"rapport/internal/slacksim"
)

// visitor is somebody with a browser whose script is off: it follows redirects
// and posts forms.
type visitor struct {
	*sample
	t      *testing.T
	server *httptest.Server
	client *http.Client
}

func visit(t *testing.T) *visitor {
	t.Helper()
	v := &visitor{t: t, client: &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}}
	v.sample = newSample(func(err error) { t.Error(err) })
	v.server = httptest.NewServer(v.sim.Handler())
	v.connect(v.server.URL)
	t.Cleanup(func() {
		v.server.CloseClientConnections()
		v.server.Close()
		v.stop()
	})
	return v
}

// read returns a page, its status and the address it was found at.
func (v *visitor) read(r *http.Response, err error) (body string, status int, at string) {
	v.t.Helper()
	if err != nil {
		v.t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	if r.Header.Get("Content-Security-Policy") == "" {
		v.t.Errorf("%s has no Content-Security-Policy", r.Request.URL.Path)
	}
	return string(b), r.StatusCode, r.Request.URL.RequestURI()
}

func (v *visitor) get(path string) string {
	v.t.Helper()
	body, status, _ := v.read(v.client.Get(v.server.URL + path))
	if status != http.StatusOK {
		v.t.Fatalf("GET %s: %d %s", path, status, body)
	}
	return body
}

// post sends a form as Mia in a conversation and returns the page it leads to.
func (v *visitor) post(path, in string, fields url.Values) string {
	v.t.Helper()
	form := url.Values{"as": {v.mia.ID}, "in": {in}}
	maps.Copy(form, fields)
	body, status, at := v.read(v.client.PostForm(v.server.URL+path, form))
	if status != http.StatusOK {
		v.t.Fatalf("POST %s: %d %s", path, status, body)
	}
	if want := regexp.MustCompile(`^(/c/[DC]\w+|/home)\?as=U\w+(&notice=[A-Z2-7]+)?$`); !want.MatchString(at) {
		v.t.Errorf("POST %s leads to %s: only ids belong into an address", path, at)
	}
	return body
}

func (v *visitor) dm() string { return "/c/" + v.mia.DM + "?as=" + v.mia.ID }

// find returns what the first group of a pattern matches, and fails without.
func (v *visitor) find(page, pattern string) string {
	v.t.Helper()
	hit := regexp.MustCompile(pattern).FindStringSubmatch(page)
	if hit == nil {
		v.t.Fatalf("no %s in\n%s", pattern, page)
	}
	return html.UnescapeString(hit[1])
}

// wantIn checks that a page has all of these, and wantOut none of them.
func (v *visitor) wantIn(page string, parts ...string) {
	v.t.Helper()
	for _, part := range parts {
		if !strings.Contains(page, part) {
			v.t.Errorf("%q is not in the page:\n%s", part, page)
		}
	}
}

func (v *visitor) wantOut(page string, parts ...string) {
	v.t.Helper()
	for _, part := range parts {
		if strings.Contains(page, part) {
			v.t.Errorf("%q is in the page:\n%s", part, page)
		}
	}
}

// interaction returns what the bot heard next.
func (v *visitor) interaction() slack.InteractionCallback {
	v.t.Helper()
	select {
	case in := <-v.heard:
		return in
	case <-time.After(5 * time.Second):
		v.t.Fatal("the bot heard nothing")
		return slack.InteractionCallback{}
	}
}

func TestFrontLeadsToTheFirstMembersDM(t *testing.T) {
	v := visit(t)
	page, status, at := v.read(v.client.Get(v.server.URL + "/"))
	if status != http.StatusOK || at != v.dm() {
		t.Errorf("got %d at %s, want %s", status, at, v.dm())
	}
	v.wantIn(page, "<title>rapport (DM) – Acme</title>", `aria-current="page"`, "Message rapport", "very beginning of your direct message history")
}

func TestSidebarAndSwitcher(t *testing.T) {
	v := visit(t)
	page := v.get(v.dm())
	v.wantIn(page, ">Channels</h2>", ">Direct messages</h2>", ">Apps</h2>", "general", "eng-mentors", `href="/home?as=`+v.mia.ID)
	// The same moment, 09:12 in Berlin, for each at their place.
	for name, local := range map[string]string{"Mia": "9:12 AM", "Omar": "3:12 AM", "Lena": "4:12 PM", "Tom": "7:12 PM"} {
		pattern := `<span class="name">` + name + `<span class="sub"> [^<]*</span></span><time [^>]*>([^<]*)</time>`
		if got := v.find(page, pattern); got != local {
			t.Errorf("%s reads %s, want %s", name, got, local)
		}
	}
	v.wantIn(v.get("/c/"+v.omar.DM+"?as="+v.omar.ID), "Mon, Nov 2, 2026", "<b>3:12 AM</b>")
}

func TestUnreadIsShownUntilRead(t *testing.T) {
	v := visit(t)
	if _, err := v.sim.PostAs(v.omar.ID, v.general.ID, "hello"); err != nil {
		t.Fatal(err)
	}
	v.wantIn(v.get(v.dm()), `class="unread"`, `<span class="badge">1`)
	v.wantIn(v.get("/c/"+v.general.ID+"?as="+v.mia.ID), "hello")
	v.wantOut(v.get(v.dm()), `<span class="badge">1`)
}

func TestSendACommandAndSeeTheEphemeralReply(t *testing.T) {
	v := visit(t)
	page := v.post("/send", v.mia.DM, url.Values{"text": {"/met Jane coffee"}})
	v.wantIn(page, "Logged: <b>coffee with Jane</b>", "Only visible to you", `<span class="app-badge">APP</span>`, "Add note")
	v.wantOut(v.get("/c/"+v.omar.DM+"?as="+v.omar.ID), "coffee with Jane")
}

func TestSendAMessage(t *testing.T) {
	v := visit(t)
	page := v.post("/send", v.general.ID, url.Values{"text": {"<b>hi</b> @omar &amp;\r\n*line two*"}})
	v.wantIn(page, `&lt;b&gt;hi&lt;/b&gt; <span class="mention">@Omar</span> &amp;amp;<br><b>line two</b>`)
	if page := v.post("/send", v.general.ID, url.Values{"text": {" \r\n "}}); strings.Count(page, "<article") != 1 {
		t.Error("nothing but blanks was sent as a message")
	}
}

func TestMessagesOfOneMinuteStandTogetherUnderTheirDay(t *testing.T) {
	v := visit(t)
	say := func(text string) {
		if _, err := v.sim.PostAs(v.omar.ID, v.general.ID, text); err != nil {
			t.Fatal(err)
		}
	}
	say("one")
	say("two")
	if err := v.sim.Advance(t.Context(), monday.Add(24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	say("three")
	page := v.get("/c/" + v.general.ID + "?as=" + v.mia.ID)
	v.wantIn(page, ">Yesterday<", ">Today<")
	if got := strings.Count(page, `class="byline"`); got != 2 {
		t.Errorf("%d names stand over three messages, want 2", got)
	}
}

func TestFilesAndThreadsAreShown(t *testing.T) {
	v := visit(t)
	api := slack.New(v.sim.Credentials().BotToken, slack.OptionAPIURL(v.server.URL+"/api/"), slack.OptionHTTPClient(v.client))
	upload := func(name, body, in, thread string) string {
		t.Helper()
		f, err := api.UploadFile(slack.UploadFileParameters{Filename: name, Title: name, FileSize: len(body), Reader: strings.NewReader(body), Channel: in, ThreadTimestamp: thread})
		if err != nil {
			t.Fatal(err)
		}
		return f.ID
	}
	chart := upload("chart.png", "\x89PNG\r\n\x1a\n0000", "", "")
	image := slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: chart}, "sessions a week 15, 20", "", nil)
	_, ts, err := api.PostMessage(v.mia.DM, slack.MsgOptionText("x", false), slack.MsgOptionBlocks(image))
	if err != nil {
		t.Fatal(err)
	}
	csv := upload("pairs.csv", "pair\n", v.mia.DM, ts)
	page := v.get("/c/" + v.mia.DM + "?as=" + v.mia.ID)
	v.wantIn(page, `<img src="/files/`+chart+`" alt="sessions a week 15, 20"`, `<section class="thread" aria-label="Thread, 1 reply">`,
		`<a class="file" href="/files/`+csv+`" download="pairs.csv">`, `data-insert="@rapport "`, `data-insert="/invite "`)
	if strings.Count(page, "<article") != 2 {
		t.Error("the reply stands in its thread and outside of it")
	}
}

func TestRefusalIsToldOnceAndKeepsTheDraft(t *testing.T) {
	v := visit(t)
	archived := true
	if _, err := v.sim.ChangeChannel(v.general.ID, slacksim.ChannelChange{Archived: &archived}); err != nil {
		t.Fatal(err)
	}
	page := v.post("/send", v.general.ID, url.Values{"text": {"too late"}})
	v.wantIn(page, "#general is archived.", "You can read it, and no more.")

	page = v.post("/clock", v.mia.DM, url.Values{"by": {"to"}, "to": {"2020-01-01T09:00"}, "text": {"half a thought"}})
	v.wantIn(page, "The clock only moves forward", "\nhalf a thought</textarea>")
	v.wantOut(v.get(v.dm()), "The clock only moves forward", "half a thought")
}

func TestClick(t *testing.T) {
	v := visit(t)
	v.digest()
	page := v.get(v.dm())
	ts := v.find(page, `id="m-([\d.]+)"`)
	snooze := v.find(page, `value="(button/[^"]*/snooze/priya)"`)
	v.post("/click", v.mia.DM, url.Values{"ts": {ts}, "press": {snooze}})
	in := v.interaction()
	if a := in.ActionCallback.BlockActions[0]; a.ActionID != "snooze" || a.BlockID != "item.priya" || a.Value != "priya" || in.Message.Timestamp != ts {
		t.Errorf("the bot heard %+v", a)
	}
	month := v.find(page, `value="(overflow/[^"]*/more/month)"`)
	v.post("/click", v.mia.DM, url.Values{"ts": {ts}, "press": {month}})
	if a := v.interaction().ActionCallback.BlockActions[0]; a.ActionID != "more" || a.SelectedOption.Value != "month" {
		t.Errorf("the bot heard %+v", a)
	}
	v.wantIn(v.post("/click", v.mia.DM, url.Values{"ts": {ts}}), "Nothing was pressed.")
}

// A button takes along what stands in the message's inputs, and only what was
// changed: an input that nobody touched must not outlive the bot's next word.
func TestClickCarriesWhatWasTyped(t *testing.T) {
	v := visit(t)
	page := v.post("/send", v.mia.DM, url.Values{"text": {"/people"}})
	ts := v.find(page, `id="m-([\d.]+)"`)
	name := func(action string) string { return v.find(page, `name="(v/[^"]*/`+action+`)"`) }
	v.post("/click", v.mia.DM, url.Values{
		"ts": {ts}, "press": {v.find(page, `value="(button/move/rest/jane)"`)},
		name("note"): {"line one\r\nline two"}, name("phase"): {""}, name("when"): {""}, name("who"): {v.omar.ID},
	})
	in := v.interaction()
	if got := in.BlockActionState.Values["note"]["note"].Value; got != "line one\nline two" {
		t.Errorf("the bot heard the note %q", got)
	}
	if got := in.BlockActionState.Values["move"]["who"].SelectedUser; got != v.omar.ID {
		t.Errorf("the bot heard the user %q", got)
	}
	messages, err := v.sim.Messages(v.mia.ID, v.mia.DM, "")
	if err != nil {
		t.Fatal(err)
	}
	state := messages[len(messages)-1].State
	if _, touched := state["move"]["phase"]; touched {
		t.Errorf("an untouched menu was entered: %v", state)
	}
	// What was typed still stands there.
	v.wantIn(v.get(v.dm()), `value="line one`, `value="`+v.omar.ID+`" selected`)
}

func TestPickFromASelect(t *testing.T) {
	v := visit(t)
	page := v.post("/send", v.mia.DM, url.Values{"text": {"/people"}})
	ts := v.find(page, `id="m-([\d.]+)"`)
	v.post("/click", v.mia.DM, url.Values{
		"ts": {ts}, "press": {v.find(page, `data-press="(static_select/move/phase/)"`)},
		v.find(page, `name="(v/static_select/move/phase)"`): {"nurturing"},
	})
	if a := v.interaction().ActionCallback.BlockActions[0]; a.SelectedOption.Value != "nurturing" {
		t.Errorf("the bot heard %+v", a)
	}
}

func TestModal(t *testing.T) {
	v := visit(t)
	page := v.post("/send", v.mia.DM, url.Values{"text": {"/met"}})
	v.wantIn(page, "Whom did you meet?", `<div id="app" class="app" inert>`, `<legend class="label">Signals`, `type="date"`)
	view := v.find(page, `name="view" value="(V\w+)"`)
	fields := func(who string) url.Values {
		return url.Values{
			"view": {view}, "v/plain_text_input/who/who": {who}, "v/static_select/kind/kind": {"lunch"},
			"v/datepicker/when/when": {"2026-11-01"}, "v/plain_text_input/note/note": {""},
			"v/multi_static_select/signals/signals": {"", "candid", "initiated"}, "v/multi_users_select/colleagues/colleagues": {"", v.omar.ID},
		}
	}
	// The client itself refuses what is empty; the bot, what it does not like.
	page = v.post("/submit", v.mia.DM, fields(""))
	v.wantIn(page, "Please complete this required field.", `aria-invalid="true"`)
	page = v.post("/submit", v.mia.DM, fields("no"))
	v.wantIn(page, "Please write a name.", `value="no"`, `value="lunch" selected`, `value="2026-11-01"`, `value="candid" checked`)
	v.interaction()

	page = v.post("/submit", v.mia.DM, fields("Jane"))
	v.wantOut(page, `<dialog class="modal"`)
	values := v.interaction().View.State.Values
	if got := values["who"]["who"].Value; got != "Jane" {
		t.Errorf("who is %q", got)
	}
	if got := len(values["signals"]["signals"].SelectedOptions); got != 2 {
		t.Errorf("%d signals, want 2", got)
	}
	if got := values["colleagues"]["colleagues"].SelectedUsers; !slices.Equal(got, []string{v.omar.ID}) {
		t.Errorf("colleagues are %v", got)
	}
}

func TestCloseModal(t *testing.T) {
	v := visit(t)
	page := v.post("/shortcut", v.mia.DM, url.Values{"callback": {"log"}})
	view := v.find(page, `name="view" value="(V\w+)"`)
	v.wantOut(v.post("/close", v.mia.DM, url.Values{"view": {view}}), `<dialog class="modal"`)
	v.wantIn(v.post("/close", v.mia.DM, url.Values{"view": {view}}), "no modal")
}

func TestMessageShortcut(t *testing.T) {
	v := visit(t)
	if _, err := v.sim.PostAs(v.omar.ID, v.general.ID, "Lunch was great"); err != nil {
		t.Fatal(err)
	}
	page := v.get("/c/" + v.general.ID + "?as=" + v.mia.ID)
	v.wantIn(page, `value="log.message"`)
	page = v.post("/shortcut", v.general.ID, url.Values{"callback": {"log.message"}, "ts": {v.find(page, `id="m-([\d.]+)"`)}})
	v.wantIn(page, "Whom did you meet?")
	if in := v.interaction(); in.Message.Text != "Lunch was great" {
		t.Errorf("the bot heard %q", in.Message.Text)
	}
}

func TestHome(t *testing.T) {
	v := visit(t)
	path := "/home?as=" + v.mia.ID
	page := v.get(path)
	v.wantIn(page, "<title>rapport Home – Acme</title>", "Your people", "Log interaction", `aria-current="page">Home</a>`)
	calls := func() int {
		n := 0
		for _, c := range v.sim.Calls(0) {
			if c.Method == "views.publish" {
				n++
			}
		}
		return n
	}
	before := calls()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, v.server.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Page-Refresh", "1")
	v.read(v.client.Do(r))
	if after := calls(); after != before {
		t.Errorf("looking again opened Home again: %d publishes, then %d", before, after)
	}
	v.post("/click", "home", url.Values{"press": {v.find(page, `value="(button/[^"]*/open/jane)"`)}})
	if a := v.interaction().ActionCallback.BlockActions[0]; a.Value != "jane" {
		t.Errorf("the bot heard %+v", a)
	}
}

func TestClock(t *testing.T) {
	v := visit(t)
	steps := []struct {
		fields url.Values
		want   string
	}{
		{url.Values{"by": {"day"}}, "2026-11-03T09:12:00+01:00"},
		{url.Values{"by": {"week"}}, "2026-11-10T09:12:00+01:00"},
		{url.Values{"by": {"monday"}}, "2026-11-16T09:00:00+01:00"},
		{url.Values{"by": {"monday"}}, "2026-11-23T09:00:00+01:00"},
		{url.Values{"by": {"to"}, "to": {"2027-03-27T23:30"}}, "2027-03-27T23:30:00+01:00"},
		{url.Values{"by": {"day"}}, "2027-03-28T23:30:00+02:00"}, // a day of 23 hours
	}
	for _, s := range steps {
		page := v.post("/clock", v.mia.DM, s.fields)
		if got := v.find(page, `id="now"[^>]*>.*?<time datetime="([^"]*)"`); got != s.want {
			t.Errorf("%v leads to %s, want %s", s.fields, got, s.want)
		}
	}
	v.wantIn(v.post("/clock", v.mia.DM, url.Values{"by": {"to"}, "to": {"soon"}}), "Say when: a date and a time.")
}

func TestWhatIsNotThere(t *testing.T) {
	v := visit(t)
	for path, want := range map[string]int{
		"/c/" + v.mia.DM:                             http.StatusUnprocessableEntity, // as whom?
		"/c/" + v.mia.DM + "?as=U404":                http.StatusNotFound,
		"/c/C404?as=" + v.mia.ID:                     http.StatusNotFound,
		"/c/" + v.omar.DM + "?as=" + v.mia.ID:        http.StatusUnprocessableEntity, // somebody else's
		"/home?as=U404":                              http.StatusNotFound,
		"/nowhere":                                   http.StatusNotFound,
		"/c/%3Cscript%3E?as=%3Cscript%3Ealert(1)":    http.StatusNotFound,
		"/home?as=" + v.mia.ID + "&notice=FORGOTTEN": http.StatusOK,
	} {
		body, status, _ := v.read(v.client.Get(v.server.URL + path))
		if status != want {
			t.Errorf("GET %s: %d, want %d", path, status, want)
		}
		v.wantOut(body, "<script>")
	}
	body, status, _ := v.read(v.client.Post(v.server.URL+"/send", "multipart/form-data; boundary=x", strings.NewReader("nonsense")))
	if status != http.StatusBadRequest {
		t.Errorf("a broken form: %d %s", status, body)
	}
}

func TestLive(t *testing.T) {
	v := visit(t)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, v.server.URL+"/live?as="+v.mia.ID, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := v.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if got := answer.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Errorf("the stream is %s", got)
	}
	lines := bufio.NewScanner(answer.Body)
	wait := func(line string) {
		t.Helper()
		for lines.Scan() {
			if strings.HasPrefix(lines.Text(), line) {
				return
			}
		}
		t.Fatalf("the stream ended without %q: %v", line, lines.Err())
	}
	wait("event: hello")
	if _, err := v.sim.PostAs(v.omar.ID, v.general.ID, "a secret of Omar's"); err != nil {
		t.Fatal(err)
	}
	wait("event: version")
	lines.Scan()
	if got := lines.Text(); !regexp.MustCompile(`^data: \d+$`).MatchString(got) {
		t.Errorf("the stream carries %q, want a version and no more", got)
	}
}

func TestStatic(t *testing.T) {
	v := visit(t)
	for path, kind := range map[string]string{
		"/static/page.css": "text/css", "/static/page.js": "text/javascript", "/static/icon.svg": "image/svg+xml",
	} {
		r, err := v.client.Get(v.server.URL + path)
		body, status, _ := v.read(r, err)
		if status != http.StatusOK || !strings.HasPrefix(r.Header.Get("Content-Type"), kind) {
			t.Errorf("GET %s: %d %s", path, status, r.Header.Get("Content-Type"))
		}
		// Nothing is asked of other hosts; a namespace is a name, not a place.
		if at := regexp.MustCompile(`(url\(|@import|https?://)`).FindString(strings.ReplaceAll(body, "http://www.w3.org/2000/svg", "")); at != "" {
			t.Errorf("%s has %q", path, at)
		}
	}
}
