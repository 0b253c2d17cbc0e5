// Command bare is the limit that rapport is measured against: as little as can
// acknowledge a signed `/met` and have stored it. It checks the signature, takes
// the first two words for a name and what follows " -- " for a note, and
// writes. On SQLite those who wait share one commit, with synchronous=FULL; on
// PostgreSQL each takes one round trip. It knows no members, phases, dates or undo
// beyond what it takes to write as many rows, and is no use for anything else.
//
// `make bench` runs it; its environment says where it listens (ADDR), who signs
// (SLACK_SIGNING_SECRET) and where it keeps what it is told (DATABASE_URL).
package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	err := run(ctx, os.Getenv)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// touch is what one `/met` says.
type touch struct {
	id     string // the command's
	team   string
	member string
	name   string
	note   string
	at     time.Time
}

// keeper stores what it is given, and returns once it is committed.
type keeper interface {
	keep(ctx context.Context, t touch) error
	close() error
}

// run serves until ctx ends.
func run(ctx context.Context, env func(string) string) (err error) {
	k, err := open(ctx, env("DATABASE_URL"))
	if err != nil {
		return fmt.Errorf("database: %w", err)
	}
	defer func() { err = errors.Join(err, k.close()) }()
	srv := &http.Server{Addr: env("ADDR"), Handler: handler(env("SLACK_SIGNING_SECRET"), k), ReadHeaderTimeout: 5 * time.Second}
	ended := make(chan error, 1)
	go func() { ended <- srv.ListenAndServe() }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return srv.Shutdown(late)
}

// open opens PostgreSQL at an address of its own kind, and SQLite at any other.
func open(ctx context.Context, dsn string) (keeper, error) {
	if strings.HasPrefix(dsn, "postgres://") {
		return openPostgres(ctx, dsn)
	}
	return openSQLite(ctx, dsn)
}

// handler acknowledges signed commands once they are kept.
func handler(secret string, k keeper) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /slack/commands", func(rw http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, 1<<20))
		if err != nil || !authentic(r.Header, body, secret, time.Now()) {
			http.Error(rw, "unauthorized", http.StatusUnauthorized)
			return
		}
		t, err := read(string(body), time.Now())
		if err == nil {
			err = k.keep(r.Context(), t)
		}
		if err != nil {
			http.Error(rw, "not stored", http.StatusInternalServerError)
			return
		}
		answer, err := json.Marshal(map[string]string{"response_type": "ephemeral", "text": "Logged: *" + t.name + "*.\nNoted: " + t.note})
		if err != nil {
			http.Error(rw, "unspeakable", http.StatusInternalServerError)
			return
		}
		rw.Header().Set("Content-Type", "application/json")
		_, _ = rw.Write(answer) // whoever asked is gone, and it is stored
	})
	return mux
}

// authentic reports whether the body was signed with secret in the last five
// minutes.
func authentic(h http.Header, body []byte, secret string, now time.Time) bool {
	stamp := h.Get("X-Slack-Request-Timestamp")
	at, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil || now.Sub(time.Unix(at, 0)).Abs() > 5*time.Minute {
		return false
	}
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = io.WriteString(mac, "v0:"+stamp+":") // a hash takes everything
	_, _ = mac.Write(body)
	said, err := hex.DecodeString(strings.TrimPrefix(h.Get("X-Slack-Signature"), "v0="))
	return err == nil && hmac.Equal(said, mac.Sum(nil))
}

// read takes a name and a note from a command.
func read(body string, now time.Time) (touch, error) {
	form, err := url.ParseQuery(body)
	if err != nil {
		return touch{}, fmt.Errorf("form: %w", err)
	}
	words, note, _ := strings.Cut(form.Get("text"), " -- ")
	name := strings.Fields(words)
	if len(name) < 2 {
		return touch{}, errors.New("nobody is named")
	}
	return touch{
		id: form.Get("trigger_id"), team: form.Get("team_id"), member: form.Get("user_id"),
		name: name[0] + " " + name[1], note: note, at: now,
	}, nil
}
