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

// panel is a part of the picture with a scale of its own, which begins at 0.
type panel struct {
	title  string
	groups []group // from the top down
}

// group is a label with its bars.
type group struct {
	label string
	bars  []bar
}

type bar struct {
	value float64
	color color.Color
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
	for i, each := range panels {
		p, err := each.plot()
		if err != nil {
			return err
		}
		p.Draw(tiles.At(body, i%columns, i/columns))
	}
	var svg bytes.Buffer
	if _, err := canvas.WriteTo(&svg); err != nil {
		return err
	}
	return os.WriteFile(file, namedFonts(svg.Bytes()), 0o644)
}

// namedFonts adds typefaces to a picture: few machines have this one by its own name.
func namedFonts(svg []byte) []byte {
	return bytes.ReplaceAll(svg, []byte("font-family:Liberation Sans"), []byte("font-family:'Liberation Sans',Arial,Helvetica,sans-serif"))
}

// panels are what was measured.
func (r *report) panels() []panel {
	var all []panel
	if f := r.SRP; f != nil {
		all = append(all, panel{"SRP computation of one sign-in, ms", []group{medians("steady", f.Steady), medians("first in a\nfresh page", f.First)}})
	}
	if f := r.Modp; f != nil {
		squares := panel{title: "One squaring mod N, µs"}
		for i, implementation := range implementations {
			// The first is ours, as it is among the clients.
			squares.groups = append(squares.groups, group{arithmeticLabels[implementation], []bar{{f.Square[implementation].Median, clients[min(i, 1)].color}}})
		}
		all = append(all, squares)
	}
	if f := r.SignIn; f != nil {
		slow := name(slowRate)
		sizes := group{label: "cold cache"}
		for _, c := range clients {
			sizes.bars = append(sizes.bars, bar{float64(f.Bytes[c.id]) / 1000, c.color})
		}
		all = append(all,
			panel{"Click to tokens, ms", []group{medians("1×", f.Click["1x"]), medians("4× throttled", f.Click[slow])}},
			panel{"Main thread blocked between click and tokens, ms", []group{medians("1×", f.Blocked["1x"]), medians("4× throttled", f.Blocked[slow])}},
			panel{"Navigation to tokens, 4× throttled, ms", []group{medians("warm cache", f.NavigationWarm[slow]), medians("cold cache", f.NavigationCold[slow])}},
			panel{"To load, KB after Brotli", []group{sizes}},
		)
	}
	return all
}

// medians gives the bars of all clients.
func medians(label string, of map[string]summary) group {
	g := group{label: label}
	for _, c := range clients {
		g.bars = append(g.bars, bar{of[c.id].Median, c.color})
	}
	return g
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
		c.FillPolygon(client.color, box(left, top, side, side))
		left += side + 5
		c.FillText(style, vg.Point{X: left, Y: top + 1}, label)
		left += style.Width(label) + 18
	}
}

// plot draws the groups from the top down, and the bars in them, with their
// values beside them.
func (b panel) plot() (*plot.Plot, error) {
	p := plot.New()
	p.Title.Text = b.title
	p.Title.TextStyle.Font.Size = 11
	p.Title.TextStyle.Color = ink
	p.Title.Padding = 4
	p.HideX()
	p.X.Padding, p.Y.Padding = 0, 0
	labels := make([]string, len(b.groups))
	largest := 0.0
	for i, g := range b.groups {
		y := float64(len(b.groups) - 1 - i)
		labels[int(y)] = g.label
		for j, each := range g.bars {
			offset := vg.Length(float64(len(g.bars)-1)/2-float64(j)) * (barHeight + 1)
			chart, err := plotter.NewBarChart(plotter.Values{each.value}, barHeight)
			if err != nil {
				return nil, err
			}
			chart.Horizontal, chart.XMin, chart.Offset = true, y, offset
			chart.Color, chart.LineStyle.Width = each.color, 0
			value, err := plotter.NewLabels(plotter.XYLabels{XYs: plotter.XYs{{X: each.value, Y: y}}, Labels: []string{number(each.value)}})
			if err != nil {
				return nil, err
			}
			value.Offset = vg.Point{X: 4, Y: offset}
			style := &value.TextStyle[0]
			style.Font, style.Color, style.YAlign = font.From(plot.DefaultFont, 9), ink, text.YCenter
			p.Add(chart, value)
			largest = max(largest, each.value)
		}
	}
	p.NominalY(labels...)
	p.Y.Tick.Label.Font.Size = 10
	p.Y.Tick.Label.Color = ink
	p.Y.Tick.Length, p.Y.Tick.LineStyle.Width, p.Y.LineStyle.Width = 0, 0, 0.5
	p.X.Min, p.X.Max = 0, 1.12*max(largest, 1)
	p.Y.Min, p.Y.Max = -0.5, float64(len(b.groups))-0.5
	return p, nil
}
