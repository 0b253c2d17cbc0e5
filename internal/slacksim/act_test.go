package slacksim_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"rapport/internal/slacksim"
)

// callback is what an interactive payload was parsed into.
func callback(e socketmode.Event) slack.InteractionCallback {
	return e.Data.(slack.InteractionCallback)
}

// post puts a message of the bot's into Mia's direct message.
func (b *box) post(bt *bot, blocks ...slack.Block) string {
	b.t.Helper()
	_, ts, err := bt.api.PostMessage(b.mia.DM, slack.MsgOptionText("look", false), slack.MsgOptionBlocks(blocks...))
	if err != nil {
		b.t.Fatal(err)
	}
	return ts
}

func option(value string) *slack.OptionBlockObject {
	return slack.NewOptionBlockObject(value, slack.NewTextBlockObject("plain_text", value, false, false), nil)
}

func (b *box) click(a slacksim.Act) (slacksim.Outcome, error) {
	if a.As == "" {
		a.As = b.mia.ID
	}
	return b.Click(b.t.Context(), a)
}

func TestClickOnAMessage(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	bt := b.connect(1, nil)
	multi := slack.NewOptionsMultiSelectBlockElement("multi_static_select", slack.NewTextBlockObject("plain_text", "Who", false, false), "who", option("jane"), option("tom"))
	ts := b.post(bt,
		slack.NewSectionBlock(slack.NewTextBlockObject("mrkdwn", "Whom?", false, false), nil, slack.NewAccessory(multi), slack.SectionBlockOptionBlockID("pick")),
		slack.NewActionBlock("acts",
			slack.NewButtonBlockElement("log", "7", slack.NewTextBlockObject("plain_text", "Log", false, false)),
			slack.NewOverflowBlockElement("more", option("slow"), option("stop")),
			slack.NewDatePickerBlockElement("day")),
	)
	type press struct {
		action string
		value  slacksim.Value
	}
	for _, bad := range []press{{"nothing", nil}, {"more", slacksim.Value{"fast"}}, {"more", nil}, {"day", slacksim.Value{"3 May"}}, {"who", slacksim.Value{"jane", "bob"}}} {
		_, err := b.click(slacksim.Act{In: b.mia.DM, TS: ts, ActionID: bad.action, Value: bad.value})
		wantRefusal(t, err)
	}
	for _, good := range []press{{"who", slacksim.Value{"tom"}}, {"day", slacksim.Value{"2026-11-03"}}, {"more", slacksim.Value{"stop"}}, {"log", nil}} {
		if _, err := b.click(slacksim.Act{In: b.mia.DM, TS: ts, ActionID: good.action, Value: good.value}); err != nil {
			t.Fatal(err)
		}
	}
	got := bt.events(socketmode.EventTypeInteractive)
	if len(got) != 4 {
		t.Fatalf("the bot got %d interactions", len(got))
	}
	if a := callback(got[2]).ActionCallback.BlockActions[0]; a.SelectedOption.Value != "stop" || string(a.Type) != "overflow" {
		t.Errorf("overflow %+v", a)
	}
	last := callback(got[3])
	a := last.ActionCallback.BlockActions[0]
	if a.ActionID != "log" || a.BlockID != "acts" || a.Value != "7" || string(a.Type) != "button" || a.Text.Text != "Log" {
		t.Errorf("button %+v", a)
	}
	state := last.BlockActionState.Values
	if state["pick"]["who"].SelectedOptions[0].Value != "tom" || state["acts"]["day"].SelectedDate != "2026-11-03" {
		t.Errorf("state %+v", state)
	}
	if last.Message.Timestamp != ts || len(last.Message.Blocks.BlockSet) != 2 || last.Container.MessageTs != ts || last.Container.IsEphemeral ||
		last.Channel.Name != "directmessage" || last.ResponseURL == "" || last.TriggerID == "" || last.User.ID != b.mia.ID {
		t.Errorf("payload %+v", last)
	}
	_, err := b.click(slacksim.Act{As: b.omar.ID, In: b.mia.DM, TS: ts, ActionID: "log"})
	wantRefusal(t, err)
}

