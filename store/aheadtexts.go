package store

import (
	"fmt"
	"iter"
	"reflect"
	"strings"
	"sync"

	"rapport/domain"
)

// The texts of the first trip of a short command, see trips.go.

// readMemberAhead reads the owner with all pairs of theirs, as a JSON array of each one's
// cells: most have none, and one statement costs the server less than two. First of its
// trip it has the server follow the plans that it keeps for what comes behind it: it
// would plan the people anew each time, since each time's plan looks a little cheaper,
// and that took it as long as all the rest of a command.
var readMemberAhead = "SELECT " + strings.Join(tableOf[memberRow]().columns[2:], ", ") +
	", coalesce((SELECT json_agg(json_build_array(" + strings.Join(tableOf[pairRow]().columns, ", ") + ") ORDER BY seq) FROM (" +
	"SELECT * FROM pairs WHERE workspace = $1 AND mentor = $2 UNION ALL SELECT * FROM pairs WHERE workspace = $1 AND mentee = $2" +
	") AS theirs)::TEXT, '')" +
	", set_config('plan_cache_mode', 'force_generic_plan', TRUE) FROM members WHERE " + ofOwner

// pairsOf are the pairs that an array holds, "" for none.
func pairsOf(array string) ([]domain.Pair, error) {
	if array == "" {
		return nil, nil
	}
	f := takeForm[pairRow]()
	defer f.putBack()
	read := reading{table: "pair"}
	var cells [][]string
	read.json(array, &cells)
	var all []domain.Pair
	for _, row := range cells {
		for i, cell := range row {
			*f.at[i].(*string) = cell
		}
		all = append(all, f.row.pair(&read))
	}
	return all, read.err
}

// readHolds reads of which sorts of records there are any in the owner's book.
const readHolds = "SELECT coalesce(bit_or(holds), 0) FROM contacts WHERE " + ofOwner

// textsAhead are what the first trip asks of the bearers: who they are, their touches,
// and the rest of their histories.
type textsAhead struct{ people, touches, rest string }

// asked is how many keys, users and people a first trip asks for.
type asked struct{ keys, users, each int }

var manyTextsAhead sync.Map // asked → textsAhead

// textsFor returns the texts that ask for those of names, with the arguments of all of
// them, and those that come behind them for the people.
func textsFor(n domain.Named) (texts textsAhead, of, each []any) {
	keys := n.Keys
	if len(keys) == 0 {
		keys = []string{""} // nobody's
	}
	of = padded(keys)
	as := asked{keys: len(of)}
	if len(n.Users) > 0 {
		of = append(of, padded(n.Users)...)
		as.users = len(of) - as.keys
	} else if len(n.Each) > 0 {
		for as.each = 2; as.each < len(n.Each); {
			as.each *= 2
		}
		for i := range as.each {
			each = append(each, n.Each[min(i, len(n.Each)-1)])
		}
	}
	known, ok := manyTextsAhead.Load(as)
	if !ok {
		known, _ = manyTextsAhead.LoadOrStore(as, textsAhead{people: as.people(), touches: as.touches(), rest: as.rest()})
	}
	return known.(textsAhead), of, each
}

// bears is the condition for the names of bearers, beside their contacts.
func (as asked) bears() string {
	keys := "names.folded IN (" + places(3, as.keys) + ")"
	if as.users == 0 {
		return keys
	}
	return "(" + keys + " OR contacts.slack_user IN (" + places(3+as.keys, as.users) + "))"
}

// people is the text that reads the bearers, each with their name, and that they are
// some. Where somebody is new it asks for who is called nearly so: then it reads
// everybody's names, and of the others' contacts no more than goes with a name. It does
// so as well where somebody of Slack is meant, who may be known by any name.
func (as asked) people() string {
	var whole, hollow []string
	for f, column := range fieldsOf[contactRow]() {
		whole = append(whole, "contacts."+column)
		switch {
		case column == "id" || column == "name" || column == "slack_user":
			hollow = append(hollow, "contacts."+column)
		case f.Type.Kind() == reflect.String:
			hollow = append(hollow, "''")
		case f.Type.Kind() == reflect.Bool:
			hollow = append(hollow, "FALSE")
		default:
			hollow = append(hollow, "0")
		}
	}
	const key = ", names.folded, names.whole"
	return "WITH known AS MATERIALIZED (SELECT " + strings.Join(whole, ", ") + key + ", TRUE" + namesFrom + " AND " + as.bears() + ")" +
		" SELECT * FROM known UNION ALL SELECT " + strings.Join(hollow, ", ") + key + ", FALSE" + namesFrom + as.others()
}

// others is the condition for the names of those who are no bearers.
func (as asked) others() string {
	if as.users+as.each == 0 {
		return " AND NOT EXISTS (SELECT 1 FROM known)"
	}
	const others = " AND NOT EXISTS (SELECT 1 FROM known WHERE known.id = names.contact AND known.folded = names.folded)"
	var unknown []string
	for i := range as.each {
		unknown = append(unknown, fmt.Sprintf("NOT EXISTS (SELECT 1 FROM known WHERE folded = ANY ($%d))", 3+as.keys+i))
	}
	if unknown == nil {
		return others
	}
	return others + " AND (" + strings.Join(unknown, " OR ") + ")"
}

// touches is the text that reads the touches with bearers. An array of them is looked up
// once, where PostgreSQL might run the same as IN (SELECT …) for each row; and whether a
// name is whole is asked so that it goes by the keys: it might walk over all names there
// are in an index that holds all that is wanted.
func (as asked) touches() string {
	text := pages[0].of + " AND contact = ANY (ARRAY(SELECT contact FROM names WHERE " + ofOwner +
		" AND folded IN (" + places(3, as.keys) + ") AND whole IN (TRUE, FALSE)"
	if as.users > 0 {
		text += " UNION SELECT id FROM contacts WHERE " + ofOwner + " AND slack_user IN (" + places(3+as.keys, as.users) + ")"
	}
	return text + fmt.Sprintf(" LIMIT %d)) ORDER BY seq", readAhead+1)
}

// rest is the text that reads what else there is of bearers: of each record its sort, and
// its cells as texts. It is one statement for all sorts, since what a statement costs the
// server is hardly the rows.
func (as asked) rest() string {
	var sorts []string
	for _, p := range pages[1:] {
		columns, from, _ := strings.Cut(strings.TrimPrefix(p.of, "SELECT "), " FROM ")
		sorts = append(sorts, fmt.Sprintf("SELECT %d AS sort, seq, ARRAY[%s::TEXT] AS cells FROM %s AND contact = held.id AND held.holds & %d <> 0",
			p.sort, strings.ReplaceAll(columns, ", ", "::TEXT, "), from, p.sort))
	}
	return "SELECT sort, cells FROM (SELECT DISTINCT contacts.id, contacts.holds" + namesFrom + " AND " + as.bears() +
		fmt.Sprintf(" AND contacts.holds <> 0 LIMIT %d) AS held, LATERAL (", readAhead+1) + strings.Join(sorts, " UNION ALL ") + ") AS kept ORDER BY sort, seq"
}

// fieldsOf walks over the fields of R with their columns, but for the owner's two.
func fieldsOf[R schemaRow]() iter.Seq2[reflect.StructField, string] {
	return func(yield func(reflect.StructField, string) bool) {
		for i, column := range tableOf[R]().columns {
			if i > 1 && !yield(reflect.TypeFor[R]().Field(i), column) {
				return
			}
		}
	}
}
