package page

import (
	"html/template"
	"strings"
)

// Mrkdwn renders Slack's markup as the client shows it to the member who looks:
// *bold*, _italic_, ~strike~, `code`, ```blocks```, > quotes, links, mentions,
// dates in their zone and emoji. Everything else comes out as text: no input
// makes markup that is not one of these.
func Mrkdwn(text string, c Context) template.HTML { return mrkdwn(text, c, false) }

// mrkdwn is Mrkdwn; verbatim text has no links but those marked as such.
func mrkdwn(text string, c Context, verbatim bool) template.HTML {
	m := marker{ctx: c, verbatim: verbatim}
	m.blocks(strings.ToValidUTF8(text, "\uFFFD"))
	return template.HTML(m.out.String()) //nolint:gosec // marker escapes all that it does not write itself; fuzzed
}

// plainText renders a plain_text object: entities and emoji, no markup.
func plainText(text string, emoji bool) template.HTML {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if !emoji {
		return template.HTML(breaks(escape(text))) //nolint:gosec // escape escapes
	}
	return template.HTML(breaks(withEmoji(text))) //nolint:gosec // withEmoji escapes
}

// unescape turns the three entities of Slack's text into characters.
var unescape = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// escape makes HTML of a piece of Slack's text.
func escape(s string) string { return template.HTMLEscapeString(unescape.Replace(s)) }

// breaks makes line breaks visible.
func breaks(s string) string { return strings.ReplaceAll(s, "\n", "<br>") }

// marker writes the HTML of one text.
type marker struct {
	ctx      Context
	verbatim bool
	out      strings.Builder
}

// blocks renders what may span lines: code blocks and all between them.
func (m *marker) blocks(s string) {
	const fence = "```"
	for {
		open := strings.Index(s, fence)
		if open < 0 {
			break
		}
		inner := s[open+len(fence):]
		end := strings.Index(inner, fence)
		if end <= 0 {
			break
		}
		m.lines(strings.TrimSuffix(s[:open], "\n"))
		m.out.WriteString("<pre><code>" + m.code(strings.Trim(inner[:end], "\n")) + "</code></pre>")
		s = strings.TrimPrefix(inner[end+len(fence):], "\n")
	}
	m.lines(s)
}

// quoted returns a line without its quote mark.
func quoted(line string) (string, bool) {
	for _, mark := range []string{"&gt;", ">"} {
		if rest, ok := strings.CutPrefix(line, mark); ok {
			return strings.TrimPrefix(rest, " "), true
		}
	}
	return line, false
}

// lines renders text without code blocks: quotes and paragraphs.
func (m *marker) lines(s string) {
	if s == "" {
		return
	}
	var run []string
	inQuote := false
	flush := func() {
		if len(run) == 0 {
			return
		}
		if inQuote {
			m.out.WriteString("<blockquote>")
		}
		m.inline(strings.Join(run, "\n"))
		if inQuote {
			m.out.WriteString("</blockquote>")
		}
		run = nil
	}
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		for _, mark := range []string{"&gt;&gt;&gt;", ">>>"} {
			if rest, ok := strings.CutPrefix(line, mark); ok { // quotes all that follows
				flush()
				inQuote, run = true, append([]string{strings.TrimPrefix(rest, " ")}, lines[i+1:]...)
				flush()
				return
			}
		}
		text, isQuote := quoted(line)
		if isQuote != inQuote {
			flush()
			inQuote = isQuote
		}
		run = append(run, text)
	}
	flush()
}
