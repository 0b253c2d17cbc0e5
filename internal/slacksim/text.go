package slacksim

import (
	"regexp"
	"strings"
	"sync"
)

// reference is a picked mention: <@U…>, <@U…|mia>, <#C…> or <#C…|general>.
var reference = regexp.MustCompile(`<([@#])([A-Z0-9]+)(\|[^<>]*)?>`)

// nameAfterAt is what may be a mention as a person types it.
var nameAfterAt = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(^|[\s(,])([@#])([\p{L}\p{N}._-]+)`)
})

// entities are the three characters that Slack escapes.
var entities = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// escape turns what a person typed into what Slack passes on: &, < and > become
// entities, while mentions that were picked (<@U…>) stay. With mentions, @mia
// and #general are turned into them as the client does.
func (w *world) escape(text string, mentions bool) string {
	var b strings.Builder
	rest := text
	for {
		at := reference.FindStringIndex(rest)
		if at == nil {
			break
		}
		b.WriteString(w.escapeTyped(rest[:at[0]], mentions))
		b.WriteString(rest[at[0]:at[1]])
		rest = rest[at[1]:]
	}
	b.WriteString(w.escapeTyped(rest, mentions))
	return b.String()
}

func (w *world) escapeTyped(text string, mentions bool) string {
	text = entities.Replace(text)
	if !mentions {
		return text
	}
	return nameAfterAt().ReplaceAllStringFunc(text, func(s string) string {
		part := nameAfterAt().FindStringSubmatch(s)
		name := strings.TrimRight(part[3], ".-_")
		tail := part[3][len(name):]
		if id := w.named(part[2], name); id != "" {
			return part[1] + "<" + part[2] + id + ">" + tail
		}
		return s
	})
}

// named finds a member by @name or a channel by #name, "" for neither.
func (w *world) named(sign, name string) string {
	if sign == "@" {
		if handle(w.meta.App.Name) == strings.ToLower(name) {
			return w.meta.App.BotUser
		}
		for _, m := range w.members {
			if handle(m.Name) == strings.ToLower(name) {
				return m.ID
			}
		}
		return ""
	}
	for _, c := range w.channels {
		if !c.DirectMessage && c.Name == name {
			return c.ID
		}
	}
	return ""
}

// withNames gives mentions the names that slash commands carry: <@U…|mia>.
func (w *world) withNames(text string) string {
	return reference.ReplaceAllStringFunc(text, func(s string) string {
		part := reference.FindStringSubmatch(s)
		name := ""
		if m := w.members[part[2]]; m != nil {
			name = handle(m.Name)
		} else if c := w.channels[part[2]]; c != nil {
			name = c.Name
		}
		if part[3] != "" || name == "" {
			return s
		}
		return "<" + part[1] + part[2] + "|" + name + ">"
	})
}

// plainNames undoes mentions where an app does not ask for them: @mia.
func (w *world) plainNames(text string) string {
	return reference.ReplaceAllStringFunc(text, func(s string) string {
		part := reference.FindStringSubmatch(s)
		switch {
		case w.members[part[2]] != nil:
			return "@" + handle(w.members[part[2]].Name)
		case w.channels[part[2]] != nil:
			return "#" + w.channels[part[2]].Name
		}
		return s
	})
}

// richText is the block that Slack makes of what a person typed.
func richText(text string) []object {
	parts := []object{}
	say := func(s string) {
		if s != "" {
			s = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s)
			parts = append(parts, object{"type": "text", "text": s})
		}
	}
	rest := text
	for {
		at := reference.FindStringSubmatchIndex(rest)
		if at == nil {
			break
		}
		say(rest[:at[0]])
		if rest[at[2]:at[3]] == "@" {
			parts = append(parts, object{"type": "user", "user_id": rest[at[4]:at[5]]})
		} else {
			parts = append(parts, object{"type": "channel", "channel_id": rest[at[4]:at[5]]})
		}
		rest = rest[at[1]:]
	}
	say(rest)
	return []object{{
		"type": "rich_text", "block_id": "typed",
		"elements": []object{{"type": "rich_text_section", "elements": parts}},
	}}
}
