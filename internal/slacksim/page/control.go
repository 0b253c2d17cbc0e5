package page

import (
	"fmt"
	"hash/fnv"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"time"
)

// control is an element as the templates want it: something to press, to pick
// from or to fill in.
type control struct {
	Kind string
	ID   string
	// Name is the form field that holds the value, Press what a button says that
	// reports it.
	Name, Press string
	// Label is for screen readers where no <label> stands beside it; the ids in
	// DescribedBy explain it.
	Label       string
	DescribedBy string
	Invalid     bool
	Required    bool

	Text        template.HTML
	Value       string
	URL, Style  string
	Placeholder string
	Options     []choice
	Groups      []choiceGroup
	MaxSelected int
	// Chosen are the labels of what is picked, for menus that take several.
	Chosen []string

	Multiline            bool
	MinLength, MaxLength int
	Step, Min, Max       string
	Focus                bool

	Confirm *confirmBox
	// Dispatch says when the app is told without a submit: "change", "enter" or
	// "type"; "" for inputs that wait for it.
	Dispatch string
	// Action is the address that pressing posts to when it is not the form's.
	Action string
	Image  *shownImage
}

// choice is one option.
type choice struct {
	ID          string
	Text        template.HTML
	Words       string
	Description template.HTML
	Value       string
	Selected    bool
	Press       string
	URL         string
	Confirm     *confirmBox
}

// choiceGroup is a labelled group of options; menus without groups have one
// without a label.
type choiceGroup struct {
	Label   string
	Options []choice
}

// confirmBox asks before something is reported.
type confirmBox struct {
	ID             string
	Title, Text    template.HTML
	Yes, No, Style string
	Press, Action  string
}

// elementKinds are the interactive elements that the templates draw.
var elementKinds = []string{
	"button", "overflow", "checkboxes", "radio_buttons", "datepicker", "timepicker", "datetimepicker",
	"static_select", "users_select", "channels_select", "conversations_select", "external_select",
	"multi_static_select", "multi_users_select", "multi_channels_select", "multi_conversations_select", "multi_external_select",
	"plain_text_input", "number_input", "email_text_input", "url_text_input",
}

// maxTyped is the most that a text input takes.
const maxTyped = 3000

// control prepares an element of a block.
func (c Context) control(b block, e element) control {
	switch {
	case e.Type == "image":
		return control{Kind: "image", Image: e.show()}
	case !slices.Contains(elementKinds, e.Type):
		return control{Kind: "unknown", Text: plainText(e.Type, false)}
	}
	f := field{e.Type, b.BlockID, e.ActionID}
	inInput := b.Type == "input"
	k := control{
		Kind: e.Type, ID: c.domID(f), Name: f.name(), Press: f.press(e.Value),
		Text: c.text(e.Text), URL: webAddress(e.URL), Style: e.Style, Label: e.Accessibility,
		Placeholder: words(e.Placeholder), MaxSelected: e.MaxSelected, Focus: e.FocusOnLoad,
		Multiline: e.Multiline, MinLength: e.MinLength, MaxLength: maxTyped, Min: e.MinValue, Max: e.MaxValue, Step: "1",
		Required: inInput && !b.Optional, Invalid: c.Errors[b.BlockID] != "",
	}
	if e.MaxLength > 0 {
		k.MaxLength = e.MaxLength
	}
	if e.Decimal {
		k.Step = "any"
	}
	if c.Modal {
		k.Action = "/click"
	}
	if !inInput && k.Label == "" {
		k.Label = k.Placeholder
	}
	if !inInput || b.Dispatch {
		k.Dispatch = e.dispatchOn()
	}
	k.fill(c, f, e, e.standing(b.BlockID, c.State))
	if e.Confirm == nil {
		return k
	}
	k.Confirm = c.confirmBox(k.ID, k.Press, k.Action, e.Confirm)
	if e.Type == "overflow" { // each item asks for itself
		for i, o := range k.Options {
			k.Options[i].Confirm = c.confirmBox(o.ID, o.Press, k.Action, e.Confirm)
		}
	}
	return k
}

