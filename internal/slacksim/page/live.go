package page

import (
	"fmt"
	"net/http"
	"time"
)

// heartbeat keeps a quiet stream from looking dead.
const heartbeat = 20 * time.Second

// live tells the page of each new version of the box, as Server-Sent Events. It
// carries no content: the page fetches itself.
func (d *desk) live(rw http.ResponseWriter, r *http.Request) {
	stream := http.NewResponseController(rw)
	rw.Header().Set("Content-Type", "text/event-stream")
	changes, stop := d.sim.Subscribe()
	defer stop()
	// Said at once, so that a page that was away knows to look.
	fmt.Fprint(rw, "retry: 1000\nevent: hello\ndata: \n\n")
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		if stream.Flush() != nil {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case version := <-changes:
			fmt.Fprintf(rw, "event: version\ndata: %d\n\n", version)
		case <-beat.C:
			fmt.Fprint(rw, ": still here\n\n")
		}
	}
}
