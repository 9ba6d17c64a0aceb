package main

import "time"

// costs is how long the samples of each row took, with all that they needed.
type costs struct {
	rows  []string // in the order in which they began
	spent map[string]time.Duration
	count map[string]int
}

// add takes a sample for a row.
func (c *costs) add(row string, take func() error) error {
	if c.spent == nil {
		c.spent, c.count = map[string]time.Duration{}, map[string]int{}
	}
	if c.count[row] == 0 {
		c.rows = append(c.rows, row)
	}
	started := time.Now()
	err := take()
	c.spent[row] += time.Since(started)
	c.count[row]++
	return err
}

// tell says what each row took.
func (b *bench) tell(measurement string, c *costs) {
	for _, row := range c.rows {
		b.say("%s: %s: %.1f s for %d samples", measurement, row, c.spent[row].Seconds(), c.count[row])
	}
}
