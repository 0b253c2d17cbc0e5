package store

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5/pgconn"

	"rapport/domain"
)

// joints are statements that do what several lines do: to bind, start and end one takes
// the server as long as most of a command's take to run. The server keeps them prepared
// like others.
type joints struct {
	mu    sync.Mutex
	texts map[string]string // by the texts of the lines, put one behind the other
}

// mostJoined is how many there are. What /met and its like write is a handful; each
// further one would take the server memory on every connection.
const mostJoined = 24

// join makes one line of those of a command, its claim first; ok is false when they have
// to go one by one. The parts of a statement don't see what the others write, so what
// deletes or replaces rows is not joined, nor is what misses its row in a way of its own.
func (j *joints) join(lines []line) (all line, ok bool) {
	var key strings.Builder
	args := make([]any, 0, 8*len(lines))
	for i, l := range lines {
		if i > 0 && (l.missed != domain.KindUnknown && l.missed != domain.KindConflict ||
			strings.HasPrefix(l.text, "DELETE") || strings.Contains(l.text, " ON CONFLICT ")) {
			return line{}, false
		}
		key.WriteString(l.text)
		args = append(args, l.args...)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	text, ok := j.texts[key.String()]
	if !ok {
		if len(j.texts) >= mostJoined {
			return line{}, false
		}
		if j.texts == nil {
			j.texts = make(map[string]string)
		}
		text = joined(lines)
		j.texts[key.String()] = text
	}
	return line{subject: "book", text: text, args: args}, true
}

var placeholder = regexp.MustCompile(`\$[0-9]+`)

// joined is the text of lines in one: the owner in the first two places, then what each
// is given. What it returns has the claim done before all else, so that a command that
// came twice waits there and nowhere else, and divides by how many rows each of those has
// found that have to find one.
func joined(lines []line) string {
	var parts, found []string
	place := 3
	for i, l := range lines {
		text := strings.TrimSuffix(l.text, ifNew)
		text = placeholder.ReplaceAllStringFunc(text, func(at string) string {
			n, _ := strconv.Atoi(at[1:]) // it is one
			switch {
			case n <= l.before:
				n += place - 1
			case n <= l.before+2:
				n -= l.before
			default:
				n += place - 3
			}
			return "$" + strconv.Itoa(n)
		})
		place += len(l.args)
		name := "line" + strconv.Itoa(i+1)
		switch l.missed {
		case domain.KindUnknown:
		case domain.KindConflict:
			text += " RETURNING 1"
			found = append(found, "1 / (SELECT count(*) FROM "+name+")")
		default:
			text += " RETURNING 1"
			found = append(found, "(SELECT count(*) FROM "+name+")")
		}
		parts = append(parts, name+" AS ("+text+")")
	}
	return "WITH " + strings.Join(parts, ", ") + " SELECT " + strings.Join(found, ", ")
}

// missedJoined is what an error of a joined line says of the rows that were missed.
func missedJoined(err error) error {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch {
		case pg.Code == dividedByZero:
			return domain.Fault(domain.KindConflict, "book", nil)
		case pg.Code == notUnique && pg.TableName == commandRow{}.TableName():
			return domain.Fault(domain.KindDuplicate, "command", nil)
		}
	}
	return named("book", err)
}
