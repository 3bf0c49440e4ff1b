package publish

import (
	"fmt"
	"html"
)

// Frame is the code that embeds the map of a site into a page. It stands in any width without a
// script, as that which the page gives of a view.
func Frame(siteURL, title string) string {
	return fmt.Sprintf(`<iframe src="%s" title="%s" width="100%%" height="480" loading="lazy" allow="fullscreen" `+
		`style="width: 100%%; height: auto; min-height: 320px; max-height: 900px; aspect-ratio: 1.7778; border: 0"></iframe>`,
		html.EscapeString(siteURL+"embed.html"), html.EscapeString(title))
}
