//go:build !failpoint

package main

// rig does nothing: no binary that is shipped can be told when to die or what
// time it is. rigged.go is the other one.
func rig(*world) error { return nil }
