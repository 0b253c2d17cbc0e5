package main

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"rapport/bot"
	"rapport/config"
	"rapport/domain"
	"rapport/internal/pgtest"
	"rapport/internal/slacksim"
	"rapport/store"
)

// clocked runs a command line on a machine whose clock is off, until it ends or is
// ended.
func clocked(ctx context.Context, off time.Duration, environ []string, args ...string) (code int, said string) {
	var out screen
	w := &world{environ: environ, stdout: &out, stderr: &out, now: func() time.Time { return time.Now().Add(off) }}
	return w.run(ctx, args), out.String()
}

// with replaces variables of an environment.
func with(environ []string, changes ...string) []string {
	all := append([]string{}, environ...)
	return append(all, changes...) // the last one holds
}

// refuses fails the test unless `bot serve` ends by itself with words that say
// all of want.
func refuses(t *testing.T, off time.Duration, environ []string, want ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	code, said := clocked(ctx, off, environ, "serve")
	if code != exitFailed || ctx.Err() != nil {
		t.Errorf("bot serve ends with %d, %v:\n%s", code, ctx.Err(), said)
	}
	says(t, "bot serve", said, want...)
}

func says(t *testing.T, what, said string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !regexp.MustCompile(w).MatchString(said) {
			t.Errorf("%s does not say %q:\n%s", what, w, said)
		}
	}
	if strings.Contains(said, "SEEN") {
		t.Errorf("%s tells a secret:\n%s", what, said)
	}
}

// A database that can't be used as it is named is refused with the way out, at the
// start, by a check and by whatever else opens it.
func TestWrongDatabasesAreRefused(t *testing.T) {
	dir := t.TempDir()
	_, environ := workspace(t, slacksim.Options{Scopes: bot.Scopes})
	reached := pgtest.Database(t)
	for name, c := range map[string]struct{ dsn, want string }{
		"another scheme":  {"mysql://mia:SEEN@db/rapport", `neither a PostgreSQL address \("postgres://…"\) nor a SQLite file's path`},
		"a folder":        {dir, `the path is not that of a file`},
		"no such folder":  {filepath.Join(dir, "none", "rapport.db"), `its folder cannot be opened: .*; make it first`},
		"with settings":   {filepath.Join(dir, "rapport.db?_journal_mode=OFF"), `give the file's path alone`},
		"memory":          {":memory:", `a database in memory forgets everything`},
		"unreadable":      {"postgres://mia:SEEN@[::1/rapport", `it looks like postgres://user:password@host:5432/database`},
		"nobody there":    {"postgres://mia:SEEN@" + closedAddr(t) + "/rapport?sslmode=disable", `cannot be reached: check host and port`},
		"no such host":    {"postgres://mia:SEEN@nowhere.invalid/rapport", `cannot be reached: check host and port`},
		"no such base":    {strings.Replace(reached, "/test_", "/other_", 1), `create it first \(createdb\)`},
		"wrong password":  {"postgres://mia:SEEN@" + refusing(t, "28P01") + "/rapport?sslmode=disable", `refuses the user or the password: check both`},
		"a user unknown":  {"postgres://mia:SEEN@" + refusing(t, "28000") + "/rapport?sslmode=disable", `refuses the user or the password: check both`},
		"too many of us":  {"postgres://mia:SEEN@" + refusing(t, "53300") + "/rapport?sslmode=disable", `raise max_connections or run fewer replicas`},
		"a standby":       {"postgres://mia:SEEN@" + refusing(t, "25006") + "/rapport?sslmode=disable", `name the primary`},
		"another's files": {foreign(t), `belongs to another program and was left as it is`},
	} {
		t.Run(name, func(t *testing.T) {
			there := with(environ, "DATABASE_URL="+c.dsn)
			refuses(t, 0, there, c.want)
			for _, args := range [][]string{{"check"}, {"migrate"}, {"outbox"}} {
				code, said := clocked(t.Context(), 0, there, args...)
				if code != exitFailed {
					t.Errorf("bot %s ends with %d", args, code)
				}
				says(t, "bot "+args[0], said, c.want)
			}
		})
	}
}

// foreign is a SQLite file of another program's.
func foreign(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "theirs.db")
	k := &kitchen{t: t, conf: config.Config{Database: config.Secret(path)}}
	k.execute("CREATE TABLE contacts (name TEXT)")
	return path
}

// refusing is a server that speaks as PostgreSQL does and lets nobody in, with a
// code of its appendix A.
func refusing(t *testing.T, code string) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			refuse(c, code)
		}
	}()
	return l.Addr().String()
}

// refuse answers a startup message with an error.
func refuse(c net.Conn, code string) {
	defer c.Close()
	size := make([]byte, 4)
	if _, err := io.ReadFull(c, size); err != nil {
		return
	}
	if _, err := io.CopyN(io.Discard, c, int64(binary.BigEndian.Uint32(size))-4); err != nil {
		return
	}
	body := "SFATAL\x00VFATAL\x00C" + code + "\x00Mno\x00\x00"
	_, _ = c.Write(append(binary.BigEndian.AppendUint32([]byte{'E'}, uint32(len(body)+4)), body...)) // the caller is gone if it fails
}

