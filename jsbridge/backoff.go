package jsbridge

// The wait before the second attempt lies between 0 and firstBackoff
// milliseconds and may be twice as long before each further one, up to
// maxBackoff. JavaScript draws it (fetch.ts). Full jitter keeps a crowd of pages
// that were throttled together from coming back together:
// https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
const (
	firstBackoff = 400
	maxBackoff   = 20_000
)

// backoff gives the longest wait after the given attempt, counted from 1, in
// milliseconds.
func backoff(attempt int) int {
	most := firstBackoff
	for ; attempt > 1 && most < maxBackoff; attempt-- {
		most *= 2
	}
	return min(most, maxBackoff)
}
