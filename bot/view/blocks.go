package view

import (
	"github.com/slack-go/slack"

	"rapport/domain"
)

// These helpers build every block there is in rapport, each within Slack's
// limits. Texts called mrkdwn must be escaped by the caller; all others are
// plain text and need nothing.

// Choice is one option of a menu: what it says and what it means (at most 150
// characters).
type Choice struct {
	Label string
	Value string
}

// plain is a plain_text object of at most n characters.
func plain(s string, n int) *slack.TextBlockObject {
	return &slack.TextBlockObject{Type: slack.PlainTextType, Text: label(s, n), Emoji: emoji}
}

// label is what a plain_text object says. Slack refuses an empty one.
func label(s string, n int) string { return seen(clip(line(s), n)) }

// emoji is true by reference: plain_text shows :wave: as what it means.
var emoji = new(true)

// mrkdwn is a text object that neither links nor mentions by itself.
func mrkdwn(s string, n int) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.MarkdownType, clip(s, n), false, true)
}

// section is a paragraph of mrkdwn.
func section(id, text string) *slack.SectionBlock {
	return slack.NewSectionBlock(mrkdwn(text, maxSection), nil, nil, slack.SectionBlockOptionBlockID(id))
}

// context is small grey mrkdwn.
func context(id, text string) *slack.ContextBlock {
	return slack.NewContextBlock(id, mrkdwn(text, maxContext))
}

// header is a heading in plain text.
func header(id, text string) *slack.HeaderBlock {
	return slack.NewHeaderBlock(plain(text, maxHeader), slack.HeaderBlockOptionBlockID(id))
}

// divider is a thin line.
func divider() *slack.DividerBlock { return slack.NewDividerBlock() }

// actions is a row of buttons and menus, 25 at most.
func actions(id string, elements ...slack.BlockElement) *slack.ActionBlock {
	return slack.NewActionBlock(id, elements[:min(len(elements), 25)]...)
}

// button is a button in plain text. Verb is the action id that the handler is
// registered under; see [Verb] where one verb stands twice in a row.
func button(verb, value, label string) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement(verb, value, plain(label, maxButton))
}

// primary makes a button stand out.
func primary(b *slack.ButtonBlockElement) *slack.ButtonBlockElement {
	return b.WithStyle(slack.StylePrimary)
}

// spokenAs says to a screen reader what a button does, and to whom.
func spokenAs(b *slack.ButtonBlockElement, label string) *slack.ButtonBlockElement {
	b.AccessibilityLabel = clip(line(label), maxButton)
	return b
}

// overflow is the ⋯ menu of at most five choices.
func overflow(verb string, choices ...Choice) *slack.OverflowBlockElement {
	return slack.NewOverflowBlockElement(verb, options(choices, 5)...)
}

// options turns choices into at most n options.
func options(choices []Choice, n int) []*slack.OptionBlockObject {
	choices = choices[:min(len(choices), n)]
	opts := make([]*slack.OptionBlockObject, len(choices))
	all := make([]struct { // menus are long, and most answers have one
		option slack.OptionBlockObject
		text   slack.TextBlockObject
	}, len(choices))
	for i, c := range choices {
		all[i].text = slack.TextBlockObject{Type: slack.PlainTextType, Text: label(c.Label, maxOption), Emoji: emoji}
		all[i].option = slack.OptionBlockObject{Text: &all[i].text, Value: c.Value}
		opts[i] = &all[i].option
	}
	return opts
}

// chosen returns the options among opts that mean one of values.
func chosen(opts []*slack.OptionBlockObject, values ...string) []*slack.OptionBlockObject {
	var out []*slack.OptionBlockObject
	for _, o := range opts {
		for _, v := range values {
			if o.Value == v {
				out = append(out, o)
			}
		}
	}
	return out
}

// input is a labelled input of a modal. Its action id is always "in": a value
// is found by its block.
func input(block, label string, e slack.BlockElement) *slack.InputBlock {
	return slack.NewInputBlock(block, plain(label, maxLabel), nil, e)
}

// inputAction is the action id of every input.
const inputAction = "in"

// optional lets an input stay empty.
func optional(b *slack.InputBlock) *slack.InputBlock {
	b.Optional = true
	return b
}

// hinted explains an input in a small line below it.
func hinted(b *slack.InputBlock, hint string) *slack.InputBlock {
	b.Hint = plain(hint, maxLabel)
	return b
}

// textInput takes one line of at most n characters.
func textInput(placeholder, initial string, n int) *slack.PlainTextInputBlockElement {
	e := slack.NewPlainTextInputBlockElement(nil, inputAction)
	if placeholder != "" {
		e.Placeholder = plain(placeholder, maxPlaceholder)
	}
	e.MaxLength = min(n, maxInput)
	e.InitialValue = clip(clean(initial), e.MaxLength)
	return e
}

// paragraph takes several lines.
func paragraph(e *slack.PlainTextInputBlockElement) *slack.PlainTextInputBlockElement {
	e.Multiline = true
	return e
}

// dateInput picks a date.
func dateInput(initial domain.Date) *slack.DatePickerBlockElement {
	e := slack.NewDatePickerBlockElement(inputAction)
	e.InitialDate = initial.String()
	return e
}

// selectInput picks one of at most 100 choices.
func selectInput(initial string, choices []Choice) *slack.SelectBlockElement {
	opts := options(choices, MostOffered)
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain("Pick one", maxPlaceholder), inputAction, opts...)
	if at := chosen(opts, initial); len(at) > 0 {
		e.InitialOption = at[0]
	}
	return e
}

// MostOffered is how many choices a menu takes.
const MostOffered = 100

// peopleChoices are contacts as a menu offers them.
func peopleChoices(cs []*domain.Contact) []Choice {
	choices := make([]Choice, len(cs))
	for i, c := range cs {
		choices[i] = Choice{c.Name, string(c.ID)}
	}
	return choices
}

// goalChoices are goals as a menu offers them.
func goalChoices(goals []domain.Goal) []Choice {
	choices := make([]Choice, len(goals))
	for i, g := range goals {
		choices[i] = Choice{g.What, string(g.ID)}
	}
	return choices
}

// multiInput picks several of at most 100 choices.
func multiInput(placeholder string, initial []string, choices []Choice) *slack.MultiSelectBlockElement {
	opts := options(choices, MostOffered)
	e := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, plain(placeholder, maxPlaceholder), inputAction, opts...)
	e.InitialOptions = chosen(opts, initial...)
	return e
}

// checkboxes ticks any of at most ten choices.
func checkboxes(choices []Choice) *slack.CheckboxGroupsBlockElement {
	return slack.NewCheckboxGroupsBlockElement(inputAction, options(choices, 10)...)
}

// modal is a view with a submit button. Callback is the verb of its handler;
// private comes back with it (at most 3,000 bytes).
func modal(callback, title, submit, private string, blocks ...slack.Block) *slack.ModalViewRequest {
	return &slack.ModalViewRequest{
		Type:            slack.VTModal,
		CallbackID:      callback,
		Title:           plain(title, maxTitle),
		Submit:          plain(submit, maxTitle),
		Close:           plain("Cancel", maxTitle),
		PrivateMetadata: private,
		Blocks:          slack.Blocks{BlockSet: blocks},
	}
}
