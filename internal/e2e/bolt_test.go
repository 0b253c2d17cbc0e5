package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rapport/internal/slacksim"
)

// TestOfficialClient proves the simulator with somebody else's code: an app on
// Slack's own client for JavaScript, bolt/app.mjs, is driven through each door
// that Slack has, and members see what they would see in Slack.
func TestOfficialClient(t *testing.T) {
	b := newBolt(t)
	steps := []struct {
		name string
		run  func(*bolt)
	}{
		{"an acknowledgment carries the answer", (*bolt).acknowledges},
		{"buttons and menus of an ephemeral answer", (*bolt).presses},
		{"a modal refuses, then takes what was entered", (*bolt).orders},
		{"closing a modal is told", (*bolt).closes},
		{"shortcuts", (*bolt).shortcuts},
		{"a message is heard and answered", (*bolt).listens},
		{"App Home is published", (*bolt).showsHome},
		{"cursors and refusals are understood", (*bolt).followsAPI},
		{"a refreshed connection loses no event", (*bolt).reconnects},
		{"and commands work again", (*bolt).acknowledges},
	}
	for _, step := range steps {
		ok := t.Run(step.name, func(t *testing.T) {
			here := *b
			here.t = t
			step.run(&here)
		})
		if !ok {
			break // the steps share a workspace: what follows would mislead
		}
	}
	for _, c := range b.sim.Calls(0) {
		if asked := c.Method == "chat.postMessage" && c.Error == "invalid_blocks"; !c.OK && !asked {
			t.Errorf("the app's call of %s was refused: %s", c.Method, c.Error)
		}
	}
	if t.Failed() {
		t.Logf("the app said:\n%s", b.log)
	}
}

// bolt is a workspace with the app connected to it, and two people.
type bolt struct {
	t         *testing.T
	sim       *slacksim.Sim
	mia, omar slacksim.Member
	general   slacksim.Channel
	log       *tail
}

func newBolt(t *testing.T) *bolt {
	t.Helper()
	dir := boltPackages(t)
	sim, err := slacksim.New(slacksim.Options{
		Now: time.Now, Start: time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC), AppName: "Tea",
		Commands: []slacksim.Command{{Name: "/tea"}},
		Shortcuts: []slacksim.Shortcut{
			{Name: "Order tea", CallbackID: "order_anywhere", Type: "global"},
			{Name: "Quote", CallbackID: "quote", Type: "message"},
		},
		// An event sent while the app is reconnecting, which takes it 5 s, waits
		// for the new connection instead of being given up and sent again.
		AckTimeout: 20 * time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := sim.Close(); err != nil {
			t.Error(err)
		}
	})
	base, err := sim.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b := &bolt{t: t, sim: sim, log: &tail{}}
	if b.mia, err = sim.AddMember(slacksim.Member{Name: "Mia", TZ: "Europe/Berlin"}); err != nil {
		t.Fatal(err)
	}
	if b.omar, err = sim.AddMember(slacksim.Member{Name: "Omar", TZ: "America/New_York"}); err != nil {
		t.Fatal(err)
	}
	general := slacksim.Channel{Name: "general", Members: []string{"Mia", "Omar"}, Bot: true}
	if b.general, err = sim.AddChannel(general); err != nil {
		t.Fatal(err)
	}
	b.start(dir, base)
	return b
}

// start runs the app until the test ends, when it must exit by itself and well.
func (b *bolt) start(dir, base string) {
	b.t.Helper()
	cmd := exec.Command("node", "app.mjs")
	cmd.Dir = dir
	cmd.Stdout, cmd.Stderr = b.log, b.log
	tokens := b.sim.Credentials()
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"),
		"SLACK_API_URL=" + base + "/api/", "SLACK_BOT_TOKEN=" + tokens.BotToken, "SLACK_APP_TOKEN=" + tokens.AppToken,
	}
	in, err := cmd.StdinPipe()
	if err != nil {
		b.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.t.Fatalf("start the app: %v", err)
	}
	connected, cancel := context.WithTimeout(b.t.Context(), time.Minute)
	defer cancel()
	exited := make(chan error, 1)
	go func() {
		exited <- cmd.Wait()
		cancel()
	}()
	b.t.Cleanup(func() { b.stop(cmd.Process, in, exited) })
	if err := b.sim.Connected(connected, 1); err != nil {
		b.t.Fatalf("the app did not connect: %v; it said:\n%s", err, b.log)
	}
}

