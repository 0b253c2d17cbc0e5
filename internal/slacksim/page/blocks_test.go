package page_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/internal/blockkit"
	"rapport/internal/slacksim"
	"rapport/internal/slacksim/page"
)

// goldenBlocks are the blocks and elements, each drawn in a golden of its name.
var goldenBlocks = []struct{ name, blocks string }{
	{"section", `[{"type":"section","block_id":"s","text":{"type":"mrkdwn","text":"*Jane* &amp; <@U2>\n&gt; said <b>"}},
		{"type":"section","block_id":"p","text":{"type":"plain_text","text":"*plain* <b> & :coffee:\nsecond line","emoji":true}}]`},
	{"section_verbatim", `[{"type":"section","text":{"type":"mrkdwn","verbatim":true,"text":"see https://a.test or <https://a.test|this>"}}]`},
	{"section_fields", `[{"type":"section","fields":[{"type":"mrkdwn","text":"*Phase*\nRelating"},{"type":"plain_text","text":"Last: <today>"}]}]`},
	{"section_accessory", `[{"type":"section","block_id":"s","text":{"type":"mrkdwn","text":"t"},"accessory":{"type":"button","action_id":"open","text":{"type":"plain_text","text":"Open"},"value":"j/1","accessibility_label":"Open Jane"}},
		{"type":"section","text":{"type":"mrkdwn","text":"t"},"accessory":{"type":"image","image_url":"http://127.0.0.1:8844/files/F1","alt_text":"a \"chart\""}}]`},
	{"header", `[{"type":"header","text":{"type":"plain_text","text":"Good morning, <Mia> :sunny:"}}]`},
	{"divider", `[{"type":"divider"}]`},
	{"context", `[{"type":"context","elements":[{"type":"image","slack_file":{"id":"F1"},"alt_text":"face"},{"type":"mrkdwn","text":"_typed_ <!date^1793606400^{time}|then>"},{"type":"plain_text","text":"*not bold*"}]}]`},
	{"image", `[{"type":"image","image_url":"https://elsewhere.test/a.png?x=1&y=2","alt_text":"a <chart>","title":{"type":"plain_text","text":"Touches"}},
		{"type":"image","slack_file":{"id":"F2"},"alt_text":"ours"}]`},
	{"table", `[{"type":"table","column_settings":[{"align":"left","is_wrapped":true},{"align":"right"}],"rows":[[{"type":"raw_text","text":"Who"},{"type":"raw_text","text":"<n>"}],
		[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"Jane","style":{"bold":true}}]}]},{"type":"raw_number","value":3}]]}]`},
	{"rich_text", `[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"<hi> &lt; "},{"type":"user","user_id":"U1"},{"type":"emoji","name":"coffee"},
		{"type":"link","url":"javascript:alert(1)","text":"no"},{"type":"link","url":"https://a.test","text":"yes"},{"type":"channel","channel_id":"C1"},{"type":"broadcast","range":"here"}]},
		{"type":"rich_text_list","style":"ordered","indent":1,"elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"one","style":{"italic":true,"code":true}}]}]},
		{"type":"rich_text_quote","elements":[{"type":"text","text":"q"}]},{"type":"rich_text_preformatted","elements":[{"type":"text","text":"a\nb"}]}]}]`},
	{"buttons", `[{"type":"actions","block_id":"a/b","elements":[{"type":"button","action_id":"go","style":"primary","text":{"type":"plain_text","text":"Go"},"value":"1 & 2"},
		{"type":"button","action_id":"gone","style":"danger","text":{"type":"plain_text","text":"Delete"},"confirm":{"title":{"type":"plain_text","text":"Sure?"},"text":{"type":"mrkdwn","text":"*Really* <gone>"},"confirm":{"type":"plain_text","text":"Yes"},"deny":{"type":"plain_text","text":"No"},"style":"danger"}},
		{"type":"button","action_id":"link","text":{"type":"plain_text","text":"Docs"},"url":"https://docs.test/?a=1&b=2"}]}]`},
	{"overflow", `[{"type":"actions","block_id":"a","elements":[{"type":"overflow","action_id":"more","options":[{"text":{"type":"plain_text","text":"Snooze"},"value":"s","description":{"type":"plain_text","text":"a month"}},{"text":{"type":"plain_text","text":"Docs"},"value":"d","url":"https://docs.test"}]},
		{"type":"overflow","action_id":"ask","confirm":{"title":{"type":"plain_text","text":"Sure?"},"text":{"type":"plain_text","text":"t"},"confirm":{"type":"plain_text","text":"Yes"},"deny":{"type":"plain_text","text":"No"}},"options":[{"text":{"type":"plain_text","text":"Stop"},"value":"x"}]}]}]`},
	{"selects", `[{"type":"actions","block_id":"a","elements":[{"type":"static_select","action_id":"phase","placeholder":{"type":"plain_text","text":"Move to…"},"options":[{"text":{"type":"plain_text","text":"Relating"},"value":"r"},{"text":{"type":"plain_text","text":"<Nurturing>"},"value":"n"}],"initial_option":{"text":{"type":"plain_text","text":"Relating"},"value":"r"}},
		{"type":"static_select","action_id":"grouped","option_groups":[{"label":{"type":"plain_text","text":"Short"},"options":[{"text":{"type":"plain_text","text":"A week"},"value":"7"}]},{"label":{"type":"plain_text","text":"Long"},"options":[{"text":{"type":"plain_text","text":"A month"},"value":"30"}]}]},
		{"type":"users_select","action_id":"who","initial_user":"U2"},{"type":"conversations_select","action_id":"where"},{"type":"external_select","action_id":"far","placeholder":{"type":"plain_text","text":"Search"}}]}]`},
	{"multi_selects", `[{"type":"input","block_id":"i","label":{"type":"plain_text","text":"Signals"},"optional":true,"hint":{"type":"plain_text","text":"What you saw"},"element":{"type":"multi_static_select","action_id":"m","max_selected_items":2,"placeholder":{"type":"plain_text","text":"Any"},"options":[{"text":{"type":"plain_text","text":"Candid"},"value":"c"},{"text":{"type":"plain_text","text":"Prompt"},"value":"p"}],"initial_options":[{"text":{"type":"plain_text","text":"Candid"},"value":"c"}]}},
		{"type":"section","block_id":"s","text":{"type":"plain_text","text":"t"},"accessory":{"type":"multi_users_select","action_id":"u","placeholder":{"type":"plain_text","text":"People"}}}]`},
	{"dates", `[{"type":"actions","block_id":"a","elements":[{"type":"datepicker","action_id":"d","initial_date":"2026-11-02","placeholder":{"type":"plain_text","text":"When"}},{"type":"timepicker","action_id":"t","initial_time":"09:30"},{"type":"datetimepicker","action_id":"dt","initial_date_time":1793606400}]}]`},
	{"boxes", `[{"type":"input","block_id":"c","label":{"type":"plain_text","text":"Prompts"},"element":{"type":"checkboxes","action_id":"c","options":[{"text":{"type":"mrkdwn","text":"*Weekly*"},"value":"w","description":{"type":"mrkdwn","text":"on _Monday_"}},{"text":{"type":"plain_text","text":"Check-in"},"value":"k"}],"initial_options":[{"text":{"type":"plain_text","text":"Check-in"},"value":"k"}]}},
		{"type":"actions","block_id":"r","elements":[{"type":"radio_buttons","action_id":"r","options":[{"text":{"type":"plain_text","text":"On"},"value":"on"},{"text":{"type":"plain_text","text":"Off"},"value":"off"}]}]}]`},
	{"inputs", `[{"type":"input","block_id":"w","label":{"type":"plain_text","text":"Who <b>"},"hint":{"type":"plain_text","text":"Names"},"element":{"type":"plain_text_input","action_id":"w","placeholder":{"type":"plain_text","text":"Jane"},"min_length":2,"max_length":80,"initial_value":"\"Jane\" <O’Neil>"}},
		{"type":"input","block_id":"n","optional":true,"dispatch_action":true,"label":{"type":"plain_text","text":"Note"},"element":{"type":"plain_text_input","action_id":"n","multiline":true,"focus_on_load":true,"initial_value":"</textarea><b>"}},
		{"type":"input","block_id":"num","dispatch_action":true,"label":{"type":"plain_text","text":"Days"},"element":{"type":"number_input","action_id":"num","is_decimal_allowed":false,"min_value":"1","max_value":"365"}},
		{"type":"input","block_id":"e","label":{"type":"plain_text","text":"Mail"},"element":{"type":"email_text_input","action_id":"e","dispatch_action_config":{"trigger_actions_on":["on_character_entered"]}}},
		{"type":"input","block_id":"u","label":{"type":"plain_text","text":"Link"},"element":{"type":"url_text_input","action_id":"u"}}]`},
}

