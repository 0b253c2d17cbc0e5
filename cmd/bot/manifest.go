package main

import (
	"rapport/bot"
	"rapport/config"
)

// manifestCommand is `bot manifest`.
type manifestCommand struct {
	configured
	Format string `enum:"yaml,json" default:"yaml" help:"yaml or json; Slack takes both."`
}

// Run prints the app manifest for this config.
func (f manifestCommand) Run(w *world) error {
	c, err := f.load(w)
	if err != nil {
		return err
	}
	if overHTTP(c) && c.HTTP.PublicURL == "" {
		return w.refuse("There is no manifest for this config yet", config.Problems{{
			Field: "http.public_url", Says: "over HTTP Slack has to know where the bot is",
			Instead: "write its https address, such as https://rapport.example.com, or set SLACK_APP_TOKEN for Socket Mode",
		}})
	}
	m := bot.Manifest(bot.ManifestOptions{SocketMode: !overHTTP(c), PublicURL: c.HTTP.PublicURL, Commands: c.Commands})
	form := m.YAML
	if f.Format == "json" {
		form = m.JSON
	}
	text, err := form()
	if err != nil {
		return err
	}
	_, err = w.stdout.Write(text)
	return err
}

// overHTTP reports whether Slack should be told to send everything to our
// address. Slack uses one way at a time, and Socket Mode when it is on.
func overHTTP(c config.Config) bool {
	return c.Slack.AppToken == "" && (c.Slack.SigningSecret != "" || c.HTTP.PublicURL != "")
}
