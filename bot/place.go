package bot

import (
	"encoding/json"

	"github.com/slack-go/slack"
)

// place is where a conversation takes place. It travels in the private metadata
// of every modal, beside the handler's own, so that what is submitted can be
// answered where the command was typed or the button stood.
type place struct {
	Channel string `json:"c,omitempty"`
	URL     string `json:"u,omitempty"` // a response_url
	TS      string `json:"t,omitempty"`
	Item    string `json:"i,omitempty"` // the block of the item that it began in
	Home    bool   `json:"h,omitempty"` // it is App Home
	Private string `json:"p,omitempty"`
}

// maxPrivate is Slack's limit on private metadata, in bytes.
const maxPrivate = 3000

// placed returns the modal with the place of c in its private metadata. When
// there is no room for both, the handler's own stays and the place goes: the
// answer then comes as a direct message.
func placed(c Command, v slack.ModalViewRequest) slack.ModalViewRequest {
	own := v.PrivateMetadata
	at := place{Channel: c.Channel, URL: c.Reply.URL, TS: c.Reply.TS, Home: c.Reply.Home, Private: own}
	if p, ok := c.origin(); ok {
		at.Item = p.BlockID()
	}
	v.PrivateMetadata = private(at)
	if len(v.PrivateMetadata) > maxPrivate {
		v.PrivateMetadata = private(place{Home: c.Reply.Home, Private: own})
	}
	return v
}

// parsePlace reads what placed wrote.
func parsePlace(metadata string) (place, string) {
	var p place
	if err := json.Unmarshal([]byte(metadata), &p); err != nil {
		return place{}, metadata // not one of ours: an older version
	}
	return p, p.Private
}
