// Package chart draws what stands beside the words of a program's summary: sessions a
// week, as a PNG. It is pure: the same weeks make the same bytes.
package chart

import (
	"fmt"
	"strconv"

	"github.com/go-analyze/charts"

	"rapport/domain"
)

// Width and Height are the picture's, in pixels. A phone shows it a third as wide,
// so that what is to be read is large.
const (
	Width  = 1120
	Height = 520
)

// Where things stand: bars on the base, between the margins, and none higher than the
// top; the numbers above them take what is left.
const (
	margin  = 32
	top     = 92
	base    = Height - 76
	widest  = 150 // of a bar: two weeks are no two walls
	rounded = 12  // the upper corners of a bar
	least   = 5   // sessions to which a quiet program's bars are drawn, so that one is no tower
)

// sizes of letters, in points.
const (
	numberSize = 30
	dateSize   = 24
)

// mostDates is how many dates fit below the bars; of more weeks every other is named.
const mostDates = 7

// The picture brings its own paper, so that it reads the same in light and in dark
// themes. The newest week has the colour of the project, and those before it a paler
// one that still stands out from the paper by three to one.
var (
	paper  = charts.ColorFromHex("#f7f5ef")
	ink    = charts.ColorFromHex("#26332d")
	quiet  = charts.ColorFromHex("#55635c")
	line   = charts.ColorFromHex("#c9cfc8")
	past   = charts.ColorFromHex("#6f9486")
	newest = charts.ColorFromHex("#2f5d50")
)

// Sessions draws the sessions of each of a summary's weeks as bars, the newest on the
// right: its number above a bar, and below it the month and day on which the week
// ended, as 11-08. There are no words in it, for its fonts have not everybody's
// letters. KindInvalid when there are no weeks.
func Sessions(s domain.Summary) ([]byte, error) {
	if len(s.Weeks) == 0 {
		return nil, domain.Fault(domain.KindInvalid, "chart", nil)
	}
	p := charts.NewPainter(charts.PainterOptions{OutputFormat: charts.ChartOutputPNG, Width: Width, Height: Height})
	p.FilledRect(0, 0, Width, Height, paper, paper, 0)
	most := least
	for _, w := range s.Weeks {
		most = max(most, w.Sessions)
	}
	numbers := fitting(p, strconv.Itoa(most), (Width-2*margin)/len(s.Weeks))
	last := len(s.Weeks) - 1
	for i, w := range s.Weeks {
		b := place(i, len(s.Weeks), w.Sessions, most)
		fill, text := past, quiet
		if i == last {
			fill, text = newest, ink
		}
		b.draw(p, fill)
		write(p, strconv.Itoa(w.Sessions), b.middle(), b.top-16, numbers, ink)
		if len(s.Weeks) <= mostDates || (last-i)%2 == 0 {
			write(p, fmt.Sprintf("%02d-%02d", w.To.Month, w.To.Day), b.middle(), base+50, dateSize, text)
		}
	}
	p.FilledRect(margin, base, Width-margin, base+3, line, line, 0)
	png, err := p.Bytes()
	if err != nil {
		return nil, fmt.Errorf("chart: %w", err)
	}
	return png, nil
}

// bar is where a week's bar stands; it ends on the base.
type bar struct{ left, right, top int }

// place says where one of n bars stands, and how high it is.
func place(i, n, sessions, most int) bar {
	slot := (Width - 2*margin) / n
	wide := min(slot*62/100, widest)
	// What division leaves over is shared between both margins.
	left := (Width-slot*n)/2 + slot*i + (slot-wide)/2
	return bar{left, left + wide, base - (base-top)*sessions/most}
}

func (b bar) middle() int { return (b.left + b.right) / 2 }

// draw fills a bar, with its upper corners rounded as far as it is high enough.
func (b bar) draw(p *charts.Painter, fill charts.Color) {
	r := min(rounded, (base-b.top)/2)
	p.FilledRect(b.left, b.top+r, b.right, base, fill, fill, 0)
	if r == 0 {
		return
	}
	p.FilledRect(b.left+r, b.top, b.right-r, b.top+r, fill, fill, 0)
	p.Circle(float64(r), b.left+r, b.top+r, fill, fill, 0)
	p.Circle(float64(r), b.right-r, b.top+r, fill, fill, 0)
}

// fitting is the size at which a text keeps off its neighbours, given room for each.
func fitting(p *charts.Painter, text string, room int) float64 {
	size := float64(numberSize)
	for size > 10 && p.MeasureText(text, 0, charts.FontStyle{FontSize: size, FontColor: ink}).Width() > room-10 {
		size--
	}
	return size
}

// write puts a text around a middle, on a line.
func write(p *charts.Painter, text string, middle, y int, size float64, c charts.Color) {
	style := charts.FontStyle{FontSize: size, FontColor: c}
	box := p.MeasureText(text, 0, style)
	p.Text(text, middle-box.Width()/2, y, 0, style)
}
