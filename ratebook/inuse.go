package ratebook

import (
	"slices"
	"strings"
)

// InUse picks, of the cards of one terms, those that a usage may be answered from,
// newest first: each that was asked for something which no newer one covers. A card
// that does not say what it was asked for stays until a newer one covers everything,
// or has the same response.
func InUse(cards []Header) []Header {
	cards = slices.Clone(cards)
	slices.SortStableFunc(cards, func(a, b Header) int { return b.Provenance.Fetched.Compare(a.Provenance.Fetched) })
	var used []Header
	var covered []Asked
	for _, h := range cards {
		asked, known := h.Coverage()
		if !known && slices.ContainsFunc(used, func(u Header) bool { return u.Provenance.SHA256 == h.Provenance.SHA256 }) {
			continue
		}
		if known && len(asked.Without(covered...)) == 0 {
			continue
		}
		used = append(used, h)
		if known {
			covered = append(covered, asked)
			if asked.Everything() {
				break
			}
		}
	}
	return used
}

// other stands for all that no list names.
const other = "\x00other"

// Without is what is left of a when all of the others is taken from it: nothing where
// they cover it, and as few parts as have the same services missing. Where something is
// left of "all regions" that is all regions, since a source cannot be asked for "all
// but these"; so it is with services.
func (a Asked) Without(covered ...Asked) []Asked {
	regions, services := a.Regions, a.Services
	if len(regions) == 0 {
		regions = []Region{other}
	}
	if len(services) == 0 {
		services = []string{other}
	}
	var parts []Asked
	at := map[string]int{} // of parts, by the services that are missing
	for _, r := range regions {
		missing := slices.DeleteFunc(slices.Clone(services), func(s string) bool {
			return slices.ContainsFunc(covered, func(c Asked) bool { return c.Covers(r, s) })
		})
		if len(missing) == 0 {
			continue
		}
		key := strings.Join(missing, "\x00")
		i, have := at[key]
		if !have {
			i, at[key] = len(parts), len(parts)
			part := Asked{}
			if len(a.Services) > 0 {
				part.Services = missing
			}
			parts = append(parts, part)
		}
		if len(a.Regions) > 0 {
			parts[i].Regions = append(parts[i].Regions, r)
		}
	}
	return parts
}

// Joined is the card that several of one terms make together, newest first: of each
// meter and region it has the rates of the newest card that covers it, or has it. Each
// of the rates names its card; the header is the newest one's. A single card is given
// as it is.
func Joined(cards []*Card) *Card {
	if len(cards) == 1 {
		return cards[0]
	}
	all := &Card{Header: cards[0].Header}
	taken := map[sold]int{} // the card that has it
	for i, c := range cards {
		for _, r := range c.Rates {
			p := sold{r.Meter.ID, r.Meter.Region}
			by, have := taken[p]
			if have && by != i || !have && slices.ContainsFunc(cards[:i], func(n *Card) bool { return n.Covers(r.Meter) }) {
				continue
			}
			taken[p], r.Card = i, &c.Header
			all.Rates = append(all.Rates, r)
		}
	}
	return all
}
