package replicas

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"

	"rapport/internal/pgtest"
)

// Three processes are replaced by a version whose schema is a migration ahead,
// one after the other and under load: the new ones migrate, once, and the old
// ones go on until they are stopped. An old one that is started then is refused.
func TestRollingUpgrade(t *testing.T) {
	t.Parallel()
	following.binary(t)
	w := found(t, pgtest.Database(t))
	for _, zone := range zones {
		w.join(1, zone)
	}
	old := w.starts(3, how{})
	w.settle()
	stop := w.traffic()
	w.morning(zones[0], monday)

	// Two new ones start at once, while a morning is being sent.
	first, second := w.start(how{version: &following}), w.start(how{version: &following})
	first.ready()
	second.ready()
	if n := strings.Count(first.log.String()+second.log.String(), "database schema brought up to date"); n != 1 {
		t.Errorf("%d of two processes that started at once migrated:\n%s%s", n, first.log, second.log)
	}
	w.calm()
	w.morning(zones[1], monday) // old and new ones together
	w.calm()
	old[0].stops()
	w.morning(zones[2], monday)
	old[1].stops()
	w.calm()
	w.start(how{version: &following}).ready()
	w.morning(zones[3], monday)
	old[2].stops()
	w.calm()
	w.morning(zones[4], monday)
	w.calm()

	w.refused("serve")
	w.refused("check")
	stop()
	w.audit()
	for _, r := range old {
		if strings.Contains(r.log.String(), "level=ERROR") {
			t.Errorf("%s did not bear the newer schema:\n%s", r.name, r.log)
		}
	}
}

// refused runs a command of the old version, which must not touch a newer
// database, and must say why and what to do.
func (w *town) refused(command string) {
	w.t.Helper()
	cmd := exec.CommandContext(w.t.Context(), current.binary(w.t), command)
	c := w.sim.Credentials()
	cmd.Env = append(os.Environ(), "GOCOVERDIR="+counts(), "SLACK_API_URL="+w.base+"/api/", "SLACK_BOT_TOKEN="+c.BotToken,
		"SLACK_APP_TOKEN="+c.AppToken, "DATABASE_URL="+w.dsn, "RAPPORT_ADDR=127.0.0.1:0")
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	err := cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); !ok || exit.ExitCode() != 1 {
		w.t.Errorf("bot %s of an old version on a newer schema ends with %v", command, err)
	}
	for _, words := range []string{"written by a newer rapport (schema 90000", "Upgrade this binary, or restore a backup made before the upgrade"} {
		if !strings.Contains(said.String(), words) {
			w.t.Errorf("bot %s of an old version does not say %q:\n%s", command, words, said.String())
		}
	}
}
