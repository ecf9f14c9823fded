package web

import (
	"fmt"
	"slices"
	"strings"

	"azwhatif/scenario"
	"azwhatif/scenario/edit"
)

// editor makes the forms of a file: what the schema says of a part, with what the file
// has there.
type editor struct {
	file    *edit.File
	choices choices
	typed   map[string][]string // by field: what was typed and refused
}

// part is a piece of the file as the page shows it: fields, tables, and further parts.
type part struct {
	Path, ID, Title string
	Summary         string
	Fields          []field
	Tables          []table
	Parts           []part
	More            *part  // what the file does not have here, and could
	Fixed           string // why it is not edited
	Open            bool
}

// table is a list, or a map of the user's keys, with its entries as rows.
type table struct {
	Path, ID, Title string
	Heads           []string
	Rows            []tableRow
	New             []field // of the row for a new entry
	Key             *field  // that a new entry needs
	Meters          bool    // entries can be looked for on the card
	Fixed           string
}

type tableRow struct {
	Path, Name string
	Key        string // of a map
	Cells      []field
	Tables     []table // lists within the entry
	Fixed      string
}

// shownAlways are the keys that forms offer where the file does not have them, by the
// pattern of their part; of lists, the columns.
var shownAlways = map[string][]string{
	"":                               {"name", "start", "months", "report_in", "hours_per_month", "ratebook"},
	"/exchange":                      {"rate", "as_of", "source"},
	"/cases/*":                       {"name", "like", "offer", "currency", "market", "source", "region", "discount", "hybrid_benefit", "benefits", "modernise"},
	"/cases/*/commitment":            {"kind", "amount", "months", "discount"},
	"/cases/*/commitment/milestones": {"month", "amount"},
	"/cases/*/reservations":          {"meter/category", "meter/subcategory", "meter/name", "region", "count", "months", "payment"},
	"/cases/*/savings_plan":          {"hourly", "months", "payment"},
	"/cases/*/reserve":               {"what", "months"},
	"/cases/*/discounts":             {"where/category", "where/meter/name", "discount"},
	"/cases/*/changes":               {"where/workload", "where/meter/name", "hours", "scale", "region", "swap/name"},
	"/workloads/*":                   {"name", "region", "subscription", "from", "until", "growth"},
	"/workloads/*/spread":            {"distribution", "low", "likely", "high"},
	"/workloads/*/usage":             {"meter/category", "meter/subcategory", "meter/name", "count", "hours", "quantity"},
	"/workloads/*/machines":          {"name", "size", "need/vcpus", "need/memory", "os", "count", "hours", "sql", "public_addresses"},
	"/workloads/*/machines/*/disks":  {"kind", "size", "count"},
	"/marketplace":                   {"name", "monthly", "once", "currency", "eligible", "from", "until"},
	"/owned":                         {"meter/name", "region", "count", "monthly", "hourly", "from", "until"},
	"/alerts":                        {"name", "on", "case", "above", "below", "budget"},
	"/payable/support":               {"name", "monthly", "currency", "percent"},
	"/payable/tax":                   {"name", "percent"},
	"/cases/*/payable/support":       {"name", "monthly", "currency", "percent"},
	"/cases/*/payable/tax":           {"name", "percent"},
	"/chargeback/shared":             {"name", "split"},
}

// offered are the parts that a part can be given where the file has none.
var offered = map[string][]string{
	"/cases/*":                {"commitment", "reserve", "savings_plan", "reservations", "changes", "discounts"},
	"/workloads/*":            {"tags", "spread", "usage", "machines"},
	"/workloads/*/machines/*": {"disks"},
}

// ownSections are the keys of the file that have sections of their own on the page.
var ownSections = []string{"exchange", "cases", "workloads"}

// pattern is a path with its indexes as stars; of a list of one or several, that of one.
func pattern(path edit.Path) string {
	p := slices.Clone(path)
	for i := range p {
		if p[i] != "" && strings.Trim(p[i], "0123456789") == "" {
			p[i] = "*"
		}
	}
	return p.String()
}

