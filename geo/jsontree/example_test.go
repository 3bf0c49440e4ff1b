package jsontree_test

import (
	"fmt"

	"demarc/geo/jsontree"
)

// Members that stand twice are kept, numbers as they are written, and every value knows its line.
func ExampleParse() {
	document, err := jsontree.Parse([]byte(`{
  "area": 1.50,
  "area": [2e3, null]
}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, m := range document.Members {
		fmt.Println(m.Line, m.Name, m.Value.Kind, m.Value.Text, len(m.Value.Items))
	}
	_, err = jsontree.Parse([]byte("{\n  \"area\": 01\n}"))
	fmt.Println(err)
	// Output:
	// 2 area number 1.50 0
	// 3 area array  2
	// line 2: invalid character '1' after object key:value pair
}
