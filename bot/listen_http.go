package bot

import (
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"time"

	"github.com/slack-go/slack"
)

const (
	// maxBody is the largest request that is read.
	maxBody = 1 << 20
	// maxHeader is the largest head of a request; Slack's are about 1 kB.
	maxHeader = 16 << 10
)

// NewServer returns an HTTP server that gives nobody the time to be slow.
func NewServer(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      handling + 10*time.Second, // a slow command is answered late, not cut
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
}

// HTTPHandler is the door for signed requests: POST /slack/commands,
// /slack/interactivity and /slack/events.
func (b *Bot) HTTPHandler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("POST /slack/commands", b.signed("application/x-www-form-urlencoded", decoder.commandBody))
	mux.Handle("POST /slack/interactivity", b.signed("application/x-www-form-urlencoded", decoder.interactionBody))
	mux.Handle("POST /slack/events", b.signed("application/json", decoder.eventBody))
	return mux
}

// signed takes requests that Slack has signed with our secret within the last
// five minutes, and nothing else. What is refused hears a word and no reason.
func (b *Bot) signed(kind string, decode func(decoder, []byte, time.Time) (parcel, error)) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		sort := r.URL.Path
		if got, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || got != kind {
			b.turnAway(rw, sort, http.StatusUnsupportedMediaType)
			return
		}
		body, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, maxBody))
		if err != nil {
			status := http.StatusBadRequest
			if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
				status = http.StatusRequestEntityTooLarge
			}
			b.turnAway(rw, sort, status)
			return
		}
		if kind != "application/json" && sslCheck(body) {
			rw.WriteHeader(http.StatusOK) // asked for its own sake; nothing follows
			return
		}
		if !authentic(r.Header, body, b.secret) {
			b.turnAway(rw, sort, http.StatusUnauthorized)
			return
		}
		p, err := decode(decoder{b.slashes}, body, b.now())
		b.serve(rw, r, p, err)
	})
}

// authentic reports whether the body carries our signature and is fresh. The
// error of Ensure must not leave this function: it may hold the right signature.
func authentic(h http.Header, body []byte, secret string) bool {
	v, err := slack.NewSecretsVerifier(h, secret)
	if err != nil {
		return false
	}
	if _, err := v.Write(body); err != nil {
		return false
	}
	return v.Ensure() == nil
}

// serve answers a request that is Slack's.
func (b *Bot) serve(rw http.ResponseWriter, r *http.Request, p parcel, err error) {
	switch b.judge(r.Context(), p, err) {
	case unreadable:
		http.Error(rw, http.StatusText(http.StatusBadRequest), http.StatusBadRequest)
		return
	case foreign:
		http.Error(rw, http.StatusText(http.StatusUnauthorized), http.StatusUnauthorized)
		return
	case skip:
		if p.Challenge != "" {
			rw.Header().Set("Content-Type", "text/plain; charset=utf-8")
			rw.Header().Set("X-Content-Type-Options", "nosniff")
			_, _ = io.WriteString(rw, p.Challenge) // Slack asks again if it fails
		}
		return
	}
	answered := make(chan ack, 1)
	b.accept(r.Context(), p.Command, 0, func(a ack) { answered <- a })
	b.acknowledge(rw, <-answered)
}

// acknowledge writes what a command's errand has to say.
func (b *Bot) acknowledge(rw http.ResponseWriter, a ack) {
	switch {
	case a.Hold:
		// Slack sends events again; nothing else is ever held but at shutdown.
		http.Error(rw, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
	case a.Payload == nil:
		rw.WriteHeader(http.StatusOK)
	default:
		body, err := json.Marshal(a.Payload)
		if err != nil {
			b.log.Error("acknowledgment not encoded", "err", err)
			rw.WriteHeader(http.StatusOK)
			return
		}
		rw.Header().Set("Content-Type", "application/json; charset=utf-8")
		_, _ = rw.Write(body) // who asked is gone if it fails
	}
}

// turnAway refuses a request without a reason, and counts it.
func (b *Bot) turnAway(rw http.ResponseWriter, path string, status int) {
	b.meter.payload(path, "refused")
	rw.Header().Set("Connection", "close")
	http.Error(rw, http.StatusText(status), status)
}

// sslCheck reports whether Slack only looks at our certificate.
func sslCheck(body []byte) bool {
	f, err := url.ParseQuery(string(body))
	return err == nil && f.Get("ssl_check") == "1"
}

func (d decoder) commandBody(body []byte, now time.Time) (parcel, error) {
	f, err := url.ParseQuery(string(body))
	if err != nil {
		return parcel{What: "slash_command"}, errors.New("slash command: not a form")
	}
	return d.slash(slashForm(f), now), nil
}

func (d decoder) interactionBody(body []byte, now time.Time) (parcel, error) {
	f, err := url.ParseQuery(string(body))
	if err != nil {
		return parcel{What: "interaction"}, errors.New("interaction: not a form")
	}
	return d.interaction([]byte(f.Get("payload")), now)
}

func (d decoder) eventBody(body []byte, now time.Time) (parcel, error) { return d.event(body, now) }