// stop ends the app's standard input, and the app itself if that is not enough.
func (b *bolt) stop(app *os.Process, in io.Closer, exited <-chan error) {
	if err := in.Close(); err != nil && !errors.Is(err, os.ErrClosed) {
		b.t.Errorf("end the app's input: %v", err)
	}
	select {
	case err := <-exited:
		if err != nil {
			b.t.Errorf("the app ended with %v; it said:\n%s", err, b.log)
		}
	case <-time.After(15 * time.Second):
		b.t.Errorf("the app did not end by itself; it said:\n%s", b.log)
		_ = app.Kill() // it may have ended just now
		<-exited
	}
}

func (b *bolt) acknowledges() {
	b.t.Helper()
	out := b.send(b.mia, b.general.ID, "/tea now")
	if out.AckMS < 0 || len(out.Messages) != 1 {
		b.t.Fatalf("outcome %+v", out)
	}
	if m := out.Messages[0]; m.Text != "The kettle is on." || !m.Ephemeral || !m.IsBot || m.Name != "Tea" {
		b.t.Errorf("Mia sees %+v", m)
	}
	if seen := b.texts(b.omar, b.general.ID); len(seen) != 0 {
		b.t.Errorf("Omar sees %q", seen)
	}
}

func (b *bolt) presses() {
	press := func(m slacksim.Message, action, value string) {
		b.t.Helper()
		act := slacksim.Act{As: b.mia.ID, In: m.In, TS: m.TS, ActionID: action}
		if value != "" {
			act.Value = slacksim.Value{value}
		}
		if out, err := b.sim.Click(b.t.Context(), act); err != nil || out.AckMS < 0 || out.Notice != "" {
			b.t.Fatalf("pressing %s: %+v, %v", action, out, err)
		}
	}
	b.send(b.mia, b.general.ID, "/tea later")
	tray := b.sees(b.mia, b.general.ID, "Tea for mia, later.")
	if !tray.Ephemeral || !strings.Contains(string(tray.Blocks), `"block_id":"tray"`) {
		b.t.Errorf("Mia sees %+v %s", tray, tray.Blocks)
	}
	press(tray, "pour", "")
	poured := b.sees(b.mia, b.general.ID, "Poured assam in tray for <@"+b.mia.ID+">.")
	if poured.TS != tray.TS || !poured.Ephemeral {
		b.t.Errorf("%s was answered by %+v instead of being replaced", tray.TS, poured)
	}
	b.send(b.mia, b.general.ID, "/tea later")
	tray = b.sees(b.mia, b.general.ID, "Tea for mia, later.")
	press(tray, "more", "milk")
	b.sees(b.mia, b.general.ID, tray.Text) // still there
	press(tray, "more", "away")
	b.wait("the tray is taken away", func() bool { return !slices.Contains(b.texts(b.mia, b.general.ID), tray.Text) })
	if seen := b.texts(b.omar, b.general.ID); len(seen) != 0 {
		b.t.Errorf("Omar sees %q", seen)
	}
}

// cups is what a member enters into the app's modal; an empty day is left out.
func cups(n, kind, day string) map[string]map[string]slacksim.Value {
	in := map[string]map[string]slacksim.Value{"guests": {"n": {n}}, "leaf": {"kind": {kind}}}
	if day != "" {
		in["day"] = map[string]slacksim.Value{"on": {day}}
	}
	return in
}

func (b *bolt) orders() {
	b.send(b.mia, b.general.ID, "/tea order")
	v := b.modal()
	if v.Title != "Order tea" || v.Submit != "Order" || v.CallbackID != "order" {
		b.t.Errorf("Mia sees %+v", v)
	}
	out := b.submit(v, cups("many", "oolong", "2026-11-05"))
	if want := "Write a number, such as 2."; out.Errors["guests"] != want || len(out.Errors) != 1 {
		b.t.Errorf("errors %v, want %q", out.Errors, want)
	}
	if still := b.modal(); still.ID != v.ID || still.Errors["guests"] == "" {
		b.t.Errorf("after the refusal Mia sees %+v", still)
	}
	out = b.submit(v, cups("2", "oolong", "2026-11-05"))
	if len(out.Errors) != 0 || out.Notice != "" || len(out.View) != 0 {
		b.t.Errorf("outcome %+v %s", out, out.View)
	}
	b.sees(b.mia, b.mia.DM, "2 × Oolong, 2026-11-05, by command.")
}

