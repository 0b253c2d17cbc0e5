package bot

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// slowly is a transport that is held up before it writes.
type slowly struct{ held time.Duration }

func (s slowly) RoundTrip(r *http.Request) (*http.Response, error) {
	time.Sleep(s.held)
	return http.DefaultTransport.RoundTrip(r.WithContext(context.WithoutCancel(r.Context()))) // whose timer has not rung
}

// A call that was held up until its time was over leaves nothing at Slack.
func TestNoCallGoesOutTooLate(t *testing.T) {
	var mu sync.Mutex
	var got []string
	slack := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if body, err := io.ReadAll(r.Body); err == nil {
			mu.Lock()
			defer mu.Unlock()
			got = append(got, string(body))
		}
	}))
	t.Cleanup(slack.Close)
	call := func(held time.Duration, body io.Reader) error {
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, slack.URL, body)
		if err != nil {
			t.Fatal(err)
		}
		res, err := punctual{slowly{held}}.RoundTrip(r)
		if err == nil {
			_ = res.Body.Close()
		}
		return err
	}
	large := strings.Repeat("x", 100_000)
	for _, body := range []string{"", "small", large} {
		if err := call(0, strings.NewReader(body)); err != nil {
			t.Errorf("%d bytes in time: %v", len(body), err)
		}
	}
	mu.Lock()
	if len(got) != 3 || got[1] != "small" || got[2] != large {
		t.Fatalf("%d calls arrived in time, want 3 as they were", len(got))
	}
	mu.Unlock()
	for _, body := range []string{"small", large} {
		if err := call(300*time.Millisecond, strings.NewReader(body)); err == nil {
			t.Errorf("%d bytes were written after their time", len(body))
		}
	}
	mu.Lock()
	defer mu.Unlock()
	if len(got) != 3 {
		t.Errorf("%d calls arrived too late", len(got)-3)
	}
}
