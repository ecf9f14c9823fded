// Package forecast says what bills will be: of the billing month that has begun,
// and of those that follow.
//
// Quantities are carried on, not costs: meter by meter and day by day (package
// series), in floats, and rounded at nine decimals. They are then priced as an
// estimate is (estimate.Compile), since included quantities, tiers, commitments and
// credits count a month's total. What is recorded stays exact. The ranges are those
// of many outcomes, each a past error of the forecast, priced in the same way.
//
// The files, in the order of the work: use.go (what is particular about a use's
// days), strand.go (what is carried on as one), price.go (cases, outcomes, groups),
// backtest.go (how far off it would have been), warning.go.
package forecast
