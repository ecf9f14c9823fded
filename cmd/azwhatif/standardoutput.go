package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// standardOutput ends with its context, and keeps the first error: what could
// not be printed is a failure, whoever printed it.
type standardOutput struct {
	ctx context.Context
	to  io.Writer
	err error
}

// Unwrap is what it writes to.
func (o *standardOutput) Unwrap() io.Writer { return o.to }

func (o *standardOutput) Write(p []byte) (int, error) {
	if o.ctx.Err() != nil {
		return 0, context.Cause(o.ctx)
	}
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.to.Write(p)
	if err != nil {
		var path *fs.PathError
		if errors.As(err, &path) {
			err = path.Err
		}
		o.err = fmt.Errorf("standard output cannot be written: %w", err)
	}
	return n, o.err
}
