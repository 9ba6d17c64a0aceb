package srp

import "strconv"

const (
	weekdays = "ThuFriSatSunMonTueWed" // from that of the first day of 1970 on
	months   = "MarAprMayJunJulAugSepOctNovDecJanFeb"
)

// Timestamp returns t as Cognito's TIMESTAMP: English, in UTC, with an unpadded day, a 24-hour clock and a year of at
// least four digits, such as "Tue May 5 00:09:40 UTC 2026". That is "EEE MMM d HH:mm:ss z yyyy" in the words of Cognito's
// error message, and "Mon Jan 2 15:04:05 UTC 2006" as a layout of package time, which is too large for a page.
// Defined for the years 0 to 9999.
func Timestamp(t Time) string {
	seconds := floor(t.UnixMilli(), 1000)
	days := floor(seconds, 86_400)
	clock := int(seconds - days*86_400)
	year, month, day := date(int(days))
	weekday := int(days - floor(days, 7)*7)
	return weekdays[3*weekday:][:3] + " " + months[3*month:][:3] + " " + strconv.Itoa(day) + " " +
		twoDigits(clock/3600) + ":" + twoDigits(clock/60%60) + ":" + twoDigits(clock%60) + " UTC " +
		twoDigits(year/100) + twoDigits(year%100)
}

// floor returns n divided by d and rounded down, before 1970 too.
func floor(n, d int64) int64 {
	quotient := n / d
	if n%d < 0 {
		quotient--
	}
	return quotient
}

// date returns the date of a day counted from the first of 1970. Months are counted from March, 0, so that a leap day is
// a year's last. After https://howardhinnant.github.io/date_algorithms.html#civil_from_days.
func date(days int) (year, month, day int) {
	const (
		fourYears = 4*365 + 1
		century   = 25*fourYears - 1
		era       = 4*century + 1 // 400 years
	)
	days += 719_468 + era // since the first of March of the year -400
	dayOfEra := days % era
	yearOfEra := (dayOfEra - dayOfEra/(fourYears-1) + dayOfEra/century - dayOfEra/(era-1)) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	month = (5*dayOfYear + 2) / 153
	year = (days/era-1)*400 + yearOfEra
	if month >= 10 {
		year++
	}
	return year, month, dayOfYear - (153*month+2)/5 + 1
}

// twoDigits returns n, from 0 to 99, with a leading zero if it needs one.
func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}
