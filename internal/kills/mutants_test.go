package kills

import (
	"encoding/json"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var mutants = flag.Bool("mutants", false, "build the bot with each safeguard off, and see that it is noticed")

// safeguards are what keeps deliveries and commands from being lost or doubled,
// each in one place, and what takes it away there.
var safeguards = []struct {
	name, file, is, becomes string
	shared                  bool // it matters only where several processes share a database
	lone                    bool // and this one only where none do
	noticed                 []string
}{
	{
		name: "attempt fence", file: "store/outbox.go", shared: true,
		is: `Where("id = ? AND attempt = ? AND state = ?"`, becomes: `Where("id = ? AND attempt >= ? AND state = ?"`,
		noticed: []string{double, restive},
	},
	{
		name: "reconciliation", file: "store/outbox.go",
		is: `unknown = (state <> 'pending')`, becomes: `unknown = (1 = 0)`,
		noticed: []string{double},
	},
	{
		name: "unique key", file: "store/outbox.go",
		is: `DedupeKey: d.Key(),`, becomes: `DedupeKey: d.Key() + fmt.Sprint(micros(now)),`,
		noticed: []string{double},
	},
	{
		name: "end of a lease", file: "store/outbox.go",
		is: `{row}.state = 'sending' AND {row}.due <= {clock}`, becomes: `{row}.state = 'sending' AND {row}.due < 0`,
		noticed: []string{missing, restive},
	},
	{
		name: "commit before acknowledgment", file: "bot/errand.go",
		is: "\ta, err := e.b.Do(ctx, e.c)\n", becomes: "\te.mu.Lock()\n\te.answer(ack{})\n\te.mu.Unlock()\n\ta, err := e.b.Do(ctx, e.c)\n",
		noticed: []string{lost},
	},
	{
		name: "shared commit before anybody is told", file: "store/ferry.go", lone: true,
		is: "\t\t\t\tdone++\n", becomes: "\t\t\t\tdone++\n\t\t\t\tclose(p.ashore)\n\t\t\t\tp.ashore = make(chan struct{})\n",
		noticed: []string{lost, torn},
	},
}

// patience is how many deaths may pass before a safeguard that is off is noticed.
const patience = 100

func TestMutants(t *testing.T) {
	for _, s := range safeguards {
		t.Run(s.name, func(t *testing.T) {
			overlay := without(t, s.file, s.is, s.becomes)
			if !*mutants { // it is where it can be taken away; that it is missed then takes minutes
				return
			}
			binary := build(t, "-overlay", overlay)
			for _, db := range databases {
				if s.shared && db.name != "PostgreSQL" || s.lone && db.name != "SQLite" {
					continue
				}
				t.Run(db.name, func(t *testing.T) {
					w := found(t, binary, db.make(t), rand.New(rand.NewPCG(*seed, 0)))
					for n := 0; len(w.faults) == 0 && w.deaths < patience; n++ {
						w.day([]moment{w.draw(n)})
						w.audit()
						if len(w.faults) == 0 && n%4 == 3 {
							w.drills()
							w.audit()
						}
					}
					if len(w.faults) == 0 {
						t.Fatalf("not noticed after %d deaths", w.deaths)
					}
					f := w.faults[0]
					t.Logf("noticed after %d deaths and %d that outlived their leases: %s: %s", w.deaths, w.outlivings, f.check, f.what)
					if !slices.Contains(s.noticed, f.check) {
						t.Errorf("noticed as %q, want %q", f.check, s.noticed)
					}
				})
			}
		})
	}
}

// without returns an overlay for the build in which something in a file of the
// repository has become something else.
func without(t testing.TB, file, is, becomes string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("..", "..", file))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(string(raw), is) != 1 {
		t.Fatalf("%s has %d times, and not once: %s", file, strings.Count(string(raw), is), is)
	}
	dir := t.TempDir()
	patched, overlay := filepath.Join(dir, filepath.Base(file)), filepath.Join(dir, "overlay.json")
	replace, err := json.Marshal(map[string]map[string]string{"Replace": {path: patched}})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{patched: strings.Replace(string(raw), is, becomes, 1), overlay: string(replace)} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return overlay
}
