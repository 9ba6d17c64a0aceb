package srp

import (
	"strconv"
	"time"
)

// Timestamp returns t as Cognito's TIMESTAMP: English, in UTC, with an unpadded day, a 24-hour clock and a year of at
// least four digits, such as "Tue May 5 00:09:40 UTC 2026". That is "EEE MMM d HH:mm:ss z yyyy" in the words of Cognito's
// error message, and "Mon Jan 2 15:04:05 UTC 2006" as a layout of package time, whose formatter is too large for a page.
// Defined for the years 0 to 9999.
func Timestamp(t time.Time) string {
	t = t.UTC()
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	return t.Weekday().String()[:3] + " " + month.String()[:3] + " " + strconv.Itoa(day) + " " +
		twoDigits(hour) + ":" + twoDigits(minute) + ":" + twoDigits(second) + " UTC " +
		twoDigits(year/100) + twoDigits(year%100)
}

// twoDigits returns n, from 0 to 99, with a leading zero if it needs one.
func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}
