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
//	Mia fills Who else = Ada, Tom; Where = Lyon
//	Mia presses Log them
//	Omar in #general: lunch was good
//	Mia uses shortcut met.message in #general on lunch was good
//	Mia submits Who = Omar
//	Mia opens Home
//	Mia presses Log it of Jane
//	Mia sees Home
//	clock to 2026-12-07T09:00:00+01:00
//	Mia looks
//
// Who fills in the inputs of a message sends nothing yet: what stands there goes
// along with the next press. Who sees Home looks at what was published last,
// without opening it anew.
//
// Run the tests with -update to write what was seen into the stories, and read
// the difference before committing it.
package e2e