// Two bots on one SQLite file: the second is refused, and the first goes on.
func TestASecondBotOnTheFileIsRefused(t *testing.T) {
	leakFree(t)
	_, environ := workspace(t, slacksim.Options{Scopes: bot.Scopes})
	first := serve(t, environ)
	first.await("readiness", func() bool { code, _ := first.get("/readyz"); return code == 200 })
	refuses(t, 0, environ, `another rapport has this file open: stop that one, or use PostgreSQL to run several`)
	if code, said := clocked(t.Context(), 0, environ, "migrate"); code != exitFailed {
		t.Errorf("bot migrate ends with %d: %s", code, said)
	}
	if code, said := clocked(t.Context(), 0, environ, "check"); code != 0 {
		t.Errorf("bot check beside the bot ends with %d: %s", code, said)
	}
	if code, _ := first.get("/readyz"); code != 200 {
		t.Error("the first is not ready any more")
	}
	first.ends()
}

// A clock that is an hour off serves nobody: what Slack signs is refused, and
// digests come at another hour.
func TestAClockThatIsOffIsRefused(t *testing.T) {
	postgres := pgtest.Database(t) // its server outlives the test
	leakFree(t)
	_, environ := workspace(t, slacksim.Options{Scopes: bot.Scopes})
	for off, want := range map[time.Duration]string{
		time.Hour: `clock is (1h0m\d|59m5\d)s? ahead of Slack's`, -time.Hour: `clock is (1h0m\d|59m5\d)s? behind Slack's`,
	} {
		refuses(t, off, environ, want, `let NTP set it`)
		code, said := clocked(t.Context(), off, environ, "check")
		if code != exitFailed {
			t.Errorf("bot check ends with %d", code)
		}
		says(t, "bot check", said, `✗ clock +this machine's `+want, `let NTP set it`)
	}
	// The database's clock is there before Slack is.
	onPostgres := with(environ, "DATABASE_URL="+postgres, "SLACK_API_URL=http://"+closedAddr(t)+"/api/")
	refuses(t, 6*time.Minute, onPostgres, `clock is (6m0s|5m59s) ahead of the database server's`, `let NTP set it`)
}

// Two minutes off are told, and served.
func TestAClockThatIsALittleOffIsTold(t *testing.T) {
	leakFree(t)
	_, environ := workspace(t, slacksim.Options{Scopes: bot.Scopes})
	s := serveAt(t, 2*time.Minute, environ)
	s.await("a word in the log", func() bool {
		return strings.Contains(s.stderr.String(), "this machine's clock is 2m") && strings.Contains(s.stderr.String(), "ahead of Slack's; let NTP set it")
	})
	s.await("readiness", func() bool { code, _ := s.get("/readyz"); return code == 200 })
	_, metrics := s.get("/metrics")
	says(t, "/metrics", metrics, `rapport_clock_offset_seconds\{of="slack"\} 1[12]\d\n`)
	s.ends()
}

// A clock that drifts later is noticed, and so is that it is right again.
func TestAClockThatDriftsIsNoticed(t *testing.T) {
	sim, environ := workspace(t, slacksim.Options{Scopes: bot.Scopes})
	var said screen
	w := &world{environ: environ, stdout: &said, stderr: &said, now: time.Now}
	c, err := configured{}.load(w)
	if err != nil {
		t.Fatal(err)
	}
	c.Slack.BotToken = config.Secret(sim.Credentials().BotToken)
	in, err := bot.Connect(t.Context(), credentials(c.Slack))
	if err != nil {
		t.Fatal(err)
	}
	st, err := openStore(t.Context(), c, w.logger(c.Log))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	var off time.Duration
	s := &server{config: c, store: st, log: w.logger(c.Log), now: func() time.Time { return time.Now().Add(off) }, metrics: newMetrics()}
	s.clocks = newClockwork(s.metrics)
	for _, step := range []struct {
		off  time.Duration
		want string
	}{{0, `^$`}, {90 * time.Second, `level=WARN.*1m\d+s ahead of Slack's`}, {-time.Hour, `level=ERROR.*behind Slack's`}, {0, `agrees again`}} {
		before := len(said.String())
		off = step.off
		s.lookAtClocks(t.Context(), in)
		says(t, "the log", said.String()[before:], step.want)
	}
}

