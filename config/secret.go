package config

import (
	"fmt"
	"log/slog"
	"os"
	"regexp"
	"strings"
	"unicode/utf8"
)

// Secret is a string that never prints.
type Secret string

// hidden stands where a secret would.
const hidden = "(hidden)"

// String hides the secret.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return hidden
}

// GoString hides the secret.
func (s Secret) GoString() string { return s.String() }

// LogValue hides the secret.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText hides the secret.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Reveal returns the secret itself, for the one call that needs it.
func (s Secret) Reveal() string { return string(s) }

// secretFileLimit is far above any token, and far below a mistaken path.
const secretFileLimit = 16 << 10

// readSecret reads a secret from a file, as container platforms mount them:
// the whole file, without the white space around it.
func readSecret(path string) (Secret, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("secret file: %w", err)
	}
	if info.Size() > secretFileLimit {
		return "", fmt.Errorf("secret file: %d bytes is no secret", info.Size())
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("secret file: %w", err)
	}
	s := strings.TrimSpace(string(raw))
	if s == "" {
		return "", fmt.Errorf("secret file: it is empty")
	}
	return Secret(s), nil
}

// secretive finds what looks like a secret wherever somebody may have put it by
// mistake: Slack's tokens, what comes after a URL's scheme when it names a
// user, a PostgreSQL password, a signing secret.
var secretive = regexp.MustCompile(`(?i)(xox[a-z]|xapp)-[^\s"']*|\w+://[^\s"'/]*@[^\s"']*|postgres(ql)?:[^\s"']*|password\s*=\s*[^\s"']*|[0-9a-f]{24,}`)

// redact takes out of a sentence whatever looks like a secret.
func redact(s string) string { return secretive.ReplaceAllString(s, hidden) }

// quote shows a value that was written, shortened and without secrets.
func quote(s string) string {
	const most = 60
	s = redact(s)
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s)[:most]) + "…"
	}
	return fmt.Sprintf("%q", s)
}
