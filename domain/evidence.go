package domain

// EvidenceName names a row of the evidence table, "two-days".
type EvidenceName string

// Check is one piece of evidence looked at: there, with its date, or missing.
type Check struct {
	Name EvidenceName
	Held bool
	// On is the date of what holds it, zero when missing or when it is a state.
	On Date
	// Have and Need count it: "1 of 2 different days".
	Have, Need int
	// AnyOf groups checks of which one is enough; "" stands alone.
	AnyOf string
	// Records is the signal that would supply it with one click; "" if none does.
	Records SignalKind
}

// Verdict says whether a contact may move to a phase, and if not, why.
type Verdict struct {
	To      Phase
	Legal   bool
	TooFar  bool    // more than one beyond the furthest
	Checks  []Check // everything looked at, nil when no evidence is needed
	Missing []Check // what of it is not there; for an AnyOf group, all of it
}