// partOf is the part at a path: its own values, and below them what it is made of.
func (e *editor) partOf(path edit.Path, title string) part {
	p := part{Path: path.String(), ID: id("part" + path.String()), Title: title}
	if err := e.file.Fixed(path); err != nil {
		_, p.Fixed, _ = strings.Cut(err.Error(), ": ")
	}
	always, at := shownAlways[pattern(path)], pattern(path)
	more := &part{ID: p.ID + "-more"}
	for _, known := range scenario.Fields(path...) {
		if len(path) == 0 && slices.Contains(ownSections, known.Name) {
			continue
		}
		sub := path.With(known.Name)
		switch has := e.file.Has(sub); {
		case has == edit.AList, has == edit.AMap && scenario.Fields(sub...) == nil && !known.Number, known.Part && has == edit.Nothing && isList(sub):
			switch {
			case has != edit.Nothing || len(path) > 0 && path[0] == "workloads" && known.Name != "tags":
				p.Tables = append(p.Tables, e.tableOf(sub, titleOf(known.Name)))
			case slices.Contains(offered[at], known.Name):
				more.Tables = append(more.Tables, e.tableOf(sub, titleOf(known.Name)))
			}
		case has == edit.AMap && isKeyed(sub):
			p.Tables = append(p.Tables, e.tableOf(sub, titleOf(known.Name)))
		case has == edit.AMap, known.Part && slices.Contains(offered[at], known.Name) && len(path) > 1 && e.file.Source(path, known.Name) != nil && has == edit.Nothing:
			p.Parts = append(p.Parts, e.partOf(sub, titleOf(known.Name)))
		case known.Part && has == edit.Nothing && slices.Contains(offered[at], known.Name):
			more.Parts = append(more.Parts, e.partOf(sub, titleOf(known.Name)))
		case known.Name == "like" && len(path) == 2 && path[1] == "0": // no case comes before it
		case known.Part && has == edit.AText: // commitment: none
			p.Fields = append(p.Fields, e.fieldOf(sub, known.Name))
		case known.Part:
		case has != edit.Nothing || slices.Contains(always, known.Name):
			p.Fields = append(p.Fields, e.fieldOf(sub, known.Name))
		case known.Name != "version" && known.Name != "commitments":
			more.Fields = append(more.Fields, e.fieldOf(sub, known.Name))
		}
	}
	if len(more.Fields)+len(more.Tables)+len(more.Parts) > 0 {
		p.More = more
	}
	if len(always) > 0 {
		order := func(f field) int {
			i := slices.Index(always, f.Name[strings.LastIndex(f.Name, "/")+1:])
			if i < 0 {
				return len(always)
			}
			return i
		}
		slices.SortStableFunc(p.Fields, func(a, b field) int { return order(a) - order(b) })
	}
	return p
}

