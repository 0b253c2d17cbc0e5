package slacksim

import (
	"strings"
	"testing"
	"time"
)

func TestChannelNames(t *testing.T) {
	s, err := New(Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for name, want := range map[string]bool{
		"general-2": true, "#tea_room": true, "größe": true, "茶": true, strings.Repeat("é", 80): true,
		"": false, strings.Repeat("é", 81): false, "Tea": false, "tea room": false, "tea!": false,
	} {
		if c, err := s.AddChannel(Channel{Name: name}); (err == nil) != want {
			t.Errorf("%q became %q, error %v", name, c.Name, err)
		}
	}
}
