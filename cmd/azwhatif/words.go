package main

import (
	"strings"

	"github.com/spf13/pflag"
)

// closedFlags take words of a closed list, which are read without regard to case.
var closedFlags = map[string]bool{
	"format": true, "detail": true, "source": true, "webhook-format": true, "log-level": true, "cloud": true, "credential": true,
	"date-order": true, "mapping": true, "by": true, "plan-scope": true,
}

// foldWords writes the words of such flags in small letters; the key of
// "tag:KEY", and what names a file, stay as they are.
func foldWords(flags *pflag.FlagSet) (err error) {
	flags.Visit(func(f *pflag.Flag) {
		if !closedFlags[f.Name] || err != nil {
			return
		}
		if list, ok := f.Value.(pflag.SliceValue); ok {
			words := list.GetSlice()
			for i := range words {
				words[i] = foldWord(words[i])
			}
			err = list.Replace(words)
			return
		}
		err = f.Value.Set(foldWord(f.Value.String()))
	})
	return err
}

func foldWord(s string) string {
	if head, key, ok := strings.Cut(s, ":"); ok {
		return strings.ToLower(head) + ":" + key
	}
	if strings.ContainsAny(s, "./\\") {
		return s
	}
	return strings.ToLower(s)
}
