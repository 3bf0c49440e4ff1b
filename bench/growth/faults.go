package main

// faults is what was wrong with operations whose cost grew faster than what they answer, or that
// held more than they needed.
const faults = `- ` + "`/stats`" + ` asked for every zone on every day of change, each with a look-up and text: zones times days. A sweep goes through the
  changes in order of their days and keeps sums by side, in lists of known length.
- ` + "`/timeline`" + ` grew its list of periods by doubling, 57 MB for an answer of 11 MB; now lists have the length they will have.
- ` + "`/collections`" + ` united what each controller held on every day that there is, to tell how large that collection is: now a long history is
  united day by day, of the days asked for.
- Items of a day, and the collections they come from, made the features of all periods of all zones: now those of the page.
- Items of the front made, and kept, the lines of all days, each with its points and texts: 200 MB of 18 MB of files. Now numbers are
  kept, and lines made when they are asked for; a day's are found among confrontations, not among features.
- ` + "`/diff`" + ` sorted and grew lists of changes by value, and told the control of zones that did not change.
- Import of daily snapshots overlaid every day with all pieces of the days before: exponent 1.94, at 769 days 14 s. Now a day is
  cut by what changes from the day before.
- Tiles made the geometry of a whole zoom for the first tile of it. Now blocks of a zoom are made when a tile in them is asked for.
- Tables of all days were made with a piece of memory for each value and each row's text again; FlatGeobuf held its whole file.
- Tilers of each epoch were kept for as long as the snapshot: days of change times zones. Now those of the days asked for lately.
- Reading a dataset kept a map for each object of JSON to find members that nobody asks for: 171 of the 637 MB that loading
  4,900 zones x 20 periods allocated.`
