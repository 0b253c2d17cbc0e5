// Package kills ends the real binary with SIGKILL, over and over, while people
// use it, and holds what is left against what they were told: `bot serve`, on
// either database, in a simulated Slack that lives in the test and so survives.
//
// A process dies at an instant drawn by lot or at a named moment of
// internal/failpoint, which a binary with the build tag failpoint can be told
// (cmd/bot/rigged.go). Between two processes the clock moves on, so that digests,
// prompts and welcomes fall due. Every few deaths one process is left in peace
// until nothing is open any more, and then everything is counted: a command that
// was acknowledged is stored, one that was not is stored wholly or not at all,
// and each delivery is in Slack exactly once.
//
//	go test ./internal/kills -kills=1000 -timeout 2h -v   # the full run, with figures
//	go test ./internal/kills -mutants -timeout 1h -v      # each safeguard off must be noticed
package kills
