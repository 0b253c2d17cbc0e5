package bot

import (
	"rapport/bot/view"
	"rapport/domain"
)

// renderWelcome is what a member is told when they are first met.
func renderWelcome(p domain.Portfolio, _ domain.Date) (view.Message, []domain.Telling, bool) {
	return view.Welcome(view.WelcomePage{Name: p.Member.Name, Resolved: p.Member.Settings(p.Policy)}), nil, true
}
