package install

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"net/http"
	"strings"

	"github.com/goccy/go-yaml"
)

//go:embed words.yaml
var wordsFile []byte

//go:embed page.html
var pageFile string

// say is what one page says.
type say struct {
	Title string `yaml:"title"`
	Text  string `yaml:"text"`
}

// in puts the name of a workspace into it.
func (s say) in(team string) say {
	return say{Title: strings.ReplaceAll(s.Title, "{team}", team), Text: strings.ReplaceAll(s.Text, "{team}", team)}
}

// link is where a page leads on, if it does.
type link struct{ To, Text string }

// pages are what somebody sees who installs the app; words.yaml tells what each
// is for.
type pages struct {
	Installed say    `yaml:"installed"`
	Denied    say    `yaml:"denied"`
	Late      say    `yaml:"late"`
	Failed    say    `yaml:"failed"`
	OrgWide   say    `yaml:"org_wide"`
	Again     string `yaml:"again"`
	Open      string `yaml:"open"`

	page *template.Template
}

func readPages() (p pages, err error) {
	if err = yaml.UnmarshalWithOptions(wordsFile, &p, yaml.Strict()); err != nil {
		return p, fmt.Errorf("install: words.yaml: %w", err)
	}
	if p.page, err = template.New("page").Parse(pageFile); err != nil {
		return p, fmt.Errorf("install: page.html: %w", err)
	}
	return p, nil
}

func (p *pages) show(w http.ResponseWriter, status int, s say, l link) {
	var b bytes.Buffer
	if err := p.page.Execute(&b, struct {
		say
		Link link
	}{s, l}); err != nil {
		http.Error(w, s.Title, http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("Referrer-Policy", "no-referrer") // the address has a code in it
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	w.Write(b.Bytes())
}
