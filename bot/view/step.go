package view

import "rapport/domain"

// The steps of nudges about contact. Two for each case keep a digest of three
// people from saying the same thing three times.
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
