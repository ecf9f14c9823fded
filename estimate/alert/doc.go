// Package alert checks a scenario's alerts on daily usage: on a billing month so
// far, on its forecast, on a change, on a commitment, on usage without a price and
// on a change of prices.
//
// Check holds each against its limit and says why it fired, or did not, or why that
// is not known. Figures are what the files say was billed, or what the usage costs
// under the alert's case: all of it is priced together (estimate.Price), since tiers
// and free amounts count the whole, with a mark that tells which usage an alert
// picks. A Memory tells which outcomes were sent before, so that each is sent once,
// and again where it is worse.
//
// One file for each kind of alert, but that unpriced stands with price; check.go calls
// them.
package alert
