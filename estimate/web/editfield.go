package web

import (
	"fmt"
	"slices"
	"strings"

	"azwhatif/scenario"
	"azwhatif/scenario/edit"
)

// field is one value of the file as a form shows it.
type field struct {
	Name, ID    string // of the form's field
	Label, Help string
	Value       string
	Placeholder string
	List        string   // that it completes from
	Words       []choice // of a closed list; nil for any text
	Fixed       string   // why it is not edited; "" where it is
	Missing     bool     // the file has nothing here
	Wide        bool
}

// labels are the words for keys whose own would not tell enough.
var labels = map[string]string{
	"id": "meter id", "as_of": "as of", "os": "OS", "sql": "SQL Server", "nics": "NICs", "iops": "IOPS", "mbps": "MB/s", "vcpus": "vCPUs",
	"like": "starts from", "report_in": "totals in", "hours_per_month": "hours of a month", "start": "first month", "months": "months",
	"hybrid_benefit": "own licences", "benefits": "find benefits", "savings_plan": "savings plan", "pays_for": "pays for", "draws": "draws",
	"on": "watches", "at": "figure", "resource_group": "resource group", "ratebook": "prices from",
}

// labelOf is what a field is called: its key, and the one before where that says more.
func labelOf(path edit.Path) string {
	last := path[len(path)-1]
	if scenario.Fields(path[:len(path)-1]...) == nil { // the user's own key
		return last
	}
	text := labels[last]
	if text == "" {
		text = strings.ReplaceAll(last, "_", " ")
	}
	if len(path) > 1 {
		switch before := path[len(path)-2]; {
		case before == "meter" && (last == "name" || last == "unit"), before == "swap":
			text = before + " " + text
		case before == "need", before == "spread" && last == "mean":
			text = strings.ReplaceAll(before, "_", " ") + " " + text
		}
	}
	return text
}

// id is how a form's field is found in the page.
func id(name string) string { return inID.Replace(name) }

var inID = strings.NewReplacer("/", "-", " ", "_", "!", "--", "~", "_")

// fieldOf is the field of a path, in a list or not.
func (e *editor) fieldOf(path edit.Path, in string) field {
	name := setting + path.String()
	f := e.blank(path, name, in)
	f.Value, _ = e.file.Get(path)
	f.Missing = e.file.Has(path) == edit.Nothing
	if typed, ok := e.typed[name]; ok {
		f.Value = typed[0]
	}
	if err := e.file.Fixed(path); err != nil {
		_, f.Fixed, _ = strings.Cut(err.Error(), ": ")
	} else if why := outsidePage(path); why != "" {
		f.Fixed = why
	}
	if f.Missing {
		f.Placeholder = e.inherited(path)
	}
	if f.Words != nil {
		f.Words = append([]choice{{"", f.Placeholder}}, f.Words...)
		if !slices.ContainsFunc(f.Words, func(c choice) bool { return c.Value == f.Value }) {
			f.Words = append(f.Words, choice{f.Value, f.Value})
		}
	}
	return f
}

// outsidePage says why a value is not changed by the page though it could be.
func outsidePage(path edit.Path) string {
	if slices.Contains(path, "files") {
		return "files are brought in by an upload, or in an editor"
	}
	return ""
}

// blank is a field without a value.
func (e *editor) blank(path edit.Path, name, in string) field {
	f := field{Name: name, ID: id(name), Label: labelOf(path), List: listOf(path)}
	last := path[len(path)-1]
	for _, known := range scenario.Fields(path[:len(path)-1]...) {
		if known.Name != last {
			continue
		}
		f.Help = known.Help
		for _, word := range known.Words {
			f.Words = append(f.Words, choice{word, word})
		}
		if known.Flag {
			f.Words = []choice{{"true", "yes"}, {"false", "no"}}
		}
	}
	switch {
	case last == "source" && in != "exchange":
		f.Words = slices.Clone(e.choices["sources"])
	case last == "like":
		f.Words = e.cases(path)
	case last == "case" && path[0] == "alerts":
		f.Words = e.cases(nil)
	}
	f.Wide = slices.Contains([]string{"name", "subcategory", "category", "source", "like"}, last)
	return f
}

// cases are the names of cases that another one can be like: those before it.
func (e *editor) cases(path edit.Path) (list []choice) {
	n := e.file.Len(edit.Path{"cases"})
	if len(path) > 1 {
		if i := slices.Index(path, "like"); i == 2 {
			n = indexOf(path[1], n)
		}
	}
	for i := range n {
		name, _ := e.file.Get(edit.Path{"cases"}.At(i).With("name"))
		list = append(list, choice{name, name})
	}
	return list
}

func indexOf(step string, otherwise int) int {
	n := 0
	if _, err := fmt.Sscan(step, &n); err != nil {
		return otherwise
	}
	return n
}

// inherited is what counts where a case has nothing of its own.
func (e *editor) inherited(path edit.Path) string {
	if len(path) < 3 || path[0] != "cases" || path[2] == "name" || path[2] == "like" {
		return ""
	}
	source := e.file.Source(path[:2], path[2])
	if source == nil {
		return ""
	}
	if path[2] == "sizing" || path[2] != source[len(source)-1] {
		return ""
	}
	value, ok := e.file.Get(source.With(path[3:]...))
	if !ok {
		return ""
	}
	from := "the scenario"
	if len(source) > 2 {
		from, _ = e.file.Get(source[:2].With("name"))
	}
	return fmt.Sprintf("%s, as %s", value, from)
}
