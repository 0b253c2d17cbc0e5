// Package domain is what rapport knows about relationships: the five phases
// and their law, the evidence that opens a phase, rhythms of contact, nudges
// and how they are ranked, the weekly identify prompt.
//
// Everything here is pure. The package imports the standard library alone,
// never reads a clock (callers pass now, one reading per command or tick) and
// never talks to a network or a disk. What it needs to read it asks a [Shelf]
// for; what it decided it hands back as [Changes].
package domain
