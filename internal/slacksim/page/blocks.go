package page

import (
	"encoding/json"
	"fmt"
	"html/template"
	"net"
	"net/url"
	"strings"
)

// Blocks renders a JSON array of Block Kit blocks as the client shows it. The
// controls in it belong to the form that it is put in.
func Blocks(raw json.RawMessage, c Context) template.HTML {
	var shown []shownBlock
	for i, b := range readBlocks(raw) {
		shown = append(shown, c.block(i, b))
	}
	return render("blocks", shown)
}

// shownBlock is a block as the templates want it.
type shownBlock struct {
	Kind      string
	ID        string
	Text      template.HTML
	Fields    []template.HTML
	Accessory *control
	Controls  []control
	Context   []contextItem
	Label     template.HTML
	Hint      template.HTML
	Optional  bool
	Error     string
	Image     *shownImage
	Title     template.HTML
	Rich      template.HTML
	Rows      [][]cell
}

// contextItem is a small text, or a small image.
type contextItem struct {
	Text  template.HTML
	Image *shownImage
}

// cell is one cell of a table.
type cell struct {
	HTML    template.HTML
	Align   string
	Wrapped bool
}

// shownImage is an image that the box itself has, or the description of one that
// lies elsewhere: the page asks nothing of other hosts.
type shownImage struct {
	Src, Alt string
	// Href leads to an image elsewhere.
	Href string
}

// text renders a text object.
func (c Context) text(t *textObject) template.HTML {
	switch {
	case t == nil:
		return ""
	case t.Type == "mrkdwn":
		return mrkdwn(t.Text, c, t.Verbatim)
	}
	return plainText(t.Text, t.Emoji == nil || *t.Emoji)
}

// words is a text object as plain words, for attributes.
func words(t *textObject) string {
	if t == nil {
		return ""
	}
	return unescape.Replace(shortcode.ReplaceAllStringFunc(t.Text, func(s string) string {
		if glyph, known := emoji[strings.Trim(s, ":")]; known {
			return glyph
		}
		return s
	}))
}

// block prepares one block, the i-th of its message or view.
func (c Context) block(i int, b block) shownBlock {
	s := shownBlock{Kind: b.Type, ID: fmt.Sprintf("%s-b%d", c.Prefix, i)}
	switch b.Type {
	case "section":
		s.Text = c.text(b.Text)
		for _, f := range b.Fields {
			s.Fields = append(s.Fields, c.text(&f))
		}
		if b.Accessory != nil {
			e := c.control(b, *b.Accessory)
			s.Accessory = &e
		}
	case "header":
		s.Text = c.text(b.Text)
	case "context":
		s.Context = c.contextItems(b)
	case "actions":
		for _, e := range b.interactive() {
			s.Controls = append(s.Controls, c.control(b, e))
		}
	case "input":
		s.Label, s.Hint, s.Optional, s.Error = c.text(b.Label), c.text(b.Hint), b.Optional, c.Errors[b.BlockID]
		if b.Element != nil {
			s.Controls = []control{c.control(b, *b.Element)}
			s.Controls[0].DescribedBy = s.describedBy()
		}
	case "image":
		s.Image, s.Title = b.show(), c.text(b.Title)
	case "rich_text":
		s.Rich = c.richText(b.Elements)
	case "table":
		s.Rows = c.rows(b)
	case "divider":
	default:
		s.Kind = "unknown"
		s.Text = plainText(b.Type, false)
	}
	return s
}

// describedBy lists the ids of what explains an input.
func (s shownBlock) describedBy() string {
	var ids []string
	if s.Error != "" {
		ids = append(ids, s.ID+"-error")
	}
	if s.Hint != "" {
		ids = append(ids, s.ID+"-hint")
	}
	return strings.Join(ids, " ")
}

// Grouped tells whether the input is a group of controls, which has a legend
// and not a label.
func (s shownBlock) Grouped() bool {
	if len(s.Controls) == 0 {
		return false
	}
	kind := s.Controls[0].Kind
	return kind == "checkboxes" || kind == "radio_buttons" || strings.HasPrefix(kind, "multi_")
}

// contextItems prepares the texts and images of a context block.
func (c Context) contextItems(b block) []contextItem {
	var items []contextItem
	for _, raw := range b.Elements {
		var image element
		var text textObject
		switch {
		case json.Unmarshal(raw, &image) == nil && image.Type == "image":
			items = append(items, contextItem{Image: image.show()})
		case json.Unmarshal(raw, &text) == nil:
			items = append(items, contextItem{Text: c.text(&text)})
		}
	}
	return items
}

// rows prepares the cells of a table.
func (c Context) rows(b block) [][]cell {
	var rows [][]cell
	for _, raw := range b.Rows {
		row := []cell{}
		for i, raw := range raw {
			var content struct {
				Type     string            `json:"type"`
				Text     string            `json:"text"`
				Value    json.Number       `json:"value"`
				Elements []json.RawMessage `json:"elements"`
			}
			one := cell{}
			if json.Unmarshal(raw, &content) == nil {
				switch {
				case content.Type == "rich_text":
					one.HTML = c.richText(content.Elements)
				case content.Text == "":
					one.HTML = plainText(content.Value.String(), false)
				default:
					one.HTML = plainText(content.Text, true)
				}
			}
			if i < len(b.Columns) && b.Columns[i] != nil {
				one.Align, one.Wrapped = b.Columns[i].Align, b.Columns[i].Wrapped
			}
			row = append(row, one)
		}
		rows = append(rows, row)
	}
	return rows
}

// show tells how to show a picture.
func (p picture) show() *shownImage {
	image := &shownImage{Alt: p.AltText}
	where := p.ImageURL
	if p.SlackFile != nil {
		if p.SlackFile.ID != "" {
			image.Src = "/files/" + url.PathEscape(p.SlackFile.ID)
			return image
		}
		where = p.SlackFile.URL
	}
	u, err := url.Parse(where)
	if err != nil {
		return image
	}
	ip := net.ParseIP(u.Hostname())
	own := u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
	switch {
	case own && strings.HasPrefix(u.Path, "/files/"):
		image.Src = u.EscapedPath()
	case u.Scheme == "https" || u.Scheme == "http":
		image.Href = u.String()
	}
	return image
}
