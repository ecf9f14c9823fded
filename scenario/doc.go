// Package scenario says what would be used, and under which terms.
//
// A Scenario has Workloads, each with Usage of some meters, and Cases. A case
// is one set of terms (offer, currency, market) with changes to the workloads:
// another region, other hours, another size. The first case is the base case,
// which the others are compared with.
//
// Usage that was exported comes in as an Import: the doors usage and mapping make
// Used of files, and Scenario.Add makes workloads of that.
//
// Read takes a scenario file (YAML, strict) and checks all of it that can be
// checked without prices. What its meters are, and what they cost, the estimate
// finds out.
package scenario
