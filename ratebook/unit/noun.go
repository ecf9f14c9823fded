package unit

import (
	"sort"
	"strings"
)

// byteSizes are the powers of two between each noun of bytes and a GB.
var byteSizes = map[string]int{"B": -30, "KB": -20, "MB": -10, "GB": 0, "TB": 10, "PB": 20, "EB": 30}

// byteWords are the spellings of bytes, in lower case. They have no plural:
// "GBs" could be gigabytes or gigabyte-seconds.
var byteWords = map[string]string{
	"b": "B", "byte": "B", "bytes": "B",
	"kb": "KB", "kib": "KB", "kilobyte": "KB", "kilobytes": "KB",
	"mb": "MB", "mib": "MB", "megabyte": "MB", "megabytes": "MB",
	"gb": "GB", "gib": "GB", "gigabyte": "GB", "gigabytes": "GB",
	"tb": "TB", "tib": "TB", "terabyte": "TB", "terabytes": "TB",
	"pb": "PB", "pib": "PB", "petabyte": "PB", "petabytes": "PB",
	"eb": "EB", "eib": "EB",
}

// measures are nouns that are measured and not counted, so that a plain count
// does not become one.
var measures = []string{"Mbps", "Cubic Meters"}

// counted are nouns of Azure's rate cards, price sheets and Retail Prices, and
// at the end those that users write for Azure's unnamed counts ("3M writes"
// against "10K").
var counted = []string{
	"API Calls", "APIs", "Actions", "Activities", "Activity Runs", "Agents", "Apps", "Authentications",
	"Azure Endpoints", "Border Routers", "Calls", "Certificates", "Characters", "Checks", "Concurrent DVCs",
	"Connections", "Content", "Cores", "DBUs", "DNS Zones", "Data Points", "Database Units", "Databases", "Devices",
	"Domains", "Events", "Executions", "External Endpoints", "Faces", "Hosted Zones", "IOPS", "Instances",
	"Keys", "Key Uses", "Licenses", "Maps", "Messages", "Messaging Units", "Named Users", "Nodes",
	"Operation Units", "Operations", "Packs", "Pipelines", "Plans", "Policies", "Predictions", "Print Jobs",
	"Privacy Subject Rights Requests", "Pushes", "Queries", "Relays", "Remaps", "Renders", "Requests",
	"Reserved Units", "Resources", "Rotations", "Runs", "Seats", "Service Endpoints", "Sites",
	"Subscriptions", "Transactions", "Users", "Virtual Machines", "Virtual Users", "Websites", "Zones",

	"Accounts", "Disks", "Documents", "Emails", "Files", "Images", "Objects", "Pages", "Reads", "Records",
	"Rows", "Tokens", "Writes", "vCPUs",
}

// others are further spellings of nouns in the tables, by key.
var others = map[string]string{
	"unit": "", "count": "", "unassigned": "",
	"vm": "Virtual Machines", "calling": "Calls", "text": "Messages", "db": "Databases", "vcore": "vCPUs",
	"db unit": "Database Units", "database units (du)": "Database Units", "database unit (du)": "Database Units",
	"mau": "Users", // monthly active users; Parse adds the month
}

var byKey = func() map[string]string {
	m := map[string]string{}
	for k, v := range others {
		m[k] = v
	}
	for _, list := range [][]string{measures, counted} {
		for _, n := range list {
			m[key(n)] = n
		}
	}
	return m
}()

// key folds case and the English plural, so that "Query" and "queries" meet.
func key(noun string) string {
	s := strings.ToLower(noun)
	switch {
	case strings.HasSuffix(s, "ies") && len(s) > 4:
		return s[:len(s)-3] + "y"
	case strings.HasSuffix(s, "shes"):
		return s[:len(s)-2]
	case strings.HasSuffix(s, "s") && !strings.HasSuffix(s, "ss") && len(s) > 2:
		return s[:len(s)-1]
	}
	return s
}

// canonicalNoun finds a noun in the tables; "" with ok is a plain count.
func canonicalNoun(s string) (noun string, ok bool) {
	if n, ok := byteWords[strings.ToLower(s)]; ok {
		return n, true
	}
	n, ok := byKey[key(s)]
	return n, ok
}

// Known tells whether a noun, in any case and number, is in the tables:
// "GB", "transaction", "Units".
func Known(noun string) bool {
	_, ok := canonicalNoun(noun)
	return ok
}

// Counts tells whether a noun is counted one by one, as "Operations" are: not
// measured, as GB and Mbps are.
func Counts(noun string) bool { return countable(noun) }

// countable tells whether so many single things make up the noun.
func countable(noun string) bool {
	if _, ok := byteSizes[noun]; ok {
		return false
	}
	for _, m := range measures {
		if noun == m {
			return false
		}
	}
	return true
}

// Nearest is the noun or period whose spelling is nearest to s, for an error
// message: "GB" for "GBs", "Hours" for "huors"; "" where none is near.
func Nearest(noun string) string {
	candidates := append([]string{"Seconds", "Minutes", "Hours", "Days", "Months", "Years", "Units"}, counted...)
	for b := range byteSizes {
		candidates = append(candidates, b)
	}
	sort.Strings(candidates) // equal distances: first in the alphabet
	k := key(noun)
	if k == "" || len(k) > 60 {
		return ""
	}
	best, least := "", max(1, len(k)/3)+1
	for _, c := range candidates {
		if d := distance(k, key(c)); d < least {
			best, least = c, d
		}
	}
	return best
}

// distance is how many letters must be put in, left out, changed, or swapped
// with their neighbour, to make one word of the other.
func distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	before, above, row := make([]int, len(t)+1), make([]int, len(t)+1), make([]int, len(t)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(s); i++ {
		before, above, row = above, row, before
		row[0] = i
		for j := 1; j <= len(t); j++ {
			change := above[j-1]
			if s[i-1] != t[j-1] {
				change++
			}
			row[j] = min(above[j]+1, row[j-1]+1, change)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(t)]
}
