package domain

import "time"

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
	// PausedUntil is the first date on which nudges come again.
	PausedUntil Date
	// LastDigest and LastPrompt are the newest local dates that have been
	// planned, whether or not there was anything to say. No date is planned twice.
	LastDigest Date
	LastPrompt Date
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
	Cap         int                `json:"cap,omitempty"`
	Cadences    map[Phase]Cadence  `json:"cadences,omitempty"`
	TagCadences map[string]Cadence `json:"tag_cadences,omitempty"`
}

// Resolved is what holds for a member once policy and choices are put
// together. Every field is set.
type Resolved struct {
	Digest      Weekly
	Prompt      Weekly
	PromptOff   bool
	Cap         int
	Cadences    map[Phase]Cadence
	TagCadences map[string]Cadence
	Location    *time.Location
}
