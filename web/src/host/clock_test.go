package host_test

import (
	"math"
	"net/http"
	"testing"
	"time"

	"github.com/cognito-wasm/cognito-wasm/web/internal/tstest"
)

// TestClock reads one answer after the other; the local clock is at 2026-01-01
// 00:00:00 UTC at first.
func TestClock(t *testing.T) {
	local := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	day := 24 * time.Hour
	date := func(ahead time.Duration) *string {
		text := local.Add(ahead).Format(http.TimeFormat)
		return &text
	}
	text := func(text string) *string { return &text }
	type answer struct {
		Date     *string `json:"date"`
		Sent     int64   `json:"sent"`
		Answered int64   `json:"answered"`
	}
	p := start(t)
	for name, tt := range map[string]struct {
		date    *string
		journey time.Duration
		want    time.Duration // at first, and after an answer an hour ahead unless kept
		kept    bool
	}{
		"local is right":          {date(0), 0, 0, false},
		"a second":                {date(time.Second), 0, 0, false},
		"Cognito an hour ahead":   {date(time.Hour), 0, time.Hour, false},
		"Cognito an hour behind":  {date(-time.Hour), 0, -time.Hour, false},
		"a year behind":           {date(-365 * day), 0, -365 * day, false},
		"a day ahead":             {date(day), 0, day, false},
		"from within the request": {date(day + 10*time.Second), 20 * time.Second, day, false},
		"a long journey":          {date(day), time.Minute, 0, true},
		"a clock set back":        {date(day), -time.Second, 0, true},
		"eleven years ahead":      {date(11 * 365 * day), 0, 0, true},
		"eleven years behind":     {date(-11 * 365 * day), 0, 0, true},
		"year 9999":               {text("Fri, 31 Dec 9999 23:59:59 GMT"), 0, 0, true},
		"year 0":                  {text("Sat, 01 Jan 0000 00:00:00 GMT"), 0, 0, true},
		"negative":                {text("-1"), 0, 0, true},
		"no header":               {nil, 0, 0, true},
		"empty":                   {text(""), 0, 0, true},
		"no date":                 {text("tomorrow"), 0, 0, true},
		"Date.parse takes a year": {text("2027"), 0, 0, true},
		"and an ISO date":         {text("2026-01-02T00:00:00Z"), 0, 0, true},
		"local time":              {text("Fri, 02 Jan 2026 00:00:00"), 0, 0, true},
		"another zone":            {text("Fri, 02 Jan 2026 00:00:00 +0200"), 0, 0, true},
		"two headers":             {text("Fri, 02 Jan 2026 00:00:00 GMT, Fri, 02 Jan 2026 00:00:00 GMT"), 0, 0, true},
		"no such day":             {text("Fri, 99 Jan 2026 00:00:00 GMT"), 0, 0, true},
		"no such month":           {text("Fri, 02 Foo 2026 00:00:00 GMT"), 0, 0, true},
	} {
		sent := local.UnixMilli()
		second := answer{tt.date, sent, sent + tt.journey.Milliseconds()}
		hour := answer{date(time.Hour), sent, sent}
		got := tstest.Call[[]float64](t, p, "clock", map[string]any{"answers": []answer{second, hour, second}})
		wants := []time.Duration{tt.want, time.Hour, tt.want}
		if tt.kept {
			wants[2] = time.Hour
		}
		for i, want := range wants {
			// The header has whole seconds.
			if math.Abs(got[i]-float64(want.Milliseconds())) > 1000 {
				t.Errorf("%s: %v ms ahead, want %v", name, got, wants)
				break
			}
		}
	}
}

// TestClockOfAnswers reads the clock from refusals too.
func TestClockOfAnswers(t *testing.T) {
	p := start(t)
	for _, status := range []int{200, 400, 500} {
		s := server(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Date", time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat))
			refuse(status, "", "{}")(w, r)
		})
		got := send(t, p, call{Endpoint: s.URL, Operation: "InitiateAuth", MaxAttempts: 1})
		if hour := float64(time.Hour.Milliseconds()); math.Abs(got.Ahead+hour) > 20_000 {
			t.Errorf("%d: %v ms ahead, want %v", status, got.Ahead, -hour)
		}
	}
}
