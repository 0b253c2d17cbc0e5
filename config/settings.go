package config

import (
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"rapport/domain"
)

// reader reads a setting's value into a config. What is wrong with it, and what
// to write instead, come back as words; none when all is well.
type reader func(c *Config, n ast.Node) (says, instead string)

// settings are the keys that the file may hold.
var settings = table()

// sections are the keys that hold others.
var sections = func() map[string]bool {
	all := make(map[string]bool)
	for path := range settings {
		for i := strings.LastIndex(path, "."); i >= 0; i = strings.LastIndex(path[:i], ".") {
			all[path[:i]] = true
		}
	}
	return all
}()

// inline are the keys under which secrets are written by mistake, with the way out.
var inline = map[string]string{
	"slack.bot_token":      "set SLACK_BOT_TOKEN, or write slack.bot_token_file with the path of a file that holds it",
	"slack.app_token":      "set SLACK_APP_TOKEN, or write slack.app_token_file with the path of a file that holds it",
	"slack.signing_secret": "set SLACK_SIGNING_SECRET, or write slack.signing_secret_file with the path of a file that holds it",
	"database.url":         "set DATABASE_URL, or write database.url_file with the path of a file that holds it",
	"database.dsn":         "set DATABASE_URL, or write database.url_file with the path of a file that holds it",
	"database.password":    "set DATABASE_URL, or write database.url_file with the path of a file that holds the whole DSN",
}

func table() map[string]reader {
	t := map[string]reader{
		"slack.api_url":             text(func(c *Config) *string { return &c.Slack.APIURL }),
		"slack.bot_token_file":      secret(func(c *Config) *Secret { return &c.Slack.BotToken }),
		"slack.app_token_file":      secret(func(c *Config) *Secret { return &c.Slack.AppToken }),
		"slack.signing_secret_file": secret(func(c *Config) *Secret { return &c.Slack.SigningSecret }),
		"database.file":             databaseFile,
		"database.url_file":         secret(func(c *Config) *Secret { return &c.Database }),
		"http.addr":                 text(func(c *Config) *string { return &c.HTTP.Addr }),
		"http.admin_addr":           text(func(c *Config) *string { return &c.HTTP.AdminAddr }),
		"http.public_url":           text(func(c *Config) *string { return &c.HTTP.PublicURL }),
		"log.level":                 logLevel,
		"log.format":                logFormat,
		"zone":                      text(func(c *Config) *string { return &c.Policy.Zone }),
	}
	for path, at := range schedules {
		t[path] = schedule(func(c *Config) *domain.Weekly { return at(&c.Policy) })
	}
	for path, n := range numbers {
		t[path] = whole(func(c *Config) *int { return n.of(&c.Policy) })
	}
	for _, p := range domain.Phases {
		at := "cadences." + strings.ToLower(p.String())
		t[at+".ideal"] = gap(p, func(r *domain.Cadence) *int { return &r.Ideal })
		t[at+".maximum"] = gap(p, func(r *domain.Cadence) *int { return &r.Maximum })
	}
	for _, verb := range Verbs {
		t["commands."+verb] = command(verb)
	}
	return t
}

func text(of func(*Config) *string) reader {
	return func(c *Config, n ast.Node) (string, string) {
		s, says := stringOf(n)
		if says != "" {
			return says, "write it as text, in quotes"
		}
		if redact(s) != s {
			return "this looks like a secret, and secrets are not written into the config", "keep it in the environment or in a file, see config.example.yaml"
		}
		*of(c) = s
		return "", ""
	}
}

func whole(of func(*Config) *int) reader {
	return func(c *Config, n ast.Node) (string, string) {
		i, says := intOf(n)
		if says != "" {
			return says, "write a whole number, without quotes"
		}
		*of(c) = i
		return "", ""
	}
}

