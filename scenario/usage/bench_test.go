package usage

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// benchRows is how many rows the generated export has: 200,000, or what
// AZWHATIF_BENCH_ROWS says.
func benchRows() int {
	n, err := strconv.Atoi(os.Getenv("AZWHATIF_BENCH_ROWS"))
	if err != nil {
		return 200_000
	}
	return n
}

const benchHeader = "InvoiceSectionName,AccountName,AccountOwnerId,SubscriptionId,SubscriptionName,ResourceGroup,ResourceLocation,Date,ProductName,MeterCategory,MeterSubCategory,MeterId,MeterName,MeterRegion,UnitOfMeasure,Quantity,EffectivePrice,CostInBillingCurrency,CostCenter,ConsumedService,ResourceId,Tags,OfferId,AdditionalInfo,ServiceInfo1,ServiceInfo2,ResourceName,ReservationId,ReservationName,UnitPrice,ProductOrderId,ProductOrderName,Term,PublisherType,PublisherName,ChargeType,Frequency,PricingModel,AvailabilityZone,BillingAccountId,BillingAccountName,BillingCurrencyCode,BillingPeriodStartDate,BillingPeriodEndDate,BillingProfileId,BillingProfileName,InvoiceSectionId,IsAzureCreditEligible,PartNumber,PayGPrice,PlanName,ServiceFamily,CostAllocationRuleName,benefitId,benefitName\n"

// generate writes an Enterprise Agreement's export of some 750 bytes a row:
// 20 subscriptions with 40 meters each, 12 months, tags, and resources without end.
func generate(path string, rows int) error {
	out, err := os.Create(path)
	if err != nil {
		return err
	}
	defer out.Close()
	w := bufio.NewWriterSize(out, 1<<20)
	w.WriteString(benchHeader)
	r := rand.New(rand.NewPCG(1, 2))
	for range rows {
		sub := r.IntN(20)
		meter := sub*17 + r.IntN(40)
		group, resource := r.IntN(200), r.IntN(50_000)
		month := 1 + r.IntN(12)
		quantity, price := r.IntN(2_400_000), 1+r.IntN(90_000)
		cost := int64(quantity) * int64(price)
		fmt.Fprintf(w, "Unassigned,Contoso EA,owner@example.com,%08d-0000-4000-8000-000000000000,Subscription %d,rg-%03d,westeurope,%02d/%02d/2025,"+
			"Virtual Machines D%d Series - D%d v5 - EU West,Virtual Machines,D%d Series,%08x-12ab-4cde-8f00-123456abcdef,D%d v5,EU West,1 Hour,%d.%05d,0.%06d,%d.%011d,CC-%d,Microsoft.Compute,"+
			"/subscriptions/%08d-0000-4000-8000-000000000000/resourceGroups/rg-%03d/providers/Microsoft.Compute/virtualMachines/vm-%06d,"+
			`"{""env"":""%s"",""project"":""p%02d""}",MS-AZR-0017P,"{""UsageType"":""ComputeHR"",""ImageType"":""Canonical"",""ServiceType"":""Standard_D%ds_v5"",""VCPUs"":4}",,,vm-%06d,,,0.%06d,,,,Azure,,Usage,UsageBased,OnDemand,,8611537,Contoso,EUR,%02d/01/2025,%02d/28/2025,8611537,Contoso,1,True,AAA-%05d,0.%06d,,Compute,,,`+"\n",
			sub, sub, group, month, 1+r.IntN(28), meter%40, meter, meter%40, meter, meter, quantity/100_000, quantity%100_000, price, cost/100_000_000_000, cost%100_000_000_000, group%9,
			sub, group, resource, []string{"prod", "dev", "test"}[r.IntN(3)], r.IntN(40), meter, resource, price, month, month, meter, price)
	}
	return w.Flush()
}

