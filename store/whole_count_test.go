package store

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rapport/bot"
	"rapport/bot/view"
	"rapport/domain"
)

// goodSlack is a Slack that takes whatever it is sent, and knows how often each method
// was called.
type goodSlack struct {
	mu    sync.Mutex
	calls map[string]int
	said  []string // the blocks of messages and pages, as JSON
}

func (s *goodSlack) RoundTrip(r *http.Request) (*http.Response, error) {
	sent, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	method := path.Base(r.URL.Path)
	s.calls[method]++
	var page struct {
		View struct{ Blocks json.RawMessage }
	}
	if form, err := url.ParseQuery(string(sent)); method == "chat.postMessage" && err == nil {
		s.said = append(s.said, form.Get("blocks"))
	} else if method == "views.publish" && json.Unmarshal(sent, &page) == nil {
		s.said = append(s.said, string(page.View.Blocks))
	}
	body := `{"ok":true,"ts":"1795597200.000100","channel":"D1","view":{"id":"V1","hash":"h"},"upload_url":"https://files.slack.com/1","file_id":"F1","files":[{"id":"F1"}]}`
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

// whole is the bot over a store, for somebody who keeps so many times five people, with
// something of every sort about each of them.
type whole struct {
	t     *testing.T
	store *Store
	bot   *bot.Bot
	slack *goodSlack
	n     *atomic.Int64
	did   int
}

func newWhole(t *testing.T, s *Store, times int) *whole {
	t.Helper()
	w := bare(t, s)
	do(t, s, ref(mia, "import", nine.AddDate(0, 0, -100)), func(b *domain.Book) error { return befriend(b, 5) })
	multiply(t, s, times)
	return w
}

// bare is the bot over a store, for somebody who has been welcomed and keeps nobody.
func bare(t *testing.T, s *Store) *whole {
	t.Helper()
	w := &whole{t: t, store: s, slack: &goodSlack{calls: make(map[string]int)}}
	in := &bot.Installation{Workspace: mia.Workspace, App: "A1", Client: bot.NewClient(bot.Credentials{BotToken: "xoxb-1", Transport: w.slack})}
	var err error
	w.bot, err = bot.New(bot.Options{
		Book: s.Book(), Members: s.Members(), Shows: s.Shows(), Seen: s.Inbound(), Installations: bot.NewOnly(in),
		Grants: s.Installations(), Outgoing: s.Outbox(), Programs: s.Programs(), ProgramChannels: s.Programs(),
		Chart:  func(domain.Summary) ([]byte, error) { return []byte("\x89PNG"), nil },
		Policy: domain.DefaultPolicy(), Now: func() time.Time { return nine },
	})
	if err != nil {
		t.Fatal(err)
	}
	w.n = statements(t, s)
	meet(t, s, mia)
	if err := s.Members().Opened(t.Context(), mia, "D1"); err != nil {
		t.Fatal(err)
	}
	w.sends(claim(t, s, nine, 1)[0], nine)
	return w
}

// befriend makes a circle in which everybody knows the next one, and one whom nobody
// has met.
func befriend(b *domain.Book, people int) error {
	goal, err := b.AddGoal("speak at a conference", domain.Date{})
	if err != nil {
		return err
	}
	if _, err := b.Add("Quinn Stranger", "", domain.Identifying); err != nil {
		return err
	}
	var last *domain.Contact
	for i := range people - 1 {
		c, err := b.Add(fmt.Sprintf("Person%c Number%d", 'a'+i, i), fmt.Sprint("UP", i), domain.Relating)
		if err != nil {
			return err
		}
		steps := []func() error{
			func() error {
				_, err := b.Log(c, domain.Touch{On: b.Today, Note: "of this", Signals: []domain.SignalKind{domain.Initiated}})
				return err
			},
			func() error { _, err := b.Promise(c, "a photo", b.Today.AddDays(90), false); return err },
			func() error { _, err := b.NoteNeed(c, "a room", domain.Normal, false, b.Today); return err },
			func() error { _, err := b.Deliver(c, "an introduction", b.Today, domain.Date{}); return err },
			func() error { return b.Remember(c, "has a dog") },
			func() error { return b.Tag(c, "berlin") },
			func() error { return b.Link(c, goal.ID) },
		}
		if last != nil {
			other := last
			steps = append(steps, func() error { return b.Through(c, other, b.Today) })
		}
		for _, step := range steps {
			if err := step(); err != nil {
				return err
			}
		}
		last = c
	}
	return nil
}

// multiply copies everybody with all that hangs on them until there are so many times
// as many, with statements of the database alone.
func multiply(t *testing.T, s *Store, times int) {
	t.Helper()
	for _, table := range append([]string{"contacts", "names"}, tablesOf(histories)...) {
		var names, values []string
		for _, c := range columnsOf(t, s, table) {
			value := c
			switch c {
			case "seq":
				continue
			case "name", "folded":
				value = "'x' || i || " + c
			case "id", "contact", "other", "interaction", "slack_user":
				value = fmt.Sprintf("CASE %[1]s WHEN '' THEN '' ELSE %[1]s || '-' || i END", c)
			}
			names, values = append(names, c), append(values, value)
		}
		_, err := s.db.writer.Exec(fmt.Sprintf("WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < %d) INSERT INTO %s (%s) SELECT %s FROM %s, n WHERE i <= %[1]d",
			times, table, strings.Join(names, ", "), strings.Join(values, ", "), table))
		if err != nil {
			t.Fatal(err)
		}
	}
}

func tablesOf(rows []schemaRow) []string {
	var all []string
	for _, r := range rows {
		all = append(all, r.TableName())
	}
	return all
}

// says does a command and returns the statements that it took.
func (w *whole) says(verb, args string) int64 {
	w.t.Helper()
	w.did++
	before := w.n.Load()
	a, err := w.bot.Do(w.t.Context(), bot.Command{
		ID: domain.CommandID(fmt.Sprint("c", w.did)), Workspace: mia.Workspace, Member: mia.Member, Channel: "C1", Verb: verb, Args: args,
		Trigger: "t", Reply: bot.Reply{Door: bot.SlashDoor}, At: nine.Add(time.Duration(w.did) * time.Hour),
	})
	if err != nil || a.Message == nil && a.Modal == nil && !a.HomeDirty {
		w.t.Fatalf("%s %s: %+v, %v", verb, args, a, err)
	}
	if a.Message != nil && strings.Contains(a.Message.Text, "reference") {
		w.t.Fatalf("%s %s: %s", verb, args, a.Message.Text)
	}
	return w.n.Load() - before
}

// looks opens App Home, which is kept up to date from then on.
func (w *whole) looks() {
	w.t.Helper()
	_, err := w.bot.Do(w.t.Context(), bot.Command{
		ID: "looks", Workspace: mia.Workspace, Member: mia.Member, Verb: view.VerbHomeOpened, Reply: bot.Reply{Door: bot.HomeDoor}, At: nine,
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// delivers plans a member's appointment, renders what is due, posts and records it.
func (w *whole) delivers(k domain.DeliveryKind) int64 {
	w.t.Helper()
	before := w.n.Load()
	a := appointments(w.t, w.store, mia)[k]
	own := w.n.Load() - before // what this test read
	if err := w.store.Appointments().Plan(w.t.Context(), a, a.At, func(p domain.Portfolio) domain.Plan { return domain.PlanAppointment(p, a, a.At) }); err != nil {
		w.t.Fatal(err)
	}
	claims := claim(w.t, w.store, a.At, 10)
	if len(claims) != 1 || claims[0].Delivery.Kind != k {
		w.t.Fatalf("%s: %d claims, %+v", k, len(claims), claims)
	}
	w.sends(claims[0], a.At)
	return w.n.Load() - before - own
}

// sends renders, posts and records what was claimed, and returns the statements that
// it took.
func (w *whole) sends(c domain.Claim, now time.Time) int64 {
	w.t.Helper()
	before := w.n.Load()
	if o := w.bot.Sender().Send(w.t.Context(), c.Delivery, c.Nonce, now); o.Result != domain.Sent {
		w.t.Fatalf("%s: %+v", c.Delivery.Kind, o)
	}
	accepted(w.t, w.store, c, now)
	if err := w.bot.Settle(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	return w.n.Load() - before
}

// Whatever the bot does for a member takes as many statements when they keep five
// hundred people, with something of every sort about each, as when they keep five.
// What is done for a program has its own tests.
func TestStatementsDoNotGrowWithTheCircle(t *testing.T) {
	const many = 100
	onBoth(t, func(t *testing.T, s *Store) {
		small := taken(newWhole(t, s, 1))
		large := taken(newWhole(t, opened(t, options(copies[s.dialect](t))), many))
		for what, n := range small {
			// A digest of many shows other people than one of few, and counts them otherwise.
			if more := large[what]; n == 0 || more == 0 || more > n {
				t.Errorf("%s: %d statements with five people, %d with %d times as many", what, n, more, many)
			}
		}
	})
}

// App Home, made anew behind a digest, takes as many statements for two thousand
// people as for five.
func TestStatementsOfHome(t *testing.T) {
	const many = 400
	onBoth(t, func(t *testing.T, s *Store) {
		published := func(w *whole) int64 {
			w.looks()
			n := w.delivers(domain.DigestDelivery)
			if pages := w.slack.calls["views.publish"]; pages != 1 {
				t.Errorf("%d pages of App Home, want 1", pages)
			}
			return n
		}
		small := published(newWhole(t, s, 1))
		large := published(newWhole(t, opened(t, options(copies[s.dialect](t))), many))
		if small == 0 || large == 0 || large > small { // it may be about other people
			t.Errorf("%d statements with five people, %d with %d times as many", small, large, many)
		}
	})
}

// taken are the statements that each thing takes which is done for a member.
func taken(w *whole) map[string]int64 {
	n := make(map[string]int64)
	for _, c := range []struct{ verb, args string }{
		{view.VerbMet, "Persona Number0 coffee -- spoke of the launch"}, // known
		{view.VerbMet, "Zacharias Quill lunch"},                         // new
		{view.VerbMet, "Persona and Personb lunch"},
		{view.VerbUndo, ""},
		{view.VerbPeople, ""},
		{view.VerbPeople, "Personc"}, // the card
		{view.VerbPeople, "all"},
		{view.VerbPeople, "#berlin"},
		{view.VerbPromise, ""},
		{view.VerbAsk, ""},
		{view.VerbGoal, ""},
		{view.VerbIdentify, ""},
		{view.VerbRapport, "today"},
		{view.VerbRapport, "forecast"},
		{view.VerbRapport, "checkin"},
		{view.VerbRapport, "settings"},
	} {
		n[c.verb+" "+c.args] = w.says(c.verb, c.args)
	}
	for _, k := range []domain.DeliveryKind{domain.DigestDelivery, domain.IdentifyDelivery, domain.CheckInDelivery} {
		n["the delivery of "+string(k)] = w.delivers(k)
	}
	w.looks()
	n["a digest that brings App Home up to date"] = w.delivers(domain.DigestDelivery)
	if pages := w.slack.calls["views.publish"]; pages != 1 {
		w.t.Errorf("%d pages of App Home, want 1", pages)
	}
	return n
}
