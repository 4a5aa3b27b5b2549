package main

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// parseConfig decodes strictly. The error lists all mistakes, each with line
// and remedy; what stands in the file is told only where it is a key or one of a
// few words, for a secret may have been put in the wrong place.
func parseConfig(file string, data []byte) (Config, error) {
	r := configReader{file: file}
	tree, err := parser.ParseBytes(data, 0)
	if err != nil {
		r.syntax(err)
		return Config{}, r.err()
	}
	for i, doc := range tree.Docs {
		switch {
		case doc.Body == nil:
		case i > 0:
			r.wrong(doc.Body, "a config has one part only. Take out the line --- and what follows it.")
		default:
			r.group(doc.Body, "", reflect.TypeFor[Config]())
		}
	}
	if err := r.err(); err != nil {
		return Config{}, err
	}
	var c Config
	if err := yaml.UnmarshalWithOptions(data, &c, yaml.Strict()); err != nil {
		r.syntax(err)
	}
	return c, r.err()
}

// configReader walks the config beside the type it must have.
type configReader struct {
	file     string
	mistakes []string
}

func (r *configReader) err() error {
	if len(r.mistakes) == 0 {
		return nil
	}
	return errors.New(strings.Join(r.mistakes, "\n"))
}

func (r *configReader) wrong(n ast.Node, format string, args ...any) {
	r.mistakes = append(r.mistakes, fmt.Sprintf("%s:%d: ", r.file, n.GetToken().Position.Line)+fmt.Sprintf(format, args...))
}

// syntax tells what the YAML library found.
func (r *configReader) syntax(err error) {
	line, what := 1, "not readable"
	if e, ok := errors.AsType[yaml.Error](err); ok {
		what = e.GetMessage()
		if t := e.GetToken(); t != nil && t.Position != nil {
			line = t.Position.Line
		}
	}
	r.mistakes = append(r.mistakes, fmt.Sprintf("%s:%d: this is not YAML: %s. Compare the line with config.example.yaml; indent with spaces.", r.file, line, what))
}

// group reads keys and values.
func (r *configReader) group(n ast.Node, path string, of reflect.Type) {
	keys := fields(of)
	for _, pair := range pairs(n) {
		name := pair.Key.GetToken().Value
		whole := join(path, name)
		field, known := keys[name]
		switch {
		case secret.MatchString(name) && !known:
			r.wrong(pair, "%q is a secret, and secrets never stand in a config. Take it out and set %s in the environment. If anyone may have seen this file, make a new one.", whole, variableFor(whole))
		case !known:
			r.unknown(pair, whole, path, of)
			r.secrets(pair.Value, whole)
		case field.Type.Kind() == reflect.Struct:
			if pairs(pair.Value) == nil && pair.Value.Type() != ast.NullType {
				r.wrong(pair, "%q is a group. Its keys stand below it, indented: %s.", whole, strings.Join(names(field.Type), ", "))
				continue
			}
			r.group(pair.Value, whole, field.Type)
		default:
			r.value(pair, whole, field)
		}
	}
	if pairs(n) == nil && path == "" && n.Type() != ast.NullType {
		r.wrong(n, "a config is made of keys and values, such as \"host: Amina\". See config.example.yaml.")
	}
}

// value checks one text.
func (r *configReader) value(pair *ast.MappingValueNode, whole string, field reflect.StructField) {
	switch pair.Value.Type() {
	case ast.NullType:
		return // the same as leaving it out
	case ast.StringType, ast.LiteralType, ast.IntegerType, ast.FloatType, ast.BoolType:
	default:
		r.wrong(pair, "%q takes one text, not a list or a group. Write it behind the colon, in quotes if need be.", whole)
		return
	}
	given := pair.Value.GetToken().Value
	if must := musts[field.Tag.Get("must")]; must != nil && given != "" {
		if wrong := must(given); wrong != "" {
			r.wrong(pair, "%q: %s", whole, wrong)
		}
		return
	}
	list := field.Tag.Get("oneof")
	if list == "" {
		return
	}
	allowed := strings.Split(list, " ")
	if !slices.Contains(allowed, given) {
		r.wrong(pair, "%q cannot be %q. %sIt is one of: %s.", whole, given, didYouMean(given, allowed), strings.Join(allowed, ", "))
	}
}

