package page_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/signal"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"go.uber.org/goleak"

	"rapport/internal/slacksim"
	"rapport/internal/slacksim/page"
)

// serve shows the sample workspace instead of running the tests:
//
//	go test ./internal/slacksim/page -args -serve 127.0.0.1:8899
var serve = flag.String("serve", "", "serve the sample workspace on this address until interrupted")

// update writes the goldens anew.
var update = flag.Bool("update", false, "write the golden files anew")

func TestMain(m *testing.M) {
	flag.Parse()
	if *serve == "" {
		goleak.VerifyTestMain(m)
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	s := newSample(func(err error) { fmt.Fprintln(os.Stderr, err) })
	defer s.stop()
	url, err := s.sim.Listen(*serve)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	s.connect(url)
	s.fill(ctx)
	fmt.Println(url)
	<-ctx.Done()
}

// monday is the sample's present: 09:12 in Berlin.
var monday = time.Date(2026, 11, 2, 8, 12, 0, 0, time.UTC)

// sample is a workspace with a small bot in it, which answers enough to show
// every part of the page.
type sample struct {
	sim     *slacksim.Sim
	bot     *httptest.Server
	api     *slack.Client
	fail    func(error)
	mia     slacksim.Member
	omar    slacksim.Member
	general slacksim.Channel
	// heard are the interactions that the bot was told of.
	heard chan slack.InteractionCallback
}

func newSample(fail func(error)) *sample {
	s := &sample{fail: fail, heard: make(chan slack.InteractionCallback, 100)}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /slack/commands", s.command)
	mux.HandleFunc("POST /slack/interactivity", s.interaction)
	mux.HandleFunc("POST /slack/events", s.event)
	s.bot = httptest.NewServer(mux)
	sim, err := slacksim.New(slacksim.Options{
		Now: time.Now, Start: monday, BotURL: s.bot.URL, Page: page.New, TeamName: "Acme",
		Commands: []slacksim.Command{
			{Name: "/met", Description: "Log that you met someone", UsageHint: "Jane coffee"},
			{Name: "/people", Description: "Your people, by phase", UsageHint: "[name | due | #tag]"},
			{Name: "/rapport", Description: "Help, today, settings", UsageHint: "[today | settings | undo]"},
		},
		Shortcuts: []slacksim.Shortcut{
			{Name: "Log interaction", CallbackID: "log", Description: "Whom did you meet?", Type: "global"},
			{Name: "Log interaction", CallbackID: "log.message", Description: "With who wrote this", Type: "message"},
		},
	})
	if err != nil {
		panic(err)
	}
	s.sim = sim
	s.mia = s.member("Mia", "Mia Berg", "Europe/Berlin")
	s.omar = s.member("Omar", "Omar Haddad", "America/New_York")
	s.member("Lena", "Lena Fischer", "Asia/Singapore")
	s.member("Tom", "Tom Keogh", "Australia/Sydney")
	s.general = s.channel("general", "Mia", "Omar", "Lena", "Tom")
	s.channel("eng-mentors", "Mia", "Omar")
	return s
}

func (s *sample) stop() {
	if err := s.sim.Close(); err != nil {
		s.fail(err)
	}
	s.bot.Close()
}

func (s *sample) member(name, full, tz string) slacksim.Member {
	m, err := s.sim.AddMember(slacksim.Member{Name: name, RealName: full, TZ: tz})
	if err != nil {
		panic(err)
	}
	return m
}

func (s *sample) channel(name string, members ...string) slacksim.Channel {
	c, err := s.sim.AddChannel(slacksim.Channel{Name: name, Members: members, Bot: true})
	if err != nil {
		panic(err)
	}
	return c
}

// connect gives the bot its client.
func (s *sample) connect(url string) {
	s.api = slack.New(s.sim.Credentials().BotToken, slack.OptionAPIURL(url+"/api/"),
		slack.OptionHTTPClient(&http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}))
}