func (b *bolt) closes() {
	b.send(b.mia, b.general.ID, "/tea order")
	v := b.modal()
	if out, err := b.sim.CloseView(b.t.Context(), b.mia.ID, v.ID, false); err != nil || out.AckMS < 0 || len(out.View) != 0 {
		b.t.Errorf("closing: %+v, %v", out, err)
	}
	b.sees(b.mia, b.mia.DM, "No tea, then.")
}

func (b *bolt) shortcuts() {
	if _, err := b.sim.Shortcut(b.t.Context(), b.mia.ID, "order_anywhere", "", ""); err != nil {
		b.t.Fatal(err)
	}
	b.submit(b.modal(), cups("1", "assam", ""))
	b.sees(b.mia, b.mia.DM, "1 × Assam, any day, by shortcut.")

	said := b.send(b.omar, b.general.ID, "Milk first & foremost").Messages[0]
	if _, err := b.sim.Shortcut(b.t.Context(), b.mia.ID, "quote", b.general.ID, said.TS); err != nil {
		b.t.Fatal(err)
	}
	if m := b.sees(b.mia, b.general.ID, "You said: Milk first &amp; foremost"); !m.Ephemeral {
		b.t.Errorf("Mia sees %+v", m)
	}
}

func (b *bolt) listens() {
	if out := b.send(b.omar, b.omar.DM, "tea please"); out.AckMS < 0 {
		b.t.Errorf("outcome %+v", out)
	}
	if m := b.sees(b.omar, b.omar.DM, "Coming, <@"+b.omar.ID+">."); m.Ephemeral || !m.IsBot {
		b.t.Errorf("Omar sees %+v", m)
	}
}

func (b *bolt) showsHome() {
	if v, err := b.sim.Home(b.mia.ID); err != nil || v != nil {
		b.t.Errorf("before it is opened App Home shows %+v, %v", v, err)
	}
	if _, err := b.sim.OpenHome(b.t.Context(), b.mia.ID); err != nil {
		b.t.Fatal(err)
	}
	b.wait("App Home is published", func() bool {
		v, err := b.sim.Home(b.mia.ID)
		return err == nil && v != nil && strings.Contains(string(v.Blocks), "Open for <@"+b.mia.ID+">.")
	})
}

func (b *bolt) followsAPI() {
	b.send(b.mia, b.general.ID, "/tea guests")
	b.sees(b.mia, b.general.ID, "Cups for Mia, Omar.")
	b.send(b.mia, b.general.ID, "/tea sign")
	b.sees(b.mia, b.general.ID, "slack_webapi_platform_error: invalid_blocks")
}

// reconnects announces the end of the connection as Slack does. Slack's client
// closes it at once and comes back five seconds later: commands are lost in
// between, and Slack says so; events are not.
func (b *bolt) reconnects() {
	if n, err := b.sim.Refresh("warning"); err != nil || n != 1 {
		b.t.Fatalf("refreshed %d connections, %v", n, err)
	}
	b.wait("the app disconnects", func() bool { return !b.look(b.mia, "").App.Connected })
	lost := b.send(b.mia, b.general.ID, "/tea now")
	if lost.AckMS != -1 || len(lost.Messages) != 1 || !lost.Messages[0].Slackbot || !strings.Contains(lost.Messages[0].Text, "dispatch_failed") {
		b.t.Errorf("without a connection: %+v", lost)
	}
	b.send(b.mia, b.mia.DM, "tea in the meantime")
	b.sees(b.mia, b.mia.DM, "Coming, <@"+b.mia.ID+">.")
	if heard := slices.DeleteFunc(b.texts(b.mia, b.mia.DM), func(s string) bool { return !strings.HasPrefix(s, "Coming") }); len(heard) != 1 {
		b.t.Errorf("the event was answered %d times", len(heard))
	}
	if !b.look(b.mia, "").App.Connected {
		b.t.Error("the app is not connected again")
	}
}

func (b *bolt) send(as slacksim.Member, in, text string) slacksim.Outcome {
	b.t.Helper()
	out, err := b.sim.Send(b.t.Context(), as.ID, in, text)
	if err != nil {
		b.t.Fatal(err)
	}
	return out
}

