package usage

import (
	"bufio"
	"cmp"
	"container/heap"
	"errors"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// sumSize is about what a sum takes in a pile, in bytes, beside its key.
const sumSize = 1 << 10

// pile adds sums up by their keys: in memory as far as there is room, and then in
// sorted runs in files, which are put together when the sums are asked for.
type pile struct {
	disk   *disk
	room   int64 // bytes
	held   int64 // about so many of them are taken
	sums   map[string]*sum
	sorted []*sum // sums, in order; nil where one was added since
	runs   []*os.File
	tags   map[string]bool // the keys of tags
	aws    bool            // has usage that is settled with others; see settleBenefits and shareDiscounts
}

func newPile(d *disk, room int64) *pile {
	return &pile{disk: d, room: room, sums: map[string]*sum{}, tags: map[string]bool{}}
}

// add adds a sum to what has the same key. Its strings may be parts of larger ones.
func (p *pile) add(s *sum) error {
	if u := &s.used; u.Provider == "AWS" {
		p.aws = p.aws || u.Kind == scenario.CoveredUsage || u.Kind == scenario.Unused && u.Amortized.Known || u.Kind == scenario.DiscountRecord
	}
	for key := range s.used.Tags {
		p.tags[key] = true
	}
	p.sorted = nil
	if known := p.sums[s.key]; known != nil {
		known.add(s)
		p.held += int64(len(s.used.Days)*daySize + len(s.seen[0].least))
	} else {
		p.sums[s.key] = s
		p.held += int64(sumSize + 2*len(s.key) + len(s.used.Days)*daySize + len(s.seen[0].least))
	}
	if p.held < p.room {
		return nil
	}
	return p.spill()
}

// add adds another sum of the same key, of later rows.
func (s *sum) add(t *sum) {
	s.seen = append(s.seen, t.seen...)
	u, v := &s.used, &t.used
	u.Quantity, u.Billed, u.Amortized = u.Quantity.Add(v.Quantity), u.Billed.Add(v.Billed), u.Amortized.Add(v.Amortized)
	u.Records += v.Records
	u.Unsure = u.Unsure || v.Unsure
	u.First, u.Last = min(u.First, v.First), max(u.Last, v.Last)
	u.Agreed, u.List = u.Agreed.Or(v.Agreed), u.List.Or(v.List)
	u.Days = append(u.Days, v.Days...)
}

func (p *pile) inOrder() []*sum {
	if p.sorted == nil {
		p.sorted = slices.SortedFunc(maps.Values(p.sums), func(a, b *sum) int { return strings.Compare(a.key, b.key) })
	}
	return p.sorted
}

// spill writes what is in memory as one more run.
func (p *pile) spill() error {
	f, err := p.disk.file("run-*")
	if err != nil {
		return err
	}
	p.runs = append(p.runs, f)
	w := &recordWriter{w: bufio.NewWriterSize(f, 1<<18)}
	for _, s := range p.inOrder() {
		w.text(&s.key)
		s.visit(w)
	}
	p.sums, p.sorted, p.held = map[string]*sum{}, nil, 0
	if w.err == nil {
		w.err = w.w.Flush()
	}
	return p.disk.plainer(w.err)
}

// each gives all sums, in the order of their keys. They are not to be kept where
// there are runs but by copying them.
func (p *pile) each(give func(*sum) error) error {
	do := func(s *sum) error {
		slices.SortFunc(s.used.Days, func(a, b scenario.DayUsed) int { // an engine gives them in any order
			return cmp.Or(strings.Compare(a.Day, b.Day), a.Quantity.Cmp(b.Quantity))
		})
		return give(s)
	}
	if len(p.runs) == 0 {
		for _, s := range p.inOrder() {
			if err := do(s); err != nil {
				return err
			}
		}
		return nil
	}
	if len(p.sums) > 0 { // so that all are on the disk, and no room is taken while others are made of them
		if err := p.spill(); err != nil {
			return err
		}
	}
	var open openRuns
	for i, f := range p.runs {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return err
		}
		r := &openRun{number: i, r: recordReader{r: bufio.NewReaderSize(f, 1<<16), units: map[string]unit.Unit{}}}
		if ok, err := r.next(); err != nil {
			return err
		} else if ok {
			open = append(open, r)
		}
	}
	heap.Init(&open)
	var last *sum
	for len(open) > 0 {
		r := open[0]
		s := r.sum
		if ok, err := r.next(); err != nil {
			return err
		} else if ok {
			heap.Fix(&open, 0)
		} else {
			heap.Pop(&open)
		}
		if last != nil && last.key == s.key {
			last.add(s)
			continue
		}
		if last != nil {
			if err := do(last); err != nil {
				return err
			}
		}
		last = s
	}
	if last != nil {
		return do(last)
	}
	return nil
}

// openRun is a run that is being read, at its next sum.
type openRun struct {
	number int
	r      recordReader
	sum    *sum
}

func (r *openRun) next() (bool, error) {
	s := &sum{}
	r.r.text(&s.key)
	if errors.Is(r.r.err, io.EOF) {
		return false, nil
	}
	s.visit(&r.r)
	r.sum = s
	return true, r.r.err
}

// openRuns are a heap: the least key is first; of the same keys the earlier run's.
type openRuns []*openRun

func (o openRuns) Len() int      { return len(o) }
func (o openRuns) Swap(i, j int) { o[i], o[j] = o[j], o[i] }
func (o openRuns) Less(i, j int) bool {
	if c := strings.Compare(o[i].sum.key, o[j].sum.key); c != 0 {
		return c < 0
	}
	return o[i].number < o[j].number
}
func (o *openRuns) Push(x any) { *o = append(*o, x.(*openRun)) }
func (o *openRuns) Pop() any {
	last := len(*o) - 1
	r := (*o)[last]
	*o = (*o)[:last]
	return r
}
