package ratebook

import "strings"

// The ends of the names of machines that Azure may take back (RateCard of 2020,
// Retail Prices).
const (
	spotName = " Spot"
	lowName  = " Low Priority"
)

// AsSpot and AsLowPriority are what a card calls the same machine as capacity
// that Azure may take back; ok is false where the meter is not a machine's, or
// is such capacity already. The meter has no id: the card is to be asked for it
// by its words.
func (m Meter) AsSpot() (Meter, bool)        { return m.takenBack(spotName) }
func (m Meter) AsLowPriority() (Meter, bool) { return m.takenBack(lowName) }

func (m Meter) takenBack(name string) (Meter, bool) {
	if m.Category != machines || strings.HasSuffix(m.Name, spotName) || strings.HasSuffix(m.Name, lowName) {
		return m, false
	}
	m.ID, m.Name = "", m.Name+name
	return m, true
}

// WithoutWindows is what a card calls the same machine without the licence of
// Windows; ok is false where the meter's price has none in it. It has no id.
func (m Meter) WithoutWindows() (Meter, bool) {
	s, ok := m.WithoutLicence()
	if !ok {
		return m, false
	}
	m.ID, m.Subcategory = "", *s.Subcategory
	return m, true
}

// OnlySQL tells whether the meter is for the licence of SQL Server alone, which
// whoever owns one does not use (Retail Prices: "Virtual Machines Licenses" /
// "SQL Server …"; "SQL Database … - SQL License").
func (m Meter) OnlySQL() bool {
	return m.Category == "Virtual Machines Licenses" && strings.Contains(m.Subcategory, "SQL Server") || strings.HasSuffix(m.Subcategory, "SQL License")
}

// OnlyWindows tells the same of Windows Server.
func (m Meter) OnlyWindows() bool {
	return m.Category == "Virtual Machines Licenses" && strings.Contains(m.Subcategory, "Windows Server")
}
