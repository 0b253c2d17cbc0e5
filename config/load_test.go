package config

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
)

// load reads text as a config file, with an environment.
func load(t *testing.T, text string, environ ...string) (Config, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return Load(path, environ)
}

// says returns the problems that a config has, without the directory.
func says(t *testing.T, text string, environ ...string) []string {
	t.Helper()
	_, err := parse("config.yaml", []byte(text), environ)
	if err == nil {
		return nil
	}
	return strings.Split(err.Error(), "\n")
}

func TestExampleIsTheDefault(t *testing.T) {
	got, err := Load("../config.example.yaml", nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Default(), got); diff != "" {
		t.Errorf("config.example.yaml differs from Default() (-default +example):\n%s", diff)
	}
}

// Every setting is shown in the example, secrets as comments.
func TestExampleNamesEverySetting(t *testing.T) {
	raw, err := os.ReadFile("../config.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for path := range settings {
		last := path[strings.LastIndex(path, ".")+1:]
		if !strings.Contains(string(raw), last+":") {
			t.Errorf("config.example.yaml does not show %s", path)
		}
	}
}

func TestEmptyIsTheDefault(t *testing.T) {
	for _, text := range []string{"", "# nothing\n", "---\n", "slack:\n", "zone:\ndigest:\n  cap:\n", "~\n"} {
		got, err := load(t, text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if diff := cmp.Diff(Default(), got); diff != "" {
			t.Errorf("%q is not the default:\n%s", text, diff)
		}
	}
}

func TestLoad(t *testing.T) {
	dir := t.TempDir()
	token := filepath.Join(dir, "token")
	if err := os.WriteFile(token, []byte("xoxb-from-file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := load(t, fmt.Sprintf(`
slack: {api_url: "http://127.0.0.1:9/api", bot_token_file: %q}
database: {file: people.db}
http: {addr: ":80", admin_addr: "127.0.0.1:0", public_url: "https://bot.example.com/"}
log: {level: warn, format: json}
zone: Europe/Berlin
digest: {schedule: "30 8 * * 1,3,5", cap: 5}
identify: {schedule: "0 7 * * SUN"}
cadences: {sustaining: {ideal: 40}}
evidence: {relating_days: 3, promises_kept: 2}
checkin: {schedule: "0 16 * * THU"}
asking: {gap_days: 120}
nudges: {promise_ahead_days: 0, ignored_digests: 0, drift_factor: 3}
commands: {met: /ran-into, people: ""}
`, token), "DATABASE_URL=postgres://u:p@h/d", "RAPPORT_ADDR=:81", "LOG_LEVEL=DEBUG", "SLACK_APP_TOKEN=xapp-1", "SLACK_SIGNING_SECRET=", "OTHER=x")
	if err != nil {
		t.Fatal(err)
	}
	want := Default()
	want.Slack = Slack{APIURL: "http://127.0.0.1:9/api/", BotToken: "xoxb-from-file", AppToken: "xapp-1"}
	want.Database = "postgres://u:p@h/d"
	want.HTTP = HTTP{Addr: ":81", AdminAddr: "127.0.0.1:0", PublicURL: "https://bot.example.com"}
	want.Log = Log{Level: slog.LevelDebug, JSON: true}
	want.Commands["met"], want.Commands["people"] = "/ran-into", ""
	want.Policy.Zone = "Europe/Berlin"
	want.Policy.Digest = domain.Weekly{At: 8*60 + 30, Days: domain.Monday | domain.Wednesday | domain.Friday}
	want.Policy.Prompt = domain.Weekly{At: 7 * 60, Days: domain.Sunday}
	want.Policy.Cap = 5
	want.Policy.Cadences[domain.Sustaining] = domain.Cadence{Ideal: 40, Maximum: 60}
	want.Policy.Evidence.RelatingDays, want.Policy.Evidence.PromisesKept = 3, 2
	want.Policy.CheckIn = domain.Weekly{At: 16 * 60, Days: domain.Thursday}
	want.Policy.Asking.GapDays = 120
	want.Policy.Nudging.PromiseAhead, want.Policy.Nudging.Ignored, want.Policy.Nudging.Drift = 0, 0, 3
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !got.Postgres() || Default().Postgres() {
		t.Error("a DSN and a file are not told apart")
	}
}

func TestEveryProblemAtOnce(t *testing.T) {
	got := says(t, `slack:
  api_url: 12
  bot_token: xoxb-1234-abcd
digest:
  schedule: "0 9,17 * * *"
  cap: 99
  caps: 3
zone: Europe/Berlino
cadences:
  relating: {ideal: 40}
log: verbose
colour: blue
`, "LOG_LEVEL=loud", "SLACK_APP_TOKEN=xoxp-1")
	want := []string{
		`LOG_LEVEL: "loud" is no level; write debug, info, warn or error`,
		`SLACK_APP_TOKEN: this is a user's token, with more rights than the bot needs; make an App-Level Token with connections:write on the app's page Basic Information`,
		`config.yaml:2: slack.api_url: text is expected here, and this is a number; write it as text, in quotes`,
		`config.yaml:3: slack.bot_token: a secret is not written into the config, where it would be copied, shown and committed; set SLACK_BOT_TOKEN, or write slack.bot_token_file with the path of a file that holds it`,
		`config.yaml:5: digest.schedule: "0 9,17 * * *": it names no time or several, and there is one a day; ` + scheduleHint,
		`config.yaml:6: digest.cap: 99 is out of range; write a number from 1 to 20`,
		`config.yaml:7: digest.caps: there is no such setting; did you mean digest.cap?`,
		`config.yaml:8: zone: "Europe/Berlino" is no time zone; write a name from the IANA list, such as "Europe/Berlin"`,
		`config.yaml:10: cadences.relating.maximum: 30 days is shorter than the ideal gap of 40; write days from 1 to 730, the ideal no longer than the maximum`,
		`config.yaml:11: log: settings are expected here, and this is text; write the settings below it, indented by two spaces, as in config.example.yaml`,
		`config.yaml:12: colour: there is no such setting; take it out; config.example.yaml has all there are`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestProblems(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"key of another section", "cap: 3\n", "config.yaml:1: cap: there is no such setting; did you mean digest.cap?"},
		{"near section", "cadence: {}\n", "config.yaml:1: cadence: there is no such setting; did you mean cadences?"},
		{"near key", "http: {adr: ':1'}\n", "config.yaml:1: http.adr: there is no such setting; did you mean http.addr?"},
		{"far key", "http: {certificate_of_origin: x}\n", "config.yaml:1: http.certificate_of_origin: there is no such setting; under http there are addr, admin_addr, public_url"},
		{"dotted key", "digest.cap: 3\n", "config.yaml:1: \"digest.cap\": there is no such setting; keys are nested plain words, as in config.example.yaml"},
		{"twice", "zone: UTC\nzone: UTC\n", "config.yaml:2: zone: it is set a second time, after line 1; keep one of the two"},
		{"number as text", "digest: {cap: \"3\"}\n", "config.yaml:1: digest.cap: a whole number is expected here, and this is text; write a whole number, without quotes"},
		{"fraction", "digest: {cap: 2.5}\n", "a whole number is expected here, and this is a number with a fraction"},
		{"huge number", "digest: {cap: 99999999999999999999}\n", "config.yaml:1: digest.cap: "},
		{"negative", "cadences: {nurturing: {ideal: -1}}\n", "config.yaml:1: cadences.nurturing.ideal: -1 days is out of range"},
		{"zero evidence", "evidence:\n  values_recognised: 0\n", "config.yaml:2: evidence.values_recognised: 0 is out of range; write a number from 1 to 20"},
		{"list", "zone: [UTC]\n", "config.yaml:1: zone: text is expected here, and this is a list"},
		{"top-level list", "- zone\n", "config.yaml:1: settings are expected here, and this is a list"},
		{"alias", "log: &a {level: info}\nhttp: *a\n", "this is an anchor or alias"},
		{"two documents", "zone: UTC\n---\nzone: UTC\n", "a second document begins here"},
		{"syntax", "zone: \"UTC\nlog:\n", "config.yaml:1: this is not YAML"},
		{"tab", "log:\n\tlevel: info\n", "config.yaml:2: this is not YAML"},
		{"the server's zone", "zone: Local\n", `zone: "Local" is no time zone`},
		{"level", "log: {level: chatty}\n", `log.level: "chatty" is no level; write debug, info, warn or error`},
		{"format", "log: {format: xml}\n", `log.format: "xml" is no format; write text or json`},
		{"no port", "http: {addr: localhost}\n", `http.addr: "localhost" is no address with a port`},
		{"bad port", "http: {admin_addr: ':99999'}\n", `http.admin_addr: "99999" is no port`},
		{"plain http", "http: {public_url: 'http://bot.example.com'}\n", "http.public_url: Slack calls https addresses only"},
		{"tokens in clear", "slack: {api_url: 'http://slack.example.com/api/'}\n", "slack.api_url: tokens would travel unencrypted"},
		{"command without slash", "commands: {met: met}\n", `commands.met: "met" is no command`},
		{"one command twice", "commands: {met: /x, people: /x}\n", "commands.people: /x is commands.met already"},
		{"long command", "commands: {met: /" + strings.Repeat("x", 40) + "}\n", "a command has at most 32 characters"},
		{"unknown command", "commands: {mett: /m}\n", "config.yaml:1: commands.mett: there is no such setting; did you mean commands.met?"},
		{"missing secret file", "slack: {app_token_file: /nowhere/at/all}\n", "slack.app_token_file: secret file: stat /nowhere/at/all: no such file or directory"},
		{"two databases", "database: {file: a.db, url_file: /nowhere}\n", "config.yaml:1: database.url_file: "},
		{"DSN in the file", "database: {file: 'postgres://u:hunter2@h/d'}\n", "database.file: a PostgreSQL address may hold a password"},
		{"empty database", "database: {file: ''}\n", "database.file: it is empty"},
		{"everything omitted from a schedule", "digest: {schedule: ''}\n", "digest.schedule: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := strings.Join(says(t, c.text), "\n")
			if !strings.Contains(got, c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestNoSuchFile(t *testing.T) {
	_, err := Load(filepath.Join(t.TempDir(), "none.yaml"), nil)
	if err == nil || !strings.Contains(err.Error(), "there is no such file; start with: cp config.example.yaml") {
		t.Errorf("a missing file says %v", err)
	}
}

func TestBothDatabases(t *testing.T) {
	url := filepath.Join(t.TempDir(), "url")
	if err := os.WriteFile(url, []byte("postgres://h/d"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := load(t, fmt.Sprintf("database:\n  file: a.db\n  url_file: %s\n", url))
	if err == nil || !strings.Contains(err.Error(), "config.yaml:3: database.url_file: database.file is set as well; keep one of the two") {
		t.Errorf("two databases say %v", err)
	}
	if _, err := load(t, fmt.Sprintf("database:\n  url_file: %s\n", url), "DATABASE_URL=postgres://other/d"); err != nil {
		t.Errorf("the environment wins over the file, and yet: %v", err)
	}
}

func TestMissing(t *testing.T) {
	c := Default()
	if got := len(c.Missing()); got != 2 {
		t.Errorf("%d things are missing from nothing, want 2", got)
	}
	c.Slack.BotToken, c.Slack.SigningSecret = "xoxb-1", "s"
	if got := c.Missing(); len(got) != 0 {
		t.Errorf("missing: %v", got)
	}
}

func TestValidate(t *testing.T) {
	if err := Default().Validate(); err != nil {
		t.Errorf("the default is not valid: %v", err)
	}
	c := Default()
	c.Policy.Cap, c.HTTP.Addr, c.Database = 0, "", ""
	err := c.Validate()
	for _, want := range []string{"digest.cap: 0 is out of range", "http.addr: there is no address", "database.file: there is no database"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not say %q", err, want)
		}
	}
}
