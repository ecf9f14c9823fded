package ratebook

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// Meters are the card's meters, each once: the same id in two regions is two.
// Of a meter with several effective dates, the description is the latest one's.
func (c *Card) Meters() []Meter {
	type key struct {
		id     MeterID
		region Region
	}
	at := make(map[key]int, len(c.Rates))
	latest := make([]Rate, 0, len(c.Rates))
	for _, r := range c.Rates {
		k := key{r.Meter.ID, r.Meter.Region}
		if i, ok := at[k]; !ok {
			at[k] = len(latest)
			latest = append(latest, r)
		} else if r.Effective.After(latest[i].Effective) {
			latest[i] = r
		}
	}
	meters := make([]Meter, len(latest))
	for i, r := range latest {
		meters[i] = r.Meter
	}
	return meters
}

// Search finds the meters that every word of the query occurs in: in the id,
// category, subcategory, name, unit, or a spelling of the region, in either
// case. "d4s v5 west europe" finds the meter "D4s v5" in westeurope.
//
// Best matches come first: those whose whole name stands in the query (or one
// of a name's sizes, "D4s v4" of "D4 v4/D4s v4"), then those with more of the query's
// words as whole words; then by category, subcategory, name, region and id.
func Search(meters []Meter, query string) []Meter {
	words := strings.Fields(strings.ToLower(query))
	if len(words) == 0 {
		return nil
	}
	type hit struct {
		Meter
		part  bool // the name is not all there
		whole int  // words of the query that are whole words of the meter
	}
	var hits []hit
	phrase := " " + strings.Join(words, " ") + " "
	regions := map[Region]string{}
	for _, m := range meters {
		where, ok := regions[m.Region]
		if !ok {
			where = m.Region.words()
			regions[m.Region] = where
		}
		name := strings.ToLower(m.Name)
		text := strings.ToLower(string(m.ID)+"\n"+m.Category+"\n"+m.Subcategory+"\n"+m.Unit.String()) + "\n" + name + "\n" + where
		if slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }) {
			continue
		}
		h := hit{Meter: m, part: true}
		for size := range strings.SplitSeq(name, "/") {
			size = strings.Join(strings.Fields(size), " ")
			h.part = h.part && (size == "" || !strings.Contains(phrase, " "+size+" "))
		}
		have := strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("/(),", r) })
		for _, w := range words {
			if slices.Contains(have, w) {
				h.whole++
			}
		}
		hits = append(hits, h)
	}
	slices.SortStableFunc(hits, func(a, b hit) int {
		if a.part != b.part {
			if a.part {
				return 1
			}
			return -1
		}
		return cmp.Or(cmp.Compare(b.whole, a.whole), cmp.Compare(a.Category, b.Category), cmp.Compare(a.Subcategory, b.Subcategory),
			cmp.Compare(a.Name, b.Name), cmp.Compare(a.Region, b.Region), cmp.Compare(a.ID, b.ID))
	})
	found := make([]Meter, len(hits))
	for i, h := range hits {
		found[i] = h.Meter
	}
	return found
}

// words are the spellings of a region that Search looks in.
func (r Region) words() string {
	return strings.ToLower(string(r) + "\n" + r.RateCard() + "\n" + r.Display())
}

// RegionsWith are the regions that Search finds by the word, in lower case.
func RegionsWith(regions []Region, word string) (found []Region) {
	for _, r := range regions {
		if strings.Contains(r.words(), word) {
			found = append(found, r)
		}
	}
	return found
}
