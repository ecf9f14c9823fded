// Package series carries series of days on: the mathematics of forecasts, in
// numbers only, without money and without dates.
//
// The files, in the order of the work: edges.go (days at the ends of months that stand
// out), seasons.go and season.go (what repeats, and how it is taken off), method.go,
// smooth.go and theta.go (ways of carrying on what is left), backtest.go (which of them did
// best on the series itself), range.go and outcome.go (past errors make the ranges: an
// Outcome is a past origin's errors times a number, and is the same for all series that are
// forecast together, so that what rose together in the past does so in the range).
package series
