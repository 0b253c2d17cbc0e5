package blockkit_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"rapport/internal/blockkit"
)

// The tests write JSON with these, so that a limit reads as one number.

func x(n int) string { return strings.Repeat("x", n) }

// é fills n characters of two bytes: limits count characters.
func é(n int) string { return strings.Repeat("é", n) }

func plain(s string) string { return fmt.Sprintf(`{"type":"plain_text","text":%q}`, s) }
func mrkdwn(s string) string {
	return fmt.Sprintf(`{"type":"mrkdwn","text":%q}`, s)
}

// times repeats an item n times, with %d replaced by its number.
func times(n int, item string) string {
	items := make([]string, n)
	for i := range items {
		items[i] = strings.ReplaceAll(item, "%d", fmt.Sprint(i))
	}
	return "[" + strings.Join(items, ",") + "]"
}

func option(text, value string) string {
	return fmt.Sprintf(`{"text":%s,"value":%q}`, plain(text), value)
}

func options(n int) string {
	return times(n, `{"text":{"type":"plain_text","text":"o"},"value":"v%d"}`)
}

// actions, input and section are the blocks that hold elements.
func actions(elements ...string) string {
	return `[{"type":"actions","elements":[` + strings.Join(elements, ",") + `]}]`
}

func input(element string) string {
	return `[{"type":"input","label":` + plain("L") + `,"element":` + element + `}]`
}

func section(accessory string) string {
	return `[{"type":"section","text":` + mrkdwn("t") + `,"accessory":` + accessory + `}]`
}

// el is an element of a type with more fields.
func el(kind, fields string) string {
	if fields != "" {
		fields = "," + fields
	}
	return fmt.Sprintf(`{"type":%q,"action_id":"a"%s}`, kind, fields)
}

func button(fields string) string { return el("button", fields) }

func confirm(title, text, yes, no int) string {
	return fmt.Sprintf(`"text":%s,"confirm":{"title":%s,"text":%s,"confirm":%s,"deny":%s}`,
		plain("b"), plain(x(title)), mrkdwn(x(text)), plain(x(yes)), plain(x(no)))
}

// says renders problems as lines.
func says(problems []blockkit.Problem) []string {
	var lines []string
	for _, p := range problems {
		lines = append(lines, p.String())
	}
	return lines
}

