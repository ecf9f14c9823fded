package usage

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"azwhatif/ratebook/unit"
	"azwhatif/scenario"

	"github.com/klauspost/compress/zstd"
)

// rolled is what a file gives beside its sums. It stands behind them, as JSON, with its
// length in four bytes.
type rolled struct {
	Source      scenario.ImportSource // before a manifest is asked; its Name is what stands behind the file's own
	More        []string              // notes that come after
	MoreAssumed []string
	Alike       string       // of the file
	Evidence    [4]int64     // of how it is written; see run.settle
	Costs       string       // their basis
	Days        scenario.Gap // of all records
	Sums        int          // how many
}

// recorder writes down what a file gives, while the import takes it.
type recorder struct {
	keyed
	to    *os.File
	z     *zstd.Encoder
	w     *recordWriter
	head  rolled
	notes [2]int // that the source had when a manifest was asked
}

// record begins to write down what a file gives; nil where nothing is to be.
func (r *run) record(f *file, src scenario.ImportSource, v evidence, days scenario.Gap) (*recorder, error) {
	if r.key == nil || f.made { // what Go reads leaves out what an earlier page has
		return nil, nil
	}
	to, err := r.disk.file("cache-*")
	if err != nil {
		return nil, r.disk.plainer(err)
	}
	z, err := zstd.NewWriter(to, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	src.Name = strings.TrimPrefix(src.Name, r.key.name)
	return &recorder{keyed: *r.key, to: to, z: z, w: &recordWriter{w: bufio.NewWriterSize(z, 1<<16)},
		head: rolled{Source: src, Alike: f.alike(), Evidence: [4]int64{v.firstOver, v.secondOver, v.point, v.comma}, Days: days}}, nil
}

// sum writes down a sum, and what run.part needs of its group.
func (c *recorder) sum(s *sum, g *group) {
	if c == nil {
		return
	}
	days, cycle, hour := int64(g.days), int64(g.cycle), g.hour
	c.head.Sums++
	c.w.text(&s.key)
	c.w.number(&days)
	c.w.number(&cycle)
	c.w.text(&hour)
	s.visit(c.w)
}

// end puts what was written down into the cache. What cannot be kept is told.
func (c *recorder) end(ctx context.Context, s Spec, src scenario.ImportSource, basis string) {
	if c == nil {
		return
	}
	c.head.More, c.head.MoreAssumed, c.head.Costs = src.Notes[c.notes[0]:], src.Assumed[c.notes[1]:], basis
	head, err := json.Marshal(c.head)
	err = errors.Join(err, c.w.err, c.w.w.Flush(), c.z.Close())
	if err == nil {
		_, err = c.to.Write(binary.BigEndian.AppendUint32(head, uint32(len(head))))
	}
	switch {
	case err != nil:
		s.Cache.tell("what was read of %s is not kept for the next time: %v", c.name, err)
	case c.unchanged():
		if s.within(c.head) {
			s = s.always()
		}
		s.Cache.put(ctx, s.Cache.entry(&c.keyed, s), c.to)
	}
}

// unchanged tells whether a file is still what was hashed. A file that was written to
// just before may be written to again within one tick of its clock.
func (k *keyed) unchanged() bool {
	now, err := os.Stat(k.path)
	if err != nil || !os.SameFile(now, k.state) || now.Size() != k.state.Size() || !now.ModTime().Equal(k.state.ModTime()) {
		return false
	}
	if k.at.Sub(now.ModTime()) > settledFor {
		return true
	}
	again, err := hashOf(k.path)
	return err == nil && again == k.hash
}

// within tells whether all records of a file are of the days asked for: what it gives
// is then what it gives of all days.
func (s Spec) within(of rolled) bool {
	return s.From == "" && s.To == "" || of.Source.Outside == 0 && of.Source.Refused == 0 && of.Days.From != "" &&
		s.From <= of.Days.From && (s.To == "" || of.Days.To <= s.To)
}

// kept takes a file's sums from the cache, where they are there.
func (r *run) kept(ctx context.Context, in input) (ok bool, err error) {
	if r.key == nil {
		return false, nil
	}
	c := r.spec.Cache
	asked := []Spec{r.spec}
	if r.spec.From != "" || r.spec.To != "" {
		asked = append(asked, r.spec.always())
	}
	for i, s := range asked {
		path := c.entry(r.key, s)
		f := c.open(path)
		if f == nil {
			continue
		}
		defer func() { _ = f.Close() }()
		head, err := readHead(f)
		if err != nil || i > 0 && !r.spec.within(head) {
			continue
		}
		now := time.Now()
		_ = os.Chtimes(path, now, now) // it is used: others go first
		return true, r.replay(ctx, f, head, in)
	}
	return false, nil
}

// readHead reads what stands behind the sums, and goes to them.
func readHead(f *os.File) (head rolled, err error) {
	info, err := f.Stat()
	if err != nil {
		return head, err
	}
	end := info.Size() - sha256.Size
	var length [4]byte
	if _, err := f.ReadAt(length[:], end-4); err != nil {
		return head, err
	}
	text := make([]byte, min(int64(binary.BigEndian.Uint32(length[:])), end))
	if _, err := f.ReadAt(text, end-4-int64(len(text))); err != nil {
		return head, err
	}
	return head, json.Unmarshal(text, &head)
}

// replay has the import take what an entry has, as run.file and run.take do.
func (r *run) replay(ctx context.Context, f *os.File, head rolled, in input) error {
	src := head.Source
	src.Name = in.name + src.Name
	if err := r.refuse(src); err != nil {
		return err
	}
	r.hold(&src, in)
	r.settle(head.Alike, evidence{firstOver: head.Evidence[0], secondOver: head.Evidence[1], point: head.Evidence[2], comma: head.Evidence[3]})
	src.Notes, src.Assumed = append(src.Notes, head.More...), append(src.Assumed, head.MoreAssumed...)
	if head.Costs != "" {
		r.costs = append(r.costs, costing{src.Name, src.Format, src.First, src.Last, head.Costs})
	}
	z, err := zstd.NewReader(f, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(256<<20), zstd.IgnoreChecksum(true))
	if err != nil {
		return err
	}
	defer z.Close()
	w := &recordReader{r: bufio.NewReaderSize(z, 1<<16), units: map[string]unit.Unit{}}
	for range head.Sums {
		s, g := &sum{}, group{}
		var days, cycle int64
		w.text(&s.key)
		w.number(&days)
		w.number(&cycle)
		w.text(&g.hour)
		if s.visit(w); w.err != nil {
			return fmt.Errorf("the cache %s: what it has of %s cannot be read: %w; remove it", r.spec.Cache.Folder, in.name, w.err)
		}
		g.days, g.cycle = uint32(days), int(cycle)
		for i := range s.seen {
			s.seen[i].source = len(r.sources)
		}
		r.part(s.used, &g)
		if err := r.pile.add(s); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	r.sources = append(r.sources, src)
	return nil
}
