package discordtest

import (
	"slices"
	"strings"
)

// Form is a form (a modal) on a person's screen.
type Form struct {
	Title, ID string
	Fields    []Field

	from    *Interaction
	wrapped bool // its fields stand in labels rather than in rows
}

// Field is one text field of a form.
type Field struct {
	Label, ID, Placeholder, Value string
	Long, Required                bool
	Min, Max                      int
}

func newModal(i *Interaction, data obj) *Form {
	f := &Form{Title: text(data, "title"), ID: text(data, "custom_id"), from: i}
	for _, row := range list(data, "components") {
		inputs := list(row, "components")
		label := ""
		if number(row, "type") == 18 {
			f.wrapped = true
			label, inputs = text(row, "label"), []any{object(row, "component")}
		}
		for _, in := range inputs {
			required, given := asObject(in)["required"].(bool)
			most := number(in, "max_length")
			if most == 0 {
				most = 4000
			}
			f.Fields = append(f.Fields, Field{Label: label + text(in, "label"), ID: text(in, "custom_id"), Placeholder: text(in, "placeholder"),
				Value: text(in, "value"), Long: number(in, "style") == 2, Required: required || !given, Min: number(in, "min_length"), Max: most})
		}
	}
	return f
}

// Form is what is open on the person's screen; ok is false when nothing is.
func (p *Person) Form() (f Form, ok bool) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if p.modal == nil {
		return Form{}, false
	}
	f = *p.modal
	f.Fields = slices.Clone(f.Fields)
	return f, true
}

// Submit fills in the open form, by labels or custom ids, and sends it. What is
// not named keeps what stood in it.
func (p *Person) Submit(values map[string]string) *Interaction {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	f := p.modal
	if f == nil {
		return p.cannot("no form is open")
	}
	used, rows := 0, []any{}
	for _, field := range f.Fields {
		value := field.Value
		for _, name := range []string{field.Label, field.ID} {
			if v, ok := values[name]; ok {
				value = v
				used++
				break
			}
		}
		n := units(value)
		if field.Required && strings.TrimSpace(value) == "" || n > field.Max || n > 0 && n < field.Min {
			return p.cannot("the field %q does not take %d characters", field.Label, n)
		}
		input := obj{"type": 4, "custom_id": field.ID, "value": value, "id": 3}
		if f.wrapped {
			rows = append(rows, obj{"type": 18, "id": 2, "component": input})
		} else {
			rows = append(rows, obj{"type": 1, "id": 2, "components": []any{input}})
		}
	}
	if used != len(values) {
		return p.cannot("the form has no such field: %v", values)
	}
	p.modal = nil
	return p.interact(&Interaction{kind: kindForm, channel: f.from.channel, source: f.from.source}, obj{"custom_id": f.ID, "components": rows})
}
