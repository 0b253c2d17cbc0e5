package config

import "rapport/domain"

// number is one number of the policy, and its bounds.
type number struct {
	of          func(*domain.Policy) *int
	least, most int
}

// schedules are the weekly times of the policy, by their settings.
var schedules = map[string]func(*domain.Policy) *domain.Weekly{
	"digest.schedule":   func(p *domain.Policy) *domain.Weekly { return &p.Digest },
	"identify.schedule": func(p *domain.Policy) *domain.Weekly { return &p.Prompt },
	"checkin.schedule":  func(p *domain.Policy) *domain.Weekly { return &p.CheckIn },
	"mentoring.summary": func(p *domain.Policy) *domain.Weekly { return &p.Summary },
}

// numbers are the numbers of the policy, by their settings; rhythms aside, which
// come in pairs.
var numbers = map[string]number{
	"digest.cap": {func(p *domain.Policy) *int { return &p.Cap }, 1, mostShown},

	"mentoring.due_days":     {func(p *domain.Policy) *int { return &p.Sessions.Ideal }, 1, mostDays},
	"mentoring.overdue_days": {func(p *domain.Policy) *int { return &p.Sessions.Maximum }, 1, mostDays},

	// None of the evidence may be 0: a phase that opens by itself is no phase.
	"evidence.introduced_touches": {func(p *domain.Policy) *int { return &p.Evidence.IntroducedTouches }, 1, 20},
	"evidence.relating_days":      {func(p *domain.Policy) *int { return &p.Evidence.RelatingDays }, 1, 50},
	"evidence.promises_kept":      {func(p *domain.Policy) *int { return &p.Evidence.PromisesKept }, 1, 20},
	"evidence.values_delivered":   {func(p *domain.Policy) *int { return &p.Evidence.ValuesDelivered }, 1, 20},
	"evidence.values_recognised":  {func(p *domain.Policy) *int { return &p.Evidence.ValuesRecognised }, 1, 20},
	// There are five kinds of signal to find.
	"evidence.ripe_signals":       {func(p *domain.Policy) *int { return &p.Evidence.RipeSignals }, 1, 5},
	"evidence.ripe_within_days":   {func(p *domain.Policy) *int { return &p.Evidence.RipeWithinDays }, 1, 1095},
	"evidence.prompt_slack_weeks": {func(p *domain.Policy) *int { return &p.Evidence.PromptSlackWeeks }, 1, 52},

	"asking.working_days":  {func(p *domain.Policy) *int { return &p.Asking.WorkingDays }, 1, 30},
	"asking.gap_days":      {func(p *domain.Policy) *int { return &p.Asking.GapDays }, 1, mostDays},
	"asking.declined_days": {func(p *domain.Policy) *int { return &p.Asking.DeclinedDays }, 1, mostDays},

	"nudges.follow_up_days":     {func(p *domain.Policy) *int { return &p.Nudging.FollowUp }, 1, 30},
	"nudges.promise_ahead_days": {func(p *domain.Policy) *int { return &p.Nudging.PromiseAhead }, 0, 30}, // 0: on the day
	"nudges.urgent_days":        {func(p *domain.Policy) *int { return &p.Nudging.Urgent }, 1, mostDays},
	"nudges.normal_days":        {func(p *domain.Policy) *int { return &p.Nudging.Normal }, 1, mostDays},
	"nudges.someday_days":       {func(p *domain.Policy) *int { return &p.Nudging.Someday }, 1, mostDays},
	"nudges.unrecognised_days":  {func(p *domain.Policy) *int { return &p.Nudging.Unrecognised }, 1, mostDays},
	"nudges.reveal_days":        {func(p *domain.Policy) *int { return &p.Nudging.Reveal }, 1, mostDays},
	"nudges.weave_days":         {func(p *domain.Policy) *int { return &p.Nudging.Weave }, 1, mostDays},
	// At once the maximum gap somebody is overdue, and not yet drifting.
	"nudges.drift_factor":    {func(p *domain.Policy) *int { return &p.Nudging.Drift }, 2, 10},
	"nudges.showings":        {func(p *domain.Policy) *int { return &p.Nudging.Showings }, 1, 20},
	"nudges.ignored_digests": {func(p *domain.Policy) *int { return &p.Nudging.Ignored }, 0, 20}, // 0: daily, come what may
}
