package main

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// matrix is the table of PRODUCT.md, section 7, with what each row looks like where
// it is seen, and whose it is: ✓ who sees it, – who never does, whatever they try.
// A program is two in the same pair, its organiser and its channel; beside them stand
// one who is in it with somebody else, one who is in the workspace alone, and those
// who run the bot. Mia is the author, Omar her partner.
var matrix = []struct {
	data, looks string
	cells       string // in the order of viewers
}{
	//                                                                               chan Lena Omar Mia  Tom  Zoe  log  numbers
	{"program counts", `of 5 pairs active`, "                                          ✓    ✓    ✓    ✓    ✓    –    –    –"},
	{"that a pair exists", pairOf("Omar", "Mia"), "                                    –    ✓    ✓    ✓    –    –    –    –"},
	{"session dates", `\b[46] Nov\b|2026-11-0[46]`, "                                  –    ✓    ✓    ✓    –    –    –    –"},
	{"who is overdue", `Omar\W+and\W+Mia\W+·[^•]*last met|(Omar|Mia)\W[^•\n\\]*due since|\*(Omar|Mia)\* #ment(or|ee)[^•]*Due since`, "  –    ✓    ✓    ✓    –    –    –    –"},
	{"how many are overdue", `[Oo]verdue 1|1 pair to look after|1 overdue`, "          ✓    ✓    ✓    ✓    ✓    –    –    –"},
	{"goal text", `canarygoal`, "                                                      –    –    ✓    ✓    –    –    –    –"},
	{"how many goals", `Goals: 1 opened`, "                                            ✓    ✓    ✓    ✓    ✓    –    –    –"},
	{"a rating", `Your answer: 2 of 5`, "                                              –    –    –    ✓    –    –    –    –"},
	{"a comment", `canarycomment`, "                                                   –    –    –    ✓    –    –    –    –"},
	{"the mean of five", `Feedback \d\.\d of 5 \(n = 5\)`, "                           ✓    ✓    ✓    ✓    ✓    –    –    –"},
	{"a note", `canarynote|canaryfact|canarytag|canaryorg`, "                          –    –    –    ✓    –    –    –    –"},
	{"a phase", `Nurturing since`, "                                                   –    –    –    ✓    –    –    –    –"},
	{"a promise", `canarypromise`, "                                                   –    –    –    ✓    –    –    –    –"},
	{"an ask", `canaryask`, "                                                          –    –    –    ✓    –    –    –    –"},
	{"a signal", `took the initiative, \w+ \d`, "                                      –    –    –    ✓    –    –    –    –"},
	{"a need", `canaryneed`, "                                                         –    –    –    ✓    –    –    –    –"},
	{"a goal of her own, and whom else she knows", `canaryaim|Canarycontact`, "        –    –    –    ✓    –    –    –    –"},
	{"with whom she would not be paired", `rather not be paired with \*`, "            –    –    –    ✓    –    –    –    –"},
	{"thanks to which he has not agreed", `canarythanks`, "                            –    –    ✓    ✓    –    –    –    –"},
	{"thanks that he has declined", `canarydeclined`, "                                –    –    ✓    ✓    –    –    –    –"},
}

var viewers = []string{"channel", "Lena", "Omar", "Mia", "Tom", "Zoe", "log", "metrics"}

// pairOf is how it looks where two are said to be a pair.
func pairOf(mentor, mentee string) string {
	return strings.NewReplacer("M", mentor, "m", mentee).Replace(
		`M\W+(?:and|mentors|to)?\W*m\b|m\W+(?:and|to)?\W*M\b|M\W+(?:is )?your mentor|m\W+(?:is )?your mentee`)
}

// looks are the rows as they are looked for.
var looks = func() []*regexp.Regexp {
	all := make([]*regexp.Regexp, len(matrix))
	for i, row := range matrix {
		all[i] = regexp.MustCompile(row.looks)
	}
	return all
}()

// holds reports whether a cell of the matrix is ✓.
func holds(cells, viewer string) bool {
	return strings.Fields(cells)[slices.Index(viewers, viewer)] == "✓"
}

// secrets checks that nothing of what came is not a viewer's to see.
func (c *campus) secrets(viewer, door, came string) {
	c.t.Helper()
	for i, row := range matrix {
		if holds(row.cells, viewer) {
			continue
		}
		if at := looks[i].FindStringIndex(came); at != nil {
			c.t.Errorf("%s sees %s, by %s: …%s…", viewer, row.data, door, came[max(0, at[0]-120):min(len(came), at[1]+120)])
		}
	}
}

// echoless is what came of a text without the words that came back as they were
// typed.
func (c *campus) echoless(typed, came string) string {
	for _, words := range []string{"“Canarycontact”", "#canarytag", "with *Omar* and *Mia* that you"} {
		if strings.Contains(typed, strings.Trim(words, "“”")) || strings.Contains(typed, "@Omar @Mia") {
			came = strings.ReplaceAll(came, words, "")
		}
	}
	return came
}

