package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"rapport/bot"
	"rapport/internal/slacksim"
)

// nobody is who runs the bot where rights count: they don't for root.
const nobody = 65534

// humble runs commands as somebody without rights of their own.
type humble struct {
	t    *testing.T
	self string // this test binary, where everybody may run it
	dir  string // a folder that everybody may enter
}

func newHumble(t *testing.T) humble {
	t.Helper()
	dir, err := os.MkdirTemp("", "rapport-humble-") //nolint:usetesting // t.TempDir is for our eyes alone
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	binary, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	h := humble{t: t, self: filepath.Join(dir, "bot"), dir: dir}
	if err := errors.Join(os.WriteFile(h.self, binary, 0o755), os.Chmod(h.self, 0o755), os.Chmod(dir, 0o755)); err != nil {
		t.Fatal(err)
	}
	return h
}

// bot runs a command line and returns its exit code and what it said.
func (h humble) bot(environ []string, args ...string) (int, string) {
	h.t.Helper()
	var out bytes.Buffer
	cmd := exec.CommandContext(h.t.Context(), h.self)
	cmd.Args, cmd.Dir, cmd.Stdout, cmd.Stderr = slices.Concat([]string{"bot"}, args), h.dir, &out, &out
	cmd.Env = environ
	if os.Geteuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	err := cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode(), out.String()
	}
	if err != nil {
		h.t.Fatal(err)
	}
	return 0, out.String()
}

// folder makes a folder with a database in it, both theirs.
func (h humble) folder() (folder, path string) {
	h.t.Helper()
	folder, err := os.MkdirTemp(h.dir, "data-")
	if err != nil {
		h.t.Fatal(err)
	}
	h.theirs(folder)
	path = filepath.Join(folder, "rapport.db")
	if code, said := h.bot([]string{"DATABASE_URL=" + path}, "migrate"); code != 0 {
		h.t.Fatal(said)
	}
	return folder, path
}

func (h humble) theirs(path string) {
	h.t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	if err := os.Chown(path, nobody, nobody); err != nil {
		h.t.Fatal(err)
	}
}

// refused fails the test unless the bot does not start on a database, says why by
// all its commands, and leaves it as it was.
func (h humble) refused(environ []string, path, serves, checks, wayOut string) {
	h.t.Helper()
	before, err := os.ReadFile(path)
	if err != nil {
		h.t.Fatal(err)
	}
	environ = with(environ, "DATABASE_URL="+path)
	for _, c := range []struct {
		args []string
		want string
	}{{[]string{"serve"}, serves}, {[]string{"migrate"}, serves}, {[]string{"check"}, checks}} {
		code, said := h.bot(environ, c.args...)
		if code != exitFailed {
			h.t.Errorf("bot %s ends with %d:\n%s", c.args, code, said)
		}
		says(h.t, "bot "+c.args[0], said, c.want, wayOut)
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		h.t.Errorf("the file was changed, %v", err)
	}
}

// A database that can be read and not written is refused at the start, and not at
// a member's first command.
func TestWhatCannotBeWrittenIsRefused(t *testing.T) {
	_, environ := workspace(t, slacksim.Options{Scopes: bot.Scopes})
	h := newHumble(t)
	t.Run("file", func(t *testing.T) {
		h := humble{t, h.self, h.dir}
		_, path := h.folder()
		if err := os.Chmod(path, 0o400); err != nil {
			t.Fatal(err)
		}
		h.refused(environ, path, `cannot be opened for writing: permission denied`, `✗ database +.*rapport\.db can't be written`, `(?i)give the bot's user the right to`)
	})
	t.Run("folder", func(t *testing.T) {
		h := humble{t, h.self, h.dir}
		folder, path := h.folder()
		if err := errors.Join(os.Remove(path+".lock"), os.Chmod(folder, 0o500)); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.Chmod(folder, 0o700) }) // so that it can be removed
		h.refused(environ, path, `cannot write beside it: permission denied`, `✗ database +.*rapport\.db can't be written`, `(?i)give the bot's user the right to write.* into its folder`)
	})
	t.Run("disk", func(t *testing.T) {
		h := humble{t, h.self, h.dir}
		folder, path := h.folder()
		// Bound onto itself, the folder is a mount, and a mount can be for reading.
		err := syscall.Mount(folder, folder, "", syscall.MS_BIND, "")
		if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EACCES) {
			t.Log("nothing may be mounted here: a read-only disk is tested by the rights of file and folder alone")
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := syscall.Unmount(folder, 0); err != nil {
				t.Error(err)
			}
		})
		if err := syscall.Mount("", folder, "", syscall.MS_BIND|syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
			t.Fatal(err)
		}
		h.refused(environ, path, `read-only file system.* Its disk is mounted for reading alone`, `✗ database +.*its disk is mounted for reading alone`, `mount (it|the disk) for writing, or name a database elsewhere \(DATABASE_URL\)`)
	})
}
