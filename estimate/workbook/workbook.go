package workbook

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"time"

	"azwhatif/estimate/compare"
	"azwhatif/scenario"

	"github.com/xuri/excelize/v2"
)

// Options are what a comparison does not know.
type Options struct {
	Version  string    // the program's, for the Provenance sheet
	Template *Template // the workbook to add a comparison's sheets to; nil for none

	// Progress, where it is given, is told now and then how many rows of a
	// comparison's are written, of about how many; at the end done is total.
	Progress func(done, total int)

	ctx    context.Context // of a file's writing; nil for none
	folder string          // for what excelize puts aside; "" is the system's
}

// The sheets beside those of the cases.
const (
	summarySheet     = "Summary"
	guideSheet       = "Guide"
	inputsSheet      = "Inputs"
	usageSheet       = "Usage"
	ratesSheet       = "Rates"
	comparisonSheet  = "Comparison"
	billedSheet      = "Billed" // of a scenario with imports
	bridgeSheet      = "Bridge"
	commitmentsSheet = "Commitments"
	payableSheet     = "Payable"
	cashSheet        = "Cash flow"    // where it is asked for
	currentSheet     = "Current cost" // where it is stated
	breakEvenSheet   = "Break-even"   // where it was looked for
	rangesSheet      = "Ranges"       // where they were drawn
	machinesSheet    = "Machines"     // of a scenario with machines
	assumptionsSheet = "Assumptions"
	checksSheet      = "Checks"
	provenanceSheet  = "Provenance"
)

// Write writes the comparison as an Excel workbook. Nothing in it depends on
// when it is written: the same comparison gives the same bytes.
func Write(w io.Writer, c *compare.Comparison, opt Options) error {
	b := newBook(c, opt)
	defer b.file.Close()
	if err := b.write(); err != nil {
		return err
	}
	err := b.pack(w)
	if opt.Progress != nil {
		opt.Progress(b.expected(), b.expected())
	}
	return err
}

// progressRows is how many rows are written between two words of progress.
const progressRows = 1000

// excelize are the options of the library.
func (o Options) excelize() excelize.Options { return excelize.Options{TmpDir: o.folder} }

// stopped ends a book that is no longer waited for.
func (b *book) stopped() {
	if b.err == nil && b.opt.ctx != nil && b.opt.ctx.Err() != nil {
		b.fail(context.Cause(b.opt.ctx))
	}
}

// wrote counts a row.
func (b *book) wrote() {
	if b.rows++; b.opt.Progress != nil && b.rows%progressRows == 0 {
		b.opt.Progress(min(b.rows, b.expected()), b.expected())
	}
}

// expected is how many rows there will be, without the short sheets.
func (b *book) expected() int {
	n := len(b.lines)
	for _, m := range b.cases {
		n += 2*len(m.lines) + 7*len(m.meters)
	}
	return max(n, 1)
}

// WriteFile writes the workbook beside path and renames it, so that a reader
// never sees half of it.
func WriteFile(ctx context.Context, path string, c *compare.Comparison, opt Options) error {
	return replace(ctx, path, opt, func(w io.Writer, opt Options) error { return Write(w, c, opt) })
}

// book is a workbook in the making.
type book struct {
	file      *excelize.File
	c         *compare.Comparison
	about     *document // of a workbook that is not a comparison's, with c nil
	opt       Options
	styles    map[style]int
	cases     []*caseModel
	lines     []usageLine
	rates     rateTable
	prices    []*benefitPrice
	schedules []scenario.Schedule
	groups    []group
	bills     []compare.BilledImport
	places    places
	parts     packer
	err       error // the first; later writes do nothing

	cells, formulas int         // written
	unlinked        [][2]string // sheets with more links than Excel takes, and the first cell without one
	rows            int         // written

	note       bool    // keeps inputCells
	inputCells []noted // of the inputs, where it is asked for
}

// places are where sheets find each other's cells.
type places struct {
	caseInputs    int                // Inputs: the row of the first case
	base          int                // Inputs: the row of the base case's name
	discounts     map[int][]int      // Inputs: the rows of a case's discounts by meter
	terms         map[termKey][2]int // Inputs: the first and the last row of a term
	scales        map[changeKey]int  // Inputs: the row of the scale of a change
	milestones    map[int][2]int     // Inputs: the rows of a case's first and last milestone
	cash          cashRows           // Cash flow
	current       currentPlaces      // Current cost
	paid          int                // Payable: the row of what is paid in the end
	purchases     purchaseRows       // Inputs: those of the Marketplace
	benefits      map[int][]int      // Inputs: the row of each benefit of a case
	calendar      int                // Inputs: the row of the schedule on one day a week
	schedules     int                // Inputs: the row of the first schedule
	exchange      map[string]int     // Inputs: the row of a currency's rate
	usageMonth    int                // Usage: the column of the first month
	usageSchedule int                // Usage: the column of the schedule's number
	rates         rateColumns
	lastRate      int   // Rates: the last row
	groupRows     []int // Comparison: the row of each group's total
	checks        int   // Checks: the row of the first test
	lastCheck     int
	firstCase     int // Summary: the row of the first case
	bills         []billRows
	bridges       []bridgeRows

	monthRow, monthsTotal int // Comparison: the rows of the first month and of the total
}