// domID is an id for an element that stays the same as long as the element does.
func (c Context) domID(f field) string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(f.key())) // a hash takes all
	return fmt.Sprintf("%s-e%08x", c.Prefix, h.Sum32())
}

// dispatchOn says when an element that reports by itself does so.
func (e element) dispatchOn() string {
	switch e.Type {
	case "plain_text_input", "email_text_input", "url_text_input", "number_input":
		if e.DispatchConfig != nil && slices.Contains(e.DispatchConfig.On, "on_character_entered") {
			return "type"
		}
		if e.Multiline { // where Enter makes a line
			return "change"
		}
		return "enter"
	}
	return "change"
}

// fill puts in what stands in the element, and what there is to pick from.
func (k *control) fill(c Context, f field, e element, now []string) {
	if len(now) > 0 {
		k.Value = now[0]
	}
	switch k.Kind {
	case "static_select", "multi_static_select", "checkboxes", "radio_buttons", "overflow":
		for _, o := range e.Options {
			k.Options = append(k.Options, c.choice(f, o, now))
		}
		for _, g := range e.OptionGroups {
			group := choiceGroup{Label: words(&g.Label)}
			for _, o := range g.Options {
				group.Options = append(group.Options, c.choice(f, o, now))
			}
			k.Groups = append(k.Groups, group)
		}
	case "external_select", "multi_external_select":
		for _, o := range append(e.InitialOptions, deref(e.InitialOption)...) {
			k.Options = append(k.Options, c.choice(f, o, now))
		}
	case "users_select", "multi_users_select":
		for _, m := range c.Members {
			if !m.Deleted {
				k.Options = append(k.Options, c.named(f, m.Name, m.ID, now))
			}
		}
	case "channels_select", "multi_channels_select", "conversations_select", "multi_conversations_select":
		for _, ch := range c.Channels {
			k.Options = append(k.Options, c.named(f, "#"+ch.Name, ch.ID, now))
		}
	case "datetimepicker":
		if seconds, err := strconv.ParseInt(k.Value, 10, 64); err == nil {
			k.Value = time.Unix(seconds, 0).In(c.location()).Format(momentLayout)
		}
	}
	if k.Groups == nil && k.Options != nil {
		k.Groups = []choiceGroup{{Options: k.Options}}
	}
	for _, g := range k.Groups {
		for _, o := range g.Options {
			if o.Selected {
				k.Chosen = append(k.Chosen, o.Words)
			}
		}
	}
}

// location is the zone of who looks.
func (c Context) location() *time.Location {
	if c.Zone == nil {
		return time.UTC
	}
	return c.Zone
}

// deref is the option as a list, empty for none.
func deref(o *option) []option {
	if o == nil {
		return nil
	}
	return []option{*o}
}

// choice prepares an option.
func (c Context) choice(f field, o option, now []string) choice {
	return choice{
		ID:   c.domID(field{f.Kind, f.key(), o.Value}),
		Text: c.text(&o.Text), Words: words(&o.Text), Description: c.text(o.Description),
		Value: o.Value, Selected: slices.Contains(now, o.Value), Press: f.press(o.Value), URL: webAddress(o.URL),
	}
}

// named prepares a member or a channel to pick.
func (c Context) named(f field, name, id string, now []string) choice {
	return c.choice(f, option{Text: textObject{Type: "plain_text", Text: name}, Value: id}, now)
}

// webAddress lets only addresses through that a browser may open.
func webAddress(s string) string {
	for _, scheme := range []string{"https://", "http://", "mailto:"} {
		if strings.HasPrefix(s, scheme) {
			return s
		}
	}
	return ""
}

// confirmBox prepares the question before an element is reported.
func (c Context) confirmBox(id, press, action string, d *confirmation) *confirmBox {
	style := "primary"
	if d.Style == "danger" {
		style = "danger"
	}
	return &confirmBox{
		ID: id + "-confirm", Title: c.text(&d.Title), Text: c.text(&d.Text),
		Yes: words(&d.Confirm), No: words(&d.Deny), Style: style, Press: press, Action: action,
	}
}
