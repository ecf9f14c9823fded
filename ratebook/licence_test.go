package ratebook

import "testing"

func TestSQLLicence(t *testing.T) {
	for _, tt := range []struct{ category, subcategory, name, licence string }{
		{"SQL Database", "Single/Elastic Pool General Purpose - Compute Gen5", "vCore", "Single/Elastic Pool General Purpose - SQL License"},
		{"SQL Database", "SQL Database Single/Elastic Pool General Purpose - Compute Gen5", "8 vCore", "SQL Database Single/Elastic Pool General Purpose - SQL License"},
		{"SQL Database", "Single/Elastic Pool Business Critical-Compute Gen5", "vCore", "Single/Elastic Pool Business Critical - SQL License"},
		{"SQL Managed Instance", "Managed Instance General Purpose - Compute Gen5", "vCore", "Managed Instance General Purpose - SQL License"},
		{"SQL Database", "Managed Instance Business Critical - Compute Gen4", "vCore", "Managed Instance Business Critical - SQL License"},
		{"SQL Database", "Single/Elastic Pool General Purpose - Compute Gen5", "Zone Redundancy vCore", ""},
		{"SQL Database", "Single General Purpose - Serverless - Compute Gen5", "vCore", ""},
		{"SQL Database", "SingleDB Hyperscale - Compute Gen5", "vCore", ""},
		{"SQL Database", "Single/Elastic Pool General Purpose - SQL License", "vCore", ""},
		{"SQL Database", "Single Standard", "S1 DTUs", ""},
		{"Azure Database for MySQL", "Flexible Server General Purpose Ddsv5 Series Compute", "vCore", ""},
		{"Virtual Machines", "Dsv5 Series", "D4s v5", ""},
	} {
		s, ok := Meter{Category: tt.category, Subcategory: tt.subcategory, Name: tt.name}.SQLLicence()
		if ok != (tt.licence != "") || ok && *s.Subcategory != tt.licence {
			t.Errorf("%s / %s: %v %v", tt.subcategory, tt.name, s, ok)
		}
	}
}