// must reports what went wrong in the bot.
func (s *sample) must(err error) {
	if err != nil {
		s.fail(err)
	}
}

func plain(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, text, false, false)
}

func mrkdwn(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.MarkdownType, text, false, false)
}

// post says something as the bot.
func (s *sample) post(channel, text string, blocks ...slack.Block) {
	_, _, err := s.api.PostMessage(channel, slack.MsgOptionText(text, false), slack.MsgOptionBlocks(blocks...))
	s.must(err)
}

// fill gives the workspace a past.
func (s *sample) fill(ctx context.Context) {
	say := func(as slacksim.Member, in, text string) {
		_, err := s.sim.PostAs(as.ID, in, text)
		s.must(err)
	}
	say(s.omar, s.general.ID, "Morning all :wave: the *release notes* are in `docs/`, see https://example.com/notes.")
	say(s.omar, s.general.ID, "> ship small, ship often\n_agreed_, ~later~ today. @mia can you look?")
	say(s.mia, s.general.ID, "On it :+1:\n```\ngo test ./...\nok  \trapport  0.4s\n```")
	_, err := s.sim.Send(ctx, s.mia.ID, s.mia.DM, "/met Jane coffee")
	s.must(err)
	s.must(s.sim.Advance(ctx, monday.Add(25*time.Hour)))
	s.digest()
	_, err = s.sim.OpenHome(ctx, s.mia.ID)
	s.must(err)
}

// digest is the day's direct message.
func (s *sample) digest() {
	more := slack.NewOverflowBlockElement("more",
		slack.NewOptionBlockObject("month", plain("Snooze 1 month"), nil),
		slack.NewOptionBlockObject("rhythm", plain("Change rhythm"), nil),
		slack.NewOptionBlockObject("stop", plain("Stop"), nil))
	item := func(id, title, note, do string) []slack.Block {
		log := slack.NewButtonBlockElement("log", id, plain(do)).WithStyle(slack.StylePrimary)
		return []slack.Block{
			slack.NewSectionBlock(mrkdwn(title), nil, nil),
			slack.NewContextBlock("", mrkdwn(note)),
			slack.NewActionBlock("item."+id, log, slack.NewButtonBlockElement("snooze", id, plain("Snooze 1 week")), more),
		}
	}
	blocks := []slack.Block{slack.NewHeaderBlock(plain("Good morning, Mia. Two people today."))}
	blocks = append(blocks, item("priya", "*1. Priya Nair* · your promise “pricing sheet” is due <!date^1793779200^{date_short_pretty}|today>", "Promised on 3 Nov. Sending it is the whole job.", "Kept")...)
	blocks = append(blocks, slack.NewDividerBlock())
	blocks = append(blocks, item("jane", "*2. Jane Doe* · last coffee 34 days ago · your rhythm is 30\n>You noted: “Ada starts school, Jane nervous.”", "Ask how that went. One line is enough.", "Log it")...)
	blocks = append(blocks, slack.NewContextBlock("", mrkdwn("Everyone else is fine until Thursday. _(Typing works: `1 kept`.)_")))
	s.post(s.mia.DM, "Good morning, Mia. Two people today.", blocks...)
}

// command answers a slash command in the acknowledgment.
func (s *sample) command(rw http.ResponseWriter, r *http.Request) {
	c, err := slack.SlashCommandParse(r)
	s.must(err)
	switch {
	case c.Command == "/met" && c.Text == "":
		_, err := s.api.OpenView(c.TriggerID, s.modal())
		s.must(err)
		return
	case c.Command == "/people":
		reply(rw, "Your people", everything()...)
		return
	}
	undo := slack.NewButtonBlockElement("undo", "1", plain("Undo"))
	undo.Confirm = slack.NewConfirmationBlockObject(plain("Take it back?"), mrkdwn("The coffee with *Jane* will be gone."), plain("Undo"), plain("Keep it")).WithStyle(slack.StyleDanger)
	reply(rw, "Logged: coffee with Jane.",
		slack.NewSectionBlock(mrkdwn(":coffee: Logged: *coffee with Jane*, today, Mon 2 Nov. Jane is new here, and starts in Relating."), nil, nil),
		slack.NewActionBlock("met", undo, slack.NewButtonBlockElement("note", "1", plain("Add note")), slack.NewButtonBlockElement("date", "1", plain("Change date"))))
}

