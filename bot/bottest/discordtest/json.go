package discordtest

// obj is a JSON object.
type obj = map[string]any

// What follows reads JSON that came from outside; what is not there, or not of
// that type, is zero.

func asObject(o any) obj {
	m, _ := o.(obj)
	return m
}

func text(o any, name string) string {
	m, _ := o.(obj)
	t, _ := m[name].(string)
	return t
}

func number(o any, name string) int {
	m, _ := o.(obj)
	n, _ := m[name].(float64)
	return int(n)
}

func truth(o any, name string) bool {
	m, _ := o.(obj)
	b, _ := m[name].(bool)
	return b
}

func list(o any, name string) []any {
	m, _ := o.(obj)
	l, _ := m[name].([]any)
	return l
}

func object(o any, name string) obj {
	m, _ := o.(obj)
	v, _ := m[name].(obj)
	return v
}
