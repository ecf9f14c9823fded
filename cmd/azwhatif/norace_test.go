//go:build !race

package main

// underRace tells whether the race detector is at work.
const underRace = false
