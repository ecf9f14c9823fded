package scenario

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/invopop/jsonschema"
)

// Schema is the JSON schema of a scenario file, as scenarios/scenario.schema.json
// has it for editors. It knows the keys and the kinds of their values; Read is
// stricter.
func Schema() *jsonschema.Schema { return SchemaOf("azwhatif scenario", &fileScenario{}) }

// SchemaOf is the JSON schema of the file whose shape a struct of Text, Item and Keyed is.
func SchemaOf(title string, shape any) *jsonschema.Schema {
	s := schemaOf(shape)
	s.Version, s.Title = jsonschema.Version, title
	anyCase(s)
	return s
}

// anyCase makes words of closed lists be taken in capitals, too, as Read takes them.
// The words stand as an enum of their own, from which editors complete.
func anyCase(s *jsonschema.Schema) {
	if s == nil {
		return
	}
	if len(s.Enum) > 0 {
		words := make([]string, len(s.Enum))
		for i, w := range s.Enum {
			words[i] = inAnyCase(w.(string))
		}
		s.AnyOf = []*jsonschema.Schema{{Enum: s.Enum}, {Pattern: "^(" + strings.Join(words, "|") + ")$"}}
		s.Enum = nil
	}
	anyCase(s.Items)
	anyCase(s.AdditionalProperties)
	for _, one := range s.OneOf {
		anyCase(one)
	}
	for p := s.Properties.Oldest(); p != nil; p = p.Next() {
		anyCase(p.Value)
	}
}

// inAnyCase is a pattern of a word; the patterns of JSON Schema have no flag for it.
func inAnyCase(word string) string {
	var b strings.Builder
	for _, r := range word {
		if up := unicode.ToUpper(r); up != r {
			b.WriteString("[" + string(up) + string(r) + "]")
		} else {
			b.WriteString(regexp.QuoteMeta(string(r)))
		}
	}
	return b.String()
}
