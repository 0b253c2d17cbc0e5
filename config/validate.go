package config

import (
	"fmt"
	"maps"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"rapport/domain"
)

// The bounds of what can be asked for.
const (
	mostDays    = 730 // two years: a longer rhythm is no rhythm
	mostShown   = 20
	commandsMax = 32 // Slack's limit for a command's name, the slash included
)

// Validate checks what holds whoever set it. The error is [Problems].
func (c Config) Validate() error { return c.problems().err() }

// problems finds everything wrong with c, without places.
func (c Config) problems() Problems {
	var ps Problems
	add := func(field, says, instead string) {
		if says != "" {
			ps = append(ps, Problem{Field: field, Says: says, Instead: instead})
		}
	}
	add("slack.api_url", apiURLProblem(c.Slack.APIURL), "write an https address that ends with /api/, or leave it out for Slack itself")
	add("slack.bot_token_file", prefixProblem(c.Slack.BotToken, "xoxb-"), "copy the Bot User OAuth Token from the app's page OAuth & Permissions")
	add("slack.app_token_file", prefixProblem(c.Slack.AppToken, "xapp-"), "make an App-Level Token with connections:write on the app's page Basic Information")
	add("slack.signing_secret_file", signingProblem(c.Slack.SigningSecret), "copy the Signing Secret from the app's page Basic Information")
	if c.Database == "" {
		add("database.file", "there is no database", "write the path of the SQLite file, such as rapport.db")
	}
	add("http.addr", addrProblem(c.HTTP.Addr, false), `write "127.0.0.1:8080", or ":8080" for all addresses`)
	add("http.admin_addr", addrProblem(c.HTTP.AdminAddr, true), `write "127.0.0.1:9090", or leave it out`)
	add("http.public_url", publicURLProblem(c.HTTP.PublicURL), "write the https address under which Slack reaches this bot, such as https://rapport.example.com")
	add("zone", zoneProblem(c.Policy.Zone), `write a name from the IANA list, such as "Europe/Berlin"`)
	for _, path := range slices.Sorted(maps.Keys(numbers)) {
		n := numbers[path]
		add(path, boundsProblem(*n.of(&c.Policy), n.least, n.most), fmt.Sprintf("write a number from %d to %d", n.least, n.most))
	}
	add(waitsProblem(c.Policy.Nudging))
	if c.Policy.Prompt.Days&c.Policy.CheckIn.Days != 0 {
		add("checkin.schedule", "it falls on a day of identify.schedule", "choose another day: with the digest there would be three messages which nobody asked for")
	}
	if days := c.Policy.Summary.Days; days != days.First() {
		add("mentoring.summary", "it falls on more than one day of the week", "name one day: the summary is of a week")
	}
	if s := c.Policy.Sessions; s.Maximum < s.Ideal {
		add("mentoring.overdue_days", fmt.Sprintf("%d days are fewer than the %d of mentoring.due_days", s.Maximum, s.Ideal), "write as many days as pairs have, or more")
	}
	for _, p := range domain.Phases {
		field, says := cadenceProblem(c.Policy.Cadences[p])
		add("cadences."+strings.ToLower(p.String())+field, says, fmt.Sprintf("write days from 1 to %d, the ideal no longer than the maximum", mostDays))
	}
	return append(ps, commandProblems(c.Commands)...)
}

// validate adds the problems of the whole, each with the place where the
// setting was made. What could not be read has been reported already.
func (l *loader) validate() {
	for _, p := range l.config.problems() {
		if l.isSpoilt(p.Field) {
			continue
		}
		at, said := l.place(p.Field)
		switch {
		case !said:
			// It follows from nothing that was written; name the setting.
		case at.field != "":
			p.Field = at.field
		default:
			p.File, p.Line = l.file, at.line
		}
		l.problems = append(l.problems, p)
	}
	_, file := l.said["database.file"]
	url, both := l.said["database.url_file"]
	if file && both && l.said["database.file"].field == "" {
		l.report("database.url_file", url.line, "database.file is set as well", "keep one of the two")
	}
}

// place returns where field was set, or else the section that holds it.
func (l *loader) place(field string) (place, bool) {
	for field != "" {
		if at, ok := l.said[field]; ok {
			return at, true
		}
		if at, ok := l.said[field+"_url"]; ok {
			return at, true
		}
		field = field[:max(0, strings.LastIndex(field, "."))]
	}
	return place{}, false
}

// isSpoilt reports whether field, or a part of it, could not be read.
func (l *loader) isSpoilt(field string) bool {
	for path := range l.spoilt {
		if path != "" && (path == field || strings.HasPrefix(path, field+".") || strings.HasPrefix(field, path+".")) {
			return true
		}
	}
	return false
}

// normalize brings addresses into the one form the rest of the program expects.
func (c *Config) normalize() {
	if u := c.Slack.APIURL; u != "" && !strings.HasSuffix(u, "/") {
		c.Slack.APIURL = u + "/" // slack-go appends the method's name as it is
	}
	c.HTTP.PublicURL = strings.TrimRight(c.HTTP.PublicURL, "/")
}

