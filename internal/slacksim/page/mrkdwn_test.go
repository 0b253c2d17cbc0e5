package page_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"rapport/internal/slacksim"
	"rapport/internal/slacksim/page"
)

// berlin is what Mia sees on Monday, 2 November 2026, at 09:12 in Berlin.
func berlin(t testing.TB) page.Context {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return page.Context{
		As: "U1", Zone: zone, Now: monday, Prefix: "x",
		Members: []slacksim.Member{
			{ID: "U1", Name: "Mia", RealName: "Mia Berg", TZ: "Europe/Berlin"},
			{ID: "U2", Name: "O<mar", TZ: "America/New_York"},
		},
		Channels: []slacksim.Channel{{ID: "C1", Name: "general"}},
		App:      slacksim.App{Name: "rapport", BotUser: "UBOT"},
	}
}

func TestMrkdwn(t *testing.T) {
	const link = ` target="_blank" rel="noopener noreferrer"`
	tests := []struct{ name, in, want string }{
		{"bold", "a *b c* d", "a <b>b c</b> d"},
		{"italic", "_i_", "<i>i</i>"},
		{"strike", "~s~", "<s>s</s>"},
		{"nested", "*a _b ~c~_*", "<b>a <i>b <s>c</s></i></b>"},
		{"beside punctuation", "(*b*), “_i_”.", "(<b>b</b>), “<i>i</i>”."},
		{"not inside words", "snake_case_name 2*3*4", "snake_case_name 2*3*4"},
		{"not with spaces inside", "* a* and *a *", "* a* and *a *"},
		{"not across lines", "*a\nb*", "*a<br>b*"},
		{"not empty", "** __ ~~", "** __ ~~"},
		{"unclosed", "*a *b *c", "*a *b *c"},
		{"accents are letters", "é*b*", "é*b*"},
		{"code", "`*not bold* &lt;b&gt;`", "<code>*not bold* &lt;b&gt;</code>"},
		{"code shields marks", "*a `b* c` d*", "<b>a <code>b* c</code> d</b>"},
		{"a lone backtick", "a ` b", "a ` b"},
		{"block", "see\n```\nx := *1*\n```\nthen", "see<pre><code>x := *1*</code></pre>then"},
		{"block that never ends", "```x", "```x"},
		{"link in code shows its label", "`<https://a.test|a>`", "<code>a</code>"},
		{"quote", "&gt; a\n&gt; *b*\nc", "<blockquote>a<br><b>b</b></blockquote>c"},
		{"quote with a bare mark", "> a", "<blockquote>a</blockquote>"},
		{"long quote", "a\n&gt;&gt;&gt; b\nc", "a<blockquote>b<br>c</blockquote>"},
		{"link", "<https://a.test/?x=1&amp;y=2>", `<a href="https://a.test/?x=1&amp;y=2"` + link + `>https://a.test/?x=1&amp;y=2</a>`},
		{"link with a label", "<https://a.test|*a* &lt;b&gt;>", `<a href="https://a.test"` + link + `>*a* &lt;b&gt;</a>`},
		{"mail", "<mailto:a@b.test>", `<a href="mailto:a@b.test"` + link + `>a@b.test</a>`},
		{"a script is no link", "<javascript:alert(1)|hi>", "hi"},
		{"bare address", "see https://a.test/x_y_z.", `see <a href="https://a.test/x_y_z"` + link + `>https://a.test/x_y_z</a>.`},
		{"me", "<@U1>", `<span class="mention me">@Mia</span>`},
		{"somebody, escaped", "<@U2|omar>", `<span class="mention">@O&lt;mar</span>`},
		{"somebody unknown", "<@U9|zoe> <@U9>", `<span class="mention">@zoe</span> <span class="mention">@U9</span>`},
		{"the bot", "<@UBOT>", `<span class="mention">@rapport</span>`},
		{"channel", "<#C1>", `<a class="mention" href="/c/C1?as=U1">#general</a>`},
		{"channel they are not in", "<#C9|secret> <#C9>", `<span class="mention">#secret</span> <span class="mention">🔒 private channel</span>`},
		{"everybody", "<!channel> <!here>", `<span class="mention me">@channel</span> <span class="mention me">@here</span>`},
		{"user group", "<!subteam^S1|@mentors>", `<span class="mention">@mentors</span>`},
		{"entities", "&lt;b&gt; &amp;amp; &quot;", "&lt;b&gt; &amp;amp; &amp;quot;"},
		{"raw markup", `<b onclick="x">hi</b> "quoted" 'too'`, "b onclick=&#34;x&#34;hi/b &#34;quoted&#34; &#39;too&#39;"},
		{"lone angle brackets", "1 < 2 > 0 <", "1  2  0 &lt;"},
		{"emoji", ":coffee: at 10:30:45, :wave::skin-tone-3: :nosuchthing:", `<span class="emoji" title=":coffee:">☕</span> at 10:30:45, <span class="emoji" title=":wave:">👋🏼</span> :nosuchthing:`},
		{"lines", "a\nb", "a<br>b"},
		{"invalid UTF-8", "a\xffb", "a\uFFFDb"},
		{"nothing", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := string(page.Mrkdwn(tt.in, berlin(t)))
			if got != tt.want {
				t.Errorf("Mrkdwn(%q)\n got %s\nwant %s", tt.in, got, tt.want)
			}
		})
	}
}