func (r *configReader) unknown(n ast.Node, whole, path string, of reflect.Type) {
	name := whole[strings.LastIndexByte(whole, '.')+1:]
	for _, known := range allKeys(reflect.TypeFor[Config](), "") {
		if known[strings.LastIndexByte(known, '.')+1:] == name {
			r.wrong(n, "there is no key %q. Did you mean %q?", whole, known)
			return
		}
	}
	var near []string
	for _, k := range names(of) {
		near = append(near, join(path, k))
	}
	if hint := didYouMean(whole, near); hint != "" {
		r.wrong(n, "there is no key %q. %s", whole, strings.TrimSpace(hint))
		return
	}
	r.wrong(n, "there is no key %q. The keys here are: %s.", whole, strings.Join(near, ", "))
}

// secrets finds secrets beneath a key that does not exist.
func (r *configReader) secrets(n ast.Node, path string) {
	for _, pair := range pairs(n) {
		whole := join(path, pair.Key.GetToken().Value)
		if secret.MatchString(pair.Key.GetToken().Value) {
			r.group(&ast.MappingNode{Values: []*ast.MappingValueNode{pair}, BaseNode: &ast.BaseNode{}}, path, reflect.TypeFor[struct{}]())
			continue
		}
		r.secrets(pair.Value, whole)
	}
}

// secret are the names of keys that hold one.
var secret = regexp.MustCompile(`(?i)(token|secret|password|passwd|api_?key)`)

// variableFor is the environment variable that takes a secret's place.
func variableFor(key string) string {
	key = strings.ToLower(key)
	switch {
	case strings.Contains(key, "discord"):
		return discordVariable
	case strings.Contains(key, "sign"):
		return slackSigningVariable
	case strings.Contains(key, "client"):
		return slackSecretVariable
	case strings.Contains(key, "app") && strings.Contains(key, "token"):
		return slackAppVariable
	case strings.Contains(key, "slack"), strings.Contains(key, "bot"):
		return slackBotVariable
	}
	return "DISCORD_TOKEN, or SLACK_BOT_TOKEN and SLACK_APP_TOKEN,"
}

// pairs are the keys and values of a group, nil if it is none.
func pairs(n ast.Node) []*ast.MappingValueNode {
	switch n := n.(type) {
	case *ast.MappingNode:
		return n.Values
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}
	}
	return nil
}

// fields are the keys of a group by name.
func fields(of reflect.Type) map[string]reflect.StructField {
	keys := map[string]reflect.StructField{}
	for i := range of.NumField() {
		keys[of.Field(i).Tag.Get("yaml")] = of.Field(i)
	}
	return keys
}

// names are the keys of a group in order.
func names(of reflect.Type) []string {
	var list []string
	for i := range of.NumField() {
		list = append(list, of.Field(i).Tag.Get("yaml"))
	}
	return list
}

// allKeys are the keys of all groups, whole: "log.level".
func allKeys(of reflect.Type, path string) []string {
	var list []string
	for i := range of.NumField() {
		whole := join(path, of.Field(i).Tag.Get("yaml"))
		if of.Field(i).Type.Kind() == reflect.Struct {
			list = append(list, allKeys(of.Field(i).Type, whole)...)
			continue
		}
		list = append(list, whole)
	}
	return list
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// didYouMean names the nearest word, or nothing if none is near.
func didYouMean(given string, words []string) string {
	best, at := len(given)/2+1, ""
	for _, w := range words {
		if d := levenshtein.ComputeDistance(strings.ToLower(given), w); d < best {
			best, at = d, w
		}
	}
	if at == "" {
		return ""
	}
	return "Did you mean " + strconv.Quote(at) + "? "
}