func (b *bolt) submit(v *slacksim.View, values map[string]map[string]slacksim.Value) slacksim.Outcome {
	b.t.Helper()
	out, err := b.sim.Submit(b.t.Context(), b.mia.ID, v.ID, values)
	if err != nil || out.AckMS < 0 {
		b.t.Fatalf("submitting: %+v, %v", out, err)
	}
	return out
}

// look returns what a member sees, with the messages of one conversation.
func (b *bolt) look(as slacksim.Member, in string) slacksim.Snapshot {
	b.t.Helper()
	shot, err := b.sim.Snapshot(as.ID, in)
	if err != nil {
		b.t.Fatal(err)
	}
	return shot
}

// texts lists what a member sees of the app in a conversation.
func (b *bolt) texts(as slacksim.Member, in string) []string {
	b.t.Helper()
	var all []string
	for _, m := range b.look(as, in).Messages {
		if m.IsBot {
			all = append(all, m.Text)
		}
	}
	return all
}

// sees waits for a message of the app, and returns the newest with that text.
func (b *bolt) sees(as slacksim.Member, in, text string) slacksim.Message {
	b.t.Helper()
	var found slacksim.Message
	b.wait(fmt.Sprintf("%s sees %q", as.Name, text), func() bool {
		for _, m := range slices.Backward(b.look(as, in).Messages) {
			if m.IsBot && m.Text == text {
				found = m
				return true
			}
		}
		return false
	})
	return found
}

// modal waits until Mia has a modal open.
func (b *bolt) modal() *slacksim.View {
	b.t.Helper()
	var v *slacksim.View
	b.wait("a modal opens", func() bool {
		v = b.look(b.mia, "").View
		return v != nil
	})
	return v
}

// wait waits for what the app brings about, which takes it up to five seconds
// when it has to reconnect first.
func (b *bolt) wait(what string, holds func() bool) {
	b.t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if holds() {
			return
		}
	}
	b.t.Fatalf("never: %s; Mia sees %q; the app said:\n%s", what,
		append(b.texts(b.mia, b.mia.DM), b.texts(b.mia, b.general.ID)...), b.log)
}

// boltPackages returns the app's directory with Slack's client installed in it,
// at the version that is pinned there. Where that can't be, the test is skipped;
// under CI it fails instead.
func boltPackages(t *testing.T) string {
	t.Helper()
	lack := func(format string, args ...any) {
		t.Helper()
		says := "the simulator is not tested with Slack's own client: " + fmt.Sprintf(format, args...)
		if os.Getenv("CI") == "true" {
			t.Fatal(says)
		}
		t.Skip(says)
	}
	dir, err := filepath.Abs("bolt")
	if err != nil {
		t.Fatal(err)
	}
	version, err := exec.Command("node", "--version").Output()
	if err != nil {
		lack("node can't be run (%v)", err)
	}
	major, _, _ := strings.Cut(strings.TrimPrefix(string(version), "v"), ".")
	if n, err := strconv.Atoi(major); err != nil || n < 20 {
		lack("node is %s, and Slack's client needs 20 or newer", strings.TrimSpace(string(version)))
	}
	var pinned struct{ Dependencies map[string]string }
	raw, err := os.ReadFile(filepath.Join(dir, "package.json"))
	if err == nil {
		err = json.Unmarshal(raw, &pinned)
	}
	if err != nil {
		t.Fatal(err)
	}
	want := pinned.Dependencies["@slack/bolt"]
	if boltVersion(dir) == want {
		return dir
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	install := exec.CommandContext(ctx, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
	install.Dir = dir
	install.WaitDelay = 5 * time.Second // for what npm itself has started
	if out, err := install.CombinedOutput(); err != nil {
		lack("npm can't get it (%v):\n%s", err, out)
	}
	if got := boltVersion(dir); got != want {
		t.Fatalf("npm installed @slack/bolt %q, package.json pins %q", got, want)
	}
	return dir
}

// boltVersion returns the version of Slack's client that is installed in dir, ""
// for none.
func boltVersion(dir string) string {
	raw, err := os.ReadFile(filepath.Join(dir, "node_modules", "@slack", "bolt", "package.json"))
	if err != nil {
		return ""
	}
	var is struct{ Version string }
	if json.Unmarshal(raw, &is) != nil {
		return "" // cut short while it was written
	}
	return is.Version
}
