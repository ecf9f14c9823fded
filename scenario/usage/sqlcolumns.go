package usage

import (
	"context"
	"fmt"
	"strings"
)

// Column is one of a table. Type is the engine's own word for it, such as
// map<string,string>; "" is text.
type Column struct{ Name, Type string }

// ColumnsOf are the columns of an export: those of a table that such exports are loaded
// into. Only the beginning of the file is read.
func ColumnsOf(ctx context.Context, s Spec) ([]Column, error) {
	s, err := s.check()
	if err != nil {
		return nil, err
	}
	inputs, _, _, err := find(s)
	if err != nil {
		return nil, err
	}
	if len(inputs) == 0 {
		return nil, fmt.Errorf("%s: no export in it", strings.Join(s.Files, ", "))
	}
	in := inputs[0]
	e, err := newEngine(ctx, s.engineMemory())
	if err != nil {
		return nil, err
	}
	defer e.close()
	files, err := unpack(in.name, in.path, e.folder, maxUnpacked, false)
	if err != nil {
		return nil, err
	}
	f := files[0]
	if err := f.recognise(ctx, e, s.Format); err != nil {
		return nil, err
	}
	if len(f.format.Needs) == 0 {
		return nil, fmt.Errorf("%s: an export of %s is no table that SQL could read; the formats of tables are %s", in.name, f.format.Name, strings.Join(tableFormats(), ", "))
	}
	var out []Column
	for _, c := range f.columns {
		out = append(out, Column{c.Header, c.Type})
	}
	return out, nil
}

// ParseColumns reads columns as a line, each a name and, behind a blank or a colon, its type:
// "ChargePeriodStart timestamp, Tags map<string,string>".
func ParseColumns(text string) ([]Column, error) {
	var out []Column
	depth, from := 0, 0
	for i, r := range text + "," {
		switch r {
		case '<', '(':
			depth++
		case '>', ')':
			depth--
		case ',':
			if depth > 0 {
				continue
			}
			one := strings.TrimSpace((text + ",")[from:i])
			at := strings.IndexAny(one, " :")
			switch {
			case one == "" || at == 0:
				return nil, fmt.Errorf("columns %q: one has no name; write them as Tags map<string,string>, BilledCost decimal", text)
			case at < 0:
				out = append(out, Column{Name: one})
			default:
				out = append(out, Column{one[:at], strings.TrimSpace(one[at+1:])})
			}
			from = i + 1
		}
	}
	if depth != 0 {
		return nil, fmt.Errorf("columns %q: a type's brackets are not closed", text)
	}
	return out, nil
}
