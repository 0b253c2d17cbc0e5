package page

import (
	"encoding/json"
	"strconv"

	"rapport/internal/slacksim"
)

// The blocks as they come over the wire. Fields of all kinds share one struct:
// what a kind does not have stays empty.

type textObject struct {
	Type     string `json:"type"`
	Text     string `json:"text"`
	Emoji    *bool  `json:"emoji"`
	Verbatim bool   `json:"verbatim"`
}

type block struct {
	Type      string            `json:"type"`
	BlockID   string            `json:"block_id"`
	Text      *textObject       `json:"text"`
	Fields    []textObject      `json:"fields"`
	Accessory *element          `json:"accessory"`
	Elements  []json.RawMessage `json:"elements"` // elements, texts or rich text
	Label     *textObject       `json:"label"`
	Hint      *textObject       `json:"hint"`
	Element   *element          `json:"element"`
	Optional  bool              `json:"optional"`
	Dispatch  bool              `json:"dispatch_action"`
	picture
	Title   *textObject         `json:"title"`
	Rows    [][]json.RawMessage `json:"rows"`
	Columns []*struct {
		Align   string `json:"align"`
		Wrapped bool   `json:"is_wrapped"`
	} `json:"column_settings"`
}

// picture is what image blocks and image elements share.
type picture struct {
	ImageURL  string `json:"image_url"`
	AltText   string `json:"alt_text"`
	SlackFile *struct {
		ID  string `json:"id"`
		URL string `json:"url"`
	} `json:"slack_file"`
}

type option struct {
	Text        textObject  `json:"text"`
	Value       string      `json:"value"`
	Description *textObject `json:"description"`
	URL         string      `json:"url"`
}

type optionGroup struct {
	Label   textObject `json:"label"`
	Options []option   `json:"options"`
}

type confirmation struct {
	Title   textObject `json:"title"`
	Text    textObject `json:"text"`
	Confirm textObject `json:"confirm"`
	Deny    textObject `json:"deny"`
	Style   string     `json:"style"`
}

type element struct {
	Type     string `json:"type"`
	ActionID string `json:"action_id"`
	picture

	Text          *textObject   `json:"text"`
	Value         string        `json:"value"`
	URL           string        `json:"url"`
	Style         string        `json:"style"`
	Accessibility string        `json:"accessibility_label"`
	Confirm       *confirmation `json:"confirm"`

	Placeholder  *textObject   `json:"placeholder"`
	Options      []option      `json:"options"`
	OptionGroups []optionGroup `json:"option_groups"`
	MaxSelected  int           `json:"max_selected_items"`
	FocusOnLoad  bool          `json:"focus_on_load"`

	InitialOption        *option  `json:"initial_option"`
	InitialOptions       []option `json:"initial_options"`
	InitialValue         string   `json:"initial_value"`
	InitialDate          string   `json:"initial_date"`
	InitialTime          string   `json:"initial_time"`
	InitialDateTime      int64    `json:"initial_date_time"`
	InitialUser          string   `json:"initial_user"`
	InitialUsers         []string `json:"initial_users"`
	InitialChannel       string   `json:"initial_channel"`
	InitialChannels      []string `json:"initial_channels"`
	InitialConversation  string   `json:"initial_conversation"`
	InitialConversations []string `json:"initial_conversations"`

	Multiline bool   `json:"multiline"`
	MinLength int    `json:"min_length"`
	MaxLength int    `json:"max_length"`
	Decimal   bool   `json:"is_decimal_allowed"`
	MinValue  string `json:"min_value"`
	MaxValue  string `json:"max_value"`

	DispatchConfig *struct {
		On []string `json:"trigger_actions_on"`
	} `json:"dispatch_action_config"`
}

// readBlocks reads an array of blocks; what can't be read is no block.
func readBlocks(raw json.RawMessage) []block {
	var items []json.RawMessage
	if len(raw) == 0 || json.Unmarshal(raw, &items) != nil {
		return nil
	}
	var blocks []block
	for _, item := range items {
		var b block
		if json.Unmarshal(item, &b) != nil {
			b = block{} // said to be unknown
		}
		blocks = append(blocks, b)
	}
	return blocks
}

// interactive returns the elements of a block that can be acted on.
func (b block) interactive() []element {
	var all []element
	if b.Accessory != nil {
		all = append(all, *b.Accessory)
	}
	if b.Element != nil {
		all = append(all, *b.Element)
	}
	if b.Type == "actions" {
		for _, raw := range b.Elements {
			var e element
			if json.Unmarshal(raw, &e) == nil {
				all = append(all, e)
			}
		}
	}
	return all
}

// initial is what stands in an element before anybody touched it.
func (e element) initial() slacksim.Value {
	var v slacksim.Value
	for _, one := range []string{
		e.InitialValue, e.InitialDate, e.InitialTime, e.InitialUser, e.InitialChannel, e.InitialConversation,
	} {
		if one != "" {
			v = append(v, one)
		}
	}
	if e.InitialOption != nil {
		v = append(v, e.InitialOption.Value)
	}
	if e.InitialDateTime != 0 {
		v = append(v, strconv.FormatInt(e.InitialDateTime, 10))
	}
	for _, o := range e.InitialOptions {
		v = append(v, o.Value)
	}
	v = append(v, e.InitialUsers...)
	v = append(v, e.InitialChannels...)
	return append(v, e.InitialConversations...)
}

// standing is what stands in an element now.
func (e element) standing(blockID string, state map[string]map[string]slacksim.Value) slacksim.Value {
	if v, touched := state[blockID][e.ActionID]; touched {
		return v
	}
	return e.initial()
}

// standing returns what stands in all elements of blocks.
func standing(raw json.RawMessage, state map[string]map[string]slacksim.Value) map[string]map[string]slacksim.Value {
	all := map[string]map[string]slacksim.Value{}
	for _, b := range readBlocks(raw) {
		for _, e := range b.interactive() {
			if all[b.BlockID] == nil {
				all[b.BlockID] = map[string]slacksim.Value{}
			}
			all[b.BlockID][e.ActionID] = e.standing(b.BlockID, state)
		}
	}
	return all
}
