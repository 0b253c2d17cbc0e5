// Package replicas runs several processes of the real bot on one PostgreSQL
// beside one simulated Slack, and does to them what happens to processes: they
// are stopped and woken, killed, cut off from the database, started beside each
// other and replaced by a newer version while they work. What Slack has at the
// end is counted: each message once, none missed, and every command stored that
// was acknowledged.
//
// A minute by default; -replicas.for says for how long to go on at random.
package replicas
