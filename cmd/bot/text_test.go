package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// texts are what people may type that is made to break something, or does so
// without being meant to.
var texts = map[string]string{
	"long":             strings.Repeat("Jane coffee ", 40_000/12),
	"one long word":    strings.Repeat("x", 40_000),
	"right to left":    "שרה כהן \u202emoc.live\u202c قهوة",
	"no width":         "Ja\u200bne\u2060 \u200d\ufeff cof\u00adfee",
	"emoji":            "Jane 👩‍👩‍👧‍👦☕️ :tada: 🇩🇪🏴󠁧󠁢󠁥󠁮󠁧󠁿",
	"no UTF-8":         "Jane \xff\xfe\xc0\x80 coffee",
	"half a surrogate": "Jane \xed\xa0\x80 coffee",
	"controls":         "Jane\x00\x01\x1b[31m\x7f coffee",
	"many marks":       "J" + strings.Repeat("\u0301\u0337", 2000) + "ane",
	"everybody":        "<!channel> <!here|here> <!everyone> <!subteam^S1|team> coffee",
	"people":           "<@U1> <@U2|omar> <#C1|general> coffee",
	"half escaped":     "&lt;!channel&gt; &amp;lt;!here&amp;gt; coffee",
	"links":            "Jane <https://evil.example|https://acme.com> <mailto:a@b.c|x> javascript:alert(1)",
	"markup":           "*Jane* _x_ ~y~ `z` ```code``` > quote\n- list",
	"SQL":              `Robert'); DROP TABLE contacts; -- " \ %_ coffee`,
	"a formula":        `=cmd|'/C calc'!A1 +1+1 -2+3 @SUM(A1) coffee`,
	"a template":       "{{.Owner}} ${jndi:ldap://x} %s%n %d coffee",
	"HTML":             `<script>alert(1)</script> coffee`,
	"empty":            "",
	"white":            " \t\n\u00a0\u3000 ",
	"quotes":           "“”‘’\"''' coffee",
	"numbers":          "1e309 0x7f NaN 99999999999999999999 31/31/9999 coffee",
}

// commandsOfText are the commands that take words.
var commandsOfText = []string{"/met", "/people", "/promise", "/ask", "/identify", "/goal", "/mentoring", "/rapport"}

// live is what would ring, lead elsewhere or run where it is shown. A date is ours.
var live = regexp.MustCompile(`<!(channel|here|everyone|subteam)|<https?://evil|<mailto:|<script`)

// TestNoTextIsMoreThanText types everything at every command, over the wire: each
// is answered with a sentence, what is shown of it is inert, and nothing of it is
// in the log.
func TestNoTextIsMoreThanText(t *testing.T) {
	g := newGate(t)
	n := 0
	say := func(command, text string) (said string) {
		t.Helper()
		n++
		l := letter{path: "/slack/commands", header: http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}}
		l.body = []byte(url.Values{
			"team_id": {g.team}, "api_app_id": {g.app}, "user_id": {g.member}, "channel_id": {"C1"}, "command": {command},
			"text": {text}, "trigger_id": {"t" + strconv.Itoa(n)}, "is_enterprise_install": {"false"},
		}.Encode())
		begun := time.Now()
		rw, log := g.knock(l.sealed(g.secret, strconv.FormatInt(begun.Unix(), 10)))
		if d := time.Since(begun); rw.Code != http.StatusOK || d > 3*time.Second {
			t.Errorf("%s %.40q: %d after %v", command, text, rw.Code, d)
		}
		if words := strings.TrimSpace(text); len(words) > 12 && strings.Contains(log, words[:12]) || strings.Contains(log, "reference") {
			t.Errorf("%s %.40q is logged: %.500s", command, text, log)
		}
		g.inert(rw.Body.Bytes(), command+" "+text)
		return rw.Body.String()
	}
	say("/met", "Jane coffee")
	for name, text := range texts {
		t.Run(name, func(*testing.T) {
			for _, command := range commandsOfText {
				say(command, text)
			}
			for _, command := range []string{"/met Jane coffee -- ", "/people Jane -- ", "/promise Jane ", "/ask Jane ", "/goal Jane for ", "/mentoring join mentor ", "/mentoring start "} {
				verb, start, _ := strings.Cut(command, " ")
				say(verb, start+text)
			}
		})
	}
	for _, list := range []string{"/people", "/promise", "/ask", "/identify", "/goal", "/mentoring", "/rapport"} {
		say(list, "")
	}
	for _, page := range []string{"Jane", "all"} {
		say("/people", page)
	}
	if n := g.touches(); n < 10 {
		t.Errorf("only %d touches were logged", n)
	}
	tables := 0
	if err := g.file.QueryRow("SELECT count(*) FROM sqlite_schema WHERE name = 'contacts'").Scan(&tables); err != nil || tables != 1 {
		t.Errorf("there are %d tables of contacts, %v", tables, err)
	}
}

// inert fails when an answer holds anything but text. What stands in plain_text
// is text whatever it looks like, and is passed over.
func (g *gate) inert(body []byte, to string) {
	g.t.Helper()
	if len(bytes.TrimSpace(body)) == 0 {
		return // a modal, or it follows
	}
	var answer struct {
		Text   string            `json:"text"`
		Blocks []json.RawMessage `json:"blocks"`
	}
	if err := json.Unmarshal(body, &answer); err != nil || answer.Text == "" || !utf8.Valid(body) {
		g.t.Errorf("%.60q is answered with %.200q: %v", to, body, err)
		return
	}
	marked := []string{answer.Text}
	for _, raw := range answer.Blocks {
		var block any
		if err := json.Unmarshal(raw, &block); err != nil {
			g.t.Error(err)
		}
		marked = append(marked, mrkdwn(block)...)
	}
	for _, s := range marked {
		if hot := live.FindString(s); hot != "" || strings.ContainsAny(s, "\u202e\x00\x1b") {
			g.t.Errorf("%.60q is answered with %q in %.300q", to, hot, s)
		}
	}
}

// mrkdwn collects the texts in which Slack looks for markup.
func mrkdwn(v any) (all []string) {
	switch v := v.(type) {
	case map[string]any:
		if s, ok := v["text"].(string); ok && v["type"] == "mrkdwn" {
			return []string{s}
		}
		for _, x := range v {
			all = append(all, mrkdwn(x)...)
		}
	case []any:
		for _, x := range v {
			all = append(all, mrkdwn(x)...)
		}
	}
	return all
}
