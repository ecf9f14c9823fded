// Package plot draws a comparison as PNG pictures: the totals of the cases, by
// month, by the level of usage, over the draws of the ranges, and how
// commitments are drawn down. The same comparison gives the same bytes.
package plot
