package estate

import (
	"errors"
	"fmt"
	"strings"

	"azwhatif/internal/pattern"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

var (
	gigabytes   = pattern.New(`(\d[\d.,]*(?: \d{3})*) ?(TB|GB|MB)\b`)
	toInternet  = pattern.New(`(?i)internet|routed via|enrutad|acheminé|weitergeleitet|roteado`)
	publicRoute = pattern.New(`(?i)public internet|routing preference.*internet|internet público|internet pública|öffentliche`)
	fromTo      = pattern.New(`(?i)(?:^|\s)(?:from|desde|de|do|da|du|von|van|dal|depuis|från|fra)\s+(.+?)\s+(?:to|a|hasta|para|nach|in|vers|à|naar|al|till|til)\s+(.+)$`)
	errTransfer = errors.New("its transfer of data is not understood")
)

func bandwidthLine(l line) (p parsed, err error) {
	for part := range strings.SplitSeq(l.rest(), ";") {
		if part = strings.TrimSpace(part); part == "" || nothing.MatchString(part) {
			continue
		}
		uses, err := transferOf(part, l.region)
		if err != nil {
			return p, err
		}
		p.uses = append(p.uses, uses...)
	}
	return p, nil
}

// transferOf reads a transfer of data: between regions, or to the internet. at is the
// line's region; global where it has none, and the text's "from" counts.
func transferOf(part string, at ratebook.Region) ([]scenario.ServiceUse, error) {
	f := gigabytes.FindAllStringSubmatch(part, -1)
	if len(f) != 1 {
		return nil, fmt.Errorf("%w: %q", errTransfer, short(part))
	}
	gb, err := dataIn(f[0])
	if err != nil {
		return nil, err
	}
	if gb.IsZero() {
		return nil, nil
	}
	way := fromTo.FindStringSubmatch(part)
	if at == ratebook.Global || !at.Known() {
		if way == nil {
			return nil, fmt.Errorf("%w: %q does not say from where", errTransfer, short(part))
		}
		if at = ratebook.ParseRegion(way[1]); !at.Known() || at == ratebook.Global {
			return nil, fmt.Errorf("%w: the region %q is not known", errTransfer, way[1])
		}
	}
	switch {
	case publicRoute.MatchString(part):
		return nil, fmt.Errorf("%w: it is routed over the public internet", errTransfer)
	case toInternet.MatchString(part):
		u := use("Bandwidth", "", "Standard Data Transfer Out", "1 GB", at, gb)
		return []scenario.ServiceUse{also(u, [2]string{"Bandwidth", "Data Transfer Out"})}, nil
	case way != nil: // from one region to another
		from, to := continentOf(at), continent(way[2])
		if from == "" || to == "" {
			return nil, fmt.Errorf("%w: where %q is, is not known", errTransfer, way[2])
		}
		return []scenario.ServiceUse{between(at, gb, from, to)}, nil
	}
	return nil, fmt.Errorf("%w: %q", errTransfer, short(part))
}

// dataIn is an amount of data in GB; Azure counts 1,024 of them in a TB.
func dataIn(f []string) (money.Decimal, error) {
	n, err := amountIn(f[1])
	if err != nil {
		return n, fmt.Errorf("%q is no amount of data", f[0])
	}
	switch f[2] {
	case "TB":
		n = n.Mul(kibi)
	case "MB":
		n = n.Div(kibi)
	}
	return n, nil
}

// between is the meter of a transfer between regions.
//
// Source: azure.microsoft.com, pricing of bandwidth: data transfer between regions.
func between(at ratebook.Region, gb money.Decimal, from, to string) scenario.ServiceUse {
	if from == to {
		u := use("Bandwidth", "Inter-Region", "Intra Continent Data Transfer Out", "1 GB", at, gb)
		return also(u, [2]string{"", "Intra Continent Data Transfer Out"})
	}
	side := map[string]string{"north america": "NAM or EU", "europe": "NAM or EU", "asia": "Asia", "south america": "LATAM", "oceania": "Oceania", "africa": "MEA"}[from]
	u := use("Bandwidth", "Inter-Region", "Inter Continent Data Transfer Out - "+side+" To Any", "1 GB", at, gb)
	return also(u, [2]string{"Inter-Region", "Inter Continent Data Transfer Out"}, [2]string{"", "Inter Continent Data Transfer Out - " + side + " To Any"}, [2]string{"", "Inter Continent Data Transfer Out"})
}

// continents are words of regions' names, in the languages of the calculator, evened out.
var continents = []struct {
	of    string
	words []string
}{
	{"south america", []string{"brazil", "brasil", "bresil", "brasilien", "chile", "chili"}},
	{"africa", []string{"southafrica", "africa", "afrique", "sudafrika", "afrika", "uae", "emirat", "qatar", "katar", "israel", "saudi"}},
	{"oceania", []string{"australia", "australie", "australien", "newzealand", "nuevazelanda", "nouvellezelande", "neuseeland"}},
	{"asia", []string{"asia", "asie", "asien", "azie", "japan", "japon", "japao", "giappone", "korea", "coree", "corea", "coreia", "india", "inde", "indien", "malaysia", "indonesia", "singapore", "taiwan", "jioindia"}},
	{"europe", []string{"europe", "europa", "france", "francia", "franca", "frankreich", "germany", "alemania", "allemagne", "alemanha", "deutschland", "germania", "uk", "unitedkingdom", "reinounido", "royaumeuni", "vereinigteskonigreich", "switzerland", "suiza", "suisse", "schweiz", "suica", "norway", "noruega", "norvege", "norwegen", "sweden", "suecia", "suede", "schweden", "poland", "polonia", "pologne", "polen", "italy", "italia", "italie", "italien", "spain", "espana", "espagne", "spanien", "espanha", "spagna", "austria", "autriche", "osterreich", "belgium", "belgica", "denmark", "finland", "greece", "grecia"}},
	{"north america", []string{"us", "usa", "eeuu", "eua", "etatsunis", "statiuniti", "vereinigtestaaten", "canada", "kanada", "mexico", "mexique", "mexiko", "usgov", "unitedstates"}},
}

// continentOf is where a known region is.
func continentOf(r ratebook.Region) string { return continent(r.Display()) }

// continent is where a region is that is named in some language; "" where it is not known.
func continent(name string) string {
	if r := ratebook.ParseRegion(name); r.Known() && r != ratebook.Global {
		name = r.Display()
	}
	var words []string
	for w := range strings.FieldsSeq(strings.ReplaceAll(name, ".", "")) {
		words = append(words, letters(w))
	}
	joined := letters(name)
	for _, c := range continents {
		for _, w := range c.words {
			for _, have := range words {
				if have == w {
					return c.of
				}
			}
			if len(w) > 3 && strings.Contains(joined, w) {
				return c.of
			}
		}
	}
	return ""
}
