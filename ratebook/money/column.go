package money

import "math"

// A Column is a list of numbers that is kept small: eight bytes each, as whole
// numbers of the same decimal place, as long as they fit. The zero Column is empty.
type Column struct {
	places int
	whole  []int64   // times 10^-places
	exact  []Decimal // instead of whole, where a number does not fit
}

// Len is how many numbers there are.
func (c *Column) Len() int { return max(len(c.whole), len(c.exact)) }

// At is one of the numbers.
func (c *Column) At(i int) Decimal {
	if c.exact != nil {
		return c.exact[i]
	}
	return Int(c.whole[i]).Mul(placed[c.places])
}

// placed[k] is 10^-k.
var placed = func() (list [Places + 1]Decimal) {
	for k := range list {
		list[k] = One.Div(Decimal{n: tens[k]})
	}
	return list
}()

// Extend puts zeros before and after the numbers.
func (c *Column) Extend(before, after int) {
	if c.exact != nil {
		c.exact = extend(c.exact, before, after)
	} else {
		c.whole = extend(c.whole, before, after)
	}
}

func extend[T any](list []T, before, after int) []T {
	if before == 0 {
		return append(list, make([]T, after)...)
	}
	out := make([]T, before+len(list)+after)
	copy(out[before:], list)
	return out
}

// Add adds to one of the numbers.
func (c *Column) Add(i int, d Decimal) {
	d = c.At(i).Add(d)
	if c.exact == nil && c.fits(d) {
		n, _ := d.wholeOf(c.places)
		c.whole[i] = n
		return
	}
	if c.exact == nil {
		all := make([]Decimal, len(c.whole))
		for k := range all {
			all[k] = c.At(k)
		}
		c.exact, c.whole = all, nil
	}
	c.exact[i] = d
}

// fits makes the column fit for a number, of a finer place if need be; it is false
// where that cannot be.
func (c *Column) fits(d Decimal) bool {
	for places := c.places; places <= Places; places++ {
		if _, ok := d.wholeOf(places); ok {
			return c.refine(places)
		}
	}
	return false
}

// refine makes the numbers those of a finer place; it is false where one does not fit.
func (c *Column) refine(places int) bool {
	times, ok := One.wholeOf(places - c.places)
	if !ok {
		return false
	}
	for _, n := range c.whole {
		if most := math.MaxInt64 / times; n > most || n < -most {
			return false
		}
	}
	for i := range c.whole {
		c.whole[i] *= times
	}
	c.places = places
	return true
}

// wholeOf is a number in 10^-places; ok is false where that is not whole, or has more
// than a word.
func (a Decimal) wholeOf(places int) (n int64, ok bool) {
	in := a.Mul(Decimal{n: tens[places]})
	whole := in.Round(0)
	if !whole.Equal(in) || whole.big != nil || whole.n.hi != 0 || whole.n.lo > math.MaxInt64 {
		return 0, false
	}
	if n = int64(whole.n.lo); whole.Sign() < 0 {
		n = -n
	}
	return n, true
}
