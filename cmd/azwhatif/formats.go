package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"azwhatif/estimate/report"
	"azwhatif/estimate/workbook"

	"github.com/spf13/cobra"
)

// format is one way to write a T. A new one is a row of a command's formats.
type format[T any] struct {
	name   string // of --format; "" where it is only for files
	ending string // of -o; "" where it is only printed
	print  func(io.Writer, T, report.Options) error
	book   func(ctx context.Context, path string, v T, opt workbook.Options) error // of a workbook, in place of print
	detail report.Detail                                                           // how deep it is printed where --detail does not say; none is the printer's own
}

// formats are all ways to write a T, in the order in which they are listed.
type formats[T any] []format[T]

// names lists what --format takes, endings what -o takes.
func (f formats[T]) names() (list []string) {
	for _, one := range f {
		if one.name != "" {
			list = append(list, one.name)
		}
	}
	return list
}

func (f formats[T]) endings() (list []string) {
	for _, one := range f {
		if one.ending != "" {
			list = append(list, one.ending)
		}
	}
	return list
}

// formatUsage describes --format.
func (f formats[T]) formatUsage() string { return "what to print: " + oneOf(f.names()) }

// addOutput adds -o to a command, which also completes files of these endings.
func (f formats[T]) addOutput(cmd *cobra.Command, path *string) {
	cmd.Flags().StringVarP(path, "output", "o", "", "also write a file: "+oneOf(f.endings()))
	endings := f.endings()
	for i := range endings {
		endings[i] = strings.TrimPrefix(endings[i], ".")
	}
	_ = cmd.MarkFlagFilename("output", endings...) // an error only says that the flag is not there
}

// oneOf is "a, b or c".
func oneOf(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// printer prints in the format that --format names.
func (f formats[T]) printer(name string) (func(w io.Writer, v T, opt report.Options) error, error) {
	for _, one := range f {
		if one.name == name && name != "" {
			return one.write, nil
		}
	}
	return nil, badInput(fmt.Errorf("--format %q is not one of %s", name, strings.Join(f.names(), ", ")))
}

// instead has a format of a name print in another way.
func (f formats[T]) instead(name string, print func(io.Writer, T, report.Options) error) formats[T] {
	out := slices.Clone(f)
	for i := range out {
		if out[i].name == name {
			out[i].print = print
		}
	}
	return out
}

func (f format[T]) write(w io.Writer, v T, opt report.Options) error {
	if opt.Detail == "" {
		opt.Detail = f.detail
	}
	return f.print(w, v, opt)
}

// saver writes the file that -o names, in the format of its ending, and says so; it
// does nothing where path is "".
func (f formats[T]) saver(p *program, path string, opt report.Options, book workbook.Options) (func(T) error, error) {
	if path == "" {
		return func(T) error { return nil }, nil
	}
	ending := strings.ToLower(filepath.Ext(path))
	for _, one := range f {
		if one.ending != ending || ending == "" {
			continue
		}
		if err := p.fence.CheckNew(path); err != nil {
			return nil, badInput(err)
		}
		return func(v T) (err error) {
			if one.book != nil {
				err = one.book(p.ctx, path, v, book)
			} else {
				err = p.writeFile(path, func(w io.Writer) error { return one.print(w, v, opt) })
			}
			if err == nil {
				p.say("wrote %s", path)
			}
			return err
		}, nil
	}
	return nil, badInput(fmt.Errorf("-o %s: the ending is not one of %s", path, strings.Join(f.endings(), ", ")))
}

// screen are the options of what is printed.
func (p *program) screen() report.Options {
	width := 80
	if p.wide {
		width = 1 << 20
	}
	return report.Options{Width: width, Color: isTerminal(p.stdout) && !p.config.NoColor}
}
