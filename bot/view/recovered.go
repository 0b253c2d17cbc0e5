package view

import "rapport/domain"

// Recovered tells a member, once, that messages were not getting through.
func Recovered(since, today domain.Date) Message {
	from := ""
	if !since.IsZero() {
		from = " from " + Weekday(since, today)
	}
	return Say("A word about me: my messages were not getting through to you" + from + ", and now they work again. Nothing you told me was lost; what is due comes with the next digest.")
}
