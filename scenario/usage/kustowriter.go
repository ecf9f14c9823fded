package usage

import (
	"fmt"
	"strings"
	"unicode"
)

// kustoWriter writes expressions in KQL. It knows the types of the names that are given so
// far, as KQL has no null texts, and a type for each other null.
type kustoWriter struct {
	types map[string]kustoType
}

// kustoType is one of KQL's own names of types; "" is not known, as of a null.
type kustoType string

const (
	kustoString   kustoType = "string"
	kustoLong     kustoType = "long"
	kustoReal     kustoType = "real"
	kustoDecimal  kustoType = "decimal"
	kustoBool     kustoType = "bool"
	kustoDatetime kustoType = "datetime"
)

// kustoCalls are the functions that have one name in SQL and another in KQL, and those that
// are KQL's own, with what they give.
var kustoCalls = map[string]struct {
	name string
	of   kustoType
}{
	"lower": {"tolower", kustoString}, "upper": {"toupper", kustoString}, "replace": {"replace_string", kustoString}, "concat": {"strcat", kustoString},
	"length":  {"strlen", kustoLong},
	"extract": {"extract", kustoString}, "trim": {"trim", kustoString}, "trim_start": {"trim_start", kustoString}, "trim_end": {"trim_end", kustoString},
	"replace_regex": {"replace_regex", kustoString}, "format_datetime": {"format_datetime", kustoString},
	"tolong": {"tolong", kustoLong}, "hash": {"hash", kustoLong}, "binary_shift_left": {"binary_shift_left", kustoLong},
	"getyear": {"getyear", kustoLong}, "monthofyear": {"monthofyear", kustoLong}, "dayofmonth": {"dayofmonth", kustoLong},
	"toreal": {"toreal", kustoReal}, "todecimal": {"todecimal", kustoDecimal}, "make_datetime": {"make_datetime", kustoDatetime}, "isnull": {"isnull", kustoBool},
	"sum": {"sum", ""}, "min": {"min", ""}, "max": {"max", ""}, "binary_all_or": {"binary_all_or", kustoLong},
}

// aggregates are the functions that calculate one value for many rows.
var aggregates = map[string]bool{"count": true, "sum": true, "min": true, "max": true, "binary_all_or": true}