func TestBlocks(t *testing.T) {
	const divider = `{"type":"divider"}`
	good, image := button(`"text":`+plain("b")), `"image_url":"https://example.com/a.png"`
	tests := []struct {
		name   string
		inside string // no problem
		beyond string // one problem
		want   string // which
	}{
		{"message blocks", times(50, divider), times(51, divider), "blocks: must have at most 50, has 51"},
		{"array", `null`, `{}`, "blocks: must be an array"},
		{"object", `[]`, `["x"]`, "blocks[0]: must be an object"},
		{"type", `[{"type":"divider"}]`, `[{}]`, "blocks[0].type: is required"},
		{
			"unknown type", `[{"type":"divider"}]`, `[{"type":"video"}]`,
			`blocks[0].type: unknown type "video", known are actions, context, divider, header, image, input, rich_text, section, table`,
		},
		{
			"unknown field", `[{"type":"divider","block_id":"b"}]`, `[{"type":"divider","text":"t"}]`,
			"blocks[0].text: is not a field of this object",
		},
		{
			"block_id length", `[{"type":"divider","block_id":"` + x(255) + `"}]`, `[{"type":"divider","block_id":"` + x(256) + `"}]`,
			"blocks[0].block_id: must be at most 255 characters, has 256",
		},
		{
			"block_id unique", `[{"type":"divider","block_id":"a"},{"type":"divider","block_id":"b"}]`,
			`[{"type":"divider","block_id":"a"},{"type":"divider","block_id":"a"}]`,
			"blocks[1].block_id: must be unique, is the same as blocks[0].block_id",
		},
		{
			"action_id unique in a block", `[{"type":"actions","elements":[` + good + `]},{"type":"actions","elements":[` + good + `]}]`,
			actions(good, good),
			"blocks[0].elements[1].action_id: must be unique, is the same as blocks[0].elements[0].action_id",
		},
		{
			"action_id length", actions(`{"type":"button","action_id":"` + x(255) + `","text":` + plain("b") + `}`),
			actions(`{"type":"button","action_id":"` + x(256) + `","text":` + plain("b") + `}`),
			"blocks[0].elements[0].action_id: must be at most 255 characters, has 256",
		},

		{"section text", `[{"type":"section","text":` + mrkdwn(é(3000)) + `}]`, `[{"type":"section","text":` + mrkdwn(é(3001)) + `}]`, "blocks[0].text.text: must be at most 3000 characters, has 3001"},
		{"section empty text", `[{"type":"section","text":` + plain("x") + `}]`, `[{"type":"section","text":` + plain("") + `}]`, "blocks[0].text.text: must not be empty"},
		{"section needs something", `[{"type":"section","fields":[` + plain("f") + `]}]`, `[{"type":"section"}]`, "blocks[0].text: is required without fields"},
		{"section fields", `[{"type":"section","fields":` + times(10, mrkdwn("f")) + `}]`, `[{"type":"section","fields":` + times(11, mrkdwn("f")) + `}]`, "blocks[0].fields: must have at most 10, has 11"},
		{"section no fields", `[{"type":"section","fields":[` + mrkdwn("f") + `]}]`, `[{"type":"section","fields":[]}]`, "blocks[0].fields: must have at least 1, has 0"},
		{"field length", `[{"type":"section","fields":[` + mrkdwn(x(2000)) + `]}]`, `[{"type":"section","fields":[` + mrkdwn(x(2001)) + `]}]`, "blocks[0].fields[0].text: must be at most 2000 characters, has 2001"},
		{"text type", `[{"type":"section","text":{"type":"mrkdwn","text":"t","verbatim":true}}]`, `[{"type":"section","text":{"type":"text","text":"t"}}]`, "blocks[0].text.type: must be one of plain_text, mrkdwn"},
		{"verbatim is for mrkdwn", `[{"type":"section","text":{"type":"plain_text","text":"t","emoji":true}}]`, `[{"type":"section","text":{"type":"plain_text","text":"t","verbatim":true}}]`, "blocks[0].text.verbatim: is not a field of this object"},
		{"accessory", section(good), section(el("plain_text_input", "")), "blocks[0].accessory.type: plain_text_input can't stand in this block"},
		{"accessory type", section(el("overflow", `"options":`+options(1))), section(`{"type":"knob"}`), `blocks[0].accessory.type: unknown type "knob"`},
		{"datetimepicker in a section", actions(el("datetimepicker", "")), section(el("datetimepicker", "")), "blocks[0].accessory.type: datetimepicker can't stand in this block"},

		{"header", `[{"type":"header","text":` + plain(x(150)) + `}]`, `[{"type":"header","text":` + plain(x(151)) + `}]`, "blocks[0].text.text: must be at most 150 characters, has 151"},
		{"header is plain", `[{"type":"header","text":` + plain("h") + `}]`, `[{"type":"header","text":` + mrkdwn("h") + `}]`, "blocks[0].text.type: must be one of plain_text"},
		{"header text", `[{"type":"header","text":` + plain("h") + `}]`, `[{"type":"header"}]`, "blocks[0].text: is required"},

		{"context", `[{"type":"context","elements":` + times(10, mrkdwn("c")) + `}]`, `[{"type":"context","elements":` + times(11, mrkdwn("c")) + `}]`, "blocks[0].elements: must have at most 10, has 11"},
		{"context empty", `[{"type":"context","elements":[` + plain("c") + `]}]`, `[{"type":"context","elements":[]}]`, "blocks[0].elements: must have at least 1, has 0"},
		{"context takes no button", `[{"type":"context","elements":[{"type":"image",` + image + `,"alt_text":"a"}]}]`, `[{"type":"context","elements":[` + good + `]}]`, "blocks[0].elements[0].type: must be one of image, plain_text, mrkdwn"},

		{"actions", `[{"type":"actions","elements":` + times(25, `{"type":"button","action_id":"a%d","text":`+plain("b")+`}`) + `}]`, `[{"type":"actions","elements":` + times(26, `{"type":"button","action_id":"a%d","text":`+plain("b")+`}`) + `}]`, "blocks[0].elements: must have at most 25, has 26"},
		{"actions empty", actions(good), actions(), "blocks[0].elements: must have at least 1, has 0"},
		{"actions take no text input", actions(el("datepicker", "")), actions(el("plain_text_input", "")), "blocks[0].elements[0].type: plain_text_input can't stand in this block"},
		{"actions take no image", actions(el("users_select", "")), actions(`{"type":"image",` + image + `,"alt_text":"a"}`), "blocks[0].elements[0].type: image can't stand in this block"},

		{"input label", `[{"type":"input","label":` + plain(x(2000)) + `,"element":` + el("plain_text_input", "") + `}]`, `[{"type":"input","label":` + plain(x(2001)) + `,"element":` + el("plain_text_input", "") + `}]`, "blocks[0].label.text: must be at most 2000 characters, has 2001"},
		{"input needs a label", input(el("plain_text_input", "")), `[{"type":"input","element":` + el("plain_text_input", "") + `}]`, "blocks[0].label: is required"},
		{"input needs an element", input(el("plain_text_input", "")), `[{"type":"input","label":` + plain("L") + `}]`, "blocks[0].element: is required"},
		{"input takes no button", input(el("checkboxes", `"options":`+options(1))), input(good), "blocks[0].element.type: button can't stand in this block"},
		{"input hint", `[{"type":"input","optional":true,"label":` + plain("L") + `,"hint":` + plain(x(2000)) + `,"element":` + el("plain_text_input", "") + `}]`, `[{"type":"input","label":` + plain("L") + `,"hint":` + plain(x(2001)) + `,"element":` + el("plain_text_input", "") + `}]`, "blocks[0].hint.text: must be at most 2000 characters, has 2001"},
		{"input optional", `[{"type":"input","optional":false,"label":` + plain("L") + `,"element":` + el("plain_text_input", "") + `}]`, `[{"type":"input","optional":"no","label":` + plain("L") + `,"element":` + el("plain_text_input", "") + `}]`, "blocks[0].optional: must be true or false"},

		{"image alt", `[{"type":"image",` + image + `,"alt_text":"` + x(2000) + `"}]`, `[{"type":"image",` + image + `,"alt_text":"` + x(2001) + `"}]`, "blocks[0].alt_text: must be at most 2000 characters, has 2001"},
		{"image needs alt", `[{"type":"image",` + image + `,"alt_text":"a"}]`, `[{"type":"image",` + image + `}]`, "blocks[0].alt_text: is required"},
		{"image title", `[{"type":"image",` + image + `,"alt_text":"a","title":` + plain(x(2000)) + `}]`, `[{"type":"image",` + image + `,"alt_text":"a","title":` + plain(x(2001)) + `}]`, "blocks[0].title.text: must be at most 2000 characters, has 2001"},
		{"image url", `[{"type":"image",` + image + `,"alt_text":"a"}]`, `[{"type":"image","image_url":"data:image/png,x","alt_text":"a"}]`, "blocks[0].image_url: must begin with https or http"},
		{"image source", `[{"type":"image","slack_file":{"id":"F1"},"alt_text":"a"}]`, `[{"type":"image","alt_text":"a"}]`, "blocks[0].image_url: is required"},
		{"image one source", `[{"type":"image","slack_file":{"url":"https://x.test/f"},"alt_text":"a"}]`, `[{"type":"image",` + image + `,"slack_file":{"id":"F1"},"alt_text":"a"}]`, "blocks[0].slack_file: can't stand beside image_url"},
		{"slack_file", `[{"type":"image","slack_file":{"id":"F1"},"alt_text":"a"}]`, `[{"type":"image","slack_file":{},"alt_text":"a"}]`, "blocks[0].slack_file.id: or url, one of the two, is required"},
		{"image element", section(`{"type":"image",` + image + `,"alt_text":"a"}`), section(`{"type":"image","action_id":"a",` + image + `,"alt_text":"a"}`), "blocks[0].accessory.action_id: is not a field of this object"},

		{"rich text", `[{"type":"rich_text","elements":[{"type":"rich_text_list","style":"bullet","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"t"}]}]}]}]`, `[{"type":"rich_text","elements":[{"type":"text","text":"t"}]}]`, `blocks[0].elements[0].type: unknown type "text"`},
		{"table rows", `[{"type":"table","rows":` + times(100, `[{"type":"raw_text","text":"c"}]`) + `}]`, `[{"type":"table","rows":` + times(101, `[{"type":"raw_text","text":"c"}]`) + `}]`, "blocks[0].rows: must have at most 100, has 101"},
		{"table columns", `[{"type":"table","rows":[` + times(20, `{"type":"raw_text","text":"c"}`) + `]}]`, `[{"type":"table","rows":[` + times(21, `{"type":"raw_text","text":"c"}`) + `]}]`, "blocks[0].rows[0]: must have 1 to 20 cells, has 21"},
		{"table cells", `[{"type":"table","rows":[[{"type":"rich_text","elements":[]}]]}]`, `[{"type":"table","rows":[[{"type":"mrkdwn","text":"c"}]]}]`, "blocks[0].rows[0][0].type: must be one of raw_text, raw_number, rich_text"},
		{"table alignment", `[{"type":"table","column_settings":[{"align":"right","is_wrapped":true}],"rows":[[{"type":"raw_text","text":"c"}]]}]`, `[{"type":"table","column_settings":[{"align":"top"}],"rows":[[{"type":"raw_text","text":"c"}]]}]`, "blocks[0].column_settings[0].align: must be one of left, center, right"},
		{"one table", `[{"type":"table","rows":[[{"type":"raw_text","text":"c"}]]}]`, `[{"type":"table","rows":[[{"type":"raw_text","text":"c"}]]},{"type":"table","rows":[[{"type":"raw_text","text":"c"}]]}]`, "blocks[1].type: must be the only table of its message"},

		{"button text", actions(button(`"text":` + plain(x(75)))), actions(button(`"text":` + plain(x(76)))), "blocks[0].elements[0].text.text: must be at most 75 characters, has 76"},
		{"button text is plain", actions(good), actions(button(`"text":` + mrkdwn("b"))), "blocks[0].elements[0].text.type: must be one of plain_text"},
		{"button needs text", actions(good), actions(button("")), "blocks[0].elements[0].text: is required"},
		{"button value", actions(button(`"text":` + plain("b") + `,"value":"` + x(2000) + `"`)), actions(button(`"text":` + plain("b") + `,"value":"` + x(2001) + `"`)), "blocks[0].elements[0].value: must be at most 2000 characters, has 2001"},
		{"button value is a string", actions(button(`"text":` + plain("b") + `,"value":"1"`)), actions(button(`"text":` + plain("b") + `,"value":1`)), "blocks[0].elements[0].value: must be a string"},
		{"button url", actions(button(`"text":` + plain("b") + `,"url":"https://a.test/` + x(2985) + `"`)), actions(button(`"text":` + plain("b") + `,"url":"https://a.test/` + x(2986) + `"`)), "blocks[0].elements[0].url: must be at most 3000 characters, has 3001"},
		{"button url is whole", actions(button(`"text":` + plain("b") + `,"url":"mailto:a@b.test"`)), actions(button(`"text":` + plain("b") + `,"url":"/people"`)), "blocks[0].elements[0].url: must be a complete URL"},
		{"button style", actions(button(`"text":` + plain("b") + `,"style":"danger"`)), actions(button(`"text":` + plain("b") + `,"style":"default"`)), "blocks[0].elements[0].style: must be one of primary, danger"},
		{"button label", actions(button(`"text":` + plain("b") + `,"accessibility_label":"` + x(75) + `"`)), actions(button(`"text":` + plain("b") + `,"accessibility_label":"` + x(76) + `"`)), "blocks[0].elements[0].accessibility_label: must be at most 75 characters, has 76"},
		{"confirm title", actions(button(confirm(100, 1, 1, 1))), actions(button(confirm(101, 1, 1, 1))), "blocks[0].elements[0].confirm.title.text: must be at most 100 characters, has 101"},
		{"confirm text", actions(button(confirm(1, 300, 1, 1))), actions(button(confirm(1, 301, 1, 1))), "blocks[0].elements[0].confirm.text.text: must be at most 300 characters, has 301"},
		{"confirm yes", actions(button(confirm(1, 1, 30, 1))), actions(button(confirm(1, 1, 31, 1))), "blocks[0].elements[0].confirm.confirm.text: must be at most 30 characters, has 31"},
		{"confirm no", actions(button(confirm(1, 1, 1, 30))), actions(button(confirm(1, 1, 1, 31))), "blocks[0].elements[0].confirm.deny.text: must be at most 30 characters, has 31"},

		{"overflow", actions(el("overflow", `"options":`+options(5))), actions(el("overflow", `"options":`+options(6))), "blocks[0].elements[0].options: must have at most 5, has 6"},
		{"overflow empty", actions(el("overflow", `"options":`+options(1))), actions(el("overflow", `"options":[]`)), "blocks[0].elements[0].options: must have at least 1, has 0"},
		{"overflow in input", actions(el("overflow", `"options":`+options(2))), input(el("overflow", `"options":`+options(2))), "blocks[0].element.type: overflow can't stand in this block"},
		{"option url only in overflow", actions(el("overflow", `"options":[{"text":`+plain("o")+`,"value":"v","url":"https://a.test"}]`)), actions(el("static_select", `"options":[{"text":`+plain("o")+`,"value":"v","url":"https://a.test"}]`)), "blocks[0].elements[0].options[0].url: is not a field of this object"},
		{"options", input(el("static_select", `"options":`+options(100))), input(el("static_select", `"options":`+options(101))), "blocks[0].element.options: must have at most 100, has 101"},
		{"options are required", input(el("static_select", `"options":`+options(1))), input(el("static_select", "")), "blocks[0].element.options: is required"},
		{"option text", input(el("static_select", `"options":[`+option(x(75), "v")+`]`)), input(el("static_select", `"options":[`+option(x(76), "v")+`]`)), "blocks[0].element.options[0].text.text: must be at most 75 characters, has 76"},
		{"option text in a menu is plain", input(el("radio_buttons", `"options":[{"text":`+mrkdwn("*o*")+`,"value":"v"}]`)), input(el("static_select", `"options":[{"text":`+mrkdwn("*o*")+`,"value":"v"}]`)), "blocks[0].element.options[0].text.type: must be one of plain_text"},
		{"option value", input(el("static_select", `"options":[`+option("o", x(150))+`]`)), input(el("static_select", `"options":[`+option("o", x(151))+`]`)), "blocks[0].element.options[0].value: must be at most 150 characters, has 151"},
		{"option values unique", input(el("static_select", `"options":[`+option("o", "1")+`,`+option("o", "2")+`]`)), input(el("static_select", `"options":[`+option("o", "1")+`,`+option("p", "1")+`]`)), "blocks[0].element.options[1].value: must be unique, is the same as blocks[0].element.options[0].value"},
		{"option description", input(el("checkboxes", `"options":[{"text":`+plain("o")+`,"value":"v","description":`+plain(x(75))+`}]`)), input(el("checkboxes", `"options":[{"text":`+plain("o")+`,"value":"v","description":`+plain(x(76))+`}]`)), "blocks[0].element.options[0].description.text: must be at most 75 characters, has 76"},
		{"option groups", input(el("static_select", `"option_groups":`+times(100, `{"label":`+plain("g")+`,"options":[{"text":`+plain("o")+`,"value":"%d"}]}`))), input(el("static_select", `"option_groups":`+times(101, `{"label":`+plain("g")+`,"options":[{"text":`+plain("o")+`,"value":"%d"}]}`))), "blocks[0].element.option_groups: must have at most 100, has 101"},
		{"group label", input(el("static_select", `"option_groups":[{"label":`+plain(x(75))+`,"options":`+options(1)+`}]`)), input(el("static_select", `"option_groups":[{"label":`+plain(x(76))+`,"options":`+options(1)+`}]`)), "blocks[0].element.option_groups[0].label.text: must be at most 75 characters, has 76"},
		{"groups or options", input(el("multi_static_select", `"option_groups":[{"label":`+plain("g")+`,"options":`+options(1)+`}]`)), input(el("multi_static_select", `"options":`+options(1)+`,"option_groups":[{"label":`+plain("g")+`,"options":`+options(1)+`}]`)), "blocks[0].element.option_groups: can't stand beside options"},
		{"initial option", input(el("static_select", `"options":[`+option("o", "1")+`],"initial_option":{"value":"1","text":`+plain("o")+`}`)), input(el("static_select", `"options":[`+option("o", "1")+`],"initial_option":`+option("o", "2"))), "blocks[0].element.initial_option: must be exactly one of the options"},
		{"initial options", input(el("checkboxes", `"options":[`+option("o", "1")+`],"initial_options":[`+option("o", "1")+`]`)), input(el("checkboxes", `"options":[`+option("o", "1")+`],"initial_options":[`+option("p", "1")+`]`)), "blocks[0].element.initial_options[0]: must be exactly one of the options"},
		{"initial options none", input(el("checkboxes", `"options":`+options(1))), input(el("checkboxes", `"options":`+options(1)+`,"initial_options":[]`)), "blocks[0].element.initial_options: must have at least 1, has 0"},
		{"placeholder", input(el("users_select", `"placeholder":`+plain(x(150)))), input(el("users_select", `"placeholder":`+plain(x(151)))), "blocks[0].element.placeholder.text: must be at most 150 characters, has 151"},
		{"placeholder is plain", input(el("users_select", `"placeholder":`+plain("p"))), input(el("users_select", `"placeholder":`+mrkdwn("p"))), "blocks[0].element.placeholder.type: must be one of plain_text"},
		{"max_selected_items", input(el("multi_users_select", `"max_selected_items":1,"initial_users":["U1"]`)), input(el("multi_users_select", `"max_selected_items":1,"initial_users":["U1","U2"]`)), "blocks[0].element.initial_users: must have at most max_selected_items, 1, has 2"},
		{"max_selected_items one", input(el("multi_static_select", `"max_selected_items":1,"options":`+options(2))), input(el("multi_static_select", `"max_selected_items":0,"options":`+options(2))), "blocks[0].element.max_selected_items: must be from 1 to 100, is 0"},
		{"checkboxes", input(el("checkboxes", `"options":`+options(10))), input(el("checkboxes", `"options":`+options(11))), "blocks[0].element.options: must have at most 10, has 11"},
		{"radio buttons", input(el("radio_buttons", `"options":`+options(10))), input(el("radio_buttons", `"options":`+options(11))), "blocks[0].element.options: must have at most 10, has 11"},
		{"radio buttons take one", input(el("radio_buttons", `"options":`+options(2))), input(el("radio_buttons", `"initial_options":[],"options":`+options(2))), "blocks[0].element.initial_options: is not a field of this object"},
		{"external select", input(el("external_select", `"min_query_length":0,"initial_option":`+option("o", "v"))), input(el("external_select", `"min_query_length":-1`)), "blocks[0].element.min_query_length: must be from 0 to 100, is -1"},
		{"multi external select", input(el("multi_external_select", `"initial_options":[`+option("o", "v")+`]`)), input(el("multi_external_select", `"options":[]`)), "blocks[0].element.options: is not a field of this object"},
		{"conversations filter", input(el("conversations_select", `"filter":{"include":["im"],"exclude_bot_users":true}`)), input(el("conversations_select", `"filter":{"include":["dm"]}`)), "blocks[0].element.filter.include[0]: must be one of im, mpim, private, public"},
		{"multi conversations", input(el("multi_conversations_select", `"initial_conversations":["C1"]`)), input(el("multi_conversations_select", `"initial_conversations":[1]`)), "blocks[0].element.initial_conversations[0]: must be an id"},
		{"multi channels", input(el("multi_channels_select", `"initial_channels":["C1"]`)), input(el("multi_channels_select", `"initial_channels":[]`)), "blocks[0].element.initial_channels: must have at least 1, has 0"},
		{"channels select", input(el("channels_select", `"initial_channel":"C1"`)), input(el("channels_select", `"initial_channel":""`)), "blocks[0].element.initial_channel: must not be empty"},

		{"initial_date", input(el("datepicker", `"initial_date":"2026-02-28"`)), input(el("datepicker", `"initial_date":"2026-02-30"`)), "blocks[0].element.initial_date: must be a date such as 2026-11-02"},
		{"initial_date form", input(el("datepicker", `"initial_date":"2026-11-02"`)), input(el("datepicker", `"initial_date":"2 Nov 2026"`)), "blocks[0].element.initial_date: must be a date such as 2026-11-02"},
		{"initial_time", input(el("timepicker", `"initial_time":"23:59","timezone":"Europe/Berlin"`)), input(el("timepicker", `"initial_time":"9:05"`)), "blocks[0].element.initial_time: must be a time such as 09:05"},
		{"timezone", input(el("timepicker", `"timezone":"UTC"`)), input(el("timepicker", `"timezone":"Mars/Base"`)), "blocks[0].element.timezone: must be a zone such as Europe/Berlin"},
		{"initial_date_time", input(el("datetimepicker", `"initial_date_time":1793606400`)), input(el("datetimepicker", `"initial_date_time":1793606400000`)), "blocks[0].element.initial_date_time: must be from 1000000000 to 9999999999, is 1793606400000"},
		{"text lengths", input(el("plain_text_input", `"min_length":3000,"max_length":3000,"multiline":true`)), input(el("plain_text_input", `"max_length":3001`)), "blocks[0].element.max_length: must be from 1 to 3000, is 3001"},
		{"text min over max", input(el("plain_text_input", `"min_length":2,"max_length":2`)), input(el("plain_text_input", `"min_length":3,"max_length":2`)), "blocks[0].element.min_length: must be at most max_length, 2, is 3"},
		{"initial_value", input(el("plain_text_input", `"initial_value":"`+x(3000)+`"`)), input(el("plain_text_input", `"initial_value":"`+x(3001)+`"`)), "blocks[0].element.initial_value: must be at most 3000 characters, has 3001"},
		{"dispatch", input(el("plain_text_input", `"dispatch_action_config":{"trigger_actions_on":["on_enter_pressed"]}`)), input(el("plain_text_input", `"dispatch_action_config":{"trigger_actions_on":["on_blur"]}`)), "blocks[0].element.dispatch_action_config.trigger_actions_on[0]: must be one of on_enter_pressed, on_character_entered"},
		{"number needs is_decimal_allowed", input(el("number_input", `"is_decimal_allowed":false`)), input(el("number_input", ``)), "blocks[0].element.is_decimal_allowed: is required"},
		{"number is a string", input(el("number_input", `"is_decimal_allowed":true,"initial_value":"1.5"`)), input(el("number_input", `"is_decimal_allowed":false,"initial_value":"1.5"`)), "blocks[0].element.initial_value: must be a whole number"},
		{"number in quotes", input(el("number_input", `"is_decimal_allowed":true,"min_value":"1"`)), input(el("number_input", `"is_decimal_allowed":true,"min_value":"one"`)), "blocks[0].element.min_value: must be a number in quotes"},
		{"number range", input(el("number_input", `"is_decimal_allowed":false,"min_value":"1","max_value":"1"`)), input(el("number_input", `"is_decimal_allowed":false,"min_value":"2","max_value":"1"`)), "blocks[0].element.min_value: must be at most max_value"},
		{"number initial", input(el("number_input", `"is_decimal_allowed":false,"max_value":"9","initial_value":"9"`)), input(el("number_input", `"is_decimal_allowed":false,"max_value":"9","initial_value":"10"`)), "blocks[0].element.initial_value: must lie between min_value and max_value"},
		{"focus", actions(el("datepicker", `"focus_on_load":true`)), `[{"type":"actions","elements":[` + el("datepicker", `"focus_on_load":true`) + `]},{"type":"actions","elements":[` + el("datepicker", `"focus_on_load":true`) + `]}]`, "blocks[1].elements[0].focus_on_load: is asked for by blocks[0].elements[0] already"},
		{"email and url inputs", input(el("email_text_input", "")), section(el("url_text_input", "")), "blocks[0].accessory.type: url_text_input can't stand in this block"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			mustBeJSON(t, tt.inside)
			mustBeJSON(t, tt.beyond)
			if got := says(blockkit.Blocks(json.RawMessage(tt.inside), blockkit.InMessage)); got != nil {
				t.Errorf("inside the limit: %q", got)
			}
			got := says(blockkit.Blocks(json.RawMessage(tt.beyond), blockkit.InMessage))
			if diff := cmp.Diff([]string{tt.want}, got); diff != "" {
				t.Errorf("beyond the limit (-want +got):\n%s", diff)
			}
		})
	}
}

