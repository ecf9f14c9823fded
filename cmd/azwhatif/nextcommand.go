package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/scenario"
)

// nextCommand finds a command of the program that a message suggests.
var nextCommand = regexp.MustCompile(`"azwhatif (fetch|cards|meters)( [^"]*)?"`)

// withBook adds to the commands that an error suggests what this run has that they need
// too: the ratebook that is not the usual one, and what a sign-in asks for.
func (p *program) withBook(text string) string {
	return nextCommand.ReplaceAllStringFunc(text, func(found string) string {
		command := strings.Trim(found, `"`)
		if book := p.bookUsed; book != "" && book != scenario.Sample && !strings.Contains(command, "--ratebook") {
			command += " --ratebook " + shellWord(book)
		}
		if strings.HasPrefix(command, "azwhatif fetch --offer") {
			command += p.signInFlag(command)
		}
		return `"` + command + `"`
	})
}

// signInFlag is what the source of a fetch command asks for, where the config has it not.
func (p *program) signInFlag(command string) string {
	switch {
	case strings.Contains(command, "--source "+string(ratebook.PriceSheet)):
		if p.config.Azure.BillingAccount == "" && !strings.Contains(command, "--billing-account") {
			return " --billing-account ACCOUNT"
		}
	case !strings.Contains(command, "--source") || strings.Contains(command, "--source "+string(ratebook.RateCard)):
		if p.config.Azure.Subscription == "" && !strings.Contains(command, "--subscription") {
			return " --subscription ID"
		}
	}
	return ""
}

// shellWord is a text as a shell reads it back as one word.
func shellWord(s string) string {
	if s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return !strings.ContainsRune("/._-+:@%,~\\", r) && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// noFolder says that the ratebook's folder is not there, where an error is about a card
// that is not there either.
func (p *program) noFolder(err error) error {
	var none *ratebook.NoCardError
	if !errors.As(err, &none) || p.bookUsed == "" || p.bookUsed == scenario.Sample {
		return err
	}
	if _, missing := os.Stat(p.bookUsed); errors.Is(missing, fs.ErrNotExist) {
		return errors.Join(err, fmt.Errorf("the folder of the ratebook, %s, is not there", p.bookUsed))
	}
	return err
}
