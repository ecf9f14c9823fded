package compare_test

import (
	"testing"

	"azwhatif/estimate/estimatetest"
	"azwhatif/ratebook/money"
)

func TestCommonLevel(t *testing.T) {
	g := estimatetest.Generate(1, 4, 3, 2)
	c := g.Compare(t)
	half := money.MustParse("0.5")
	all, ok := c.CommonLevel("", half)
	if !ok || !all[0].Equal(half) || !all[2].Equal(half) {
		t.Errorf("all at a half: %v, %v", all, ok)
	}
	one, ok := c.CommonLevel("line 1", half)
	if !ok || !one[0].Equal(money.One) || !one[1].Equal(half) {
		t.Errorf("one at a half: %v, %v", one, ok)
	}
	if _, ok := c.CommonLevel("line 9", half); ok {
		t.Error("a workload that is not there is varied")
	}
}
