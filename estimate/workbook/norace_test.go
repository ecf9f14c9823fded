//go:build !race

package workbook_test

// underRace tells whether the race detector is at work, with which reading
// workbooks cell by cell takes minutes, and finds nothing: one thing runs at a time.
const underRace = false
