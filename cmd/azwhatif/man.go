package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// manCommand writes the manual that packages bring along. It is hidden: it is for those
// who make them.
func (p *program) manCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "man FOLDER",
		Short:   "Write the manual pages of all commands into a folder",
		Example: "  azwhatif man man1",
		Long: `Man writes a manual page (azwhatif.1, azwhatif-compare.1, …) of each command into a
folder, which is made where it is not there. The pages' date is SOURCE_DATE_EPOCH's
(seconds since 1970), where that is set.`,
		Hidden: true,
		Args:   usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o755); err != nil {
				return err
			}
			root := cmd.Root()
			root.DisableAutoGenTag = true // no second date
			header := &doc.GenManHeader{Section: "1", Source: "azwhatif " + version(), Manual: "azwhatif"}
			if err := doc.GenManTree(root, header, args[0]); err != nil {
				return fmt.Errorf("the manual pages: %w", err)
			}
			p.say("wrote the manual pages into %s", args[0])
			return nil
		},
	}
}