// notOurs are blocks that the checker refuses and the page must survive.
const notOurs = `[{"type":"video","title":"x"},3,null,{"type":"actions","block_id":"a","elements":[{"type":"knob","action_id":"k"}]},{"type":"section","text":"bare"}]`

func TestBlocksGolden(t *testing.T) {
	for _, tt := range goldenBlocks {
		t.Run(tt.name, func(t *testing.T) {
			if problems := blockkit.Blocks(json.RawMessage(tt.blocks), blockkit.InMessage); problems != nil {
				t.Fatalf("the sample is not what Slack takes: %v", problems)
			}
			checkGolden(t, tt.name, string(page.Blocks(json.RawMessage(tt.blocks), berlin(t))))
		})
	}
	t.Run("unknown", func(t *testing.T) {
		checkGolden(t, "unknown", string(page.Blocks(json.RawMessage(notOurs), berlin(t))))
	})
	t.Run("modal_with_errors_and_state", func(t *testing.T) {
		c := berlin(t)
		c.Modal = true
		c.State = map[string]map[string]slacksim.Value{"w": {"w": {"typed <i>"}}, "b": {"b": nil}}
		c.Errors = map[string]string{"w": "Please write <a> name."}
		blocks := `[{"type":"input","block_id":"w","label":{"type":"plain_text","text":"Who"},"hint":{"type":"plain_text","text":"h"},"element":{"type":"plain_text_input","action_id":"w","initial_value":"old"}},
			{"type":"actions","block_id":"a","elements":[{"type":"button","action_id":"add","text":{"type":"plain_text","text":"Add"}}]}]`
		checkGolden(t, "modal_with_errors_and_state", string(page.Blocks(json.RawMessage(blocks), c)))
	})
}