// An input of a message tells nothing when it is filled in. What stands in it
// goes along with the next press, for the member who filled it in alone.
func TestInputsOfAMessageGoWithThePress(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	bt := b.connect(1, nil)
	label := func(s string) *slack.TextBlockObject { return slack.NewTextBlockObject("plain_text", s, false, false) }
	who := slack.NewOptionsMultiSelectBlockElement("multi_static_select", label("Who"), "in", option("jane"), option("tom"))
	who.InitialOptions = []*slack.OptionBlockObject{option("jane")}
	_, ts, err := bt.api.PostMessage(b.general.ID, slack.MsgOptionText("look", false), slack.MsgOptionBlocks(
		slack.NewInputBlock("who", label("Whom did you meet?"), nil, who).WithOptional(true),
		slack.NewInputBlock("others", label("Who else?"), nil, slack.NewPlainTextInputBlockElement(nil, "in")).WithOptional(true),
		slack.NewInputBlock("day", label("When?"), nil, slack.NewDatePickerBlockElement("in")),
		slack.NewActionBlock("do", slack.NewButtonBlockElement("log", "7", label("Log"))),
	))
	if err != nil {
		t.Fatal(err)
	}
	for block, value := range map[string]slacksim.Value{"who": {"jane", "tom"}, "others": {"Ada"}} {
		out, err := b.click(slacksim.Act{In: b.general.ID, TS: ts, BlockID: block, ActionID: "in", Value: value})
		if err != nil || out.AckMS != -1 {
			t.Errorf("filling in %s got %+v, %v", block, out, err)
		}
	}
	_, err = b.click(slacksim.Act{In: b.general.ID, TS: ts, BlockID: "who", ActionID: "in", Value: slacksim.Value{"bob"}})
	wantRefusal(t, err)
	state := func(as, day string) map[string]map[string]slack.BlockAction {
		t.Helper()
		_, err := b.click(slacksim.Act{
			As: as, In: b.general.ID, TS: ts, ActionID: "log",
			Values: map[string]map[string]slacksim.Value{"day": {"in": {day}}},
		})
		if err != nil {
			t.Fatal(err)
		}
		all := bt.events(socketmode.EventTypeInteractive)
		return callback(all[len(all)-1]).BlockActionState.Values
	}
	v := state(b.mia.ID, "2026-11-03")
	if len(v["who"]["in"].SelectedOptions) != 2 || v["others"]["in"].Value != "Ada" || v["day"]["in"].SelectedDate != "2026-11-03" {
		t.Errorf("of Mia the bot heard %+v", v)
	}
	v = state(b.omar.ID, "2026-11-04")
	if got := v["who"]["in"].SelectedOptions; len(got) != 1 || got[0].Value != "jane" || v["others"]["in"].Value != "" {
		t.Errorf("of Omar the bot heard %+v", v)
	}
	if got := len(bt.events(socketmode.EventTypeInteractive)); got != 2 {
		t.Errorf("the bot got %d interactions, want the two presses", got)
	}
}

