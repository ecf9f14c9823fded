package mapping

import "testing"

func TestAWSIsRead(t *testing.T) {
	m := AWS()
	t.Logf("%d regions, %d machines, %d series, %d rules", len(m.Regions), len(m.Machines), len(m.Series), len(m.Rules))
}
