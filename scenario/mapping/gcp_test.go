package mapping_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
	"azwhatif/scenario/mapping"
)

// google is one record of Google's: "service | sku | machine | unit | quantity | billed".
func google(line string) scenario.Used {
	f := strings.Split(line, "|")
	for i := range f {
		f[i] = strings.TrimSpace(f[i])
	}
	return scenario.Used{
		Provider: "Google Cloud", Kind: scenario.Metered, Currency: "USD", Records: 1, Subscription: "shop",
		Foreign:  scenario.Foreign{Service: f[0], UsageType: f[1], Operation: f[2], Region: "europe-west1", Unit: f[3]},
		Quantity: money.MustParse(f[4]), Billed: money.MustParse(f[5]),
	}
}

// became says what usage became: of each meter the quantity and what was billed for it.
func became(t *testing.T, lines ...string) (got []string) {
	t.Helper()
	var used []scenario.Used
	billed, records := money.Zero, int64(0)
	for _, line := range lines {
		u := google(line)
		u.Month = october
		used, billed, records = append(used, u), billed.Add(u.Billed), records+1
	}
	r := mapping.GCP().Map(used)
	type sum struct{ quantity, billed money.Decimal }
	sums := map[string]sum{}
	for _, m := range r.Mapped {
		u := m.AsUsed()
		key := strings.Trim(u.Meter.Subcategory+" / "+u.Meter.Name, " /")
		s := sums[key]
		sums[key] = sum{s.quantity.Add(m.Quantity), s.billed.Add(m.Used.Billed)}
		billed, records = billed.Sub(m.Used.Billed), records-m.Used.Records
		if m.Region != "westeurope" {
			t.Errorf("%s is in %s", key, m.Region)
		}
	}
	for key, s := range sums {
		got = append(got, fmt.Sprintf("%s: %s, %s billed", key, s.quantity, s.billed))
	}
	for _, l := range slices.Concat(r.Unmapped, r.Skipped) {
		got = append(got, l.Used.Foreign.UsageType+": left, "+l.Reason)
		billed, records = billed.Sub(l.Used.Billed), records-l.Used.Records
	}
	if !billed.IsZero() || records != 0 {
		t.Errorf("%s billed and %d records are lost", billed, records)
	}
	slices.Sort(got)
	return got
}

