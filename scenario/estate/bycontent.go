package estate

import (
	"errors"
	"fmt"

	"azwhatif/ratebook/money"
)

// sampled is how many rows are looked at to know a column by what is in it.
const sampled = 200

// errSampled ends the reading of a table whose first rows are enough.
var errSampled = errors.New("enough rows are read")

// columns gives the cells that are not empty, by column, of a table's first rows.
func (t *table) columns() (cells map[int][]string, rows int, err error) {
	cells = map[int][]string{}
	err = t.each(func(_ int, row []string) error {
		if rows == sampled {
			return errSampled
		}
		rows++
		for i, c := range row {
			if c = clean(c); c != "" {
				cells[i] = append(cells[i], c)
			}
		}
		return nil
	})
	if errors.Is(err, errSampled) {
		err = nil
	}
	return cells, rows, err
}

// byContent finds the columns of the operating system and of the power state by what is
// in them, where no header is known for them. It says so.
func (t *table) byContent() (notes []string, err error) {
	wantOS, wantPower := !t.h.has(fOS) && !t.h.has(fConfigOS), !t.h.has(fPower)
	if !wantOS && !wantPower {
		return nil, nil
	}
	cells, rows, err := t.columns()
	if err != nil || rows == 0 {
		return nil, err
	}
	taken := map[int]bool{}
	for f := range fieldCount {
		taken[t.h.at[f]] = true
	}
	find := func(f field, what string, enough int, is func(cell string) bool) {
		best := 0
		for i := range t.h.raw {
			n := 0
			for _, c := range cells[i] {
				if is(c) {
					n++
				}
			}
			if !taken[i] && n > best && n*2 >= rows && n*100 >= len(cells[i])*enough {
				t.h.at[f], best = i, n
			}
		}
		if best > 0 {
			taken[t.h.at[f]] = true
			notes = append(notes, fmt.Sprintf("the column %q is taken to be the %s, by what is in it", clean(t.h.raw[t.h.at[f]]), what))
		}
	}
	if wantOS {
		find(fOS, "operating system", 67, func(c string) bool { os, _ := readOS(c); return os != "" })
	}
	if wantPower {
		find(fPower, "power state", 100, func(c string) bool {
			_, known := power(c)
			return known && len(letters(c)) > 5 // not a number, nor true or false
		})
	}
	return notes, nil
}

// countsDisks tells whether the column of a machine's disks has how many there are: whole
// numbers of 10 at most. No estate has disks of 10 GiB and less only.
func (t *table) countsDisks() (bool, error) {
	if !t.h.has(fDiskList) || t.h.unit[fDiskList] != "" {
		return false, nil
	}
	cells, _, err := t.columns()
	list := cells[t.h.at[fDiskList]]
	for _, c := range list {
		n, wrong := t.sign.parse(c, true)
		if _, unit := cutUnit(c); unit != "" || wrong != nil || !n.IsInteger() || money.Int(10).Less(n) {
			return false, err
		}
	}
	return len(list) > 0, err
}
