package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The pieces that must never be seen, and those that tell them from others.
const (
	botToken = "xoxb-1111-SEEN"
	appToken = "xapp-1-SEEN"
	signing  = "8f742231b10e8888abcd99yyyzzz85a5"
	dsn      = "postgres://rapport:SEEN@db.example.com/rapport"
)

func TestSecretsNeverPrint(t *testing.T) {
	c := Default()
	c.Slack = Slack{BotToken: botToken, AppToken: appToken, SigningSecret: signing}
	c.Database = dsn
	raw, err := json.Marshal(c.Slack)
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	for _, h := range []slog.Handler{slog.NewJSONHandler(&log, nil), slog.NewTextHandler(&log, nil)} {
		slog.New(h).Info("config", "config", c, "slack", c.Slack, "token", c.Slack.BotToken)
	}
	for name, got := range map[string]string{
		"%v": fmt.Sprintf("%v", c), "%+v": fmt.Sprintf("%+v", c), "%#v": fmt.Sprintf("%#v", c),
		"print": fmt.Sprint(c.Slack.BotToken), "%q": fmt.Sprintf("%q", c.Slack.BotToken), "%x": fmt.Sprintf("%x", c.Database),
		"json": string(raw), "slog": log.String(),
	} {
		for _, secret := range []string{botToken, appToken, signing, dsn, fmt.Sprintf("%x", dsn)} {
			if strings.Contains(got, secret) {
				t.Errorf("%s prints a secret: %s", name, got)
			}
		}
	}
	if c.Slack.BotToken.Reveal() != botToken || Secret("").String() != "" {
		t.Error("a secret is not itself any more")
	}
}

// Wherever a secret is written by mistake, no problem repeats it.
func TestProblemsHideSecrets(t *testing.T) {
	for _, secret := range []string{botToken, appToken, dsn, "0123456789abcdef0123456789abcdef"} {
		for _, form := range []string{
			"slack: {bot_token: '%s'}", "slack: {bot_token_file: '%s'}", "database: {url: '%s'}", "database: {file: '%s'}",
			"zone: '%s'", "digest: {schedule: '%s'}", "log: {level: '%s'}", "http: {addr: '%s'}", "http: {public_url: '%s'}",
			"commands: {met: '%s'}", "'%s': 1", "slack: '%s'", "slack: {'%s': 1}", "slack:\n  bot_token: \"%s\nzone: UTC", "zone: !%s x",
			"? %s\n? %[1]s", "slack: {api_url: '%s'}", "a: 1\n %s: 2",
		} {
			text := fmt.Sprintf(form, secret)
			for _, said := range says(t, text) {
				if strings.Contains(said, secret) || strings.Contains(said, "SEEN") {
					t.Errorf("%q is answered with %q", text, said)
				}
			}
		}
	}
	for _, variable := range []string{"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL", "RAPPORT_ADDR", "LOG_LEVEL"} {
		for _, secret := range []string{"xoxp-SEEN", dsn} {
			for _, said := range says(t, "", variable+"="+secret) {
				if strings.Contains(said, "SEEN") {
					t.Errorf("%s=%s is answered with %q", variable, secret, said)
				}
			}
		}
	}
}

func TestSecretFiles(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct {
		content, want string
	}{
		"empty": {" \n", "it is empty"},
		"huge":  {strings.Repeat("x", secretFileLimit+1), "is no secret"},
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
			t.Fatal(err)
		}
		got := strings.Join(says(t, "slack: {app_token_file: "+path+"}"), "\n")
		if !strings.Contains(got, c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}