// Missing is what serving needs and c lacks.
func (c Config) Missing() Problems {
	var ps Problems
	if c.Slack.BotToken == "" {
		ps = append(ps, Problem{
			Field: "SLACK_BOT_TOKEN", Says: "the bot's token is missing",
			Instead: "set it, or slack.bot_token_file (the token begins with xoxb- and stands on the app's page OAuth & Permissions)",
		})
	}
	if c.Slack.AppToken == "" && c.Slack.SigningSecret == "" {
		ps = append(ps, Problem{
			Field: "SLACK_APP_TOKEN or SLACK_SIGNING_SECRET", Says: "Slack has no way in",
			Instead: "set SLACK_APP_TOKEN for Socket Mode (needs no public address), or SLACK_SIGNING_SECRET for HTTP",
		})
	}
	return ps
}

// Postgres reports whether the database is a PostgreSQL server, and not a
// SQLite file.
func (c Config) Postgres() bool { return isDSN(c.Database.Reveal()) }

// keyword finds a PostgreSQL DSN of the form "host=… user=…".
var keyword = regexp.MustCompile(`(?:^|\s)(?:host|dbname|user|service|port)\s*=`)

func isDSN(s string) bool {
	return strings.HasPrefix(s, "postgres://") || strings.HasPrefix(s, "postgresql://") || keyword.MatchString(s)
}

func prefixProblem(s Secret, prefix string) string {
	switch {
	case s == "" || strings.HasPrefix(string(s), prefix):
		return ""
	case strings.HasPrefix(string(s), "xapp-"):
		return "this is an app-level token"
	case strings.HasPrefix(string(s), "xoxb-"):
		return "this is a bot token"
	case strings.HasPrefix(string(s), "xoxp-"):
		return "this is a user's token, with more rights than the bot needs"
	default:
		return "this does not begin with " + strings.TrimSuffix(prefix, "-") + "-, as such tokens do"
	}
}

func signingProblem(s Secret) string {
	if strings.HasPrefix(string(s), "xox") || strings.HasPrefix(string(s), "xapp-") {
		return "this is a token and not the signing secret"
	}
	return ""
}

func addrProblem(addr string, optional bool) string {
	if addr == "" {
		if optional {
			return ""
		}
		return "there is no address to listen on"
	}
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		return quote(addr) + " is no address with a port"
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n > 65535 {
		return quote(port) + " is no port"
	}
	return ""
}

func apiURLProblem(s string) string {
	if s == "" {
		return ""
	}
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "":
		return quote(s) + " is no address of an API"
	case u.Scheme != "https" && !isLoopback(u.Hostname()):
		return "tokens would travel unencrypted"
	default:
		return ""
	}
}

func publicURLProblem(s string) string {
	if s == "" {
		return ""
	}
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil:
		return quote(s) + " is no address that Slack could call"
	case u.Scheme != "https" && !isLoopback(u.Hostname()):
		return "Slack calls https addresses only"
	default:
		return ""
	}
}

func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

func zoneProblem(zone string) string {
	if _, err := domain.Location(zone); err != nil {
		return quote(zone) + " is no time zone"
	}
	return ""
}

func boundsProblem(n, least, most int) string {
	if n < least || n > most {
		return fmt.Sprintf("%d is out of range", n)
	}
	return ""
}

// waitsProblem finds needs that may wait longer the more urgent they are.
func waitsProblem(n domain.Nudging) (path, says, instead string) {
	switch {
	case n.Urgent > n.Normal:
		return "nudges.urgent_days", fmt.Sprintf("%d days is longer than the %d of ordinary needs", n.Urgent, n.Normal), "let what is urgent wait the shortest"
	case n.Normal > n.Someday:
		return "nudges.normal_days", fmt.Sprintf("%d days is longer than the %d of needs without haste", n.Normal, n.Someday), "let what has no haste wait the longest"
	}
	return "", "", ""
}

func cadenceProblem(r domain.Cadence) (field, says string) {
	switch {
	case r.Ideal < 1 || r.Ideal > mostDays:
		return ".ideal", fmt.Sprintf("%d days is out of range", r.Ideal)
	case r.Maximum > mostDays || r.Maximum < 1:
		return ".maximum", fmt.Sprintf("%d days is out of range", r.Maximum)
	case r.Maximum < r.Ideal:
		return ".maximum", fmt.Sprintf("%d days is shorter than the ideal gap of %d", r.Maximum, r.Ideal)
	default:
		return "", ""
	}
}

// isCommand reports whether Slack takes a command's name: a slash, then small letters,
// digits, - or _. Each start asks, and an expression with these classes takes longer
// to be built than all the rest of the settings.
func isCommand(name string) bool {
	rest, slash := strings.CutPrefix(name, "/")
	return slash && rest != "" && !strings.ContainsFunc(rest, func(r rune) bool {
		return !unicode.In(r, unicode.Ll, unicode.Lo) && (r < '0' || r > '9') && r != '_' && r != '-'
	})
}

func commandProblems(commands map[string]string) Problems {
	var ps Problems
	taken := make(map[string]string)
	for _, verb := range Verbs {
		name, ok := commands[verb]
		p := Problem{Field: "commands." + verb, Instead: fmt.Sprintf(`write "/%s", another name, or "" to leave it out`, verb)}
		switch {
		case !ok || name == "":
			continue
		case !isCommand(name):
			p.Says = quote(name) + " is no command: a slash, then small letters, digits, - or _"
		case len([]rune(name)) > commandsMax:
			p.Says = fmt.Sprintf("a command has at most %d characters", commandsMax)
		case taken[name] != "":
			p.Says = name + " is " + taken[name] + " already"
		}
		if p.Says != "" {
			ps = append(ps, p)
		}
		taken[name] = "commands." + verb
	}
	return ps
}
