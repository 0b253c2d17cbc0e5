package slacksim

func usersInfo(r *request) (object, error) {
	if r.args["user"] == r.w.meta.App.BotUser {
		return object{"user": r.w.botObject()}, nil
	}
	m := r.w.members[r.args["user"]]
	if m == nil {
		return nil, apiError{code: "user_not_found"}
	}
	return object{"user": r.w.userObject(m)}, nil
}

func usersList(r *request) (object, error) {
	all := []object{r.w.botObject()}
	for _, m := range r.w.people() {
		all = append(all, r.w.userObject(r.w.members[m.ID]))
	}
	from, to, next, err := r.page(len(all), 1000, 1000)
	if err != nil {
		return nil, err
	}
	return object{
		"members": all[from:to], "cache_ts": r.w.now.Unix(),
		"response_metadata": object{"next_cursor": next},
	}, nil
}

// usersConversations lists what the bot is in.
func usersConversations(r *request) (object, error) {
	return listChannels(r, func(c *channel) bool { return c.Bot })
}