func TestResponseURLHasFiveUsesAndHalfAnHour(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	bt := b.connect(1, nil)
	ts := b.post(bt, button("b", "go", "v"))
	say := func(url string, m slack.WebhookMessage) error {
		return slack.PostWebhookCustomHTTPContext(t.Context(), url, &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}, &m)
	}
	url := func() string {
		t.Helper()
		if _, err := b.click(slacksim.Act{In: b.mia.DM, TS: ts, ActionID: "go"}); err != nil {
			t.Fatal(err)
		}
		all := bt.events(socketmode.EventTypeInteractive)
		return callback(all[len(all)-1]).ResponseURL
	}
	first := url()
	if err := say(first, slack.WebhookMessage{}); err == nil {
		t.Error("an empty message was taken")
	}
	if err := say(first, slack.WebhookMessage{Text: "replaced", ReplaceOriginal: true, Blocks: &slack.Blocks{BlockSet: []slack.Block{button("b", "go", "w")}}}); err != nil {
		t.Fatal(err)
	}
	for range 4 {
		if err := say(first, slack.WebhookMessage{Text: "more"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := say(first, slack.WebhookMessage{Text: "too much"}); err == nil {
		t.Error("a sixth message was taken")
	}
	seen, err := b.Messages(b.mia.ID, b.mia.DM, "")
	if err != nil || len(seen) != 5 || seen[0].TS != ts || seen[0].Text != "replaced" || !seen[4].Ephemeral {
		t.Errorf("Mia sees %+v, %v", seen, err)
	}
	late, gone := url(), url()
	if err := say(gone, slack.WebhookMessage{DeleteOriginal: true}); err != nil {
		t.Fatal(err)
	}
	if err := b.Advance(t.Context(), start.Add(31*time.Minute)); err != nil {
		t.Fatal(err)
	}
	if err := say(late, slack.WebhookMessage{Text: "late"}); err == nil {
		t.Error("a message was taken after half an hour")
	}
	if seen, err = b.Messages(b.mia.ID, b.mia.DM, ""); err != nil || len(seen) != 4 {
		t.Errorf("after the deletion %+v, %v", seen, err)
	}
	problems := map[string]bool{}
	for _, c := range b.Calls(0) {
		if c.Method == "response_url" {
			problems[c.Error] = true
		}
	}
	for _, want := range []string{"", "no_text", "used_url", "expired_url"} {
		if !problems[want] {
			t.Errorf("the record lacks %q: %v", want, problems)
		}
	}
}

func TestEphemeralMessagesAreNotInPayloads(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	bt := b.connect(1, func(e socketmode.Event) any {
		if e.Type == socketmode.EventTypeSlashCommand {
			return map[string]any{"text": "only you", "blocks": []slack.Block{button("b", "undo", "1")}}
		}
		return nil
	})
	ts := b.send(b.mia, b.general.ID, "/met Jane").Messages[0].TS
	if _, err := b.click(slacksim.Act{In: b.general.ID, TS: ts, ActionID: "undo"}); err != nil {
		t.Fatal(err)
	}
	raw := bt.events(socketmode.EventTypeInteractive)[0].Request.Payload
	var p map[string]any
	if err := json.Unmarshal(raw, &p); err != nil {
		t.Fatal(err)
	}
	if _, told := p["message"]; told || p["container"].(map[string]any)["is_ephemeral"] != true {
		t.Errorf("payload %s", raw)
	}
	_, err := b.click(slacksim.Act{As: b.omar.ID, In: b.general.ID, TS: ts, ActionID: "undo"})
	wantRefusal(t, err)
}

// asker is a workspace with a bot that opens a modal on any command, and answers
// its submission with answer.
type asker struct {
	*box
	bot    *bot
	answer atomic.Pointer[slack.ViewSubmissionResponse]
}

func newAsker(t *testing.T) *asker {
	t.Helper()
	a := &asker{box: newBox(t, slacksim.Options{})}
	ready := make(chan struct{})
	a.bot = a.connect(1, func(e socketmode.Event) any {
		<-ready
		if e.Type == socketmode.EventTypeSlashCommand {
			if _, err := a.bot.api.OpenView(e.Data.(slack.SlashCommand).TriggerID, modal("Met")); err != nil {
				t.Error(err)
			}
			return nil
		}
		if callback(e).Type == slack.InteractionTypeViewSubmission {
			return a.answer.Load()
		}
		return nil
	})
	close(ready)
	return a
}

// submit sends the modal with a name, and has the bot answer so.
func (a *asker) submit(viewID, name string, answer *slack.ViewSubmissionResponse) slacksim.Outcome {
	a.t.Helper()
	a.answer.Store(answer)
	out, err := a.Submit(a.t.Context(), a.mia.ID, viewID, map[string]map[string]slacksim.Value{"name": {"name": {name}}})
	if err != nil {
		a.t.Fatal(err)
	}
	return out
}

func TestModalRefusals(t *testing.T) {
	a := newAsker(t)
	v := viewOf(t, a.send(a.mia, a.mia.DM, "/met"))
	if v.ID == "" || v.CallbackID != "cb" || v.PrivateMetadata != "kept" || v.RootViewID != v.ID || v.Hash == "" {
		t.Errorf("view %+v", v)
	}
	if out := a.submit(v.ID, " ", nil); out.Errors["name"] == "" || out.AckMS != -1 {
		t.Errorf("an empty required field got %+v", out)
	}
	nobody := map[string]string{"name": "Nobody of that name."}
	out := a.submit(v.ID, "Jnae", slack.NewErrorsViewSubmissionResponse(nobody))
	if out.Errors["name"] != nobody["name"] || viewOf(t, out).ID != v.ID {
		t.Errorf("a refused one got %+v", out)
	}
	shot, err := a.Snapshot(a.mia.ID, a.mia.DM)
	if err != nil || shot.View.Errors["name"] == "" || shot.View.State["name"]["name"][0] != "Jnae" || shot.View.Title != "Met" {
		t.Errorf("the page shows %+v, %v", shot.View, err)
	}
	strange := slack.NewErrorsViewSubmissionResponse(map[string]string{"other": "?"})
	if out := a.submit(v.ID, "Jane", strange); out.Notice == "" || out.Errors != nil {
		t.Errorf("errors for no input got %+v", out)
	}
}

func TestModalStack(t *testing.T) {
	a := newAsker(t)
	v := viewOf(t, a.send(a.mia, a.mia.DM, "/met"))
	second := modal("Sure?")
	pushed := viewOf(t, a.submit(v.ID, "Jane", slack.NewPushViewSubmissionResponse(&second)))
	if pushed.PreviousViewID != v.ID || pushed.RootViewID != v.ID || pushed.Title.Text != "Sure?" {
		t.Errorf("pushed %+v", pushed)
	}
	_, err := a.Submit(t.Context(), a.mia.ID, v.ID, nil)
	wantRefusal(t, err) // it lies below
	if out := a.submit(pushed.ID, "yes", &slack.ViewSubmissionResponse{}); viewOf(t, out).ID != v.ID {
		t.Errorf("after the pushed one closed: %s", out.View)
	}
	third := modal("Met, again")
	if u := viewOf(t, a.submit(v.ID, "Jane", slack.NewUpdateViewSubmissionResponse(&third))); u.ID != v.ID || u.Title.Text != "Met, again" || u.Hash == v.Hash {
		t.Errorf("updated %+v", u)
	}
	if out := a.submit("", "Jane", slack.NewClearViewSubmissionResponse()); out.View != nil {
		t.Errorf("still open: %s", out.View)
	}
	all := a.bot.events(socketmode.EventTypeInteractive)
	last := callback(all[len(all)-1])
	if last.View.State.Values["name"]["name"].Value != "Jane" || last.View.PrivateMetadata != "kept" {
		t.Errorf("submitted %+v", last.View)
	}
}

func TestTriggersExpireAndServeOnce(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	bt := b.connect(1, nil)
	trigger := func() string {
		b.send(b.mia, b.mia.DM, "/met")
		all := bt.events(socketmode.EventTypeSlashCommand)
		return all[len(all)-1].Data.(slack.SlashCommand).TriggerID
	}
	_, err := bt.api.OpenView("1.2.made-up", modal("x"))
	wantCode(t, err, "invalid_trigger_id")
	id := trigger()
	if _, err := bt.api.PushView(id, modal("x")); err == nil || err.Error() != "not_found" {
		t.Errorf("push without a modal got %v", err)
	}
	id = trigger()
	if _, err = bt.api.OpenView(id, modal("x")); err != nil {
		t.Fatal(err)
	}
	_, err = bt.api.OpenView(id, modal("x"))
	wantCode(t, err, "exchanged_trigger_id")
	for range 2 {
		if _, err := bt.api.PushView(trigger(), modal("x")); err != nil {
			t.Fatal(err)
		}
	}
	_, err = bt.api.PushView(trigger(), modal("x"))
	wantCode(t, err, "push_limit_reached")
	id = trigger()
	b.wall.forward(4 * time.Second)
	_, err = bt.api.OpenView(id, modal("x"))
	wantCode(t, err, "expired_trigger_id")
	b.wall.forward(4 * time.Second)
	id = trigger()
	_, err = bt.api.OpenView(id, modal("A title of more than 24 characters"))
	wantCode(t, err, "invalid_arguments")
	if _, err = bt.api.OpenView(id, modal("x")); err != nil {
		t.Errorf("a refused view used the trigger up: %v", err)
	}
	out, err := b.CloseView(t.Context(), b.mia.ID, "", true)
	if err != nil || out.View != nil {
		t.Errorf("closing got %+v, %v", out, err)
	}
	all := bt.events(socketmode.EventTypeInteractive)
	if c := callback(all[len(all)-1]); c.Type != slack.InteractionTypeViewClosed || !c.IsCleared {
		t.Errorf("closed with %+v", c)
	}
}

func TestHomeHashConflicts(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	bt := b.connect(1, nil)
	if _, err := b.OpenHome(t.Context(), b.mia.ID); err != nil {
		t.Fatal(err)
	}
	if n := len(bt.events(socketmode.EventTypeEventsAPI)); n != 1 {
		t.Errorf("%d events", n)
	}
	_, err := b.click(slacksim.Act{In: "home", ActionID: "go"})
	wantRefusal(t, err)
	home := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{button("b", "go", "v")}}}
	first, err := bt.api.PublishView(b.mia.ID, home, "")
	if err != nil {
		t.Fatal(err)
	}
	second, err := bt.api.PublishView(b.mia.ID, home, first.Hash)
	if err != nil || second.ID != first.ID || second.Hash == first.Hash {
		t.Fatalf("published %+v, %v", second, err)
	}
	_, err = bt.api.PublishView(b.mia.ID, home, first.Hash)
	wantCode(t, err, "hash_conflict")
	_, err = bt.api.UpdateView(modal("x"), "", "", "V0NONE")
	wantCode(t, err, "not_found")
	_, err = bt.api.PublishView("U0NONE", home, "")
	wantCode(t, err, "invalid_arguments")
	if _, err := b.click(slacksim.Act{In: "home", ActionID: "go"}); err != nil {
		t.Fatal(err)
	}
	c := callback(bt.events(socketmode.EventTypeInteractive)[0])
	if c.Container.Type != "view" || c.View.ID != first.ID || c.View.Hash != second.Hash || c.ResponseURL != "" {
		t.Errorf("payload %+v", c)
	}
}

