// Package bench holds benchmarks of what goes through several rooms: what large
// mentoring programs take. Nothing here asserts a time; machines are noisy. `make
// benchmarks` runs it with all others; bench/race sets the real binary beside
// others.
package bench
