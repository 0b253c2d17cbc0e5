package config

import (
	"regexp"
	"testing"
)

// A command's name is read as by the expression that takes too long to be built.
func TestCommandNames(t *testing.T) {
	like := regexp.MustCompile(`^/[\p{Ll}\p{Lo}0-9_-]+$`)
	for name, want := range map[string]bool{
		"/met": true, "/met-2_x": true, "/größe": true, "/會": true, "/9": true,
		"": false, "/": false, "met": false, "/Met": false, "/m t": false, "//met": false, "/met!": false,
		"/met\n": false, "/m\xffet": false, "/ǅ": false, "/²": false,
	} {
		if got := isCommand(name); got != want || got != like.MatchString(name) {
			t.Errorf("%q is a command: %t, want %t", name, got, want)
		}
	}
}