// reply acknowledges with an ephemeral message.
func reply(rw http.ResponseWriter, text string, blocks ...slack.Block) {
	rw.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(rw).Encode(map[string]any{"response_type": "ephemeral", "text": text, "blocks": blocks})
}

// interaction acknowledges what was pressed, opens modals and refuses a note
// that says "no".
func (s *sample) interaction(rw http.ResponseWriter, r *http.Request) {
	var in slack.InteractionCallback
	s.must(json.Unmarshal([]byte(r.FormValue("payload")), &in))
	s.heard <- in
	switch in.Type {
	case slack.InteractionTypeViewSubmission:
		if in.View.State.Values["who"]["who"].Value == "no" {
			rw.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(rw).Encode(slack.NewErrorsViewSubmissionResponse(map[string]string{"who": "Please write a name."}))
		}
	case slack.InteractionTypeShortcut, slack.InteractionTypeMessageAction:
		_, err := s.api.OpenView(in.TriggerID, s.modal())
		s.must(err)
	case slack.InteractionTypeBlockActions:
		if in.ActionCallback.BlockActions[0].ActionID == "note" {
			_, err := s.api.OpenView(in.TriggerID, s.modal())
			s.must(err)
		}
	}
}

// event publishes App Home when it is opened.
func (s *sample) event(rw http.ResponseWriter, r *http.Request) {
	var e struct {
		Event struct{ Type, User, Tab string }
	}
	s.must(json.NewDecoder(r.Body).Decode(&e))
	if e.Event.Type != "app_home_opened" || e.Event.Tab != "home" {
		return
	}
	_, err := s.api.PublishView(e.Event.User, s.home(), "")
	s.must(err)
}

// options are n choices.
func options(words ...string) []*slack.OptionBlockObject {
	var all []*slack.OptionBlockObject
	for _, w := range words {
		all = append(all, slack.NewOptionBlockObject(strings.ToLower(w), plain(w), nil))
	}
	return all
}

// modal is a modal with every kind of input that the bot uses.
func (s *sample) modal() slack.ModalViewRequest {
	kind := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain("Pick a kind"), "kind", options("Coffee", "Lunch", "Call", "Video", "Meeting")...)
	kind.InitialOption = kind.Options[0]
	when := slack.NewDatePickerBlockElement("when")
	when.InitialDate = "2026-11-02"
	note := slack.NewPlainTextInputBlockElement(plain("What did you talk about?"), "note")
	note.Multiline = true
	who := slack.NewInputBlock("who", plain("Who"), plain("Several names, with commas."), slack.NewPlainTextInputBlockElement(plain("Jane, Omar"), "who"))
	signals := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, plain("Anything you noticed?"), "signals",
		options("Initiated", "Replied promptly", "Accepted", "Candid", "Recognised", "Shared a need", "Introduced", "Sought me out")...)
	optional := func(b *slack.InputBlock) *slack.InputBlock {
		b.Optional = true
		return b
	}
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: "met", Title: plain("Whom did you meet?"), Submit: plain("Log it"), Close: plain("Cancel"),
		Blocks: slack.Blocks{BlockSet: []slack.Block{
			who,
			slack.NewInputBlock("kind", plain("What"), nil, kind),
			slack.NewInputBlock("when", plain("When"), nil, when),
			optional(slack.NewInputBlock("note", plain("Note"), nil, note)),
			optional(slack.NewInputBlock("signals", plain("Signals"), plain("Only what you saw or heard."), signals)),
			optional(slack.NewInputBlock("colleagues", plain("With whom"), nil, slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeUser, plain("Colleagues"), "colleagues"))),
			optional(slack.NewInputBlock("mood", plain("How was it"), nil, slack.NewRadioButtonsBlockElement("mood", options("Good", "Fine", "Hard")...))),
		}},
	}
}

