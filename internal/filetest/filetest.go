// Package filetest gives tests SQLite files that hold something already.
package filetest

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// Copies returns a function that returns the path of a new file, which holds what fill
// put into one, once for all tests; the file is gone when the test ends. What opens that
// one has to close it, so that nothing of it is left in a journal. To bring a schema up
// takes longer than most tests do with it.
func Copies(fill func(t testing.TB, path string)) func(testing.TB) string {
	var mu sync.Mutex
	var model []byte
	return func(t testing.TB) string {
		t.Helper()
		path := filepath.Join(t.TempDir(), "rapport.db")
		mu.Lock()
		defer mu.Unlock()
		if model == nil {
			fill(t, path)
			var err error
			if model, err = os.ReadFile(path); err != nil {
				t.Fatal(err)
			}
			return path
		}
		if err := os.WriteFile(path, model, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
}
