package dataset

import "testing"

func TestAddressesOfArchives(t *testing.T) {
	for _, tt := range []struct{ address, day, original string }{
		{"https://web.archive.org/web/20201125103000/https://example.org/a?b=c#d", "2020-11-25", "https://example.org/a?b=c#d"},
		{"http://web.archive.org/web/20201125103000id_/http://www.example.org:80/", "2020-11-25", "http://www.example.org:80/"},
		{"https://web.archive.org/web/20201125/example.org", "2020-11-25", "example.org"},
		{"https://archive.ph/20201125103000/https://example.org/", "2020-11-25", "https://example.org/"},
		{"https://archive.today/2020.11.25-103000/https://example.org/", "2020-11-25", "https://example.org/"},
		{"https://archive.is/AbC12", "", ""},
		{"https://perma.cc/AB12-CD34", "", ""},
		{"https://arquivo.example/wayback/20201125103000/http://example.org/", "2020-11-25", "http://example.org/"},
		{"https://archive.example/2020/11/25/page.html", "", ""},
		{"https://archive.example/20201125/page.html", "", ""},
	} {
		page, fault := parseArchived(tt.address)
		day := ""
		if page.day != nil {
			day = page.day.String()
		}
		if fault != "" || day != tt.day || page.original != tt.original {
			t.Errorf("%s: got %q and %q, %s; want %q and %q", tt.address, day, page.original, fault, tt.day, tt.original)
		}
	}
	for _, address := range []string{
		"", "example.org", "ftp://web.archive.org/web/20201125103000/https://example.org/", "https://web.archive.org/", "https://web.archive.org/web/*/example.org",
		"https://web.archive.org/web/2020/https://example.org/", "https://web.archive.org/web/20201325103000/https://example.org/",
		"https://archive.ph/newest/https://example.org/", "https://perma.cc/12",
	} {
		if page, fault := parseArchived(address); fault == "" {
			t.Errorf("%q: got %v, want a fault", address, page)
		}
	}
}

func TestPlainAddresses(t *testing.T) {
	const plain = "example.org/a?b=c"
	for _, address := range []string{
		"https://example.org/a?b=c", "http://www.Example.org:80/a?b=c#d", "example.org/a/?b=c", "http:/example.org/a?b=c", "https://example.org/%61?b=c",
	} {
		if got := plainAddress(address); got != plain {
			t.Errorf("%s: got %s, want %s", address, got, plain)
		}
	}
	for _, address := range []string{"https://example.org/A?b=c", "https://example.org/a", "https://example.com/a?b=c"} {
		if got := plainAddress(address); got == plain {
			t.Errorf("%s: got %s, as another page", address, got)
		}
	}
}