func newBook(c *compare.Comparison, opt Options) *book {
	b := &book{c: c, opt: opt, styles: map[style]int{}, bills: c.Billed()}
	if opt.Template == nil {
		b.file = excelize.NewFile(opt.excelize())
	} else if f, err := opt.Template.open(opt.folder); err != nil {
		b.file = excelize.NewFile(opt.excelize())
		b.fail(fmt.Errorf("the template: %w", err))
	} else {
		b.file = f
	}
	b.places.exchange = map[string]int{}
	b.places.discounts, b.places.milestones = map[int][]int{}, map[int][2]int{}
	b.places.benefits = map[int][]int{}
	b.places.terms, b.places.scales = map[termKey][2]int{}, map[changeKey]int{}
	return b
}

func (b *book) fail(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *book) write() error {
	parts := []func(){b.model, b.addSheets, b.asWorkbook, b.properties, b.inputs, b.usage, b.ratesSheet}
	for i := range len(b.c.Estimates) {
		parts = append(parts, func() { b.caseSheet(b.cases[i]) })
	}
	parts = append(parts, b.comparison, b.billed, b.bridge, b.commitments, b.payable, b.current, b.cash, b.regions, b.breakEven, b.ranges, b.machines, b.checks, b.summary, b.guide, b.assumptions, b.provenance)
	for _, part := range parts {
		if part(); b.err != nil {
			break
		}
	}
	return b.err
}

// addSheets makes all sheets, in their order; those of a template stay before them.
func (b *book) addSheets() {
	if b.opt.Template == nil {
		b.fail(b.file.SetSheetName("Sheet1", summarySheet))
	}
	names := []string{summarySheet, guideSheet, inputsSheet, usageSheet, ratesSheet}
	for _, m := range b.cases {
		names = append(names, m.sheet)
	}
	names = append(names, comparisonSheet)
	if len(b.bills) > 0 {
		names = append(names, billedSheet)
	}
	if len(b.c.Bridges) > 0 {
		names = append(names, bridgeSheet)
	}
	if b.commits() {
		names = append(names, commitmentsSheet)
	}
	if len(b.c.Rankings()) > 0 {
		names = append(names, regionsSheet)
	}
	if b.c.HasPayable() {
		names = append(names, payableSheet)
	}
	if b.c.Cash != nil {
		names = append(names, cashSheet)
	}
	if b.c.Scenario.Current != nil {
		names = append(names, currentSheet)
	}
	if b.c.BreakEven != nil {
		names = append(names, breakEvenSheet)
	}
	if b.c.Ranges != nil {
		names = append(names, rangesSheet)
	}
	if b.hasMachines() {
		names = append(names, machinesSheet)
	}
	names = append(names, assumptionsSheet, checksSheet, provenanceSheet)
	for _, name := range names {
		_, err := b.file.NewSheet(name)
		b.fail(err)
	}
}

// properties are the document's; its times are those of the newest card.
func (b *book) properties() {
	var newest time.Time
	about := b.document()
	for _, h := range about.cards {
		if h.Provenance.Fetched.After(newest) {
			newest = h.Provenance.Fetched
		}
	}
	at := newest.UTC().Format(time.RFC3339)
	p := &excelize.DocProperties{
		Title: about.title, Subject: "What-if prices of Azure", Creator: "azwhatif", LastModifiedBy: "azwhatif",
		Description: about.question, Created: at, Modified: at, Language: "en", Version: b.opt.Version,
	}
	if b.opt.Template != nil {
		if own, err := b.file.GetDocProps(); err == nil { // the company's
			p.Creator, p.Category, p.Keywords, p.Language = cmp.Or(own.Creator, p.Creator), own.Category, own.Keywords, cmp.Or(own.Language, p.Language)
		}
	}
	b.fail(b.file.SetDocProps(p))
	b.fail(b.file.SetAppProps(&excelize.AppProperties{Application: "azwhatif", DocSecurity: 0}))
}
