package workbook

import (
	"slices"
	"testing"
)

// Names that are too long keep what makes them differ.
func TestLongSheetNames(t *testing.T) {
	got := sheetNames([]string{
		"West Europe Pay-As-You-Go as it is today", "West Europe Pay-As-You-Go and reserved", "West Europe Pay-As-You-Go and Hybrid Benefit",
		"Short", "a name that is much longer than a sheet's can be", "a name that is much longer than a sheet's can be",
	}, nil)
	want := []string{
		"West Europe Pay-As-You-Go as it", "West Europe Pay-As-You…reserved", "West Europe Pay-…Hybrid Benefit",
		"Short", "a name that is much longer than", "a name that is much longer (2)",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
