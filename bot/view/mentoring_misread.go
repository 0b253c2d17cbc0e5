package view

// amissInMentoring says what a text after /mentoring lacks, and what to type instead.
func amissInMentoring(m Misread) (text, try string) {
	said := quoted(m.Said)
	switch m.Why {
	case "no until":
		return "I couldn't find until when.", "Say it like `/mentoring pause me until 7 jan` or `/mentoring pause @partner for 2 weeks`."
	case "no partner":
		return "I couldn't find with whom: " + said + ".", "Name two on each line: `/mentoring pair @mentor @mentee`."
	case "no name":
		return "I couldn't find whom you mean.", "Mention them: `/mentoring pair @mentor @mentee`, one pair a line."
	case "unknown name":
		return "I know nobody called " + said + " in your programs.", "Mention them: type @ and pick the name."
	case "bad capacity":
		return "I can't take " + said + " as a number of partners.", "It is one to ten: `/mentoring join mentor up to 3`."
	case "bad rating":
		return "I can't take " + said + " as a rating.", "It is one to five: `/mentoring feedback 4 patient and clear`."
	case "no such date":
		return "There is no such day as " + said + ".", "Write it like `by 4 dec` for a goal, `until 7 jan` or `for 2 weeks` for a pause."
	case "date gone":
		return "That day is over: " + said + ".", "Say it again with a day to come: `by 4 dec` for a goal, `until friday` for a pause."
	case "no goal":
		return "I couldn't find a goal in that.", "Say it in one sentence: `/mentoring goal Speak at the meetup by june`."
	case "too long":
		return "That is longer than I can keep.", "A program's name has at most 80 characters, a topic 40 characters, a goal or thanks 300, a comment 3,000."
	case "too many people":
		return "Those are more than I take at once.", "Fifty pairs go into one command, ten topics, two of a pair."
	case "open quote":
		return "A quotation mark is open, with nothing to close it.", "Put both around it, or leave both out."
	case "unknown word":
		return "I don't know what to do with " + said + ".", "`/mentoring help` lists what I understand."
	}
	return "I couldn't read that.", "`/mentoring help` lists what I understand."
}
