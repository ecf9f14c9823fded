package estate

import "slices"

// What inventories call a machine that runs, and one that does not, in the languages that
// exports occur in; evened out.
var (
	runningWords = evened("poweredOn", "on", "running", "started", "active", "eingeschaltet", "an", "ein", "allumé", "sous tension", "encendido", "encendida", "ligado", "ligada", "acceso", "ingeschakeld", "connected", "up",
		"パワーオン", "電源オン", "オン", "已打开电源", "开机", "1", "true")
	stoppedWords = evened("poweredOff", "off", "stopped", "suspended", "deallocated", "Stopped (deallocated)", "ausgeschaltet", "aus", "angehalten", "suspendiert", "éteint", "hors tension", "suspendu", "suspendue", "apagado", "apagada", "suspendido", "suspendida",
		"desligado", "desligada", "suspenso", "suspensa", "spento", "sospeso", "uitgeschakeld", "onderbroken", "パワーオフ", "電源オフ", "オフ", "サスペンド", "已关闭电源", "关机", "已挂起", "shut off", "shutdown", "saved", "paused", "0", "false", "inactive", "down")
)

// evened are words as header rows and cells have them once they are evened out.
func evened(words ...string) []string {
	for i := range words {
		words[i] = letters(words[i])
	}
	return words
}

// power tells what a machine's state means: it runs, it does not, or the cell says
// nothing that is known.
func power(cell string) (on, known bool) {
	word := letters(cell)
	switch {
	case slices.Contains(runningWords, word):
		return true, true
	case slices.Contains(stoppedWords, word):
		return false, true
	}
	return true, false
}
