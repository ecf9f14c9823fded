package recalc

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Cells are a range of cells of one sheet: "Summary", "G12:G18".
type Cells struct{ Sheet, Range string }

// Change is a cell of a workbook and what is typed into it: a number, or else a text.
type Change struct {
	Sheet, Cell string
	Value       string
	Text        bool
}

// Driven is a workbook, what to look at, and what to change in it.
type Driven struct {
	Path    string
	Read    []Cells
	Changes []Change
}

// Drive has one LibreOffice open each workbook once and make its changes, one at a time.
// It gives by workbook what the cells were before any change, and after each; each change
// is taken back before the next.
func Drive(books []Driven) (values [][][]string, err error) {
	office.Lock()
	defer office.Unlock()
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
	var text strings.Builder
	n := 0
	for _, b := range books {
		path, err := filepath.Abs(b.Path)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&text, "open\t%s\n", path)
		for _, r := range b.Read {
			fmt.Fprintf(&text, "read\t%s\t%s\n", r.Sheet, r.Range)
		}
		text.WriteString("now\n")
		for _, c := range b.Changes {
			kind := "number"
			if c.Text {
				kind = "text"
			}
			fmt.Fprintf(&text, "set\t%s\t%s\t%s\t%s\n", c.Sheet, c.Cell, kind, c.Value)
		}
		text.WriteString("close\n")
		n += 1 + len(b.Changes)
	}
	for name, content := range map[string]string{
		jobs: text.String(),
		filepath.Join(dir, "profile", "user", "registrymodifications.xcu"): installed,
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
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Minute)
	defer cancel()
	said, err := exec.CommandContext(ctx, Office(), "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--norestore", "--nologo",
		fmt.Sprintf(`macro:///Standard.Module1.Main("%s","%s")`, jobs, out)).CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("LibreOffice: %w\n%s", err, said)
	}
	f, err := os.Open(out)
	if err != nil {
		return nil, fmt.Errorf("LibreOffice wrote nothing: %w\n%s", err, said)
	}
	defer f.Close()
	var lines [][]string
	answers := bufio.NewScanner(f)
	answers.Buffer(nil, 64<<20)
	for answers.Scan() {
		lines = append(lines, strings.Split(answers.Text(), "\t"))
	}
	if err := answers.Err(); err != nil {
		return nil, err
	}
	if len(lines) != n {
		return nil, fmt.Errorf("LibreOffice answered %d of %d: %v\n%s", len(lines), n, lines[max(0, len(lines)-1):], said)
	}
	for _, b := range books {
		values = append(values, lines[:1+len(b.Changes)])
		lines = lines[1+len(b.Changes):]
	}
	return values, nil
}

// installed is always, for a profile that LibreOffice takes as it is: into a new one it
// copies its own macros.
var installed = strings.Replace(always, "</oor:items>", `<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupInstCompleted" oor:op="fuse"><value>true</value></prop></item>
</oor:items>`, 1)

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
  Dim n As Integer, formula As String, files As Integer, answers As Integer
  Dim opened(0) As New com.sun.star.beans.PropertyValue
  opened(0).Name = "Hidden"
  opened(0).Value = True
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
      doc.calculateAll()
      n = 0
    Case "read"
      sheets(n) = part(1)
      ranges(n) = part(2)
      n = n + 1
    Case "now"
      Print #answers, Show(doc, sheets(), ranges(), n)
    Case "set"
      cell = doc.Sheets.getByName(part(1)).getCellRangeByName(part(2))
      formula = cell.Formula
      If part(3) = "text" Then
        cell.String = part(4)
      Else
        cell.Value = Val(part(4))
      End If
      doc.calculate()
      Print #answers, Show(doc, sheets(), ranges(), n)
      cell.Formula = formula
      doc.calculate()
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
