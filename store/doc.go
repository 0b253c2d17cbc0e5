// Package store keeps everything in SQLite or PostgreSQL, through GORM and, on the
// way of every command, through texts of its own, text.go. Rows are unexported and
// never leave the package; every query is scoped by workspace and member in one
// place, scope.go; all writes go through one door, door.go; drivers' errors are
// translated at it, fault.go.
//
// A member's row is the lock of all that hangs on it: whoever writes for an
// owner takes it first, so what a command decides is decided on what it read. Only
// the short way on PostgreSQL, trips.go, finds out afterwards whether it was.
package store
