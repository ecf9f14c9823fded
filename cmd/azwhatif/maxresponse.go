package main

import (
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"

	"azwhatif/ratebook/fetch"

	"github.com/spf13/pflag"
)

// addMaxResponse adds the flag of commands that take long answers.
func addMaxResponse(flags *pflag.FlagSet) {
	flags.String("max-response", "", "the most to read of one answer, unpacked, such as 2 GB (default: fetch.max_response, else "+fetch.Bytes(fetch.MostResponse)+")")
}

// configured is what the config file and the environment say, by key.
type configured interface {
	Get(key string) any
	Set(key string, value any)
	ConfigFileUsed() string
}

// maxResponse is fetch.max_response: of the flag, of AZWHATIF_FETCH_MAX_RESPONSE,
// or of the config file, where "fetch:" is then not a list of what to fetch but
// has it under "cards". 0 is the default.
func maxResponse(c configured, flags *pflag.FlagSet) (int64, error) {
	where, text := "", ""
	if m, ok := c.Get("fetch").(map[string]any); ok {
		if stated, ok := m["max_response"]; ok {
			where, text = "config file "+c.ConfigFileUsed()+": fetch.max_response", fmt.Sprint(stated)
		}
		c.Set("fetch", m["cards"])
	}
	if s := os.Getenv("AZWHATIF_FETCH_MAX_RESPONSE"); s != "" {
		where, text = "AZWHATIF_FETCH_MAX_RESPONSE", s
	}
	if f := flags.Lookup("max-response"); f != nil && f.Changed {
		where, text = "--max-response", f.Value.String()
	}
	if where == "" {
		return 0, nil
	}
	n, ok := parseBytes(text)
	if !ok {
		return 0, fmt.Errorf("%s %q is not a size such as 300 MB or 2 GB", where, text)
	}
	return n, nil
}

// parseBytes reads "300 MB", "2GiB" or a number of bytes above zero. A GB is 2^30 bytes.
func parseBytes(s string) (int64, bool) {
	s = strings.ToLower(strings.Join(strings.Fields(s), ""))
	size := 1.0
	for i, unit := range []string{"k", "m", "g", "t"} {
		for _, end := range []string{unit + "ib", unit + "b", unit} {
			if number, ok := strings.CutSuffix(s, end); ok && size == 1 {
				s, size = number, math.Pow(1024, float64(i+1))
			}
		}
	}
	n, err := strconv.ParseFloat(strings.TrimSuffix(s, "b"), 64)
	if err != nil || !(n*size >= 1) || n*size > 1<<50 {
		return 0, false
	}
	return int64(n * size), true
}
