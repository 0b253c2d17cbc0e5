package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"rapport/internal/slacksim"
)

// workspace starts a simulated Slack and returns it with the environment of a
// bot that is to live there.
func workspace(t *testing.T, o slacksim.Options) (*slacksim.Sim, []string) {
	t.Helper()
	o.Now, o.Running = time.Now, true
	sim, err := slacksim.New(o)
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
	if !strings.HasPrefix(base, "http") {
		base = "http://" + base
	}
	c := sim.Credentials()
	return sim, []string{
		"SLACK_API_URL=" + base + "/api/", "SLACK_BOT_TOKEN=" + c.BotToken, "SLACK_APP_TOKEN=" + c.AppToken,
		"RAPPORT_ADDR=127.0.0.1:0", database(t),
	}
}

// serving is a bot that runs in this process.
type serving struct {
	t      *testing.T
	url    string
	stderr *screen
	stop   context.CancelFunc // as SIGTERM does
	exit   chan int
}

// serve starts `bot serve` and waits for its address.
func serve(t *testing.T, environ []string, args ...string) *serving {
	t.Helper()
	return serveAt(t, 0, environ, args...)
}

// serveAt is serve on a machine whose clock is off.
func serveAt(t *testing.T, off time.Duration, environ []string, args ...string) *serving {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	s := &serving{t: t, stderr: &screen{}, stop: stop, exit: make(chan int, 1)}
	w := &world{environ: environ, stdout: &screen{}, stderr: s.stderr, now: func() time.Time { return time.Now().Add(off) }}
	go func() { s.exit <- w.run(ctx, append([]string{"serve"}, args...)) }()
	t.Cleanup(stop)
	s.listening()
	return s
}

// listening waits for the bot's address.
func (s *serving) listening() {
	s.t.Helper()
	listening := regexp.MustCompile(`msg=listening setting=http.addr addr=(\S+)`)
	s.await("an address", func() bool {
		m := listening.FindStringSubmatch(s.stderr.String())
		if m == nil {
			return false
		}
		s.url = "http://" + m[1]
		return true
	})
}

// await waits until done, for half a minute at most.
func (s *serving) await(what string, done func() bool) {
	s.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if done() {
			return
		}
		select {
		case code := <-s.exit:
			s.t.Fatalf("the bot ended with %d while %s was awaited:\n%s", code, what, s.stderr)
		default:
		}
	}
	s.t.Fatalf("%s did not come:\n%s", what, s.stderr)
}

// get returns the status and body of a path.
func (s *serving) get(path string) (int, string) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.url+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	var body strings.Builder
	if _, err := io.Copy(&body, res.Body); err != nil {
		s.t.Fatal(err)
	}
	return res.StatusCode, body.String()
}

// ends stops the bot and checks that it leaves with 0.
func (s *serving) ends() {
	s.t.Helper()
	s.stop()
	select {
	case code := <-s.exit:
		if code != 0 {
			s.t.Errorf("the bot ended with %d:\n%s", code, s.stderr)
		}
	case <-time.After(20 * time.Second):
		s.t.Fatalf("the bot did not end:\n%s", s.stderr)
	}
}

func TestServeAnswersOverASocket(t *testing.T) {
	leakFree(t)
	sim, environ := workspace(t, slacksim.Options{})
	mia, err := sim.AddMember(slacksim.Member{Name: "Mia Keller", TZ: "Europe/Berlin"})
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, environ)
	s.await("readiness", func() bool { code, _ := s.get("/readyz"); return code == http.StatusOK })
	got, err := sim.Send(t.Context(), mia.ID, mia.DM, "/met Jane coffee")
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Messages) == 0 || !strings.Contains(got.Messages[0].Text, "Jane") {
		t.Errorf("/met Jane coffee is answered with %+v", got)
	}
	if code, body := s.get("/healthz"); code != http.StatusOK || body != "ok\n" {
		t.Errorf("/healthz is %d %q", code, body)
	}
	code, body := s.get("/metrics")
	for _, want := range []string{`rapport_commands_total{outcome="done",verb="met"} 1`, "rapport_sockets_open", "rapport_last_tick_timestamp_seconds", "go_goroutines"} {
		if code != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("/metrics (%d) does not tell %s:\n%s", code, want, body)
		}
	}
	if strings.Contains(body, "Jane") || strings.Contains(body, mia.ID) {
		t.Error("/metrics tells of people")
	}
	if code, _ := s.get("/slack/commands"); code != http.StatusNotFound {
		t.Errorf("without a signing secret the HTTP door is %d", code)
	}
	s.ends()
	for _, secret := range []string{sim.Credentials().BotToken, sim.Credentials().AppToken, "Jane"} {
		if strings.Contains(s.stderr.String(), secret) {
			t.Errorf("the log holds %q:\n%s", secret, s.stderr)
		}
	}
}

