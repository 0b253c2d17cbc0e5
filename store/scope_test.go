package store

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gorm.io/gorm"

	"rapport/domain"
)

// ownerTables hold what belongs to one member of one workspace.
var ownerTables = []string{
	"members", "appointments", "contacts", "names", "interactions", "signals", "contact_values", "moves", "notes",
	"promises", "needs", "asks", "introductions", "goals", "told", "questions", "undos", "shows",
}

// programTables hold what belongs to a workspace and to no member.
var programTables = []string{"programs", "organisers", "participants", "pairs", "session_logs", "pair_goals", "feedback", "shoutouts"}

// spannedTables are those of ownerTables that some statement may read or sweep
// for everybody: the diary, and records that have had their time.
var spannedTables = []string{"appointments", "undos", "questions"}

var tableWord = regexp.MustCompile("(?i)\\b(?:from|into|update|join)\\s+[`\"]?([a-z_]+)")

// whether is what a statement in an owner's scope may ask of tables that are not
// theirs alone, without learning more than yes or no.
var whether = regexp.MustCompile(`EXISTS \(SELECT 1 FROM (` +
	`(organisers|participants) WHERE ` + regexp.QuoteMeta(ofOwner) + `|installations WHERE installations\.workspace = \$1 AND gone > 0)\)`)

// ownPairs is how a statement in an owner's scope reads the pairs of which they are one.
var ownPairs = regexp.MustCompile(`SELECT \* FROM pairs WHERE workspace = \$1 AND ment(or|ee) = \$2( UNION ALL |\))`)

// inspectText says what is wrong with a statement that does not go through GORM: it
// touches other tables than an owner's, or is not narrowed to its owner.
func inspectText(o domain.Owner, statement string, args []any) error {
	statement = ownPairs.ReplaceAllString(whether.ReplaceAllString(statement, ""), "")
	for _, m := range tableWord.FindAllStringSubmatch(statement, -1) {
		if strings.Contains(statement, "WITH "+m[1]+" AS") {
			continue // a part of it, which is looked at as well
		}
		if !slices.Contains(ownerTables, m[1]) && m[1] != "commands" && m[1] != "SET" { // of ON CONFLICT DO UPDATE SET
			return fmt.Errorf("touches %s: %s", m[1], statement)
		}
	}
	if !names(statement, "workspace", o.Workspace, args) || !names(statement, "member", o.Member, args) {
		return fmt.Errorf("not narrowed to its owner: %s", statement)
	}
	return nil
}

// inspect says what is wrong with a statement: it touches an owner's table and
// is not narrowed to one owner, or a program's and is not narrowed to one
// workspace, or spans tables that nothing may span.
func inspect(db *gorm.DB) error {
	statement := db.Statement.SQL.String()
	var owners, programs []string
	for _, m := range tableWord.FindAllStringSubmatch(statement, -1) {
		switch {
		case slices.Contains(ownerTables, m[1]):
			owners = append(owners, m[1])
		case slices.Contains(programTables, m[1]):
			programs = append(programs, m[1])
		}
	}
	if w, ok := db.Get(workspaceSetting); ok && (len(programs) > 0 || lends(statement, owners)) {
		return inspectCommon(db, statement, w.(domain.WorkspaceID), owners, programs)
	}
	if _, spans := db.Get(spanSetting); len(programs) > 0 && (!spans || !diary.MatchString(statement)) {
		return fmt.Errorf("in no workspace's scope: %s", statement)
	}
	if len(owners) == 0 {
		return nil
	}
	if _, spans := db.Get(spanSetting); spans {
		for _, table := range owners {
			if !slices.Contains(spannedTables, table) {
				return fmt.Errorf("spans %s: %s", table, statement)
			}
		}
		return nil
	}
	set, _ := db.Get(ownerSetting)
	o, ok := set.(domain.Owner)
	switch {
	case !ok:
		return fmt.Errorf("in nobody's scope: %s", statement)
	case !names(statement, "workspace", o.Workspace, db.Statement.Vars) || !names(statement, "member", o.Member, db.Statement.Vars):
		return fmt.Errorf("not narrowed to its owner: %s", statement)
	}
	return nil
}

