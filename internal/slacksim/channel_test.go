package slacksim_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"rapport/internal/slacksim"
)

// aboutChannels are the events of channels, as an app subscribes to them.
var aboutChannels = []string{
	"channel_archive", "channel_unarchive", "channel_rename", "channel_left", "channel_deleted", "member_joined_channel", "member_left_channel",
	"group_archive", "group_unarchive", "group_rename", "group_left", "group_deleted",
}

// inner is an event inside its envelope.
type inner struct {
	Type    string          `json:"type"`
	Channel json.RawMessage `json:"channel"`
	User    string          `json:"user"`
	Inviter string          `json:"inviter"`
	Actor   string          `json:"actor_id"`
}

// told waits for n events and lists them, "type by whom".
func (bt *bot) told(t *testing.T, n int) []string {
	t.Helper()
	eventually(t, "the events", func() bool { return len(bt.events(socketmode.EventTypeEventsAPI)) >= n })
	var all []string
	for _, e := range bt.events(socketmode.EventTypeEventsAPI) {
		var payload struct{ Event inner }
		if err := json.Unmarshal(e.Request.Payload, &payload); err != nil {
			t.Fatal(err)
		}
		in := payload.Event
		all = append(all, strings.Join(strings.Fields(strings.Join([]string{in.Type, in.User, in.Inviter, in.Actor}, " ")), " "))
		if in.Type == "channel_rename" && !strings.Contains(string(in.Channel), `"name":"mentors"`) {
			t.Errorf("channel_rename says %s", in.Channel)
		}
	}
	return all
}

func TestTheLifeOfAChannelIsTold(t *testing.T) {
	b := newBox(t, slacksim.Options{Events: aboutChannels})
	bt := b.connect(1, nil)
	me := b.bot()
	for _, typed := range []string{"/rename mentors", "/remove @rapport", "/invite @rapport", "/archive"} {
		b.send(b.mia, b.general.ID, typed)
	}
	b.do("POST", "/sim/channel/"+b.general.ID, `{"archived":false,"private":true}`, nil)
	b.do("POST", "/sim/channel/"+b.general.ID, `{"name":"secret"}`, nil)
	b.do("POST", "/sim/channel/"+b.general.ID, `{"deleted":true}`, nil)
	want := []string{
		"channel_rename", "member_left_channel " + me, "channel_left " + b.mia.ID, "member_joined_channel " + me + " " + b.mia.ID,
		"channel_archive " + b.mia.ID, "channel_unarchive", "group_rename", "group_deleted",
	}
	if got := bt.told(t, len(want)); !slices.Equal(got, want) {
		t.Errorf("told %q\nwant %q", got, want)
	}
	_, _, err := b.client("").PostMessage(b.general.ID, slack.MsgOptionText("x", false))
	wantCode(t, err, "channel_not_found")
}

func TestEventsOfChannelsNeedTheirScope(t *testing.T) {
	b := newBox(t, slacksim.Options{Events: aboutChannels, Scopes: []string{"commands", "chat:write"}})
	bt := b.connect(1, nil)
	b.send(b.mia, b.general.ID, "/rename mentors")
	_, err := b.client("").GetConversationInfo(&slack.GetConversationInfoInput{ChannelID: b.general.ID})
	wantCode(t, err, "missing_scope")
	b.do("POST", "/sim/app", `{"scopes":["commands","chat:write","channels:read"]}`, nil)
	b.send(b.mia, b.general.ID, "/archive")
	if got := bt.told(t, 1); !slices.Equal(got, []string{"channel_archive " + b.mia.ID}) {
		t.Errorf("told %q", got)
	}
	if _, err = b.client("").GetConversationInfo(&slack.GetConversationInfoInput{ChannelID: b.general.ID}); err != nil {
		t.Errorf("with the scope: %v", err)
	}
}

