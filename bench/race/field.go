package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"rapport/internal/slacksim"
)

// Keys of contenders, as their databases bear them.
const (
	ownKey  = "rapport"
	boltKey = "bolt"
	pgxKey  = "bare_pg"
)

// settlements leave nothing to tidy up during the race.
var (
	settleSQLite   = []string{"PRAGMA wal_checkpoint(TRUNCATE)"}
	settlePostgres = []string{"VACUUM ANALYZE"}
)

// programs are what is raced: built, and installed.
type programs struct {
	bot, bare string // binaries
	bolt      string // folder, "" when it can't be had
}

// env is what every server is told, besides where it listens and stores.
func (w *world) env(more ...string) []string {
	return append([]string{
		"PATH=" + os.Getenv("PATH"), "SLACK_BOT_TOKEN=" + w.bot, "SLACK_SIGNING_SECRET=" + w.secret, "SLACK_API_URL=" + w.api,
	}, more...)
}

// rapport is the project's own bot, on any storage.
func (p programs) rapport(w *world, s storage, rows botRows, key string, settle []string) *contender {
	return &contender{
		name: "rapport", key: key, storage: s, settle: settle, multiply: rows.multiply, deepen: rows.deepen, shipped: size(p.bot),
		command: func(addr, dsn string) *exec.Cmd {
			cmd := exec.Command(p.bot, "serve")
			cmd.Env = w.env("RAPPORT_ADDR="+addr, "DATABASE_URL="+dsn, "LOG_LEVEL=error")
			return cmd
		},
	}
}

// limit is the bare handler, on any storage.
func (p programs) limit(w *world, s storage, name, key string, settle []string) *contender {
	return &contender{
		name: name, key: key, storage: s, settle: settle,
		multiply: statements(bareMultiply...), deepen: statements(bareDeepen...), shipped: size(p.bare),
		command: func(addr, dsn string) *exec.Cmd {
			cmd := exec.Command(p.bare)
			cmd.Env = w.env("ADDR="+addr, "DATABASE_URL="+dsn)
			return cmd
		},
	}
}

// onBolt is the same job on Slack's framework.
func (p programs) onBolt(w *world, s storage) *contender {
	return &contender{
		name: "Bolt", key: boltKey, storage: s, settle: settleSQLite,
		multiply: statements(boltMultiply...), deepen: statements(boltDeepen...), shipped: size(p.bolt) + nodeSize(),
		command: func(addr, dsn string) *exec.Cmd {
			cmd := exec.Command("node", "app.mjs")
			cmd.Dir = p.bolt
			cmd.Env = w.env("ADDR="+addr, "DATABASE_URL="+dsn, "NODE_ENV=production")
			return cmd
		},
	}
}

// groups are those who race on SQLite, and those on PostgreSQL if there is one.
func (p programs) groups(w *world, dir string, postgres func(database string) string) []group {
	on := files{dir}
	lite := group{title: "SQLite", these: []*contender{p.rapport(w, on, onSQLite, ownKey, settleSQLite)}}
	if p.bolt != "" {
		lite.these = append(lite.these, p.onBolt(w, on))
	}
	lite.these = append(lite.these, p.limit(w, on, "bare Go", "bare", settleSQLite))
	all := []group{lite}
	if postgres != nil {
		server := cluster{postgres}
		all = append(all, group{title: "PostgreSQL", these: []*contender{
			p.rapport(w, server, onPostgres, ownKey+"_pg", settlePostgres),
			p.limit(w, server, "bare pgx", pgxKey, settlePostgres),
		}})
	}
	for _, g := range all {
		for _, c := range g.these {
			c.on, c.million = g.title, g.title == lite.title
		}
	}
	return all
}

// workspace makes a simulated Slack with so many members.
func workspace(members, circle int) (*world, *slacksim.Sim, error) {
	if circle > len(people) {
		return nil, nil, fmt.Errorf("nobody knows more than %d people", len(people))
	}
	sim, err := slacksim.New(slacksim.Options{Now: time.Now, Running: true})
	if err != nil {
		return nil, nil, err
	}
	w, err := populate(sim, members)
	if err != nil {
		return nil, nil, errors.Join(err, sim.Close())
	}
	w.people = people[:circle]
	return w, sim, nil
}

func populate(sim *slacksim.Sim, members int) (*world, error) {
	base, err := sim.Listen("127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(base, "http") {
		base = "http://" + base
	}
	w := &world{api: base + "/api/", secret: sim.Credentials().SigningSecret, bot: sim.Credentials().BotToken}
	for i := range members {
		m, err := sim.AddMember(slacksim.Member{Name: nameOf(i), TZ: "Europe/Berlin"})
		if err != nil {
			return nil, err
		}
		w.members = append(w.members, member{m.ID, nameOf(i)})
	}
	snap, err := sim.Snapshot(w.members[0].id, "home")
	if err != nil {
		return nil, err
	}
	w.team, w.app = snap.Team.ID, snap.App.ID
	return w, nil
}

// installed reports why the app on Bolt in dir can't run, nil when it can.
func installed(ctx context.Context, dir string) error {
	var pinned struct{ Dependencies map[string]string }
	raw, err := os.ReadFile(filepath.Join(dir, "package.json"))
	if err == nil {
		err = json.Unmarshal(raw, &pinned)
	}
	if err != nil {
		return err
	}
	for name, want := range pinned.Dependencies {
		var is struct{ Version string }
		raw, err := os.ReadFile(filepath.Join(dir, "node_modules", name, "package.json"))
		if err != nil {
			return fmt.Errorf("%s is not installed (make prepare)", name)
		}
		if err := json.Unmarshal(raw, &is); err != nil || is.Version != want {
			return fmt.Errorf("%s is %s, not %s (make prepare)", name, is.Version, want)
		}
	}
	try := exec.CommandContext(ctx, "node", "-e", `new (require("better-sqlite3"))(":memory:").close()`)
	try.Dir = dir
	if out, err := try.CombinedOutput(); err != nil {
		return fmt.Errorf("better-sqlite3 does not run (make prepare): %w: %.500s", err, out)
	}
	return nil
}

// size is how many bytes a file or folder has; what can't be read has none.
func size(path string) (bytes int64) {
	_ = filepath.WalkDir(path, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil //nolint:nilerr // what can't be read has no size
		}
		if info, err := d.Info(); err == nil {
			bytes += info.Size()
		}
		return nil
	})
	return bytes
}

// nodeSize is that of the program that runs the app on Bolt.
func nodeSize() int64 {
	path, err := exec.LookPath("node")
	if err != nil {
		return 0
	}
	if path, err = filepath.EvalSymlinks(path); err != nil {
		return 0
	}
	return size(path)
}
