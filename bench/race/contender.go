package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os/exec"
	"time"
)

// contender is a server that takes part: a program, and where it keeps its data.
type contender struct {
	name    string // at the head of its column
	on      string // SQLite or PostgreSQL
	key     string // in the names of its databases
	storage storage
	// command is how it is started.
	command func(addr, dsn string) *exec.Cmd
	// multiply gives the members in the table others what the first member has, and
	// deepen gives every contact a touch more for each row of the table numbers.
	multiply, deepen func(ctx context.Context, db *sql.Conn, first string) error
	// settle are statements that leave nothing to tidy up during the race.
	settle []string
	// shipped is how many bytes have to be installed for it.
	shipped int64
	// million says that its start is measured on a large database too.
	million bool
}

func (c *contender) String() string { return c.name + " on " + c.on }

// run is a contender that runs, after its first acknowledgment.
type run struct {
	*process
	gen   generator
	start time.Duration // from exec to the first acknowledgment
	acked []int
}

// start starts a contender on a database, and takes the time until it acknowledges
// a command; each time it is tried that is the next one.
func (r *race) start(ctx context.Context, c *contender, dsn string, next func() order) (*run, error) {
	addr, err := freeAddr(ctx)
	if err != nil {
		return nil, err
	}
	begun := time.Now()
	p, err := launch(c.command(addr, dsn), addr)
	if err != nil {
		return nil, err
	}
	up := &run{process: p, gen: generator{world: r.world, addr: addr, next: &r.serial}}
	for {
		o := next()
		acked, says := up.try(o)
		if acked {
			up.start = time.Since(begun)
			up.acked = append(up.acked, o.serial)
			return up, nil
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), p.kill())
		case <-p.ended:
			return nil, fmt.Errorf("%s ended at once (%w): %s", c, errors.Join(p.left, says), p.said)
		case <-time.After(time.Millisecond):
		}
		if time.Since(begun) > patience {
			return nil, errors.Join(fmt.Errorf("%s does not acknowledge anything (%w): %s", c, says, p.said), p.kill())
		}
	}
}

// try sends one command on a connection of its own.
func (u *run) try(o order) (acked bool, says error) {
	c, err := u.gen.world.dial(u.addr)
	if err != nil {
		return false, err
	}
	defer letGo([]*hand{{caller: c}})
	acked, instead, err := c.call(o, time.Now())
	if err == nil && !acked {
		err = fmt.Errorf("%.300s", instead)
	}
	return acked, err
}

// lay makes the database that each round begins with: the first member has met
// everybody by real commands, all others have the same rows.
func (r *race) lay(ctx context.Context, c *contender) (err error) {
	dsn, err := c.storage.fresh(ctx, c.key+"_world")
	if err != nil {
		return err
	}
	serial := 0
	meet := func(who string) order {
		serial--
		return order{serial: serial, member: r.world.members[0].id, person: who, words: " coffee"}
	}
	up, err := r.start(ctx, c, dsn, func() order { return meet(r.world.people[0]) })
	if err != nil {
		return err
	}
	for _, who := range r.world.people[1:] {
		if acked, says := up.try(meet(who)); !acked {
			return errors.Join(fmt.Errorf("%s did not take %q: %w", c, who, says), up.kill())
		}
	}
	if err := up.stop(); err != nil {
		return fmt.Errorf("%s: %w", c, err)
	}
	return r.fill(ctx, c, dsn, r.world.members[1:], 0)
}

// enlarge makes the large database: more members with the same people, and a history
// of ten touches with each.
func (r *race) enlarge(ctx context.Context, c *contender) error {
	const touches = 10
	dsn, err := c.storage.copied(ctx, c.key+"_million", c.key+"_world")
	if err != nil {
		return err
	}
	var more []member
	for i := len(r.world.members); i < r.rows/touches/len(r.world.people); i++ {
		more = append(more, member{id: fmt.Sprintf("UMORE%06d", i), name: nameOf(i)})
	}
	return r.fill(ctx, c, dsn, more, touches-1)
}

// fill has a contender's rows multiplied for others, with so many more touches.
func (r *race) fill(ctx context.Context, c *contender, dsn string, others []member, touches int) (err error) {
	db, err := c.storage.open(dsn)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if err := shelve(ctx, conn, others, touches); err != nil {
		return fmt.Errorf("%s: %w", c, err)
	}
	if err := c.multiply(ctx, conn, r.world.members[0].id); err != nil {
		return fmt.Errorf("%s: multiply: %w", c, err)
	}
	if touches > 0 {
		if err := c.deepen(ctx, conn, r.world.members[0].id); err != nil {
			return fmt.Errorf("%s: deepen: %w", c, err)
		}
	}
	return execute(ctx, conn, append([]string{"COMMIT"}, c.settle...))
}

// shelve begins a transaction with the tables others and numbers in it.
func shelve(ctx context.Context, conn *sql.Conn, others []member, touches int) error {
	err := execute(ctx, conn, []string{"CREATE TEMPORARY TABLE others (member TEXT, name TEXT)", "CREATE TEMPORARY TABLE numbers (n INTEGER)", "BEGIN"})
	if err != nil {
		return err
	}
	for _, m := range others {
		if _, err := conn.ExecContext(ctx, "INSERT INTO others VALUES ($1, $2)", m.id, m.name); err != nil {
			return err
		}
	}
	for n := range touches {
		if _, err := conn.ExecContext(ctx, "INSERT INTO numbers VALUES ($1)", n); err != nil {
			return err
		}
	}
	return nil
}

func execute(ctx context.Context, conn *sql.Conn, statements []string, args ...any) error {
	for _, s := range statements {
		if _, err := conn.ExecContext(ctx, s, args...); err != nil {
			return fmt.Errorf("%.60s: %w", s, err)
		}
	}
	return nil
}
