//go:build !race

package race

// On tells whether the race detector is at work.
const On = false