func TestCommandsOfTheClient(t *testing.T) {
	b := newBox(t, slacksim.Options{Commands: []slacksim.Command{{Name: "/met"}}})
	noor := b.member(slacksim.Member{Name: "Noor"})
	b.send(b.mia, b.general.ID, "/invite @noor")
	b.send(noor, b.general.ID, "/leave")
	b.send(b.mia, b.general.ID, "/remove @omar")
	room := b.Channels()[0]
	if !slices.Equal(room.Members, []string{b.mia.ID}) || !room.Bot {
		t.Errorf("in it are %v", room.Members)
	}
	for in, typed := range map[string]string{b.general.ID: "/invite somebody", b.mia.DM: "/archive"} {
		_, err := b.Send(t.Context(), b.mia.ID, in, typed)
		wantRefusal(t, err)
	}
}

func TestAPrivateChannelIsThereForThoseInIt(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	secret := b.channel(slacksim.Channel{Name: "secret", Private: true, Members: []string{"Mia"}})
	ask := &slack.GetConversationInfoInput{ChannelID: secret.ID}
	_, err := b.client("").GetConversationInfo(ask)
	wantCode(t, err, "channel_not_found")
	b.send(b.mia, secret.ID, "/invite @rapport")
	c, err := b.client("").GetConversationInfo(ask)
	if err != nil || !c.IsPrivate || !c.IsMember {
		t.Errorf("once it is in it: %+v, %v", c, err)
	}
}

const png = "\x89PNG\r\n\x1a\n0000"

func TestAPictureTakesItsTime(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	api := b.client("")
	if err := b.Fault(slacksim.Fault{Method: "files.completeUploadExternal", Mode: "slow", RetryAfter: 30}); err != nil {
		t.Fatal(err)
	}
	f, err := api.UploadFile(slack.UploadFileParameters{Filename: "chart.png", FileSize: len(png), Reader: strings.NewReader(png)})
	if err != nil {
		t.Fatal(err)
	}
	post := func() error {
		image := slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: f.ID}, "sessions a week", "", nil)
		_, _, err := api.PostMessage(b.general.ID, slack.MsgOptionText("x", false), slack.MsgOptionBlocks(slack.NewDividerBlock(), image))
		return err
	}
	err = post()
	wantCode(t, err, "invalid_blocks")
	var said slack.SlackErrorResponse
	if !errors.As(err, &said) || !slices.Contains(said.ResponseMetadata.Messages, "[ERROR] invalid slack file [json-pointer:/blocks/1/slack_file]") {
		t.Errorf("says %+v", said.ResponseMetadata)
	}
	if err := b.Advance(t.Context(), start.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if err := post(); err != nil {
		t.Errorf("a minute later: %v", err)
	}
}

func TestAFileHangsInAThread(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	api := b.client("")
	_, ts, err := api.PostMessage(b.mia.DM, slack.MsgOptionText("The report.", false))
	if err != nil {
		t.Fatal(err)
	}
	const csv = "pair,last\n"
	_, err = api.UploadFile(slack.UploadFileParameters{
		Filename: "pairs.csv", Title: "Pairs", FileSize: len(csv), Reader: strings.NewReader(csv), Channel: b.mia.DM, ThreadTimestamp: ts,
	})
	if err != nil {
		t.Fatal(err)
	}
	all, err := b.Messages(b.mia.ID, b.mia.DM, ts)
	if err != nil || len(all) != 1 || all[0].Thread != ts || len(all[0].Files) != 1 || all[0].Files[0].Title != "Pairs" || all[0].Files[0].Size != len(csv) {
		t.Fatalf("in the conversation: %+v, %v", all, err)
	}
	page, err := b.web().Get(b.url + "/files/" + all[0].Files[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	_ = page.Body.Close()
	if page.StatusCode != http.StatusOK || !strings.HasPrefix(page.Header.Get("Content-Type"), "text/csv") {
		t.Errorf("the file is served as %d %s", page.StatusCode, page.Header.Get("Content-Type"))
	}
	_, err = api.UploadFile(slack.UploadFileParameters{
		Filename: "a.csv", FileSize: 1, Reader: strings.NewReader("a"), Channel: b.mia.DM, ThreadTimestamp: "1.000001",
	})
	wantCode(t, err, "CompleteUploadExternal: thread_not_found")
}

// bot is the bot's user id.
func (b *box) bot() string {
	b.t.Helper()
	who, err := b.client("").AuthTest()
	if err != nil {
		b.t.Fatal(err)
	}
	return who.UserID
}
