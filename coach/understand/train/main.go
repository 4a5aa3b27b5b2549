// Command train makes the model that package understand ships, from the examples
// in coach/understand/data. Run it with `go generate ./coach/understand`.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"

	"bounceback/coach/understand"
)

func main() {
	data := flag.String("data", "data", "folder of examples")
	out := flag.String("o", "model.bin", "file to write")
	cross := flag.Bool("cross", false, "instead: leave out one hand after the other and tell how the others read it")
	only := flag.String("hand", "", "with -cross: leave out this hand, or another file, only")
	heldOut := flag.Bool("held", false, "instead: train without the held-out part and report on that")
	var o understand.Options
	flag.IntVar(&o.Epochs, "epochs", 0, "passes over the examples")
	flag.IntVar(&o.Rare, "rare", 0, "examples that a feature must be in")
	flag.IntVar(&o.Most, "most", 0, "features that are kept")
	flag.Float64Var(&o.Rate, "rate", 0, "learning rate")
	flag.Float64Var(&o.Decay, "decay", 0, "pull of weights to zero")
	flag.Float64Var(&o.Smooth, "smooth", 0, "share of the label spread over all")
	flag.Float64Var(&o.Balance, "balance", 0, "how far the number of examples of a label is taken back")
	flag.Parse()
	do := func() error { return run(*data, *out, o) }
	if *cross {
		do = func() error { return crossCheck(*data, *only, o, os.Stdout) }
	}
	if *heldOut {
		do = func() error { return reportHeld(*data, o, os.Stdout) }
	}
	if err := do(); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(data, out string, o understand.Options) error {
	examples, err := understand.ReadFolder(os.DirFS(data))
	if err != nil {
		return err
	}
	m := o.Train(examples)
	var b bytes.Buffer
	if err := m.Write(&b); err != nil {
		return err
	}
	if err := os.WriteFile(out, b.Bytes(), 0o644); err != nil {
		return err
	}
	fmt.Printf("%d examples, %d labels, %d bytes\n", len(examples), len(m.Labels()), b.Len())
	return nil
}
