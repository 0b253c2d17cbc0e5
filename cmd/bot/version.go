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
	version, commit := built()
	if commit != "" {
		commit = " " + commit
	}
	_, err := fmt.Fprintf(w.stdout, "rapport %s%s %s %s/%s\n", version, commit, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}

// built says from which version and commit this binary was built; the commit is
// "" outside a checkout.
func built() (version, commit string) {
	version = "devel"
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return version, ""
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		version = v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			commit = s.Value[:min(12, len(s.Value))]
		}
	}
	return version, commit
}
