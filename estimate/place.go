package estimate

import "azwhatif/ratebook"

func place(r ratebook.Region) string {
	if r == ratebook.Global {
		return "no stated region (give the workload a region)"
	}
	return r.Display()
}

// inRegion narrows meters to those of the region; else of its bandwidth zone;
// else to those that are the same everywhere.
func inRegion(meters []ratebook.Meter, r ratebook.Region) []ratebook.Meter {
	for _, want := range []ratebook.Region{r, r.Zone(), ratebook.Global} {
		var here []ratebook.Meter
		for _, m := range meters {
			if m.Region == want {
				here = append(here, m)
			}
		}
		if len(here) > 0 {
			return here
		}
	}
	return nil
}

// soldIn is the meter of the first of the regions that it is sold in; where that is
// none of them, the first.
func soldIn(meters []ratebook.Meter, regions ...ratebook.Region) ratebook.Meter {
	for _, r := range regions {
		if here := inRegion(meters, r); len(here) > 0 {
			return here[0]
		}
	}
	return meters[0]
}

// places are the meters of rates, each once for every region that it is sold in:
// Retail Prices has one id for several regions.
func places(rates []ratebook.Rate) []ratebook.Meter {
	type place struct {
		id     ratebook.MeterID
		region ratebook.Region
	}
	seen := map[place]bool{}
	var meters []ratebook.Meter
	for _, r := range rates {
		if p := (place{r.Meter.ID, r.Meter.Region}); !seen[p] {
			seen[p] = true
			meters = append(meters, r.Meter)
		}
	}
	return meters
}

// distinct are the meters of rates, each id once.
func distinct(rates []ratebook.Rate) []ratebook.Meter {
	seen := map[ratebook.MeterID]bool{}
	var meters []ratebook.Meter
	for _, r := range rates {
		if !seen[r.Meter.ID] {
			seen[r.Meter.ID] = true
			meters = append(meters, r.Meter)
		}
	}
	return meters
}