// Each kind of record by hand, with the sum in its name.
func TestGCP(t *testing.T) {
	for name, c := range map[string]struct{ lines, want []string }{
		"96 vCPU hours ÷ 4 = 24 hours, and 384 GiB hours ÷ 16 = 24; 3.34 + 1.79 = 5.13": {
			[]string{"Compute Engine | N2 Instance Core running in Belgium | n2-standard-4 | hour | 96 | 3.34", "Compute Engine | N2 Instance Ram running in Belgium | n2-standard-4 | gibibyte hour | 384 | 1.79"},
			[]string{"linux / n2-standard-4 (4 vCPU, 16 GiB): 24, 5.13 billed"},
		},
		"of 96 ÷ 2 = 48 hours 48 ÷ 2 = 24 run Windows; 2 ÷ 2 = 1, and the licence": {
			[]string{"Compute Engine | E2 Instance Core running in Belgium | e2-standard-2 | hour | 96 | 2", "Compute Engine | E2 Instance Ram running in Belgium | e2-standard-2 | gibibyte hour | 384 | 1",
				"Compute Engine | Licensing Fee for Windows Server 2019 Datacenter Edition (CPU cost) | e2-standard-2 | hour | 48 | 2.2"},
			[]string{"linux / e2-standard-2 (2 vCPU, 8 GiB): 24, 1 billed", "windows / e2-standard-2 (2 vCPU, 8 GiB): 24, 4.2 billed"},
		},
		"Red Hat by the hour of the machine: 40 ÷ 4 = 10, all of them": {
			[]string{"Compute Engine | N2 Instance Core running in Belgium | n2-standard-4 | hour | 40 | 2", "Compute Engine | N2 Instance Ram running in Belgium | n2-standard-4 | gibibyte hour | 160 | 1",
				"Compute Engine | Licensing Fee for RedHat Enterprise Linux 8 on VM with 1 to 4 VCPU | n2-standard-4 | hour | 10 | 0.6"},
			[]string{"rhel / n2-standard-4 (4 vCPU, 16 GiB): 10, 3.6 billed", "rhel, licence / n2-standard-4 (4 vCPU, 16 GiB): 10, 0 billed"},
		},
		"a measure of one's own: 60 ÷ 6 = 10 hours of 20,480 MiB": {
			[]string{"Compute Engine | N2 Custom Instance Core running in Belgium | n2-custom-6-20480 | hour | 60 | 2", "Compute Engine | N2 Custom Instance Ram running in Belgium | n2-custom-6-20480 | gibibyte hour | 200 | 1"},
			[]string{"linux / n2-custom-6-20480 (6 vCPU, 20 GiB): 10, 3 billed"},
		},
		"a shared core: a quarter of a vCPU is billed, 6 ÷ 0.25 = 24": {
			[]string{"Compute Engine | E2 Instance Core running in Belgium | e2-micro | hour | 6 | 0.1", "Compute Engine | E2 Instance Ram running in Belgium | e2-micro | gibibyte hour | 24 | 0.1"},
			[]string{"linux / e2-micro (2 vCPU, 1 GiB): 24, 0.2 billed"},
		},
		"no machine type: 100 ÷ 2 = 50 hours with 2 × 400 ÷ 100 = 8 GiB": {
			[]string{"Compute Engine | N2D AMD Instance Core running in Belgium | | hour | 100 | 3", "Compute Engine | N2D AMD Instance Ram running in Belgium | | gibibyte hour | 400 | 1"},
			[]string{"linux / n2d of unknown size (2 vCPU, 8 GiB): 50, 4 billed"},
		},
		"spare capacity": {
			[]string{"Compute Engine | Spot Preemptible N2 Instance Core running in Belgium | n2-standard-2 | hour | 2 | 1", "Compute Engine | Spot Preemptible N2 Instance Ram running in Belgium | n2-standard-2 | gibibyte hour | 8 | 1"},
			[]string{"linux, spare capacity / n2-standard-2 (2 vCPU, 8 GiB): 1, 2 billed"},
		},
		"a licence of spare capacity: 4 ÷ 2 = 2 hours, 2 of its 4 vCPU hours Windows": {
			[]string{"Compute Engine | Spot Preemptible N2 Instance Core running in Belgium | n2-standard-2 | hour | 4 | 1", "Compute Engine | Spot Preemptible N2 Instance Ram running in Belgium | n2-standard-2 | gibibyte hour | 16 | 1",
				"Compute Engine | Licensing Fee for Windows Server 2019 Datacenter Edition (CPU cost) | n2-standard-2 | hour | 2 | 0.1"},
			[]string{"linux, spare capacity / n2-standard-2 (2 vCPU, 8 GiB): 1, 0.5 billed", "windows, spare capacity / n2-standard-2 (2 vCPU, 8 GiB): 1, 1.6 billed"},
		},
		"memory without vCPUs, GPUs, and families that are not known": {
			[]string{"Compute Engine | N2 Instance Ram running in Belgium | n2-standard-4 | gibibyte hour | 384 | 1.79", "Compute Engine | A2 Instance Core running in Belgium | a2-highgpu-1g | hour | 12 | 9",
				"Compute Engine | Q9 Instance Core running in Belgium | | hour | 12 | 9"},
			[]string{"A2 Instance Core running in Belgium: left, GPUs and TPUs; choose one of Azure's N series by their model and number",
				"N2 Instance Ram running in Belgium: left, no vCPUs of its machine type are billed beside it in the same place, account and month, so that nothing says of how many machines it is a part",
				"Q9 Instance Core running in Belgium: left, the export names no machine type, and the mapping does not know the family \"q9\""},
		},
		"FOCUS: hours of a whole machine; 1,000 × 10^9 ÷ 2^30 = 931.32 GiB": {
			[]string{"Compute Engine | e2-standard-4 running | e2-standard-4 | Hours | 5 | 0.6", "Compute Engine | Compute Engine committed usage | e2-standard-4, windows | Hours | 2 | 0", "Cloud Storage | Standard storage | | GB-Months | 1000 | 20"},
			[]string{"Tiered Block Blob / Hot LRS Data Stored: 931.322574615478515625, 20 billed", "linux / e2-standard-4 (4 vCPU, 16 GiB): 5, 0.6 billed", "windows / e2-standard-4 (4 vCPU, 16 GiB): 2, 0 billed"},
		},
		"disks, snapshots, objects and egress: 100 GiB-months × 744 hours = 74,400 GiB hours; 512 ÷ 1,024 = 0.5; 25,000 requests are 2.5 × 10K": {
			[]string{"Compute Engine | SSD backed PD Capacity in Belgium | | gibibyte month | 100 | 17", "Compute Engine | Balanced PD Capacity in Belgium | | gibibyte month | 512 | 51", "Compute Engine | Storage PD Snapshot in Belgium | | gibibyte month | 10 | 0.5",
				"Cloud Storage | Nearline Storage Belgium | | gibibyte month | 7 | 0.1", "Cloud Storage | Regional Standard Class A Operations | | count | 25000 | 0.1",
				"Compute Engine | Network Internet Data Transfer Out from EMEA to EMEA | | gibibyte | 2 | 0.2", "Compute Engine | Network Inter Zone Data Transfer Out | | gibibyte | 2 | 0.2"},
			[]string{"Azure Premium SSD v2 / Premium LRS Provisioned Capacity: 74400, 17 billed", "Network Inter Zone Data Transfer Out: left, data between the zones of a region is free in Azure",
				"Standard Data Transfer Out: 2, 0.2 billed", "Standard HDD Managed Disks / LRS Snapshots: 10, 0.5 billed", "Standard SSD Managed Disks / E30 LRS Disk: 0.5, 51 billed",
				"Tiered Block Blob / Cool LRS Data Stored: 7, 0.1 billed", "Tiered Block Blob / Hot LRS Write Operations: 2.5, 0.1 billed"},
		},
	} {
		if got := became(t, c.lines...); !slices.Equal(got, c.want) {
			t.Errorf("%s\ngot  %s\nwant %s", name, strings.Join(got, "\n     "), strings.Join(c.want, "\n     "))
		}
	}
}

