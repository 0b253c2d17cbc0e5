package main

import (
	"fmt"
	"os"
	"strings"
)

// What stands between these on the page is written by the race.
const (
	pageBegin = "<!-- race: what follows is written by make bench -->"
	pageEnd   = "<!-- race: and ends here -->"
)

// splice puts text between the marks of a page.
func splice(page, text string) (string, error) {
	before, rest, ok1 := strings.Cut(page, pageBegin)
	_, after, ok2 := strings.Cut(rest, pageEnd)
	if !ok1 || !ok2 {
		return "", fmt.Errorf("the page has no place for the figures: %q and %q", pageBegin, pageEnd)
	}
	return before + pageBegin + "\n\n" + strings.TrimSpace(text) + "\n\n" + pageEnd + after, nil
}

// rewrite puts text into the page in a file.
func rewrite(file, text string) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	page, err := splice(string(raw), text)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return os.WriteFile(file, []byte(page), 0o644)
}