func TestShortcuts(t *testing.T) {
	b := newBox(t, slacksim.Options{Shortcuts: []slacksim.Shortcut{
		{Name: "Log interaction", CallbackID: "log", Type: "global"}, {Name: "Log interaction", CallbackID: "log.message", Type: "message"},
	}})
	bt := b.connect(1, nil)
	said, err := b.PostAs(b.omar.ID, b.general.ID, "had coffee with Jane")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Shortcut(t.Context(), b.mia.ID, "log", "", ""); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Shortcut(t.Context(), b.mia.ID, "log.message", b.general.ID, said.TS); err != nil {
		t.Fatal(err)
	}
	_, err = b.Shortcut(t.Context(), b.mia.ID, "log.message", "", "")
	wantRefusal(t, err)
	_, err = b.Shortcut(t.Context(), b.mia.ID, "log.message", b.general.ID, "1.000000")
	wantRefusal(t, err)
	got := bt.events(socketmode.EventTypeInteractive)
	if g := callback(got[0]); g.Type != slack.InteractionTypeShortcut || g.CallbackID != "log" || g.ResponseURL != "" || g.TriggerID == "" {
		t.Errorf("global %+v", g)
	}
	if m := callback(got[1]); m.Type != slack.InteractionTypeMessageAction || m.Message.Text != said.Text || m.MessageTs != said.TS || m.ResponseURL == "" {
		t.Errorf("message %+v", m)
	}
}

