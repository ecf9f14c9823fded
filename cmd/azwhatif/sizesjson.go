package main

import (
	"azwhatif/estimate"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/size"
)

// foundSizes is what "sizes" finds, as JSON has it.
type foundSizes struct {
	Version   int             `json:"version"`
	Catalogue string          `json:"catalogue"` // its date
	Region    ratebook.Region `json:"region"`    // that prices are of; "" for none
	Sizes     []jsonSize      `json:"sizes"`
	More      int             `json:"more"` // that --limit leaves out

	catalogue *size.Catalogue
	found     []*size.Size
	prices    []estimate.SizePrices
}

type jsonSize struct {
	Name        string          `json:"size"`
	VCPUs       int             `json:"vcpus"`
	Memory      money.Decimal   `json:"memory_gib"`
	Disks       int             `json:"data_disks"`
	NICs        int             `json:"nics"`
	Arch        string          `json:"architecture"`
	Premium     bool            `json:"premium_storage"`
	Accelerated bool            `json:"accelerated_networking"`
	AMD         bool            `json:"amd"`
	Burstable   bool            `json:"burstable"`
	Sold        string          `json:"sold,omitempty"` // in the region, and what is not known of it
	Retires     string          `json:"retires,omitempty"`
	Prices      []jsonSizePrice `json:"prices"`
}

// jsonSizePrice is what an hour costs under one card; null where it has no price.
type jsonSizePrice struct {
	Source   ratebook.Source `json:"source"`
	Offer    ratebook.Offer  `json:"offer"`
	Currency money.Currency  `json:"currency"`
	Market   ratebook.Market `json:"market"`
	Linux    *money.Decimal  `json:"linux_hour"`
	Windows  *money.Decimal  `json:"windows_hour"` // with its licence
}

func sizeJSON(c *size.Catalogue, s *size.Size, region ratebook.Region, prices []estimate.SizePrices) jsonSize {
	out := jsonSize{Name: s.Name, VCPUs: s.VCPUs, Memory: s.Memory, Disks: s.Disks, NICs: s.NICs, Arch: s.Arch(),
		Premium: s.Premium, Accelerated: s.Accelerated, AMD: s.AMD(), Burstable: s.Burstable(), Prices: []jsonSizePrice{}}
	if region != ratebook.Global {
		out.Sold = saleText(c.In(s, region), region, c.Date)
	}
	if r, ok := c.Retirement(s); ok {
		out.Retires = r.Month
	}
	of := func(list map[string]money.Decimal) *money.Decimal {
		if price, ok := list[s.Name]; ok {
			return &price
		}
		return nil
	}
	for _, k := range prices {
		t := k.Terms
		out.Prices = append(out.Prices, jsonSizePrice{t.Source, t.Offer, t.Currency, t.Market, of(k.Linux), of(k.Windows)})
	}
	return out
}
