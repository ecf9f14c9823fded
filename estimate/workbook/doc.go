// Package workbook writes a comparison as an Excel workbook of live formulas,
// which recalculates to the engine's own figures.
//
// The formulas take the steps of package estimate in their order. A sheet per
// case has blocks with one column a month:
//
//	Month by month      steps 4 to 6 for the case as a whole; the total. Each kind
//	                    of commitment has rows of its own (casecommitment.go);
//	                    formulas are written by the names of rows (formula.go)
//	Subscriptions       step 6 for each subscription: credit, recurring charge
//	A Lines, quantity   step 1: a row of Usage, times the scales
//	B Meters, quantity  step 2: the sum of the meter's lines
//	Reservations …      step 3: what benefits cover, hour by hour (casebenefits.go);
//	                    values where schedules or discounts change their order
//	C … billable        step 3: what is not included
//	D … at the rates    step 3: SUMPRODUCT((B>T)*(B-T)*dP), with the row of Rates
//	E … discountable    step 4: what the offer's discount is granted on
//	F … after steps 4 and 5, G … after step 6, M … of it toward a MACC, step 7
//	H Lines, share      step 8: the meter's amount, in proportion to quantity
//
// A meter has a row for each stretch of months in which one rate and one set
// of offer terms are in force; outside of it the row's quantity is zero.
//
// Usage as it was recorded has an input for each month on Usage. The sheet Billed,
// of scenarios with imports, holds what their exports state as billed beside it.
//
// Every input stands in one cell (Inputs, Usage, Rates, the scale in block A),
// and every figure that follows from it is a formula, written with its value.
package workbook
