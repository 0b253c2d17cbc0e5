package domain

// PlanCheckIn decides what the weekly check-in asks: the people the member is
// likely to have met, learned from what they logged and planned alone.
func PlanCheckIn(p Portfolio, today Date) CheckIn {
	return CheckIn{On: today, Likely: p.Contacts, Questions: p.Questions}
}
