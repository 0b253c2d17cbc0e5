package bot

import (
	"rapport/bot/view"
	"rapport/domain"
)

// renderRecovered tells a member that messages work again (R19).
func renderRecovered(p domain.Portfolio, on domain.Date) (view.Message, []domain.Telling, bool) {
	since := domain.Date{}
	if !p.Member.Troubled.IsZero() {
		since = domain.DateIn(p.Member.Troubled, p.Member.Settings(p.Policy).Location)
	}
	return view.Recovered(since, on), nil, true
}
