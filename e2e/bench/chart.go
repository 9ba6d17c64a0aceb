package main

import (
	"bytes"
	"fmt"
	"image/color"
	"os"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// Sizes of the picture.
const (
	pictureWidth = 11 * vg.Inch
	panelHeight  = 2 * vg.Inch
	headHeight   = 0.95 * vg.Inch
	columns      = 2
	barHeight    = 10 * vg.Length(1) // points
)

// bars are those of one panel: a group for each of the rows, a bar in it for each
// of the client's values.
type bars struct {
	title  string
	groups []group
}

type group struct {
	label  string
	values []float64 // of the clients in their order
}

// ink is the colour of text.
var ink = color.RGBA{0x24, 0x29, 0x2f, 0xff}

// draw writes the picture of the figures. Without any it writes nothing.
func (r *report) draw(file string) error {
	panels := r.panels()
	if len(panels) == 0 {
		return nil
	}
	plot.DefaultFont = font.Font{Typeface: "Liberation", Variant: "Sans"}
	rows := (len(panels) + columns - 1) / columns
	canvas := vgsvg.New(pictureWidth, headHeight+vg.Length(rows)*panelHeight)
	whole := draw.New(canvas)
	whole.FillPolygon(color.White, []vg.Point{whole.Min, {X: whole.Max.X, Y: whole.Min.Y}, whole.Max, {X: whole.Min.X, Y: whole.Max.Y}})
	r.drawHead(whole)
	tiles := draw.Tiles{Rows: rows, Cols: columns, PadX: 0.3 * vg.Inch, PadY: 0.15 * vg.Inch, PadLeft: 0.2 * vg.Inch, PadRight: 0.2 * vg.Inch, PadBottom: 0.15 * vg.Inch}
	body := draw.Crop(whole, 0, 0, 0, -headHeight)
	for i, panel := range panels {
		p, err := panel.plot()
		if err != nil {
			return err
		}
		p.Draw(tiles.At(body, i%columns, i/columns))
	}
	var svg bytes.Buffer
	if _, err := canvas.WriteTo(&svg); err != nil {
		return err
	}
	// Few machines have the typeface by its own name.
	return os.WriteFile(file, bytes.ReplaceAll(svg.Bytes(), []byte("font-family:Liberation Sans"), []byte("font-family:'Liberation Sans',Arial,Helvetica,sans-serif")), 0o644)
}

// panels are what was measured.
func (r *report) panels() []bars {
	medians := func(of map[string]summary) []float64 {
		var values []float64
		for _, c := range clients {
			values = append(values, of[c.id].Median)
		}
		return values
	}
	var all []bars
	if f := r.SRP; f != nil {
		all = append(all, bars{"SRP computation of one sign-in, ms", []group{{"steady", medians(f.Steady)}, {"first in a\nfresh page", medians(f.First)}}})
	}
	if f := r.SignIn; f != nil {
		slow := name(slowRate)
		all = append(all,
			bars{"Click to tokens, ms", []group{{"1×", medians(f.Click["1x"])}, {"4× throttled", medians(f.Click[slow])}}},
			bars{"Main thread blocked by it, ms", []group{{"1×", medians(f.Blocked["1x"])}, {"4× throttled", medians(f.Blocked[slow])}}},
			bars{"Navigation to tokens, 4× throttled, ms", []group{{"warm cache", medians(f.NavigationWarm[slow])}, {"cold cache", medians(f.NavigationCold[slow])}}},
		)
		var sizes []float64
		for _, c := range clients {
			sizes = append(sizes, float64(f.Bytes[c.id])/1000)
		}
		all = append(all, bars{"Bytes to load, KB after Brotli", []group{{"", sizes}}})
	}
	return all
}

// drawHead writes the title and says whose bars are whose.
func (r *report) drawHead(c draw.Canvas) {
	style := text.Style{Color: ink, Font: font.From(plot.DefaultFont, 16), Handler: plot.DefaultTextHandler, YAlign: text.YTop}
	left, top := c.Min.X+0.2*vg.Inch, c.Max.Y-0.15*vg.Inch
	c.FillText(style, vg.Point{X: left, Y: top}, "Signing in to Amazon Cognito with a password (SRP): shorter is better")
	style.Font.Size = 9
	top -= 0.3 * vg.Inch
	c.FillText(style, vg.Point{X: left, Y: top}, fmt.Sprintf("medians of %d, %s; %s, %d cores, %s; Chromium %s, Go %s",
		r.Samples, r.Date[:len("2006-01-02")], r.Machine.CPU, r.Machine.Cores, r.Machine.OS, r.Versions["chromium"], r.Versions["go"]))
	style.Font.Size = 10
	top -= 0.24 * vg.Inch
	for _, client := range clients {
		label := client.label
		if version := r.Versions[client.id]; version != "" {
			label += " " + version
		}
		side := 9 * vg.Length(1)
		c.FillPolygon(client.color, []vg.Point{{X: left, Y: top}, {X: left + side, Y: top}, {X: left + side, Y: top - side}, {X: left, Y: top - side}})
		left += side + 5
		c.FillText(style, vg.Point{X: left, Y: top + 1}, label)
		left += style.Width(label) + 18
	}
}

// plot draws the groups from the top down, and the clients in them.
func (b bars) plot() (*plot.Plot, error) {
	p := plot.New()
	p.Title.Text = b.title
	p.Title.TextStyle.Font.Size = 11
	p.Title.TextStyle.Color = ink
	p.Title.Padding = 6
	p.HideX() // the values stand at the bars
	p.Y.Tick.Label.Font.Size = 10
	p.Y.Tick.Label.Color = ink
	p.Y.Padding = 4
	labels := make([]string, len(b.groups))
	for i, g := range b.groups {
		labels[len(b.groups)-1-i] = g.label
	}
	largest := 0.0
	for i, c := range clients {
		offset := (float64(len(clients)-1)/2 - float64(i)) * float64(barHeight+1)
		values := make(plotter.Values, len(b.groups))
		texts := plotter.XYLabels{XYs: make(plotter.XYs, len(b.groups)), Labels: make([]string, len(b.groups))}
		for g, group := range b.groups {
			at := len(b.groups) - 1 - g
			values[at] = group.values[i]
			texts.XYs[at] = plotter.XY{X: group.values[i], Y: float64(at)}
			texts.Labels[at] = number(group.values[i])
			largest = max(largest, group.values[i])
		}
		chart, err := plotter.NewBarChart(values, barHeight)
		if err != nil {
			return nil, err
		}
		chart.Horizontal, chart.Color, chart.LineStyle.Width, chart.Offset = true, c.color, 0, vg.Length(offset)
		beside, err := plotter.NewLabels(texts)
		if err != nil {
			return nil, err
		}
		beside.Offset = vg.Point{X: 4, Y: vg.Length(offset)}
		for j := range beside.TextStyle {
			beside.TextStyle[j].Font.Size = 9
			beside.TextStyle[j].Color = ink
			beside.TextStyle[j].YAlign = text.YCenter
		}
		p.Add(chart, beside)
	}
	p.NominalY(labels...)
	p.Y.Tick.Length, p.Y.Tick.LineStyle.Width, p.Y.LineStyle.Width = 0, 0, 0.5
	p.X.Min, p.X.Max = 0, 1.12*largest
	p.Y.Min, p.Y.Max = -0.5, float64(len(b.groups))-0.5
	return p, nil
}
