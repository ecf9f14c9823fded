package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"azwhatif/estimate/report"
	"azwhatif/estimate/workbook"
)

// printing is a report of T, by the format that is asked for.
type printing[T any] map[string]func(io.Writer, T, report.Options) error

func (f printing[T]) of(format string) (func(io.Writer, T, report.Options) error, error) {
	if print, ok := f[format]; ok {
		return print, nil
	}
	names := []string{"table"}
	for _, name := range []string{"json", "csv"} {
		if f[name] != nil {
			names = append(names, name)
		}
	}
	return nil, badInput(fmt.Errorf("--format %q is not one of %s", format, strings.Join(names, ", ")))
}

// screen are the options of what is printed.
func (p *program) screen() report.Options {
	return report.Options{Width: 80, Color: isTerminal(p.stdout) && !p.config.NoColor}
}

// saver writes to the file that is asked for, in the format of its ending; to
// none where path is "".
func (f printing[T]) saver(p *program, path string, book func(ctx context.Context, path string, v T, opt workbook.Options) error) (func(T) error, error) {
	if path == "" {
		return func(T) error { return nil }, nil
	}
	var write func(T) error
	switch ending := strings.ToLower(filepath.Ext(path)); ending {
	case ".xlsx":
		write = func(v T) error { return book(p.ctx, path, v, workbook.Options{Version: version()}) }
	case ".json", ".csv":
		write = func(v T) error {
			return p.writeFile(path, func(w io.Writer) error { return f[ending[1:]](w, v, report.Options{}) })
		}
	default:
		return nil, badInput(fmt.Errorf("-o %s: the ending is not one of .xlsx, .json, .csv", path))
	}
	return func(v T) error {
		if err := write(v); err != nil {
			return err
		}
		p.say("wrote %s", path)
		return nil
	}, nil
}
