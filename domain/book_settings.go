package domain

import "time"

// mostNudges is the highest daily cap that can be chosen.
const mostNudges = 10

// Pause stops unasked messages until a date, or until they are wanted again
// with [Forever]; the zero date resumes them.
// KindInvalid for a date that is not after today.
func (b *Book) Pause(until Date) error {
	if !until.IsZero() && !until.After(b.Today) {
		return Fault(KindInvalid, "date of a pause", nil)
	}
	b.Member.PausedUntil = until
	return nil
}

// SetDigest chooses when the daily digest comes. KindInvalid without a time or
// a day.
func (b *Book) SetDigest(w Weekly) error {
	if !w.Valid() {
		return Fault(KindInvalid, "digest time", nil)
	}
	b.Member.Chosen.Digest = &w
	return nil
}

// SetPrompt chooses when the weekly identify prompt comes, and brings it back
// if it was off. KindInvalid without a time or a day.
func (b *Book) SetPrompt(w Weekly) error {
	if !w.Valid() {
		return Fault(KindInvalid, "prompt time", nil)
	}
	b.Member.Chosen.Prompt, b.Member.Chosen.PromptOff = &w, false
	return nil
}

// PromptOff turns the weekly identify prompt off, or on again at the time it had.
func (b *Book) PromptOff(off bool) { b.Member.Chosen.PromptOff = off }

// SetCheckIn chooses when the weekly check-in comes, and brings it back if it was
// off. KindInvalid without a time or a day.
func (b *Book) SetCheckIn(w Weekly) error {
	if !w.Valid() {
		return Fault(KindInvalid, "check-in time", nil)
	}
	b.Member.Chosen.CheckIn, b.Member.Chosen.CheckInOff = &w, false
	return nil
}

// CheckInOff turns the weekly check-in off, or on again at the time it had.
func (b *Book) CheckInOff(off bool) { b.Member.Chosen.CheckInOff = off }

// SetCap chooses how many nudges a digest shows, 1 to 10; 0 follows the policy.
func (b *Book) SetCap(n int) error {
	if n < 0 || n > mostNudges {
		return Fault(KindInvalid, "daily cap", nil)
	}
	b.Member.Chosen.Cap = n
	return nil
}

// SetPhaseCadence chooses the rhythm of a phase; the zero Cadence follows the
// policy again. Without a maximum it is twice the ideal gap.
func (b *Book) SetPhaseCadence(p Phase, r Cadence) error {
	if p < Identifying || p > Capitalizing {
		return Fault(KindInvalid, "phase", nil)
	}
	return setCadence(&b.Member.Chosen.Cadences, p, r)
}

// SetTagCadence chooses the rhythm of everybody with a tag; the zero Cadence
// takes it away. Without a maximum it is twice the ideal gap.
func (b *Book) SetTagCadence(tag string, r Cadence) error {
	if tag = foldTag(tag); tag == "" {
		return Fault(KindInvalid, "tag", nil)
	}
	return setCadence(&b.Member.Chosen.TagCadences, tag, r)
}

func setCadence[K comparable](chosen *map[K]Cadence, key K, r Cadence) error {
	if r.IsZero() {
		if delete(*chosen, key); len(*chosen) == 0 {
			*chosen = nil
		}
		return nil
	}
	r, err := r.whole()
	if err != nil {
		return err
	}
	if *chosen == nil {
		*chosen = make(map[K]Cadence)
	}
	(*chosen)[key] = r
	return nil
}

// SetZone chooses the member's time zone; "" follows Slack again, whose zone
// comes with the next profile. KindInvalid for a zone that does not exist.
func (b *Book) SetZone(zone string) error {
	if zone == "" {
		b.Member.ZoneChosen = false
		return nil
	}
	if _, err := Location(zone); err != nil {
		return err
	}
	b.Member.Zone, b.Member.ZoneChosen = zone, true
	b.Today = b.Member.Today(b.Policy, b.Now)
	return nil
}

// soon is how long the same /met is taken for a slip of the finger.
const soon = time.Minute

// RepeatOf reports whether the same /met came less than a minute ago. It is
// handed a digest of the text, never the text.
func (b *Book) RepeatOf(digest string) bool {
	m := b.Member
	return digest != "" && m.LastMet == digest && b.Now.Sub(m.LastMetAt) < soon && !b.Now.Before(m.LastMetAt)
}

// NoteMet remembers the digest of a /met that was done.
func (b *Book) NoteMet(digest string) { b.Member.LastMet, b.Member.LastMetAt = digest, b.Now }
