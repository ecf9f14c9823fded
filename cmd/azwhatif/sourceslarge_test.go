package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"azwhatif/ratebook/azure/azuretest"
	"azwhatif/scenario/usage/clickhousetest"
	"azwhatif/scenario/usage/kustotest"
)

// TestSourcesLarge tells what an estate of many rows takes from each place, by some commands,
// each a process of its own: processor time and memory of the program, and what came over the
// wire; and it compares what they print. It runs by hand alone:
//
//	go test ./cmd/azwhatif -run TestSourcesLarge -rows 3000000 -timeout 3h -v
func TestSourcesLarge(t *testing.T) {
	if *sourceRows < 100_000 {
		t.Skip("for -rows of 100000 and more")
	}
	hub := &kustotest.Database{Name: "Hub"}
	p := newProcess(t, azuretest.Options{Kusto: hub})
	file, folder := filepath.Join(p.home, "estate.csv"), filepath.Join(p.home, "parquet")
	sourceEstate(t, file, *sourceRows)
	parquetOf(t, file, folder)
	c := clickhousetest.Start(t, 3)
	c.Load(t, "costs", nil, file)
	hub.Load(t, "Costs()", file, nil)
	t.Setenv("AZWHATIF_CLICKHOUSE_USER", clickhousetest.User)
	t.Setenv("AZWHATIF_CLICKHOUSE_PASSWORD", clickhousetest.Password)
	t.Setenv("AZWHATIF_KUSTO_TIMEOUT", "1h")
	t.Setenv("AZWHATIF_CLICKHOUSE_TIMEOUT", "1h")
	places := []struct {
		name string
		args []string
	}{
		{"CSV", []string{file}}, {"Parquet", []string{folder}}, {"ClickHouse", []string{"--clickhouse", c.URL(), "--table", "costs"}}, {"Kusto", []string{"--kusto", p.azure.Kusto + "/Hub", "--table", "Costs()"}},
	}
	terms := []string{"--ratebook", "sample", "--offer", "MS-AZR-0003P", "--currency", "EUR", "--market", "NL"}
	wire := regexp.MustCompile(`(\d+) bytes came back`)
	for _, command := range [][]string{
		{"usage", "rollup", "--tag", "project"},
		append([]string{"forecast", "--by", "tag:project", "--months", "1", "--format", "csv"}, terms...),
	} {
		var want string
		for i, place := range places {
			var out, errs bytes.Buffer
			cmd := p.command(slices.Concat(command, place.args)...)
			cmd.Stdout, cmd.Stderr = &out, &errs
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			ended := make(chan error, 1)
			done := make(chan struct{})
			go func() { ended <- cmd.Wait(); close(done) }()
			most, err := memoryOf(cmd.Process.Pid, done), <-ended
			if i == 0 {
				want = out.String()
			}
			if err != nil || out.String() != want || want == "" {
				t.Errorf("%q from %s: %v %s\n%s", command, place.name, err, errs.String(), firstDifference(out.String(), want))
			}
			t.Logf("%s from %s: %s of processor time, %s of memory, %d bytes printed, %s", strings.Join(command[:2], " "), place.name,
				cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime(), most, out.Len(), wire.FindString(errs.String()))
		}
	}
}

// memoryOf is the most that a process had, as Linux tells it while it runs.
//
// Note: the usage that is told of a process that has ended counts what its parent had.
func memoryOf(pid int, done <-chan struct{}) (most string) {
	for {
		select {
		case <-done:
			return most
		case <-time.After(20 * time.Millisecond):
			text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid)) // it may just have ended
			if m := regexp.MustCompile(`VmHWM:\s*(\d+ kB)`).FindSubmatch(text); m != nil {
				most = string(m[1])
			}
		}
	}
}
