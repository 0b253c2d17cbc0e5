// Package config reads what the operator says: a strict YAML file, then the
// environment, then a check of it all that names every problem at once.
package config

import (
	"log/slog"

	"rapport/domain"
)

// Config is everything that can be set. Secrets come from the environment or
// from files only, and never print.
type Config struct {
	Slack    Slack
	Database Secret // a SQLite file's path or a PostgreSQL DSN
	HTTP     HTTP
	Log      Log
	Commands map[string]string // verb → slash command; "" omits it
	Policy   domain.Policy
}

// Slack is how to reach Slack and to be reached by it.
type Slack struct {
	APIURL        string // with a trailing slash; "" is Slack itself
	BotToken      Secret
	AppToken      Secret // Socket Mode when set
	SigningSecret Secret // HTTP when set
}

// HTTP is where we listen.
type HTTP struct {
	Addr      string // doors, health and metrics
	AdminAddr string // health and metrics, when they should be elsewhere
	PublicURL string // as Slack reaches us, for the manifest; without a trailing slash
}

// Log is how much is logged, and in which form.
type Log struct {
	Level slog.Level
	JSON  bool
}

// Verbs are the slash commands there are, in the order they are listed.
var Verbs = []string{"met", "people", "promise", "ask", "goal", "identify", "mentoring", "rapport"}

// Default returns what holds where nothing is said.
func Default() Config {
	return Config{
		Database: "rapport.db",
		// Loopback: what faces the network is for the operator to decide.
		HTTP: HTTP{Addr: "127.0.0.1:8080"},
		Log:  Log{Level: slog.LevelInfo},
		Commands: map[string]string{
			"met": "/met", "people": "/people", "promise": "/promise", "ask": "/ask",
			"goal": "/goal", "identify": "/identify", "mentoring": "/mentoring", "rapport": "/rapport",
		},
		Policy: domain.DefaultPolicy(),
	}
}
