package page

import (
	"html/template"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// styles are the tags behind the marks.
var styles = map[byte]string{'*': "b", '_': "i", '~': "s"}

// inline renders text within a paragraph or a quote.
func (m *marker) inline(s string) {
	text := 0 // where what is not yet written begins
	// unclosed tells up to where a mark has no closing mark, so that a text of
	// many opening marks is not searched to its end for each.
	unclosed := map[byte]int{}
	flush := func(to int) {
		m.out.WriteString(breaks(withEmoji(s[text:to])))
		text = to
	}
	for i := 0; i < len(s); {
		next := i
		switch c := s[i]; c {
		case '<':
			if end := reference(s, i); end > 0 {
				flush(i)
				m.out.WriteString(m.refer(s[i+1 : end]))
				next = end + 1
			}
		case '`':
			if end := codeEnd(s, i); end > 0 {
				flush(i)
				m.out.WriteString("<code>" + m.code(s[i+1:end]) + "</code>")
				next = end + 1
			}
		case '*', '_', '~':
			if i < unclosed[c] || !opens(s, i) {
				break
			}
			end, searched := closing(s, i)
			if end < 0 {
				unclosed[c] = searched
				break
			}
			flush(i)
			tag := styles[c]
			m.out.WriteString("<" + tag + ">")
			m.inline(s[i+1 : end])
			m.out.WriteString("</" + tag + ">")
			next = end + 1
		case 'h':
			if end := m.address(s, i); end > 0 {
				flush(i)
				m.out.WriteString(anchor(unescape.Replace(s[i:end]), escape(s[i:end])))
				next = end
			}
		}
		if next == i {
			i++
			continue
		}
		i, text = next, next
	}
	flush(len(s))
}

// reference returns where the <…> that begins at i ends, -1 if it is none.
func reference(s string, i int) int {
	end := strings.IndexAny(s[i+1:], "<>\n")
	if end <= 0 || s[i+1+end] != '>' {
		return -1
	}
	return i + 1 + end
}

// codeEnd returns where the `…` that begins at i ends, -1 if it is none.
func codeEnd(s string, i int) int {
	end := strings.IndexAny(s[i+1:], "`\n")
	if end <= 0 || s[i+1+end] != '`' {
		return -1
	}
	return i + 1 + end
}

// isWord tells whether a mark beside r is part of a word.
func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// opens tells whether the mark at i may begin a style.
func opens(s string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, size := utf8.DecodeRuneInString(s[i+1:])
	return size > 0 && !isWord(before) && !unicode.IsSpace(after) && after != rune(s[i])
}

// closing returns the mark that closes the one at i, on the same line and not
// inside code or a reference; -1 and how far it looked when there is none.
func closing(s string, i int) (end, searched int) {
	for j := i + 1; j < len(s); j++ {
		switch s[j] {
		case '\n':
			return -1, j
		case '<':
			if e := reference(s, j); e > 0 {
				j = e
			}
		case '`':
			if e := codeEnd(s, j); e > 0 {
				j = e
			}
		case s[i]:
			before, _ := utf8.DecodeLastRuneInString(s[:j])
			after, _ := utf8.DecodeRuneInString(s[j+1:])
			if j > i+1 && !unicode.IsSpace(before) && !isWord(after) {
				return j, j
			}
		}
	}
	return -1, len(s)
}

// code renders the inside of code: no styles, and of a reference what it shows.
func (m *marker) code(s string) string {
	var b strings.Builder
	for {
		open := strings.IndexByte(s, '<')
		if open < 0 {
			break
		}
		end := reference(s, open)
		if end < 0 {
			b.WriteString(escape(s[:open+1]))
			s = s[open+1:]
			continue
		}
		b.WriteString(escape(s[:open]))
		target, label, labelled := strings.Cut(s[open+1:end], "|")
		if !labelled {
			label = target
		}
		b.WriteString(escape(label))
		s = s[end+1:]
	}
	return b.String() + escape(s)
}

// address returns where a bare web address that begins at i ends, -1 for none.
func (m *marker) address(s string, i int) int {
	rest := s[i:]
	if m.verbatim || !strings.HasPrefix(rest, "https://") && !strings.HasPrefix(rest, "http://") {
		return -1
	}
	if before, _ := utf8.DecodeLastRuneInString(s[:i]); isWord(before) {
		return -1
	}
	end := strings.IndexFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("<>|`\"", r) })
	if end < 0 {
		end = len(rest)
	}
	// An escaped > ends it as > would, and a sentence's full stop is not its own.
	for _, entity := range []string{"&gt;", "&lt;"} {
		if cut := strings.Index(rest[:end], entity); cut >= 0 {
			end = cut
		}
	}
	end = len(strings.TrimRight(rest[:end], ".,;:!?)*_~'"))
	if end <= len("https://") {
		return -1
	}
	return i + end
}

