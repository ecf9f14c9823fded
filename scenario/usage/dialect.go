package usage

// dialect is what an engine's SQL says in its own way. All other SQL of this
// package is what DuckDB and ClickHouse both read.
type dialect struct {
	// Number gives a number in three whole ones (see number); all are NULL
	// where the text, a column's name, is none or has too many digits.
	// Nothing is ever rounded. Plain is for it alone: a condition that becomes
	// a column, so that it is reckoned once. Float is near to it, or NULL.
	Plain  func(text string, style numberStyle) string
	Number func(text, plain string, style numberStyle) (whole, fraction, rest string)
	Float  func(text string, style numberStyle) string

	// Sum is the text of the sum of whole numbers, of up to 38 digits.
	Sum func(whole string) string

	// Day gives a date, NULL where the text is none. Without an order, dates
	// such as 02/03/2026 are none.
	Day func(text, order string) string

	// Hour is the two digits of the hour in a text that Day reads, or empty text.
	Hour func(text string) string

	// Cycle is the number of the month, counted from the year 0, in which the
	// cycle of a date begins.
	Cycle func(date string, cycleDay int) string

	// Days are the days of the month that a date, which may be NULL, has in the
	// rows: a whole number with a bit for each, the first lowest. It is an
	// aggregate, as is Least: the lowest of the numbers that the rows' texts
	// hash to, eight at most, with ", " between them; "" of none. Two files
	// with the same rows in a group have the same for it; where one has some of
	// the other's rows, it likely has some of the numbers.
	Days  func(date string) string
	Least func(condition string, texts ...string) string

	// Tag is the JSON value of a key in a JSON object, with or without its
	// braces; empty text where absent. Keys match in any case.
	Tag func(object, key string) string

	// Matches tells whether a text matches a regular expression (RE2).
	Matches func(text, expression string) string
	Extract func(text, expression string) string // its first group

	// Text turns a column of any type into text, as JSON where it is nested.
	Text func(column, kind string) string
}

// numberStyle is how a file writes numbers.
type numberStyle string

const (
	plainNumbers numberStyle = "plain" // 1234.5: no sign between thousands
	pointNumbers numberStyle = "."     // 1,234.5
	commaNumbers numberStyle = ","     // 1.234,5
)
