package store

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"azwhatif/internal/terminal"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"

	"github.com/duckdb/duckdb-go/v2"
)

// scanner makes rates of the rows of selection. What many meters share, it
// keeps once.
type scanner struct {
	several bool // cards: they share most meters
	units   map[string]unit.Unit
	texts   map[string]string
	meters  map[string]ratebook.Meter
}

func newScanner(several bool) *scanner {
	return &scanner{several: several, units: map[string]unit.Unit{}, texts: map[string]string{}, meters: map[string]ratebook.Meter{}}
}

// add takes in a row of selection: a rate of its own, or a further price of the last.
func (s *scanner) add(rates []ratebook.Rate, row string, price any) ([]ratebook.Rate, error) {
	rate, prices, whole := strings.Cut(row, partEnd)
	above, beside, also := strings.Cut(prices, partEnd)
	if !whole || !also {
		return nil, errors.New("a row has not as many parts as it should")
	}
	if rate != "" {
		r, err := s.rate(rate)
		if err != nil {
			return nil, err
		}
		rates = append(rates, r)
	}
	if above == "" && beside == "" {
		return rates, nil
	}
	own, ok := price.(duckdb.Decimal)
	switch {
	case !ok:
		return nil, errors.New("a price is not there")
	case len(rates) == 0:
		return nil, errors.New("a price stands before its rate")
	}
	amount := money.OfDigits(own.Value, int(own.Scale))
	r := &rates[len(rates)-1]
	if beside != "" {
		p, err := s.beside(beside, amount)
		r.Beside = append(r.Beside, p)
		return rates, err
	}
	from, err := decimal(above)
	r.Tiers = append(r.Tiers, ratebook.Tier{Above: from, UnitPrice: amount})
	return rates, err
}

// beside is a price beside a rate.
func (s *scanner) beside(row string, amount money.Decimal) (p ratebook.Price, err error) {
	p.Amount = amount
	f := strings.Split(row, fieldEnd)
	if len(f) != 5 {
		return p, errors.New("a price beside a rate has not as many fields as it should")
	}
	p.Kind = ratebook.PriceKind(s.shared(f[0]))
	if p.Months, err = strconv.Atoi(f[1]); err != nil {
		return p, err
	}
	if p.Effective, err = moment(f[2]); err != nil {
		return p, err
	}
	if p.Ends, err = moment(f[3]); err != nil {
		return p, err
	}
	p.Above, err = decimal(f[4])
	return p, err
}

// The fields of a rate: those that say what its meter is, and the rest.
const (
	meterFields = 8
	rateFields  = 3
)

func (s *scanner) rate(row string) (r ratebook.Rate, err error) {
	end := 0
	for range meterFields {
		n := strings.Index(row[end:], fieldEnd)
		if n < 0 {
			return r, errFields
		}
		end += n + 1
	}
	f := strings.Split(row[end:], fieldEnd)
	if len(f) != rateFields {
		return r, errFields
	}
	if r.Meter, err = s.meter(row[:end-1]); err != nil {
		return r, err
	}
	if r.Effective, err = moment(f[0]); err != nil {
		return r, err
	}
	if r.Ends, err = moment(f[1]); err != nil {
		return r, err
	}
	r.Included, err = decimal(f[2])
	return r, err
}

var errFields = errors.New("a rate has not as many fields as it should")

// meter is what a row says of the meter.
func (s *scanner) meter(row string) (m ratebook.Meter, err error) {
	if m, ok := s.meters[row]; ok {
		return m, nil
	}
	f := strings.Split(row, fieldEnd)
	for i := range f {
		if i != 6 { // tags, which have ends of their own
			f[i] = terminal.Clean(f[i]) // a card of an earlier release has names as they came
		}
	}
	if !s.several { // else all of the row would stay with them
		f[0], f[3] = strings.Clone(f[0]), strings.Clone(f[3])
	}
	m = ratebook.Meter{
		ID: ratebook.MeterID(f[0]), Category: s.shared(f[1]), Subcategory: s.shared(f[2]), Name: f[3],
		Region: ratebook.Region(s.shared(f[5])), Status: s.shared(f[7]),
	}
	var ok bool
	if m.Unit, ok = s.units[f[4]]; !ok {
		if m.Unit, err = unit.Parse(f[4]); err != nil {
			return m, err
		}
		s.units[strings.Clone(f[4])] = m.Unit
	}
	if f[6] != "" {
		for tag := range strings.SplitSeq(f[6], tagEnd) {
			m.Tags = append(m.Tags, terminal.Clean(tag))
		}
	}
	if s.several {
		s.meters[row] = m
	}
	return m, nil
}

func (s *scanner) shared(text string) string {
	if t, ok := s.texts[text]; ok {
		return t
	}
	text = strings.Clone(text)
	s.texts[text] = text
	return text
}

// moment reads microseconds; "" is the zero time.
func moment(us string) (time.Time, error) {
	if us == "" {
		return time.Time{}, nil
	}
	n, err := strconv.ParseInt(us, 10, 64)
	return time.UnixMicro(n).UTC(), err
}

// decimal reads DuckDB's text of a DECIMAL, which has all of its places.
func decimal(s string) (money.Decimal, error) {
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "0" {
		return money.Zero, nil
	}
	return money.Parse(s)
}
