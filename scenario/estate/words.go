package estate

// What inventories call their columns, evened out (see evenOut), in English and in the
// languages that exports occur in. A format has lists of its own before these.
var (
	wordsVM     = evened("VM", "virtual machine", "virtuelle Maschine", "machine virtuelle", "máquina virtual", "macchina virtuale", "virtuele machine", "仮想マシン", "虚拟机")
	wordsName   = []string{"vm", "vmname", "machine", "machinename", "server", "servername", "hostname", "computername", "computer", "name", "host", "virtualmachine", "virtualmachinename", "virtuellemaschine", "maschine", "rechner", "rechnername", "servername", "nomdelamachine", "machinevirtuelle", "nom", "serveur", "nomduserveur", "maquinavirtual", "maquina", "nombre", "servidor", "nombredelservidor", "nome", "nomedelserver", "macchina", "macchinavirtuale", "naam", "virtuelemachine", "nomedoservidor", letters("仮想マシン"), letters("サーバー名"), letters("虚拟机"), letters("サーバ名")}
	wordsCPUs   = []string{"vcpus", "vcpu", "cpus", "cpu", "cores", "core", "numcpu", "numcpus", "numberofcpus", "cpucount", "numberofcores", "corecount", "cpucores", "vcores", "processors", "numberofprocessors", "logicalprocessors", "anzahlcpus", "cpuanzahl", "prozessoren", "kerne", "processeurs", "nombredecpus", "coeurs", "procesadores", "nucleos", "numerodecpus", "processori", "numerodicpu", "processadores", "kernen", "aantalcpus", "numberofprocessorcore", letters("CPU数"), letters("コア数"), letters("CPU 数量"), letters("vCPU数")}
	wordsMemory = []string{"memory", "memorysize", "ram", "mem", "memoryallocated", "allocatedmemory", "totalmemory", "ramsize", "arbeitsspeicher", "speicher", "hauptspeicher", "memoire", "memoirevive", "memoria", "memoriaram", "geheugen", "minne", letters("メモリ"), letters("メモリー"), letters("内存")}
	wordsOS     = []string{"os", "osname", "operatingsystem", "operatingsystemname", "guestos", "ostype", "osversion", "system", "betriebssystem", "betriebssystemname", "systemedexploitation", "systemeexploitation", "sistemaoperativo", "sistemaoperacional", "besturingssysteem", "operativsystem", "so", letters("オペレーティングシステム"), letters("操作系统")}
	wordsPower  = []string{"powerstate", "powerstatus", "powerstats", "power", "state", "status", "betriebszustand", "energiezustand", "energiestatus", "etat", "etatdalimentation", "estado", "estadodeenergia", "stato", "statodialimentazione", "toestand", letters("statut d'alimentation"), letters("estado de alimentación"), letters("電源状態"), letters("电源状态"), letters("Stromzustand")}
	wordsNICs   = []string{"nics", "networkadapters", "numberofnics", "networkinterfaces", "netzwerkadapter", "adaptersreseau", "adaptadoresdered", letters("ネットワークアダプタ")}
	wordsRegion = []string{"region", "azureregion", "location", "targetregion", "azurelocation", "armregionname"}
	wordsCPUUse = []string{"cpuutilization", "cpuutilisation", "cpuusage", "cpuuse", "averagecpu", "avgcpu", "cpuavg", "cpupercent", "cpuutil", "cpuauslastung", "utilisationcpu", "usodecpu", "usocpu", "p95cpu", "cpup95"}
	wordsMemUse = []string{"memoryutilization", "memoryutilisation", "memoryusage", "memoryuse", "averagememory", "avgmemory", "memavg", "memorypercent", "memutil", "ramusage", "ramutilization", "speicherauslastung", "arbeitsspeicherauslastung", "utilisationmemoire", "usodememoria", "p95memory", "memoryp95"}
	wordsTempl  = []string{"template", "istemplate", "vorlage", "modele", "plantilla", "modelo", "sjabloon", "modello", letters("テンプレート"), letters("模板")}
	wordsDisks  = evened("disks", "Festplatten", "Datenträger", "disques", "discos", "dischi", "schijven", "ディスク", "磁盘")
)
