package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// versionCommand is `bot version`.
type versionCommand struct{}

// Run prints what this binary was built from.
func (versionCommand) Run(w *world) error {
	version, commit := "devel", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		if v := info.Main.Version; v != "" && v != "(devel)" {
			version = v
		}
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				commit = " " + s.Value[:min(12, len(s.Value))]
			}
		}
	}
	_, err := fmt.Fprintf(w.stdout, "rapport %s%s %s %s/%s\n", version, commit, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}
