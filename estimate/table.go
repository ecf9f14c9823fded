package estimate

import "azwhatif/ratebook/money"

// A table is a column of a priced case: a row for each meter (or line), with a figure
// for each month. Rows may be those of another table, so that nothing writes into a
// row that it did not make. A row that is nil has zeros only, as all rows of a nil
// table.
type table [][]money.Decimal

// at is one figure.
func (t table) at(row, month int) money.Decimal {
	if t == nil || t[row] == nil {
		return money.Zero
	}
	return t[row][month]
}

// row is a row, nil where it has zeros only.
func (t table) row(i int) []money.Decimal {
	if t == nil {
		return nil
	}
	return t[i]
}

// newTable has so many rows of zeros, in one piece.
func newTable(rows, months int) table {
	t, all := make(table, rows), make([]money.Decimal, rows*months)
	for i := range t {
		t[i], all = all[:months:months], all[months:]
	}
	return t
}

// tableOf has rows of zeros where has tells so, in one piece; it is nil where no row has.
func tableOf(rows, months int, has func(row int) bool) (t table) {
	n := 0
	for i := range rows {
		if has(i) {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	t = make(table, rows)
	own := newTable(n, months)
	for i := range t {
		if has(i) {
			t[i], own = own[0], own[1:]
		}
	}
	return t
}

// add adds to a figure of a table that is made when something is added.
func (t *table) add(rows, months, row, month int, d money.Decimal) {
	if d.IsZero() {
		return
	}
	if *t == nil {
		*t = make(table, rows)
	}
	if (*t)[row] == nil {
		(*t)[row] = make([]money.Decimal, months)
	}
	(*t)[row][month] = (*t)[row][month].Add(d)
}

// sum is what the rows have in each of so many months.
func (t table) sum(months int) []money.Decimal {
	sums := make([]money.Decimal, months)
	for _, row := range t {
		for m, n := range row {
			sums[m] = sums[m].Add(n)
		}
	}
	return sums
}

// weigh makes ready to share a total of each month by what some rows have in it.
func (t table) weigh(rows []int, months int) []money.Split {
	splits := make([]money.Split, months)
	for _, r := range rows {
		for m, n := range t[r] {
			splits[m].Weigh(r, n)
		}
	}
	return splits
}

// share puts the parts of each month's total in the place of the weights.
func (t table) share(rows []int, splits []money.Split) {
	for _, r := range rows {
		for m, n := range t[r] {
			t[r][m] = splits[m].Part(r, n)
		}
	}
	for m := range splits {
		if at, rest := splits[m].Rest(); !rest.IsZero() {
			t[at][m] = rest
		}
	}
}

// sumOfTables adds two tables up; where one is nil, the sum is the other.
func sumOfTables(a, b table) table {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	sum := make(table, len(a))
	for i := range sum {
		switch {
		case a[i] == nil:
			sum[i] = b[i]
		case b[i] == nil:
			sum[i] = a[i]
		default:
			sum[i] = make([]money.Decimal, len(a[i]))
			for m := range sum[i] {
				sum[i][m] = a[i][m].Add(b[i][m])
			}
		}
	}
	return sum
}
