package usage

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// Column is one of a table. Type is the engine's own word for it, such as
// map<string,string>; "" is text.
type Column struct{ Name, Type string }

// ColumnsOf are the columns of an export: those of a table that such exports are loaded
// into. Order is that of its days, "mdy" or "dmy", where its first rows have such and settle
// it. Only the beginning of the file is read.
func ColumnsOf(ctx context.Context, s Spec) (columns []Column, order string, err error) {
	if s, err = s.check(); err != nil {
		return nil, "", err
	}
	inputs, _, _, err := find(s)
	if err != nil {
		return nil, "", err
	}
	if len(inputs) == 0 {
		return nil, "", fmt.Errorf("%s: no export in it", strings.Join(s.Files, ", "))
	}
	in := inputs[0]
	e, err := newEngine(ctx, s.engineMemory())
	if err != nil {
		return nil, "", err
	}
	defer e.close()
	files, err := unpack(in.name, in.path, e.folder, maxUnpacked, false)
	if err != nil {
		return nil, "", err
	}
	f := files[0]
	if err := f.recognise(ctx, e, s.Format); err != nil {
		return nil, "", err
	}
	if len(f.format.Needs) == 0 {
		return nil, "", fmt.Errorf("%s: an export of %s is no table that SQL could read; the formats of tables are %s", in.name, f.format.Name, strings.Join(tableFormats(), ", "))
	}
	t, err := f.table(e, s.MaxRefused+1)
	if err != nil {
		return nil, "", err
	}
	v, err := t.evidence(ctx, e, s, sampleRows)
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", in.name, plainer(err, s))
	}
	how, _ := v.decide(s)
	for _, c := range f.columns {
		if strings.HasPrefix(c.Type, "TIMESTAMP") { // which an engine may have as another type
			c.Type = ""
		}
		columns = append(columns, Column{c.Header, c.Type})
	}
	return columns, how.Order, nil
}

// typeWord begins the types of the engines.
var typeWord = regexp.MustCompile(`(?i)^(string|varchar|char|text|json|dynamic|variant|timestamp|datetime|date|decimal|numeric|double|float|real|int|uint|integer|bigint|smallint|tinyint|long|bool|boolean|map|struct|row|array|tuple|nullable|lowcardinality|fixedstring|enum)(8|16|32|64|128|256|_ntz|_ltz)?\b`)

// ParseColumns reads columns as a line, each a name and, behind a blank or a colon, its type:
// "ChargePeriodStart timestamp, Tags map<string,string>". A name with blanks stands in
// quotation marks, or in backticks.
func ParseColumns(text string) ([]Column, error) {
	var out []Column
	depth, from, quote := 0, 0, rune(0)
	for i, r := range text + "," {
		switch {
		case quote != 0 || r == '"' || r == '`':
			if quote == 0 {
				quote = r
			} else if r == quote {
				quote = 0
			}
		case r == '<' || r == '(':
			depth++
		case r == '>' || r == ')':
			depth--
		case r == ',' && depth == 0:
			c, err := parseColumn(strings.TrimSpace((text + ",")[from:i]))
			if err != nil {
				return nil, fmt.Errorf("columns %q: %w", text, err)
			}
			out, from = append(out, c), i+1
		}
	}
	if depth != 0 || quote != 0 {
		return nil, fmt.Errorf("columns %q: a bracket or a quotation mark is not closed", text)
	}
	return out, nil
}

// parseColumn reads one column: its name, in quotation marks or not, and its type.
func parseColumn(text string) (c Column, err error) {
	name, rest := text, ""
	if text != "" && (text[0] == '"' || text[0] == '`') {
		end := strings.IndexByte(text[1:], text[0])
		if end < 0 {
			return c, errors.New("a quotation mark is not closed")
		}
		name, rest = text[1:1+end], text[2+end:]
	} else if at := strings.IndexAny(text, " :"); at >= 0 {
		name, rest = text[:at], text[at:]
	}
	c = Column{name, strings.Trim(rest, " :")}
	switch {
	case name == "":
		return c, errors.New("one has no name; write them as Tags map<string,string>, BilledCost decimal")
	case c.Type != "" && !typeWord.MatchString(c.Type):
		return c, fmt.Errorf("column %s is of type %q, which is not known; a name with blanks stands in quotation marks", name, c.Type)
	}
	return c, nil
}
