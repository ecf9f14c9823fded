// Package chart says what a comparison's charts show: which cases, which figures, and
// what is left out, and why. The page draws them as SVG (package report) and compare
// --plots as PNG (package plot), so that both show the same.
//
// Note: gonum, which draws the PNG files, writes SVG, too. But that has no title and no
// description for who listens to a page, no name on a bar or a line, and sizes and
// colours that a style sheet for the dark and for paper does not reach. So what is drawn
// is said once, here, and each of the two draws it in its own way.
package chart
