package page

import (
	"encoding/json"
	"html/template"
	"strconv"
	"strings"
	"time"
)

// richElement is any part of rich text.
type richElement struct {
	Type     string            `json:"type"`
	Style    json.RawMessage   `json:"style"` // a word in lists, an object elsewhere
	Indent   int               `json:"indent"`
	Elements []json.RawMessage `json:"elements"`

	Text      string `json:"text"`
	URL       string `json:"url"`
	UserID    string `json:"user_id"`
	ChannelID string `json:"channel_id"`
	Name      string `json:"name"`
	Range     string `json:"range"`
	Timestamp int64  `json:"timestamp"`
	Format    string `json:"format"`
	Fallback  string `json:"fallback"`
	Value     string `json:"value"`
}

// richDepth is how deep rich text may be nested before it is cut.
const richDepth = 6

// richText renders the elements of a rich_text block.
func (c Context) richText(elements []json.RawMessage) template.HTML {
	m := marker{ctx: c}
	m.rich(elements, 0)
	return template.HTML(m.out.String()) //nolint:gosec // as in mrkdwn: marker escapes
}

// rich renders a list of rich text elements.
func (m *marker) rich(elements []json.RawMessage, depth int) {
	if depth > richDepth {
		return
	}
	for _, raw := range elements {
		var e richElement
		if json.Unmarshal(raw, &e) != nil {
			continue
		}
		switch e.Type {
		case "rich_text_section":
			m.wrap("", e.Elements, depth)
		case "rich_text_quote":
			m.wrap("blockquote", e.Elements, depth)
		case "rich_text_preformatted":
			m.wrap("pre", e.Elements, depth)
		case "rich_text_list":
			m.list(e, depth)
		default:
			m.richInline(e)
		}
	}
}

// wrap renders elements inside a tag.
func (m *marker) wrap(tag string, elements []json.RawMessage, depth int) {
	if tag != "" {
		m.out.WriteString("<" + tag + ">")
		defer m.out.WriteString("</" + tag + ">")
	}
	m.rich(elements, depth+1)
}

// list renders a bulleted or numbered list.
func (m *marker) list(e richElement, depth int) {
	tag := "ul"
	if string(e.Style) == `"ordered"` {
		tag = "ol"
	}
	m.out.WriteString("<" + tag + ` class="indent` + strconv.Itoa(min(max(e.Indent, 0), 5)) + `">`)
	for _, item := range e.Elements {
		m.wrap("li", []json.RawMessage{item}, depth)
	}
	m.out.WriteString("</" + tag + ">")
}

// richInline renders what stands within a line. Rich text is not escaped as
// mrkdwn is: its text is exactly what is shown.
func (m *marker) richInline(e richElement) {
	literal := func(s string) string { return breaks(template.HTMLEscapeString(strings.ToValidUTF8(s, "\uFFFD"))) }
	html := ""
	switch e.Type {
	case "text":
		html = literal(e.Text)
	case "link":
		label := e.Text
		if label == "" {
			label = e.URL
		}
		html = anchor(e.URL, literal(label))
	case "user":
		html = m.person(e.UserID, "")
	case "channel":
		html = m.room(e.ChannelID, "")
	case "broadcast":
		html = special(e.Range, "")
	case "usergroup":
		html = special("user group", "")
	case "emoji":
		html = withEmoji(":" + e.Name + ":")
	case "date":
		t := time.Unix(e.Timestamp, 0).In(m.ctx.location())
		html = escape(formatDate(e.Format, t, m.ctx.Now.In(m.ctx.location())))
	case "color":
		html = literal(e.Value)
	}
	m.out.WriteString(styled(e.Style, html))
}

// styled puts the tags of a style around HTML.
func styled(raw json.RawMessage, html string) string {
	var style struct{ Bold, Italic, Strike, Code, Underline bool }
	if len(raw) == 0 || json.Unmarshal(raw, &style) != nil {
		return html
	}
	for _, s := range []struct {
		on  bool
		tag string
	}{{style.Code, "code"}, {style.Underline, "u"}, {style.Strike, "s"}, {style.Italic, "i"}, {style.Bold, "b"}} {
		if s.on {
			html = "<" + s.tag + ">" + html + "</" + s.tag + ">"
		}
	}
	return html
}
