package usage

import (
	"encoding/json"
	"strings"

	"azwhatif/internal/terminal"
)

// tags are those of a group that are kept; nil where it has none.
func (r *run) tags(g *group) map[string]string {
	if r.spec.AllTags {
		return parseTags(g.tags[0])
	}
	var out map[string]string
	for i, key := range r.spec.Tags {
		if g.tags[i] == "" {
			continue
		}
		if out == nil {
			out = map[string]string{}
		}
		out[key] = tagValue(json.RawMessage(g.tags[i]))
	}
	return out
}

// parseTags reads an object of tags, with or without its braces. What cannot
// be read as one is no tags: the usage counts all the same.
func parseTags(text string) map[string]string {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil
	}
	if !strings.HasPrefix(text, "{") {
		text = "{" + strings.Trim(text, ",") + "}"
	}
	var object map[string]json.RawMessage
	if json.Unmarshal([]byte(text), &object) != nil || len(object) == 0 {
		return nil
	}
	out := map[string]string{}
	for key, value := range object {
		out[terminal.Clean(key)] = tagValue(value)
	}
	return out
}

// tagValue is a tag's value as text: a JSON text without its quotation marks.
func tagValue(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return terminal.Clean(text)
	}
	return strings.TrimSpace(terminal.Clean(string(raw)))
}

// quoteJSON writes a text as JSON does, but for the letters that Go escapes
// for the sake of HTML.
func quoteJSON(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s)
	return strings.TrimSpace(b.String())
}