func titleOf(key string) string {
	text := labels[key]
	if text == "" {
		text = strings.ReplaceAll(key, "_", " ")
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// isList tells the keys under which a list stands.
func isList(path edit.Path) bool {
	_, has := shownAlways[pattern(path)]
	return has && !slices.Contains([]string{"commitment", "savings_plan", "reserve", "spread"}, path[len(path)-1]) || path[len(path)-1] == "tags"
}

// isKeyed tells the maps whose keys are the user's.
func isKeyed(path edit.Path) bool {
	last := path[len(path)-1]
	return len(path) == 1 && last == "exchange" || last == "tags" || last == "shares" || last == "machines" && len(path) > 1 && path[len(path)-2] == "sizing"
}

// tableOf is the table of a list, or of a map with the user's keys.
func (e *editor) tableOf(path edit.Path, title string) table {
	t := table{Path: path.String(), ID: id("part" + path.String()), Title: title}
	if err := e.file.Fixed(path); err != nil {
		_, t.Fixed, _ = strings.Cut(err.Error(), ": ")
	}
	keyed := isKeyed(path)
	var steps []string
	if keyed {
		steps = e.file.Keys(path)
	} else {
		for i := range e.file.Len(path) {
			steps = append(steps, fmt.Sprint(i))
		}
	}
	columns := e.columns(path, steps)
	for i, step := range steps {
		at := path.With(step)
		row := tableRow{Path: at.String(), Name: fmt.Sprintf("%s %d", title, i+1)}
		if name, ok := e.file.Get(at.With("name")); ok {
			row.Name = name
		}
		if keyed {
			row.Key, row.Name = step, step
		}
		if err := e.file.Fixed(at); err != nil {
			_, row.Fixed, _ = strings.Cut(err.Error(), ": ")
		}
		for _, c := range columns {
			row.Cells = append(row.Cells, e.fieldOf(at.With(below(c)...), path[len(path)-1]))
		}
		row.Tables = e.within(at)
		t.Rows = append(t.Rows, row)
	}
	for _, c := range columns {
		head := "value" // of a list of plain values, as tags are
		if c != "" {
			head = labelOf(path.With("0").With(below(c)...))
		}
		t.Heads = append(t.Heads, head)
	}
	if t.Fixed == "" && outsidePage(path) == "" {
		e.newRow(&t, path, columns, keyed)
	}
	t.Meters = pattern(path) == "/workloads/*/usage"
	return t
}

// newRow gives a table the fields of a new entry.
func (e *editor) newRow(t *table, path edit.Path, columns []string, keyed bool) {
	for _, c := range columns {
		name := adding + path.String() + "!" + c
		f := e.blank(path.With("0").With(below(c)...), name, path[len(path)-1])
		if f.Words != nil {
			f.Words = append([]choice{{}}, f.Words...)
		}
		if typed, ok := e.typed[name]; ok {
			f.Value = typed[0]
		}
		t.New = append(t.New, f)
	}
	if keyed {
		name := keying + path.String()
		t.Key = &field{Name: name, ID: id(name), Label: strings.TrimSuffix(strings.ToLower(t.Title), "s")}
		if path[len(path)-1] == "exchange" {
			t.Key.Label, t.Key.List = "currency", "currencies"
		}
		if typed, ok := e.typed[name]; ok {
			t.Key.Value = typed[0]
		}
	}
}

func below(column string) []string {
	if column == "" {
		return nil
	}
	return strings.Split(column, "/")
}

// columns are the values that the entries of a list have, those that are always shown
// first.
func (e *editor) columns(path edit.Path, steps []string) []string {
	columns := slices.Clone(shownAlways[pattern(path)])
	if columns == nil && (isKeyed(path) && scenario.Fields(path.With("0")...) == nil) {
		return []string{""}
	}
	for _, step := range steps {
		for _, c := range e.scalars(path.With(step), "") {
			if !slices.Contains(columns, c) {
				columns = append(columns, c)
			}
		}
	}
	return columns
}

// scalars are the paths of the values in a part, as far as no list comes between.
func (e *editor) scalars(at edit.Path, prefix string) (list []string) {
	switch e.file.Has(at) {
	case edit.AText:
		return []string{prefix}
	case edit.AMap:
		for _, key := range e.file.Keys(at) {
			sub := key
			if prefix != "" {
				sub = prefix + "/" + key
			}
			if !strings.Contains(key, "/") {
				list = append(list, e.scalars(at.With(key), sub)...)
			}
		}
	}
	return list
}

// within are the lists in an entry, and those that it can be given.
func (e *editor) within(at edit.Path) (list []table) {
	for _, known := range scenario.Fields(at...) {
		sub := at.With(known.Name)
		if e.file.Has(sub) == edit.AList || e.file.Has(sub) == edit.Nothing && slices.Contains(offered[pattern(at)], known.Name) {
			list = append(list, e.tableOf(sub, titleOf(known.Name)))
		}
	}
	return list
}
