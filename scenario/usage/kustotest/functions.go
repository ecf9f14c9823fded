package kustotest

import (
	"hash/fnv"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"azwhatif/ratebook/money"
)

// function is what KQL has by a name: the types of its arguments ("…" behind the last says
// that it may be repeated), and what it gives.
type function struct {
	args []Type
	of   Type
	do   func(v []value) value
}

func text(s string) value { return value{s: s} }

var functions = map[string]function{
	"tolower":        {[]Type{"string"}, "string", func(v []value) value { return text(strings.ToLower(v[0].s)) }},
	"toupper":        {[]Type{"string"}, "string", func(v []value) value { return text(strings.ToUpper(v[0].s)) }},
	"replace_string": {[]Type{"string", "string", "string"}, "string", func(v []value) value { return text(strings.ReplaceAll(v[0].s, v[1].s, v[2].s)) }},
	"strlen":         {[]Type{"string"}, "long", func(v []value) value { return long(int64(utf8.RuneCountInString(v[0].s))) }},
	"strcat": {[]Type{"string", "…"}, "string", func(v []value) value {
		var b strings.Builder
		for _, part := range v {
			b.WriteString(part.s)
		}
		return text(b.String())
	}},
	"tolong": {[]Type{"string"}, "long", func(v []value) value {
		if n, err := strconv.ParseInt(v[0].s, 10, 64); err == nil {
			return long(n)
		}
		return null
	}},
	"toreal": {[]Type{"string"}, "real", func(v []value) value {
		if f, err := strconv.ParseFloat(v[0].s, 64); err == nil && strings.Trim(v[0].s, "0123456789.+-eE") == "" {
			return value{f: f}
		}
		return null
	}},
	"todecimal": {[]Type{"string"}, "decimal", func(v []value) value {
		if d, err := money.Parse(v[0].s); err == nil {
			return text(d.String())
		}
		return null
	}},
	"todouble": {[]Type{"number"}, "real", func(v []value) value { return value{f: v[0].f + float64(v[0].n), null: v[0].null} }},
	"make_datetime": {[]Type{"long", "long", "long"}, "datetime", func(v []value) value {
		if v[0].null || v[1].null || v[2].null {
			return null
		}
		return datetime(v[0].n, v[1].n, v[2].n)
	}},
	"getyear":     {[]Type{"datetime"}, "long", ofDay(func(v value) int { return v.time().Year() })},
	"monthofyear": {[]Type{"datetime"}, "long", ofDay(func(v value) int { return int(v.time().Month()) })},
	"dayofmonth":  {[]Type{"datetime"}, "long", ofDay(func(v value) int { return v.time().Day() })},
	"format_datetime": {[]Type{"datetime", "string"}, "string", func(v []value) value {
		layout := map[string]string{"yyyy-MM-dd": "2006-01-02", "yyyy-MM-dd HH:mm:ss": "2006-01-02 15:04:05"}[v[1].s]
		if v[0].null || layout == "" {
			return text("")
		}
		return text(v[0].time().Format(layout))
	}},
	"binary_shift_left": {[]Type{"long", "long"}, "long", func(v []value) value {
		if v[0].null || v[1].null {
			return null
		}
		return long(v[0].n << (uint(v[1].n) % 64))
	}},
	"hash": {[]Type{"string"}, "long", func(v []value) value {
		h := fnv.New64a()
		_, _ = h.Write([]byte(v[0].s))
		return long(int64(h.Sum64()))
	}},
	"not": {[]Type{"bool"}, "bool", func(v []value) value {
		if v[0].null {
			return null
		}
		return boolean(v[0].n == 0)
	}},
	"isnull":     {[]Type{"notstring"}, "bool", func(v []value) value { return boolean(v[0].null) }},
	"isnotnull":  {[]Type{"notstring"}, "bool", func(v []value) value { return boolean(!v[0].null) }},
	"isempty":    {[]Type{"string"}, "bool", func(v []value) value { return boolean(v[0].s == "") }},
	"isnotempty": {[]Type{"string"}, "bool", func(v []value) value { return boolean(v[0].s != "") }},
}

func ofDay(part func(value) int) func([]value) value {
	return func(v []value) value {
		if v[0].null {
			return null
		}
		return long(int64(part(v[0])))
	}
}

// most is how many arguments a function may have.
const most = 64

