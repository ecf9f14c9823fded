package usage

// clickHouseSettings are those under which a total is the whole of it, or else
// there is an error: no shard is passed over, no stale replica or cache is
// read, and no limit breaks a query off in silence. Those that a server does
// not know are left out.
var clickHouseSettings = []setting{
	{"skip_unavailable_shards", "0", "", ""},
	{"fallback_to_stale_replicas_for_distributed_queries", "0", "1",
		"where all replicas of a shard are far behind, what they lack yet is not in the total"},
	{"distributed_group_by_no_merge", "0", "", ""},
	{"use_query_cache", "0", "", ""},
	{"limit", "0", "", ""},
	{"offset", "0", "", ""},
	{"read_overflow_mode", "throw", "", ""},
	{"read_overflow_mode_leaf", "throw", "", ""},
	{"group_by_overflow_mode", "throw", "", ""},
	{"sort_overflow_mode", "throw", "", ""},
	{"set_overflow_mode", "throw", "", ""},
	{"result_overflow_mode", "throw", "", ""},
	{"timeout_overflow_mode", "throw", "", ""},
	{"timeout_overflow_mode_leaf", "throw", "", ""},
}

// setting has what a server's own default is, and means, where that is another
// value and may be borne with.
type setting struct{ name, value, usual, means string }

func (s setting) sql() string {
	if s.value == "throw" {
		return "'throw'"
	}
	return s.value
}