// diary is what may be asked of everybody's programs: when they are due.
var diary = regexp.MustCompile("next_summary|purge")

// lent is what those who share a program may read of each other's rows: how Slack
// calls them, and when they were nudged about a pair.
var lent = map[string]*regexp.Regexp{
	"members": regexp.MustCompile("^(member|name|zone|gone|workspace)$"),
	"told":    regexp.MustCompile("^(subject|on_date|rule|member|workspace)$"),
}

var (
	columnOf = regexp.MustCompile("(?i)\\b([a-z_]+)[`\"]?\\.[`\"]?([a-z_]+|\\*)")
	selected = regexp.MustCompile(`(?is)^SELECT (.*?)\s+FROM\b`)
)

// lends reports whether a statement asks an owner's tables for no more than lent.
func lends(statement string, owners []string) bool {
	for _, table := range owners {
		may, ok := lent[table]
		if !ok || !strings.HasPrefix(statement, "SELECT") {
			return false
		}
		for _, c := range columnOf.FindAllStringSubmatch(statement, -1) {
			if c[1] == table && !may.MatchString(c[2]) {
				return false
			}
		}
		if !strings.Contains(statement, "JOIN "+table) { // its columns go without its name
			for column := range strings.SplitSeq(selected.FindStringSubmatch(statement)[1], ",") {
				bare := strings.TrimPrefix(strings.TrimSuffix(strings.TrimSpace(column), " AS on_date"), "max(")
				if !may.MatchString(strings.TrimPrefix(strings.TrimSuffix(bare, ")"), table+".")) {
					return false
				}
			}
		}
	}
	return len(owners) > 0
}

// inWorkspace finds each condition, or inserted column, that names a workspace.
var inWorkspace = regexp.MustCompile("[`\"]?\\bworkspace\\b[`\"]?( = |,)")

// inspectCommon says what is wrong with a statement in a workspace's scope: it is
// not narrowed to it, asks for more of an owner's rows than may be lent, or reads
// feedback with its author or its words.
func inspectCommon(db *gorm.DB, statement string, w domain.WorkspaceID, owners, programs []string) error {
	if len(owners) > 0 && !lends(statement, owners) {
		return fmt.Errorf("reads more of %v than may be lent: %s", owners, statement)
	}
	if len(inWorkspace.FindAllString(statement, -1)) < len(programs)+len(owners) || !slices.Contains(db.Statement.Vars, any(string(w))) {
		return fmt.Errorf("not narrowed to its workspace: %s", statement)
	}
	o, _ := db.Get(ownerSetting)
	owner, _ := o.(domain.Owner)
	theirs := names(statement, "author", owner.Member, db.Statement.Vars)
	if slices.Contains(programs, "feedback") && strings.HasPrefix(statement, "SELECT") && !theirs &&
		selected.FindStringSubmatch(statement)[1] != selected.FindStringSubmatch(ratingsSQL)[1] {
		return fmt.Errorf("reads feedback that is another's: %s", statement)
	}
	return nil
}

// names reports whether a statement compares or inserts a column and is given
// the value.
func names[T ~string](statement, column string, value T, vars []any) bool {
	quoted := regexp.MustCompile("\\b" + column + "[`\"]?( = |,)")
	where := statement
	if !strings.HasPrefix(statement, "INSERT") {
		_, where, _ = strings.Cut(statement, "WHERE")
	}
	return quoted.MatchString(where) && slices.Contains(vars, any(string(value)))
}

// overhear has look be told of every statement that does not go through GORM, beside
// whoever is told already.
func overhear(s *Store, look func(domain.Owner, string, []any)) {
	for _, g := range []**gorm.DB{&s.writer, &s.reader} {
		told := look
		if first, ok := (*g).Get(lookSetting); ok {
			told = func(o domain.Owner, statement string, args []any) {
				first.(func(domain.Owner, string, []any))(o, statement, args)
				look(o, statement, args)
			}
		}
		*g = set(*g, lookSetting, told)
	}
	if s.ferry != nil {
		s.ferry.db = s.writer
	}
}

