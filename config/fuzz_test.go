package config

import (
	"errors"
	"os"
	"strings"
	"testing"
)

// FuzzLoad reads anything as a config: it never panics, what it accepts is
// valid, and what it refuses it refuses with problems that quote no secret.
func FuzzLoad(f *testing.F) {
	example, err := os.ReadFile("../config.example.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(example))
	for _, seed := range []string{
		"", "a: &x [*x]", "zone: 'UTC", "slack: {bot_token: xoxb-1-SEEN}", "digest: {schedule: 'TZ=', cap: 1e9}",
		"cadences: {relating: {ideal: 0x10, maximum: .inf}}", "? - a\n: b", "<<: {zone: UTC}", "log: |\n  level", "- - -", "%YAML 1.2\n---\nzone: UTC", "zone: !!binary aGk=",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
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
		c, err := parse("config.yaml", []byte(text), nil)
		if err != nil {
			return
		}
		if err := c.Validate(); err != nil {
			t.Errorf("%q was accepted, and yet %v", text, err)
		}
	})
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
