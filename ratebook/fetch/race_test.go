//go:build race

package fetch

// raceDetector says that memory is not what it is without the detector.
const raceDetector = true