// Tokens that belong to different apps, or not to what the database was used
// with, are refused before anything is stored.
func TestTokensOfAnotherAppAreRefused(t *testing.T) {
	leakFree(t)
	sim, environ := workspace(t, slacksim.Options{Scopes: bot.Scopes, TeamID: "T0ACME", AppID: "A0FIRST"})
	mia, err := sim.AddMember(slacksim.Member{Name: "Mia", TZ: "Europe/Berlin"})
	if err != nil {
		t.Fatal(err)
	}
	first := serve(t, environ)
	first.await("readiness", func() bool { code, _ := first.get("/readyz"); return code == 200 })
	if _, err := sim.Send(t.Context(), mia.ID, mia.DM, "/met Jane coffee"); err != nil {
		t.Fatal(err)
	}
	first.ends()
	database := environ[len(environ)-1]
	k := &kitchen{t: t, conf: config.Config{Database: config.Secret(strings.TrimPrefix(database, "DATABASE_URL="))}}
	k.execute("UPDATE members SET channel = 'D0FIRST'") // where the first bot writes to her

	t.Run("of two apps", func(t *testing.T) {
		mixed := with(environ, "SLACK_APP_TOKEN=xapp-1-A0SECOND-1234-SEEN")
		want := `the bot's token belongs to app A0FIRST and the app-level token to app A0SECOND`
		refuses(t, 0, mixed, want, `Nothing was stored or sent`, `copy both from one app's page`)
		_, said := clocked(t.Context(), 0, mixed, "check")
		says(t, "bot check", said, `✗ app token `+want, `→ copy both`)
	})
	t.Run("of another workspace", func(t *testing.T) {
		_, other := workspace(t, slacksim.Options{Scopes: bot.Scopes, TeamID: "T0OTHER", AppID: "A0FIRST"})
		other = with(other, database)
		want := `the database belongs to workspace T0ACME, and the token is for workspace T0OTHER`
		refuses(t, 0, other, want, `Nothing was stored or sent`, `another database \(DATABASE_URL\)`)
		_, said := clocked(t.Context(), 0, other, "check")
		says(t, "bot check", said, `✗ token +`+want, `→ use a token of that workspace`)
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		if code, said := clocked(ctx, 0, other, "serve", "--adopt"); code != exitFailed {
			t.Errorf("another workspace is adopted: %d, %s", code, said)
		}
	})
	t.Run("of another app", func(t *testing.T) {
		sim, other := workspace(t, slacksim.Options{Scopes: bot.Scopes, TeamID: "T0ACME", AppID: "A0SECOND"})
		if same, err := sim.AddMember(slacksim.Member{Name: "Mia", TZ: "Europe/Berlin"}); err != nil || same.ID != mia.ID {
			t.Fatalf("Mia is %+v here, error %v", same, err)
		}
		other = with(other, database)
		want := `the database was used by app A0FIRST \(bot U0FIRST\) in workspace T0ACME, and the token is that of app A0SECOND \(bot U0SECOND\)`
		refuses(t, 0, other, want, `Nothing was stored or sent`, `bot serve --adopt`)
		_, said := clocked(t.Context(), 0, other, "check")
		says(t, "bot check", said, `✗ token +`+want, `→ use that app's token`)
		// The first goes on as if nothing had happened.
		again := serve(t, environ)
		again.await("readiness", func() bool { code, _ := again.get("/readyz"); return code == 200 })
		again.ends()
		// Adopted once, it is the other's.
		adopted := serve(t, other, "--adopt")
		adopted.await("readiness", func() bool { code, _ := adopted.get("/readyz"); return code == 200 })
		says(t, "the log", adopted.stderr.String(), `another bot serves this workspace from now on`)
		adopted.ends()
		// None, or one of its own, if the first had left it a welcome to send.
		if c := conversation(t, database, "T0ACME", mia.ID); c == "D0FIRST" {
			t.Errorf("it would write into the first one's conversation %s", c)
		}
		refuses(t, 0, environ, `the database was used by app A0SECOND`)
	})
}

// conversation is where a member is written to, as the database knows.
func conversation(t *testing.T, database, workspace, member string) string {
	t.Helper()
	s, err := store.Beside(t.Context(), store.Options{DSN: strings.TrimPrefix(database, "DATABASE_URL=")})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	m, err := s.Members().Member(t.Context(), domain.Owner{Workspace: domain.WorkspaceID(workspace), Member: domain.MemberID(member)})
	if err != nil {
		t.Fatal(err)
	}
	return m.Channel
}

// A config that names nothing serves nobody, and says what it lacks.
func TestAConfigThatNamesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.yaml")
	for _, text := range []string{"", "# nothing yet\n", "slack: {}\n"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, command := range []string{"serve", "check"} {
			code, said := clocked(t.Context(), 0, []string{database(t)}, command, "--config", path)
			if code != exitFailed {
				t.Errorf("bot %s ends with %d", command, code)
			}
			says(t, "bot "+command, said, `SLACK_BOT_TOKEN: the bot's token is missing`, `SLACK_APP_TOKEN or SLACK_SIGNING_SECRET: Slack has no way in`)
		}
	}
	code, said := clocked(t.Context(), 0, []string{database(t), "SLACK_BOT_TOKEN=xoxp-SEEN", "SLACK_APP_TOKEN=xoxb-SEEN"}, "serve")
	if code != exitFailed {
		t.Errorf("a user's token serves: %d", code)
	}
	says(t, "bot serve", said, `SLACK_BOT_TOKEN: this is a user's token`, `copy the Bot User OAuth Token`, `SLACK_APP_TOKEN: this is a bot token`)
}
