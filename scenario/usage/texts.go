package usage

import (
	"maps"
	"slices"
	"strings"

	"azwhatif/scenario"
)

// texts are those of groups and of sums, each kept once.
type texts map[string]string

func (t texts) keep(s *string) { share(t, s) }

func share[T ~string](t texts, s *T) {
	if *s == "" {
		return
	}
	known, ok := t[string(*s)]
	if !ok {
		known = strings.Clone(string(*s)) // it may be a part of a larger one
		t[known] = known
	}
	*s = T(known)
}

// shared are the texts and the tags of sums, each kept once.
type shared struct {
	texts texts
	tags  map[string]map[string]string
}

// keep has a sum share what others have, too. A resource is nearly always its own.
func (k shared) keep(u *scenario.Used) {
	for _, s := range []*string{&u.Provider, &u.Day, &u.Subscription, &u.Meter.Category, &u.Meter.Subcategory, &u.Meter.Name, &u.Meter.Status,
		&u.Foreign.Service, &u.Foreign.UsageType, &u.Foreign.Operation, &u.Foreign.Region, &u.Foreign.Unit, &u.Group, &u.Benefit, &u.First, &u.Last} {
		share(k.texts, s)
	}
	share(k.texts, &u.Kind)
	share(k.texts, &u.Offer)
	share(k.texts, &u.Meter.ID)
	share(k.texts, &u.Meter.Region)
	share(k.texts, &u.Currency)
	for i := range u.Days {
		share(k.texts, &u.Days[i].Day)
	}
	u.Days = slices.Clone(u.Days)
	if len(u.Tags) == 0 {
		return
	}
	var text strings.Builder
	for _, key := range slices.Sorted(maps.Keys(u.Tags)) {
		text.WriteString(key + "\x00" + u.Tags[key] + "\x00")
	}
	known, ok := k.tags[text.String()]
	if !ok {
		known = u.Tags
		k.tags[text.String()] = known
	}
	u.Tags = known
}
