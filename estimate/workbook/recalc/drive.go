package recalc

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Cells are a range of cells of one sheet: "Summary", "G12:G18".
type Cells struct{ Sheet, Range string }

// Typed is what is typed into a cell: a number, or else a text.
type Typed struct {
	Sheet, Cell string
	Value       string
	Text        bool
}

// Driven is a workbook, what to look at, and what to change in it: one cell at a time, or
// several together.
type Driven struct {
	Path    string
	Whole   bool // all cells are read before any change
	Read    []Cells
	Changes [][]Typed
}

// Values are what LibreOffice calculates in a workbook.
type Values struct {
	Book    Book       // of Whole
	Before  []string   // the cells that are read, before any change
	Changed [][]string // the same after each change
}

// everySheet is LibreOffice's filter that writes a CSV file of each sheet, numbers as
// one would type them in English: with all their digits, also where a cell shows fewer.
const everySheet = "44,34,76,1,,1033,false,false,false,false,false,-1"

// drive has one LibreOffice open workbooks and change them.
func drive(books []Driven) (list []Values, err error) {
	dir, err := os.MkdirTemp("", "recalc-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	library := filepath.Join(dir, "profile", "user", "basic", "Standard")
	if err := os.MkdirAll(library, 0o700); err != nil {
		return nil, err
	}
	jobs, out := filepath.Join(dir, "jobs"), filepath.Join(dir, "out")
	for name, content := range map[string]string{
		filepath.Join(dir, "profile", "user", "registrymodifications.xcu"): always,
		filepath.Join(dir, "profile", "user", "basic", "script.xlc"):       libraries,
		filepath.Join(dir, "profile", "user", "basic", "dialog.xlc"):       strings.ReplaceAll(libraries, "script.xlb", "dialog.xlb"),
		filepath.Join(library, "script.xlb"):                               script,
		filepath.Join(library, "dialog.xlb"):                               strings.ReplaceAll(script, `<library:element library:name="Module1"/>`, ""),
		filepath.Join(library, "Module1.xba"):                              module,
	} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			return nil, err
		}
	}
	var text strings.Builder
	n := 0
	sheetsOf := func(i int) string { return filepath.Join(dir, fmt.Sprintf("book%d", i)) }
	for i, b := range books {
		path, err := filepath.Abs(b.Path)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&text, "open\t%s\n", path)
		if b.Whole {
			fmt.Fprintf(&text, "write\t%s.csv\t%s\n", sheetsOf(i), everySheet)
		}
		for _, r := range b.Read {
			fmt.Fprintf(&text, "read\t%s\t%s\n", r.Sheet, r.Range)
		}
		text.WriteString("show\n")
		for _, change := range b.Changes {
			for _, c := range change {
				kind := "number"
				if c.Text {
					kind = "text"
				}
				fmt.Fprintf(&text, "set\t%s\t%s\t%s\t%s\n", c.Sheet, c.Cell, kind, c.Value)
			}
			text.WriteString("show\nback\n")
		}
		text.WriteString("show\nclose\n")
		n += 2 + len(b.Changes)
	}
	if err := os.WriteFile(jobs, []byte(text.String()), 0o600); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Minute)
	defer cancel()
	said, err := exec.CommandContext(ctx, Office(), "-env:UserInstallation=file://"+filepath.ToSlash(filepath.Join(dir, "profile")), "--headless", "--norestore", "--nologo",
		fmt.Sprintf(`macro:///Standard.Module1.Main("%s","%s")`, jobs, out)).CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("LibreOffice: %w\n%s", err, said)
	}
	lines, err := answers(out)
	if err != nil {
		return nil, fmt.Errorf("LibreOffice: %w\n%s", err, said)
	}
	if len(lines) != n {
		return nil, fmt.Errorf("LibreOffice answered %d of %d: %v\n%s", len(lines), n, lines[max(0, len(lines)-1):], said)
	}
	for i, b := range books {
		end := 1 + len(b.Changes)
		v := Values{Before: lines[0], Changed: lines[1:end]}
		if !slices.Equal(lines[end], lines[0]) {
			return nil, fmt.Errorf("%s: when all changes are taken back the cells are %v, not %v", b.Path, lines[end], lines[0])
		}
		lines = lines[end+1:]
		if b.Whole {
			if v.Book, err = read(sheetsOf(i) + "-"); err == nil && len(v.Book) == 0 {
				err = fmt.Errorf("LibreOffice calculated nothing of %s:\n%s", b.Path, said)
			}
			if err != nil {
				return nil, err
			}
		}
		list = append(list, v)
	}
	return list, nil
}