// While Slack can't be reached the bot lives, is not ready, and can be stopped.
func TestServeWaitsForSlack(t *testing.T) {
	leakFree(t)
	s := serve(t, []string{
		"SLACK_API_URL=http://" + closedAddr(t) + "/api/", "SLACK_BOT_TOKEN=xoxb-1", "SLACK_SIGNING_SECRET=s",
		"RAPPORT_ADDR=127.0.0.1:0", database(t),
	})
	if code, _ := s.get("/healthz"); code != http.StatusOK {
		t.Errorf("/healthz is %d", code)
	}
	if code, body := s.get("/readyz"); code != http.StatusServiceUnavailable || body != "slack: not reached yet\n" {
		t.Errorf("/readyz is %d %q", code, body)
	}
	if code, _ := s.get("/slack/events"); code != http.StatusServiceUnavailable {
		t.Errorf("the door of a bot without Slack is %d", code)
	}
	s.await("a word in the log", func() bool { return strings.Contains(s.stderr.String(), "Slack can't be reached") })
	s.ends()
}

// A token that Slack refuses is no reason to try for ever.
func TestServeEndsWhenRefused(t *testing.T) {
	leakFree(t)
	_, environ := workspace(t, slacksim.Options{})
	environ = append(environ, "SLACK_BOT_TOKEN=xoxb-other")
	code, _, said := call(t.Context(), environ, "serve")
	if code != exitFailed || !strings.Contains(said, "Slack refuses the bot's token: it knows no such token") {
		t.Errorf("a refused bot ends with %d and says %s", code, said)
	}
}

func TestServeSaysWhyItCannotListen(t *testing.T) {
	leakFree(t)
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	code, _, said := call(t.Context(), []string{"SLACK_BOT_TOKEN=xoxb-1", "SLACK_SIGNING_SECRET=s", "RAPPORT_ADDR=" + l.Addr().String(), database(t)}, "serve")
	if code != exitFailed || !strings.Contains(said, "listen on http.addr") {
		t.Errorf("a taken address ends with %d and says %s", code, said)
	}
}

func TestAdminAddressIsApart(t *testing.T) {
	leakFree(t)
	dir := t.TempDir()
	path := dir + "/config.yaml"
	writeFile(t, path, "http: {admin_addr: '127.0.0.1:0'}\nlog: {format: text}\n")
	s := serve(t, []string{
		"SLACK_API_URL=http://" + closedAddr(t) + "/api/", "SLACK_BOT_TOKEN=xoxb-1", "SLACK_SIGNING_SECRET=s",
		"RAPPORT_ADDR=127.0.0.1:0", database(t),
	}, "--config", path)
	if code, _ := s.get("/metrics"); code != http.StatusNotFound {
		t.Errorf("/metrics beside the doors is %d", code)
	}
	admin := regexp.MustCompile(`setting=http.admin_addr addr=(\S+)`)
	s.await("the admin address", func() bool { return admin.MatchString(s.stderr.String()) })
	addr := admin.FindStringSubmatch(s.stderr.String())[1]
	s.url = "http://" + addr
	if code, _ := s.get("/metrics"); code != http.StatusOK {
		t.Errorf("/metrics at the admin address is %d", code)
	}
	writeFile(t, path, "http: {admin_addr: '"+addr+"'}\n")
	if code, out, said := call(t.Context(), nil, "healthcheck", "--config", path); code != 0 || out != "ok\n" {
		t.Errorf("bot healthcheck ends with %d, %q, %q", code, out, said)
	}
	s.ends()
	if code, _, _ := call(t.Context(), nil, "healthcheck", "--config", path); code != exitFailed {
		t.Errorf("the healthcheck of a bot that is gone ends with %d", code)
	}
}

// closedAddr returns an address at which nobody listens.
func closedAddr(t *testing.T) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
