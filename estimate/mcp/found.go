package mcp

import (
	"encoding/json"
	"fmt"
	"strings"

	"azwhatif/internal/terminal"
	"azwhatif/ratebook/money"
)

// mostPrices of a meter or a size are shown in the text.
const mostPrices = 6

func metersWords(output []byte) (warnings, text []string) {
	var f struct {
		Meters []struct {
			ID, Category, Subcategory, Meter, Unit string
			MeterID                                string `json:"meter_id"`
			Regions                                []string
			Rates                                  []struct {
				Source, Offer, Market string
				Currency              money.Currency
				Reference             bool `json:"for_reference"`
				Tiers                 []struct {
					Above money.Decimal
					Price money.Decimal `json:"unit_price"`
				}
			}
		}
		More    int
		Damaged []string
	}
	if json.Unmarshal(output, &f) != nil {
		return nil, nil
	}
	warnings = cleaned(f.Damaged)
	for _, m := range f.Meters {
		text = append(text, fmt.Sprintf("- %s, %s, per %s, in %s", name(strings.Join([]string{m.Category, m.Subcategory, m.Meter}, " / ")), m.MeterID, name(m.Unit), strings.Join(cleaned(m.Regions), ", ")))
		for i, r := range m.Rates {
			if i == mostPrices {
				text = append(text, fmt.Sprintf("  … and %d more prices", len(m.Rates)-i))
				break
			}
			price := "no price"
			for j, t := range r.Tiers {
				switch {
				case j == 0 && t.Above.IsZero():
					price = t.Price.String()
				case j == 0:
					price = fmt.Sprintf("above %s: %s", t.Above, t.Price)
				default:
					price += fmt.Sprintf("; above %s: %s", t.Above, t.Price)
				}
			}
			line := fmt.Sprintf("  %s, %s, %s, %s: %s", r.Offer, r.Source, r.Market, r.Currency, price)
			if r.Reference {
				line += " (for reference)"
			}
			text = append(text, line)
		}
	}
	return warnings, more(text, f.More, "meters")
}

func sizesWords(output []byte) (warnings, text []string) {
	var f struct {
		Catalogue, Region string
		Sizes             []struct {
			Size, Sold, Retires string
			VCPUs               int
			Memory              money.Decimal `json:"memory_gib"`
			Prices              []struct {
				Source, Offer, Market string
				Currency              money.Currency
				Linux                 *money.Decimal `json:"linux_hour"`
				Windows               *money.Decimal `json:"windows_hour"`
			}
		}
		More int
	}
	if json.Unmarshal(output, &f) != nil {
		return nil, nil
	}
	if f.Region == "" {
		warnings = append(warnings, "no region was asked for, so that there are no prices")
	}
	text = append(text, "By the catalogue of "+f.Catalogue+":")
	for _, s := range f.Sizes {
		line := fmt.Sprintf("- %s: %d vCPUs, %s GiB", name(s.Size), s.VCPUs, s.Memory)
		if s.Sold != "" {
			line += "; " + terminal.Clean(s.Sold)
		}
		if s.Retires != "" {
			line += "; retires in " + s.Retires
			warnings = append(warnings, fmt.Sprintf("%s retires in %s", name(s.Size), s.Retires))
		}
		text = append(text, line)
		for i, p := range s.Prices {
			if i == mostPrices {
				text = append(text, fmt.Sprintf("  … and %d more prices", len(s.Prices)-i))
				break
			}
			text = append(text, fmt.Sprintf("  %s, %s, %s, %s: %s an hour; with Windows %s", p.Offer, p.Source, p.Market, p.Currency, orNone(p.Linux), orNone(p.Windows)))
		}
	}
	return warnings, more(text, f.More, "sizes")
}

func orNone(d *money.Decimal) string {
	if d == nil {
		return "no price"
	}
	return d.String()
}

func more(text []string, n int, what string) []string {
	if n > 0 {
		text = append(text, fmt.Sprintf("… and %d more %s: give more words, or a higher limit", n, what))
	}
	return text
}

func inspectWords(output []byte) (warnings, text []string) {
	var in struct {
		Rows struct {
			Rows, Usage, Aside, Refused int64
			Unpriced                    *int64
		}
		Files []struct {
			Name, Format, Fault string
			Rows                int64
		}
		Warnings []string
	}
	if json.Unmarshal(output, &in) != nil {
		return nil, nil
	}
	warnings = cleaned(in.Warnings)
	if in.Rows.Refused > 0 {
		warnings = append(warnings, fmt.Sprintf("%d rows could not be read", in.Rows.Refused))
	}
	if u := in.Rows.Unpriced; u != nil && *u > 0 {
		warnings = append(warnings, fmt.Sprintf("%d rows of usage have no price on the card", *u))
	}
	text = append(text, fmt.Sprintf("%d rows = %d usage + %d set aside + %d refused", in.Rows.Rows, in.Rows.Usage, in.Rows.Aside, in.Rows.Refused))
	for _, f := range in.Files {
		if f.Fault != "" {
			warnings = append(warnings, name(f.Name)+" cannot be read: "+terminal.Clean(f.Fault))
			continue
		}
		text = append(text, fmt.Sprintf("- %s: %s, %d rows", name(f.Name), f.Format, f.Rows))
	}
	return warnings, text
}
