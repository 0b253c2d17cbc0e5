package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rapport/domain"
)

// refused opens o and wants to be told why not, in words that hold say.
func refused(t *testing.T, o Options, k domain.Kind, say string) {
	t.Helper()
	for name, open := range map[string]func() error{
		"open": func() error {
			s, err := Open(context.Background(), o)
			if err == nil {
				err = s.Close()
			}
			return err
		},
		"migrate": func() error { _, _, err := Migrate(context.Background(), o); return err },
	} {
		err := open()
		want(t, err, k)
		if !strings.Contains(err.Error(), say) {
			t.Errorf("%s says %q, want %q in it", name, err, say)
		}
		if strings.Contains(err.Error(), "secret") {
			t.Errorf("%s tells the password: %v", name, err)
		}
	}
}

// filled makes a SQLite file with somebody in it, and closes it.
func filled(t *testing.T) string {
	t.Helper()
	path := dsns[sqliteDialect](t)
	s, err := Open(t.Context(), options(path))
	if err != nil {
		t.Fatal(err)
	}
	meet(t, s, mia)
	add(t, s, mia, "Jane")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// execute runs statements on a SQLite file behind the store's back.
func execute(t *testing.T, path string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range statements {
		if _, err := db.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestReopenKeepsEverything(t *testing.T) {
	path := filled(t)
	s := opened(t, options(path))
	if m, err := s.Members().Member(t.Context(), mia); err != nil || m.Owner != mia {
		t.Errorf("member %+v, error %v", m, err)
	}
	if n := count(t, s, "contacts"); n != 1 {
		t.Errorf("%d contacts, want 1", n)
	}
}

func TestOpenRefusesWhatItCannotTrust(t *testing.T) {
	for name, spoil := range map[string]func(t *testing.T, path string){
		"not a database": func(t *testing.T, path string) {
			write(t, path, bytes.Repeat([]byte("dear diary, "), 1000))
		},
		"cut short": func(t *testing.T, path string) {
			b := read(t, path)
			write(t, path, b[:len(b)/2])
		},
		"a page overwritten": func(t *testing.T, path string) {
			b := read(t, path)
			copy(b[4096:3*4096], bytes.Repeat([]byte{0xa5}, 2*4096))
			write(t, path, b)
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := filled(t)
			spoil(t, path)
			refused(t, options(path), domain.KindCorrupt, "restore the newest backup: cp BACKUP "+path)
			_, err := Status(t.Context(), options(path))
			want(t, err, domain.KindCorrupt)
		})
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func write(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestOpenLeavesForeignDatabasesAlone(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		path := dsns[sqliteDialect](t)
		execute(t, path, "CREATE TABLE members (name TEXT)")
		before := read(t, path)
		refused(t, options(path), domain.KindCorrupt, "another program")
		if !bytes.Equal(before, read(t, path)) {
			t.Error("it was not left as it was")
		}
		path = dsns[sqliteDialect](t)
		execute(t, path, "PRAGMA application_id = 7")
		refused(t, options(path), domain.KindCorrupt, "another program")
	})
	t.Run("postgres", func(t *testing.T) {
		dsn := dsns[postgresDialect](t)
		db, err := sql.Open("pgx", dsn)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec("CREATE TABLE members (name TEXT)"); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		refused(t, options(dsn), domain.KindCorrupt, "another program")
	})
}

func TestOpenRefusesNewerSchema(t *testing.T) {
	for _, d := range []dialect{sqliteDialect, postgresDialect} {
		t.Run(string(d), func(t *testing.T) {
			o := options(dsns[d](t))
			s, err := Open(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := s.db.writer.Exec("INSERT INTO " + versionTable + " (version_id, is_applied) VALUES (99999, true)"); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Check(t.Context()); domain.KindOf(err) != domain.KindNewer {
				t.Errorf("check says %v, want newer", err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			refused(t, o, domain.KindNewer, fmt.Sprintf("schema 99999; this one knows %d). Upgrade this binary", newest(d)))
			h, err := Status(t.Context(), o)
			want(t, err, domain.KindNewer)
			if h.Newest != newest(d) {
				t.Errorf("health %+v, want the newest to be %d", h, newest(d))
			}
		})
	}
}

// R2 on SQLite: a second process is refused, by whatever name it calls the file.
func TestR2SecondProcessIsRefused(t *testing.T) {
	path := dsns[sqliteDialect](t)
	s := opened(t, options(path))
	refused(t, options(path), domain.KindInvalid, "another rapport has this file open")
	link := filepath.Join(t.TempDir(), "link.db")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	refused(t, options(link), domain.KindInvalid, "another rapport has this file open")
	if h, err := Status(t.Context(), options(path)); err != nil || h.Version != h.Newest || h.Fresh {
		t.Errorf("status %+v, error %v: want to be told while it is open", h, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(t.Context(), options(path))
	if err != nil {
		t.Fatalf("after the first was closed: %v", err)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestOpenSaysWhatIsWrongWithTheAddress(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct{ dsn, say string }{
		"none":            {"", "none is named"},
		"memory":          {":memory:", "forgets everything"},
		"with settings":   {filepath.Join(dir, "a.db?_journal_mode=OFF"), "path alone"},
		"another scheme":  {"mysql://root:secret@db/x", "neither a PostgreSQL address"},
		"no such folder":  {filepath.Join(dir, "none", "a.db"), "make it first"},
		"a folder":        {dir, "not that of a file"},
		"not writable":    {"/proc/rapport.db", "cannot write beside it"},
		"unreadable":      {"postgres://mia:secret@[::1/x", "cannot be read"},
		"unreadable port": {"host=localhost port=secret password=secret", "cannot be read"},
		"nobody there":    {"postgres://mia:secret@" + closedPort(t) + "/x?sslmode=disable", "cannot be reached"},
	} {
		t.Run(name, func(t *testing.T) { refused(t, options(c.dsn), domain.KindInvalid, c.say) })
	}
	t.Run("no such database", func(t *testing.T) {
		dsn := strings.Replace(dsns[postgresDialect](t), "/test_", "/other_", 1)
		refused(t, options(dsn), domain.KindInvalid, "createdb")
	})
	t.Run("no keys", func(t *testing.T) {
		_, err := Open(t.Context(), Options{DSN: filepath.Join(dir, "a.db")})
		want(t, err, domain.KindInvalid)
	})
}

// closedPort returns an address on which nobody listens.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return l.Addr().String()
}

// A read-only file is refused at the start and not at the first command. Root
// may write any file, so the mode is set where it counts: in the connection.
func TestReadOnlyFile(t *testing.T) {
	if os.Geteuid() == 0 {
		path := filled(t)
		db := &database{dialect: sqliteDialect, path: path}
		var err error
		if db.writer, err = sql.Open("sqlite3", fileURI(path)+"?mode=ro"); err != nil {
			t.Fatal(err)
		}
		_, err = db.writer.Exec("CREATE TABLE x (y)")
		want(t, db.fault(err), domain.KindUnwritable)
		if err := db.close(); err != nil {
			t.Fatal(err)
		}
		return
	}
	path := filled(t)
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	refused(t, options(path), domain.KindInvalid, "cannot be opened for writing")
}

func TestStrangePathsAreTakenAsTheyAre(t *testing.T) {
	for _, name := range []string{"my data #1.db", "100%.db", "ü&=+.db", "%3f.db"} {
		path := filepath.Join(t.TempDir(), name)
		s := opened(t, options(path))
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%q: %v", name, err)
		}
		if err := s.Ping(t.Context()); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, prefix := range []string{"sqlite:", "sqlite://", "file:"} {
		path := dsns[sqliteDialect](t)
		opened(t, options(prefix+path))
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%s: %v", prefix, err)
		}
	}
}

func TestFileIsForItsOwnerAlone(t *testing.T) {
	path := filled(t)
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, error %v; want 0600", info.Mode(), err)
	}
}

func TestPragmasHoldOnEveryConnection(t *testing.T) {
	s := opened(t, options(dsns[sqliteDialect](t)))
	if got := s.db.writer.Stats().MaxOpenConnections; got != 1 {
		t.Errorf("writer pool of %d, want 1", got)
	}
	if got := s.db.reader.Stats().MaxOpenConnections; got != readers {
		t.Errorf("reader pool of %d, want %d", got, readers)
	}
	var held []*sql.Conn
	for range readers {
		c, err := s.db.reader.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		held = append(held, c)
		var only string
		if err := c.QueryRowContext(t.Context(), "PRAGMA query_only").Scan(&only); err != nil || only != "1" {
			t.Errorf("query_only %q, error %v; want 1", only, err)
		}
		_, err = c.ExecContext(t.Context(), "DELETE FROM members")
		want(t, translate("members", err), domain.KindUnwritable)
	}
	for _, c := range held {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := s.db.writer.Exec("INSERT INTO appointments VALUES ('T9', 'U9', 'digest', 1, '')"); err == nil {
		t.Error("a row without its member was taken: foreign keys are off")
	}
	if err := s.db.readBack(t.Context(), s.db.reader, writerPragmas); domain.KindOf(err) != domain.KindInvalid {
		t.Errorf("read back %v, want the difference noticed", err)
	}
}

func TestHealth(t *testing.T) {
	for _, d := range []dialect{sqliteDialect, postgresDialect} {
		t.Run(string(d), func(t *testing.T) {
			o := options(dsns[d](t))
			h, err := Status(t.Context(), o)
			if err != nil || !h.Fresh || h.Version != 0 || !h.Pending() || h.Dialect != string(d) || h.Place == "" {
				t.Errorf("status of nothing %+v, error %v; want it fresh", h, err)
			}
			if d == sqliteDialect {
				if _, err := os.Stat(o.DSN); !errors.Is(err, os.ErrNotExist) {
					t.Errorf("looking made the file: %v", err)
				}
			}
			from, to, err := Migrate(t.Context(), o)
			if err != nil || from != 0 || to != newest(d) {
				t.Errorf("migrated from %d to %d, error %v", from, to, err)
			}
			if from, to, err = Migrate(t.Context(), o); err != nil || from != to {
				t.Errorf("migrated again from %d to %d, error %v", from, to, err)
			}
			s := opened(t, o)
			if err := s.Ping(t.Context()); err != nil {
				t.Error(err)
			}
			if h, err = s.Check(t.Context()); err != nil || h.Pending() || h.Version != h.Newest {
				t.Errorf("check %+v, error %v", h, err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			if err := s.Ping(ctx); !errors.Is(err, context.Canceled) {
				t.Errorf("ping after cancel: %v", err)
			}
		})
	}
}

func TestServerLostIsAnError(t *testing.T) {
	s := opened(t, options(dsns[postgresDialect](t)))
	meet(t, s, mia)
	if _, err := s.db.reader.Exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"); err != nil {
		t.Fatal(err)
	}
	// The pool notices, and takes new connections.
	deadline := time.Now().Add(10 * time.Second)
	for s.Ping(t.Context()) != nil && time.Now().Before(deadline) {
		time.Sleep(10 * time.Millisecond)
	}
	add(t, s, mia, "Jane")
}

func TestSchemaChangeIsLogged(t *testing.T) {
	var log bytes.Buffer
	o := options(dsns[sqliteDialect](t))
	o.Logger = slog.New(slog.NewTextHandler(&log, nil))
	for _, want := range []int{1, 1} {
		s, err := Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(log.String(), "brought up to date"); n != want {
			t.Errorf("said %d times, want %d: %s", n, want, log.String())
		}
	}
}
