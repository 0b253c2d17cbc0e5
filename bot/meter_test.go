package bot

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"testing"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// Every kind that is rendered is counted under its own name, and none that is not.
func TestEveryRenderedKindIsKnown(t *testing.T) {
	rendered := slices.AppendSeq(slices.Clone(channelKinds), maps.Keys((&Bot{}).renderers()))
	rendered = slices.AppendSeq(rendered, maps.Keys((&Sender{}).programWriters()))
	slices.Sort(rendered)
	known := slices.Sorted(slices.Values(domain.DeliveryKinds))
	if !slices.Equal(rendered, known) {
		t.Errorf("rendered are %v, known %v", rendered, known)
	}
}

// What Slack answers can't make labels, whatever it is.
func TestReasonsAreFew(t *testing.T) {
	for code, want := range map[string]string{
		"ratelimited": "ratelimited", "channel_not_found": "channel_not_found", "day_over": "day_over", "": "",
		"http_502": "http_5xx", "http_404": "http_4xx", "http_5xx": "http_5xx", "http_abc": "other", "http_": "other",
		"U0123ABCD": "other", "no such contact: Jane": "other",
	} {
		if got := reason(code); got != want {
			t.Errorf("%q is counted as %q, want %q", code, got, want)
		}
	}
	for _, err := range []error{
		slack.SlackErrorResponse{Err: "internal_error"},
		slack.StatusCodeError{Code: http.StatusBadGateway},
		&slack.RateLimitedError{}, errors.New("Jane"),
	} {
		if got := reason(codeOf(err)); got == otherLabel || got == "" {
			t.Errorf("%v is counted as %q", err, got)
		}
	}
}
