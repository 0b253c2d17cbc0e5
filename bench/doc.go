// Package bench measures the real binary: how fast `/met` is acknowledged, how
// soon the bot is ready, how much memory it holds when idle; and what large
// mentoring programs take. Nothing here asserts a time; machines are noisy. `make
// benchmarks` runs it; bench/race sets the same binary beside others.
package bench
