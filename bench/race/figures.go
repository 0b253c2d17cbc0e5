package main

import (
	"math"
	"time"
)

// figures are what one round found out about one contender.
type figures struct {
	many, few          float64 // acknowledged a second, by the clients of the closed loops
	cpu                float64 // µs each, of the server's own
	generator          float64 // and of ours
	p50, p99, p999     float64 // ms, in the open loop, from when each was due
	behind             bool    // the open loop's rate was more than it could do
	late               int     // acknowledged past Slack's three seconds
	refused            int     // or told that it was too busy
	idle, loaded       float64 // MB resident
	idleOwn, loadedOwn float64 // and without the pages of the program's file
	start, million     float64 // ms from exec to the first acknowledgment
}

// results are the figures of every round, by contender.
type results map[string][]figures

// unknown is the value of what was not measured.
var unknown = math.NaN()

func inMillis(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func inMegabytes(bytes int64) float64 { return float64(bytes) / (1 << 20) }

// metric is one line of the tables.
type metric struct {
	name   string
	places int // behind the point
	of     func(figures) float64
	paced  bool // it is of the open loop
	alone  bool // a ratio of it says nothing
	// reach is what is wanted of the ratio, by the key of who it is taken to.
	reach map[string]target
}

// target is a ratio to be reached: first, and in the end. It is a ceiling where the
// second is the smaller one.
type target struct{ first, aim float64 }

func (t target) sign() string {
	if t.aim < t.first {
		return "≤ "
	}
	return "≥ "
}

// reached says how far a ratio has come.
func (t target) reached(ratio float64) string {
	meets := func(want float64) bool {
		if t.aim < t.first {
			return ratio <= want
		}
		return ratio >= want
	}
	switch {
	case math.IsNaN(ratio):
		return "–"
	case meets(t.aim):
		return "the aim"
	case meets(t.first):
		return "the first"
	}
	return "no"
}

// toBolt is a target of the ratio to Bolt.
func toBolt(first, aim float64) map[string]target {
	return map[string]target{boltKey: {first, aim}}
}

var metrics = []metric{
	{
		name: "acks a second, 64 clients", of: func(f figures) float64 { return f.many },
		reach: map[string]target{boltKey: {1.5, 3}, pgxKey: {.35, .6}},
	},
	{name: "acks a second, 16 clients", of: func(f figures) float64 { return f.few }},
	{name: "CPU an ack, µs", of: func(f figures) float64 { return f.cpu }, reach: toBolt(.75, .35)},
	{name: "CPU of the generator, µs", of: func(f figures) float64 { return f.generator }, alone: true},
	{name: "ack at the fixed rate, p50, ms", places: 2, of: func(f figures) float64 { return f.p50 }, paced: true},
	{name: "ack at the fixed rate, p99, ms", places: 2, of: func(f figures) float64 { return f.p99 }, paced: true, reach: toBolt(.4, .2)},
	{name: "ack at the fixed rate, p99.9, ms", places: 2, of: func(f figures) float64 { return f.p999 }, paced: true},
	{name: "memory when idle, MB", places: 1, of: func(f figures) float64 { return f.idle }, reach: toBolt(.25, .2)},
	{name: "of it its own, when idle, MB", places: 1, of: func(f figures) float64 { return f.idleOwn }},
	{name: "memory after the load, MB", places: 1, of: func(f figures) float64 { return f.loaded }, reach: toBolt(.25, .2)},
	{name: "of it its own, after the load, MB", places: 1, of: func(f figures) float64 { return f.loadedOwn }},
	{name: "start to first ack, ms", of: func(f figures) float64 { return f.start }, reach: toBolt(.1, .05)},
	{name: "start to first ack on the large database, ms", of: func(f figures) float64 { return f.million }, reach: toBolt(.1, .05)},
}

// values are what a metric was in each round.
func (m metric) values(all []figures) []float64 {
	out := make([]float64, len(all))
	for i, f := range all {
		out[i] = m.of(f)
	}
	return out
}
