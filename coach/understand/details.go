package understand

// details picks the facts up that a message gives by itself.
func (f *folded) details() Details {
	var d Details
	if _, i, j := f.findDate(); j > i {
		d.When = &When{Text: f.written(i, j)}
	}
	return d
}
