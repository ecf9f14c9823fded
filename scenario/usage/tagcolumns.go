package usage

import "strings"

// tagColumn is a tag that has a column of its own: resourceTags/user:Name,
// resource_tags_user_name, or tags/env.
type tagColumn struct{ key, value string }

// tagColumns reads the tags of columns whose names begin with one of the prefixes; a table
// without such keeps what was said of its tags. Text is the SQL of a column.
func (r *canonical) tagColumns(c columns, d dialect, text func(name string) string, prefixes ...string) {
	var tags []tagColumn
	for _, col := range c {
		for _, prefix := range prefixes {
			if len(col.Header) > len(prefix) && strings.EqualFold(col.Header[:len(prefix)], prefix) {
				tags = append(tags, tagColumn{col.Header[len(prefix):], text(col.Name)})
				break
			}
		}
	}
	if len(tags) == 0 {
		return
	}
	r.Tags = allTags(tags, d)
	r.Tag = func(key string) string {
		for _, t := range tags {
			if strings.EqualFold(t.key, key) {
				return t.value
			}
		}
		return "''"
	}
}

// allTags is the JSON object of a row's tags, without its braces.
func allTags(tags []tagColumn, d dialect) string {
	var parts []string
	escaped := func(text, what string) string {
		return "replace(" + text + ", " + d.Literal(what) + ", " + d.Literal(`\`+what) + ")"
	}
	for _, t := range tags {
		value := escaped(escaped(t.value, `\`), `"`)
		parts = append(parts, "CASE WHEN "+t.value+" = '' THEN '' ELSE concat("+d.Literal(quoteJSON(t.key)+`:"`)+", "+value+", '\",') END")
	}
	return "concat(" + strings.Join(parts, ", ") + ", '')"
}
