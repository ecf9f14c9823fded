package usage_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
	"azwhatif/scenario/usage"
)

// row is one invented record, which each format writes in its own way.
type row struct {
	day            int // of January 2026
	meter, number  int // number tells it from all others
	quantity, cost string
	kind           string // "usage", "purchase", "bad"
}

// writer writes rows as one format does.
type writer struct {
	format             string
	begin, between     string
	end                string
	row                func(r row) string
	costs, aside, json bool // whether it has costs and purchases, and is JSON
}

func tableWriter(format, header, usage string, costs bool, charges map[string]string) writer {
	return writer{format: format, begin: header + "\n", costs: costs, aside: charges != nil, row: func(r row) string {
		quantity := r.quantity
		if r.kind == "bad" {
			quantity = "many"
		}
		return strings.NewReplacer("QTY", quantity, "COST", r.cost, "DD", fmt.Sprintf("%02d", r.day), "MM", fmt.Sprint(r.meter), "NN", fmt.Sprint(r.number), "CHARGE", charges[r.kind]).Replace(usage) + "\n"
	}}
}

func jsonWriter(format, begin, end, record string, costs bool) writer {
	w := tableWriter(format, "", record, costs, nil)
	table := w.row
	w.begin, w.between, w.end, w.json = begin, ",", end, true
	w.row = func(r row) string { return strings.TrimSpace(table(r)) }
	return w
}

const subscription = "0a000000-0000-4000-8000-000000000001"

var writers = []writer{
	tableWriter("azure-cost", "SubscriptionId,Date,MeterCategory,MeterSubCategory,MeterId,MeterName,MeterRegion,UnitOfMeasure,Quantity,CostInBillingCurrency,BillingCurrencyCode,ChargeType,ResourceId",
		subscription+",2026-01-DD,Storage,Tables,aaaaaaaa-0000-4000-8000-00000000000MM,Data MM,EU West,1 GB/Month,QTY,COST,EUR,CHARGE,/r/NN", true, map[string]string{"usage": "Usage", "bad": "Usage", "purchase": "Purchase"}),
	tableWriter("azure-ea-old", "SubscriptionGuid,Date,Month,Day,Year,Meter ID,Meter Category,Meter Sub-Category,Meter Region,Meter Name,Consumed Quantity,ResourceRate,ExtendedCost,Instance ID,Tags,Unit Of Measure,Resource Group,Currency Code",
		subscription+",01/DD/2026,1,DD,2026,aaaaaaaa-0000-4000-8000-00000000000MM,Storage,Tables,EU West,Data MM,QTY,0.1,COST,/r/NN,,GB,rg,EUR", true, nil),
	tableWriter("azure-portal-classic", "Usage Date,Meter Category,Meter Id,Meter Sub-category,Meter Name,Meter Region,Unit,Consumed Quantity,Resource Location,Consumed Service,Resource Group,Instance Id,Tags",
		"2026-01-DD,Storage,aaaaaaaa-0000-4000-8000-00000000000MM,Tables,Data MM,EU West,GB,QTY,euwest,x,rg,/subscriptions/"+subscription+"/r/NN,", false, nil),
	tableWriter("focus", "ChargeCategory,ChargePeriodStart,BilledCost,BillingCurrency,PricingQuantity,PricingUnit,ProviderName,SubAccountId,ServiceName,x_SkuMeterId,x_SkuMeterName,x_SkuMeterCategory,x_PricingUnitDescription,ResourceId",
		"CHARGE,2026-01-DD 00:00:00,COST,EUR,QTY,GB,Microsoft,"+subscription+",Storage,aaaaaaaa-0000-4000-8000-00000000000MM,Data MM,Storage,1 GB/Month,/r/NN", true, map[string]string{"usage": "Usage", "bad": "Usage", "purchase": "Purchase"}),
	tableWriter("aws-cur", "identity/LineItemId,bill/PayerAccountId,lineItem/UsageAccountId,lineItem/LineItemType,lineItem/UsageStartDate,lineItem/ProductCode,lineItem/UsageType,lineItem/Operation,lineItem/ResourceId,lineItem/UsageAmount,lineItem/CurrencyCode,lineItem/UnblendedCost,product/region,pricing/unit",
		"NN,1,1,CHARGE,2026-01-DDT00:00:00Z,AmazonS3,Bytes-MM,Put,/r/NN,QTY,EUR,COST,eu-west-1,GB", true, map[string]string{"usage": "Usage", "bad": "Usage", "purchase": "Fee"}),
	jsonWriter("azure-consumption", `{"value":[`, "]}", `{"id":"/subscriptions/`+subscription+`/providers/Microsoft.Consumption/usageDetails/NN","properties":{"usageStart":"2026-01-DDT00:00:00Z","meterId":"aaaaaaaa-0000-4000-8000-00000000000MM",`+
		`"usageQuantity":"QTY","pretaxCost":COST,"currency":"EUR","instanceId":"/r/NN","meterDetails":{"meterCategory":"Storage","meterName":"Data MM","unit":"1 GB/Month"}}}`, true),
	jsonWriter("azure-consumption", "[", "]", `{"id":"/subscriptions/`+subscription+`/providers/Microsoft.Consumption/usageDetails/NN","usageStart":"2026-01-DDT00:00:00Z","meterId":"aaaaaaaa-0000-4000-8000-00000000000MM",`+
		`"usageQuantity":"QTY","pretaxCost":"COST","currency":"EUR","instanceId":"/r/NN","meterDetails":{"meterCategory":"Storage","meterName":"Data MM","unit":"1 GB/Month"}}`, true),
	jsonWriter("azure-usage-aggregates", `{"value":[`, "]}", `{"id":"NN","name":"Daily_NN","type":"Microsoft.Commerce/UsageAggregate","properties":{"subscriptionId":"`+subscription+
		`","usageStartTime":"2026-01-DDT00:00:00+00:00","usageEndTime":"2026-01-DDT23:00:00+00:00","meterName":"Data MM","meterCategory":"Storage","unit":"GB","meterId":"aaaaaaaa-0000-4000-8000-00000000000MM","quantity":"QTY","infoFields":{"x":"NN"}}}`, false),
}

