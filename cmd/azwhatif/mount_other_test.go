//go:build !linux

package main

// canMount is for Linux only: elsewhere the scripts that fill a disk do not run.
func canMount() bool { return false }
