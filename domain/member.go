package domain

import (
	"maps"
	"time"
)

// Member is a person in Slack who uses the bot, and what they chose. What they
// did not choose is zero here and follows the [Policy]: see [Member.Settings].
type Member struct {
	Owner
	// Name is how the bot greets them: Slack's display or first name.
	Name string
	// Channel is the direct message with the bot, "D…"; "" until opened.
	Channel string
	// Zone is an IANA zone. Slack's, unless ZoneChosen.
	Zone       string
	ZoneChosen bool
	Chosen     Settings
	// PausedUntil is the first date on which nudges come again; [Forever] for a
	// member who wants none until they say so.
	PausedUntil Date
	// LastDigest, LastPrompt and LastCheckIn are the newest local dates that have been
	// planned, whether or not there was anything to say. No date is planned twice.
	LastDigest  Date
	LastPrompt  Date
	LastCheckIn Date
	// Unanswered counts the digests that were sent since the member last pressed
	// one of their buttons or logged somebody they showed. At Policy.Nudging.Ignored
	// digests come once a week, until the next answer.
	Unanswered int
	// LastMet is the newest /met text's digest (never the text) and when it came,
	// so that the same text twice within a minute can be asked about.
	LastMet   string
	LastMetAt time.Time
	// HomeOpened says that the member has looked at App Home, so that it is
	// worth keeping fresh.
	HomeOpened bool
	// Gone is set while Slack says that the member is deactivated.
	Gone   bool
	Joined time.Time
	// Troubled is when deliveries to this member began to fail for good; zero
	// when they work. The member is told once when they work again (R19).
	Troubled time.Time
	Version  int64
}

// Settings are a member's choices. A zero field follows the policy.
type Settings struct {
	Digest      *Weekly            `json:"digest,omitempty"`
	Prompt      *Weekly            `json:"prompt,omitempty"`
	PromptOff   bool               `json:"prompt_off,omitempty"`
	CheckIn     *Weekly            `json:"check_in,omitempty"`
	CheckInOff  bool               `json:"check_in_off,omitempty"`
	Cap         int                `json:"cap,omitempty"`
	Cadences    map[Phase]Cadence  `json:"cadences,omitempty"`
	TagCadences map[string]Cadence `json:"tag_cadences,omitempty"`
}

// Resolved is what holds for a member once policy and choices are put
// together. Every field is set. Cadences may be the policy's own: nothing is written
// to them.
type Resolved struct {
	Digest      Weekly
	Prompt      Weekly
	PromptOff   bool
	CheckIn     Weekly
	CheckInOff  bool
	Cap         int
	Cadences    map[Phase]Cadence
	TagCadences map[string]Cadence
	Location    *time.Location
	// Slowed says that Digest is on one day a week only, because the last ones
	// were not answered.
	Slowed bool
}

// Forever is a date that never comes.
var Forever = On(9999, time.December, 31)

// Settings puts the member's choices and the policy together. A zone that is
// unknown here follows the policy's, and that UTC.
func (m Member) Settings(p Policy) Resolved {
	r := Resolved{
		Digest: p.Digest, Prompt: p.Prompt, PromptOff: m.Chosen.PromptOff, Cap: p.Cap,
		CheckIn: p.CheckIn, CheckInOff: m.Chosen.CheckInOff,
		Cadences:    m.cadences(p),
		TagCadences: maps.Clone(m.Chosen.TagCadences),
		Location:    m.location(p),
	}
	if m.Chosen.Digest != nil {
		r.Digest = *m.Chosen.Digest
	}
	if m.Chosen.Prompt != nil {
		r.Prompt = *m.Chosen.Prompt
	}
	if m.Chosen.CheckIn != nil {
		r.CheckIn = *m.Chosen.CheckIn
	}
	if m.Chosen.Cap > 0 {
		r.Cap = m.Chosen.Cap
	}
	if m.slowed(p) {
		r.Digest.Days, r.Slowed = r.Digest.Days.First(), true
	}
	return r
}

// cadences are the policy's, and over them those that the member chose.
func (m Member) cadences(p Policy) map[Phase]Cadence {
	if len(m.Chosen.Cadences) == 0 {
		return p.Cadences
	}
	all := make(map[Phase]Cadence, len(p.Cadences))
	maps.Copy(all, p.Cadences)
	maps.Copy(all, m.Chosen.Cadences)
	return all
}

// location is the member's zone.
func (m Member) location(p Policy) *time.Location {
	for _, zone := range []string{m.Zone, p.Zone} {
		if loc, err := Location(zone); err == nil {
			return loc
		}
	}
	return time.UTC
}

// slowed reports whether so many digests were not answered that they come once a week.
func (m Member) slowed(p Policy) bool {
	return p.Nudging.Ignored > 0 && m.Unanswered >= p.Nudging.Ignored
}

// Crowded reports whether the weekly question and the check-in come on the same
// day: with the digest that would be three messages which nobody asked for.
func (r Resolved) Crowded() bool {
	return !r.PromptOff && !r.CheckInOff && r.Prompt.Days&r.CheckIn.Days != 0
}

// Today returns the member's local date at now.
func (m Member) Today(p Policy, now time.Time) Date { return DateIn(now, m.location(p)) }

// clone copies the member with everything that hangs on it.
func (m Member) clone() Member {
	if m.Chosen.Digest != nil {
		w := *m.Chosen.Digest
		m.Chosen.Digest = &w
	}
	if m.Chosen.Prompt != nil {
		w := *m.Chosen.Prompt
		m.Chosen.Prompt = &w
	}
	if m.Chosen.CheckIn != nil {
		w := *m.Chosen.CheckIn
		m.Chosen.CheckIn = &w
	}
	m.Chosen.Cadences = maps.Clone(m.Chosen.Cadences)
	m.Chosen.TagCadences = maps.Clone(m.Chosen.TagCadences)
	return m
}