// home is App Home as a small board.
func (s *sample) home() slack.HomeTabViewRequest {
	open := func(name string) *slack.Accessory {
		b := slack.NewButtonBlockElement("open", name, plain("Open"))
		return slack.NewAccessory(b)
	}
	hour := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain("Hour"), "hour", options("08:00", "09:00", "10:00")...)
	hour.InitialOption = hour.Options[1]
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{
		slack.NewHeaderBlock(plain("Your people")),
		slack.NewContextBlock("", mrkdwn("Two to see this week. Everyone else is fine until Thursday.")),
		slack.NewActionBlock("top", slack.NewButtonBlockElement("met", "", plain("Log interaction")).WithStyle(slack.StylePrimary), hour,
			slack.NewDatePickerBlockElement("day"), slack.NewCheckboxGroupsBlockElement("checks", options("Weekly prompt", "Check-in")...)),
		slack.NewDividerBlock(),
		slack.NewHeaderBlock(plain("Relating")),
		slack.NewSectionBlock(mrkdwn("*Jane Doe* · coffee today\nSomething to say next time: _Ada starts school_"), nil, open("jane")),
		slack.NewSectionBlock(mrkdwn("*Tom Berg* · call 12 days ago"), nil, open("tom")),
		slack.NewHeaderBlock(plain("Sustaining")),
		slack.NewSectionBlock(nil, []*slack.TextBlockObject{
			mrkdwn("*Priya Nair*\nlunch 34 days ago"), mrkdwn("*Siobhán O’Neil*\ncall 3 days ago"),
			mrkdwn("*Lena Fischer*\nmentoring 8 days ago"), mrkdwn("*Omar Haddad*\nvisit 20 days ago"),
		}, nil),
	}}}
}

// everything is a message with what the others do not show.
func everything() []slack.Block {
	table := slack.NewTableBlock("table")
	table.AddRow(slack.NewTableRawTextCell("Person"), slack.NewTableRawTextCell("Phase"), slack.NewTableRawTextCell("Last"))
	table.AddRow(slack.NewTableRawTextCell("Jane Doe"), slack.NewTableRawTextCell("Relating"), slack.NewTableRawTextCell("today"))
	table.AddRow(slack.NewTableRawTextCell("Priya Nair"), slack.NewTableRawTextCell("Sustaining"), slack.NewTableRawTextCell("34 days"))
	return []slack.Block{
		slack.NewHeaderBlock(plain("Your people")),
		slack.NewSectionBlock(nil, []*slack.TextBlockObject{mrkdwn("*Identifying*\n2"), mrkdwn("*Relating*\n5"), mrkdwn("*Nurturing*\n3"), mrkdwn("*Sustaining*\n4")}, nil),
		table,
		slack.NewImageBlock("https://example.com/chart.png", "Touches a week: 5, 6, 4, 7", "", plain("Touches a week")),
		slack.NewActionBlock("move",
			slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain("Move to…"), "phase", options("Identifying", "Relating", "Nurturing")...),
			slack.NewDatePickerBlockElement("when"),
			slack.NewOptionsSelectBlockElement(slack.OptTypeUser, plain("Who"), "who"),
			slack.NewButtonBlockElement("rest", "jane", plain("Rest")).WithStyle(slack.StyleDanger)),
		slack.NewInputBlock("note", plain("A note"), nil, slack.NewPlainTextInputBlockElement(plain("One line is enough"), "note")),
	}
}
