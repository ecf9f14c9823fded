// Package series carries series of days on: the mathematics of forecasts, in
// numbers only, without money and without dates.
//
// A back-test on the series itself chooses one of a few methods (see Methods).
// Its errors make the ranges: an Outcome is a past origin's errors times a
// number, and is the same for all series that are forecast together, so that
// what rose together in the past does so in the range.
package series
