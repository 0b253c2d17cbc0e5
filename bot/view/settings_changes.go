package view

import (
	"fmt"
	"maps"
	"slices"

	"rapport/domain"
)

// Differences says in words what of the settings is not as it was.
func Differences(was, is SettingsPage) []string {
	old, now := was.Resolved, is.Resolved
	var out []string
	if old.Digest != now.Digest {
		out = append(out, "digest at "+now.Digest.At.String()+", "+now.Digest.Days.String())
	}
	switch zone := Escape(now.Location.String()); {
	case was.Member.ZoneChosen && !is.Member.ZoneChosen:
		out = append(out, "time zone as Slack has it")
	case !was.Member.ZoneChosen && is.Member.ZoneChosen, old.Location.String() != now.Location.String():
		out = append(out, "time zone "+zone)
	}
	if old.Cap != now.Cap {
		out = append(out, fmt.Sprintf("at most %d a day", now.Cap))
	}
	switch {
	case now.PromptOff && !old.PromptOff:
		out = append(out, "no weekly question")
	case old.PromptOff != now.PromptOff, old.Prompt != now.Prompt:
		out = append(out, "weekly question "+now.Prompt.Days.String()+", "+now.Prompt.At.String())
	}
	switch {
	case now.CheckInOff && !old.CheckInOff:
		out = append(out, "no weekly check-in")
	case old.CheckInOff != now.CheckInOff, old.CheckIn != now.CheckIn:
		out = append(out, "check-in "+now.CheckIn.Days.String()+", "+now.CheckIn.At.String())
	}
	for _, ph := range domain.Phases {
		if old.Cadences[ph] != now.Cadences[ph] {
			out = append(out, ph.String()+" "+rhythm(now.Cadences[ph]))
		}
	}
	return append(out, tagDifferences(old.TagCadences, now.TagCadences)...)
}

// tagDifferences says which tags have another rhythm than they had.
func tagDifferences(old, now map[string]domain.Cadence) []string {
	tags := slices.Sorted(maps.Keys(now))
	for t := range old {
		if _, ok := now[t]; !ok {
			tags = append(tags, t)
		}
	}
	slices.Sort(tags)
	var out []string
	for _, t := range tags {
		switch r, ok := now[t]; {
		case !ok:
			out = append(out, hashes([]string{t})+" without a rhythm")
		case r != old[t]:
			out = append(out, hashes([]string{t})+" "+rhythm(r))
		}
	}
	return out
}
