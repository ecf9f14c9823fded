package scenario

import (
	"slices"
	"strings"
)

// Apart names what usage is kept apart by when it is carried on: the resource
// group and all tags that its export has. Two uses with the same are one series.
func (u Used) Apart() string {
	if u.apart != "" {
		return u.apart
	}
	keys := make([]string, 0, len(u.Tags))
	for k := range u.Tags {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	text := strings.ToLower(u.Group)
	for _, k := range keys {
		text += "\x00" + k + "\x00" + u.Tags[k]
	}
	return text
}

// KeepApart remembers what usage is kept apart by, so that its tags and its group
// can then be narrowed to those that are shown. The groups are dropped where they
// are not shown.
func (im *Imported) KeepApart(groups bool) {
	texts := map[string]string{} // each once
	for i := range im.Used {
		u := &im.Used[i]
		text := u.Apart()
		if known, ok := texts[text]; ok {
			text = known
		} else {
			texts[text] = text
		}
		u.apart = text
		if !groups {
			u.Group = ""
		}
	}
}