// mustBeJSON keeps a slip in a test from looking like a limit.
func mustBeJSON(t *testing.T, s string) {
	t.Helper()
	if !json.Valid([]byte(s)) {
		t.Fatalf("not JSON: %.200s", s)
	}
}

func TestView(t *testing.T) {
	const head = `"type":"modal","title":{"type":"plain_text","text":"T"}`
	field := input(el("plain_text_input", ""))
	table := `[{"type":"table","rows":[[{"type":"raw_text","text":"c"}]]}]`
	heavy := func(n int) string { // a view of n bytes, of 99 blocks at most
		frame := `{` + head + `,"blocks":[%s]}`
		var blocks []string
		left := n - len(frame) + len("%s")
		for left > 0 {
			block := `{"type":"section","text":` + mrkdwn("") + `}`
			fill := min(3000, left-len(block)-1)
			if rest := left - len(block) - 1 - fill; rest > 0 && rest < 100 {
				fill -= 100 // leaves room for one more
			}
			blocks = append(blocks, `{"type":"section","text":`+mrkdwn(x(fill))+`}`)
			left -= len(block) + fill + 1
		}
		view := fmt.Sprintf(frame, strings.Join(blocks, ","))
		return view + strings.Repeat(" ", n-len(view))
	}
	tests := []struct{ name, inside, beyond, want string }{
		{"title", `{"type":"modal","title":` + plain(x(24)) + `,"blocks":[]}`, `{"type":"modal","title":` + plain(x(25)) + `,"blocks":[]}`, "title.text: must be at most 24 characters, has 25"},
		{"title is required", `{` + head + `,"blocks":[]}`, `{"type":"modal","blocks":[]}`, "title: is required"},
		{"title is plain", `{` + head + `,"blocks":[]}`, `{"type":"modal","title":` + mrkdwn("T") + `,"blocks":[]}`, "title.type: must be one of plain_text"},
		{"submit", `{` + head + `,"submit":` + plain(x(24)) + `,"blocks":[]}`, `{` + head + `,"submit":` + plain(x(25)) + `,"blocks":[]}`, "submit.text: must be at most 24 characters, has 25"},
		{"close", `{` + head + `,"close":` + plain(x(24)) + `,"blocks":[]}`, `{` + head + `,"close":` + plain(x(25)) + `,"blocks":[]}`, "close.text: must be at most 24 characters, has 25"},
		{"submit with inputs", `{` + head + `,"submit":` + plain("S") + `,"blocks":` + field + `}`, `{` + head + `,"blocks":` + field + `}`, "submit: is required with input blocks"},
		{"private_metadata", `{` + head + `,"private_metadata":"` + x(3000) + `","blocks":[]}`, `{` + head + `,"private_metadata":"` + x(3001) + `","blocks":[]}`, "private_metadata: must be at most 3000 characters, has 3001"},
		{"callback_id", `{` + head + `,"callback_id":"` + x(255) + `","blocks":[]}`, `{` + head + `,"callback_id":"` + x(256) + `","blocks":[]}`, "callback_id: must be at most 255 characters, has 256"},
		{"external_id", `{` + head + `,"external_id":"` + x(255) + `","blocks":[]}`, `{` + head + `,"external_id":"` + x(256) + `","blocks":[]}`, "external_id: must be at most 255 characters, has 256"},
		{"flags", `{` + head + `,"notify_on_close":true,"clear_on_close":false,"blocks":[]}`, `{` + head + `,"notify_on_close":1,"blocks":[]}`, "notify_on_close: must be true or false"},
		{"blocks", `{` + head + `,"blocks":` + times(100, `{"type":"divider"}`) + `}`, `{` + head + `,"blocks":` + times(101, `{"type":"divider"}`) + `}`, "blocks: must have at most 100, has 101"},
		{"blocks are required", `{` + head + `,"blocks":[]}`, `{` + head + `}`, "blocks: is required"},
		{"home", `{"type":"home","blocks":` + times(100, `{"type":"divider"}`) + `}`, `{"type":"home","title":` + plain("T") + `,"blocks":[]}`, "title: is not a field of this object"},
		{"home inputs need no submit", `{"type":"home","blocks":` + field + `}`, `{"type":"home","submit":` + plain("S") + `,"blocks":` + field + `}`, "submit: is not a field of this object"},
		{"type", `{"type":"home","blocks":[]}`, `{"type":"workflow","blocks":[]}`, "type: must be one of modal, home"},
		{"no table", `{"type":"home","blocks":[]}`, `{"type":"home","blocks":` + table + `}`, "blocks[0].type: is only for messages"},
		{"object", `{"type":"home","blocks":[]}`, `[]`, "view: must be an object"},
		{"weight", heavy(250_000), heavy(250_001), "view: must be at most 250000 bytes, has 250001"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			mustBeJSON(t, tt.inside)
			mustBeJSON(t, tt.beyond)
			if got := says(blockkit.View(json.RawMessage(tt.inside))); got != nil {
				t.Errorf("inside the limit: %q", got)
			}
			if diff := cmp.Diff([]string{tt.want}, says(blockkit.View(json.RawMessage(tt.beyond)))); diff != "" {
				t.Errorf("beyond the limit (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMessage(t *testing.T) {
	tests := []struct {
		name, text, blocks string
		want               []string
	}{
		{"text alone", x(4000), "", nil},
		{"text too long", x(4001), "", []string{"text: must be at most 4000 characters, has 4001"}},
		{"blocks alone", "", `[{"type":"divider"}]`, nil},
		{"neither", "", `[]`, []string{"text: is required without blocks"}},
		{"both broken", é(4001), `[{"type":"header"}]`, []string{
			"text: must be at most 4000 characters, has 4001", "blocks[0].text: is required",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, says(blockkit.Message(tt.text, json.RawMessage(tt.blocks)))); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

// What slack-go writes must pass: a field it always sends is a field we know.
func TestAcceptsWhatSlackGoWrites(t *testing.T) {
	text := func(s string) *slack.TextBlockObject {
		return slack.NewTextBlockObject(slack.PlainTextType, s, true, false)
	}
	opts := []*slack.OptionBlockObject{
		slack.NewOptionBlockObject("1", text("One"), text("the first")), slack.NewOptionBlockObject("2", text("Two"), nil),
	}
	ask := slack.NewConfirmationBlockObject(text("Sure?"), text("It is final."), text("Yes"), text("No")).WithStyle(slack.StyleDanger)
	press := slack.NewButtonBlockElement("press", "v", text("Press")).WithStyle(slack.StylePrimary).WithConfirm(ask)
	multi := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, text("Pick"), "multi", opts...)
	people := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, text("Who"), "who")
	date := slack.NewDatePickerBlockElement("date")
	date.InitialDate = "2026-11-02"
	table := slack.NewTableBlock("table")
	table.AddRow(slack.NewTableRawTextCell("a"), slack.NewTableRawTextCell("b"))

	blocks := []slack.Block{
		slack.NewHeaderBlock(text("Header")),
		slack.NewSectionBlock(slack.NewTextBlockObject(slack.MarkdownType, "*b*", false, true), nil, slack.NewAccessory(press)),
		slack.NewDividerBlock(),
		slack.NewContextBlock("c", text("context"), slack.NewImageBlockElement("https://a.test/i.png", "alt")),
		slack.NewActionBlock("acts", date, slack.NewOverflowBlockElement("more", opts...), people,
			slack.NewCheckboxGroupsBlockElement("boxes", opts...), slack.NewRadioButtonsBlockElement("radio", opts...),
			slack.NewTimePickerBlockElement("time"), slack.NewDateTimePickerBlockElement("moment")),
		slack.NewInputBlock("in", text("Label"), text("Hint"), slack.NewPlainTextInputBlockElement(text("…"), "typed")),
		slack.NewInputBlock("in2", text("Label"), nil, multi),
		slack.NewInputBlock("in3", text("Label"), nil, slack.NewNumberInputBlockElement(nil, "n", false)),
		slack.NewImageBlock("https://a.test/i.png", "alt", "img", text("Title")),
		slack.NewRichTextBlock("rich", slack.NewRichTextSection(slack.NewRichTextSectionTextElement("hi", nil))),
	}
	message, err := json.Marshal(append(blocks, table))
	if err != nil {
		t.Fatal(err)
	}
	if got := says(blockkit.Message("text", message)); got != nil {
		t.Errorf("message: %q\n%s", got, message)
	}
	modal, err := json.Marshal(slack.ModalViewRequest{
		Type: slack.VTModal, Title: text("Title"), Submit: text("Save"), Close: text("Cancel"),
		CallbackID: "cb", PrivateMetadata: "{}", NotifyOnClose: true, Blocks: slack.Blocks{BlockSet: blocks},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := says(blockkit.View(modal)); got != nil {
		t.Errorf("modal: %q\n%s", got, modal)
	}
	home, err := json.Marshal(slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: blocks}})
	if err != nil {
		t.Fatal(err)
	}
	if got := says(blockkit.View(home)); got != nil {
		t.Errorf("home: %q\n%s", got, home)
	}
}

// No JSON whatever makes the checker panic, and what is no JSON has a problem.
func FuzzView(f *testing.F) {
	f.Add([]byte(`{"type":"modal","title":{"type":"plain_text","text":"T"},"blocks":` + actions(button(`"text":`+plain("b"))) + `}`))
	f.Add([]byte(`{"type":"home","blocks":[{"type":"table","rows":[[null]]},{"type":"rich_text","elements":[null]}]}`))
	f.Add([]byte(`{"type":"home","blocks":` + input(el("static_select", `"option_groups":[{"options":null}],"initial_option":3`)) + `}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		problems := blockkit.View(raw)
		if !json.Valid(raw) && len(problems) == 0 {
			t.Errorf("no problem with %q", raw)
		}
		for _, p := range problems {
			if p.Path == "" || p.Says == "" {
				t.Errorf("an empty problem %+v with %q", p, raw)
			}
		}
	})
}