func (w writer) file(rows []row) string {
	var texts []string
	for _, r := range rows {
		texts = append(texts, w.row(r))
	}
	return w.begin + strings.Join(texts, w.between) + w.end
}

// generated are rows of all kinds that a format has.
func (w writer) generated(rnd *rand.Rand, n int) (rows []row) {
	for i := range n {
		r := row{day: 1 + rnd.IntN(28), meter: rnd.IntN(4), number: i, kind: "usage",
			quantity: fmt.Sprintf("%d.%d", rnd.IntN(1000), rnd.IntN(1e6)), cost: fmt.Sprintf("%d.%02d", rnd.IntN(100), rnd.IntN(100))}
		switch {
		case i%11 == 5:
			r.kind = "bad"
		case i%7 == 3 && w.aside:
			r.kind = "purchase"
		case i%13 == 2:
			r.quantity = "-" + r.quantity // a correction
		}
		rows = append(rows, r)
	}
	return rows
}

// What goes into an import comes out: as usage, set aside with its kind, or
// refused, in rows, quantity and money. How an export is split into files, how
// these are packed and in which order they are named changes nothing.
func TestNothingIsLost(t *testing.T) {
	t.Parallel()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for seed, w := range writers {
		t.Run(fmt.Sprint(w.format, seed), func(t *testing.T) {
			rows := w.generated(rand.New(rand.NewPCG(1, uint64(seed))), 60)
			files := map[string]string{"one": w.file(rows)}
			var parts []string
			for i, cut := range [][2]int{{0, 20}, {20, 21}, {21, 60}} {
				text := w.file(rows[cut[0]:cut[1]])
				parts = append(parts, text)
				files[fmt.Sprintf("parts/%d", i)] = text
				files[fmt.Sprintf("folders/month=%d/x", i)] = text
			}
			files["packed/a.gz"], files["packed/b.zst"], files["packed/c.zip"] = gz(t, parts[0]), zst(t, parts[1]), zipped(t, "x", parts[2])
			files["all.zip"] = zipped(t, "a/0", parts[0], "b/1", parts[1], "b/2", parts[2])
			files["export/manifest.json"] = runOf("r", "2026-02-01T00:00:00Z", "0 20", "1 1", "2 39")
			for i := range 3 {
				files[fmt.Sprintf("export/%d", i)] = parts[i]
			}
			dir := write(t, files)
			specs := map[string][]string{
				"one file": {"one"}, "parts": {"parts"}, "named": {"parts/0", "parts/1", "parts/2"}, "turned round": {"parts/2", "parts/1", "parts/0"},
				"folders": {"folders"}, "packed": {"packed"}, "an archive": {"all.zip"}, "partitions": {"export"}, "a manifest": {"export/manifest.json"}, "a pattern": {"parts/?"},
			}
			if !w.json && w.format != "azure-portal-classic" {
				if _, err := db.Exec("COPY (FROM read_csv('" + filepath.Join(dir, "one") + "', all_varchar = true, header = true, delim = ',')) TO '" + filepath.Join(dir, "one.parquet") + "' (FORMAT parquet)"); err != nil {
					t.Fatal(err)
				}
				specs["Parquet"] = []string{"one.parquet"}
			}
			want := ""
			names := []string{"one file"}
			for name := range specs {
				if name != "one file" {
					names = append(names, name)
				}
			}
			slices.Sort(names[1:])
			for _, name := range names {
				im, err := usage.RollUp(t.Context(), usage.Spec{Files: specs[name], Dir: dir}, nil)
				if err != nil {
					t.Errorf("%s: %v", name, err)
					continue
				}
				ties(t, im)
				conserved(t, name, w, rows, im)
				if len(im.Lost) > 0 || len(im.Twice) > 0 {
					t.Errorf("%s: lost %v, twice %v", name, im.Lost, im.Twice)
				}
				if got := printUsed(im.Used); want == "" {
					want = got
				} else if got != want {
					t.Errorf("%s:\n%s\nin one file:\n%s", name, got, want)
				}
			}
		})
	}
}

