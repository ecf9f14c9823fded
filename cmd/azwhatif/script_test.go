package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

var update = flag.Bool("update", false, "rewrite the wanted output of the scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"azwhatif": main,
		"xlsxdump": xlsxdump,
	})
}

// TestScripts runs testdata/script/*.txtar: the program as its users see it.
func TestScripts(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			home := filepath.Join(env.WorkDir, "home")
			env.Setenv("HOME", home)
			env.Setenv("USERPROFILE", home)
			env.Setenv("AppData", home)
			env.Setenv("XDG_DATA_HOME", filepath.Join(home, "data"))
			env.Setenv("XDG_CONFIG_HOME", filepath.Join(home, "config"))
			env.Setenv("ROOT", root)
			env.Setenv("REALDATA", os.Getenv("AZWHATIF_REALDATA"))
			env.Setenv("GORACE", os.Getenv("GORACE"))
			return os.MkdirAll(home, 0o755)
		},
		Condition: func(cond string) (bool, error) {
			switch cond {
			case "realdata":
				return os.Getenv("AZWHATIF_REALDATA") != "", nil
			case "canmount":
				return canMount(), nil
			}
			return false, nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exit": exitCode},
	})
}

// exitCode is "exit CODE COMMAND ARGS...": the command must end with the code.
func exitCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exit CODE COMMAND ARGS...")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("%s ended with %d, want %s", args[1], got, args[0])
	}
}

// xlsxdump is "xlsxdump FILE [SHEET]": it prints a workbook as text, a cell a
// line, so that a script can look for what a reader sees.
func xlsxdump() {
	f, err := excelize.OpenFile(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		if len(os.Args) > 2 && os.Args[2] != sheet {
			continue
		}
		rows, err := f.GetRows(sheet)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		for r, row := range rows {
			for c, value := range row {
				if value != "" {
					cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
					fmt.Printf("%s!%s %s\n", sheet, cell, value)
				}
			}
		}
	}
}
