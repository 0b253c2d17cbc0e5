package view

import "rapport/domain"

// Heeded says that an item was answered, and that nothing else was changed.
func Heeded(c *domain.Contact, r domain.RuleName) string {
	who := Person(c.Name)
	switch r {
	case domain.KeepSlowRest:
		return who + ": the rhythm stays as it is."
	case domain.OccasionComing:
		return who + ": not this time. I'll bring it up again next year."
	case domain.SamePerson:
		return who + ": two people, then. I won't ask again."
	case domain.OneSided, domain.OpenThree, domain.NotPlaced, domain.NeverMet:
		return who + ": fine, as it is."
	}
	return who + ": not now. Nothing was changed."
}

// Muted says that a rule won't speak of somebody again.
func Muted(name string, r domain.RuleName) string {
	return Person(name) + ": I won't bring up " + ruleMatter(r) + " again. All else about them still comes."
}

// ruleMatter names what a rule is about, in a sentence.
func ruleMatter(r domain.RuleName) string {
	switch r {
	case domain.PromiseDue, domain.PromiseOverdue:
		return "your promises to them"
	case domain.OwedOverdue:
		return "what they promised"
	case domain.HowDidItGo:
		return "how planned meetings went"
	case domain.OccasionComing:
		return "their dates"
	case domain.TheyAsked:
		return "what they asked for"
	case domain.AskUnanswered:
		return "asks without an answer"
	case domain.ThankThem:
		return "thanks"
	case domain.FollowUp:
		return "the follow-up"
	case domain.HowWasIt:
		return "how sessions with them were"
	case domain.SessionDue:
		return "the next session with them"
	case domain.ContactDue, domain.ContactOverdue, domain.Drifting, domain.KeepSlowRest:
		return "the rhythm with them"
	case domain.Unrecognised:
		return "whether they noticed what you did"
	case domain.RevealMore:
		return "what there is to learn about them"
	case domain.Weave:
		return "whom they could meet"
	case domain.ReadyToAsk:
		return "asking them for something"
	}
	return "that"
}
