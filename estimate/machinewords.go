package estimate

import (
	"fmt"
	"slices"

	"azwhatif/ratebook"
	"azwhatif/scenario"
)

// machineAssumptions are the readings that the case's machines rest on.
func (e *Estimate) machineAssumptions() (list []string) {
	uses := e.Machines()
	if len(uses) == 0 {
		return nil
	}
	needs, measured, disks, snapshots := false, false, false, false
	for _, u := range uses {
		needs = needs || u.Machine.Size == ""
		measured = measured || u.Measured != nil
		disks = disks || len(u.Disks) > 0
		snapshots = snapshots || slices.ContainsFunc(u.Parts, func(p MachinePart) bool { return p.What == SnapshotPart })
	}
	c := e.Plan.machineLines.sizes
	list = append(list, fmt.Sprintf("What sizes and disks offer, and where sizes are sold, is the catalogue of %s: %s.", c.Date, c.Source))
	if needs {
		list = append(list,
			"A machine that states a need has the size that costs least by this case's prices in its first month: its meter and licences, after negotiated discounts, own licences and spot; where the case finds benefits or has a savings plan, and the machine runs all the time, the lowest price that they have for it. What is reserved is paid whether it is used or not: machines of a stated size have it first, then the dearest needs that it fits, where that makes the case cheaper. Of the same price: fewer vCPUs, less memory, the name.",
			"Suitable are sizes sold in the region, with the vCPUs and the memory that are needed, enough data disks and network interfaces, and premium storage where a disk needs it. Left out, as Azure Migrate does: burstable (B), constrained, GPU and HPC sizes, those of Arm; and confidential and promotional ones. Sizing states otherwise (series, burstable, arch).",
			"Cores are rounded up; 1.01 times a number of cores still passes for it, and up to 2.2 cores for 2, as a public assessment of Azure Migrate shows.")
	}
	if m := e.Case.Modernise; m != "" {
		list = append(list, map[scenario.Modernise]string{
			scenario.ModerniseDropIn:   "Modernised (drop-in): a stated size gives way to the newest generation of its series with as many vCPUs, no less memory, the same kind of processor and local disk, and the same generations of Hyper-V, whether that costs less or more.",
			scenario.ModerniseLatest:   "Modernised (latest): a stated size gives way to the newest generation of its series with as many vCPUs and no less memory, whether that costs less or more; a machine may have to be made anew for it.",
			scenario.ModerniseCheapest: "Modernised (cheapest): a stated size gives way to the cheapest one that the sizing allows, of the same or a newer generation, with no fewer vCPUs and no less memory.",
		}[m]+" Machines that state a need are sized as always.")
	}
	if measured && needs {
		by := false
		for _, text := range e.Plan.sizings {
			by = by || text.By == scenario.ByUtilisation
		}
		if by {
			list = append(list, "By utilisation a need is what is allocated × what is used of it × the comfort factor; where nothing, or 0%, was measured it is what is allocated, without the factor. The Av2 series is left out.")
		} else {
			list = append(list, "Machines are sized by what is allocated; what was measured of them is not used (sizing: by).")
		}
	}
	if f, ok := e.Card.Terms.Offer.Facts(); ok && f.Kind == ratebook.KindDevTest {
		list = append(list, "A dev/test offer charges machines with Windows and SQL Server at the rate of Linux: they have no licence to pay, and where the card has a size with Windows alone, that is its price with Linux, too.")
	}
	if disks {
		list = append(list, "A disk costs what the smallest class that holds it does, all month, whether its machine runs or not. Operations of Standard disks and shared mounts are not in it. Of Premium SSD v2, 3,000 IOPS and 125 MB/s are free with each disk (Microsoft's price page of managed disks).")
	}
	if snapshots {
		list = append(list, "Snapshots are stored on Standard HDD.")
	}
	if slices.ContainsFunc(uses, func(u MachineUse) bool { return u.Machine.Licence == scenario.OwnLicence }) {
		list = append(list, "Machines with licence: own are priced without the licences of their operating system and of SQL Server, in every case; what those cost is not in the total.")
	}
	for _, s := range e.Plan.sizings {
		if text := s.String(); needs && text != "" {
			list = append(list, "Sizing in force: "+text+".")
		}
	}
	return list
}

// warnAboutMachines says what a reader has to know of machines.
func (e *Estimate) warnAboutMachines() {
	for _, u := range e.Machines() {
		for _, n := range u.Notes {
			e.warn(u.Workload, "%s", n)
		}
	}
}