// answers are the macro's, by line.
func answers(path string) (lines [][]string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 64<<20)
	for s.Scan() {
		lines = append(lines, strings.Split(s.Text(), "\t"))
	}
	return lines, s.Err()
}

// always makes LibreOffice recalculate every file that it loads; by itself it trusts the
// values that another program has stored. The profile is taken as it is: into a new one
// LibreOffice copies its own macros.
const always = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupInstCompleted" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
`

// libraries, script and module are a macro in the form in which a profile has it.
const libraries = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">
 <library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" library:link="false"/>
</library:libraries>
`

const script = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false"><library:element library:name="Module1"/></library:library>
`

const module = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Main(jobs As String, results As String)
  Dim doc As Object, cell As Object, job As String, part, sheets(200) As String, ranges(200) As String
  Dim n As Integer, k As Integer, changed(200) As Object, was(200) As String, files As Integer, answers As Integer
  Dim opened(0) As New com.sun.star.beans.PropertyValue, written(1) As New com.sun.star.beans.PropertyValue
  opened(0).Name = "Hidden"
  opened(0).Value = True
  written(0).Name = "FilterName"
  written(0).Value = "Text - txt - csv (StarCalc)"
  written(1).Name = "FilterOptions"
  files = FreeFile
  Open jobs For Input As #files
  answers = FreeFile
  Open results For Output As #answers
  On Error Goto failed
  Do While Not Eof(files)
    Line Input #files, job
    part = Split(job, Chr(9))
    Select Case part(0)
    Case "open"
      doc = StarDesktop.loadComponentFromURL(ConvertToURL(part(1)), "_blank", 0, opened())
      n = 0
      k = 0
    Case "write"
      written(1).Value = part(2)
      doc.storeToURL(ConvertToURL(part(1)), written())
    Case "read"
      sheets(n) = part(1)
      ranges(n) = part(2)
      n = n + 1
    Case "set"
      cell = doc.Sheets.getByName(part(1)).getCellRangeByName(part(2))
      changed(k) = cell
      was(k) = cell.Formula
      k = k + 1
      If part(3) = "text" Then
        cell.String = part(4)
      Else
        cell.Value = Val(part(4))
      End If
    Case "show"
      doc.calculate()
      Print #answers, Show(doc, sheets(), ranges(), n)
    Case "back"
      Do While k &gt; 0
        k = k - 1
        changed(k).Formula = was(k)
      Loop
    Case "close"
      doc.close(True)
    End Select
  Loop
  Close #answers
  Close #files
  StarDesktop.terminate()
  Exit Sub
failed:
  Print #answers, "error " &amp; Err &amp; ": " &amp; Error$ &amp; " at " &amp; job
  Close #answers
  StarDesktop.terminate()
End Sub

Function Show(doc As Object, sheets, ranges, n As Integer) As String
  Dim text As String, i As Integer, row, v
  For i = 0 To n - 1
    For Each row In doc.Sheets.getByName(sheets(i)).getCellRangeByName(ranges(i)).getDataArray()
      For Each v In row
        If Len(text) > 0 Then text = text &amp; Chr(9)
        text = text &amp; v
      Next v
    Next row
  Next i
  Show = text
End Function
</script:module>
`