// kustoSigns are KQL's, by SQL's.
var kustoSigns = map[string]string{"=": "==", "<>": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=", "+": "+", "-": "-", "*": "*", "%": "%", "and": "and", "or": "or"}

// mostArgs is how many arguments a function of KQL takes.
const mostArgs = 60

// write gives an expression in KQL, with its type.
func (w *kustoWriter) write(e expression) (kql string, of kustoType) {
	switch e.op {
	case "name":
		return e.text, w.types[e.text]
	case "column":
		return kustoName(e.text), ""
	case "text":
		return kustoLiteral(e.text), kustoString
	case "number":
		if strings.Contains(e.text, ".") {
			return e.text, kustoReal
		}
		return e.text, kustoLong
	case "null":
		return w.null(""), ""
	case "call":
		return w.call(e)
	case "case":
		return w.cases(e)
	case "in", "not in":
		return w.in(e), kustoBool
	case "is null", "is not null":
		kql, of := w.write(e.args[0])
		function := map[bool]string{true: "isempty", false: "isnull"}[of == kustoString]
		if e.op == "is not null" {
			function = "isnot" + strings.TrimPrefix(function, "is")
		}
		return function + "(" + kql + ")", kustoBool
	case "between":
		return "(" + w.text(e.args[0]) + " >= " + w.text(e.args[1]) + " and " + w.text(e.args[0]) + " <= " + w.text(e.args[2]) + ")", kustoBool
	case "like":
		prefix, found := strings.CutSuffix(e.args[1].text, "%")
		if e.args[1].op != "text" || !found || strings.ContainsAny(prefix, "%_") {
			panic("usage: LIKE of more than a beginning")
		}
		return w.text(e.args[0]) + " startswith_cs " + kustoLiteral(prefix), kustoBool
	case "not":
		return "not(" + w.text(e.args[0]) + ")", kustoBool
	}
	return w.sign(e)
}

// text is an expression in KQL alone.
func (w *kustoWriter) text(e expression) string {
	kql, _ := w.write(e)
	return kql
}

func (w *kustoWriter) sign(e expression) (string, kustoType) {
	if len(e.args) == 1 {
		kql, of := w.write(e.args[0])
		return "-" + kql, of
	}
	a, ofA := w.write(e.args[0])
	b, ofB := w.write(e.args[1])
	switch e.op {
	case "||":
		return "strcat(" + a + ", " + b + ")", kustoString
	case "/": // KQL divides whole numbers without a rest
		return "(todouble(" + a + ") / todouble(" + b + "))", kustoReal
	case "+", "-", "*", "%":
		if ofA == kustoReal || ofB == kustoReal {
			ofA = kustoReal
		}
		return "(" + a + " " + e.op + " " + b + ")", ofA
	case "<", "<=", ">", ">=":
		if ofA == kustoString || ofB == kustoString {
			panic("usage: KQL does not order texts by " + e.op)
		}
	}
	return "(" + a + " " + kustoSigns[e.op] + " " + b + ")", kustoBool
}

// null is the null of a type.
func (w *kustoWriter) null(of kustoType) string {
	switch of {
	case kustoString:
		return `""`
	case "":
		of = kustoLong
	}
	return string(of) + "(null)"
}

// cases writes CASE, whose values are of one type.
func (w *kustoWriter) cases(e expression) (string, kustoType) {
	var of kustoType
	for i, arg := range e.args {
		if i%2 == 1 || i == len(e.args)-1 {
			if _, t := w.write(arg); arg.op != "null" && t != "" {
				of = t
				break
			}
		}
	}
	var args []string
	for i, arg := range e.args {
		if arg.op == "null" {
			args = append(args, w.null(of))
			continue
		}
		kql, t := w.write(arg)
		value := i%2 == 1 || i == len(e.args)-1
		if value && of == kustoReal && t == kustoLong {
			kql = "todouble(" + kql + ")"
		}
		args = append(args, kql)
	}
	if len(args)%2 == 0 {
		args = append(args, w.null(of))
	}
	if len(args) == 3 {
		return "iff(" + strings.Join(args, ", ") + ")", of
	}
	if len(args) > mostArgs {
		panic("usage: a CASE of too many conditions")
	}
	return "case(" + strings.Join(args, ", ") + ")", of
}

func (w *kustoWriter) in(e expression) string {
	x, words := w.text(e.args[0]), true
	var list []string
	for _, item := range e.args[1:] {
		words = words && item.op == "text"
		list = append(list, w.text(item))
	}
	if words {
		return "(" + x + map[string]string{"in": " in ", "not in": " !in "}[e.op] + "(" + strings.Join(list, ", ") + "))"
	}
	for i := range list {
		list[i] = x + " == " + list[i]
	}
	either := "(" + strings.Join(list, " or ") + ")"
	if e.op == "not in" {
		return "not(" + either + ")"
	}
	return either
}

func (w *kustoWriter) call(e expression) (string, kustoType) {
	switch e.text {
	case "datetime": // of a text, as a literal
		return "datetime(" + e.args[0].text + ")", kustoDatetime
	case "coalesce":
		return w.coalesce(e)
	case "count":
		return w.count(e), kustoLong
	case "substr":
		text, from := w.text(e.args[0]), e.args[1]
		if from.op != "number" {
			panic("usage: a text is cut from a stated place")
		}
		var at int
		if _, err := fmt.Sscan(from.text, &at); err != nil {
			panic(err)
		}
		length := ""
		if len(e.args) > 2 {
			length = ", " + w.text(e.args[2])
		}
		return fmt.Sprintf("substring(%s, %d%s)", text, at-1, length), kustoString
	case "matches_regex":
		return "(" + w.text(e.args[0]) + " matches regex " + w.text(e.args[1]) + ")", kustoBool
	case "bin_div": // without a rest
		return "(" + w.text(e.args[0]) + " / " + w.text(e.args[1]) + ")", kustoLong
	case "tostring":
		kql, of := w.write(e.args[0])
		if of == kustoDatetime {
			return "iff(isnull(" + kql + `), "", format_datetime(` + kql + `, "yyyy-MM-dd"))`, kustoString
		}
		return "tostring(" + kql + ")", kustoString
	}
	known, ok := kustoCalls[e.text]
	if !ok {
		panic("usage: KQL has no function for " + e.text)
	}
	var args []string
	of := known.of
	for _, arg := range e.args {
		kql, t := w.write(arg)
		args = append(args, kql)
		if of == "" {
			of = t
		}
	}
	for known.name == "strcat" && len(args) > mostArgs {
		args = append([]string{"strcat(" + strings.Join(args[:mostArgs], ", ") + ")"}, args[mostArgs:]...)
	}
	return known.name + "(" + strings.Join(args, ", ") + ")", of
}

// coalesce of texts passes over empty ones in KQL, where it passes over NULL in SQL: the
// two are one where what may be empty is made NULL in SQL, or is the last.
func (w *kustoWriter) coalesce(e expression) (string, kustoType) {
	var args []string
	var of kustoType
	for i, arg := range e.args {
		if arg.op == "call" && arg.text == "nullif" {
			if arg.args[1].op != "text" || arg.args[1].text != "" {
				panic("usage: a NULL in place of a text")
			}
			arg = arg.args[0]
		} else if i < len(e.args)-2 {
			panic("usage: a text that may be empty is taken before another")
		}
		kql, t := w.write(arg)
		if of == "" {
			of = t
		}
		if of == kustoString && i == len(e.args)-1 && kql == `""` {
			break
		}
		args = append(args, kql)
	}
	if len(args) == 1 {
		return args[0], of
	}
	return "coalesce(" + strings.Join(args, ", ") + ")", of
}

func (w *kustoWriter) count(e expression) string {
	if len(e.args) == 0 {
		return "count()"
	}
	of := e.args[0]
	switch {
	case e.distinct:
		return "count_distinct(" + w.text(of) + ")"
	case of.op == "case" && len(of.args) == 2 && of.args[1].op == "number":
		return "countif(" + w.text(of.args[0]) + ")"
	case of.op == "case" && len(of.args) == 3 && of.args[1].op == "null" && of.args[2].op == "number":
		return "countif(not(" + w.text(of.args[0]) + "))"
	}
	kql, t := w.write(of)
	if t == kustoString {
		panic("usage: texts are counted by a condition")
	}
	return "countif(isnotnull(" + kql + "))"
}

// kustoLiteral is a text in KQL.
func kustoLiteral(s string) string { return `"` + kustoEscaped(s, '"') + `"` }

// kustoName is a name in KQL: of a column, a table, a function or a database.
func kustoName(s string) string { return `['` + kustoEscaped(s, '\'') + `']` }

func kustoEscaped(s string, quote rune) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\\' || r == quote:
			b.WriteString(`\` + string(r))
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case r > 0xffff:
			b.WriteRune(r)
		case !unicode.IsPrint(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
