package store

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io"
	"net"
	"net/url"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"rapport/domain"
)

// onPostgres returns a store on PostgreSQL and a connection of its own to the
// same database, for what an operator or another replica would do.
func onPostgres(t *testing.T) (*Store, *sql.DB) {
	t.Helper()
	dsn := dsns[postgresDialect](t)
	s := opened(t, options(dsn))
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return s, db
}

// cutAll ends every connection of the store, as a restart of the server does.
func cutAll(t *testing.T, db *sql.DB) {
	t.Helper()
	_, err := db.Exec(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE datname = current_database() AND application_name = 'rapport' AND pid <> pg_backend_pid()`)
	if err != nil {
		t.Fatal(err)
	}
}

// A connection may be cut at any moment of a command: it is done all the same,
// once, and nobody has to start anything anew.
func TestCommandSurvivesACut(t *testing.T) {
	t.Parallel()
	s, db := onPostgres(t)
	meet(t, s, mia)
	for name, cut := range map[string]struct{ before, inside bool }{
		"before it begins": {before: true},
		"while it runs":    {inside: true},
		"both":             {before: true, inside: true},
	} {
		t.Run(name, func(t *testing.T) {
			if cut.before {
				cutAll(t, db)
			}
			runs := 0
			do(t, s, ref(mia, name, nine), func(b *domain.Book) error {
				if runs++; cut.inside && runs == 1 {
					cutAll(t, db)
				}
				_, err := b.Add(name, "", domain.Relating)
				return err
			})
			if n := count(t, s, "contacts WHERE name = '"+name+"'"); n != 1 {
				t.Errorf("%d contacts are stored, want 1", n)
			}
		})
	}
}

// A pool full of connections that were all in use a moment ago, and all are cut.
func TestBusyPoolSurvivesACut(t *testing.T) {
	t.Parallel()
	s, db := onPostgres(t)
	var owners []domain.Owner
	for i := range 2 * pgConns {
		owners = append(owners, domain.Owner{Workspace: "T1", Member: domain.MemberID("U" + strconv.Itoa(i))})
	}
	meet(t, s, owners...)
	failed := make(chan error, len(owners))
	for round := range 3 {
		for _, o := range owners {
			go func() {
				failed <- s.Book().Write(context.Background(), ref(o, fmt.Sprint(o.Member, round), nine), func(b *domain.Book) error {
					_, err := b.Add(fmt.Sprint("Jane ", round), "", domain.Relating)
					return err
				})
			}()
		}
		cutAll(t, db)
		for range owners {
			if err := <-failed; err != nil {
				t.Errorf("round %d: %v", round, err)
			}
		}
	}
	if n := count(t, s, "contacts"); n != 3*len(owners) {
		t.Errorf("%d contacts are stored, want %d", n, 3*len(owners))
	}
}

// wire stands between a store and its server, and cuts the connection at the
// next commits.
type wire struct {
	t      *testing.T
	server string
	// arrive says for each of the next commits whether it reaches the server
	// before the connection is cut; later ones pass.
	arrive chan bool
	// silent withholds what the server says to the next commit.
	silent atomic.Bool
	// turns counts how often the store spoke after the server had.
	turns atomic.Int64
}

// secondTrip is the id of a command whose second trip is to be cut: what is read has
// nothing of it in it, and neither have the texts that are prepared.
const secondTrip = "cut at the second trip"

// commits reports whether what the store says commits: by itself, or as the second
// trip of a command.
func commits(said []byte) bool {
	return bytes.Contains(said, []byte("commit\x00")) || bytes.Contains(said, []byte(secondTrip))
}

// serve carries one connection.
func (w *wire) serve(client net.Conn) {
	server, err := net.Dial("tcp", w.server)
	if err != nil {
		w.t.Error(err)
		return
	}
	cut := make(chan struct{})
	var answered atomic.Bool
	go func() {
		for b := make([]byte, 64<<10); ; {
			n, err := server.Read(b)
			answered.Store(true)
			select {
			case <-cut: // what the server says to the commit is not heard
				err = io.EOF
			default:
			}
			if err == nil {
				_, err = client.Write(b[:n])
			}
			if err != nil {
				_ = client.Close()
				_ = server.Close()
				return
			}
		}
	}()
	for b := make([]byte, 64<<10); ; {
		n, err := client.Read(b)
		if answered.Swap(false) {
			w.turns.Add(1)
		}
		if err == nil && commits(b[:n]) {
			if w.silent.CompareAndSwap(true, false) {
				continue
			}
			select {
			case arrives := <-w.arrive:
				close(cut)
				if !arrives {
					err = io.EOF
				}
			default:
			}
		}
		if err == nil {
			_, err = server.Write(b[:n])
		}
		if err != nil {
			_ = client.Close()
			_ = server.Close()
			return
		}
	}
}

// wired returns a store that reaches its server over a wire.
func wired(t *testing.T) (*Store, *wire) {
	t.Helper()
	dsn, err := url.Parse(dsns[postgresDialect](t))
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{t: t, server: dsn.Host, arrive: make(chan bool, 10)}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			go w.serve(client)
		}
	}()
	dsn.Host = l.Addr().String()
	return opened(t, options(dsn.String())), w
}

// The connection is cut at the commit itself: whether it had arrived or not, the
// command is done once and its caller is told so. Only when the database stays
// away nobody can know, and nothing else is said.
func TestCutAtTheCommit(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		arrive []bool
		runs   int
	}{
		"it had arrived":           {[]bool{true}, 1},
		"it had not":               {[]bool{false}, 2},
		"twice not, then it had":   {[]bool{false, false, true}, 3},
		"had, and the look is cut": {[]bool{true, false}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := wired(t)
			meet(t, s, mia)
			for _, a := range c.arrive {
				w.arrive <- a
			}
			runs := 0
			do(t, s, ref(mia, "once", nine), func(b *domain.Book) error {
				runs++
				_, err := b.Add("Jane", "", domain.Relating)
				return err
			})
			if n := count(t, s, "contacts"); n != 1 || runs != c.runs {
				t.Errorf("it ran %d times and stored %d contacts, want %d and 1", runs, n, c.runs)
			}
			err := s.Book().Write(t.Context(), ref(mia, "once", nine), func(*domain.Book) error { return nil })
			want(t, err, domain.KindDuplicate)
		})
	}
	t.Run("and stays away", func(t *testing.T) {
		t.Parallel()
		s, w := wired(t)
		meet(t, s, mia)
		for range cap(w.arrive) {
			w.arrive <- false
		}
		err := s.Book().Write(t.Context(), ref(mia, "once", nine), func(*domain.Book) error { return nil })
		want(t, err, domain.KindUncertain)
	})
}

// Nothing is claimed into a hand that does not know of it when a commit is lost.
func TestClaimIsCutAtTheCommit(t *testing.T) {
	t.Parallel()
	s, w := wired(t)
	meet(t, s, mia, omar)
	w.arrive <- false
	claims, err := s.Outbox().Claim(t.Context(), nine, time.Minute, 10)
	if err != nil || len(claims) != 2 {
		t.Errorf("%d welcomes are claimed, error %v, want 2", len(claims), err)
	}
}

// A process that stands still in the middle of a command holds its member's row
// until the server ends that; the others wait a few seconds and no longer.
func TestNobodyHoldsAMemberForEver(t *testing.T) {
	t.Parallel()
	s, _ := onPostgres(t)
	meet(t, s, mia)
	held, wake, woken := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		runs := 0
		woken <- s.Book().Write(context.Background(), ref(mia, "asleep", nine), func(b *domain.Book) error {
			if runs++; runs == 1 {
				close(held)
				<-wake
			}
			_, err := b.Add("Jane", "", domain.Relating)
			return err
		})
	}()
	<-held
	began := time.Now()
	add(t, s, mia, "Omar")
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("a command behind a process that stands still took %v", took)
	}
	close(wake)
	if err := <-woken; err != nil {
		t.Errorf("the command of the process that woke up: %v", err)
	}
	if n := count(t, s, "contacts"); n != 2 {
		t.Errorf("%d contacts are stored, want both", n)
	}
}

// What the operator sets in the address holds, ours holds else.
func TestTimeoutsOfAConnection(t *testing.T) {
	t.Parallel()
	for lock, given := range map[string]string{"5s": "", "4s": "&lock_timeout=4s"} {
		s := opened(t, options(dsns[postgresDialect](t)+given))
		var locks, idle string
		err := s.db.writer.QueryRow("SELECT current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout')").Scan(&locks, &idle)
		if err != nil || locks != lock || idle != "3s" {
			t.Errorf("with %q locks are waited for for %s, idleness ends after %s, error %v", given, locks, idle, err)
		}
	}
}

// A caller without a limit gets one, and a caller's own stays.
func TestNobodyWaitsForEver(t *testing.T) {
	t.Parallel()
	ctx, cancel := limited(context.Background())
	defer cancel()
	if d, ok := ctx.Deadline(); !ok || time.Until(d) > within {
		t.Errorf("the limit is %v, %t", d, ok)
	}
	own, cancel := context.WithTimeout(context.Background(), time.Hour)
	defer cancel()
	if ctx, _ := limited(own); ctx != own {
		t.Error("the caller's own limit was changed")
	}
}

// A server that is silent at the commit leaves the question open, and a caller
// whose time is over hears so.
func TestServerIsSilentAtTheCommit(t *testing.T) {
	t.Parallel()
	s, w := wired(t)
	meet(t, s, mia)
	w.silent.Store(true)
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	err := s.Book().Write(ctx, ref(mia, "silent", nine), func(*domain.Book) error { return nil })
	want(t, err, domain.KindUncertain)
}
