package localcognito

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// timestampLayout is Java's "EEE MMM d HH:mm:ss z yyyy" in English and UTC.
const timestampLayout = "Mon Jan 2 15:04:05 UTC 2006"

// renderTimestamp returns the one spelling of t that a claim is signed over.
func renderTimestamp(t time.Time) string { return t.UTC().Format(timestampLayout) }

// timestampPattern is what a lenient java.text.SimpleDateFormat takes: blanks
// before numbers and the zone, numbers of any length and sign, any text behind
// the year. Of the many zone names Java knows, only those of zoneHours.
var timestampPattern = regexp.MustCompile(
	`\A([A-Za-z]+) ([A-Za-z]+) [ \t]*(-?\d{1,9}) [ \t]*(-?\d{1,9}):[ \t]*(-?\d{1,9}):[ \t]*(-?\d{1,9}) [ \t]*([A-Za-z]+|GMT[+-]\d{1,2}:\d{2}|[+-]\d{4}) [ \t]*(\d{1,6})`)

var (
	weekdays = dateNames(7, func(i int) string { return time.Weekday(i).String() })
	months   = dateNames(12, func(i int) string { return time.Month(i + 1).String() })
)

// dateNames maps the long and short lower-case names to their index.
func dateNames(n int, name func(int) string) map[string]int {
	names := make(map[string]int)
	for i := range n {
		long := strings.ToLower(name(i))
		names[long], names[long[:3]] = i, i
	}
	return names
}

// zoneHours are the zone names that stand for a fixed offset.
var zoneHours = map[string]int{
	"UTC": 0, "GMT": 0,
	"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
	"CET": 1, "CEST": 2, "BST": 1, "JST": 9,
}

// parseTimestamp reads TIMESTAMP the way a lenient SimpleDateFormat does: a
// zero-padded day, a wrong weekday or the hour 24 pass, and are found out
// later because they differ from the canonical spelling that is signed.
func parseTimestamp(s string) (time.Time, error) {
	bad := fail(invalidParameter, "TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.")
	m := timestampPattern.FindStringSubmatch(s)
	if m == nil {
		return time.Time{}, bad
	}
	_, weekdayOK := weekdays[strings.ToLower(m[1])]
	month, monthOK := months[strings.ToLower(m[2])]
	offset, zoneOK := zoneOffset(m[7])
	if !weekdayOK || !monthOK || !zoneOK {
		return time.Time{}, bad
	}
	var n [5]int // day, hour, minute, second, year; the pattern bounds them
	for i, field := range []string{m[3], m[4], m[5], m[6], m[8]} {
		n[i], _ = strconv.Atoi(field)
	}
	return time.Date(n[4], time.Month(month+1), n[0], n[1], n[2], n[3]-offset, 0, time.UTC), nil
}

// zoneOffset returns the seconds east of UTC.
func zoneOffset(zone string) (int, bool) {
	zone = strings.ToUpper(zone)
	if hours, ok := zoneHours[zone]; ok {
		return hours * 3600, true
	}
	text := strings.ReplaceAll(strings.TrimPrefix(zone, "GMT"), ":", "")
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, false
	}
	return (n/100*60 + n%100) * 60, true
}
