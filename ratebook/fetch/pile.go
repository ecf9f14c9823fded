package fetch

import (
	"cmp"
	"encoding/binary"
	"slices"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"

	"github.com/google/uuid"
)

// pile keeps items and plans as they come, packed into some 80 bytes each, and knows
// which are of one meter: all retail prices are half a million. They are counted from 0,
// in the order in which they came.
type pile struct {
	blocks [][]byte
	at     []uint64 // where each begins: the block, and the byte in it
	next   []uint32 // of each, the next one of its meter; 0 for none
	meters []pileMeter
	byID   map[uuid.UUID]uint32
	texts  []string // that many items share
	known  map[string]uint64
	units  map[string]unit.Unit
	long   []money.Decimal
	packed []byte // the last one
}

// pileMeter is a meter's items and plans: the first and the last, and the first item.
type pileMeter struct {
	id                uuid.UUID
	first, last, item uint32 // item is noItem where there are plans only
}

const (
	noItem     = 1<<32 - 1
	blockBytes = 1 << 18
)

func newPile() pile {
	return pile{byID: map[uuid.UUID]uint32{}, known: map[string]uint64{}, units: map[string]unit.Unit{}}
}

// len is how many items and plans there are.
func (p *pile) len() uint64 { return uint64(len(p.at)) }

// add takes an item.
func (p *pile) add(it *item) {
	p.packed = p.packed[:0]
	p.meter(&it.meter)
	p.bytes(itemMark)
	p.item(it)
	p.keep(it.meter.ID, false)
}

// addPlan takes a plan.
func (p *pile) addPlan(of *plan) {
	p.packed = p.packed[:0]
	p.meter(&of.meter)
	p.bytes(planMark)
	p.price(&of.price)
	p.keep(of.meter.ID, true)
}

// What stands behind the meter, before an item or a plan.
const (
	itemMark = iota
	planMark
)

// keep copies what is packed into a block.
func (p *pile) keep(id ratebook.MeterID, plan bool) {
	n := uint32(len(p.at))
	last := len(p.blocks) - 1
	if last < 0 || len(p.blocks[last])+len(p.packed) > cap(p.blocks[last]) {
		p.blocks = append(p.blocks, make([]byte, 0, max(blockBytes, len(p.packed))))
		last++
	}
	p.at = append(p.at, uint64(last)<<32|uint64(len(p.blocks[last])))
	p.blocks[last] = append(p.blocks[last], p.packed...)
	p.next = append(p.next, 0)
	p.link(uuid.MustParse(string(id)), n, plan)
}

// link puts the n-th behind those of its meter.
func (p *pile) link(id uuid.UUID, n uint32, plan bool) {
	k, ok := p.byID[id]
	if !ok {
		k = uint32(len(p.meters))
		p.byID[id] = k
		p.meters = append(p.meters, pileMeter{id, n, n, noItem})
	}
	m := &p.meters[k]
	if ok {
		p.next[m.last], m.last = n, n
	}
	if !plan && m.item == noItem {
		m.item = n
	}
}

// inOrder are the meters in the order of their first items; those that have plans only
// come last, in the order of these.
func (p *pile) inOrder() []pileMeter {
	p.byID = nil
	slices.SortFunc(p.meters, func(a, b pileMeter) int { return cmp.Or(cmp.Compare(a.item, b.item), cmp.Compare(a.first, b.first)) })
	return p.meters
}

// The packing of an item: what each method below appends, the reading takes in the
// same order.

func (p *pile) bytes(b ...byte) { p.packed = append(p.packed, b...) }
func (p *pile) int(n int64)     { p.packed = binary.AppendVarint(p.packed, n) }

func (p *pile) text(s string) {
	p.int(int64(len(s)))
	p.packed = append(p.packed, s...)
}

// shared packs a text that many items have.
func (p *pile) shared(s string) {
	n, ok := p.known[s]
	if !ok {
		n = uint64(len(p.texts))
		p.texts = append(p.texts, s)
		p.known[s] = n
	}
	p.int(int64(n))
}

func (p *pile) time(t time.Time) {
	p.int(t.Unix())
	p.int(int64(t.Nanosecond()))
}

// decimal packs the text of a number; one that is long is kept as it is.
func (p *pile) decimal(d money.Decimal) {
	s := d.String()
	if len(s) < 30 {
		p.text(s)
		return
	}
	p.int(-1)
	p.int(int64(len(p.long)))
	p.long = append(p.long, d)
}

func (p *pile) meter(m *ratebook.Meter) {
	unit := m.Unit.String()
	p.units[unit] = m.Unit
	for _, s := range [...]string{m.Category, m.Subcategory, unit, string(m.Region), m.Status} {
		p.shared(s)
	}
	p.text(m.Name)
	p.int(int64(len(m.Tags)))
	for _, tag := range m.Tags {
		p.shared(tag)
	}
}

func (p *pile) price(b *ratebook.Price) {
	p.shared(string(b.Kind))
	p.int(int64(b.Months))
	p.time(b.Effective)
	p.time(b.Ends)
	p.decimal(b.Above)
	p.decimal(b.Amount)
}

func (p *pile) item(it *item) {
	secondary := byte(0)
	if it.secondary {
		secondary = 1
	}
	p.bytes(secondary)
	p.text(it.sku)
	p.time(it.effective)
	p.time(it.ends)
	p.decimal(it.included)
	p.decimal(it.tier.Above)
	p.decimal(it.tier.UnitPrice)
	p.int(int64(len(it.beside)))
	for i := range it.beside {
		p.price(&it.beside[i])
	}
}
