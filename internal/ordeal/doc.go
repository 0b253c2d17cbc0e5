// Package ordeal plays a workspace over a year of movable time, in one process
// and without a socket: the real store, bot and reminders on one side, the box of
// internal/slacksim on the other, and everything that can go wrong in between. A
// seed says who does what, and what fails when; the same seed plays the same year.
// After each step it holds what people saw, and what is stored, against what was
// promised: nothing twice, nothing missed.
//
// All of it is tests. CONTRIBUTING.md says how to play a seed again.
package ordeal