func secret(of func(*Config) *Secret) reader {
	return func(c *Config, n ast.Node) (string, string) {
		path, says := stringOf(n)
		if says != "" {
			return says, "write the path of a file that holds the secret"
		}
		if path == "" {
			return "", ""
		}
		if redact(path) != path {
			return "this looks like the secret itself", "write the path of a file that holds it, such as /run/secrets/slack"
		}
		s, err := readSecret(path)
		if err != nil {
			return err.Error(), "put the secret and nothing else into that file, and let the bot read it"
		}
		*of(c) = s
		return "", ""
	}
}

func databaseFile(c *Config, n ast.Node) (string, string) {
	path, says := stringOf(n)
	if says != "" || path == "" {
		return or(says, "it is empty"), "write the path of the SQLite file, such as rapport.db"
	}
	if isDSN(path) {
		return "a PostgreSQL address may hold a password, and secrets are not written into the config", inline["database.url"]
	}
	c.Database = Secret(path)
	return "", ""
}

func schedule(of func(*Config) *domain.Weekly) reader {
	return func(c *Config, n ast.Node) (string, string) {
		expr, says := stringOf(n)
		if says != "" {
			return says, scheduleHint
		}
		w, err := ParseSchedule(expr)
		if err != nil {
			return quote(expr) + ": " + err.Error(), scheduleHint
		}
		*of(c) = w
		return "", ""
	}
}

func gap(p domain.Phase, of func(*domain.Cadence) *int) reader {
	return func(c *Config, n ast.Node) (string, string) {
		days, says := intOf(n)
		if says != "" {
			return says, "write a number of days"
		}
		r := c.Policy.Cadences[p]
		*of(&r) = days
		c.Policy.Cadences[p] = r
		return "", ""
	}
}

func command(verb string) reader {
	return func(c *Config, n ast.Node) (string, string) {
		s, says := stringOf(n)
		if says != "" {
			return says, fmt.Sprintf(`write "/%s", another name, or "" to leave it out`, verb)
		}
		c.Commands[verb] = s
		return "", ""
	}
}

// levelHint and formatHint are what to write instead.
const (
	levelHint  = "write debug, info, warn or error"
	formatHint = "write text or json"
)

func parseLevel(s string) (slog.Level, error) {
	levels := map[string]slog.Level{"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError}
	level, ok := levels[strings.ToLower(s)]
	if !ok {
		return 0, fmt.Errorf("%s is no level", quote(s))
	}
	return level, nil
}

func logLevel(c *Config, n ast.Node) (string, string) {
	s, says := stringOf(n)
	if says != "" {
		return says, levelHint
	}
	level, err := parseLevel(s)
	if err != nil {
		return err.Error(), levelHint
	}
	c.Log.Level = level
	return "", ""
}

func logFormat(c *Config, n ast.Node) (string, string) {
	s, says := stringOf(n)
	if says == "" && s != "text" && s != "json" {
		says = quote(s) + " is no format"
	}
	if says != "" {
		return says, formatHint
	}
	c.Log.JSON = s == "json"
	return "", ""
}

// suggestion says what may have been meant by a key that does not exist.
func suggestion(path string) string {
	all := slices.Sorted(maps.Keys(settings))
	all = append(all, slices.Sorted(maps.Keys(sections))...)
	// The same last word elsewhere is a key that lost its section.
	last := path[strings.LastIndex(path, ".")+1:]
	for _, s := range all {
		if s != path && s[strings.LastIndex(s, ".")+1:] == last {
			return "did you mean " + s + "?"
		}
	}
	if near := nearest(path, all); near != "" {
		return "did you mean " + near + "?"
	}
	if way, ok := inline["slack."+last]; ok {
		return way
	}
	section, _, nested := strings.Cut(path, ".")
	if nested && sections[section] {
		return "under " + section + " there are " + strings.Join(under(section), ", ")
	}
	return "take it out; config.example.yaml has all there are"
}

// under lists the keys right below a section.
func under(section string) []string {
	var names []string
	for path := range settings {
		rest, ok := strings.CutPrefix(path, section+".")
		if !ok {
			continue
		}
		name, _, _ := strings.Cut(rest, ".")
		names = append(names, name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
