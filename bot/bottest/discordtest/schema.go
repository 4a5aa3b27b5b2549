package discordtest

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// schemas are Discord's own description of its API. It stands beside the project
// rather than in it; where it does not, only the limits in this package count.
var schemas = struct {
	once     sync.Once
	compiler *jsonschema.Compiler
	paths    map[string]string // our form of a path to the one in the file
	mu       sync.Mutex
	compiled map[string]*jsonschema.Schema // by place in the file; nil where there is none
}{compiled: map[string]*jsonschema.Schema{}}

// schemaFile is where the description is found, seen from the project's root.
const schemaFile = "../shared/schemas/discord-openapi.json"

// HasSchema tells whether request bodies are held against Discord's schema.
func HasSchema() bool {
	schemas.once.Do(loadSchemas)
	return schemas.compiler != nil
}

func loadSchemas() {
	root, err := os.Getwd()
	for err == nil {
		if _, e := os.Stat(filepath.Join(root, "go.mod")); e == nil {
			break
		}
		if up := filepath.Dir(root); up != root {
			root = up
			continue
		}
		return
	}
	f, err := os.Open(filepath.Join(root, schemaFile))
	if err != nil {
		return
	}
	defer f.Close()
	doc, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		panic("discordtest: " + schemaFile + ": " + err.Error())
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("discord.json", doc); err != nil {
		panic("discordtest: " + schemaFile + ": " + err.Error())
	}
	schemas.compiler, schemas.paths = c, map[string]string{}
	paths, _ := doc.(obj)["paths"].(obj)
	for path := range paths {
		parts := strings.Split(path, "/")
		for i, p := range parts {
			if strings.HasPrefix(p, "{") {
				parts[i] = "*"
			}
		}
		schemas.paths[strings.Join(parts, "/")] = path
	}
}

// schemaFor is what a route's body should be like; nil where nothing is said.
func schemaFor(r route) *jsonschema.Schema {
	if !HasSchema() {
		return nil
	}
	path, described := schemas.paths[r.path]
	if !described {
		return nil
	}
	key := strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace(path)
	place := fmt.Sprintf("discord.json#/paths/%s/%s/requestBody/content/application~1json/schema", key, strings.ToLower(r.method))
	schemas.mu.Lock()
	defer schemas.mu.Unlock()
	if s, seen := schemas.compiled[place]; seen {
		return s
	}
	s, err := schemas.compiler.Compile(place)
	if err != nil {
		s = nil // the description has no body for it
	}
	schemas.compiled[place] = s
	return s
}

// schemaFaults holds a body against the schema of its route.
func schemaFaults(r route, body any) []string {
	if r.method == "GET" || r.method == "DELETE" || body == nil {
		return nil
	}
	s := schemaFor(r)
	if s == nil {
		return nil
	}
	if err := s.Validate(numbered(body, "")); err != nil {
		return []string{fmt.Sprintf("not as Discord's schema wants it: %v", err)}
	}
	return nil
}

// numbered is a copy in which permissions are numbers. Discord sends and takes
// them as text, since they do not fit into every client's numbers; its schema
// tells only of the numbers.
func numbered(v any, name string) any {
	switch v := v.(type) {
	case obj:
		o := obj{}
		for k, inner := range v {
			o[k] = numbered(inner, k)
		}
		return o
	case []any:
		l := make([]any, len(v))
		for i := range v {
			l[i] = numbered(v[i], name)
		}
		return l
	case string:
		if name == "default_member_permissions" {
			if _, err := strconv.ParseUint(v, 10, 64); err == nil {
				return json.Number(v)
			}
		}
	}
	return v
}
