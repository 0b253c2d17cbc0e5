package domain

import "time"

// occasionComing sees each date that the member recorded. What falls on a day
// without a digest is told in the last one before.
func occasionComing(l *look) {
	for i := range l.c.Occasions {
		o := &l.c.Occasions[i]
		n := l.blank
		n.Subject, n.Occasion, n.OccasionOn = o.Name, o, o.Next(l.today)
		n.Due = n.OccasionOn
		l.see(n, l.digestBefore(n.OccasionOn)).till = n.OccasionOn
	}
}

// In returns the date on which the occasion falls in a year: 29 February is the
// 28th in common years, and back on the 29th in leap years.
func (o Occasion) In(year int) Date {
	d := On(year, o.Month, o.Day)
	if o.Month == time.February && d.Month != time.February {
		return On(year, time.March, 0)
	}
	return d
}

// Next returns the first date, from included, on which the occasion falls.
func (o Occasion) Next(from Date) Date {
	if d := o.In(from.Year); !d.Before(from) {
		return d
	}
	return o.In(from.Year + 1)
}
