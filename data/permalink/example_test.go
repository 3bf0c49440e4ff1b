package permalink_test

import (
	"fmt"
	"net/url"

	"demarc/data"
	"demarc/data/permalink"
	"demarc/data/testdata"
)

func ExampleRead() {
	s, _, err := data.Open(testdata.Isles())
	if err != nil {
		fmt.Println(err)
		return
	}
	address := url.Values{"d": {"1972-11-25"}, "sel": {"-130.3,-42.2"}, "c": {"-42,-130,9"}}
	view := permalink.Read(s, address)
	caption := view.Caption()
	fmt.Println(caption.Title)
	fmt.Println(caption.Place)
	fmt.Println(view.Picture().Encode())
	// Output:
	// The Orchards · 25 November 1972 · The Lantern Isles, 1961-1989
	// The Orchards: League, Controlled, since 25 November 1972.
	// bbox=-131.6479%2C-42.6429%2C-128.3521%2C-41.3571&datetime=1972-11-25&height=630&lang=en&width=1200
}
