// Package e2e plays stories against the real binary: testdata/*.txtar are
// conversations that read like one, each held over Socket Mode and again over
// signed HTTP, through the control interface of `bot try`.
//
// A story's lines are what people do and, indented, what they then see:
//
//	Mia: /met Jane coffee
//	  rapport, only to Mia: Logged: …
//	    [Undo] [Add note] [Change date]
//	Mia presses Undo
//	clock to 2026-12-07T09:00:00+01:00
//	Mia looks
//
// Run the tests with -update to write what was seen into the stories, and read
// the difference before committing it.
package e2e
