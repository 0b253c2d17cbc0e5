package slacksim_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"rapport/internal/slacksim"
)

func TestAuthTestTellsWhoTheBotIs(t *testing.T) {
	b := newBox(t, slacksim.Options{TeamName: "Acme Inc", AppName: "rapport"})
	who, err := b.client("").AuthTest()
	if err != nil {
		t.Fatal(err)
	}
	if who.Team != "Acme Inc" || who.User != "rapport" || who.UserID == "" || who.BotID == "" || who.TeamID == "" {
		t.Errorf("auth.test says %+v", who)
	}
	if scopes := who.Header.Get("X-Oauth-Scopes"); !strings.Contains(scopes, "chat:write") {
		t.Errorf("x-oauth-scopes is %q", scopes)
	}
}

func TestTokensAreChecked(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	for token, want := range map[string]string{
		"xoxb-forged":                "invalid_auth",
		" ":                          "invalid_auth",
		b.Credentials().AppToken:     "not_allowed_token_type",
		b.Credentials().BotToken[1:]: "invalid_auth",
	} {
		_, err := b.client(token).AuthTest()
		wantCode(t, err, want)
	}
	_, err := slack.New("", slack.OptionAPIURL(b.url+"/api/")).AuthTest()
	wantCode(t, err, "not_authed")
	_, _, err = slack.New("", slack.OptionAPIURL(b.url+"/api/"), slack.OptionAppLevelToken(b.Credentials().BotToken)).StartSocketModeContext(t.Context())
	wantCode(t, err, "not_allowed_token_type")
	if err := b.Uninstall(); err != nil {
		t.Fatal(err)
	}
	_, err = b.client("").AuthTest()
	wantCode(t, err, "account_inactive")
	for _, c := range b.Calls(0) {
		if c.Args["token"] != nil {
			t.Errorf("call %d shows its token", c.N)
		}
	}
}

func TestMissingScopeNamesIt(t *testing.T) {
	b := newBox(t, slacksim.Options{Scopes: []string{"commands"}})
	_, _, err := b.client("").PostMessage(b.mia.DM, slack.MsgOptionText("hi", false))
	var said slack.SlackErrorResponse
	if !errors.As(err, &said) || said.Err != "missing_scope" || said.Needed != "chat:write" || said.Provided != "commands" {
		t.Errorf("got %#v", err)
	}
	_, err = b.client("").GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: b.mia.DM})
	if !errors.As(err, &said) || said.Needed != "im:history" {
		t.Errorf("got %#v", err)
	}
}

func TestPostMessageIsRefused(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	api := b.client("")
	quiet := b.channel(slacksim.Channel{Name: "quiet", Members: []string{"Mia"}})
	secret := b.channel(slacksim.Channel{Name: "secret", Private: true})
	old := b.channel(slacksim.Channel{Name: "old", Bot: true})
	archived := true
	if _, err := b.ChangeChannel(old.ID, slacksim.ChannelChange{Archived: &archived}); err != nil {
		t.Fatal(err)
	}
	text := slack.MsgOptionText("hi", false)
	long := slack.MsgOptionText(strings.Repeat("é", 4001), false)
	badBlock := slack.MsgOptionBlocks(slack.NewHeaderBlock(slack.NewTextBlockObject("plain_text", strings.Repeat("x", 151), false, false)))
	for _, c := range []struct {
		in   string
		opt  slack.MsgOption
		code string
	}{
		{"C0NONE", text, "channel_not_found"},
		{quiet.ID, text, "not_in_channel"},
		{secret.ID, text, "channel_not_found"},
		{old.ID, text, "is_archived"},
		{b.mia.DM, slack.MsgOptionText("", false), "no_text"},
		{b.mia.DM, long, "msg_too_long"},
		{b.mia.DM, badBlock, "invalid_blocks"},
	} {
		_, _, err := api.PostMessage(c.in, c.opt)
		wantCode(t, err, c.code)
		var said slack.SlackErrorResponse
		if c.code == "invalid_blocks" && (!errors.As(err, &said) || len(said.ResponseMetadata.Messages) != 1 ||
			!strings.Contains(said.ResponseMetadata.Messages[0], "[json-pointer:/blocks/0/text")) {
			t.Errorf("invalid_blocks says %+v", said.ResponseMetadata)
		}
	}
	if _, _, err := api.PostMessage(b.mia.ID, text); err != nil {
		t.Errorf("a user's id opens their direct message: %v", err)
	}
}

