// Package compare holds all cases of a scenario against the base case, which is the
// first: what each costs more, which is the cheapest and how sure that is, at which
// usage that changes, how totals spread, and what leads from one total to another.
//
// # What is compared
//
// A difference, a rank, a bar or a verdict is made only of totals that are complete,
// that promise nothing beyond the scenario's months, and that are of the same usage and
// in one currency. Difference is the one place where a total is taken from another, and
// says why where none can be (difference.go). Over compares the months that are complete
// in all cases, where the whole period is not (over.go). Where a case has promised more
// than the months use, cases are compared on each Basis: a verdict that does not hold on
// all of them says which holds on which (basis.go, verdict.go).
//
// # What is looked for
//
// Each is asked for, and kept in the Comparison for the doors that show it:
//
//	FindBreakEven  at which usage another case becomes the cheapest, and which amount
//	               of a commitment would be (breakeven.go, search.go, commitmentamount.go)
//	DrawRanges     how totals spread where usage is uncertain (draw.go, drawer.go, ranges.go)
//	FindBridges    which step from the base case to a case costs what (bridge.go, bridgestep.go)
//	LookAround     the levels of usage at which the verdict holds, where that is little work
//
// Cases are priced by estimate.Price. All searches price the same Plans again:
// no case is compiled twice. Only a bridge compiles cases that the scenario does not
// have (bridgeprice.go).
//
// Amounts are in the currency of the report where the scenario names one
// (Comparison.Reported), else in the case's. Cases are named by their index in
// Comparison.Estimates. A Comparison may be read by any number of goroutines, but not
// while something is being looked for.
package compare