// seed is five weeks in which Mia writes whatever can be written, and others what
// counts. In the end nobody has met for long, and she and Omar are the only pair
// that is overdue.
func (c *campus) seed() {
	c.t.Helper()
	c.to(11, 4, 12)
	for _, line := range []string{
		"/met @Omar coffee +initiated -- canarynote",
		"/people @Omar #canarytag", "/people @Omar at canaryorg", "/people @Omar -- canaryfact", "/people @Omar needs a canaryneed",
		"/promise @Omar the canarypromise by 18 dec", "/goal canaryaim", "/people add Canarycontact",
		"#/mentoring goal canarygoal by 20 dec", "#/mentoring feedback 2 canarycomment", "#/mentoring avoid @Tom",
	} {
		c.says("Mia", line)
	}
	c.to(11, 5, 12)
	for _, x := range []string{"Tom-Uma", "Ada-Ben", "Cem-Dia", "Eve-Fay"} {
		mentor, mentee, _ := strings.Cut(x, "-")
		c.says(mentee, "/met @"+mentor+" call")
		c.says(mentee, "#/mentoring feedback 5")
	}
	c.to(11, 6, 12)
	c.says("Mia", "/met @Omar lunch +initiated")
	c.says("Mia", "/people @Omar to nurturing")
	c.says("Mia", "/ask @Omar the canaryask asked today")
	c.to(11, 25, 12)
	for _, x := range []string{"Tom-Uma", "Ada-Ben", "Cem-Dia", "Eve-Fay"} {
		mentor, mentee, _ := strings.Cut(x, "-")
		c.says(mentee, "/met @"+mentor+" call")
	}
	for _, words := range []string{"canarydeclined", "canarythanks"} {
		c.says("Mia", "#/mentoring thanks @Omar "+words)
		c.presses("Mia", "#", "shout.do")
		c.to(11, 26, map[string]int{"canarydeclined": 12, "canarythanks": 14}[words])
		if words == "canarydeclined" {
			c.presses("Omar", "", "shout.no")
		}
	}
	c.to(12, 8, 12) // the summary of Monday is out, and so is the organiser's report
}

func TestTheMatrix(t *testing.T) {
	t.Parallel()
	c := newCampus(t, []string{"Omar-Mia", "Tom-Uma", "Ada-Ben", "Cem-Dia", "Eve-Fay"}, "Zoe")
	c.seed()
	for _, viewer := range viewers[1:6] {
		c.secrets(viewer, "what came unasked", c.saw[viewer].String())
	}
	c.steals()
	for _, name := range viewers[1:6] {
		for _, door := range doors(name) {
			c.secrets(name, door, c.echoless(door, c.says(name, door)))
			c.closes(name)
		}
		c.secrets(name, "App Home", c.opens(name))
	}
	c.saw["Mia"].WriteString(c.forges("Mia", "feedback.say", c.value("pair+0+2026-11-04"), nil)) // the form in which she wrote it
	all := map[string]string{"channel": c.posted.String(), "log": c.log.String(), "metrics": c.numbers()}
	for _, name := range viewers[1:6] {
		if all[name] = c.saw[name].String(); name != "Zoe" {
			all[name] += c.posted.String() // they read the channel
		}
	}
	for _, viewer := range []string{"channel", "log", "metrics"} {
		c.secrets(viewer, "being there", all[viewer])
	}
	for i, row := range matrix {
		for _, viewer := range viewers {
			if holds(row.cells, viewer) && !looks[i].MatchString(all[viewer]) {
				t.Errorf("%s never sees %s", viewer, row.data)
			}
		}
	}
	c.presses("Omar", "", "shout.yes")
	c.to(12, 14, 12)
	if said := c.posted.String(); !regexp.MustCompile(pairOf("Omar", "Mia")).MatchString(said) || !strings.Contains(said, "canarythanks") || strings.Contains(said, "canarydeclined") {
		t.Errorf("both have agreed, and the channel reads %s", said)
	}
}

