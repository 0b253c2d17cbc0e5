package domain

import "testing"

func TestParseWeekdays(t *testing.T) {
	good := map[string]string{
		"mon-fri": "Mon–Fri", "Mon, Wed": "Mon, Wed", "weekdays": "Mon–Fri", "every day": "every day",
		"daily": "every day", "Mon–Thu": "Mon–Thu", "tuesdays and thursdays": "Tue, Thu", "weekends": "Sat, Sun",
		"fri-mon": "Mon, Fri, Sat, Sun", "mo we fr": "Mon, Wed, Fri", "monday to wednesday": "Mon–Wed",
		"mon - wed, sat": "Mon, Tue, Wed, Sat", "every monday": "Mon", "on mon & tue": "Mon, Tue", "sun": "Sun",
		"working days": "Mon–Fri", "Thurs.": "Thu", "mon-mon": "Mon",
	}
	for in, want := range good {
		got, err := ParseWeekdays(in)
		if err != nil || got.String() != want {
			t.Errorf("%q: %s, %v; want %s", in, got, err, want)
		}
	}
	for _, in := range []string{"", "never", "m", "mon-", "-", "mon-fri-sun", "funday", "and", "mon-xyz", "1-5"} {
		if got, err := ParseWeekdays(in); KindOf(err) != KindInvalid {
			t.Errorf("%q was read as %s, %v", in, got, err)
		}
	}
}

func TestWeekdaysKeepTheirText(t *testing.T) {
	for w := Weekdays(0); w <= EveryDay; w++ {
		text, err := w.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var back Weekdays
		if err := back.UnmarshalText(text); err != nil || back != w {
			t.Errorf("%b is written %q and read %b, %v", w, text, back, err)
		}
		if w == 0 {
			continue
		}
		if again, err := ParseWeekdays(w.String()); err != nil || again != w {
			t.Errorf("%b says %q, which is read as %b, %v", w, w, again, err)
		}
	}
}

func FuzzParseWeekdays(f *testing.F) {
	for _, s := range []string{"mon-fri", "every day", "tue – thu", "fri to mon", "weekends & wed"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		w, err := ParseWeekdays(s)
		if err == nil && !w.Valid() {
			t.Fatalf("%q: %b", s, w)
		}
	})
}
