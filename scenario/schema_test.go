package scenario_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"azwhatif/scenario"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
)

const schemaFile = "../scenarios/scenario.schema.json"

func schemaJSON(t *testing.T) []byte {
	t.Helper()
	data, err := json.MarshalIndent(scenario.Schema(), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(data, '\n')
}

// TestSchemaFile holds the published schema to the reader's types.
func TestSchemaFile(t *testing.T) {
	want := schemaJSON(t)
	if *update {
		if err := os.WriteFile(schemaFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(bytes.ReplaceAll(got, []byte("\r\n"), []byte("\n")), want) {
		t.Errorf("%s is not what Schema gives; write it with: go test ./scenario -run SchemaFile -update", schemaFile)
	}
}

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schemaJSON(t)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("scenario.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("scenario.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// validate checks a file as an editor does, which reads YAML as JSON.
func validate(s *jsonschema.Schema, file []byte) error {
	var doc yaml.Node
	if err := yaml.Unmarshal(file, &doc); err != nil {
		return err
	}
	plainDates(&doc)
	var v any
	if err := doc.Decode(&v); err != nil {
		return err
	}
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if v, err = jsonschema.UnmarshalJSON(bytes.NewReader(data)); err != nil {
		return err
	}
	return s.Validate(v)
}

// plainDates makes dates text, as YAML 1.2 and the editors have it.
func plainDates(n *yaml.Node) {
	if n.Tag == "!!timestamp" {
		n.Tag = "!!str"
	}
	for _, c := range n.Content {
		plainDates(c)
	}
}

func TestExamplesFitTheSchema(t *testing.T) {
	s := compiled(t)
	for name, data := range exampleFiles(t) {
		if err := validate(s, data); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if strings.HasPrefix(name, "../scenarios/") && !bytes.HasPrefix(data, []byte("# yaml-language-server: $schema=scenario.schema.json\n")) {
			t.Errorf("%s does not begin with the line that leads editors to the schema", name)
		}
	}
}

// TestOthersFitTheSchema holds the scenarios that are in folders of their own: those of
// docs/estates.md, and that of the nightly run.
func TestOthersFitTheSchema(t *testing.T) {
	s := compiled(t)
	names, err := filepath.Glob("../scenarios/*/*.yaml")
	if err != nil || len(names) < 4 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := validate(s, data); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if !bytes.HasPrefix(data, []byte("# yaml-language-server: $schema=../scenario.schema.json\n")) {
			t.Errorf("%s does not begin with the line that leads editors to the schema", name)
		}
	}
}

// TestSchemaRefuses has what an editor should mark.
func TestSchemaRefuses(t *testing.T) {
	s := compiled(t)
	if err := validate(s, []byte(complete(""))); err != nil {
		t.Error(err)
	}
	for name, file := range map[string]string{
		"an unknown key":            complete("strat: 1\n"),
		"an unknown key in a case":  complete("cases: [{name: a, lik: b}]\n"),
		"an unknown key in a meter": complete("workloads: [{name: a, usage: [{meter: {nam: b}}]}]\n"),
		"no version":                strings.Replace(complete(""), "version: 1", "", 1),
		"no meter":                  complete("workloads: [{name: a, usage: [{count: 1}]}]\n"),
		"keys for a list":           complete("workloads: {name: a}\n"),
		"a list for a value":        complete("name: [a]\n"),
		"a choice that is none":     complete("rules: {discount_value: percents}\n"),
		"a rate without its date":   complete("exchange: {USD: {rate: 1, source: ECB}}\n"),
	} {
		if err := validate(s, []byte(file)); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

// TestSchemaTakesCapitals: words of closed lists are taken as Read takes them, and stand
// as an enum, from which editors complete.
func TestSchemaTakesCapitals(t *testing.T) {
	s := compiled(t)
	for _, file := range []string{
		complete("rules: {discount_value: Percent, discount_tier: SLAB}\n"),
		complete("imports: [{files: [a.csv], as: As-Recorded, covered: LEAVE, date_order: DMY}]\n"),
	} {
		if err := validate(s, []byte(file)); err != nil {
			t.Error(err)
		}
		if _, err := scenario.Read("a.yaml", []byte(file)); err != nil {
			t.Error(err)
		}
	}
	words := 0
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, x := range v {
				walk(x)
			}
		case map[string]any:
			if either, ok := v["anyOf"].([]any); ok && v["type"] == "string" {
				pattern := regexp.MustCompile(either[1].(map[string]any)["pattern"].(string))
				for _, w := range either[0].(map[string]any)["enum"].([]any) {
					words++
					if w := w.(string); !pattern.MatchString(strings.ToUpper(w)) || !pattern.MatchString(w) || pattern.MatchString(w+"s") {
						t.Errorf("%s against %s", w, pattern)
					}
				}
				return
			}
			if v["enum"] != nil {
				t.Errorf("%v takes small letters only", v["enum"])
			}
			for _, x := range v {
				walk(x)
			}
		}
	}
	var schema any
	if err := json.Unmarshal(schemaJSON(t), &schema); err != nil {
		t.Fatal(err)
	}
	walk(schema)
	if words < 50 {
		t.Errorf("the schema has %d words", words)
	}
}

// TestSchemaShape walks the whole schema: every object is closed or maps names
// of the user's choice, every property is described.
func TestSchemaShape(t *testing.T) {
	var s map[string]any
	if err := json.Unmarshal(schemaJSON(t), &s); err != nil {
		t.Fatal(err)
	}
	properties := 0
	var walk func(path string, s map[string]any)
	walk = func(path string, s map[string]any) {
		if s["type"] == "object" {
			switch more := s["additionalProperties"].(type) {
			case bool:
				if more || s["properties"] == nil {
					t.Errorf("%s takes any key", path)
				}
			case map[string]any:
				walk(path+".*", more)
			default:
				t.Errorf("%s takes any key", path)
			}
		}
		if items, ok := s["items"].(map[string]any); ok {
			walk(path+"[]", items)
		} else if s["type"] == "array" {
			t.Errorf("%s takes anything as an element", path)
		}
		list, _ := s["properties"].(map[string]any)
		for name, p := range list {
			p := p.(map[string]any)
			if text, _ := p["description"].(string); text == "" {
				t.Errorf("%s.%s is not described", path, name)
			}
			properties++
			walk(path+"."+name, p)
		}
	}
	walk("", s)
	if properties < 50 {
		t.Errorf("the schema has %d properties", properties)
	}
}
