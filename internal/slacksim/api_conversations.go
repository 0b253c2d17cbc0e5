package slacksim

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// tsPattern is a message timestamp, or the bare seconds that history takes too.
var tsPattern = regexp.MustCompile(`^\d+(\.\d+)?$`)

// channel finds a conversation that the bot can see, with the scope that what is
// asked of it needs there: "read" or "history".
func (r *request) channel(id, want string) (*channel, error) {
	c := r.w.channels[id]
	if c == nil || c.Private && !c.Bot {
		return nil, apiError{code: "channel_not_found"}
	}
	if want == "" {
		return c, nil
	}
	kind := "channels:"
	if c.DirectMessage {
		kind = "im:"
	} else if c.Private {
		kind = "groups:"
	}
	return c, r.s.scope(kind + want)
}

func conversationsOpen(r *request) (object, error) {
	user := r.args["users"]
	if id := r.args["channel"]; id != "" {
		c, err := r.channel(id, "")
		if err != nil {
			return nil, err
		}
		if !c.DirectMessage {
			return nil, apiError{code: "method_not_supported_for_channel_type"}
		}
		user = c.Members[0]
	}
	if strings.Contains(user, ",") {
		return nil, apiError{code: "missing_scope", needed: "mpim:write"}
	}
	m := r.w.members[user]
	switch {
	case user == "":
		return nil, apiError{code: "users_list_not_supplied"}
	case m == nil:
		return nil, apiError{code: "user_not_found"}
	case m.Deleted:
		return nil, apiError{code: "user_disabled"}
	}
	if r.flag("return_im") {
		return object{"channel": r.w.channelObject(r.w.channels[m.DM])}, nil
	}
	return object{"channel": object{"id": m.DM}}, nil
}

func conversationsInfo(r *request) (object, error) {
	c, err := r.channel(r.args["channel"], "read")
	if err != nil {
		return nil, err
	}
	return object{"channel": r.w.channelObject(c)}, nil
}

func conversationsList(r *request) (object, error) {
	return listChannels(r, func(c *channel) bool { return !c.Private || c.Bot })
}

// listChannels lists the conversations of the types asked for.
func listChannels(r *request, want func(*channel) bool) (object, error) {
	types := cmp.Or(r.args["types"], "public_channel")
	scopes := map[string]string{"public_channel": "channels:read", "private_channel": "groups:read", "im": "im:read", "mpim": "mpim:read"}
	asked := map[string]bool{}
	for t := range strings.SplitSeq(types, ",") {
		t = strings.TrimSpace(t)
		if scopes[t] == "" {
			return nil, apiError{code: "invalid_types"}
		}
		if err := r.s.scope(scopes[t]); err != nil {
			return nil, err
		}
		asked[t] = true
	}
	var found []*channel
	for _, c := range r.w.channels {
		kind := "public_channel"
		if c.DirectMessage {
			kind = "im"
		} else if c.Private {
			kind = "private_channel"
		}
		hidden := c.Archived && r.flag("exclude_archived")
		if asked[kind] && want(c) && !hidden {
			found = append(found, c)
		}
	}
	slices.SortFunc(found, func(a, b *channel) int { return cmp.Compare(a.ID, b.ID) })
	from, to, next, err := r.page(len(found), 100, 1000)
	if err != nil {
		return nil, err
	}
	all := []object{}
	for _, c := range found[from:to] {
		all = append(all, r.w.channelObject(c))
	}
	return object{"channels": all, "response_metadata": object{"next_cursor": next}}, nil
}

func conversationsMembers(r *request) (object, error) {
	c, err := r.channel(r.args["channel"], "read")
	if err != nil {
		return nil, err
	}
	all := slices.Clone(c.Members)
	if c.Bot {
		all = append(all, r.w.meta.App.BotUser)
	}
	from, to, next, err := r.page(len(all), 100, 1000)
	if err != nil {
		return nil, err
	}
	return object{"members": all[from:to], "response_metadata": object{"next_cursor": next}}, nil
}

func conversationsHistory(r *request) (object, error) {
	c, err := r.channel(r.args["channel"], "history")
	if err != nil {
		return nil, err
	}
	if !c.Bot {
		return nil, apiError{code: "not_in_channel"}
	}
	return r.history(c, func(m *message) bool { return m.ThreadTS == "" || m.ThreadTS == m.TS })
}

func conversationsReplies(r *request) (object, error) {
	c, err := r.channel(r.args["channel"], "history")
	if err != nil {
		return nil, err
	}
	thread := r.args["ts"]
	if r.w.message(c.ID, thread) == nil {
		return nil, apiError{code: "thread_not_found"}
	}
	return r.history(c, func(m *message) bool { return m.TS == thread || m.ThreadTS == thread })
}

// history lists messages of a conversation, the newest first.
func (r *request) history(c *channel, want func(*message) bool) (object, error) {
	oldest, latest := r.args["oldest"], r.args["latest"]
	if oldest != "" && !tsPattern.MatchString(oldest) {
		return nil, apiError{code: "invalid_ts_oldest"}
	}
	if latest != "" && !tsPattern.MatchString(latest) {
		return nil, apiError{code: "invalid_ts_latest"}
	}
	low, high := padTS(cmp.Or(oldest, "0")), padTS(cmp.Or(latest, "99999999999"))
	var found []*message
	for _, m := range slices.Backward(r.w.messages[c.ID]) {
		ts := padTS(m.TS)
		inside := ts > low && ts < high || r.flag("inclusive") && (ts == low || ts == high)
		if m.Audience == "" && inside && want(m) {
			found = append(found, m)
		}
	}
	from, to, next, err := r.page(len(found), 100, 999)
	if err != nil {
		return nil, err
	}
	all := []object{}
	for _, m := range found[from:to] {
		all = append(all, r.w.messageObject(m, r.flag("include_all_metadata")))
	}
	answer := object{"messages": all, "has_more": next != "", "pin_count": 0}
	if next != "" {
		answer["response_metadata"] = object{"next_cursor": next}
	}
	return answer, nil
}

// padTS makes timestamps comparable as text.
func padTS(ts string) string {
	seconds, micros, _ := strings.Cut(ts, ".")
	micros = (micros + "000000")[:6]
	return strings.Repeat("0", max(0, 12-len(seconds))) + seconds + "." + micros
}

func conversationsJoin(r *request) (object, error) {
	c, err := r.channel(r.args["channel"], "")
	switch {
	case err != nil:
		return nil, err
	case c.DirectMessage || c.Private:
		return nil, apiError{code: "method_not_supported_for_channel_type"}
	case c.Archived:
		return nil, apiError{code: "is_archived"}
	}
	r.w.join(c, r.w.meta.App.BotUser, "")
	return object{"channel": r.w.channelObject(c)}, nil
}

func conversationsLeave(r *request) (object, error) {
	c, err := r.channel(r.args["channel"], "")
	switch {
	case err != nil:
		return nil, err
	case c.DirectMessage:
		return nil, apiError{code: "method_not_supported_for_channel_type"}
	}
	if err := r.s.scope("channels:manage"); err != nil {
		return nil, err
	}
	if !c.Bot {
		return object{"not_in_channel": true}, nil
	}
	r.w.leave(c, r.w.meta.App.BotUser, "")
	return object{}, nil
}
