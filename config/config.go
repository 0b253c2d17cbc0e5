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
	PublicURL string // as Slack reaches us, for the manifest
}

// Log is how much is logged, and in which form.
type Log struct {
	Level slog.Level
	JSON  bool
}

// Secret is a string that never prints.
type Secret string

// String hides the secret.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return "(hidden)"
}

// GoString hides the secret.
func (s Secret) GoString() string { return s.String() }

// LogValue hides the secret.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText hides the secret.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Reveal returns the secret itself, for the one call that needs it.
func (s Secret) Reveal() string { return string(s) }