// conserved holds what came out to what was written.
func conserved(t *testing.T, name string, w writer, rows []row, im *scenario.Imported) {
	t.Helper()
	type sums struct {
		rows           int64
		quantity, cost money.Decimal
	}
	in, out := map[string]sums{}, map[string]sums{}
	add := func(m map[string]sums, kind string, n int64, quantity, cost money.Decimal) {
		s := m[kind]
		if kind == "bad" || !w.costs {
			cost = money.Zero
		}
		if kind != "usage" {
			quantity = money.Zero
		}
		m[kind] = sums{s.rows + n, s.quantity.Add(quantity), s.cost.Add(cost)}
	}
	for _, r := range rows {
		add(in, r.kind, 1, money.MustParse(r.quantity), money.MustParse(r.cost))
	}
	for _, u := range im.Used {
		add(out, string(u.Kind), u.Records, u.Quantity, u.Billed)
	}
	for _, src := range im.Sources {
		if src.Refused > 0 {
			add(out, "bad", src.Refused, money.Zero, money.Zero)
		}
	}
	for kind, a := range in {
		if b := out[kind]; a.rows != b.rows || !a.quantity.Equal(b.quantity) || !a.cost.Equal(b.cost) {
			t.Errorf("%s, %s: %d rows, %s, cost %s came out of %d rows, %s, cost %s", name, kind, b.rows, b.quantity, b.cost, a.rows, a.quantity, a.cost)
		}
	}
	if len(out) != len(in) {
		t.Errorf("%s: %v came out of %v", name, out, in)
	}
}

// Records that state no cost, where others do, are told: a sum without them is not what was
// billed. An export without any costs is none of that.
func TestRecordsWithoutACost(t *testing.T) {
	head := "SubscriptionId,Date,MeterId,MeterCategory,MeterSubCategory,MeterName,MeterRegion,UnitOfMeasure,Quantity,CostInBillingCurrency,BillingCurrency\n"
	row := "s1,2026-03-30,,Virtual Machines,Dsv5 Series,D4s v5,EU West,1 Hour,100,%s,EUR\n"
	for text, want := range map[string]string{
		fmt.Sprintf(row, "20") + fmt.Sprintf(row, ""):  "1 of 2 records of usage state no cost",
		fmt.Sprintf(row, "20") + fmt.Sprintf(row, "0"): "",
		fmt.Sprintf(row, "") + fmt.Sprintf(row, ""):    "",
	} {
		for _, days := range []bool{false, true} {
			im := rollUp(t, usage.Spec{Files: []string{"c.csv"}, Days: days, Dir: write(t, map[string]string{"c.csv": head + text})})
			if got := strings.Join(im.Sources[0].Assumed, "; "); strings.Contains(got, "state no cost") != (want != "") || !strings.Contains(got, want) {
				t.Errorf("%s: %q, want %q", text, got, want)
			}
		}
	}
}
