package config

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"rapport/domain"
)

// Every number and every time of the policy can be set. A new field of
// domain.Policy is not done before it has its line here and in the example.
func TestEveryNumberOfThePolicyIsASetting(t *testing.T) {
	policy := domain.DefaultPolicy()
	settable := map[any]string{&policy.Zone: "zone"}
	for path, n := range numbers {
		settable[n.of(&policy)] = path
	}
	for path, at := range schedules {
		settable[at(&policy)] = path
	}
	var look func(name string, v reflect.Value)
	look = func(name string, v reflect.Value) {
		if _, ok := settable[v.Addr().Interface()]; ok {
			return
		}
		switch {
		case name == "Policy.Cadences": // two numbers for each phase
			for _, p := range domain.Phases {
				for _, gap := range []string{"ideal", "maximum"} {
					if path := "cadences." + strings.ToLower(p.String()) + "." + gap; settings[path] == nil {
						t.Errorf("there is no setting %s", path)
					}
				}
			}
		case v.Kind() == reflect.Struct && v.Type() != reflect.TypeFor[domain.Weekly]():
			for i := range v.NumField() {
				look(name+"."+v.Type().Field(i).Name, v.Field(i))
			}
		default:
			t.Errorf("%s can't be set in the config", name)
		}
	}
	look("Policy", reflect.ValueOf(&policy).Elem())
	if want := len(numbers) + len(schedules) + 1; len(settable) != want {
		t.Errorf("%d settings lead to %d fields: two lead to the same", want, len(settable))
	}
}

// The defaults lie within the bounds, and just outside is refused.
func TestBoundsOfNumbers(t *testing.T) {
	for path, n := range numbers {
		section, name, _ := strings.Cut(path, ".")
		write := func(i int) string {
			return strings.Join(says(t, fmt.Sprintf("%s:\n  %s: %d\n", section, name, i)), "\n")
		}
		policy := domain.DefaultPolicy()
		if is := *n.of(&policy); is < n.least || is > n.most {
			t.Errorf("%s is %d by default, which is out of its own bounds", path, is)
		}
		for _, i := range []int{n.least - 1, n.most + 1} {
			want := fmt.Sprintf("config.yaml:2: %s: %d is out of range; write a number from %d to %d", path, i, n.least, n.most)
			if got := write(i); !strings.Contains(got, want) {
				t.Errorf("%s of %d says %q", path, i, got)
			}
		}
		for _, i := range []int{n.least, n.most} {
			if got := write(i); strings.Contains(got, "out of range") {
				t.Errorf("%s of %d says %q", path, i, got)
			}
		}
	}
}

func TestPromptAndCheckInKeepApart(t *testing.T) {
	got := strings.Join(says(t, "identify:\n  schedule: 0 9 * * MON,FRI\n"), "\n")
	if want := "checkin.schedule: it falls on a day of identify.schedule; choose another day"; !strings.Contains(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestUrgentNeedsWaitTheShortest(t *testing.T) {
	for text, want := range map[string]string{
		"nudges: {urgent_days: 15}":  "config.yaml:1: nudges.urgent_days: 15 days is longer than the 14 of ordinary needs; let what is urgent wait the shortest",
		"nudges: {normal_days: 46}":  "config.yaml:1: nudges.normal_days: 46 days is longer than the 45 of needs without haste; let what has no haste wait the longest",
		"nudges: {someday_days: 14}": "",
	} {
		if got := strings.Join(says(t, text+"\n"), "\n"); got != want {
			t.Errorf("%s says %q", text, got)
		}
	}
}

// TestTimesOfPrograms holds what of a program's defaults goes together.
func TestTimesOfPrograms(t *testing.T) {
	for text, want := range map[string]string{
		"mentoring:\n  summary: 0 9 * * MON,FRI\n":              "mentoring.summary: it falls on more than one day of the week; name one day",
		"mentoring:\n  due_days: 20\n  overdue_days: 10\n":      "mentoring.overdue_days: 10 days are fewer than the 20 of mentoring.due_days",
		"mentoring:\n  summary: 30 8 * * TUE\n  due_days: 28\n": "",
	} {
		if got := strings.Join(says(t, text), "\n"); !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("%q says %q, want %q", text, got, want)
		}
	}
}