// Licences for more hours than a machine ran are not priced, which the reason says: 60 ÷ 2 =
// 30 hours, and 48 ÷ 2 = 24 of the machine.
func TestGCPLicencesBeyond(t *testing.T) {
	var used []scenario.Used
	for _, line := range []string{"Compute Engine | E2 Instance Core running in Belgium | e2-standard-2 | hour | 48 | 2", "Compute Engine | E2 Instance Ram running in Belgium | e2-standard-2 | gibibyte hour | 192 | 1",
		"Compute Engine | Licensing Fee for Windows Server 2019 Datacenter Edition (CPU cost) | e2-standard-2 | hour | 60 | 2.2"} {
		u := google(line)
		u.Month = october
		used = append(used, u)
	}
	for _, m := range mapping.GCP().Map(used).Mapped {
		if !strings.Contains(m.Reason, "licences of windows are billed for 6 hours more than the machine ran") {
			t.Errorf("%s", m.Reason)
		}
	}
}

// The FOCUS samples of Google: 84% and 89% of the money of what was used is mapped, all
// but the monitoring.
func TestRealGoogle(t *testing.T) {
	for file, least := range map[string]float64{"guymano_gcp_1_2_cost_and_usage_rows100_seed42.csv": 84, "guymano_gcp_1_3_cost_and_usage_rows100_seed42.csv": 89} {
		all := query(t, `select 'Usage', ServiceName, ChargeDescription, coalesce(SkuPriceDetails->>'InstanceType', ''), RegionId, ConsumedUnit,
			sum(ConsumedQuantity::decimal(38,10))::varchar, sum(BilledCost::decimal(38,18))::varchar, count(*)
			from read_csv(FILE, all_varchar = true) where ChargeCategory = 'Usage' and coalesce(CommitmentDiscountStatus, '') <> 'Unused' group by all order by all`, "focus/"+file)
		for i := range all {
			all[i].Provider = "Google Cloud"
		}
		if cost := printed(t, mapping.GCP().Map(all)); cost < least {
			t.Errorf("%s: %.1f %% of the cost is covered", file, cost)
		}
	}
}
