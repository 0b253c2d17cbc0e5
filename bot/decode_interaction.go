package bot

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"rapport/bot/view"
	"rapport/domain"
)

// Picked is the message on which a message shortcut was used: Args of the
// shortcut's command. Its text is not read.
type Picked struct {
	Author  string `json:"author"` // "U…", "" for an app
	TS      string `json:"ts"`
	Channel string `json:"channel"`
}

// interaction decodes a press, a submission or a shortcut.
func (d decoder) interaction(raw []byte, now time.Time) (parcel, error) {
	var in slack.InteractionCallback
	if err := json.Unmarshal(raw, &in); err != nil {
		return parcel{What: "interaction"}, fmt.Errorf("interaction payload: %T", err)
	}
	p := parcel{
		What: string(in.Type), App: in.APIAppID, Enterprise: in.Enterprise.ID,
		Command: Command{
			Workspace: domain.WorkspaceID(cmp.Or(in.Team.ID, in.User.TeamID, in.Enterprise.ID)),
			Member:    domain.MemberID(in.User.ID),
			Trigger:   in.TriggerID,
			At:        now,
		},
	}
	switch in.Type {
	case slack.InteractionTypeBlockActions:
		if len(in.ActionCallback.BlockActions) == 0 {
			p.Skip = true
			return p, nil
		}
		pressed(&p.Command, in)
	case slack.InteractionTypeViewSubmission:
		submitted(&p.Command, in)
	case slack.InteractionTypeShortcut:
		p.Command.ID = named("shortcut", in.TriggerID)
		p.Command.Verb = view.Verb(in.CallbackID)
		p.Command.Reply = Reply{Door: ShortcutDoor}
	case slack.InteractionTypeMessageAction:
		picked(&p.Command, in)
	case slack.InteractionTypeViewClosed, slack.InteractionTypeBlockSuggestion:
		p.Skip = true
	default:
		p.What, p.Skip = "other interaction", true
	}
	return p, nil
}

// pressed decodes a button, menu or picker on a message, in a modal or on App
// Home. Slack sends one action at a time.
func pressed(c *Command, in slack.InteractionCallback) {
	action := in.ActionCallback.BlockActions[0]
	c.ID = named("press", in.TriggerID)
	if c.ID == "" && action.ActionTs != "" {
		c.ID = named("press", action.ActionTs+":"+action.ActionID)
	}
	c.Verb = view.Verb(action.ActionID)
	c.Args = valueOf(*action).One
	c.Channel = cmp.Or(in.Channel.ID, in.Container.ChannelID)
	c.Reply = Reply{Door: ButtonDoor, URL: in.ResponseURL, BlockID: action.BlockID}
	if in.View.ID == "" {
		c.Reply.TS = cmp.Or(in.Container.MessageTs, in.Message.Timestamp)
		c.Reply.Blocks = in.Message.Blocks
		if in.BlockActionState != nil {
			c.Values = valuesOf(in.BlockActionState.Values)
		}
		return
	}
	viewed(c, in.View)
	if in.View.Type == slack.VTHomeTab {
		c.Reply.Door, c.Reply.Home = HomeDoor, true
	}
}

// submitted decodes a modal that was sent. A view that is sent twice has one
// effect; one that was updated in between is another.
func submitted(c *Command, in slack.InteractionCallback) {
	if in.View.ID != "" {
		c.ID = named("submit", in.View.ID+":"+in.View.Hash)
	}
	c.Verb = view.Verb(in.View.CallbackID)
	c.Reply = Reply{Door: ModalDoor}
	viewed(c, in.View)
	for _, b := range in.View.Blocks.BlockSet {
		if input, ok := b.(*slack.InputBlock); ok {
			c.Reply.BlockID = input.BlockID // where an error can be shown
			return
		}
	}
}

// picked decodes a shortcut on a message.
func picked(c *Command, in slack.InteractionCallback) {
	c.ID = named("shortcut", in.TriggerID)
	c.Verb = view.Verb(in.CallbackID)
	c.Channel = in.Channel.ID
	c.Args = private(Picked{Author: in.Message.User, TS: cmp.Or(in.MessageTs, in.Message.Timestamp), Channel: in.Channel.ID})
	c.Reply = Reply{Door: ShortcutDoor, URL: in.ResponseURL}
}

// viewed takes over what a view carries: its inputs, its private metadata, and
// the place where the conversation that opened it began.
func viewed(c *Command, v slack.View) {
	c.Reply.ViewID, c.Reply.ViewHash = v.ID, v.Hash
	if v.State != nil {
		c.Values = valuesOf(v.State.Values)
	}
	var from place
	from, c.Reply.Private = parsePlace(v.PrivateMetadata)
	c.Channel = cmp.Or(c.Channel, from.Channel)
	c.Reply.URL = cmp.Or(c.Reply.URL, from.URL)
	c.Reply.TS = cmp.Or(c.Reply.TS, from.TS)
	c.Reply.Item = from.Item
	c.Reply.Home = from.Home
}

// valuesOf reads the state of a view or a message.
func valuesOf(state map[string]map[string]slack.BlockAction) Values {
	if len(state) == 0 {
		return nil
	}
	all := make(Values, len(state))
	for block, actions := range state {
		all[block] = make(map[string]Value, len(actions))
		for id, action := range actions {
			all[block][id] = valueOf(action)
		}
	}
	return all
}

// valueOf reads what one element holds.
func valueOf(a slack.BlockAction) Value {
	switch string(a.Type) {
	case "static_select", "external_select", "overflow", "radio_buttons":
		return Value{One: a.SelectedOption.Value}
	case "multi_static_select", "multi_external_select", "checkboxes":
		many := make([]string, 0, len(a.SelectedOptions))
		for _, o := range a.SelectedOptions {
			many = append(many, o.Value)
		}
		return Value{Many: many}
	case "datepicker":
		return Value{One: a.SelectedDate}
	case "timepicker":
		return Value{One: a.SelectedTime}
	case "datetimepicker":
		if a.SelectedDateTime == 0 {
			return Value{}
		}
		return Value{One: strconv.FormatInt(a.SelectedDateTime, 10)}
	case "users_select":
		return Value{One: a.SelectedUser}
	case "multi_users_select":
		return Value{Many: a.SelectedUsers}
	case "channels_select":
		return Value{One: a.SelectedChannel}
	case "multi_channels_select":
		return Value{Many: a.SelectedChannels}
	case "conversations_select":
		return Value{One: a.SelectedConversation}
	case "multi_conversations_select":
		return Value{Many: a.SelectedConversations}
	default: // button, plain_text_input, number_input, email and url inputs
		return Value{One: a.Value}
	}
}