func TestPostUpdateDeleteAndHistory(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	api := b.client("")
	meta := slack.MsgOptionMetadata(slack.SlackMetadata{EventType: "digest", EventPayload: map[string]any{"nonce": "n1"}})
	in, first, err := api.PostMessage(b.mia.DM, slack.MsgOptionText("one", false), meta, slack.MsgOptionBlocks(button("b", "go", "v")))
	if err != nil || in != b.mia.DM {
		t.Fatal(in, err)
	}
	_, second, err := api.PostMessage(b.mia.DM, slack.MsgOptionText("two", false))
	if err != nil || second <= first {
		t.Fatalf("ts %s does not follow %s: %v", second, first, err)
	}
	history := func(p slack.GetConversationHistoryParameters) []string {
		t.Helper()
		p.ChannelID = b.mia.DM
		got, err := api.GetConversationHistory(&p)
		if err != nil {
			t.Fatal(err)
		}
		var texts []string
		for _, m := range got.Messages {
			texts = append(texts, m.Text+nonce(m))
		}
		return texts
	}
	want := func(got []string, want ...string) {
		t.Helper()
		if !slices.Equal(got, want) {
			t.Errorf("history is %q, want %q", got, want)
		}
	}
	want(history(slack.GetConversationHistoryParameters{IncludeAllMetadata: true}), "two", "one n1")
	want(history(slack.GetConversationHistoryParameters{}), "two", "one")
	want(history(slack.GetConversationHistoryParameters{Oldest: first}), "two")
	want(history(slack.GetConversationHistoryParameters{Oldest: first, Inclusive: true}), "two", "one")
	want(history(slack.GetConversationHistoryParameters{Latest: second}), "one")
	page, err := api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: b.mia.DM, Limit: 1})
	if err != nil || !page.HasMore || page.ResponseMetaData.NextCursor == "" {
		t.Fatalf("first page %+v, %v", page, err)
	}
	want(history(slack.GetConversationHistoryParameters{Limit: 1, Cursor: page.ResponseMetaData.NextCursor}), "one")
	_, err = api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: b.mia.DM, Cursor: "made up"})
	wantCode(t, err, "invalid_cursor")

	if _, _, _, err = api.UpdateMessage(b.mia.DM, first, slack.MsgOptionText("one, edited", false)); err != nil {
		t.Fatal(err)
	}
	seen, err := b.Messages(b.mia.ID, b.mia.DM, "")
	if err != nil || len(seen) != 2 || seen[0].Text != "one, edited" || !seen[0].Edited || !strings.Contains(string(seen[0].Blocks), `"go"`) {
		t.Errorf("after the update %+v, %v", seen, err)
	}
	if _, _, err = api.DeleteMessage(b.mia.DM, second); err != nil {
		t.Fatal(err)
	}
	want(history(slack.GetConversationHistoryParameters{}), "one, edited")
	theirs, err := b.PostAs(b.mia.ID, b.mia.DM, "hello there")
	if err != nil {
		t.Fatal(err)
	}
	_, _, _, err = api.UpdateMessage(b.mia.DM, theirs.TS, slack.MsgOptionText("x", false))
	wantCode(t, err, "cant_update_message")
	_, _, _, err = api.UpdateMessage(b.mia.DM, "1.000001", slack.MsgOptionText("x", false))
	wantCode(t, err, "message_not_found")
	_, _, err = api.DeleteMessage(b.mia.DM, theirs.TS)
	wantCode(t, err, "cant_delete_message")
}

// nonce shows a message's metadata.
func nonce(m slack.Message) string {
	if n, ok := m.Metadata.EventPayload["nonce"].(string); ok {
		return " " + n
	}
	return ""
}

func TestEphemeralIsSeenByOneAndCannotBeUpdated(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	api := b.client("")
	ts, err := api.PostEphemeral(b.general.ID, b.mia.ID, slack.MsgOptionText("psst", false))
	if err != nil {
		t.Fatal(err)
	}
	for m, want := range map[slacksim.Member]int{b.mia: 1, b.omar: 0} {
		if seen, err := b.Messages(m.ID, b.general.ID, ""); err != nil || len(seen) != want {
			t.Errorf("%s sees %d messages, want %d (%v)", m.Name, len(seen), want, err)
		}
	}
	_, _, _, err = api.UpdateMessage(b.general.ID, ts, slack.MsgOptionText("x", false))
	wantCode(t, err, "message_not_found")
	_, err = api.PostEphemeral(b.mia.DM, b.omar.ID, slack.MsgOptionText("psst", false))
	wantCode(t, err, "user_not_in_channel")
}

func TestConversations(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	api := b.client("")
	b.channel(slacksim.Channel{Name: "secret", Private: true, Members: []string{"Mia"}})
	dm, _, _, err := api.OpenConversation(&slack.OpenConversationParameters{Users: []string{b.mia.ID}})
	if err != nil || dm.ID != b.mia.DM {
		t.Fatalf("opened %v, %v", dm, err)
	}
	_, _, _, err = api.OpenConversation(&slack.OpenConversationParameters{Users: []string{"U0NONE"}})
	wantCode(t, err, "user_not_found")
	list, _, err := api.GetConversations(&slack.GetConversationsParameters{Types: []string{"public_channel", "private_channel"}})
	if err != nil || len(list) != 1 || list[0].Name != "general" || !list[0].IsMember {
		t.Errorf("conversations.list shows %+v, %v", list, err)
	}
	in, _, err := api.GetUsersInConversation(&slack.GetUsersInConversationParameters{ChannelID: b.general.ID})
	if err != nil || len(in) != 3 {
		t.Errorf("members are %v, %v", in, err)
	}
	info, err := api.GetConversationInfo(&slack.GetConversationInfoInput{ChannelID: b.mia.DM})
	if err != nil || !info.IsIM || info.User != b.mia.ID {
		t.Errorf("info is %+v, %v", info, err)
	}
	_, _, _, err = api.JoinConversation(b.general.ID)
	wantCode(t, err, "missing_scope")
}

