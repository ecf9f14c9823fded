package ratebook

import (
	"slices"
	"strings"
)

// The sources do not give a meter the same words. Retail Prices has a product,
// "Virtual Machines Dsv5 Series", where the RateCard API and cost exports have a
// subcategory, "Dsv5 Series"; and it sells "Dav4" and "Dasv4" apart, where they
// have one meter "D16a v4/D16as v4" of the "Dav4/Dasv4 Series". So two meters are
// called the same where one of their canonical names is:
//
//   - Words are compared without regard to case.
//   - A subcategory is compared without the category that stands before or behind
//     it, whole or in its last words ("Azure App Service Basic Plan", "SQL Managed
//     Instance General Purpose - Storage", "Bandwidth Inter-Region", "Premium
//     Functions"), and counts as none where the meter's name begins with it (Load
//     Balancer, "Standard").
//   - A machine is a series and a size of it. A meter of several sizes has a name
//     for each. What stands behind "Series" (Windows, Basic, Dedicated Host) and
//     Promo tell meters apart; Linux is what is meant where nothing stands there.
//
// Source: the 770 ids that rate cards of 2016 to 2020 and retail prices of 2021
// to 2026 share, and published exports of 2024.

// called is one canonical name of a meter.
type called struct{ subcategory, name string }

// canonical gives the names of a category's subcategory and name. sub is nil, and
// name empty, where they are not asked for: they are then "" in the names.
func canonical(category string, sub *string, name string) []called {
	plain := ""
	if sub != nil {
		plain = withoutCategory(folded(category), folded(*sub))
	}
	if !strings.EqualFold(category, machines) {
		name = strings.ToLower(name)
		if name != "" && plain != "" && strings.HasPrefix(name, plain+" ") {
			plain = ""
		}
		return []called{{plain, name}}
	}
	series, variant := machineSeries(plain)
	for i := range series {
		series[i] += "\n" + variant
	}
	sizes := machineSizes(folded(name))
	if len(series) == 0 {
		series = []string{plain}
	}
	var names []called
	for i, s := range series {
		for k, size := range sizes {
			if len(series) != len(sizes) || i == k {
				names = append(names, called{s, size})
			}
		}
	}
	return names
}

// folded is a text in small letters, with one blank between words and none beside
// a dash.
func folded(s string) string {
	s = strings.ToLower(s)
	if strings.Contains(s, " - ") {
		s = strings.ReplaceAll(s, " - ", "-")
	}
	if strings.Contains(s, "_") {
		s = strings.ReplaceAll(s, "_", " ")
	}
	if strings.Contains(s, "  ") || strings.HasPrefix(s, " ") || strings.HasSuffix(s, " ") {
		s = strings.Join(strings.Fields(s), " ")
	}
	return s
}

// withoutCategory takes a category off a subcategory; both are folded.
func withoutCategory(category, sub string) string {
	if category == "" || sub == "" {
		return sub
	}
	words := strings.Split(category, " ")
	forms := []string{category}
	if words[0] != "azure" {
		forms = append(forms, "azure "+category)
	}
	for i := 1; i < len(words)-1; i++ { // the last two words or more
		forms = append(forms, strings.Join(words[i:], " "))
	}
	if words[0] == "azure" && len(words) == 2 {
		forms = append(forms, words[1])
	}
	for _, f := range forms {
		if rest, ok := strings.CutPrefix(sub, f); ok && (rest == "" || rest[0] == ' ' || rest[0] == '-') {
			return strings.TrimLeft(rest, " -")
		}
	}
	if rest, ok := strings.CutSuffix(sub, " "+category); ok {
		return rest
	}
	return sub
}

// machineSeries takes a machine's subcategory apart: "dv2/dsv2 promo series
// windows" has the series dv2 and dsv2, and the variant "promo windows". There
// are none where it does not speak of a series, as in cards before 2018.
func machineSeries(sub string) (series []string, variant string) {
	before, after, ok := strings.Cut(strings.Replace(sub, "-series", " series", 1), " series")
	if !ok {
		return nil, ""
	}
	before, promo := strings.CutSuffix(before, " promo")
	var words []string
	if promo {
		words = append(words, "promo")
	}
	words = append(words, strings.Fields(strings.Replace(after, "dedicatedhost", "dedicated host", 1))...)
	words = slices.DeleteFunc(words, func(w string) bool { return w == "linux" })
	return strings.Split(before, "/"), strings.Join(words, " ")
}

// sizeEnds stand behind the last of several sizes, and belong to each.
var sizeEnds = []string{" low priority", " spot", "-expired"}

// machineSizes takes a machine's name apart: "d2 v3/d2s v3 spot" are "d2 v3 spot"
// and "d2s v3 spot". It is one, "", where there is no name.
func machineSizes(name string) []string {
	if !strings.Contains(name, "/") {
		return []string{name}
	}
	end := ""
	for _, e := range sizeEnds {
		if rest, ok := strings.CutSuffix(name, e); ok {
			name, end = rest, e
		}
	}
	sizes := strings.Split(name, "/")
	for i := range sizes {
		sizes[i] = strings.TrimSpace(sizes[i]) + end
	}
	return sizes
}

// served tells whether the selector's words are the meter's own.
func (s Selector) served(m *Meter) bool {
	return (s.Category == "" || strings.EqualFold(s.Category, m.Category)) &&
		(s.Subcategory == nil || strings.EqualFold(*s.Subcategory, m.Subcategory)) &&
		(s.Name == "" || strings.EqualFold(s.Name, m.Name))
}

// means tells whether the selector's words are a canonical name of the meter.
func (s Selector) means(m *Meter) bool {
	if s.Category != "" && !strings.EqualFold(s.Category, m.Category) {
		return false
	}
	const several = "/_" // what names have that are read in parts
	if s.Name != "" && !strings.EqualFold(s.Name, m.Name) && !strings.ContainsAny(s.Name, several) && !strings.ContainsAny(m.Name, several) {
		return false
	}
	var sub *string
	if s.Subcategory != nil {
		sub = &m.Subcategory
	}
	name := m.Name
	if s.Name == "" {
		name = ""
	}
	return common(canonical(m.Category, s.Subcategory, s.Name), canonical(m.Category, sub, name))
}

func common(a, b []called) bool {
	return slices.ContainsFunc(a, func(c called) bool { return slices.Contains(b, c) })
}

// Names are the selector's name and, of a machine, those of its sizes, in small
// letters: what meters can be looked up by. Two that mean the same share one.
func (s Selector) Names() []string {
	if s.Name == "" {
		return nil
	}
	names := []string{strings.ToLower(s.Name)}
	if s.Category != "" && !strings.EqualFold(s.Category, machines) {
		return names
	}
	for _, size := range machineSizes(folded(s.Name)) {
		if !slices.Contains(names, size) {
			names = append(names, size)
		}
	}
	return names
}

// Sizes are the machine's sizes in the selector's name, in small letters and
// without Spot and the like behind them; none where it asks for no machine.
func (s Selector) Sizes() []string {
	if s.Name == "" || s.Category != "" && !strings.EqualFold(s.Category, machines) {
		return nil
	}
	name := folded(s.Name)
	for _, e := range sizeEnds {
		name = strings.TrimSuffix(name, e)
	}
	return machineSizes(name)
}

// SameSubcategory tells whether two subcategories of a category mean the same,
// whichever source they are of.
func SameSubcategory(category, a, b string) bool {
	return strings.EqualFold(a, b) || common(canonical(category, &a, ""), canonical(category, &b, ""))
}
