package estate

import (
	"strings"

	"azwhatif/internal/pattern"
	"azwhatif/scenario"
)

// Operating systems by the words of their names, in small letters; the first that
// fits counts. What the price of a machine tells apart are Windows, Red Hat's and
// SUSE's systems; other systems cost what Linux costs.
var systems = []struct {
	words  *pattern.Pattern
	os     scenario.OS
	reason string // why Azure runs none, for those that it does not
}{
	{pattern.New(`mac ?os|os ?x|darwin`), "", "Azure runs no macOS"},
	{pattern.New(`solaris|sunos`), "", "Azure runs no Solaris"},
	{pattern.New(`\baix\b|hp-?ux|\bos/400|\bz/os|\bnetware|\bos/2\b|openvms`), "", "Azure does not run its operating system"},
	{pattern.New(`vmware esx|\besxi?\b`), "", "it is a host of virtual machines"},
	{pattern.New(`red ?hat|\brhel`), scenario.RHEL, ""},
	{pattern.New(`opensuse`), scenario.Linux, ""},
	{pattern.New(`suse|\bsles`), scenario.SLES, ""},
	{pattern.New(`windows|\bwin ?(?:\d|nt|srv|server)|microsoft.*server`), scenario.Windows, ""},
	{pattern.New(`linux|ubuntu|debian|centos|fedora|rocky|alma|photon|oracle|coreos|flatcar|gentoo|alpine|kali|\bmint\b|amazon|asianux|mandriva|mandrake|turbolinux|unix|bsd|nix`), scenario.Linux, ""},
}

// readOS is the operating system that a name tells; "" where it tells none. reason
// says why Azure does not run it.
func readOS(name string) (os scenario.OS, reason string) {
	low := strings.ToLower(strings.TrimSpace(name))
	for _, s := range systems {
		if s.words.MatchString(low) {
			if s.reason != "" {
				return "", s.reason + " (" + strings.TrimSpace(name) + ")"
			}
			return s.os, ""
		}
	}
	return "", ""
}

// yes tells whether a cell says so, in the languages that Excel writes.
func yes(cell string) bool {
	switch strings.ToLower(strings.TrimSpace(cell)) {
	case "true", "1", "yes", "y", "wahr", "ja", "vrai", "oui", "verdadero", "si", "sí", "verdadeiro", "sim", "vero", "waar", "sann", "sand", "prawda", "tak", "истина", "да", "true()":
		return true
	}
	return false
}