// anchor is a link that opens beside the page; html is its label. A target that
// is not for a browser stays text.
func anchor(target, html string) string {
	u, err := url.Parse(target)
	if err != nil {
		return html
	}
	switch u.Scheme {
	case "http", "https", "mailto", "tel":
		return `<a href="` + template.HTMLEscapeString(u.String()) + `" target="_blank" rel="noopener noreferrer">` + html + "</a>"
	}
	return html
}

// refer renders what stands between < and >.
func (m *marker) refer(s string) string {
	target, label, labelled := strings.Cut(s, "|")
	switch {
	case strings.HasPrefix(target, "@"):
		return m.person(target[1:], label)
	case strings.HasPrefix(target, "#"):
		return m.room(target[1:], label)
	case strings.HasPrefix(target, "!date^"):
		return m.date(target, label)
	case strings.HasPrefix(target, "!"):
		return special(target[1:], label)
	}
	if !labelled || label == "" {
		label = strings.TrimPrefix(strings.TrimPrefix(target, "mailto:"), "tel:")
	}
	return anchor(unescape.Replace(target), withEmoji(label))
}

// person renders a mention; who looks sees theirs stand out.
func (m *marker) person(id, label string) string {
	name, known := m.ctx.person(id)
	if !known {
		if name = label; name == "" {
			name = id
		}
	}
	class := "mention"
	if id != "" && id == m.ctx.As {
		class = "mention me"
	}
	return `<span class="` + class + `">@` + escape(name) + "</span>"
}

// room renders a channel: a link for those who are in it.
func (m *marker) room(id, label string) string {
	name, in := m.ctx.room(id)
	if in {
		return `<a class="mention" href="` + template.HTMLEscapeString(roomHref(id, m.ctx.As)) + `">#` + escape(name) + "</a>"
	}
	if label == "" {
		return `<span class="mention">🔒 private channel</span>`
	}
	return `<span class="mention">#` + escape(label) + "</span>"
}

// special renders <!here> and its like.
func special(command, label string) string {
	switch command {
	case "here", "channel", "everyone":
		return `<span class="mention me">@` + command + "</span>"
	}
	if label == "" {
		label = "<" + command + ">"
	}
	return `<span class="mention">` + escape(label) + "</span>"
}

// date renders <!date^seconds^format^link|fallback> in the zone of who looks.
func (m *marker) date(target, fallback string) string {
	parts := strings.SplitN(target, "^", 4)
	if len(parts) < 3 {
		return escape(fallback)
	}
	seconds, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil || seconds < 0 || seconds > 253402300799 { // the year 9999
		return escape(fallback)
	}
	loc := m.ctx.Zone
	if loc == nil {
		loc = time.UTC
	}
	t := time.Unix(seconds, 0).In(loc)
	shown := `<time datetime="` + t.Format(time.RFC3339) + `" title="` + t.Format("Monday, January 2, 2006 at 3:04 PM MST") + `">` +
		escape(formatDate(parts[2], t, m.ctx.Now.In(loc))) + "</time>"
	if len(parts) == 4 {
		return anchor(unescape.Replace(parts[3]), shown)
	}
	return shown
}
