package pgtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// server is a PostgreSQL that listens on loopback alone.
type server struct {
	dir    string
	port   int
	bin    string               // where PostgreSQL's programs are
	as     *syscall.SysProcAttr // as whom they run
	data   string               // the directory that is served
	extra  []string             // settings beyond the usual ones, "name=value"
	leash  io.Closer            // the server ends when it is closed, by us or by our death
	ended  chan struct{}
	closed error
}

// keeper runs the server ("$@") until its own standard input ends. That happens
// however the test binary goes, so no server is left behind by a test that was
// killed. SIGINT is PostgreSQL's fast shutdown.
const keeper = `exec 3<&0
"$@" </dev/null &
pid=$!
(cat <&3 >/dev/null; kill -INT $pid 2>/dev/null) &
wait $pid`

// patience is how long a server may take to let us in.
const patience = 30 * time.Second

// start makes a data directory and a server on it.
func start(extra ...string) (*server, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "pgtest")
	if err != nil {
		return nil, fmt.Errorf("data directory: %w", err)
	}
	s := &server{dir: dir, bin: bin, data: filepath.Join(dir, "data"), extra: extra}
	if err := s.boot(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return s, nil
}

func (s *server) boot() (err error) {
	if s.as, err = s.disguise(); err != nil {
		return err
	}
	err = s.program("initdb", "-D", s.data, "-U", "rapport", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	if err != nil {
		return err
	}
	return s.begin()
}

// program runs one of PostgreSQL's programs.
func (s *server) program(name string, args ...string) error {
	cmd := exec.Command(filepath.Join(s.bin, name), args...)
	cmd.SysProcAttr, cmd.Dir = s.as, s.dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, out)
	}
	return nil
}

// begin starts the server on a port. Between our choosing one and the server's
// taking it somebody else may come: another one is tried then.
func (s *server) begin() (err error) {
	for range 3 {
		if s.port, err = freePort(); err != nil {
			return err
		}
		if err = s.listen(); err == nil {
			return nil
		}
	}
	return err
}

// restart stops the server, which ends every connection, and starts it again.
func (s *server) restart() error {
	err := s.leash.Close()
	<-s.ended
	if err := errors.Join(err, s.closed); err != nil {
		return fmt.Errorf("stop server: %w", err)
	}
	return s.listen()
}

func (s *server) listen() error {
	log, err := os.Create(filepath.Join(s.dir, "log"))
	if err != nil {
		return fmt.Errorf("server log: %w", err)
	}
	defer func() { _ = log.Close() }() // the server has its own handle
	args := []string{"-c", keeper, "keeper", filepath.Join(s.bin, "postgres"), "-D", s.data}
	for _, setting := range append([]string{
		"listen_addresses=127.0.0.1", "port=" + strconv.Itoa(s.port), "unix_socket_directories=",
		"fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=16MB", "max_connections=100",
	}, s.extra...) {
		args = append(args, "-c", setting)
	}
	cmd := exec.Command("sh", args...)
	cmd.SysProcAttr, cmd.Dir, cmd.Stdout, cmd.Stderr = s.as, s.dir, log, log
	if s.leash, err = cmd.StdinPipe(); err != nil {
		return fmt.Errorf("server: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("server: %w", err)
	}
	s.ended = make(chan struct{})
	go func() {
		s.closed = cmd.Wait()
		close(s.ended)
	}()
	if err := s.await(); err != nil {
		said, _ := os.ReadFile(log.Name())
		return errors.Join(fmt.Errorf("%w: %s", err, said), s.leash.Close())
	}
	return nil
}

// await waits until the server lets us in.
func (s *server) await() error {
	db, err := sql.Open("pgx", s.address("postgres"))
	if err != nil {
		return fmt.Errorf("server: %w", err)
	}
	defer func() { _ = db.Close() }()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for {
		err := db.PingContext(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-s.ended:
			return errors.New("the server ended at once")
		case <-ctx.Done():
			return fmt.Errorf("the server lets nobody in: %w", err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// address returns the address of one of the server's databases.
func (s *server) address(database string) string {
	return fmt.Sprintf("postgres://rapport@127.0.0.1:%d/%s?sslmode=disable", s.port, database)
}

func (s *server) stop() error {
	err := s.leash.Close()
	<-s.ended
	return errors.Join(err, s.closed, os.RemoveAll(s.dir))
}

// disguise returns how to run PostgreSQL, which refuses root: as one of the
// users it may run as, to whom the directory is given.
func (s *server) disguise() (*syscall.SysProcAttr, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
		if err := errors.Join(err1, err2, os.Chown(s.dir, int(uid), int(gid))); err != nil {
			return nil, fmt.Errorf("user %s: %w", name, err)
		}
		return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, nil
	}
	return nil, errors.New("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as")
}

// binaries finds the directory with initdb and postgres: on the path, where
// pg_config says, or where Debian keeps them, the newest version first.
func binaries() (string, error) {
	var dirs []string
	if path, err := exec.LookPath("initdb"); err == nil {
		if link, err := filepath.EvalSymlinks(path); err == nil {
			path = link // its siblings are there
		}
		dirs = append(dirs, filepath.Dir(path))
	}
	if out, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		dirs = append(dirs, strings.TrimSpace(string(out)))
	}
	debian, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil {
		return "", fmt.Errorf("look for binaries: %w", err)
	}
	slices.SortFunc(debian, func(a, b string) int { return version(b) - version(a) })
	for _, dir := range append(dirs, debian...) {
		_, err1 := os.Stat(filepath.Join(dir, "initdb"))
		_, err2 := os.Stat(filepath.Join(dir, "postgres"))
		if err1 == nil && err2 == nil {
			return dir, nil
		}
	}
	return "", errors.New("PostgreSQL is not installed (apt-get install postgresql)")
}

// version is that of a directory such as /usr/lib/postgresql/15/bin.
func version(dir string) int {
	n, err := strconv.Atoi(filepath.Base(filepath.Dir(dir)))
	if err != nil {
		return 0
	}
	return n
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("free port: %w", err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	return port, l.Close()
}
