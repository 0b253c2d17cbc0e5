package view

import (
	"strings"

	"rapport/domain"
)

// These sentences say what was changed on a card; the card follows them.

// Tagged says which tags were put on and taken off.
func Tagged(name string, on, off []string) string {
	var parts []string
	if len(on) > 0 {
		parts = append(parts, hashes(on)+" added")
	}
	if len(off) > 0 {
		parts = append(parts, hashes(off)+" taken off")
	}
	return Person(name) + ": " + strings.Join(parts, ", ") + "."
}

func hashes(tags []string) string {
	words := make([]string, len(tags))
	for i, t := range tags {
		words[i] = "#" + Escape(clip(line(t), 60))
	}
	return list(words)
}

// Paced says which rhythm holds from now on.
func Paced(c *domain.Contact, now domain.Cadence, from domain.CadenceSource) string {
	if from == domain.FromContact {
		return Person(c.Name) + ": " + Every(now.Ideal) + " from now on, " + Days(now.Maximum) + " at the longest."
	}
	return Person(c.Name) + " follows the common rhythm again: " + Every(now.Ideal) + ", " + source(from, c) + "."
}

// Marked says which day of the year was noted.
func Marked(name string, o domain.Occasion) string {
	return Person(name) + ": " + Escape(clip(line(o.Name), 60)) + " on " + YearDay(o) + ", noted."
}

// Remembered says that a note was put on the card.
func Remembered(name, note string) string { return "Noted for " + Person(name) + ": " + quoted(note) }

// Renamed says how somebody is called from now on.
func Renamed(was, name string) string {
	return Person(was) + " is " + Person(name) + " from now on. The old name still finds them."
}

// Aliased says by which name somebody is found as well.
func Aliased(name, alias string) string {
	return Person(name) + " is found as " + shortName(alias) + " too."
}

// Through says through whom the member knows somebody.
func Through(name, other string) string {
	return "You know " + Person(name) + " through " + Person(other) + "."
}

// ThroughAlready says that it was noted before through whom somebody is known.
func ThroughAlready(name, other string) string {
	return "It is on both cards already: you know " + Person(name) + " through " + Person(other) + ". Nothing was changed."
}

// NameTaken says that two can't go by one name, and what to do when they are one.
func NameTaken(name, taken string) string {
	return "You already have " + Person(taken) + ", so " + Person(name) + " keeps this name. Nothing was changed. If the two are one person, `/rapport merge` makes one of them."
}

// Woken says that somebody is brought up again.
func Woken(name string) string {
	return Person(name) + " is back: I'll bring them up again when it is time."
}

// Roused says that a snooze is over.
func Roused(name string) string { return Person(name) + ": the snooze is over." }

// Archived says that somebody left every list.
func Archived(name string) string {
	return Person(name) + " is archived: out of every list, with all that you noted kept. Restore brings them back."
}

// Restored says that somebody is back in the lists.
func Restored(name string) string { return Person(name) + " is back in your circle." }

// BackAgain says that somebody who was archived is so no longer, with what was
// noted about them.
func BackAgain(name string) string {
	return Person(name) + " was archived, and is back in your circle."
}

// TagPaced says which rhythm everybody with a tag has from now on.
func TagPaced(tag string, r domain.Cadence, people int) Message {
	t := hashes([]string{tag})
	if r.IsZero() {
		return Say("The rhythm of " + t + " is gone: everybody with it follows their phase again. That is " + headsOf(people) + " now.")
	}
	return Say(t + ": " + Every(r.Ideal) + " from now on, " + Days(r.Maximum) + " at the longest. That is " + headsOf(people) + " now; whoever has a rhythm of their own keeps it.")
}

// Added says who of a pasted list is new, and who was known already.
func Added(command domain.CommandID, fresh, known []string) Message {
	var lines []string
	if len(fresh) > 0 {
		lines = append(lines, "Added: "+inBrief(fresh)+". They stand in Identifying until you have met; `/met` remembers that.")
	} else {
		lines = append(lines, "Nobody was added.")
	}
	if len(known) > 0 {
		lines = append(lines, "Known already, and left as they are: "+inBrief(known)+".")
	}
	if len(fresh) == 0 {
		return Say(strings.Join(lines, "\n"))
	}
	return Compose(section("", strings.Join(lines, "\n")), actions("", button(VerbUndo, string(command), "Undo")))
}

// inBrief lists names, shortened so that fifty of them fit.
func inBrief(names []string) string {
	words := make([]string, len(names))
	for i, n := range names {
		words[i] = "*" + Escape(seen(clip(line(n), 40))) + "*"
	}
	return list(words)
}