// guard fails a test as soon as its store runs a statement that inspect refuses.
func guard(t testing.TB, s *Store) {
	t.Helper()
	overhear(s, func(o domain.Owner, statement string, args []any) {
		if err := inspectText(o, statement, args); err != nil {
			t.Errorf("statement %v", err)
		}
	})
	look := func(db *gorm.DB) {
		if err := inspect(db); err != nil {
			t.Errorf("statement %v", err)
		}
	}
	for _, g := range []*gorm.DB{s.writer, s.reader} {
		cb := g.Callback()
		for name, register := range map[string]func() error{
			"create": func() error { return cb.Create().After("gorm:create").Register("guard", look) },
			"query":  func() error { return cb.Query().After("gorm:query").Register("guard", look) },
			"update": func() error { return cb.Update().After("gorm:update").Register("guard", look) },
			"delete": func() error { return cb.Delete().After("gorm:delete").Register("guard", look) },
			"row":    func() error { return cb.Row().After("gorm:row").Register("guard", look) },
			"raw":    func() error { return cb.Raw().After("gorm:raw").Register("guard", look) },
		} {
			if err := register(); err != nil {
				t.Fatalf("guard %s: %v", name, err)
			}
		}
	}
}

func TestGuardRefusesUnscopedStatements(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		unguarded, err := overGORM(s.dialect, s.db.writer)
		if err != nil {
			t.Fatal(err)
		}
		dry := unguarded.Session(&gorm.Session{DryRun: true})
		for _, c := range []struct {
			name string
			run  *gorm.DB
			ok   bool
		}{
			{"scoped", scoped(dry, mia).of(contactRow{}).Find(&[]contactRow{}), true},
			{"scoped update", scoped(dry, mia).of(undoRow{}).Update("used", true), true},
			{"no owner", dry.Find(&[]contactRow{}), false},
			{"an owner and no condition", set(dry, ownerSetting, mia).Find(&[]contactRow{}), false},
			{"half a condition", set(dry, ownerSetting, mia).Where("workspace = ?", "T1").Find(&[]contactRow{}), false},
			{"another's rows", set(dry, ownerSetting, mia).Create(&nameRow{Workspace: "T1", Member: "U2"}), false},
			{"spanning contacts", spanning(dry).Find(&[]contactRow{}), false},
			{"spanning the diary", spanning(dry).Find(&[]appointmentRow{}), true},
			{"raw", set(dry, ownerSetting, mia).Exec("DELETE FROM notes"), false},
			{"a program", shared(dry, "T1").of(programRow{}).Find(&[]programRow{}), true},
			{"a program in nobody's scope", dry.Find(&[]programRow{}), false},
			{"a program in its member's scope", scoped(dry, mia).of(programRow{}).Find(&[]programRow{}), false},
			{"a workspace and no condition", set(dry, workspaceSetting, domain.WorkspaceID("T1")).Find(&[]pairRow{}), false},
			{"another workspace's row", set(dry, workspaceSetting, domain.WorkspaceID("T1")).Create(&pairRow{Workspace: "T2"}), false},
			{"pairs of everybody", spanning(dry).Find(&[]pairRow{}), false},
			{"half a join", shared(dry, "T1").raw("SELECT pairs.id FROM pairs JOIN programs ON true WHERE pairs.workspace = @workspace", map[string]any{}).Scan(&[]string{}), false},
			{"contacts of a workspace", shared(dry, "T1").of(contactRow{}).Find(&[]contactRow{}), false},
			{"names of a workspace", shared(dry, "T1").raw("SELECT member, name, zone FROM members WHERE workspace = @workspace", map[string]any{}).Scan(&[]string{}), true},
			{"settings of a workspace", shared(dry, "T1").raw("SELECT member, chosen FROM members WHERE workspace = @workspace", map[string]any{}).Scan(&[]string{}), false},
			{"settings beside pairs", shared(dry, "T1").raw("SELECT members.chosen FROM pairs JOIN members ON members.workspace = pairs.workspace WHERE pairs.workspace = @workspace", map[string]any{}).Scan(&[]string{}), false},
			{"all of what was told", shared(dry, "T1").raw("SELECT * FROM told WHERE workspace = @workspace", map[string]any{}).Scan(&[]string{}), false},
			{"one's feedback", scoped(dry, mia).authored(feedbackRow{}).Find(&[]feedbackRow{}), true},
			{"everybody's feedback", shared(dry, "T1").of(feedbackRow{}).Find(&[]feedbackRow{}), false},
			{"everybody's feedback in a member's scope", scoped(dry, mia).common().of(feedbackRow{}).Find(&[]feedbackRow{}), false},
			{"ratings", shared(dry, "T1").raw(ratingsSQL, map[string]any{"program": "p"}).Scan(&[]int{}), true},
			{"ratings of everybody", spanning(dry).Raw("SELECT rating FROM feedback").Scan(&[]int{}), false},
			{"joined", spanning(dry).Raw("SELECT 1 FROM outbox JOIN contacts ON true").Scan(&[]int{}), false},
		} {
			if err := inspect(c.run); (err == nil) != c.ok {
				t.Errorf("%s: %v", c.name, err)
			}
		}
		both := []any{string(mia.Workspace), string(mia.Member)}
		for _, c := range []struct {
			text string
			args []any
			ok   bool
		}{
			{contactBy.text, both, true},
			{namesText, both, true},
			{contactBy.text, both[:1], false},
			{"SELECT id FROM contacts WHERE workspace = $1 AND id = $2", both, false},
			{"SELECT member, id FROM contacts WHERE workspace = $1", both, false},
			{"SELECT id FROM pairs WHERE workspace = $1 AND member = $2", both, false},
			{insert("x", []nameRow{{}}, "")[0].text, both, true},
			{change("x", "DELETE FROM names", nil, 0, "").text, both, true},
			{"DELETE FROM names", both, false},
			{"UPDATE undos SET used = $1 WHERE id = $2", both, false},
		} {
			if err := inspectText(mia, c.text, c.args); (err == nil) != c.ok {
				t.Errorf("%s: %v", c.text, err)
			}
		}
	})
}