// blankLines are left by the templates where a case writes nothing.
var blankLines = regexp.MustCompile(`\n\s*\n+`)

// checkGolden compares HTML with testdata/name.golden.html.
func checkGolden(t *testing.T, name, got string) {
	t.Helper()
	got = strings.TrimSpace(blankLines.ReplaceAllString(got, "\n")) + "\n"
	path := filepath.Join("testdata", name+".golden.html")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// foreign are the markers that FuzzBlocks hides in every text.
var foreign = regexp.MustCompile(`<(evil|script)|="[^"]*"evil`)

// Whatever stands in the texts of blocks, it stays text.
func FuzzBlocks(f *testing.F) {
	for _, seed := range []string{`<evil>`, `"evil`, `'evil`, `<script>`, `</textarea><evil>`, `</select><evil x="`, `javascript:evil`, `<https://a"evil|<evil>>`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		raw, err := json.Marshal("<evil>\"evil" + text)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range goldenBlocks {
			// Every text, label, value, placeholder, alt text and id is replaced.
			blocks := replaceStrings(t, one.blocks, string(raw))
			html := string(page.Blocks(json.RawMessage(blocks), berlin(t)))
			if at := foreign.FindStringIndex(html); at != nil {
				t.Errorf("%s with %q: %s", one.name, text, html[max(0, at[0]-80):min(len(html), at[1]+80)])
			}
		}
	})
}

// structural are the strings that make a block what it is.
var structural = regexp.MustCompile(`"(type|style|align|range)":"[^"]*"|"[a-z_]+":|"(?:[^"\\]|\\.)*"`)

// kept are those of them that say what a block is, with their values.
var kept = regexp.MustCompile(`^"(type|style|align|range)":`)

// replaceStrings puts a JSON string in the place of every string that is content.
func replaceStrings(t *testing.T, blocks, with string) string {
	t.Helper()
	out := structural.ReplaceAllStringFunc(blocks, func(s string) string {
		if strings.HasSuffix(s, ":") || kept.MatchString(s) {
			return s
		}
		return with
	})
	if !json.Valid([]byte(out)) {
		t.Fatalf("not JSON any more: %s", out)
	}
	return out
}
