package main

import (
	"errors"
	"fmt"
	"strings"

	"azwhatif/ratebook"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// noArguments refuses arguments. Of a command that holds others, one is the name of a
// command that is not there: the error has the nearest names.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if !cmd.HasSubCommands() {
		return badInput(fmt.Errorf("%q takes no arguments, and got %q; see %q", cmd.CommandPath(), args[0], cmd.CommandPath()+" --help"))
	}
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return badInput(fmt.Errorf("%q is not a command of %s%s; see %q", args[0], cmd.CommandPath(), didYouMean(args[0], names), cmd.CommandPath()+" --help"))
}

// wrongFlag is an error of a command's flags, as bad input, with the nearest name where
// a flag is not known.
func wrongFlag(cmd *cobra.Command, err error) error {
	near := ""
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() == "" {
		var names []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if !f.Hidden {
				names = append(names, "--"+f.Name)
			}
		})
		near = didYouMean("--"+unknown.GetSpecifiedName(), names)
	}
	return badInput(fmt.Errorf("%w%s; see %q", err, near, cmd.CommandPath()+" --help"))
}

// didYouMean offers the name that is nearest to a word, or the one that it begins;
// nothing where there is no such.
func didYouMean(word string, names []string) string {
	near := ratebook.NearestWords(word, names, 1)
	if len(near) == 0 {
		for _, name := range names {
			if len(word) > 1 && strings.HasPrefix(name, word) {
				near = append(near, name)
			}
		}
	}
	if len(near) != 1 {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", near[0])
}
