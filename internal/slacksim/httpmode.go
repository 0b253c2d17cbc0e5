package slacksim

import (
	"bytes"
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
	"strconv"
	"strings"
	"time"
)

// request sends a payload to the bot as a signed HTTP request.
func (s *Sim) request(base string, d delivery) ack {
	body, contentType, path := d.body()
	ctx, cancel := context.WithTimeout(s.ctx, s.opts.AckTimeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(base, "/")+path, bytes.NewReader(body))
	if err != nil {
		return ack{err: errCut}
	}
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
	Sign(r.Header, s.opts.SigningSecret, s.opts.Now(), body)
	if d.retry > 0 {
		r.Header.Set("X-Slack-Retry-Num", strconv.Itoa(d.retry))
		reason := d.reason
		if reason == "timeout" {
			reason = "http_timeout"
		}
		r.Header.Set("X-Slack-Retry-Reason", reason)
	}
	resp, err := s.web.Do(r)
	if err != nil {
		return ack{err: failure(err)}
	}
	defer func() { _ = resp.Body.Close() }() // read to its end below, or of no more use
	answer, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	switch {
	case err != nil:
		return ack{err: failure(err)}
	case resp.StatusCode/100 != 2 && resp.Header.Get("X-Slack-No-Retry") == "1":
		return ack{err: errNoRetry}
	case resp.StatusCode/100 != 2:
		return ack{err: errAnswer}
	}
	answer = bytes.TrimSpace(answer)
	if len(answer) > 0 && !strings.HasPrefix(resp.Header.Get("Content-Type"), "application/json") {
		answer = encode(object{"text": string(answer)}) // a command may answer with bare text
	}
	return ack{payload: answer}
}

// failure tells a slow bot from one that can't be reached.
func failure(err error) error {
	var late interface{ Timeout() bool }
	if errors.Is(err, context.DeadlineExceeded) || errors.As(err, &late) && late.Timeout() {
		return errTimeout
	}
	return errCut
}

// body is a payload in the form that its endpoint takes.
func (d delivery) body() (body []byte, contentType, path string) {
	const form = "application/x-www-form-urlencoded"
	switch d.kind {
	case "slash_commands":
		var fields map[string]string
		if err := json.Unmarshal(d.payload, &fields); err != nil {
			panic("slacksim: a slash payload is flat: " + err.Error())
		}
		values := url.Values{}
		for k, v := range fields {
			values.Set(k, v)
		}
		return []byte(values.Encode()), form, "/slack/commands"
	case "interactive":
		return []byte(url.Values{"payload": {string(d.payload)}}.Encode()), form, "/slack/interactivity"
	}
	return d.payload, "application/json", "/slack/events"
}

// Sign sets the headers by which an app knows that a request is Slack's.
func Sign(h http.Header, signingSecret string, wall time.Time, body []byte) {
	stamp := strconv.FormatInt(wall.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(signingSecret))
	_, _ = fmt.Fprintf(mac, "v0:%s:%s", stamp, body) // a hash never fails
	h.Set("X-Slack-Request-Timestamp", stamp)
	h.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
}

// VerifyURL does what Slack does when an events URL is set: the bot must answer
// the challenge.
func (s *Sim) VerifyURL() error {
	s.mu.Lock()
	base := s.botURL
	s.mu.Unlock()
	challenge := secret(40)
	a := s.request(base, delivery{kind: "events_api", payload: encode(object{
		"token": "verification", "challenge": challenge, "type": "url_verification",
	})})
	if a.err != nil {
		return fmt.Errorf("url verification: %w", a.err)
	}
	var said struct{ Challenge, Text string }
	if json.Unmarshal(a.payload, &said) != nil || said.Challenge != challenge && said.Text != challenge {
		return errors.New("url verification: the challenge was not answered")
	}
	return nil
}
