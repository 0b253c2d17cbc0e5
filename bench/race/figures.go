package main

import (
	"math"
	"time"
)

// figures are what one round found out about one contender.
type figures struct {
	many, few      float64 // acknowledged a second, by the clients of the closed loops
	cpu            float64 // µs each, of the server's own
	p50, p99, p999 float64 // ms, in the open loop, from when each was due
	behind         bool    // the open loop's rate was more than it could do
	late           int     // acknowledged past Slack's three seconds
	refused        int     // or told that it was too busy
	idle, loaded   float64 // MB resident
	start, million float64 // ms from exec to the first acknowledgment
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
	// first and aim are what is to be reached beside Bolt, "" for nothing.
	first, aim string
}

var metrics = []metric{
	{name: "acks a second, 64 clients", of: func(f figures) float64 { return f.many }, first: "≥ 1.5", aim: "≥ 3"},
	{name: "acks a second, 16 clients", of: func(f figures) float64 { return f.few }},
	{name: "CPU an ack, µs", of: func(f figures) float64 { return f.cpu }, first: "≤ 0.75", aim: "≤ 0.35"},
	{name: "ack at the fixed rate, p50, ms", places: 2, of: func(f figures) float64 { return f.p50 }, paced: true},
	{name: "ack at the fixed rate, p99, ms", places: 2, of: func(f figures) float64 { return f.p99 }, paced: true, first: "≤ 0.4", aim: "≤ 0.2"},
	{name: "ack at the fixed rate, p99.9, ms", places: 2, of: func(f figures) float64 { return f.p999 }, paced: true},
	{name: "memory when idle, MB", places: 1, of: func(f figures) float64 { return f.idle }, first: "≤ 0.25", aim: "≤ 0.2"},
	{name: "memory after the load, MB", places: 1, of: func(f figures) float64 { return f.loaded }, first: "≤ 0.25", aim: "≤ 0.2"},
	{name: "start to first ack, ms", of: func(f figures) float64 { return f.start }, first: "≤ 0.1", aim: "≤ 0.05"},
	{name: "start to first ack on the large database, ms", of: func(f figures) float64 { return f.million }, first: "≤ 0.1", aim: "≤ 0.05"},
}

// values are what a metric was in each round.
func (m metric) values(all []figures) []float64 {
	out := make([]float64, len(all))
	for i, f := range all {
		out[i] = m.of(f)
	}
	return out
}