func TestUsersHaveZonesAndPages(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	api := b.client("")
	u, err := api.GetUserInfo(b.mia.ID)
	if err != nil || u.TZ != "Europe/Berlin" || u.TZOffset != 3600 || u.RealName != "Mia Berg" || u.Name != "mia" || u.Deleted {
		t.Errorf("users.info says %+v, %v", u, err)
	}
	_, err = api.GetUserInfo("U0NONE")
	wantCode(t, err, "user_not_found")
	var names []string
	for p := api.GetUsersPaginated(slack.GetUsersOptionLimit(1)); ; {
		if p, err = p.Next(t.Context()); err != nil {
			break
		}
		for _, u := range p.Users {
			names = append(names, u.Name)
		}
	}
	if !slices.Equal(names, []string{"rapport", "mia", "omar"}) {
		t.Errorf("users.list shows %v", names)
	}
	gone := true
	if _, err := b.ChangeMember(b.omar.ID, slacksim.MemberChange{Deleted: &gone}); err != nil {
		t.Fatal(err)
	}
	if u, err := api.GetUserInfo(b.omar.ID); err != nil || !u.Deleted {
		t.Errorf("a deactivated member shows as %+v, %v", u, err)
	}
	_, err = b.Send(t.Context(), b.omar.ID, b.omar.DM, "hello")
	wantRefusal(t, err)
}

func TestPostsAreLimitedToOneASecond(t *testing.T) {
	b := newBox(t, slacksim.Options{PostBurst: 2, Events: []string{}})
	api := b.client("")
	post := func(in string) error {
		_, _, err := api.PostMessage(in, slack.MsgOptionText("x", false))
		return err
	}
	for range 2 {
		if err := post(b.mia.DM); err != nil {
			t.Fatal(err)
		}
	}
	var limited *slack.RateLimitedError
	if err := post(b.mia.DM); !errors.As(err, &limited) || limited.RetryAfter != time.Second {
		t.Errorf("the third got %v", err)
	}
	if err := post(b.omar.DM); err != nil {
		t.Errorf("another conversation got %v", err)
	}
	if err := b.Advance(t.Context(), start.Add(2*time.Second)); err != nil {
		t.Fatal(err)
	}
	if err := post(b.mia.DM); err != nil {
		t.Errorf("after the box's clock moved: %v", err)
	}
	b.wall.forward(2 * time.Second)
	if err := post(b.mia.DM); err != nil {
		t.Errorf("after the wall's clock moved: %v", err)
	}
}

func TestAWorkspaceTakesSoManyPostsAMinute(t *testing.T) {
	b := newBox(t, slacksim.Options{PostBurst: 100, PostsPerMinute: 3, Events: []string{}})
	api := b.client("")
	var limited *slack.RateLimitedError
	for i, in := range []string{b.mia.DM, b.omar.DM, b.mia.DM, b.omar.DM} {
		_, _, err := api.PostMessage(in, slack.MsgOptionText("x", false))
		if refused := errors.As(err, &limited); refused != (i == 3) || refused && limited.RetryAfter != 20*time.Second {
			t.Errorf("post %d got %v", i+1, err)
		}
	}
}

func TestMethodsHaveTiers(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	api := b.client("")
	var limited *slack.RateLimitedError
	for range 40 { // 20 at once, and what the wall adds meanwhile
		if _, _, err := api.GetConversations(&slack.GetConversationsParameters{}); errors.As(err, &limited) {
			return
		}
	}
	t.Error("conversations.list was never limited")
}

func TestUploadAndImage(t *testing.T) {
	b := newBox(t, slacksim.Options{})
	api := b.client("")
	const png = "\x89PNG\r\n\x1a\n0000"
	f, err := api.UploadFile(slack.UploadFileParameters{Filename: "chart.png", Title: "Chart", FileSize: len(png), Reader: strings.NewReader(png)})
	if err != nil {
		t.Fatal(err)
	}
	image := func(id string) slack.MsgOption {
		return slack.MsgOptionBlocks(slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: id}, "sessions a week", "", nil))
	}
	if _, _, err := api.PostMessage(b.general.ID, slack.MsgOptionText("x", false), image(f.ID)); err != nil {
		t.Error(err)
	}
	_, _, err = api.PostMessage(b.general.ID, slack.MsgOptionText("x", false), image("F0NONE"))
	wantCode(t, err, "invalid_blocks")
	kept, ok := b.File(f.ID)
	if !ok || string(kept.Data) != png || kept.Mime != "image/png" {
		t.Errorf("kept %+v", kept)
	}
}
