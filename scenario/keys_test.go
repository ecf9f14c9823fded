package scenario_test

import (
	"slices"
	"strings"
	"testing"

	"azwhatif/scenario"

	"go.yaml.in/yaml/v3"
)

// TestFields holds that each key of the examples is among the fields of its part.
func TestFields(t *testing.T) {
	for name, data := range exampleFiles(t) {
		var doc yaml.Node
		if err := yaml.Unmarshal(data, &doc); err != nil {
			t.Fatal(err)
		}
		holdFields(t, name, doc.Content[0], nil)
	}
	for path, want := range map[string]string{
		"":                         "version name ratebook start",
		"cases 0 commitment":       "kind amount months",
		"cases 0 commitment 1":     "kind amount months",
		"cases 0 savings_plan 0":   "hourly months payment",
		"workloads 0 machines 0":   "name size need",
		"exchange USD":             "rate as_of source",
		"sizing machines x need":   "vcpus memory",
		"workloads 0 tags":         "",
		"workloads 0 tags x":       "",
		"workloads 0 name":         "",
		"nothing":                  "",
		"cases 0 changes 0 where":  "workload subscription tags",
		"sweep regions":            "",
		"correlation 0 matrix 0 0": "",
	} {
		var names []string
		for _, f := range scenario.Fields(strings.Fields(path)...) {
			names = append(names, f.Name)
		}
		if got := strings.Join(names, " "); !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%q has %q, want %q", path, got, want)
		}
	}
	for _, f := range scenario.Fields("cases", "0") {
		if f.Name == "benefits" && (f.Number || !slices.Contains(f.Words, "auto-36") || f.Help == "") || f.Name == "discount" && !f.Number {
			t.Errorf("%+v", f)
		}
	}
}

func holdFields(t *testing.T, name string, n *yaml.Node, path []string) {
	t.Helper()
	fields := scenario.Fields(path...)
	for i := 0; n.Kind == yaml.MappingNode && i < len(n.Content); i += 2 {
		key := n.Content[i].Value
		known := slices.ContainsFunc(fields, func(f scenario.Field) bool { return f.Name == key })
		if own := fields == nil; !known && !own {
			t.Errorf("%s: %q is not among the fields of %q", name, key, path)
		}
		holdFields(t, name, n.Content[i+1], append(path[:len(path):len(path)], key))
	}
	for i := 0; n.Kind == yaml.SequenceNode && i < len(n.Content); i++ {
		holdFields(t, name, n.Content[i], append(path[:len(path):len(path)], "0"))
	}
}
