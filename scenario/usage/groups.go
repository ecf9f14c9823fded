package usage

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
)

// groupSize is about what a group takes in memory, in bytes.
const groupSize = 1 << 10

// daySize is about what a day takes.
const daySize = 48

// groups are the groups of one source, in the engine's order: in memory as far as
// there is room, the others in a file.
type groups struct {
	table    table
	spec     Spec
	keys     []string
	tags     int // how many
	kept     []group
	known    texts
	disk     *disk
	file     *os.File // of the rows of the others
	w        *recordWriter
	look     look
	overflow int64 // how many are in the file
	columns  int   // of a row
	folded   bool  // by the engine
	room     int64 // bytes that are left in memory
}

// look is what is to be known of a source before its groups are added.
type look struct {
	tally   tally
	blocks  blocks
	costing costing
	priced  bool  // some cost is that in the pricing currency
	most    int64 // rows of one group
}

// groups runs the roll-up.
func (t table) groups(ctx context.Context, db database, s Spec, how reading, d *disk) (*groups, error) {
	g := &groups{table: t, spec: s, keys: t.keys(s), tags: len(t.tags(s, db.dialect())), known: texts{}, disk: d, folded: s.folds(db.dialect()), room: s.groupRoom()}
	err := db.many(ctx, t.rollup(s, db.dialect(), how), g.row)
	if err == nil && g.w != nil {
		if g.w.err == nil {
			g.w.err = g.w.w.Flush()
		}
		err = d.plainer(g.w.err)
	}
	if err != nil {
		g.drop()
		return nil, err
	}
	return g, nil
}

func (g *groups) drop() {
	if g != nil && g.file != nil {
		g.disk.drop(g.file)
		g.file = nil
	}
}

func (g *groups) parse(row []string) (one group, err error) {
	one, err = parseGroup(row, g.keys, g.tags, len(g.table.Rows.amortizedParts()), g.folded)
	one.blocks = g.table.Rows.Blocks
	one.lengthen(g.spec.CycleDay)
	return one, err
}

// row takes one row of the roll-up.
func (g *groups) row(row []string) error {
	one, err := g.parse(row)
	if err != nil {
		return err
	}
	g.look.see(&one)
	g.columns = len(row)
	if g.room -= groupSize + int64(len(one.folded))*daySize; g.room > 0 {
		for _, key := range g.keys {
			g.known.keep(one.key(key))
		}
		g.kept = append(g.kept, one)
		return nil
	}
	if g.w == nil {
		if g.file, err = g.disk.file("groups-*"); err != nil {
			return err
		}
		g.w = &recordWriter{w: bufio.NewWriterSize(g.file, 1<<18)}
	}
	g.overflow++
	for i := range row {
		g.w.text(&row[i])
	}
	return g.disk.plainer(g.w.err)
}

// see counts a group.
func (l *look) see(g *group) {
	l.tally.see(g)
	l.blocks.see(g)
	l.costing.see(g)
	l.priced = l.priced || g.read > 0 && g.asPriced != ""
	l.most = max(l.most, g.rows)
}

// each gives the groups, once, and lets go of them.
func (g *groups) each(do func(*group) error) error {
	defer g.drop()
	for i := range g.kept {
		if err := do(&g.kept[i]); err != nil {
			return err
		}
	}
	g.kept, g.known = nil, nil
	if g.file == nil {
		return nil
	}
	if _, err := g.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	r := &recordReader{r: bufio.NewReaderSize(g.file, 1<<18)}
	row := make([]string, g.columns)
	for range g.overflow {
		for i := range row {
			r.text(&row[i])
		}
		if r.err != nil {
			return errors.Join(r.err, errShort)
		}
		one, err := g.parse(row)
		if err == nil {
			err = do(&one)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

var errShort = errors.New("the rows that were put aside cannot be read again")
