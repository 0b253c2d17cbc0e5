package page

import (
	"crypto/rand"
	"sync"
)

// notice is what an act has to say on the next page, and what was typed and not
// sent. It waits here and not in the address, which ends up in histories.
type notice struct {
	Says, Draft string
}

// maxNotices is how many may wait for their page.
const maxNotices = 64

// notices wait for the pages that show them, each once.
type notices struct {
	mu      sync.Mutex
	waiting map[string]notice
	order   []string
}

func newNotices() *notices { return &notices{waiting: map[string]notice{}} }

// put keeps a notice and returns the word that fetches it.
func (n *notices) put(one notice) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	word := rand.Text()
	n.waiting[word] = one
	n.order = append(n.order, word)
	if len(n.order) > maxNotices {
		delete(n.waiting, n.order[0])
		n.order = n.order[1:]
	}
	return word
}

// take returns a notice and forgets it.
func (n *notices) take(word string) notice {
	n.mu.Lock()
	defer n.mu.Unlock()
	one := n.waiting[word]
	delete(n.waiting, word)
	return one
}
