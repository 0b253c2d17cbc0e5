package bot

import "testing"

func TestWhyExplainsOnePerson(t *testing.T) {
	d := circle(t)
	d.says(d.rapport("why Ada"), "*Why I would bring up* *Ada*", "*Today*", "The longest gap: Relating · last coffee 35 days ago · 30 is your longest gap", "Nothing else is noted")
	d.people("Ada rest")
	d.says(d.rapport("why Ada"), "They rest")
	d.people("Ada wake")
	d.says(d.rapport("why Nobody"), "I don't know anybody called “Nobody”")
	d.met("Ada Lovelace call")
	d.says(d.types("rapport why is Ada quiet?"), "Ada")
}

func TestWhyAsksWhom(t *testing.T) {
	d := newDesk(t)
	d.met("Jane Doe call")
	d.met(`"Jane Miller" coffee`)
	m := d.says(d.rapport("why Jane"), "Whom do you mean by “Jane”?")
	d.says(d.presses(m, "Jane Miller"), "*Why I would bring up* *Jane Miller*", "*Next*", "the rhythm")
}

func TestForecastLooksFourWeeksAhead(t *testing.T) {
	d := circle(t)
	promised(false, 0)(d)
	d.says(d.rapport("forecast"), "*The next four weeks*, if nothing happened until then", "*Wed 30 Dec*", "Ada (the longest gap)", "Jane (your promise “pricing sheet”", "_the check-in_", "_the weekly question_")
	empty := newDesk(t)
	empty.member.Chosen.PromptOff, empty.member.Chosen.CheckInOff = true, true
	empty.says(empty.rapport("forecast"), "quiet", "Nobody falls due")
}
