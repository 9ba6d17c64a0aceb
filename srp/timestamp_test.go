package srp

import (
	"testing"
	"time"

	"github.com/cognito-wasm/cognito-wasm/internal/clock"
)

const timestampLayout = "Mon Jan 2 15:04:05 UTC 2006"

func TestTimestamp(t *testing.T) {
	kathmandu := time.FixedZone("+0545", 5*3600+45*60)
	newYork := time.FixedZone("EST", -5*3600)
	tests := []struct {
		name string
		t    time.Time
		want string
	}{
		{"day below 10", time.Date(2026, 5, 5, 0, 9, 40, 0, time.UTC), "Tue May 5 00:09:40 UTC 2026"},
		{"midnight", time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), "Sun Nov 22 00:00:00 UTC 2026"},
		{"last second", time.Date(2026, 11, 22, 23, 59, 59, 999999999, time.UTC), "Sun Nov 22 23:59:59 UTC 2026"},
		{"noon", time.Date(2026, 8, 19, 12, 0, 0, 0, time.UTC), "Wed Aug 19 12:00:00 UTC 2026"},
		{"afternoon", time.Date(2026, 6, 11, 13, 5, 6, 0, time.UTC), "Thu Jun 11 13:05:06 UTC 2026"},
		{"new year's eve", time.Date(2027, 12, 31, 23, 0, 0, 0, time.UTC), "Fri Dec 31 23:00:00 UTC 2027"},
		{"leap day", time.Date(2028, 2, 29, 8, 0, 1, 0, time.UTC), "Tue Feb 29 08:00:01 UTC 2028"},
		{"the day before in UTC", time.Date(2026, 3, 1, 5, 44, 59, 0, kathmandu), "Sat Feb 28 23:59:59 UTC 2026"},
		{"the year after in UTC", time.Date(2026, 12, 31, 19, 0, 0, 0, newYork), "Fri Jan 1 00:00:00 UTC 2027"},
		{"year of three digits", time.Date(987, 7, 13, 1, 2, 3, 0, time.UTC), "Fri Jul 13 01:02:03 UTC 0987"},
		{"zero time", time.Time{}, "Mon Jan 1 00:00:00 UTC 0001"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Timestamp(clock.UnixMilli(tt.t.UnixMilli())); got != tt.want {
				t.Errorf("Timestamp = %q, want %q", got, tt.want)
			}
			if got := tt.t.UTC().Format(timestampLayout); got != tt.want {
				t.Errorf("package time says %q, want %q", got, tt.want)
			}
		})
	}
}

// Every hour and every day of four years, one of them a leap year, against package time.
func TestTimestampCalendar(t *testing.T) {
	for at := time.Date(2025, 1, 1, 0, 59, 9, 0, time.UTC); at.Year() < 2029; at = at.Add(time.Hour) {
		if got, want := Timestamp(clock.UnixMilli(at.UnixMilli())), at.Format(timestampLayout); got != want {
			t.Fatalf("Timestamp = %q, want %q", got, want)
		}
	}
}

func FuzzTimestamp(f *testing.F) {
	f.Add(int64(0), 0)
	f.Add(int64(1777939780), -7*3600)
	f.Add(int64(253402300799), 86399)
	f.Fuzz(func(t *testing.T, seconds int64, offset int) {
		const first, last = -62167219200, 253402300799 // the years 0 and 9999
		if seconds < first || seconds > last || offset < -86400 || offset > 86400 {
			return
		}
		at := time.Unix(seconds, 0).In(time.FixedZone("", offset))
		got := Timestamp(clock.UnixMilli(at.UnixMilli()))
		if want := at.UTC().Format(timestampLayout); got != want {
			t.Errorf("Timestamp = %q, want %q", got, want)
		}
		parsed, err := time.Parse(timestampLayout, got)
		if err != nil || parsed.Unix() != seconds {
			t.Errorf("%q is read as %v, %v", got, parsed, err)
		}
	})
}
