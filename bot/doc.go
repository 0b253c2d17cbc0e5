// Package bot is Slack in and out. Whatever arrives, over a socket or signed
// HTTP, becomes a [Command]; commands stand in their member's line and go
// through one door, [Bot.Do], to the handler of their verb; the [Answer] rides
// on the acknowledgment or follows it.
//
// The way through the room, in the order of a command's life:
//
//	listen_socket.go  listen_http.go   the two doors; signatures, limits, drains
//	decode*.go                         payload → Command
//	queue.go  errand.go                per-member order, when to acknowledge
//	dispatch.go  profile.go            Do: who is it, which handler, what went wrong
//	verbs.go                           the table of verbs; one file for each follows it
//	answer.go  place.go                Answer → acknowledgment, response_url, Web API
//
// [Sender] is the other way: a delivery that is due becomes a direct message.
// What is said lives in bot/view, what words mean in bot/phrase, and what is
// true in domain. A command that writes is acknowledged only after its commit.
package bot
