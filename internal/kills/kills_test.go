package kills

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"rapport/internal/failpoint"
	"rapport/internal/pgtest"
)

var (
	kills = flag.Int("kills", 0, "how many processes to kill on each database; 0 is every moment once, and a few at random")
	seed  = flag.Uint64("seed", 1, "what is left to chance, again")
)

func TestMain(m *testing.M) { os.Exit(pgtest.Run(m)) }

// databases makes a new one of each kind.
var databases = []struct {
	name string
	make func(testing.TB) string
}{
	{"SQLite", func(t testing.TB) string { return filepath.Join(t.TempDir(), "bot.db") }},
	{"PostgreSQL", pgtest.Database},
}

// batch is after how many deaths a new workspace is founded.
const batch = 25

func TestKills(t *testing.T) {
	binary := build(t)
	t.Run("rigged", func(t *testing.T) { testRigged(t, binary) })
	for _, db := range databases {
		t.Run(db.name, func(t *testing.T) {
			t.Parallel() // most of the time each waits for what was cut
			all, moments := figures{hits: map[failpoint.Name]int{}}, failpoint.Names
			for n, left := 0, *kills; left > 0 || n == 0; n++ {
				t.Run(fmt.Sprintf("town %d", n+1), func(t *testing.T) {
					r := rand.New(rand.NewPCG(*seed, uint64(n)))
					w := found(t, binary, db.make(t), r)
					if *kills == 0 {
						w.few()
					} else {
						w.many(n*batch, min(left, batch))
					}
					for _, f := range w.faults {
						t.Errorf("%s: %s", f.check, f.what)
					}
					all.add(w.figures)
					moments = w.moments()
					t.Logf("so far: %d kills, %d acknowledged, %d lost, %d in part, %d duplicates, %d missed",
						all.deaths, all.acked, all.lost, all.torn, all.twice, all.missed)
				})
				left -= batch
			}
			t.Log(all)
			for _, name := range moments {
				if all.hits[name] == 0 {
					t.Errorf("no process died at %s", name)
				}
			}
		})
	}
}

// few lets a process die at every moment, and some at random.
func (w *town) few() {
	w.t.Helper()
	for i, name := range w.moments() {
		at := moment{name: name, hit: 1}
		if latest[name] > 0 {
			at = w.at(name)
		}
		deaths := []moment{at}
		if i%2 == 1 {
			deaths = append(deaths, moment{})
		}
		w.day(deaths)
	}
	w.drills()
	w.audit()
}

// many lets n processes die, of which the first is the from-th of its run.
func (w *town) many(from, n int) {
	w.t.Helper()
	for end := from + n; from < end && len(w.faults) == 0; {
		var deaths []moment
		for range min(1+w.rand.IntN(3), end-from) {
			deaths = append(deaths, w.draw(from))
			from++
		}
		w.day(deaths)
		w.audit()
	}
	if len(w.faults) == 0 {
		w.drills()
		w.audit()
	}
}

// testRigged checks that the binary can be told when to die, and says so when it
// does not understand: else nothing here would mean anything.
func testRigged(t *testing.T, binary string) {
	raw, err := os.ReadFile(binary)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"main.armed", "main.ahead", "RAPPORT_FAILPOINT"} {
		if !bytes.Contains(raw, []byte(name)) {
			t.Errorf("the binary does not hold %s", name)
		}
	}
	for _, at := range []string{"nowhere:1", "after-post", "after-post:0", "after-post:1:later"} {
		cmd := exec.CommandContext(t.Context(), binary, "version")
		cmd.Env = append(os.Environ(), "RAPPORT_FAILPOINT="+at)
		if out, err := cmd.CombinedOutput(); err == nil || !strings.Contains(string(out), "RAPPORT_FAILPOINT") {
			t.Errorf("told to die at %s it ends with %v and says %s", at, err, out)
		}
	}
}