func benchFile(b *testing.B) string {
	rows := benchRows()
	path := filepath.Join(os.Getenv("AZWHATIF_BENCH_DIR"), fmt.Sprintf("export-%d.csv", rows))
	if os.Getenv("AZWHATIF_BENCH_DIR") == "" {
		path = filepath.Join(b.TempDir(), "export.csv")
	}
	if _, err := os.Stat(path); err != nil {
		if err := generate(path, rows); err != nil {
			b.Fatal(err)
		}
	}
	if os.Getenv("AZWHATIF_BENCH_FORMAT") == "parquet" {
		from := path
		if path = strings.TrimSuffix(path, ".csv") + ".parquet"; !there(path) {
			e, err := newEngine(b.Context(), 1<<30)
			if err != nil {
				b.Fatal(err)
			}
			defer e.close()
			if _, err := e.conn.ExecContext(b.Context(), "COPY (FROM read_csv("+literal(from)+", all_varchar = true, header = true)) TO "+literal(path)+" (FORMAT parquet)"); err != nil {
				b.Fatal(err)
			}
		}
	}
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(info.Size())
	return path
}

func there(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// processor is what the process took of all processors, in seconds, where Linux says: on
// a busy machine that tells more than the clock.
func processor() float64 {
	stat, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	f := strings.Fields(rest)
	if len(f) < 13 {
		return 0
	}
	user, _ := strconv.ParseFloat(f[11], 64)
	system, _ := strconv.ParseFloat(f[12], 64)
	return (user + system) / 100 // ticks a second, on Linux
}

// BenchmarkRollUp is the import, and BenchmarkByHand the same sums typed into
// DuckDB by hand: compare the two.
func BenchmarkRollUp(b *testing.B) {
	path := benchFile(b)
	before := processor()
	for b.Loop() {
		im, err := RollUp(b.Context(), Spec{Files: []string{path}, Tags: []string{"env"}}, nil)
		if err != nil {
			b.Fatal(err)
		}
		if im.Sources[0].Metered != int64(benchRows()) {
			b.Fatalf("%+v", im.Sources[0])
		}
	}
	b.ReportMetric((processor()-before)/float64(b.N), "cpu-s/op")
	reportPeak(b)
}

func BenchmarkByHand(b *testing.B) { byHand(b, "DECIMAL(38,18)") }

// BenchmarkByHandFloat sums floating point numbers, which is faster, and not exact.
func BenchmarkByHandFloat(b *testing.B) { byHand(b, "DOUBLE") }

func byHand(b *testing.B, number string) {
	path := benchFile(b)
	read := "read_csv(" + literal(path) + ", all_varchar = true, header = true)"
	if strings.HasSuffix(path, ".parquet") {
		read = "read_parquet(" + literal(path) + ")"
	}
	before := processor()
	for b.Loop() {
		e, err := newEngine(b.Context(), 1<<30)
		if err != nil {
			b.Fatal(err)
		}
		found, err := e.conn.QueryContext(b.Context(), `SELECT SubscriptionId, MeterId, MeterCategory, MeterSubCategory, MeterName, MeterRegion, UnitOfMeasure,
			OfferId, BillingCurrencyCode, ChargeType, PricingModel, json_extract_string(Tags, '$.env') AS env, date_trunc('month', strptime("Date", '%m/%d/%Y')) AS m,
			count(*), sum(CAST(Quantity AS `+number+`)), sum(CAST(CostInBillingCurrency AS `+number+`))
			FROM `+read+` GROUP BY ALL ORDER BY ALL`)
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for found.Next() {
			n++
		}
		if found.Err() != nil || n == 0 {
			b.Fatal(found.Err(), n)
		}
		e.close()
	}
	b.ReportMetric((processor()-before)/float64(b.N), "cpu-s/op")
	reportPeak(b)
}

// reportPeak reports the most memory that the process had, where Linux says.
func reportPeak(b *testing.B) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return
	}
	for line := range strings.Lines(string(status)) {
		if f := strings.Fields(line); len(f) > 1 && f[0] == "VmHWM:" {
			if kb, err := strconv.Atoi(f[1]); err == nil {
				b.ReportMetric(float64(kb)/1024, "peak-MB")
			}
		}
	}
}
