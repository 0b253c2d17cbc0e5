package bot

import (
	"sync"
	"time"

	"rapport/domain"
)

// queue runs jobs: those of one member one after another in the order they were
// put in, those of different members side by side, on at most so many workers.
// Workers are made when there is work and end when there has been none for a while,
// so that an idle queue holds no goroutine, and a busy one keeps those whose stacks
// have grown.
type queue struct {
	workers int
	bound   int
	flight  *inFlight

	mu      sync.Mutex
	lines   map[domain.Owner][]func() // a member is here while a worker holds or awaits their line
	ready   []domain.Owner            // lines that await a worker, the longest waiting first
	running int
	waiting int

	// call wakes a worker that rests.
	call chan struct{}
}

// lingering is for how long a worker waits for more to do.
const lingering = 50 * time.Millisecond

func newQueue(workers, bound int, flight *inFlight) *queue {
	return &queue{workers: workers, bound: bound, flight: flight, lines: make(map[domain.Owner][]func()), call: make(chan struct{})}
}

// put adds a job to the member's line. It never blocks, and reports false when
// the queue is full.
func (q *queue) put(o domain.Owner, job func()) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.waiting >= q.bound {
		return false
	}
	q.flight.begin()
	q.waiting++
	line, held := q.lines[o]
	q.lines[o] = append(line, job)
	if held {
		return true
	}
	q.ready = append(q.ready, o)
	if q.running < q.workers {
		q.running++
		select {
		case q.call <- struct{}{}:
		default:
			go q.work()
		}
	}
	return true
}

// depth is how many jobs wait or run.
func (q *queue) depth() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.waiting
}

// work does what there is to do, and rests in between.
func (q *queue) work() {
	rest := time.NewTimer(lingering)
	defer rest.Stop()
	for {
		q.shift()
		rest.Reset(lingering)
		select {
		case <-q.call:
		case <-rest.C:
			return
		}
	}
}

// shift does one job of each line that is ready, until none is. A member with many
// jobs goes to the back after each, so that they keep nobody waiting.
func (q *queue) shift() {
	for {
		o, job := q.next()
		if job == nil {
			return
		}
		job()
		q.finish(o)
		q.flight.done()
	}
}

// next takes the first job of the line that has waited longest; nil ends the shift.
func (q *queue) next() (domain.Owner, func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.ready) == 0 {
		q.running--
		return domain.Owner{}, nil
	}
	o := q.ready[0]
	q.ready[0] = domain.Owner{}
	q.ready = q.ready[1:]
	line := q.lines[o]
	job := line[0]
	line[0] = nil
	q.lines[o] = line[1:]
	return o, job
}

// finish hands a member's line on after a job of theirs.
func (q *queue) finish(o domain.Owner) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting--
	if len(q.lines[o]) == 0 {
		delete(q.lines, o)
		return
	}
	q.ready = append(q.ready, o)
}
