// Package race tells tests whether the race detector is at work: with it everything
// takes several times as long and as much memory, and other processes are not seen.
package race
