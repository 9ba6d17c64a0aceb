package main

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// row is a line of a table, its first cell the name.
type row []string

// markdown aligns rows, the first of them the head, so that the table reads well
// on a terminal too.
func markdown(rows []row) string {
	widths := make([]int, len(rows[0]))
	for _, r := range rows {
		for i, cell := range r {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	text := new(strings.Builder)
	line := func(r row) {
		for i, cell := range r {
			fmt.Fprintf(text, "| %s%s ", cell, strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)))
		}
		text.WriteString("|\n")
	}
	line(rows[0])
	rule := make(row, len(widths))
	for i, width := range widths {
		rule[i] = strings.Repeat("-", width)
	}
	line(rule)
	for _, r := range rows[1:] {
		line(r)
	}
	return text.String()
}

// table gives all results in Markdown.
func (r *report) table() string {
	text := new(strings.Builder)
	fmt.Fprintf(text, "\nMedians of %d. %s, %d cores, %s; Chromium %s, Go %s; %s.\n\n",
		r.Samples, r.Machine.CPU, r.Machine.Cores, r.Machine.OS, r.Versions["chromium"], r.Versions["go"], r.Date[:len("2006-01-02")])
	if rows := r.clientRows(); len(rows) > 1 {
		text.WriteString(markdown(rows) + "\n")
	}
	if r.Network != nil {
		text.WriteString(markdown(r.Network.rows(r)) + "\n")
	}
	if r.Session != nil {
		text.WriteString(markdown(r.Session.rows(r)) + "\n")
	}
	if r.SignedIn != nil {
		text.WriteString(markdown(r.SignedIn.rows(r)) + "\n")
	}
	if r.Days != nil {
		text.WriteString(markdown(r.Days.rows(r)) + "\n")
	}
	if r.Modp != nil {
		head := row{"mod N, in µs"}
		for _, implementation := range implementations {
			head = append(head, arithmeticLabels[implementation])
		}
		rows := []row{head}
		for _, operation := range []struct {
			name string
			of   map[string]summary
		}{{"one squaring", r.Modp.Square}, {"one multiplication", r.Modp.Multiply}} {
			cells := row{operation.name}
			for _, implementation := range implementations {
				cells = append(cells, spread(operation.of[implementation]))
			}
			rows = append(rows, cells)
		}
		text.WriteString(markdown(rows) + "\n")
	}
	if r.Leaks != nil {
		text.WriteString(markdown(r.Leaks.rows()) + "\n")
	}
	if m := r.Memory; m != nil {
		fmt.Fprintf(text, "Memory of page, worker and program: %s after loading", kilobytes(m.AfterLoad.total()))
		for _, w := range m.After {
			fmt.Fprintf(text, ", %s after %d sign-ins", kilobytes(w.total()), w.SignIns)
		}
		text.WriteString(".\n\n")
	}
	text.WriteString(markdown(r.targetRows()) + "\n")
	for _, v := range r.Targets {
		if v.Limit != "" {
			fmt.Fprintf(text, "%s misses its aim. %s\n", v.Figure, v.Limit)
		}
	}
	return text.String()
}

// clientRows are the figures of all clients.
// grid is a table with a column for each of some clients.
type grid struct {
	ids  []string
	rows []row
}

// grid begins a table with its head.
func (r *report) grid(title string, ids []string) *grid {
	g := &grid{ids: ids}
	g.add(title, r.labelOf)
	return g
}

// add appends a row, of which cell gives each client's part.
func (g *grid) add(name string, cell func(id string) string) {
	cells := row{name}
	for _, id := range g.ids {
		cells = append(cells, cell(id))
	}
	g.rows = append(g.rows, cells)
}

func (g *grid) addSpreads(name string, of map[string]summary) {
	g.add(name, func(id string) string { return spread(of[id]) })
}

func (g *grid) addBytes(of map[string]int) {
	g.add("bytes to load", func(id string) string { return kilobytes(of[id]) })
}

func (r *report) clientRows() []row {
	var ids []string
	for _, c := range clients {
		ids = append(ids, c.id)
	}
	g := r.grid("ms", ids)
	if f := r.SRP; f != nil {
		g.addSpreads("SRP, first in a fresh page", f.First)
		g.addSpreads("SRP, steady", f.Steady)
	}
	if f := r.SignIn; f != nil {
		for _, rate := range rates {
			x := name(rate)
			g.addSpreads("click to tokens, "+x, f.Click[x])
			g.addSpreads("main thread blocked, "+x, f.Blocked[x])
			g.addSpreads("navigation to tokens, warm cache, "+x, f.NavigationWarm[x])
			g.addSpreads("navigation to tokens, cold cache, "+x, f.NavigationCold[x])
		}
		g.addBytes(f.Bytes)
	}
	return g.rows
}

func (r *report) targetRows() []row {
	rows := []row{{"figure", "value", "must", "aim", ""}}
	for _, v := range r.Targets {
		sign := "≥ "
		if v.AtMost {
			sign = "≤ "
		}
		must, outcome := "-", "aim held"
		if v.Must != nil {
			must = sign + number(*v.Must)
		}
		switch {
		case !v.Held:
			outcome = "MUST MISSED"
		case !v.Hit:
			outcome = "aim missed"
		}
		rows = append(rows, row{v.Figure, number(v.Value), must, sign + number(v.Aim), outcome})
	}
	return rows
}

// spread gives a median with its quartiles.
func spread(s summary) string {
	return fmt.Sprintf("%s (%s to %s)", number(s.Median), number(s.Q1), number(s.Q3))
}

// number gives three digits, or all before the point.
func number(value float64) string {
	switch size := max(value, -value); {
	case size == 0:
		return "0"
	case size >= 100:
		return fmt.Sprintf("%.0f", value)
	case size >= 10:
		return fmt.Sprintf("%.1f", value)
	default:
		return fmt.Sprintf("%.2f", value)
	}
}

func kilobytes(bytes int) string { return number(float64(bytes)/1000) + " KB" }
