package ordeal

import (
	"maps"
	"slices"
	"sync"
	"time"
)

// sky is what is wrong between the bot and Slack at the moment.
type sky struct {
	mu sync.Mutex
	// next are troubles for the next calls, by method.
	next map[string][]*weather
	// shut are methods that fail until further notice, and how.
	shut map[string]trouble
	// dark says that nothing gets through either way.
	dark bool
	// losing is how many acknowledgments are lost from now on.
	losing int
	struck map[trouble]int
	// unread is when a history could not be read the last time.
	unread time.Time
	now    func() time.Time
}

func newSky(now func() time.Time) *sky {
	return &sky{now: now, next: map[string][]*weather{}, shut: map[string]trouble{}, struck: map[trouble]int{}}
}

// strike says what befalls a call.
func (k *sky) strike(method string) (trouble, int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	t, wait := k.befall(method)
	if t != "" {
		k.struck[t]++
		if method == "conversations.history" {
			k.unread = k.now()
		}
	}
	return t, wait
}

func (k *sky) befall(method string) (trouble, int) {
	if k.dark {
		return unreached, 0
	}
	if t, ok := k.shut[method]; ok {
		return t, 900 // seconds, if it is limited
	}
	q := k.next[method]
	if len(q) == 0 {
		return "", 0
	}
	w := q[0]
	if w.left--; w.left == 0 {
		k.next[method] = q[1:]
	}
	return w.trouble, w.wait
}

func (k *sky) brew(method string, w weather) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.next[method] = append(k.next[method], &w)
}

func (k *sky) set(f func(*sky)) {
	k.mu.Lock()
	defer k.mu.Unlock()
	f(k)
}

func (k *sky) deaf() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.dark
}

// loses reports whether this acknowledgment is lost.
func (k *sky) loses() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.losing == 0 {
		return false
	}
	k.losing--
	return true
}

// clear reports whether nothing is wrong; trouble that waits for calls of other
// methods than those by which one writes to people counts as nothing.
func (k *sky) clear() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.dark || len(k.shut) > 0 {
		return false
	}
	for method, q := range k.next {
		if len(q) > 0 && method != "views.publish" && method != "response_url" {
			return false
		}
	}
	return true
}

// settle ends what still waits for calls.
func (k *sky) settle() {
	k.mu.Lock()
	defer k.mu.Unlock()
	clear(k.next)
	k.losing = 0
}

// blind is when a history could not be read the last time.
func (k *sky) blind() time.Time {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.unread
}

// String tells what is wrong, for the trace.
func (k *sky) String() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	s := ""
	if k.dark {
		s += " dark"
	}
	for _, m := range slices.Sorted(maps.Keys(k.shut)) {
		s += " " + m + ":" + string(k.shut[m])
	}
	return s
}

// wall is the clock of signatures and timeouts: the bubble's own.
func wall() time.Time { return time.Now() }
