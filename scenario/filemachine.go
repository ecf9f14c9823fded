package scenario

// The shape of machines in a scenario's file.

type fileMachine struct {
	Name        text             `yaml:"name,omitempty" jsonschema_description:"What it is called, where a sizing or a reader is to name it."`
	Size        text             `yaml:"size,omitempty" jsonschema_description:"A size in any spelling, such as Standard_D4s_v5 or D4s v5."`
	Need        *item[fileNeed]  `yaml:"need,omitempty" jsonschema_description:"Instead of a size: what it must have. Each case takes the size that costs least by its own prices."`
	Utilisation *fileUtilisation `yaml:"utilisation,omitempty" jsonschema_description:"What was measured, for sizing by utilisation."`
	OS          text             `yaml:"os,omitempty" jsonschema:"enum=linux,enum=windows,enum=rhel,enum=sles" jsonschema_description:"Its operating system; left out: linux. Licences of one's own are a case's: hybrid_benefit."`
	SQL         text             `yaml:"sql,omitempty" jsonschema:"enum=standard,enum=enterprise,enum=web,enum=none" jsonschema_description:"The edition of SQL Server that it runs, and needs a licence of."`
	Licence     text             `yaml:"licence,omitempty" jsonschema:"enum=own,enum=included" jsonschema_description:"Whose licences of os and sql it has, in every case; left out: as the case's hybrid_benefit says."`
	Count       number           `yaml:"count,omitempty" jsonschema_description:"How many; left out: 1."`
	Hours       number           `yaml:"hours,omitempty" jsonschema_description:"A schedule such as 24x7 (left out) or 12x5, or a number of hours a month. Its disks stay all the time."`
	Disks       []item[fileDisk] `yaml:"disks,omitempty" jsonschema_description:"Its managed disks; the first is that of the operating system."`
	NICs        number           `yaml:"nics,omitempty" jsonschema_description:"How many network interfaces it needs."`
	Addresses   number           `yaml:"public_addresses,omitempty" jsonschema_description:"How many public addresses each has."`
	Arch        text             `yaml:"arch,omitempty" jsonschema:"enum=x64,enum=arm64,enum=any" jsonschema_description:"The processors that it runs on; left out: as the sizing has it."`
}

type fileNeed struct {
	VCPUs  number `yaml:"vcpus" jsonschema_description:"How many vCPUs."`
	Memory text   `yaml:"memory" jsonschema_description:"Such as 14 GiB."`
}

type fileUtilisation struct {
	CPU    text `yaml:"cpu,omitempty" jsonschema_description:"What is used of the vCPUs, such as 20%; left out or 0%: not measured."`
	Memory text `yaml:"memory,omitempty" jsonschema_description:"What is used of the memory, such as 60%; left out or 0%: not measured."`
}

type fileDisk struct {
	Kind       text   `yaml:"kind,omitempty" jsonschema:"enum=premium-ssd,enum=standard-ssd,enum=standard-hdd,enum=premium-ssd-v2,enum=ultra" jsonschema_description:"Left out: as the sizing has it, or the class's."`
	Size       text   `yaml:"size,omitempty" jsonschema_description:"Such as 256 GiB; it costs what the smallest class that holds it does."`
	Class      text   `yaml:"class,omitempty" jsonschema_description:"Instead of kind and size: P10, E10 or S10."`
	Redundancy text   `yaml:"redundancy,omitempty" jsonschema:"enum=LRS,enum=ZRS" jsonschema_description:"Left out: LRS."`
	Count      number `yaml:"count,omitempty" jsonschema_description:"How many on each machine; left out: 1."`
	Snapshots  text   `yaml:"snapshots,omitempty" jsonschema_description:"What its snapshots store, such as 40 GiB."`
	IOPS       number `yaml:"iops,omitempty" jsonschema_description:"Provisioned, of premium-ssd-v2 and ultra."`
	MBps       number `yaml:"mbps,omitempty" jsonschema_description:"Provisioned MB/s, of premium-ssd-v2 and ultra."`
}

type fileSizing struct {
	By         text                    `yaml:"by,omitempty" jsonschema:"enum=allocated,enum=utilisation" jsonschema_description:"What a need follows from; left out: allocated."`
	Comfort    number                  `yaml:"comfort,omitempty" jsonschema_description:"A factor on what was measured, by utilisation; left out: 1."`
	Series     []text                  `yaml:"series,omitempty" jsonschema_description:"Only these series, such as Das (of any version), Dasv5 or E."`
	NotSeries  []text                  `yaml:"not_series,omitempty" jsonschema_description:"None of these series."`
	Generation text                    `yaml:"generation,omitempty" jsonschema_description:"Only sizes of this generation, such as v5, or v5+ for newer ones, too."`
	Burstable  flag                    `yaml:"burstable,omitempty" jsonschema_description:"Whether sizes for machines that are mostly idle (B) will do; left out: no."`
	Arch       text                    `yaml:"arch,omitempty" jsonschema:"enum=x64,enum=arm64,enum=any" jsonschema_description:"The processors of the sizes; left out: x64."`
	Disks      text                    `yaml:"disks,omitempty" jsonschema:"enum=premium-ssd,enum=standard-ssd,enum=standard-hdd,enum=premium-ssd-v2,enum=ultra" jsonschema_description:"The kind of disks that state none; left out: premium-ssd."`
	Machines   keyed[fileSizedMachine] `yaml:"machines,omitempty" jsonschema_description:"For single machines, by their names: a size, or another need."`
}

type fileSizedMachine struct {
	Size text            `yaml:"size,omitempty" jsonschema_description:"Such as D4s_v5."`
	Need *item[fileNeed] `yaml:"need,omitempty" jsonschema_description:"What it must have, as it is: no utilisation, no comfort."`
}
