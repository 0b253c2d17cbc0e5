package chart

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"slices"
	"testing"
	"time"

	"rapport/domain"
)

// summary is one of weeks with so many sessions, the first of which ended on 11 October.
func summary(sessions ...int) domain.Summary {
	var s domain.Summary
	for i, n := range sessions {
		s.Weeks = append(s.Weeks, domain.WeekCount{To: domain.On(2026, time.October, 11).AddDays(7 * i), Sessions: n})
	}
	return s
}

// drawn is a chart as Slack reads it.
func drawn(t *testing.T, s domain.Summary) image.Image {
	t.Helper()
	data, err := Sessions(s)
	if err != nil {
		t.Fatalf("%v", err)
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%v", err)
	}
	return img
}

// is reports whether a pixel has a colour.
func is(img image.Image, x, y int, c color.Color) bool {
	r, g, b, a := img.At(x, y).RGBA()
	p, q, s, z := c.RGBA()
	return r == p && g == q && b == s && a == z
}

// height is how many pixels of a column, from the base up, have a colour.
func height(img image.Image, x int, c color.Color) int {
	n := 0
	for is(img, x, base-1-n, c) {
		n++
	}
	return n
}

func TestSessions(t *testing.T) {
	img := drawn(t, summary(15, 20, 21, 0, 23))
	if img.Bounds() != image.Rect(0, 0, Width, Height) {
		t.Errorf("%v", img.Bounds())
	}
	for _, corner := range []image.Point{{0, 0}, {Width - 1, 0}, {0, Height - 1}, {Width - 1, Height - 1}} {
		if !is(img, corner.X, corner.Y, paper) {
			t.Errorf("there is no paper at %v", corner)
		}
	}
	slot := (Width - 2*margin) / 5
	for i, n := range []int{15, 20, 21, 0, 23} {
		x, fill := margin+slot*i+slot/2, color.Color(past)
		if i == 4 {
			fill = newest
		}
		if got, want := float64(height(img, x, fill)), float64(base-top)*float64(n)/23; math.Abs(got-want) > 1 {
			t.Errorf("the bar of week %d is %g high, not %g", i, got, want)
		}
		if !inked(img, image.Rect(x-60, base+15, x+60, base+60)) {
			t.Errorf("week %d has no date", i)
		}
		above := base - int(float64(base-top)*float64(n)/23)
		if !inked(img, image.Rect(x-60, above-60, x+60, above-8)) {
			t.Errorf("week %d has no number", i)
		}
	}
	for i := 1; i < 5; i++ { // between bars
		if x := margin + slot*i; !is(img, x, base-20, paper) {
			t.Errorf("bars %d and %d touch", i-1, i)
		}
	}
}

// inked reports whether something is written on the paper in a rectangle.
func inked(img image.Image, in image.Rectangle) bool {
	for x := in.Min.X; x < in.Max.X; x++ {
		for y := in.Min.Y; y < in.Max.Y; y++ {
			if is(img, x, y, ink) || is(img, x, y, quiet) {
				return true
			}
		}
	}
	return false
}

func TestNoWeeksNoChart(t *testing.T) {
	if _, err := Sessions(domain.Summary{}); domain.KindOf(err) != domain.KindInvalid {
		t.Errorf("%v", err)
	}
}

// Whatever the numbers: more sessions make no lower bar, nothing stands outside the
// picture or touches its neighbour, and the same weeks make the same bytes.
func TestEveryChart(t *testing.T) {
	for _, sessions := range [][]int{
		{0},
		{1},
		{0, 0, 0},
		{1, 2},
		{3, 0, 1, 4, 2, 5},
		{7, 6, 5, 4, 3, 2, 1},
		{2, 40, 1, 3, 39, 38, 0, 9},
		{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 112},
		{980, 1204, 1100, 870, 1010, 999, 1204, 1100, 870, 1010, 999, 1300},
		{123456, 0, 123455, 1, 0, 99999, 5, 4, 3, 2, 1, 100000},
	} {
		s := summary(sessions...)
		img, most := drawn(t, s), slices.Max(sessions)
		last := len(s.Weeks) - 1
		heights := make([]int, len(s.Weeks))
		for i, w := range s.Weeks {
			b, fill := place(i, len(s.Weeks), w.Sessions, max(most, least)), color.Color(past)
			if i == last {
				fill = newest
			}
			heights[i] = height(img, b.middle(), fill)
			if b.left < margin || b.right > Width-margin || heights[i] > base-top {
				t.Errorf("the bar of week %d is outside: %+v", i, b)
			}
		}
		for i, w := range s.Weeks {
			for j, v := range s.Weeks {
				if w.Sessions <= v.Sessions && heights[i] > heights[j] {
					t.Errorf("%d sessions stand higher than %d", w.Sessions, v.Sessions)
				}
			}
		}
		slot := (Width - 2*margin) / len(s.Weeks)
		for i := range s.Weeks[1:] {
			if x := (Width-slot*len(s.Weeks))/2 + slot*(i+1); inked(img, image.Rect(x-1, 0, x+1, base)) {
				t.Errorf("of %v, numbers %d and %d touch", sessions, i, i+1)
			}
		}
		for x := range Width {
			if !is(img, x, 0, paper) || !is(img, x, Height-1, paper) {
				t.Errorf("the picture is cut off at %d", x)
			}
		}
		for y := range Height {
			if !is(img, 0, y, paper) || !is(img, Width-1, y, paper) {
				t.Errorf("the picture is cut off beside %d", y)
			}
		}
	}
	one, err := Sessions(summary(1, 2, 3))
	two, again := Sessions(summary(1, 2, 3))
	if err != nil || again != nil || !bytes.Equal(one, two) {
		t.Error("the same weeks make another picture")
	}
}

func BenchmarkSessions(b *testing.B) {
	s := summary(15, 20, 21, 19, 23, 0, 4, 8, 1, 33, 40, 12)
	for b.Loop() {
		if _, err := Sessions(s); err != nil {
			b.Fatal(err)
		}
	}
}
