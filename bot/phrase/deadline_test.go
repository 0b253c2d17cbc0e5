package phrase

import (
	"testing"

	"rapport/domain"
)

func TestDeadlines(t *testing.T) {
	for _, c := range []struct{ text, on, rest string }{
		{"june", "2027-06-30", ""},
		{"by June", "2027-06-30", ""},
		{"by november", "2026-11-30", ""},
		{"before november", "2027-11-01", ""},
		{"until June", "2027-06-01", ""},
		{"june 2028", "2028-06-30", ""},
		{"by february 2028", "2028-02-29", ""},
		{"by Feb 2028 at the latest", "2028-02-29", "at the latest"},
		{"in june", "2027-06-30", ""},
		{"next june", "2027-06-30", ""},
		{"june 5", "2027-06-05", ""},
		{"may I have it", "", "may I have it"},
		{"by May Sarton", "", "by May Sarton"},
		{"by Q1", "2027-03-31", ""},
		{"q4 2027 then", "2027-12-31", "then"},
		{"by 2028", "2028-12-31", ""},
		{"before 2028", "2028-01-01", ""},
		{"2028", "", "2028"},
		{"end of q1", "2027-03-31", ""},
		{"end of june", "2027-06-30", ""},
		{"beginning of june", "2027-06-01", ""},
		{"start of next month", "2026-12-01", ""},
		{"middle of december", "2026-12-16", ""},
		{"end of next week", "2026-12-04", ""},
		{"the end of the quarter", "2026-12-31", ""},
		{"end of next quarter", "2027-03-31", ""},
		{"end of next year", "2027-12-31", ""},
		{"end of day", "2026-11-24", ""},
		{"by month end", "2026-11-30", ""},
		{"by year end", "2026-12-31", ""},
		{"eoy", "2026-12-31", ""},
		{"this week", "2026-11-27", ""},
		{"this month", "2026-11-30", ""},
		{"this quarter", "2026-12-31", ""},
		{"next quarter", "2027-01-01", ""},
		{"next year", "2027-01-01", ""},
		{"by the weekend", "2026-11-27", ""},
		{"before 3 may", "2027-05-03", ""},
		{"friday next week", "2026-12-04", ""},
		{"next week on friday", "2026-12-04", ""},
		{"two weeks from now", "2026-12-08", ""},
		{"in two weeks’ time", "2026-12-08", ""},
		{"within a fortnight", "2026-12-08", ""},
		{"friday 5pm send it", "2026-11-27", "send it"},
		{"friday at noon", "2026-11-27", ""},
		{"by 5 pm", "2026-11-24", ""},
		{"by 5 people", "", "by 5 people"},
		{"5pm", "", "5pm"},
		{"end of story", "", "end of story"},
	} {
		on, rest, ask, err := ParseBy(c.text, tuesday, nil)
		if err != nil || ask != nil || on.String() != c.on || rest != c.rest {
			t.Errorf("%q: %v %q %v %v, want %s %q", c.text, on, rest, ask, err, c.on, c.rest)
		}
	}
	saturday := domain.On(2026, 11, 28)
	for text, want := range map[string]string{"this week": "2026-11-29", "end of next week": "2026-12-04", "end of week": "2026-12-04", "friday next week": "2026-12-04"} {
		if on, _, _, err := ParseBy(text, saturday, nil); err != nil || on.String() != want {
			t.Errorf("%q on a Saturday: %v %v, want %s", text, on, err, want)
		}
	}
}