// doors are what somebody types who wants to know all there is: what others may is
// tried by those who may not.
func doors(name string) []string {
	all := []string{
		"", " status", " status @Omar @Mia", " status @Mia", " goal", " goals @Omar", " goals @Mia", " feedback", " feedback @Mia", " summary", " match",
		" settings", " organisers", " let in", " avoid", " unpair", " pair",
	}
	if name != "Lena" { // hers to do, and so not to try
		all = append(all, " pair @Omar @Mia", " unpair @Omar @Mia", " pause @Omar @Mia until 20 dec", " let in @Mia", " end")
	}
	if name == "Tom" || name == "Zoe" {
		all = append(all, " reached 1", " dropped 1", " goal @Mia something", " feedback @Mia 1", " feedback @Omar 1", " thanks @Mia for nothing", " pause @Mia until 20 dec", " take over")
	}
	var typed []string
	for _, words := range all {
		typed = append(typed, "#/mentoring"+words)
	}
	for _, words := range []string{"", " status", " status @Omar @Mia", " goals @Mia", " feedback @Mia", " summary"} {
		typed = append(typed, "mentoring"+words)
	}
	for _, words := range []string{
		"people", "people due", "people @Omar", "people @Mia", "people Omar", "people Mia", "people #canarytag", "people Canarycontact", "people nurturing",
		"rapport today", "rapport forecast", "rapport why @Omar", "rapport why @Mia", "rapport settings", "promise", "ask", "goal", "identify", "rapport undo",
	} {
		if words == "rapport undo" && (name == "Mia" || name == "Omar") {
			continue
		}
		typed = append(typed, "/"+words)
	}
	if name == "Tom" || name == "Zoe" {
		typed = append(typed, "/met @Mia coffee", "met @Omar coffee", "people @Mia", "people @Omar", "why @Mia", "today")
	}
	return typed
}

// verbs are all that a button or a form can ask for, as they stand in bot/view.
func verbs(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("../../bot/view/verbs*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no verbs: %v", err)
	}
	var all []string
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`Verb\w+\s+= "([^"]+)"`).FindAllStringSubmatch(string(raw), -1) {
			all = append(all, m[1])
		}
	}
	return all
}

// whose is where to find the ids of what is Mia's and Omar's: of the pair itself, and
// of what she wrote.
var whose = map[string]string{
	"program": "SELECT id FROM programs", "pair": "SELECT pair FROM pair_goals", "pair's goal": "SELECT id FROM pair_goals",
	"thanks": "SELECT id FROM shoutouts WHERE words = 'canarythanks'", "session": "SELECT interaction FROM session_logs WHERE pair IN (SELECT pair FROM pair_goals)",
	"contact": "SELECT contact FROM promises", "promise": "SELECT id FROM promises", "ask": "SELECT id FROM asks", "need": "SELECT id FROM needs",
	"goal": "SELECT id FROM goals", "question": "SELECT id FROM questions", "command": "SELECT command FROM undos ORDER BY command DESC",
	"Mia": "SELECT author FROM pair_goals", "Omar": "SELECT receiver FROM shoutouts",
}

// idOf is one of them.
func (c *campus) idOf(what string) string {
	c.t.Helper()
	id, _, _ := strings.Cut(c.rows(c.file(), whose[what]), "\n")
	if id == "" {
		c.t.Fatalf("there is no %s", what)
	}
	return id
}

// stolen are the values that buttons about Mia and Omar have, by the verbs on them:
// the words in them are those of whose.
var stolen = []struct {
	verbs  *regexp.Regexp
	values []string
}{
	{regexp.MustCompile(`^mentoring\.`), []string{"program", "pair", "program+Mia", "program+1"}},
	{regexp.MustCompile(`^(pair|match)\.`), []string{"program", "pair", "program+Omar+Mia", "question"}},
	{regexp.MustCompile(`^(session|feedback|pairgoal)\.`), []string{"program", "pair", "pair+pair's goal", "pair+session", "pair+5+2026-11-04"}},
	{regexp.MustCompile(`^shout\.`), []string{"pair", "thanks", "question"}},
	{regexp.MustCompile(``), []string{"question", "command", "contact", "contact.session", "contact+promise", "contact.ask", "goal"}},
}

// of are the values for a verb.
func of(verb string) []string {
	for _, s := range stolen {
		if s.verbs.MatchString(verb) {
			return s.values
		}
	}
	return nil
}

// aboutPrograms are the verbs whose buttons stand on what is said of programs; typed
// are those that are followed by words, and so by no id; theirOwn is what anybody may
// do in a program.
var (
	aboutPrograms = regexp.MustCompile(`^(mentoring|pair|match|session|feedback|pairgoal|shout)\b`)
	typed         = regexp.MustCompile(`^(mentoring|met|people|promise|ask|goal|identify|rapport|typed)$`)
	theirOwn      = regexp.MustCompile(`^(mentoring\.(left|yes|joined|rest)|leave)$`)
)

// thieves are those who try another's buttons, and which: whoever is not of the pair
// those of the pair and of its organiser, the organiser those of the pair, and the
// partner those of what Mia keeps.
var thieves = []struct {
	name  string
	tries *regexp.Regexp
}{
	{"Tom", aboutPrograms},
	{"Zoe", aboutPrograms},
	{"Lena", regexp.MustCompile(`^(session|feedback|pairgoal|shout)\b`)},
	{"Omar", regexp.MustCompile(`^(feedback\.say|checkin|card|people|promise|ask|need|goal|met|question|undo|value|weave|home|identify|digest|why)\b`)},
}

