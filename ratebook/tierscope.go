package ratebook

import (
	"slices"
	"strings"
)

// AccountWide are meters whose tiers and included quantities count the usage of all
// subscriptions of a billing account together, where Microsoft says so. Of meters that
// are not here its documents say nothing, or, as of Functions' monthly grant, that a
// subscription has its own.
//
// A region's meter is counted by itself: no document says how one free amount is
// divided among the meters of several regions.
var AccountWide = []AccountWideMeter{
	{
		Category: "Log Analytics", Names: []string{"Analytics Logs Data Ingestion", "Pay-as-you-go Data Ingestion"},
		Source: "azure.microsoft.com/pricing/details/monitor: the first 5 GB per billing account and month",
	},
}

// AccountWideMeter names meters by what all sources call them.
type AccountWideMeter struct {
	Category string
	Names    []string
	Source   string // where Microsoft says so
}

// AccountWide tells where Microsoft says that the meter's tiers and included
// quantities count a whole billing account; ok is false where it does not.
func (m Meter) AccountWide() (source string, ok bool) {
	for _, w := range AccountWide {
		if strings.EqualFold(w.Category, m.Category) && slices.ContainsFunc(w.Names, func(n string) bool { return strings.EqualFold(n, m.Name) }) {
			return w.Source, true
		}
	}
	return "", false
}
