package usage

// dialect is what an engine's SQL says in its own way. All other SQL of this
// package is what DuckDB and ClickHouse both read.
type dialect struct {
	// Number gives a decimal number of 38 digits, 18 of them behind the
	// point, and what it has behind those up to 36, as a second number. Both
	// are NULL where the text is not a number or has more digits; nothing is
	// ever rounded. The text is a column's name.
	Number func(text string, style numberStyle) (high, low string)

	// Day gives a date, NULL where the text is none. Without an order, dates
	// such as 02/03/2026 are none.
	Day func(text, order string) string

	// Hour is the two digits of the hour in a text that Day reads, or ”.
	Hour func(text string) string

	// Cycle is the number of the month, counted from the year 0, in which the
	// cycle of a date begins.
	Cycle func(date string, cycleDay int) string

	// Tag is the JSON value of a key in a JSON object, with or without its
	// braces; ” where absent. Keys match in any case.
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