// Everything an owner has is out of everybody else's reach, be it by a guessed
// id or by asking for all.
func TestOwnersAreApart(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		meet(t, s, mia, omar, alien)
		jane := add(t, s, mia, "Jane Doe")
		with(t, s, "fill", jane, fill)
		var question domain.QuestionID
		var goal domain.RecordID
		do(t, s, ref(mia, "goal", nine), func(b *domain.Book) error {
			g, err := b.AddGoal("find a mentor", domain.Date{})
			goal = g.ID
			return err
		})
		shown(t, s, domain.DigestDelivery, domain.On(2026, 11, 2), due(jane))
		do(t, s, ref(mia, "ask", nine), func(b *domain.Book) error {
			question = b.AskFirst("met", "jane", nil).ID
			return nil
		})
		for _, o := range []domain.Owner{omar, alien} {
			err := s.Book().Read(t.Context(), ref(o, "peek", nine), func(b *domain.Book) error {
				_, err := b.Contact(jane)
				want(t, err, domain.KindNotFound)
				_, err = b.Undo("U1 adds Jane Doe")
				want(t, err, domain.KindNotFound)
				_, err = b.Undo("")
				want(t, err, domain.KindNotFound)
				_, err = b.Answer(question, "who", "x")
				want(t, err, domain.KindNotFound)
				known, err := b.AllNames()
				if err != nil || len(known) > 0 {
					t.Errorf("%v knows %v, error %v", o, known, err)
				}
				known, err = b.Exact([]string{"jane"})
				if err != nil || len(known) > 0 {
					t.Errorf("%v finds %v, error %v", o, known, err)
				}
				_, err = b.Goal(goal)
				want(t, err, domain.KindNotFound)
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			p, err := s.Shows().Portfolio(t.Context(), o, nine)
			if err != nil || len(p.Contacts)+p.Logged+len(p.Goals)+len(p.Told)+len(p.Questions) > 0 {
				t.Errorf("%v has %+v, error %v", o, p, err)
			}
			_, told, err := s.Shows().Newest(t.Context(), o)
			if err != nil || len(told) > 0 {
				t.Errorf("%v was told %v, error %v", o, told, err)
			}
		}
	})
}
