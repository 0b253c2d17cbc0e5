// Package house checks that the rooms stay where they are: which package may
// know which, and which libraries are for which room (docs/ARCHITECTURE.md).
package house

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// room is a package's place in the house.
type room struct {
	// knows are the rooms it may import, by path below the module.
	knows []string
	// uses are the modules it may import from, besides the standard library.
	uses []string
	// pure rooms touch neither disk, network, clock nor process.
	pure bool
}

// rooms is the plan of the house. A package that is not in it has no place.
var rooms = map[string]room{
	"domain":     {pure: true},
	"bot/phrase": {knows: []string{"domain"}, uses: []string{"golang.org/x/text", "github.com/hbollon/go-edlib"}, pure: true},
	"bot/view":   {knows: []string{"domain"}, uses: []string{"github.com/slack-go/slack"}, pure: true},
	"bot/chart":  {knows: []string{"domain"}, uses: []string{"github.com/go-analyze/charts"}, pure: true},
	"bot": {knows: []string{"domain", "bot/phrase", "bot/view", "internal/failpoint"}, uses: []string{
		"github.com/slack-go/slack", "github.com/gorilla/websocket", "github.com/prometheus/client_golang", "github.com/goccy/go-yaml",
		"github.com/cenkalti/backoff", "golang.org/x/sync", "golang.org/x/time", "golang.org/x/text", "github.com/hbollon/go-edlib",
	}},
	"reminders": {knows: []string{"domain", "internal/failpoint"}, uses: []string{"github.com/robfig/cron", "github.com/prometheus/client_golang"}},
	"store": {knows: []string{"domain", "internal/failpoint"}, uses: []string{
		"gorm.io", "github.com/jackc/pgx", "github.com/mattn/go-sqlite3", "github.com/pressly/goose",
	}},
	"config": {knows: []string{"domain"}, uses: []string{
		"github.com/goccy/go-yaml", "github.com/caarlos0/env", "github.com/hbollon/go-edlib",
		"github.com/robfig/cron", // its parser; the clock stays in reminders
	}},
	"cmd/bot": {knows: []string{"bot", "bot/chart", "bot/phrase", "config", "domain", "internal/failpoint", "internal/slacksim", "internal/slacksim/page", "reminders", "store"}, uses: []string{
		"github.com/alecthomas/kong", "github.com/cenkalti/backoff", "github.com/prometheus/client_golang", "golang.org/x/sync",
	}},
	"internal/failpoint":     {pure: true},
	"internal/blockkit":      {pure: true},
	"internal/slacksim":      {knows: []string{"internal/blockkit"}, uses: []string{"github.com/gorilla/websocket", "github.com/mattn/go-sqlite3"}},
	"internal/slacksim/page": {knows: []string{"internal/slacksim", "internal/blockkit"}},
	"internal/filetest":      {},
	"internal/pgtest":        {uses: []string{"github.com/jackc/pgx"}},
	"internal/e2e":           {},
	"internal/ordeal":        {},
	"internal/kills":         {},
	"internal/replicas":      {},
	"bench":                  {},
	"bench/race":             {knows: []string{"internal/pgtest", "internal/slacksim"}, uses: []string{"github.com/jackc/pgx", "github.com/mattn/go-sqlite3"}},
	"bench/bare":             {uses: []string{"github.com/jackc/pgx", "github.com/mattn/go-sqlite3"}},
}

// impure are the packages of the standard library that reach outside.
var impure = []string{"os", "os/exec", "net", "net/http", "database/sql", "log", "log/slog", "syscall"}

// pkg is what `go list` says of a package.
type pkg struct {
	ImportPath string
	Name       string
	Standard   bool
	Imports    []string
}

const module = "rapport/"

func TestEveryRoomKnowsItsPlace(t *testing.T) {
	all := list(t, "-deps", "./...")
	standard := make(map[string]bool, len(all))
	for _, p := range all {
		standard[p.ImportPath] = p.Standard || p.ImportPath == "C" || p.ImportPath == "unsafe"
	}
	for _, p := range all {
		path, ours := strings.CutPrefix(p.ImportPath, module)
		if !ours || path == "internal/house" {
			continue
		}
		r, ok := rooms[path]
		if !ok {
			t.Errorf("%s has no place in the house: add it to the plan, and say what it may know", p.ImportPath)
			continue
		}
		for _, i := range p.Imports {
			switch in, ours := strings.CutPrefix(i, module); {
			case ours && !slices.Contains(r.knows, in):
				t.Errorf("%s imports %s; it may know %v", path, in, r.knows)
			case !ours && !standard[i] && i != "C" && !slices.ContainsFunc(r.uses, func(m string) bool { return i == m || strings.HasPrefix(i, m+"/") }):
				t.Errorf("%s imports %s; it may use %v", path, i, r.uses)
			case r.pure && slices.Contains(impure, i):
				t.Errorf("%s imports %s, and that room is pure", path, i)
			}
		}
	}
}

// The heart of the house needs nothing that is not Go's own.
func TestDomainStandsAlone(t *testing.T) {
	for _, p := range list(t, "-deps", "./domain") {
		if !p.Standard && p.ImportPath != "rapport/domain" {
			t.Errorf("domain depends on %s", p.ImportPath)
		}
	}
}

// Every room of the plan exists, so that the plan is not a wish.
func TestThePlanIsBuilt(t *testing.T) {
	built := make(map[string]bool)
	for _, p := range list(t, "./...") {
		built[strings.TrimPrefix(p.ImportPath, module)] = true
	}
	for path := range rooms {
		if !built[path] {
			t.Errorf("%s is in the plan and not in the house", path)
		}
	}
}

// list asks go about packages.
func list(t *testing.T, args ...string) []pkg {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", append([]string{"list", "-e", "-json=ImportPath,Name,Standard,Imports"}, args...)...)
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		if exit, ok := errors.AsType[*exec.ExitError](err); ok {
			t.Fatalf("go list: %v: %s", err, exit.Stderr)
		}
		t.Fatalf("go list: %v", err)
	}
	var all []pkg
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		err := d.Decode(&p)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatalf("go list said what can't be read: %v", err)
		}
		all = append(all, p)
	}
}
