package main

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"azwhatif/ratebook"

	"github.com/spf13/cobra"
)

func (p *program) cardsVerifyCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "verify",
		Short:   "Check every card against its hashes and counts",
		Example: "  azwhatif cards verify --ratebook /srv/ratebook",
		Long: `Verify recomputes the hash of each card's response and rates, and counts its
meters, rates and tiers. It says what the sound cards of each terms cover, and
names what is damaged, with the command that gets what no sound card covers then;
and cards that say that they were fetched in the future, which no estimate uses.
In both cases it exits with 1.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			b, err := openStore(p.config.Ratebook)
			if err != nil {
				return err
			}
			defer b.Close()
			findings, err := b.Verify(cmd.Context())
			if err != nil {
				return err
			}
			damaged, future := 0, 0
			var sound, lost []ratebook.Header
			for _, f := range findings {
				if len(f.Damage) == 0 && f.Header.Provenance.FromFuture(p.now()) {
					future++
					fmt.Fprintf(p.stdout, "future   %s: it says that it was fetched on %s\n", f.Path, f.Header.Provenance.Fetched.Format(time.DateOnly))
					continue
				}
				if len(f.Damage) == 0 {
					sound = append(sound, f.Header)
					fmt.Fprintf(p.stdout, "ok       %s\n", f.Path)
					continue
				}
				damaged++
				if f.Header.Terms != (ratebook.Terms{}) {
					lost = append(lost, f.Header)
				}
				for _, problem := range f.Damage {
					fmt.Fprintf(p.stdout, "damaged  %s: %s\n", f.Path, problem)
				}
			}
			if err := showCovered(p.stdout, sound); err != nil {
				return err
			}
			if damaged > 0 {
				for _, command := range again(sound, lost) {
					p.say("no sound card has it then: %s", command)
				}
				return fmt.Errorf("%d of %d cards are damaged; fetch them again, and delete the damaged folders", damaged, len(findings))
			}
			if future > 0 {
				return fmt.Errorf("%s; set the clock right, or delete the folders and fetch again", fromFuture(future))
			}
			p.say("%d cards verified in %s", len(findings), p.config.Ratebook)
			return nil
		},
	}
}

// showCovered says what the cards in use of each terms cover, and of when they are.
func showCovered(out io.Writer, cards []ratebook.Header) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, of := range byTerms(cards) {
		for i, h := range ratebook.InUse(of) {
			terms := h.Terms.String()
			if i > 0 {
				terms = ""
			}
			fmt.Fprintf(w, "%s\t%s\t%s\n", terms, h.Provenance.Fetched.Format("2006-01-02 15:04"), covers(h))
		}
	}
	return w.Flush()
}

// again are the commands that fetch what the lost cards covered and no sound one does.
func again(sound, lost []ratebook.Header) (commands []string) {
	var gone []ratebook.Header
	for _, of := range byTerms(lost) {
		gone = append(gone, ratebook.InUse(of)...)
	}
	for _, h := range gone {
		var covered []ratebook.Asked
		for _, s := range sound {
			if asked, known := s.Coverage(); known && s.Terms == h.Terms {
				covered = append(covered, asked)
			}
		}
		asked, _ := h.Coverage()
		for _, part := range asked.Without(covered...) {
			command := h.Terms.FetchCommand(part.Regions...)
			for _, service := range part.Services {
				command += fmt.Sprintf(" --service %q", service)
			}
			commands = append(commands, command)
		}
	}
	return commands
}
