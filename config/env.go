package config

import (
	"fmt"
	"strings"

	"github.com/caarlos0/env/v11"
)

// environment is what may be said by environment variables. They win over the
// file; an empty one counts as not set, since compose files pass those on.
type environment struct {
	BotToken      string `env:"SLACK_BOT_TOKEN"`
	AppToken      string `env:"SLACK_APP_TOKEN"`
	SigningSecret string `env:"SLACK_SIGNING_SECRET"`
	APIURL        string `env:"SLACK_API_URL"`
	DatabaseURL   string `env:"DATABASE_URL"`
	Addr          string `env:"RAPPORT_ADDR"`
	LogLevel      string `env:"LOG_LEVEL"`
}

// variables returns what the environment says, by variable.
func variables(environ []string) (environment, error) {
	var e environment
	err := env.ParseWithOptions(&e, env.Options{Environment: env.ToMap(environ)})
	if err != nil {
		return e, fmt.Errorf("environment: %w", err)
	}
	return e, nil
}

// environment lays the environment variables over what the file said.
func (l *loader) environment(environ []string) error {
	e, err := variables(environ)
	if err != nil {
		return err
	}
	c := &l.config
	for _, v := range []struct {
		name, field, value string
		set                func(string)
	}{
		{"SLACK_BOT_TOKEN", "slack.bot_token_file", e.BotToken, func(s string) { c.Slack.BotToken = Secret(s) }},
		{"SLACK_APP_TOKEN", "slack.app_token_file", e.AppToken, func(s string) { c.Slack.AppToken = Secret(s) }},
		{"SLACK_SIGNING_SECRET", "slack.signing_secret_file", e.SigningSecret, func(s string) { c.Slack.SigningSecret = Secret(s) }},
		{"SLACK_API_URL", "slack.api_url", e.APIURL, func(s string) { c.Slack.APIURL = s }},
		{"DATABASE_URL", "database.file", e.DatabaseURL, func(s string) { c.Database = Secret(s) }},
		{"RAPPORT_ADDR", "http.addr", e.Addr, func(s string) { c.HTTP.Addr = s }},
		{"LOG_LEVEL", "log.level", e.LogLevel, func(s string) {
			level, err := parseLevel(s)
			if err != nil {
				l.problems = append(l.problems, Problem{Field: "LOG_LEVEL", Says: err.Error(), Instead: levelHint})
				return
			}
			c.Log.Level = level
		}},
	} {
		value := strings.TrimSpace(v.value)
		if value == "" {
			continue
		}
		l.said[v.field] = place{field: v.name}
		v.set(value)
	}
	return nil
}