func TestAnActionWaitsForTheBotToSettle(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	var bt *bot
	ready := make(chan struct{})
	bt = b.connect(1, func(e socketmode.Event) any {
		if e.Type == socketmode.EventTypeSlashCommand {
			go func() { // acknowledged first, done later
				<-ready
				time.Sleep(20 * time.Millisecond)
				if _, _, err := bt.api.PostMessage(b.mia.DM, slack.MsgOptionText("done", false)); err != nil {
					t.Error(err)
				}
			}()
		}
		return nil
	})
	close(ready)
	if out := b.send(b.mia, b.mia.DM, "/met Jane"); len(out.Messages) != 1 || out.Messages[0].Text != "done" {
		t.Errorf("outcome %+v", out)
	}
}

func TestWaitingEndsAfterFiveSeconds(t *testing.T) {
	b := newBox(t, slacksim.Options{Driver: neverSettles{}})
	b.connect(1, nil)
	begun := time.Now()
	b.send(b.mia, b.mia.DM, "/met Jane")
	if took := time.Since(begun); took < 4*time.Second || took > 7*time.Second {
		t.Errorf("took %v", took)
	}
}

// neverSettles is a bot that always has something in its hands.
type neverSettles struct{ idle }

func (neverSettles) Settle(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

func TestMembersSeeWhatIsTheirs(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	for _, in := range []string{b.omar.DM, "C0NONE", ""} {
		_, err := b.Send(t.Context(), b.mia.ID, in, "hello")
		wantRefusal(t, err)
	}
	_, err := b.Send(t.Context(), "U0NONE", b.mia.DM, "hello")
	wantRefusal(t, err)
	_, err = b.Send(t.Context(), b.mia.ID, b.mia.DM, "  ")
	wantRefusal(t, err)
	if strings.Contains(b.mia.DM, b.omar.DM) {
		t.Error("one direct message for two")
	}
}
