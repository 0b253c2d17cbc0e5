package bot

import (
	"cmp"
	"net/url"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// parcel is what one payload from Slack turned out to be.
type parcel struct {
	// What names its sort, "block_actions", "event message": one of a bounded
	// set, for logs and metrics.
	What string
	// App and Enterprise are those it was meant for, "" when it doesn't say.
	App        string
	Enterprise string
	// About is whom an event is about; it concerns us only if that is our own bot
	// user. "" where it concerns us in any case.
	About string
	// Skip says that nothing is to be done about it.
	Skip bool
	// Challenge is to be echoed, to prove that the address is ours.
	Challenge string
	Command   Command
}

// decoder turns payloads into commands. It is pure: what arrives is judged by
// its form alone, and stamped with the time it was handed.
type decoder struct {
	slashes map[string]string // "/met" → verb
}

// slash decodes a slash command.
func (d decoder) slash(s slack.SlashCommand, now time.Time) parcel {
	verb, ok := d.slashes[s.Command]
	if !ok {
		// No handler is registered under a name with a slash: the answer helps.
		verb = s.Command
	}
	return parcel{
		What: "slash_command", App: s.APIAppID, Enterprise: s.EnterpriseID,
		Command: Command{
			ID:        named("slash", s.TriggerID),
			Workspace: domain.WorkspaceID(cmp.Or(s.TeamID, s.EnterpriseID)),
			Member:    domain.MemberID(s.UserID),
			Channel:   s.ChannelID,
			Verb:      verb,
			Args:      typed(s.Text),
			Trigger:   s.TriggerID,
			Reply:     Reply{Door: SlashDoor, URL: s.ResponseURL},
			At:        now,
		},
	}
}

// named makes the id of a command from what only this one has, "" when Slack did
// not say it: then it could not be told from the next one.
func named(sort, own string) domain.CommandID {
	if own == "" {
		return ""
	}
	return domain.CommandID(sort + ":" + own)
}

// slashForm reads the form in which HTTP delivers a slash command, as
// [url.ParseQuery] would, without making a map of what nobody asks for.
func slashForm(form string) (slack.SlashCommand, error) {
	var s slack.SlashCommand
	fields := [...]struct {
		name string
		into *string
	}{
		{"team_id", &s.TeamID},
		{"enterprise_id", &s.EnterpriseID},
		{"channel_id", &s.ChannelID},
		{"user_id", &s.UserID},
		{"command", &s.Command},
		{"text", &s.Text},
		{"response_url", &s.ResponseURL},
		{"trigger_id", &s.TriggerID},
		{"api_app_id", &s.APIAppID},
	}
	for pair := range strings.SplitSeq(form, "&") {
		name, value, _ := strings.Cut(pair, "=")
		for i := range fields {
			if f := &fields[i]; f.name == name && f.into != nil {
				said, err := url.QueryUnescape(value)
				if err != nil {
					return s, err
				}
				*f.into, f.into = said, nil // what comes first counts
				break
			}
		}
	}
	return s, nil
}

// nobodys are the verbs of events that no member has anything to do with.
var nobodys = map[string]bool{verbAppGone: true, verbChannelShut: true, verbChannelOpen: true}

// complete reports whether a command names all that handling it needs.
func (c Command) complete() bool {
	return c.ID != "" && c.Workspace != "" && c.Verb != "" && (c.Member != "" || nobodys[c.Verb])
}

// unescape undoes what Slack does to the three characters that mark its own
// syntax. It comes last, so that what a member typed never becomes syntax.
var unescape = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// typed returns what a member typed from what Slack made of it: links lose
// their brackets, escaped characters are themselves again. Mentions of people
// and channels stay as they are: "<@U1>", "<@U1|mia>", "<#C1|general>".
func typed(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return s
	}
	var out strings.Builder
	for {
		open := strings.IndexByte(s, '<')
		if open < 0 {
			break
		}
		end := strings.IndexByte(s[open:], '>')
		if end < 0 {
			break
		}
		end += open
		out.WriteString(unescape.Replace(s[:open]))
		out.WriteString(unbracket(s[open+1 : end]))
		s = s[end+1:]
	}
	out.WriteString(unescape.Replace(s))
	return out.String()
}

// unbracket writes what stood between angle brackets.
func unbracket(inner string) string {
	if inner == "" || strings.ContainsRune("@#!", rune(inner[0])) {
		return "<" + inner + ">"
	}
	link, label, ok := strings.Cut(inner, "|")
	if ok && label != "" {
		return unescape.Replace(label)
	}
	return unescape.Replace(strings.TrimPrefix(link, "mailto:"))
}
