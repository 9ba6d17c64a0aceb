package main

import (
	"bytes"
	"fmt"
	"image/color"
	"os"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// Sizes of the picture of waterfalls, in points.
const (
	stepHeight = 13
	nameWidth  = 150
	barWidth   = 240
	timeWidth  = 40
	edge       = 14
	titleSpace = 30
)

// doers are the colours of steps, by what their names begin with.
var doers = []struct {
	prefix, label string
	color         color.RGBA
}{
	{"page", "page", color.RGBA{0x54, 0x66, 0x7a, 0xff}},
	{"worker", "worker", color.RGBA{0x93, 0xa3, 0xb5, 0xff}},
	{"module", "loading the module", color.RGBA{0xf0, 0xa5, 0x6b, 0xff}},
	{"Go", "Go", color.RGBA{0xd9, 0x48, 0x01, 0xff}},
	{"request", "Cognito", color.RGBA{0x2f, 0x85, 0x5a, 0xff}},
}

// drawWaterfalls writes the picture of navigations. Without any it writes nothing.
func (r *report) drawWaterfalls(file string) error {
	if r.Waterfall == nil {
		return nil
	}
	plot.DefaultFont = font.Font{Typeface: "Liberation", Variant: "Sans"}
	most := 0
	for _, caches := range r.Waterfall {
		for _, steps := range caches {
			most = max(most, len(steps))
		}
	}
	const panelWidth = nameWidth + barWidth + timeWidth + edge
	panelHeight := vg.Length(titleSpace + most*stepHeight + edge)
	const head = 56
	canvas := vgsvg.New(2*panelWidth+edge, head+vg.Length(len(rates))*panelHeight)
	whole := draw.New(canvas)
	whole.FillPolygon(color.White, []vg.Point{whole.Min, {X: whole.Max.X, Y: whole.Min.Y}, whole.Max, {X: whole.Min.X, Y: whole.Max.Y}})
	r.drawWaterfallHead(whole)
	for i, rate := range rates {
		for j, cache := range waterfallCaches {
			title := fmt.Sprintf("%d×, %s cache", rate, cache.name)
			corner := vg.Point{X: whole.Min.X + edge + vg.Length(j)*panelWidth, Y: whole.Max.Y - head - vg.Length(i)*panelHeight}
			drawSteps(whole, corner, title, r.Waterfall[name(rate)][cache.name])
		}
	}
	var svg bytes.Buffer
	if _, err := canvas.WriteTo(&svg); err != nil {
		return err
	}
	return os.WriteFile(file, namedFonts(svg.Bytes()), 0o644)
}

func (r *report) drawWaterfallHead(c draw.Canvas) {
	style := text.Style{Color: ink, Font: font.From(plot.DefaultFont, 15), Handler: plot.DefaultTextHandler, YAlign: text.YTop}
	at := vg.Point{X: c.Min.X + edge, Y: c.Max.Y - 12}
	c.FillText(style, at, "From the navigation to the tokens, in a page that signs in at once (ms)")
	style.Font.Size = 9
	at.Y -= 24
	for _, doer := range doers {
		c.FillPolygon(doer.color, box(at.X, at.Y, 9, 9))
		c.FillText(style, vg.Point{X: at.X + 13, Y: at.Y}, doer.label)
		at.X += style.Width(doer.label) + 30
	}
}

// drawSteps draws one navigation below and to the right of a corner.
func drawSteps(c draw.Canvas, corner vg.Point, title string, steps []step) {
	style := text.Style{Color: ink, Font: font.From(plot.DefaultFont, 11), Handler: plot.DefaultTextHandler, YAlign: text.YTop}
	end := 1.0
	for _, s := range steps {
		end = max(end, s.End)
	}
	c.FillText(style, corner, fmt.Sprintf("%s: %.0f", title, end))
	style.Font.Size, style.YAlign = 9, text.YCenter
	scale := barWidth / vg.Length(end)
	for i, s := range steps {
		top := corner.Y - titleSpace + 8 - vg.Length(i*stepHeight)
		middle := top - stepHeight/2
		c.FillText(style, vg.Point{X: corner.X, Y: middle}, s.Name)
		from := corner.X + nameWidth + vg.Length(s.Start)*scale
		width := max(vg.Length(s.End-s.Start)*scale, 1)
		c.FillPolygon(colorOf(s.Name), box(from, top-1.5, width, stepHeight-3))
		c.FillText(style, vg.Point{X: from + width + 3, Y: middle}, fmt.Sprintf("%.0f", s.End-s.Start))
	}
}

func colorOf(name string) color.RGBA {
	for _, doer := range doers {
		if strings.HasPrefix(name, doer.prefix) {
			return doer.color
		}
	}
	return ink
}

// box is a rectangle below and to the right of a corner.
func box(left, top, width, height vg.Length) []vg.Point {
	return []vg.Point{{X: left, Y: top}, {X: left + width, Y: top}, {X: left + width, Y: top - height}, {X: left, Y: top - height}}
}
