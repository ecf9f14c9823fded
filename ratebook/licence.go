package ratebook

import "strings"

// SQLLicence selects the meter of the licence of SQL Server that belongs to a
// meter of vCores; ok is false where the meter's price has the licence in it, or
// needs none. Of SQL Database and Managed Instances, General Purpose and Business
// Critical, the vCores and their licence are two meters, and Pay-As-You-Go is
// billed for both; who owns the licence (Azure Hybrid Benefit) for the first alone.
//
// Source: Retail Prices API, products "SQL Database Single/Elastic Pool General
// Purpose - Compute Gen5" and "… - SQL License", which is sold in region Global.
// Serverless has its licence in its price, and Hyperscale has had none to pay
// since December 2023 (Microsoft, "Azure SQL Database pricing").
func (m Meter) SQLLicence() (s Selector, ok bool) {
	if !strings.EqualFold(m.Category, "SQL Database") && !strings.EqualFold(m.Category, "SQL Managed Instance") {
		return s, false
	}
	count := strings.TrimSuffix(strings.ToLower(m.Name), "vcore")
	if len(count) == len(m.Name) || strings.Trim(count, "0123456789 ") != "" { // "vCore", "8 vCore"
		return s, false
	}
	sub := strings.ToLower(m.Subcategory)
	at := strings.Index(sub, "compute")
	if at < 0 || strings.Contains(sub, "serverless") || strings.Contains(sub, "hyperscale") {
		return s, false
	}
	licence := strings.TrimRight(m.Subcategory[:at], " -") + " - SQL License"
	return Selector{Category: m.Category, Subcategory: &licence, Name: "vCore"}, true
}