func (s *scope) call(n node) compiled {
	if aggregates[n.text] {
		semantic("%s is called outside of summarize", n.text)
	}
	if len(n.args) > most {
		semantic("%s has %d arguments", n.text, len(n.args))
	}
	var args []compiled
	for _, arg := range n.args {
		args = append(args, s.compile(arg))
	}
	switch n.text {
	case "case", "iff":
		return s.cases(n, args)
	case "coalesce":
		return s.coalesce(n, args)
	case "tostring":
		s.count(n, args, 1)
		of := args[0].of
		return compiled{of: "string", eval: func(row []value) value { return text(args[0].eval(row).text(of)) }}
	case "substring":
		return s.substring(n, args)
	case "extract":
		s.count(n, args, 3)
		s.is(n, args[2], "string")
		re := pattern(args[0])
		if n.args[1].text != "1" {
			semantic("extract of group %s", n.args[1].text)
		}
		return compiled{of: "string", eval: func(row []value) value {
			if m := re.FindStringSubmatch(args[2].eval(row).s); m != nil {
				return text(m[1])
			}
			return text("")
		}}
	case "trim", "trim_start", "trim_end":
		s.count(n, args, 2)
		s.is(n, args[1], "string")
		pattern(args[0])
		start, end := regexp.MustCompile(`^(?:`+args[0].text+`)`), regexp.MustCompile(`(?:`+args[0].text+`)$`)
		return compiled{of: "string", eval: func(row []value) value {
			t := args[1].eval(row).s
			if n.text != "trim_end" {
				t = start.ReplaceAllLiteralString(t, "")
			}
			if n.text != "trim_start" {
				t = end.ReplaceAllLiteralString(t, "")
			}
			return text(t)
		}}
	case "replace_regex":
		s.count(n, args, 3)
		s.is(n, args[0], "string")
		re := pattern(args[1])
		return compiled{of: "string", eval: func(row []value) value {
			return text(re.ReplaceAllLiteralString(args[0].eval(row).s, args[2].eval(row).s))
		}}
	}
	f, ok := functions[n.text]
	if !ok {
		semantic("SEM0260: Unknown function: '%s'", n.text)
	}
	types := f.args
	if types[len(types)-1] == "…" {
		types = nil
		for range args {
			types = append(types, f.args[0])
		}
	}
	s.count(n, args, len(types))
	for i, t := range types {
		switch {
		case t == "number":
			s.is(n, args[i], "long", "real")
		case t == "notstring" && args[i].of != "string":
		default:
			s.is(n, args[i], t)
		}
	}
	values := make([]value, len(args))
	return compiled{of: f.of, eval: func(row []value) value {
		for i, arg := range args {
			values[i] = arg.eval(row)
		}
		return f.do(values)
	}}
}

func (s *scope) count(n node, args []compiled, want int) {
	if len(args) != want {
		semantic("SEM0219: %s has %d arguments, and %d are wanted", n.text, len(args), want)
	}
}

// cases are all of one type; a condition that is null is not met.
func (s *scope) cases(n node, args []compiled) compiled {
	if len(args)%2 == 0 || len(args) < 3 || n.text == "iff" && len(args) != 3 {
		semantic("SEM0219: %s has %d arguments", n.text, len(args))
	}
	last := args[len(args)-1]
	for i, arg := range args[:len(args)-1] {
		if i%2 == 0 {
			s.is(n, arg, "bool")
		} else {
			s.is(n, arg, last.of)
		}
	}
	return compiled{of: last.of, eval: func(row []value) value {
		for i := 0; i+1 < len(args); i += 2 {
			if args[i].eval(row).true() {
				return args[i+1].eval(row)
			}
		}
		return last.eval(row)
	}}
}

// coalesce passes over nulls, and over empty texts.
func (s *scope) coalesce(n node, args []compiled) compiled {
	if len(args) < 2 {
		semantic("SEM0219: coalesce of one argument")
	}
	of := args[0].of
	for _, arg := range args {
		s.is(n, arg, of)
	}
	return compiled{of: of, eval: func(row []value) value {
		v := args[0].eval(row)
		for _, arg := range args[1:] {
			if !v.null && (of != "string" || v.s != "") {
				break
			}
			v = arg.eval(row)
		}
		return v
	}}
}

// substring counts characters from 0.
func (s *scope) substring(n node, args []compiled) compiled {
	if len(args) != 2 && len(args) != 3 {
		semantic("SEM0219: substring has %d arguments", len(args))
	}
	s.is(n, args[0], "string")
	for _, arg := range args[1:] {
		s.is(n, arg, "long")
	}
	return compiled{of: "string", eval: func(row []value) value {
		t, from, length := args[0].eval(row).s, args[1].eval(row), long(1<<40)
		if len(args) > 2 {
			length = args[2].eval(row)
		}
		if from.null || length.null || length.n < 0 || from.n < 0 {
			return text("")
		}
		ascii := true
		for i := range len(t) {
			ascii = ascii && t[i] < utf8.RuneSelf
		}
		if ascii {
			from.n = min(from.n, int64(len(t)))
			return text(t[from.n:min(from.n+length.n, int64(len(t)))])
		}
		runes := []rune(t)
		from.n = min(from.n, int64(len(runes)))
		return text(string(runes[from.n:min(from.n+length.n, int64(len(runes)))]))
	}}
}
