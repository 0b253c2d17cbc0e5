package bot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"rapport/domain"
)

// shutter keeps which channels were shut, and when.
type shutter struct {
	shut []string
	err  error
}

func (s *shutter) Shut(_ context.Context, w domain.WorkspaceID, channel string, at time.Time) (int, error) {
	s.shut = append(s.shut, fmt.Sprintf("%s/%s at %s", w, channel, at.Format(time.RFC3339Nano)))
	return 1, s.err
}

// channelEvent is an event about a channel, as Slack sends it.
func channelEvent(kind, more string) string {
	return fmt.Sprintf(`{"team_id":"T1","api_app_id":"A1","type":"event_callback","event_id":"Ev1","event":{"type":%q,"channel":"C7","event_ts":"1764000000.000500"%s}}`, kind, more)
}

func TestAShutChannelCancelsWhatIsOnItsWayThere(t *testing.T) {
	const shut = "T1/C7 at 2025-11-24T16:00:00.0005Z"
	tests := []struct {
		event string
		want  string
	}{
		{channelEvent("channel_archive", `,"user":"U1"`), shut},
		{channelEvent("group_archive", `,"user":"U1"`), shut},
		{channelEvent("channel_deleted", ""), shut},
		{channelEvent("group_deleted", ""), shut},
		{channelEvent("channel_left", ""), shut},
		{channelEvent("group_left", ""), shut},
		{channelEvent("member_left_channel", `,"user":"UBOT"`), shut},
		{strings.Replace(channelEvent("channel_archive", ""), "1764000000.000500", "soon", 1), "T1/C7 at " + monday.Format(time.RFC3339Nano)},
		{channelEvent("member_left_channel", `,"user":"U1"`), ""},
		{channelEvent("member_left_channel", ""), ""},
		{channelEvent("member_joined_channel", `,"user":"UBOT"`), ""},
		{channelEvent("channel_unarchive", `,"user":"U1"`), ""},
		{channelEvent("channel_rename", ""), ""},
	}
	for _, tt := range tests {
		s := &shutter{}
		r := newRig(t, nil, func(o *Options) { o.Outgoing = s })
		for range 2 {
			if rw := r.knock(sign(request("POST", "/slack/events", jsonType, tt.event), tt.event, time.Now())); rw.Code != http.StatusOK {
				t.Errorf("%s is answered with %d", tt.event, rw.Code)
			}
		}
		if got := strings.Join(s.shut, ", "); tt.want == "" && got != "" || tt.want != "" && got != tt.want+", "+tt.want {
			t.Errorf("%s, twice: %q, want %q each time", tt.event, got, tt.want)
		}
		if calls := r.slack.methods(); len(calls) > 0 {
			t.Errorf("%s: Slack was called: %v", tt.event, calls)
		}
	}
}

func TestAShutChannelIsHeardOfAgainWhenItCouldNotBeNoted(t *testing.T) {
	s := &shutter{err: errors.New("disk full")}
	r := newRig(t, nil, func(o *Options) { o.Outgoing = s })
	event := channelEvent("channel_archive", "")
	if rw := r.knock(sign(request("POST", "/slack/events", jsonType, event), event, time.Now())); rw.Code != http.StatusServiceUnavailable {
		t.Errorf("answered with %d", rw.Code)
	}
}
