package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"demarc/server"
	"demarc/server/access"
	"demarc/server/renew"
)

// versionsOnly is behind the name of a dataset of which only the versions are private.
const versionsOnly = "/versions"

// audience says who may see what, as flags say it.
type audience struct {
	hosts    server.Hosts
	origins  server.Origins
	private  []string
	tokens   string
	identity string
}

// headerName is a field name of HTTP (RFC 9110, 5.6.2), without what nobody uses.
var headerName = regexp.MustCompile(`^[A-Za-z0-9-]{1,64}$`)

func (c *call) audienceFlags() *audience {
	a := &audience{}
	c.flags.Func("allow-hosts", "`names` under which the server answers, with commas between them, maps.example.org or *.example.org; without it under all. "+
		"/healthz and /readyz answer under any", func(text string) (err error) {
		a.hosts, err = server.ParseHosts(text)
		return err
	})
	c.flags.Func("cors", "`origins` of pages whose scripts may read answers, https://example.org with commas between them, all, or none (default all)", func(text string) (err error) {
		a.origins, err = server.ParseOrigins(text)
		return err
	})
	c.flags.Func("private", "`name` of a dataset that is not public, NAME/versions if only its releases are not; may be given more than once. "+
		"It wants -tokens, -identity-header or both", func(text string) error {
		if strings.TrimSuffix(text, versionsOnly) == "" {
			return errors.New("want the name of a dataset, or NAME/versions")
		}
		a.private = append(a.private, text)
		return nil
	})
	c.flags.StringVar(&a.tokens, "tokens", "", "`file` with lines of the SHA-256 of a token in hexadecimal, the name of its holder, and the datasets that it opens, "+
		"without them all; read again when it changes")
	c.flags.Func("identity-header", "`name` of the header line in which a proxy says who asks, read only from those that -trust-proxy names, X-Remote-User", func(text string) error {
		if !headerName.MatchString(text) {
			return errors.New("want the name of a header line, such as X-Remote-User")
		}
		a.identity = http.CanonicalHeaderKey(text)
		return nil
	})
	return a
}

// check finds what does not go together: a dataset that all see, or that nobody can.
func (a *audience) check(trusted *proxies) error {
	known := a.tokens != "" || a.identity != ""
	switch {
	case len(a.private) > 0 && !known:
		return misusef("-private %s: want -tokens or -identity-header too, or nobody could see it", a.private[0])
	case len(a.private) == 0 && known:
		return misusef("-tokens and -identity-header want a dataset that is not public: name it with -private")
	case a.identity != "" && len(trusted.networks) == 0 && !trusted.unix:
		return misusef("-identity-header %s: want -trust-proxy too, which names who is believed", a.identity)
	}
	return nil
}

// of returns what is private of the datasets that are served.
func (a *audience) of(hosts []*host, log *slog.Logger) (server.Private, error) {
	p := server.Private{Identity: a.identity}
	var names []string
	for _, h := range hosts {
		names = append(names, h.name)
	}
	for _, text := range a.private {
		name, versions := strings.CutSuffix(text, versionsOnly)
		if !slices.Contains(names, name) {
			return p, misusef("-private %q: no dataset is called so: want %s", text, strings.Join(names, " or "))
		}
		if versions {
			p.Versions = append(p.Versions, name)
		} else {
			p.Datasets = append(p.Datasets, name)
		}
	}
	if a.tokens == "" {
		return p, nil
	}
	kept, err := renew.New([]string{a.tokens}, func(contents [][]byte) (*access.Tokens, error) {
		return access.Parse(contents[0], names)
	}, func(s renew.State) {
		if s.Refused != nil {
			log.Error("the tokens have changed and cannot be used; those before are", "file", a.tokens, "cause", s.Refused)
			return
		}
		log.Info("the tokens were read again", "file", a.tokens)
	})
	if err != nil {
		return p, fmt.Errorf("serve: -tokens %s: %w", a.tokens, err)
	}
	p.Tokens = kept.Get
	return p, nil
}
