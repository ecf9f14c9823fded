package fetch

import (
	"encoding/binary"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// unpacker reads what a pile has packed.
type unpacker struct {
	pile *pile
	left []byte
}

// read gives the n-th item, or the plan.
func (p *pile) read(n uint32, of *pileMeter) (it item, pl *plan) {
	at := p.at[n]
	u := unpacker{p, p.blocks[at>>32][uint32(at):]}
	m := u.meter()
	m.ID = ratebook.MeterID(of.id.String())
	if u.byte() == planMark {
		return it, &plan{n, m, u.price()}
	}
	it = u.item()
	it.meter = m
	return it, nil
}

func (u *unpacker) byte() (b byte) {
	b, u.left = u.left[0], u.left[1:]
	return b
}

func (u *unpacker) int() int64 {
	n, size := binary.Varint(u.left)
	u.left = u.left[size:]
	return n
}

func (u *unpacker) text() string { return u.chars(u.int()) }

func (u *unpacker) chars(n int64) (s string) {
	s, u.left = string(u.left[:n]), u.left[n:]
	return s
}

func (u *unpacker) shared() string { return u.pile.texts[u.int()] }

func (u *unpacker) time() time.Time {
	seconds := u.int()
	return time.Unix(seconds, u.int()).UTC()
}

func (u *unpacker) decimal() money.Decimal {
	if n := u.int(); n >= 0 {
		return money.MustParse(u.chars(n))
	}
	return u.pile.long[u.int()]
}

func (u *unpacker) meter() (m ratebook.Meter) {
	m.Category, m.Subcategory = u.shared(), u.shared()
	m.Unit = u.pile.units[u.shared()]
	m.Region, m.Status = ratebook.Region(u.shared()), u.shared()
	m.Name = u.text()
	for range u.int() {
		m.Tags = append(m.Tags, u.shared())
	}
	return m
}

func (u *unpacker) price() (p ratebook.Price) {
	p.Kind, p.Months = ratebook.PriceKind(u.shared()), int(u.int())
	p.Effective, p.Ends = u.time(), u.time()
	p.Above, p.Amount = u.decimal(), u.decimal()
	return p
}

func (u *unpacker) item() (it item) {
	it.secondary = u.byte() == 1
	it.sku = u.text()
	it.effective, it.ends = u.time(), u.time()
	it.included, it.tier.Above, it.tier.UnitPrice = u.decimal(), u.decimal(), u.decimal()
	if n := u.int(); n > 0 {
		it.beside = make([]ratebook.Price, n)
		for i := range it.beside {
			it.beside[i] = u.price()
		}
	}
	return it
}
