package slacksim_test

import (
	"database/sql"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"rapport/internal/slacksim"
)

func TestABoxResumesWhereItStood(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a box?.db")
	o := slacksim.Options{Store: file, BotToken: "xoxb-kept", AppToken: "xapp-kept"}
	var url string
	var mia slacksim.Member
	var before slacksim.Snapshot
	t.Run("first", func(t *testing.T) {
		b := newBox(t, o)
		mia = b.mia
		bt := b.connect(1, nil)
		b.send(b.mia, b.mia.DM, "hello")
		b.send(b.mia, b.mia.DM, "/met Jane")
		cmd := bt.events(socketmode.EventTypeSlashCommand)[0].Data.(slack.SlashCommand)
		url = strings.TrimPrefix(cmd.ResponseURL, b.url)
		if _, err := bt.api.OpenView(cmd.TriggerID, modal("Met")); err != nil {
			t.Fatal(err)
		}
		if _, err := bt.api.PublishView(b.mia.ID, slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{button("b", "go", "v")}}}, ""); err != nil {
			t.Fatal(err)
		}
		b.post(bt, button("b", "go", "v"))
		if err := b.Advance(t.Context(), start.Add(24*time.Hour)); err != nil {
			t.Fatal(err)
		}
		var err error
		if before, err = b.Snapshot(b.mia.ID, b.mia.DM); err != nil {
			t.Fatal(err)
		}
		if _, err := slacksim.New(slacksim.Options{Now: time.Now, Store: file}); err == nil {
			t.Error("a second box took the same file")
		}
	})
	b := newBox(t, o)
	after, err := b.Snapshot(mia.ID, mia.DM)
	if err != nil {
		t.Fatal(err)
	}
	if !after.Clock.Now.Equal(start.Add(24*time.Hour)) || after.Team != before.Team || len(after.Members) != 2 || len(after.Channels) != 1 {
		t.Errorf("resumed %+v", after)
	}
	if len(after.Messages) != 2 || after.Messages[1].TS != before.Messages[1].TS || string(after.Messages[1].Blocks) != string(before.Messages[1].Blocks) {
		t.Errorf("messages %+v", after.Messages)
	}
	if after.View == nil || after.View.Title != "Met" || after.Home == nil || after.Home.Hash != before.Home.Hash {
		t.Errorf("views %+v, %+v", after.View, after.Home)
	}
	err = slack.PostWebhookCustomHTTP(b.url+url, b.web(), &slack.WebhookMessage{Text: "late"})
	if err == nil || b.Calls(0)[0].Error != "expired_url" {
		t.Errorf("the response_url got %v", err)
	}
	added := b.member(slacksim.Member{Name: "Noor"})
	if added.ID == mia.ID || added.ID == before.Members[1].ID {
		t.Errorf("the id %s was handed out twice", added.ID)
	}
}

func TestAnEventOnItsWayOutlivesTheBox(t *testing.T) {
	o := slacksim.Options{Store: filepath.Join(t.TempDir(), "box.db"), BotToken: "xoxb-kept", AppToken: "xapp-kept"}
	t.Run("first", func(t *testing.T) {
		b := newBox(t, o)
		zone := "Asia/Tokyo"
		if _, err := b.ChangeMember(b.mia.ID, slacksim.MemberChange{TZ: &zone}); err != nil {
			t.Fatal(err)
		}
	})
	bt := newBox(t, o).connect(1, nil)
	eventually(t, "the event arrives", func() bool { return len(bt.events(socketmode.EventTypeEventsAPI)) == 1 })
}

func TestAFileThatIsNotABoxIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "box.db")
	if err := os.WriteFile(file, []byte(strings.Repeat("not a database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := slacksim.New(slacksim.Options{Now: time.Now, Store: file}); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("got %v", err)
	}
}

func TestALaterFormatIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "box.db")
	db, err := sql.Open("sqlite3", file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := slacksim.New(slacksim.Options{Now: time.Now, Store: file}); err == nil || !strings.Contains(err.Error(), "format 99") {
		t.Errorf("got %v", err)
	}
}

// TestAKilledBoxHasKeptWhatItAnswered runs itself as a process that posts until
// it is killed, and checks that everything it reported is there.
func TestAKilledBoxHasKeptWhatItAnswered(t *testing.T) {
	const env = "SLACKSIM_KILL_ME"
	if file := os.Getenv(env); file != "" {
		postForever(t, file)
		return
	}
	file := filepath.Join(t.TempDir(), "box.db")
	self := exec.Command(os.Args[0], "-test.run=^TestAKilledBoxHasKeptWhatItAnswered$", "-test.v")
	self.Env = append(os.Environ(), env+"="+file)
	out, err := self.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := self.Start(); err != nil {
		t.Fatal(err)
	}
	var told strings.Builder
	buf := make([]byte, 4096)
	for strings.Count(told.String(), "posted ") < 50 {
		n, err := out.Read(buf)
		told.Write(buf[:n])
		if err != nil {
			t.Fatalf("%v after %s", err, told.String())
		}
	}
	if err := self.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = self.Wait() // it was killed
	b := newBox(t, slacksim.Options{Store: file})
	mia := b.Members()[0]
	kept, err := b.Messages(mia.ID, mia.DM, "")
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]bool{}
	for _, m := range kept {
		have[m.TS] = true
	}
	lines := strings.Split(told.String(), "\n")
	for _, line := range lines[:len(lines)-1] {
		if ts, ok := strings.CutPrefix(line, "posted "); ok && !have[ts] {
			t.Errorf("message %s was lost", ts)
		}
	}
}

// postForever reports each message once it is kept.
func postForever(t *testing.T, file string) {
	t.Helper()
	b := newBox(t, slacksim.Options{Store: file})
	for {
		m, err := b.PostAs(b.mia.ID, b.mia.DM, "x")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stdout.WriteString("posted " + m.TS + "\n"); err != nil {
			return
		}
	}
}
