package bot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// calling is how long one call of the Web API may take. slack-go's own client
// would wait for ever.
const calling = 10 * time.Second

// Installation is the app's grant in one workspace.
type Installation struct {
	Workspace  domain.WorkspaceID
	Enterprise string // "E…" in an Enterprise Grid
	TeamName   string
	App        string // "A…", "" while unknown
	BotUser    string
	BotID      string
	Scopes     []string // granted to the bot token, as Slack says
	// APIURL is where the Web API was reached when it is not Slack's own. Its
	// host may take response_urls too.
	APIURL string
	Client *slack.Client
	// Date is what Slack's clock showed when it was asked, to the second; zero if
	// it did not say.
	Date time.Time
}

// Installations finds the grant for a workspace.
type Installations interface {
	// Installation returns the grant. KindNotFound for a workspace that the app
	// is not installed in.
	Installation(ctx context.Context, w domain.WorkspaceID) (*Installation, error)
}

// Only is the one installation of a bot whose token stands in its config.
type Only struct{ the *Installation }

// NewOnly returns the installation as the only one.
func NewOnly(in *Installation) Only { return Only{in} }

// Installation returns the one there is, KindNotFound for any other workspace.
func (o Only) Installation(_ context.Context, w domain.WorkspaceID) (*Installation, error) {
	if w == o.the.Workspace || o.the.Enterprise != "" && string(w) == o.the.Enterprise {
		return o.the, nil
	}
	return nil, domain.Fault(domain.KindNotFound, "installation", nil)
}

// Credentials are what a bot needs to talk to Slack.
type Credentials struct {
	BotToken string
	AppToken string // for Socket Mode
	APIURL   string // with a trailing slash; "" is Slack itself
	// Transport carries the calls; nil is the network.
	Transport http.RoundTripper
}

// NewClient returns a client of the Web API. It never tries a call again by
// itself: after a cut connection, a second try may post a second message.
func NewClient(c Credentials) *slack.Client {
	options := []slack.Option{slack.OptionHTTPClient(&http.Client{Timeout: calling, Transport: punctual{c.Transport}})}
	if c.AppToken != "" {
		options = append(options, slack.OptionAppLevelToken(c.AppToken))
	}
	if c.APIURL != "" {
		options = append(options, slack.OptionAPIURL(c.APIURL))
	}
	return slack.New(c.BotToken, options...)
}

// Connect asks Slack whose token it is and what it may do.
func Connect(ctx context.Context, c Credentials) (*Installation, error) {
	client := NewClient(c)
	who, err := client.AuthTestContext(ctx)
	if err != nil {
		return nil, fmt.Errorf("auth.test: %w", plainly(err))
	}
	in := &Installation{
		Workspace: domain.WorkspaceID(who.TeamID), Enterprise: who.EnterpriseID, TeamName: who.Team,
		BotUser: who.UserID, BotID: who.BotID, APIURL: c.APIURL, Client: client,
	}
	if date, err := http.ParseTime(who.Header.Get("Date")); err == nil {
		in.Date = date
	}
	for scope := range strings.SplitSeq(who.Header.Get("X-OAuth-Scopes"), ",") {
		if scope = strings.TrimSpace(scope); scope != "" {
			in.Scopes = append(in.Scopes, scope)
		}
	}
	// The app's id lets the doors refuse what was meant for another app. It is a
	// second lock; without it the signature still holds.
	if bot, err := client.GetBotInfoContext(ctx, slack.GetBotInfoParameters{Bot: who.BotID}); err == nil {
		in.App = bot.AppID
	}
	return in, nil
}

// slackOutcome says what an answer, or the lack of one, means for a message
// that was posted.
func slackOutcome(err error) domain.Outcome {
	if err == nil {
		return domain.Outcome{Result: domain.Sent}
	}
	if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return domain.Outcome{Result: domain.Limited, RetryAfter: max(limited.RetryAfter, time.Second), Code: "ratelimited"}
	}
	if status, ok := errors.AsType[slack.StatusCodeError](err); ok {
		return statusOutcome(status.Code)
	}
	if refused, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return refusedOutcome(refused.Err)
	}
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Op == "dial" {
		return domain.Outcome{Result: domain.Failed, Code: "unreachable"} // nothing left this machine
	}
	return domain.Outcome{Result: domain.Unknown, Code: silence(err)}
}

func statusOutcome(status int) domain.Outcome {
	code := "http_" + strconv.Itoa(status)
	switch {
	case status == http.StatusTooManyRequests:
		return domain.Outcome{Result: domain.Limited, RetryAfter: 30 * time.Second, Code: "ratelimited"}
	case status >= http.StatusInternalServerError:
		return domain.Outcome{Result: domain.Unknown, Code: code}
	default:
		return domain.Outcome{Result: domain.Failed, Code: code}
	}
}

// refusedOutcome reads {"ok":false,"error":code}. Slack says of the three
// internal codes that part of the call may have succeeded all the same.
func refusedOutcome(code string) domain.Outcome {
	switch code {
	case "internal_error", "fatal_error", "service_unavailable":
		return domain.Outcome{Result: domain.Unknown, Code: code}
	case "ratelimited", "rate_limited":
		return domain.Outcome{Result: domain.Limited, RetryAfter: 30 * time.Second, Code: "ratelimited"}
	default:
		return domain.Outcome{Result: domain.Failed, Code: code}
	}
}

// silence names the way in which no answer came.
func silence(err error) string {
	var timeout interface{ Timeout() bool }
	switch {
	case errors.Is(err, context.Canceled):
		return "cancelled"
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return "timeout"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "cut"
	default:
		return "no_answer"
	}
}

// codeOf is an error of Slack's in one word: all that is logged of it. The
// error itself may quote a URL that is a secret, or what was posted.
func codeOf(err error) string {
	if err == nil {
		return ""
	}
	return slackOutcome(err).Code
}

// plainly takes the URL out of an error of the HTTP client: response_urls and
// socket tickets are secrets.
func plainly(err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		return u.Err
	}
	return err
}
