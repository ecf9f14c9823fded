package report

import (
	"fmt"
	"strings"

	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
)

// regionGrids are the rankings of regions, each a table: the ranked ones by their total,
// the others behind them with what they lack.
func regionGrids(c *compare.Comparison) (list []grid) {
	for _, r := range c.Rankings() {
		g := grid{
			title: "Regions, " + r.Group,
			columns: []column{
				{"Rank", true}, {"Region", false}, {"Total\n" + string(r.Currency), true}, {"More than\nthe first", true}, {"What stands against it", false},
			},
		}
		for _, p := range r.Places {
			row := []cell{figure(fmt.Sprint(p.Rank)), words(string(p.Region)), amountFigure(p.Total, r.Currency), signedFigure(p.More, r.Currency), words(strings.Join(p.Against, "; "))}
			switch {
			case p.Rank == 0:
				row[0], row[2], row[3] = words("–"), words(""), words("")
				row[4] = cell{text: clean("not ranked: " + strings.Join(append(p.Why, p.Against...), "; ")), alert: true}
			case p.More.IsZero():
				row[3] = words("")
			}
			g.rows = append(g.rows, row)
		}
		list = append(list, g)
	}
	return list
}

// jsonRanking is a ranking of regions.
type jsonRanking struct {
	Group    string         `json:"group"`
	Currency money.Currency `json:"currency"`
	Owing    bool           `json:"with_owed"` // totals have what is owed after the scenario
	Gap      []string       `json:"no_price_anywhere"`
	Regions  []jsonPlace    `json:"regions"`
}

type jsonPlace struct {
	Rank    *int           `json:"rank"` // null where it is not ranked
	Region  string         `json:"region"`
	Case    string         `json:"case"`
	Total   *money.Decimal `json:"total"` // null where it is not ranked
	More    *money.Decimal `json:"more_than_first"`
	Zones   *int           `json:"zones"` // the fewest of its machines' sizes; null where it is not known
	Why     []string       `json:"not_ranked_because"`
	Against []string       `json:"against"`
}

func rankingsJSON(c *compare.Comparison) (list []jsonRanking) {
	for _, r := range c.Rankings() {
		out := jsonRanking{Group: r.Group, Currency: r.Currency, Owing: r.Owing, Gap: append([]string{}, r.Gap...)}
		for _, p := range r.Places {
			place := jsonPlace{Region: string(p.Region), Case: c.Estimates[p.Case].Case.Name, Why: append([]string{}, p.Why...), Against: append([]string{}, p.Against...)}
			if p.Rank > 0 {
				place.Rank, place.Total, place.More = &p.Rank, &p.Total, &p.More
			}
			if p.Zones > 0 {
				place.Zones = &p.Zones
			}
			out.Regions = append(out.Regions, place)
		}
		list = append(list, out)
	}
	return list
}
