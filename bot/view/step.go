package view

import "rapport/domain"

// Step is one concrete thing to do next, fit for the phase and made from the
// evidence. It depends on the item's number and the day alone: neighbours in a
// digest are told different things, and an item that comes back after an undo
// the same.
func Step(number int, n domain.Nudge, today domain.Date) string {
	c := n.Contact
	row := steps[c.Phase]
	switch {
	case n.Rule == domain.HowDidItGo:
		return "How did it go? Log it if it happened; one line of note is enough."
	case n.Never:
		row = never
	case c.Touched.Note != "" && n.Rule == domain.ContactDue:
		row = afterNote
	case n.Rule == domain.ContactOverdue:
		row = overdue
	}
	if len(row) == 0 {
		return "Say hello. One line is enough."
	}
	return row[(number+today.Day)%len(row)]
}

// The steps. Two for each case keep a digest of three people from saying the
// same thing three times.
var (
	never = []string{
		"Say hello: what made you think of them is a good first line.",
		"Ask somebody you both know for an introduction.",
	}
	afterNote = []string{
		"Ask how that went. One line is enough.",
		"Start there: ask what came of it.",
	}
	overdue = []string{
		"Pick up where you left off. No excuse needed, a short hello will do.",
		"Send something small that made you think of them, and propose a day.",
	}
	steps = map[domain.Phase][]string{
		domain.Identifying: {
			"Say hello with one honest question about their work.",
			"Tell them in a line why you would like to talk.",
		},
		domain.Relating: {
			"Propose a coffee or a short call, and name a day.",
			"Offer one small thing you can keep your word on.",
		},
		domain.Nurturing: {
			"Ask what is on their desk this month, and listen for what would help.",
			"Send the one thing you know that would save them time.",
		},
		domain.Sustaining: {
			"Ask one thing about them that you don't know yet.",
			"Invite them along to something you do anyway, a lunch or your team's demo.",
		},
		domain.Capitalizing: {
			"Tell them what came of their last help.",
			"Ask how they are, with nothing attached.",
		},
	}
)
