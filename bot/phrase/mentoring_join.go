package phrase

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// join reads as what somebody joins, the topics and with how many they would be
// paired: "mentor go, sql up to 3", "as a mentee about public speaking".
func (p *mentoringReader) join(m *Mentoring) error {
	p.skip("me", "us", "here", "in")
	if at(p.ts, p.i+1) != "to" {
		p.skip("up") // "sign me up", and not "up to 3"
	}
	as := at(p.ts, p.i) == "as"
	p.skip("as", "a", "an", "the")
	if p.i < len(p.ts) {
		w := at(p.ts, p.i)
		if m.Role = roleOf(w); m.Role != "" {
			p.i++
		} else if near := nearest(w, []string{"mentor", "mentee"}); as || near != "" {
			return &Error{Kind: UnknownWord, Said: strings.TrimRight(saidOf(p.text, p.ts[p.i:p.i+1]), ".,:;!?"), Nearest: near}
		}
	}
	return p.topics(m)
}

// topicWords lead to topics.
var topicWords = map[string]bool{"about": true, "on": true, "for": true, "in": true, "topics": true, "topic": true, "offering": true, "offer": true, "with": true}

// topics reads what is left of a join: topics apart by commas, lines, "and" or as
// #tags, and a capacity anywhere.
func (p *mentoringReader) topics(m *Mentoring) error {
	from := p.i // where the topic begins that is being read
	for p.i < len(p.ts) {
		t := p.ts[p.i]
		said, n := p.capacity()
		switch {
		case n > 0 && (said < 1 || said > mostPartners):
			return &Error{Kind: BadCapacity, Said: saidOf(p.text, p.ts[p.i:p.i+n])}
		case n > 0:
			m.topic(p.text, p.ts[from:p.i])
			m.Capacity = said
			p.i += n
			from = p.i
		case t.kind == comma || t.kind == lineBreak || t.kind == dash || t.fold == "and" || t.fold == "&" || t.fold == "please" || strings.HasPrefix(t.text, "#"):
			m.topic(p.text, p.ts[from:p.i])
			p.i++
			if from = p.i; strings.HasPrefix(t.text, "#") {
				m.tag(t.text)
			}
		case from == p.i && topicWords[t.fold] && p.i+1 < len(p.ts):
			p.i++
			from = p.i
		default:
			p.i++
		}
	}
	m.topic(p.text, p.ts[from:])
	if len(m.Topics) > mostTopics {
		return &Error{Kind: TooMany}
	}
	if slices.ContainsFunc(m.Topics, func(s string) bool { return utf8.RuneCountInString(s) > longestTopic }) {
		return &Error{Kind: TooLong, Said: "topic"}
	}
	return nil
}

// topic adds the topic that tokens say, if they say one.
func (m *Mentoring) topic(text string, ts []token) {
	var ws []string
	for _, t := range ts {
		if t.kind == quotedName {
			ws = append(ws, t.text)
			continue
		}
		ws = append(ws, text[t.start:t.end])
	}
	m.addTopic(strings.Join(ws, " "))
}

// tag adds a topic that was written as "#public-speaking".
func (m *Mentoring) tag(s string) {
	m.addTopic(strings.NewReplacer("-", " ", "_", " ", "#", " ").Replace(s))
}

func (m *Mentoring) addTopic(s string) {
	s = strings.TrimLeft(strings.TrimRight(Fold(s), ".,:;!? "), "(,:; ")
	if s != "" && !slices.Contains(m.Topics, s) {
		m.Topics = append(m.Topics, s)
	}
}

// ParseTopics reads topics as they are written into a form.
func ParseTopics(text string) ([]string, error) {
	text = strings.TrimSpace(Clean(text))
	p := &mentoringReader{&reader{text: text, ts: scan(text)}}
	var m Mentoring
	from := 0
	for i, t := range p.ts {
		if t.kind == comma || t.kind == lineBreak || strings.HasPrefix(t.text, "#") {
			m.topic(text, p.ts[from:i])
			if from = i + 1; strings.HasPrefix(t.text, "#") {
				m.tag(t.text)
			}
		}
	}
	m.topic(text, p.ts[from:])
	switch {
	case len(m.Topics) > mostTopics:
		return nil, &Error{Kind: TooMany}
	case slices.ContainsFunc(m.Topics, func(s string) bool { return utf8.RuneCountInString(s) > longestTopic }):
		return nil, &Error{Kind: TooLong, Said: "topic"}
	}
	return m.Topics, nil
}

// capacity reads with how many somebody would be paired: "up to 3", "capacity 2",
// "3 mentees". n is 0 where nothing says so.
func (p *mentoringReader) capacity() (said, n int) {
	i, led := p.i, false
	if w := at(p.ts, i); w == "with" || w == "for" {
		i++
	}
	switch w := at(p.ts, i); {
	case w == "capacity" || w == "max" || w == "maximum":
		i, led = i+1, true
		if at(p.ts, i) == "of" || at(p.ts, i) == "is" || at(p.ts, i) == "=" {
			i++
		}
	case w == "up" && at(p.ts, i+1) == "to", w == "at" && at(p.ts, i+1) == "most":
		i, led = i+2, true
	}
	w := at(p.ts, i)
	said, ok := number(w)
	if !ok && digits(w) {
		ok = true // 0, or more than a number holds
	}
	counts := roleOf(at(p.ts, i+1)) != "" || at(p.ts, i+1) == "people" || at(p.ts, i+1) == "partners" || at(p.ts, i+1) == "partner"
	if !ok || !led && (!counts || w == "a" || w == "an") {
		return 0, 0
	}
	if i++; counts {
		i++
	}
	return said, i - p.i
}
