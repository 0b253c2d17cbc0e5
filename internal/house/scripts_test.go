package house

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// pretend stands in the place of go, and what it compiles says what is given of each
// target.
const pretend = `#!/usr/bin/env bash
[ "$1" = env ] && exit
cat >"$6" <<'END'
#!/usr/bin/env bash
%s
END
chmod 700 "$6"
`

// Fuzzing ends as what it found says, and a target that its package doesn't know is found
// too.
func TestFuzzingCanFail(t *testing.T) {
	for name, c := range map[string]struct {
		says string
		held bool
	}{
		"all hold":           {"echo ok", true},
		"all hold, unspoken": {"true", true},
		"an input fails":     {"echo '--- FAIL: FuzzFold'; echo 'Failing input written to testdata'; exit 1", false},
		"one of them fails":  {`[[ $* != *FuzzFold* ]]`, false},
		"there is none":      {"echo 'testing: warning: no fuzz tests to fuzz'", false},
		"once cut short":     {`[ -e "$0.again" ] && exit; touch "$0.again"; echo context deadline exceeded; exit 1`, true},
		"always cut short":   {"echo context deadline exceeded; exit 1", false},
		"none is compiled":   {"END\nexit 1", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "go"), fmt.Appendf(nil, pretend, c.says), 0o700); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command("../../scripts/fuzz", "1s")
			cmd.Env = append(os.Environ(), "PATH="+dir+":"+os.Getenv("PATH"))
			said, err := cmd.CombinedOutput()
			if held := strings.Contains(string(said), "fuzz targets held"); (err == nil) != c.held || held != c.held {
				t.Errorf("it ended with %v and said:\n%s", err, said)
			}
		})
	}
}
