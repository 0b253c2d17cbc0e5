package bot

import "sync"

// mostStamps is how many signatures are remembered in each half of the memory:
// with a hundred commands a second that is eleven minutes, and a signature is no
// good after five.
const mostStamps = 1 << 16

// stamps remembers the signatures of the requests that were let in. What a
// command stores is told apart by its id, whatever is remembered here; this keeps
// whoever got hold of a signed request from reading the answer by sending it again.
type stamps struct {
	mu         sync.Mutex
	young, old map[string]struct{}
}

// first notes a signature, and reports whether it is new.
func (s *stamps) first(signature string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, young := s.young[signature]
	if _, old := s.old[signature]; young || old {
		return false
	}
	if s.young == nil || len(s.young) >= mostStamps {
		s.young, s.old = make(map[string]struct{}), s.young
	}
	s.young[signature] = struct{}{}
	return true
}

// forget lets a request come again that nothing was done about.
func (s *stamps) forget(signature string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.young, signature)
	delete(s.old, signature)
}