// forms are those of programs: what they carry, and what stands in them.
var forms = []struct {
	verb, carries string
	fields        map[string]string
}{
	{"feedback.said", `{"p":"pair","a":"2026-11-04"}`, map[string]string{"which": "5", "note": "forged"}},
	{"pairgoal.made", `"pair"`, map[string]string{"what": "forged"}},
	{"shout.made", `"pair"`, map[string]string{"what": "forged"}},
	{"mentoring.rest", `{"p":"program","q":"pair"}`, map[string]string{"until": "2026-12-20"}},
	{"pair.made", `"program"`, map[string]string{"mentor": "Omar", "mentee": "Mia"}},
	{"mentoring.edited", `"program"`, map[string]string{"program": "forged", "cadence": "weekly", "at": "09:00", "day": "mon", "programzone": "UTC", "joining": "open"}},
	{"mentoring.ended", `"program"`, map[string]string{"end": "purge"}},
}

// value puts ids into one of stolen.
func (c *campus) value(words string) string {
	return regexp.MustCompile(`pair's goal|\w+`).ReplaceAllStringFunc(strings.ReplaceAll(words, "+", " "), func(s string) string {
		if _, ok := whose[s]; ok {
			return c.idOf(s)
		}
		return s
	})
}

// steals has people press what was shown to others, and send forms that were opened
// for others, though it was never them: they know every id there is. It tells and does
// nothing.
func (c *campus) steals() {
	c.t.Helper()
	db, values := c.file(), map[string]string{}
	for _, s := range stolen {
		for _, words := range s.values {
			values[words] = c.value(words)
		}
	}
	about := " WHERE pair = '" + values["pair"] + "'"
	kept := func() string {
		all := c.rows(db, "SELECT * FROM programs") + c.rows(db, "SELECT * FROM pairs") + c.rows(db, "SELECT * FROM shoutouts") + c.stored(c.people["Mia"])
		for _, table := range []string{"pair_goals", "feedback", "session_logs"} {
			all += c.rows(db, "SELECT * FROM "+table+about)
		}
		return all
	}
	before := kept()
	for _, thief := range thieves {
		n := 0
		for _, verb := range verbs(c.t) {
			if typed.MatchString(verb) || theirOwn.MatchString(verb) || !thief.tries.MatchString(verb) {
				continue
			}
			if n++; n%8 == 0 { // Slack opens no more than a hundred forms a minute
				if err := c.sim.Advance(c.t.Context(), c.now().Add(time.Minute)); err != nil {
					c.t.Fatal(err)
				}
			}
			for _, words := range of(verb) {
				c.secrets(thief.name, "the button "+verb+" of "+words, c.forges(thief.name, verb, values[words], nil))
			}
		}
		for _, f := range forms {
			if !thief.tries.MatchString(f.verb) {
				continue
			}
			fields := map[string]string{}
			for block, v := range f.fields {
				fields[block] = c.value(v)
			}
			c.secrets(thief.name, "the form "+f.verb, c.forges(thief.name, f.verb, c.value(f.carries), fields))
		}
		if after := kept(); after != before {
			c.t.Errorf("%s changed what was\n%s\nto\n%s", thief.name, before, after)
		}
	}
	for data, button := range map[string][2]string{ // the same buttons tell Mia
		"goal text": {"pairgoal.list", "pair"}, "a note": {"people.open", "contact"}, "a comment": {"feedback.say", "pair+5+2026-11-04"},
	} {
		for i, row := range matrix {
			if row.data == data && !looks[i].MatchString(c.forges("Mia", button[0], values[button[1]], nil)) {
				c.t.Errorf("the button %s of %s does not even tell Mia", button[0], button[1])
			}
		}
	}
}

// file is the database, for looking on.
func (c *campus) file() *sql.DB {
	c.t.Helper()
	db, err := sql.Open("sqlite3", "file:"+c.dsn+"?mode=ro")
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() {
		if err := db.Close(); err != nil {
			c.t.Error(err)
		}
	})
	return db
}

// rows are all rows of a query, a line each.
func (c *campus) rows(db *sql.DB, query string) string {
	c.t.Helper()
	found, err := db.QueryContext(c.t.Context(), query)
	if err != nil {
		c.t.Fatal(err)
	}
	defer found.Close()
	columns, err := found.Columns()
	if err != nil {
		c.t.Fatal(err)
	}
	var all strings.Builder
	for found.Next() {
		row, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := found.Scan(into...); err != nil {
			c.t.Fatal(err)
		}
		fmt.Fprintln(&all, row...)
	}
	if found.Err() != nil {
		c.t.Fatal(found.Err())
	}
	return all.String()
}
