// Package ratebook says what a meter costs: its vocabulary, and the arithmetic
// of one rate.
//
// A Card is what Azure answered once, for one set of Terms: an Offer, bought in
// a Market, in a Currency, described in a Locale. It holds the Rates of many
// Meters, each in force from its Effective date, and the OfferTerms that apply
// to all of them: a monthly credit, a commitment's discount, a recurring charge.
// A Rate prices a month's Quantity: first Included is taken off, then each Tier
// prices the units above its bound, up to the next bound.
//
// A Market is the country where the offer was bought; a Region is where a
// resource runs. Azure calls both "region", this program never does.
//
// Cards come in through the doors: fetch reads them where prices come from,
// store keeps them on disk, sample has a few built in.
//
// Packages import one another in this order only, and rooms never import a door:
//
//	money, unit  <  ratebook  <  scenario  <  estimate
package ratebook
