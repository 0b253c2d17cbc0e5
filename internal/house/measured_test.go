package house

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What a line tells Go to test or to measure.
var (
	goTest   = regexp.MustCompile(`^go test (\./\S+)( .*)?$`)
	selected = regexp.MustCompile(`\s-(run|bench|fuzz) '?([\w|^$./\x60]+)'?`)
	ownFlag  = regexp.MustCompile(`\s-([a-z]+\.?[a-z]+)\b`)
	function = regexp.MustCompile(`(?m)^func ((Test|Benchmark|Fuzz)\w+)\(`)
	option   = regexp.MustCompile(`\b([A-Z]{3,})=`)
	inTest   = regexp.MustCompile("`((?:Test|Benchmark|Fuzz)\\w+)` in `([\\w./-]+_test\\.go)`")
)

// gos are the flags of go test itself that the documents name.
var gos = map[string]bool{"run": true, "bench": true, "benchtime": true, "benchmem": true, "timeout": true, "race": true, "count": true, "fuzz": true, "fuzztime": true, "tags": true}

// tests is the text of all test files of a package, or, for "./…/...", of those below.
func tests(t *testing.T, pkg string) string {
	t.Helper()
	dir, deep := strings.CutSuffix(pkg, "/...")
	var all strings.Builder
	err := filepath.WalkDir(filepath.Join(root, dir), func(p string, d os.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && p != filepath.Join(root, dir) && (!deep || d.Name() == "node_modules"):
			return filepath.SkipDir
		case !strings.HasSuffix(p, "_test.go"):
			return nil
		}
		raw, err := os.ReadFile(p)
		all.Write(raw)
		return err
	})
	if err != nil {
		return ""
	}
	return all.String()
}

// Whatever a document has its reader test or measure is there: the package, something
// that -run and -bench find in it, and the flags that are its own.
func TestMeasurementsInTheDocumentsExist(t *testing.T) {
	found := 0
	for _, page := range documents(t) {
		text := read(t, page)
		for _, line := range typed(text) {
			m := goTest.FindStringSubmatch(line)
			if m == nil {
				continue
			}
			found++
			source := tests(t, m[1])
			if source == "" {
				t.Errorf("%s: %q: there are no tests in %s", page, line, m[1])
				continue
			}
			for _, s := range selected.FindAllStringSubmatch(m[2], -1) {
				if top, _, _ := strings.Cut(s[2], "/"); top != "^$" && !finds(t, top, kinds[s[1]], source) {
					t.Errorf("%s: %q: -%s finds nothing", page, line, s[1])
				}
			}
			for _, f := range ownFlag.FindAllStringSubmatch(selected.ReplaceAllString(m[2], ""), -1) {
				if !gos[f[1]] && !strings.HasPrefix(f[1], "rapid.") && !strings.Contains(source, `("`+f[1]+`",`) {
					t.Errorf("%s: %q: there is no flag -%s", page, line, f[1])
				}
			}
		}
		for _, m := range inTest.FindAllStringSubmatch(text, -1) {
			if source := tests(t, "./"+filepath.Dir(m[2])); !exists(m[2]) || !strings.Contains(source, "func "+m[1]+"(") {
				t.Errorf("%s says that %s is in %s, where it is not", page, m[1], m[2])
			}
		}
	}
	if found < 15 { // a page in another notation would otherwise pass unread
		t.Errorf("only %d tests and measurements were found", found)
	}
}

// kinds are what each flag selects from.
var kinds = map[string]string{"run": "Test", "bench": "Benchmark", "fuzz": "Fuzz"}

// finds reports whether a pattern selects any function of a kind.
func finds(t *testing.T, pattern, kind, source string) bool {
	t.Helper()
	p, err := regexp.Compile(pattern)
	if err != nil {
		t.Errorf("%q is no pattern: %v", pattern, err)
		return false
	}
	for _, f := range function.FindAllStringSubmatch(source, -1) {
		if f[2] == kind && p.MatchString(f[1]) {
			return true
		}
	}
	return false
}

// What can be said to make, as in "make bench ROUNDS=3", it reads.
func TestOptionsOfMakeInTheDocumentsAreRead(t *testing.T) {
	makefile := read(t, "Makefile")
	for _, page := range documents(t) {
		for _, line := range typed(read(t, page)) {
			if !strings.HasPrefix(line, "make ") {
				continue
			}
			for _, m := range option.FindAllStringSubmatch(line, -1) {
				if !regexp.MustCompile(`[({]` + m[1] + `\b|^` + m[1] + ` `).MatchString(makefile) {
					t.Errorf("%s: %q: the Makefile does not read %s", page, line, m[1])
				}
			}
		}
	}
}
