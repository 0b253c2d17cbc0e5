package bot

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
)

// punctual writes no call out once its time is over. A call may wait for a
// connection, or in a process that stands still, behind the last look at the
// clock, and a timer need not have had its turn when that is over: what is written
// then may come after another process has posted the same.
type punctual struct{ next http.RoundTripper }

// RoundTrip does a call whose body is not read after its deadline: a body that
// ends early ends the call, and Slack does nothing with half a request.
func (p punctual) RoundTrip(r *http.Request) (*http.Response, error) {
	next := cmp.Or(p.next, http.DefaultTransport)
	if _, ok := r.Context().Deadline(); !ok || r.Body == nil {
		return next.RoundTrip(r)
	}
	ctx := r.Context()
	r = r.Clone(ctx)
	r.Body = timely{r.Body, ctx}
	if again := r.GetBody; again != nil {
		r.GetBody = func() (io.ReadCloser, error) {
			body, err := again()
			if err != nil {
				return nil, err
			}
			return timely{body, ctx}, nil
		}
	}
	return next.RoundTrip(r)
}

// CloseIdleConnections lets a client close what it keeps open.
func (p punctual) CloseIdleConnections() {
	if c, ok := cmp.Or(p.next, http.DefaultTransport).(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}

// timely is a body that can be read as long as there is time.
type timely struct {
	io.ReadCloser
	ctx context.Context
}

// Read reads, or fails when the time is over.
func (t timely) Read(p []byte) (int, error) {
	n, err := t.ReadCloser.Read(p)
	if overtime(t.ctx) {
		return 0, errors.New("the call's time is over")
	}
	return n, err
}
