package slacksim_test

import (
	"strings"
	"testing"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"rapport/internal/slacksim"
)

// inputs is a modal with one input of each kind that rapport's like use.
func inputs() slack.ModalViewRequest {
	text := func(s string) *slack.TextBlockObject { return slack.NewTextBlockObject("plain_text", s, false, false) }
	in := func(name string, e slack.BlockElement, optional bool) slack.Block {
		return slack.NewInputBlock(name, text(name), nil, e).WithOptional(optional)
	}
	short := slack.NewPlainTextInputBlockElement(nil, "x")
	short.MinLength, short.MaxLength = 2, 4
	kind := slack.NewOptionsSelectBlockElement("static_select", text("Kind"), "x", option("coffee"), option("call"))
	kind.InitialOption = option("call")
	dispatched := slack.NewInputBlock("zone", text("Zone"), nil, slack.NewOptionsSelectBlockElement("users_select", nil, "x"))
	dispatched.DispatchAction, dispatched.Optional = true, true
	m := modal("All of them")
	m.Blocks.BlockSet = []slack.Block{
		in("short", short, true),
		in("kind", kind, false),
		in("day", slack.NewDatePickerBlockElement("x"), true),
		in("hour", slack.NewTimePickerBlockElement("x"), true),
		in("tags", slack.NewCheckboxGroupsBlockElement("x", option("a"), option("b")), true),
		in("one", slack.NewRadioButtonsBlockElement("x", option("a"), option("b")), true),
		in("mail", slack.NewEmailTextInputBlockElement(nil, "x"), true),
		in("link", slack.NewURLTextInputBlockElement(nil, "x"), true),
		in("number", slack.NewNumberInputBlockElement(nil, "x", false), true),
		dispatched,
	}
	return m
}

func TestModalInputs(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	bt := b.connect(1, func(e socketmode.Event) any {
		if e.Type == socketmode.EventTypeInteractive && callback(e).Type == slack.InteractionTypeViewSubmission {
			return slack.NewErrorsViewSubmissionResponse(map[string]string{"day": "stay open"})
		}
		return nil
	})
	b.send(b.mia, b.mia.DM, "/met")
	trigger := bt.events(socketmode.EventTypeSlashCommand)[0].Data.(slack.SlashCommand).TriggerID
	if _, err := bt.api.OpenView(trigger, inputs()); err != nil {
		t.Fatal(err)
	}
	submit := func(block string, v ...string) (slacksim.Outcome, error) {
		return b.Submit(t.Context(), b.mia.ID, "", map[string]map[string]slacksim.Value{block: {"x": v}})
	}
	for block, bad := range map[string]string{"day": "tomorrow", "hour": "25:00", "kind": "lunch", "tags": "c", "one": "c", "zone": "U0NONE", "nothing": "x"} {
		_, err := submit(block, bad)
		wantRefusal(t, err)
	}
	for _, c := range []struct{ block, bad, good string }{
		{"short", "x", "xyz"},
		{"short", "12345", "1234"},
		{"mail", "jane", "jane@example.com"},
		{"link", "example", "https://example.com/x"},
		{"number", "two", "2"},
		{"number", "2.5", "25"},
		{"kind", "", "coffee"},
	} {
		if out, err := submit(c.block, c.bad); err != nil || out.Errors[c.block] == "" || out.AckMS != -1 {
			t.Errorf("%s %q got %+v, %v", c.block, c.bad, out, err)
		}
		if out, err := submit(c.block, c.good); err != nil || out.Errors[c.block] != "" || out.Errors["day"] != "stay open" {
			t.Errorf("%s %q got %+v, %v", c.block, c.good, out, err)
		}
	}
	if _, err := submit("tags", "a", "b"); err != nil {
		t.Fatal(err)
	}
	out, err := b.Click(t.Context(), slacksim.Act{
		As: b.mia.ID, In: "view", BlockID: "zone", ActionID: "x", Value: slacksim.Value{b.omar.ID},
		Values: map[string]map[string]slacksim.Value{"hour": {"x": {"09:30"}}},
	})
	if err != nil || out.AckMS < 0 {
		t.Fatalf("a dispatching input got %+v, %v", out, err)
	}
	if out, err = b.Click(t.Context(), slacksim.Act{As: b.mia.ID, In: "view", BlockID: "day", ActionID: "x", Value: slacksim.Value{"2026-11-03"}}); err != nil || out.AckMS != -1 {
		t.Errorf("a silent input got %+v, %v", out, err)
	}
	_, err = b.Click(t.Context(), slacksim.Act{As: b.mia.ID, In: "view", ActionID: "x"})
	wantRefusal(t, err) // ten blocks have one
	checkState(t, b, bt)
}

// checkState looks at the state of the last payload from the modal.
func checkState(t *testing.T, b *box, bt *bot) {
	t.Helper()
	all := bt.events(socketmode.EventTypeInteractive)
	c := callback(all[len(all)-1])
	if a := c.ActionCallback.BlockActions[0]; a.SelectedUser != b.omar.ID || a.BlockID != "zone" {
		t.Errorf("action %+v", a)
	}
	v := c.View.State.Values
	if v["kind"]["x"].SelectedOption.Value != "coffee" || v["hour"]["x"].SelectedTime != "09:30" || len(v["tags"]["x"].SelectedOptions) != 2 ||
		v["zone"]["x"].SelectedUser != b.omar.ID || v["number"]["x"].Value != "25" {
		t.Errorf("state %+v", v)
	}
	raw := string(all[len(all)-1].Request.Payload)
	for _, want := range []string{`"one":{"x":{"selected_option":null,"type":"radio_buttons"}}`, `"day":{"x":{"selected_date":null,"type":"datepicker"}}`} {
		if !strings.Contains(raw, want) {
			t.Errorf("the payload lacks %s: %s", want, raw)
		}
	}
}
