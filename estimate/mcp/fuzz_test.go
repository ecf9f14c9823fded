package mcp

import (
	"context"
	"encoding/json"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// tools are those that run a command.
var tools = []string{"find_meters", "find_sizes", "check_scenario", "compare", "break_even", "explain", "inspect_usage", "write_workbook", "save_scenario", "fetch_prices"}

// FuzzArguments calls each tool with any arguments, and holds the command lines that
// come of it: flags are those of the tool, and files are in the folder.
func FuzzArguments(f *testing.F) {
	for i, args := range []string{
		`{"query":"--config=/etc/passwd"}`, `{"query":"d4s","vcpus":-4,"memory":"16 GiB"}`, `{"file":"../plan.yaml"}`, `{"file":"plan.yaml","detail":"--output=/tmp/x"}`,
		`{"file":"plan.yaml","cases":["--vary","a,b","\u0000"]}`, `{"file":"-","meter":"\n"}`, `{"files":["-x","/etc","a/../../b","exports"]}`,
		`{"file":"plan.yaml","output":"../x.xlsx"}`, `{"file":"x.yaml","text":"cases: []","overwrite":true}`, `{"offers":["a\",\"b"],"currencies":[""],"markets":["--from-file=x"]}`,
		`{"file":1}`, `[]`, `null`, `{"file":"a","colour":"red"}`,
	} {
		f.Add(uint8(i%len(tools)), args)
	}
	var lines [][]string
	var written []string
	server := newServer(Program{
		Run: func(_ context.Context, args []string, stdout, _ io.Writer) int {
			lines = append(lines, args)
			_, _ = io.WriteString(stdout, `{"version":1}`)
			return 0
		},
		Place: func(name string, _ bool) error { written = append(written, name); return nil },
		Write: func(_ context.Context, name string, _ []byte) error { written = append(written, name); return nil },
		Fetch: true,
	})
	ctx, stop := context.WithCancel(context.Background())
	f.Cleanup(stop)
	ours, theirs := sdk.NewInMemoryTransports()
	go func() { _ = server.Run(ctx, ours) }()
	client, err := sdk.NewClient(&sdk.Implementation{Name: "fuzz"}, nil).Connect(ctx, theirs, nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, tool uint8, args string) {
		if !json.Valid([]byte(args)) {
			return
		}
		lines, written = nil, nil
		name := tools[int(tool)%len(tools)]
		// An error is one of the protocol: the arguments are no object.
		r, err := client.CallTool(ctx, &sdk.CallToolParams{Name: name, Arguments: json.RawMessage(args)})
		if err == nil && !r.IsError && name != "fetch_prices" {
			if _, ok := r.StructuredContent.(map[string]any); !ok {
				t.Errorf("%s(%s) gives %v", name, args, r.StructuredContent)
			}
		}
		for _, line := range lines {
			checkLine(t, name, line)
		}
		for _, file := range written {
			if !filepath.IsLocal(file) || strings.Contains(file, "..") && strings.Contains("/"+filepath.ToSlash(file)+"/", "/../") {
				t.Errorf("%s(%s) writes %q", name, args, file)
			}
		}
	})
}

// checkLine holds that what a caller gave stands behind "=", or behind "--".
func checkLine(t *testing.T, tool string, line []string) {
	allowed := []string{"category", "region", "offer", "currency", "market", "limit", "vcpus", "memory", "as-of", "detail", "regions", "breakeven", "bridge",
		"vary", "from", "to", "case", "meter", "month", "workload", "source", "output", "format", "service"}
	end := slices.Index(line, "--")
	if end < 0 {
		end = len(line)
		if tool != "fetch_prices" {
			t.Errorf("%s runs %q without an end of the flags", tool, line)
		}
	}
	for i, arg := range line[:end] {
		flag, isFlag := strings.CutPrefix(arg, "--")
		flag, _, _ = strings.Cut(flag, "=")
		if isFlag && !slices.Contains(allowed, flag) || !isFlag && i > 1 {
			t.Errorf("%s runs %q", tool, line)
		}
	}
	if tool == "find_meters" || tool == "find_sizes" || tool == "fetch_prices" {
		return
	}
	for _, file := range line[end+1:] {
		if local(file) != nil {
			t.Errorf("%s reads %q", tool, file)
		}
	}
}
