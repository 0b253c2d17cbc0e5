package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// process is a server that runs.
type process struct {
	cmd   *exec.Cmd
	addr  string
	said  *tail
	ended chan struct{}
	left  error // how it ended
}

// launch starts a server. It ends with us however we end, and not with the
// terminal's ^C, which is ours to hear.
func launch(cmd *exec.Cmd, addr string) (*process, error) {
	p := &process{cmd: cmd, addr: addr, said: &tail{}, ended: make(chan struct{})}
	cmd.Stdout, cmd.Stderr = p.said, p.said
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("%s: %w", cmd.Path, err)
	}
	go func() {
		p.left = cmd.Wait()
		close(p.ended)
	}()
	return p, nil
}

// stop asks it to finish, and makes it.
func (p *process) stop() error {
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	select {
	case <-p.ended:
	case <-time.After(patience):
		return errors.Join(errors.New("it does not end when it is asked to"), p.kill())
	}
	if p.left != nil {
		return fmt.Errorf("it ended with %w: %s", p.left, p.said)
	}
	return nil
}

// kill ends it without a word.
func (p *process) kill() error {
	if err := p.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	<-p.ended
	return nil
}

// tick is the unit of /proc/PID/stat: a hundredth of a second wherever Linux runs Go.
const tick = 10 * time.Millisecond

// cpu is how much time all its threads have had.
func (p *process) cpu() (time.Duration, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	return cpuOf(raw)
}

// ownCPU is how much time we have had ourselves.
func ownCPU() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// cpuOf reads utime and stime, the 14th and 15th field of /proc/PID/stat. The
// second is the program's name in brackets, which may hold anything.
func cpuOf(stat []byte) (time.Duration, error) {
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	if len(fields) < 13 {
		return 0, fmt.Errorf("/proc/PID/stat: %q", stat)
	}
	user, err1 := strconv.ParseInt(string(fields[11]), 10, 64)
	system, err2 := strconv.ParseInt(string(fields[12]), 10, 64)
	return time.Duration(user+system) * tick, errors.Join(err1, err2)
}

// memory is how many bytes of it are resident, and how many of these are its own:
// the others are pages of its program's file, which the kernel can drop at any time.
func (p *process) memory() (resident, own int64, err error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, 0, err
	}
	resident, err1 := sizeOf(string(raw), "VmRSS:")
	own, err2 := sizeOf(string(raw), "RssAnon:")
	return resident, own, errors.Join(err1, err2)
}

// sizeOf reads a field of /proc/PID/status.
func sizeOf(status, field string) (bytes int64, err error) {
	for line := range strings.Lines(status) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == field {
			kb, err := strconv.ParseInt(f[1], 10, 64)
			return kb << 10, err
		}
	}
	return 0, fmt.Errorf("/proc/PID/status: no %s", field)
}

// freeAddr is an address on loopback that nobody listens on.
func freeAddr(ctx context.Context) (string, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// tail keeps the end of what a server says, for when it goes wrong.
type tail struct {
	mu   sync.Mutex
	text []byte
}

const longestTail = 8 << 10

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, p...)
	if n := len(t.text) - longestTail; n > 0 {
		t.text = append(t.text[:0], t.text[n:]...)
	}
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.text)
}

var _ io.Writer = (*tail)(nil)
