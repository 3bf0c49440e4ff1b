package date_test

import (
	"fmt"

	"demarc/data/date"
)

// An uncertain date is kept as it is written, with the first and the last day that it may mean.
func ExampleParseEDTF() {
	for _, text := range []string{"1992-05-08", "1991-12~", "[1991-09-02..1992-01-31]", "../1994"} {
		uncertain, err := date.ParseEDTF(text)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(text, "is from", uncertain.Earliest, "to", uncertain.Latest)
	}
	// Output:
	// 1992-05-08 is from 1992-05-08 to 1992-05-08
	// 1991-12~ is from 1991-12-01 to 1991-12-31
	// [1991-09-02..1992-01-31] is from 1991-09-02 to 1992-01-31
	// ../1994 is from .. to 1994-12-31
}

// Days are asked for with both ends; an Interval ends on the day after the last.
func ExampleParseDatetime() {
	asked, err := date.ParseDatetime("2020-11-10/2020-12-01")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(asked, "has", int(asked.To-asked.From), "days, the last is", asked.Last())
	handover, _ := date.Parse("2020-12-01")
	fmt.Println(asked.Contains(handover), asked.Datetime())
	_, err = date.ParseDatetime("2020-11-31")
	fmt.Println(err)
	// Output:
	// [2020-11-10, 2020-12-02) has 22 days, the last is 2020-12-01
	// true 2020-11-10/2020-12-01
	// date "2020-11-31": want a day that exists, YYYY-MM-DD
}