// Dates are shown in the zone of who looks: 23:30 UTC is tomorrow in Berlin.
func TestMrkdwnDates(t *testing.T) {
	at := "1793662200" // Mon 2 Nov 2026, 23:30 UTC
	tests := []struct{ in, want string }{
		{"{date_num} {time}", "2026-11-03 12:30 AM"},
		{"{date}", "November 3rd, 2026"},
		{"{date_short}", "Nov 3, 2026"},
		{"{date_long}", "Tuesday, November 3rd, 2026"},
		{"{date_pretty}, {date_short_pretty}, {date_long_pretty}", "tomorrow, tomorrow, tomorrow"},
		{"{time_secs}", "12:30:00 AM"},
		{"{ago}", "in 15 hours"},
		{"{nonsense} <", "{nonsense} &lt;"},
	}
	for _, tt := range tests {
		got := string(page.Mrkdwn("<!date^"+at+"^"+strings.ReplaceAll(tt.in, "<", "&lt;")+"|fallback>", berlin(t)))
		want := `<time datetime="2026-11-03T00:30:00+01:00" title="Tuesday, November 3, 2026 at 12:30 AM CET">` + tt.want + "</time>"
		if got != want {
			t.Errorf("%s\n got %s\nwant %s", tt.in, got, want)
		}
	}
	for in, want := range map[string]string{
		"<!date^soon^{date}|next &lt;week&gt;>":          "next &lt;week&gt;",
		"<!date^-5^{date}|long ago>":                     "long ago",
		"<!date^99999999999999^{date}|far>":              "far",
		"<!date^1793662200|no format>":                   "no format",
		"<!date^1793662200^{time}^https://a.test/|then>": `<a href="https://a.test/" target="_blank" rel="noopener noreferrer"><time datetime="2026-11-03T00:30:00+01:00" title="Tuesday, November 3, 2026 at 12:30 AM CET">12:30 AM</time></a>`,
	} {
		if got := string(page.Mrkdwn(in, berlin(t))); got != want {
			t.Errorf("Mrkdwn(%q)\n got %s\nwant %s", in, got, want)
		}
	}
}

// ownMarkup is all that the renderer itself writes.
var ownMarkup = regexp.MustCompile(`</?(b|i|s|code|pre|blockquote|br|a|span|time)>` +
	`|<span class="(mention|mention me|emoji)"( title=":[^"<>]*:")?>` +
	`|<time datetime="[^"<>]*" title="[^"<>]*">` +
	`|<a href="(https?:|mailto:|tel:)[^"<>]*" target="_blank" rel="noopener noreferrer">` +
	`|<a class="mention" href="/c/[^"<>]*">`)

// No text makes markup that is not the renderer's own, and what it opens it
// closes.
func FuzzMrkdwn(f *testing.F) {
	for _, seed := range []string{
		"<script>alert(1)</script>", "<https://a.test\" onmouseover=\"x|y>", "*<@U1|<b>>*", "```<img src=x>```", "`<!date^1^<b>|x>`",
		"<!date^1793662200^{date}^javascript:alert(1)|x>", "> <b>\n>>> *_~`x`~_*", "&lt;script&gt; &amp;lt;b&amp;gt;", "<javascript:x|y>",
		":\"><b>:", "<mailto:\"><b>|x>", "https://a.test/\"><b>", "*a _b* c_", "<#C1|\"><b>> <!here|\"><b>>",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		html := string(page.Mrkdwn(text, berlin(t)))
		if rest := ownMarkup.ReplaceAllString(html, ""); strings.ContainsAny(rest, "<>\"") {
			t.Errorf("Mrkdwn(%q) = %s\nhas foreign markup: %s", text, html, rest)
		}
		for _, tag := range []string{"b", "i", "s", "code", "pre", "blockquote", "a", "span", "time"} {
			opened := strings.Count(html, "<"+tag+">") + strings.Count(html, "<"+tag+" ")
			if closed := strings.Count(html, "</"+tag+">"); opened != closed {
				t.Errorf("Mrkdwn(%q) = %s\nopens %d <%s> and closes %d", text, html, opened, tag, closed)
			}
		}
	})
}

// A long text of marks that are never closed must not take long.
func TestMrkdwnIsQuick(t *testing.T) {
	begun := time.Now()
	for _, piece := range []string{"*a ", "_*~a ", "`", "<", "> ", "``` ", ":a", "https://a ", "*a* _b_ "} {
		page.Mrkdwn(strings.Repeat(piece, 40_000/len(piece)), berlin(t))
	}
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("took %s", took)
	}
}
