package config

import (
	"errors"
	"os"
	"strings"
	"testing"
)

// FuzzLoad reads anything as a config, and as an environment over it: it never
// panics, what it accepts is valid, and what it refuses it refuses with problems
// that quote no secret.
func FuzzLoad(f *testing.F) {
	example, err := os.ReadFile("../config.example.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(example), "")
	for _, environ := range []string{
		"SLACK_BOT_TOKEN=xoxb-2-SEEN\nSLACK_APP_TOKEN=xapp-2-SEEN\nSLACK_SIGNING_SECRET=0123456789abcdef0123456789abcdef", "LOG_LEVEL=loud\nRAPPORT_ADDR=:99999", "RAPPORT_ADDR=[::1]:8080",
		"DATABASE_URL=postgres://rapport:word-2-SEEN@[::1/x", "SLACK_API_URL=http://user:word-2-SEEN@slack.com/api", "=\nA\n==", "SLACK_BOT_TOKEN=\x00\xff", "DATABASE_URL=:memory:?\nDATABASE_URL=b",
	} {
		f.Add("", environ)
		f.Add("zone: UTC", environ)
	}
	for _, seed := range []string{
		"", "a: &x [*x]", "zone: 'UTC", "slack: {bot_token: xoxb-1-SEEN}", "digest: {schedule: 'TZ=', cap: 1e9}",
		"cadences: {relating: {ideal: 0x10, maximum: .inf}}", "? - a\n: b", "<<: {zone: UTC}", "log: |\n  level", "- - -", "%YAML 1.2\n---\nzone: UTC", "zone: !!binary aGk=",
	} {
		f.Add(seed, "LOG_LEVEL=debug")
	}
	f.Fuzz(func(t *testing.T, text, environ string) {
		const planted = "xoxb-1-SEEN"
		_, err := parse("config.yaml", []byte(text), []string{"SLACK_SIGNING_SECRET=" + planted})
		if err == nil {
			t.Fatal("a token was taken for a signing secret")
		}
		if _, ok := errors.AsType[Problems](err); !ok {
			t.Errorf("%q is refused with no problem but %v", text, err)
		}
		if strings.Contains(err.Error(), planted) {
			t.Errorf("a secret is quoted: %v", err)
		}
		said := strings.Split(environ, "\n")
		c, err := parse("config.yaml", []byte(text), said)
		if err != nil {
			if _, ok := errors.AsType[Problems](err); !ok {
				t.Errorf("%q with %q is refused with no problem but %v", text, said, err)
			}
			unquoted(t, err, said)
			return
		}
		if err := c.Validate(); err != nil {
			t.Errorf("%q was accepted, and yet %v", text, err)
		}
	})
}

// unquoted fails when a refusal quotes a secret of the environment.
func unquoted(t *testing.T, err error, environ []string) {
	t.Helper()
	for _, v := range environ {
		name, value, _ := strings.Cut(v, "=")
		switch value = strings.TrimSpace(value); name {
		case "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "DATABASE_URL":
			if len(value) > 12 && strings.Contains(err.Error(), value) {
				t.Errorf("%s is quoted: %v", name, err)
			}
		}
	}
}

// FuzzParseSchedule reads anything as a schedule; what it accepts is a time of
// day on at least one day of the week.
func FuzzParseSchedule(f *testing.F) {
	for _, seed := range []string{"0 9 * * MON-FRI", "TZ=UTC", "CRON_TZ=", "@every 1h", "@weekly", "*/0 * * * *", "0 9 ? * L", "0-59/99999999999 1 * * *"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, expr string) {
		w, err := ParseSchedule(expr)
		if err == nil && (w.At < 0 || w.At >= 24*60 || w.Days == 0 || w.Days > 0x7f) {
			t.Errorf("%q is %+v", expr, w)
		}
	})
}
