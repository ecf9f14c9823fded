package usage

// dialect is what an engine's SQL says in its own way. All other SQL of this
// package is what DuckDB and ClickHouse both read, and kustoWriter writes in KQL.
//
// A query is built of steps, each of which names an expression over the table's
// columns and the steps before it; all names begin with azw_.
type dialect struct {
	// Lazy is of an engine whose CASE works out only what it takes.
	Lazy bool
	// Query selects expressions of steps over a table, of which only those
	// that are needed are given. Sample, where it is not 0, is how many rows
	// are looked at. Tail is what groups and orders them.
	Query func(from string, steps []step, sample int, selected, tail string) string

	// Number gives the steps that read name_text: name, name_fraction and
	// name_rest are the three whole numbers of a number (see number), 0 for
	// empty text, and all NULL where the text is none or has too many digits.
	// Nothing is ever rounded. Float is near to a number, or NULL.
	Number func(name string, style numberStyle) []step
	Float  func(text string, style numberStyle) string

	// Day gives the steps that read azw_day_text into azw_day, a date that
	// compares with what Date gives of "2026-03-14"; NULL where the text is none.
	// Without an order, dates such as 02/03/2026 are none.
	Day  func(order string) []step
	Date func(day string) string

	// Hour is the two digits of the hour in a text that Day reads, or empty text.
	Hour func(text string) string

	// Cycle is the number of the month, counted from the year 0, in which the
	// cycle of a date begins.
	Cycle func(date string, cycleDay int) string

	// Days is the text of the days of the month that a date, which may be NULL,
	// has in the rows: a whole number with a bit for each, the first lowest. It
	// is an aggregate, as is Least: the lowest of the numbers that Alike
	// gives, of the rows for which it is not NULL, eight at most, with ", " between them; "" of none. Two
	// files with the same rows in a group have the same for it; where one has
	// some of the other's rows, it likely has some of the numbers.
	Days  func(date string) string
	Least func(number string) string
	Alike func(values ...string) string // the number that a row's values hash to; nil where files are not compared

	// Hash is a whole number that texts hash to, and Over selects sums of the rows of
	// a query, whose columns are named with AS: both of databases that hold a table.
	Hash func(texts []string) string
	Over func(query, selected string) string

	// Sum is the text of the sum of whole numbers of up to 18 digits, exactly:
	// one number, or several that parseSum puts together.
	Sum func(whole string) string

	// List is an aggregate, too: the texts of the rows of which a condition is true,
	// with ", " between them. It is nil where the engine does not fold days; see
	// result.
	List func(text, condition string) string

	// Tag is the JSON value of a key in a JSON object, with or without its
	// braces; empty text where absent. Keys match in any case.
	Tag func(object, key string) string

	// Matches tells whether a text matches a regular expression (RE2), Extract
	// gives its first group, or empty text.
	Matches func(text, expression string) string
	Extract func(text, expression string) string

	// Text turns a column of any type into text, as JSON where it is nested.
	Text    func(column, kind string) string
	String  func(expression string) string // as text, empty where NULL
	Whole   func(text string) string       // a whole number, or NULL
	Trim    func(text string) string       // without blanks around it
	Literal func(text string) string
	Quote   func(name string) string // an identifier
}

// step names an expression. Once tells that it costs much, and others name it
// often: it is calculated once for a row, where it needs no other such step.
type step struct {
	name, expression string
	once             bool
}

// numberStyle is how a file writes numbers.
type numberStyle string

const (
	plainNumbers numberStyle = "plain" // 1234.5: no sign between thousands
	pointNumbers numberStyle = "."     // 1,234.5
	commaNumbers numberStyle = ","     // 1.234,5
)
