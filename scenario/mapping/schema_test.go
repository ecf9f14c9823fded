package mapping_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"azwhatif/scenario"
	"azwhatif/scenario/mapping"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
)

const schemaFile = "../../scenarios/mapping.schema.json"

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
		t.Errorf("%s is not what Schema gives; write it with: go test ./scenario/mapping -run SchemaFile -update", schemaFile)
	}
}

func schemaJSON(t *testing.T) []byte {
	t.Helper()
	data, err := json.MarshalIndent(mapping.Schema(), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(data, '\n')
}

// The mappings that are built in fit the schema, as an editor reads them; what has another
// key or a wrong word does not.
func TestMappingsFitTheSchema(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schemaJSON(t)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("mapping.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("mapping.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	validate := func(text string) error {
		var v any
		if err := yaml.Unmarshal([]byte(text), &v); err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if v, err = jsonschema.UnmarshalJSON(bytes.NewReader(data)); err != nil {
			t.Fatal(err)
		}
		return schema.Validate(v)
	}
	for _, word := range mapping.Words() {
		text := string(mapping.File(word))
		if err := validate(text); err != nil {
			t.Errorf("%s: %v", word, err)
		}
		for _, wrong := range []string{"\nprovidr: x\n", "\nmachines: [{families: [x], serie: [y]}]\n", "\nrules: [{where: {service: x}, to: [{machine: {os: beos}}]}]\n"} {
			key, _, _ := strings.Cut(strings.TrimSpace(wrong), ":")
			cut := text
			if at := strings.Index(text, "\n"+key+":"); at >= 0 {
				cut = text[:at]
			}
			if validate(cut+wrong) == nil {
				t.Errorf("%s with %q fits the schema", word, wrong)
			}
		}
	}
}

// The mapping in the manual is one.
func TestManualsMapping(t *testing.T) {
	manual, err := os.ReadFile("../../docs/usage.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, found := strings.Cut(string(manual), "```yaml\n# yaml-language-server: $schema=mapping.schema.json\n")
	text, _, closed := strings.Cut(text, "```")
	if !found || !closed {
		t.Fatal("docs/usage.md has no mapping of one's own")
	}
	m, err := mapping.Read("ours.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string]string{
		"Compute | E1-Hours:g1.small | - | - | Hour | 744 | 70": "machine of Virtual Machines / linux / g1.small (2 vCPU, 8 GiB)",
		"Storage | E1-Objects | - | - | GB-Month | 10 | 1":      "Hot LRS Data Stored",
		"Net | E1-Bytes-In | - | - | GB | 10 | 0":               "data into a region is free",
		"Queues | E1-Calls | - | - | Calls | 10 | 1":            "no counterpart was chosen",
	} {
		u := used(t, line)
		u.Provider = "ourcloud"
		if got := outcome(m.Map([]scenario.Used{u})); !strings.Contains(got, want) {
			t.Errorf("%s: %s", line, got)
		}
	}
}
