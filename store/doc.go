// Package store keeps everything in SQLite or PostgreSQL, through GORM. Rows
// are unexported and never leave the package; every query is scoped by
// workspace and member in one place; all writes go through one door.
package store
