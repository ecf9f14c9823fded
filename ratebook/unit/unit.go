// Package unit has units of measure, parsed: what one price is for, and how a
// quantity in one unit is counted in another.
//
// A unit is a block of so many of a noun, over or times a period:
//
//	10K Transactions   a block of 10000, noun Transactions
//	100 GB/Month       a block of 100, noun GB, period Month
//	1 Hour             a block of 1, a plain count of things, period Hour
//	10,000s            a block of 10000, a plain count
//
// "1 GB/Hour", "1 GB Hour" and "1 GB-Hours" mean the same: the price of one GB
// held for one hour. So do "1/Hour" and "Hours", of anything that the meter counts.
//
// Bytes go by [ByteRule]: Azure's GB is 2^30 bytes, and so equal to a GiB.
package unit

import (
	"strings"

	"azwhatif/ratebook/money"
)

// ByteRule is how bytes are counted, in words that an estimate can list among
// its assumptions. Sources: Azure's price pages, where a GB is 2^30 bytes, and
// the tier keys of rate cards, where 1, 10 and 50 TB are 1024, 10240 and 51200 GB.
const ByteRule = "1 GB is 2^30 bytes (a GiB), as on Azure's price pages: 1 TB is 1024 GB, 1 GB is 1024 MB"

// Period is the time that a measure is multiplied with; "" is none.
type Period string

const (
	Second Period = "Second"
	Minute Period = "Minute"
	Hour   Period = "Hour"
	Day    Period = "Day"
	Month  Period = "Month"
	Year   Period = "Year"
)

// length is the period in the smallest unit of its clock: seconds for second
// to day, months for month and year. The two clocks do not convert: how many
// hours a month has is for a scenario to say.
func (p Period) length() (n int64, months bool) {
	switch p {
	case Minute:
		return 60, false
	case Hour:
		return 3600, false
	case Day:
		return 86400, false
	case Month:
		return 1, true
	case Year:
		return 12, true
	}
	return 1, false
}

// Unit is what one price is for: a block of so many of a noun, over or times
// a period. The zero Unit is a plain count of single things.
type Unit struct {
	text   string
	block  money.Decimal // 0 only in the zero Unit, where it means 1
	noun   string        // canonical; "" is a plain count
	period Period
	per    int64 // periods in "1/10 Days"; 0 means 1
}

// String is the unit as its source wrote it.
func (u Unit) String() string {
	if u.text == "" {
		return "1"
	}
	return u.text
}

// Text is the unit as its source wrote it, "" where it states none.
func (u Unit) Text() string { return u.text }

// Block is how many of the noun one price buys: 10000 for "10K Transactions".
// It leaves out the number of periods: 1 for "1/10 Days", 10 for "10 Days".
// Convert counts both.
func (u Unit) Block() money.Decimal {
	if u.block.IsZero() {
		return money.One
	}
	return u.block
}

// Noun is what is counted, in one spelling: "GB", "Transactions"; "" for a
// plain count ("10K", "Units", "Hours").
func (u Unit) Noun() string { return u.noun }

// Period is the time that the measure is multiplied with: Hour for "Hours",
// "1 GB/Hour" and "GB Hour"; "" for "10K Transactions".
func (u Unit) Period() Period { return u.period }

// Same tells whether two spellings mean the same: "1 Hour" and "Hours", "10K"
// and "10,000s", "1 TB" and "1024 GiB". A plain count is not the same as a noun.
func (u Unit) Same(v Unit) bool {
	if key(u.base()) != key(v.base()) {
		return false
	}
	one, err := Convert(money.One, u, v)
	back, berr := Convert(money.One, v, u)
	return err == nil && berr == nil && one.Equal(money.One) && back.Equal(money.One)
}

// base is the noun, with GB standing for every size of bytes.
func (u Unit) base() string {
	if _, ok := byteSizes[u.noun]; ok {
		return "GB"
	}
	return u.noun
}

// WithoutPeriod drops the period: "1 GB" for "1 GB/Month", "1" for "Hours". For a
// caller whose quantities are per month: 2 TB a month is 2 TB in "1 GB/Month".
// The number of periods is dropped with it: see Over for units such as "1/3 Months".
func (u Unit) WithoutPeriod() Unit { return u.Over("") }

// Over is the unit with another period in place of its own: "TB" over Month
// converts to "1 GB/Month", and "1" over Month to "1/3 Months".
func (u Unit) Over(p Period) Unit {
	u.period, u.per = p, 0
	u.text = u.canonical()
	return u
}

// Single is one of the unit's noun, without block or period: "1 GB" for
// "100 GB/Month", "1" for "10K".
func (u Unit) Single() Unit {
	u.block = money.One
	return u.Over("")
}

// canonical writes the unit in one spelling, which Parse reads back as Same.
func (u Unit) canonical() string {
	var b strings.Builder
	b.WriteString(u.Block().String())
	if u.noun != "" {
		b.WriteString(" " + u.noun)
	}
	switch {
	case u.per > 1:
		b.WriteString("/" + money.Int(u.per).String() + " " + string(u.period) + "s")
	case u.period != "":
		b.WriteString("/" + string(u.period))
	}
	return b.String()
}

// MarshalText gives the text that String does.
func (u Unit) MarshalText() ([]byte, error) { return []byte(u.String()), nil }

// UnmarshalText reads what Parse reads.
func (u *Unit) UnmarshalText(text []byte) (err error) {
	*u, err = Parse(string(text))
	return err
}
