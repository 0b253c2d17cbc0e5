package house

import (
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// cases is how many cases of reminders there are: faults that other products
// shipped, each with a number, and here a test that bears it.
const cases = 28

var caseTest = regexp.MustCompile(`(?m)^func TestR(\d+)\p{Lu}\w*\(t \*testing\.T\)`)

func TestEveryCaseOfRemindersHasItsTest(t *testing.T) {
	found := make(map[int]int)
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git"):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(p, "_test.go"):
			return nil
		}
		for _, m := range caseTest.FindAllStringSubmatch(read(t, strings.TrimPrefix(filepath.ToSlash(p), root+"/")), -1) {
			n, err := strconv.Atoi(m[1])
			if err != nil {
				return err
			}
			found[n]++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for n := 1; n <= cases; n++ {
		if found[n] == 0 {
			t.Errorf("no test's name begins with TestR%d", n)
		}
		delete(found, n)
	}
	for n := range found {
		t.Errorf("TestR%d is the test of no case: they go from R1 to R%d", n, cases)
	}
}
