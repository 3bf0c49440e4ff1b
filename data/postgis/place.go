// Package postgis has datasets in PostgreSQL with PostGIS, each in a schema of its own: the tables
// of package tables, which many edit at once, with keys and constraints, and what was released of
// them, which servers serve.
//
//	         Write                      Release
//	files ---------> working tables -------------> releases --Store--> files of the newest
//	      <---------   ^                  |
//	         Read      edits in QGIS      '-- problems, if the check finds errors
//
// What is remembered of a dataset stands in the schema too: the files that the tables were made
// from, so that what was edited meanwhile elsewhere can be merged, and who changed which row when.
package postgis

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// defaultSchema is that of addresses that name none.
const defaultSchema = "demarc"

// Place is where a dataset is: a schema of a database.
type Place struct {
	Schema  string
	service string // of pg_service.conf, and the mode of TLS, if the address names them
	sslMode string
	config  *pgx.ConnConfig
}

var keywords = regexp.MustCompile(`^\s*(host|hostaddr|port|dbname|user|password|passfile|service|servicefile|sslmode|schema)\s*=`)

// Is tells whether a name is that of a place in a database: an address that begins with
// postgres:// or postgresql://, or keywords such as host=db dbname=maps.
func Is(name string) bool {
	scheme, _, is := strings.Cut(strings.ToLower(name), "://")
	return is && (scheme == "postgres" || scheme == "postgresql") || keywords.MatchString(name)
}

// patience is how long a server may take to answer a new connection, where the address says
// nothing.
const patience = 10 * time.Second

// Parse reads an address. Environment variables, the file of passwords and that of services say
// what it leaves out, as for all programs of PostgreSQL. No error holds anything of the address:
// there may be a password in it.
func Parse(address string) (*Place, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, notParsed(err)
	}
	p := &Place{config: config}
	take := func(name string) string {
		value := config.RuntimeParams[name]
		delete(config.RuntimeParams, name)
		return value
	}
	p.Schema = take("schema")
	take("project") // of QGIS, whose addresses are ours
	take("authcfg")
	if path := take("search_path"); p.Schema == "" {
		first, _, _ := strings.Cut(path, ",")
		p.Schema = strings.Trim(strings.TrimSpace(first), `"`)
	}
	if p.Schema == "" || p.Schema == "$user" {
		p.Schema = defaultSchema
	}
	if wrong := schemaWrong(p.Schema); wrong != "" {
		return nil, fmt.Errorf("schema %q: %s", p.Schema, wrong)
	}
	p.service, p.sslMode = saidIn(address, serviceName), saidIn(address, sslMode)
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = patience
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "demarc"
	}
	for name, value := range map[string]string{"datestyle": "ISO, YMD", "timezone": "UTC", "client_encoding": "UTF8", "extra_float_digits": "3"} {
		config.RuntimeParams[name] = value
	}
	config.OnNotice = func(*pgconn.PgConn, *pgconn.Notice) {}
	return p, nil
}

// maxName is how many bytes a name has in PostgreSQL; longer ones are cut off without a word.
const maxName = 63

func schemaWrong(name string) string {
	switch {
	case len(name) > maxName:
		return fmt.Sprintf("want at most %d bytes", maxName)
	case strings.HasPrefix(name, "pg_") || name == "information_schema":
		return "it is PostgreSQL's own: want another name"
	case strings.ContainsFunc(name, func(r rune) bool { return r < ' ' }):
		return "want a name without control characters"
	}
	return ""
}

var serviceName = regexp.MustCompile(`(?:^|[\s?&])service\s*=\s*'?([^&\s']+)`)

func saidIn(address string, what *regexp.Regexp) string {
	if found := what.FindStringSubmatch(address); found != nil {
		return found[1]
	}
	return ""
}

// notParsed says what is wrong with an address, and repeats nothing of it.
func notParsed(err error) error {
	const want = "want postgres://USER@HOST:PORT/DATABASE?schema=NAME; in a user or password, @ : / ? # [ ] % are written %40 %3A %2F %3F %23 %5B %5D %25"
	said := err.Error()
	for _, known := range []string{
		"invalid port", "sslmode is invalid", "unable to read CA", "failed to parse as keyword/value", "failed to read service", "service not found", "unable to find service",
		"invalid connect_timeout", "unknown target_session_attrs", "failed to configure TLS", "sslcert", "sslrootcert", "invalid min_protocol_version", "hosts and ports",
	} {
		if strings.Contains(said, known) {
			return fmt.Errorf("the address of the database: %s; %s", known, want)
		}
	}
	return fmt.Errorf("the address of the database cannot be read: %s", want)
}

// String names the place without its password, as it can be given again. Directories of sockets
// cannot stand where hosts do.
func (p *Place) String() string {
	at := url.URL{Scheme: "postgres", User: url.User(p.config.User), Path: "/" + p.config.Database, RawQuery: "schema=" + url.PathEscape(p.Schema)}
	var hosts, names, ports []string
	sockets := false
	for _, h := range p.hosts() {
		port := fmt.Sprint(h.port)
		hosts, names, ports = append(hosts, net.JoinHostPort(h.name, port)), append(names, h.name), append(ports, port)
		sockets = sockets || strings.HasPrefix(h.name, "/")
	}
	if sockets {
		at.RawQuery = "host=" + url.PathEscape(strings.Join(names, ",")) + "&port=" + strings.Join(ports, ",") + "&" + at.RawQuery
		at.RawQuery = strings.NewReplacer("%2F", "/", "%2C", ",").Replace(at.RawQuery)
	} else {
		at.Host = strings.Join(hosts, ",")
	}
	return at.String()
}

// host is a server that may be asked.
type host struct {
	name string // or the directory of its socket
	port uint16
}

// hosts are those of the address, in its order.
func (p *Place) hosts() []host {
	all := []host{{p.config.Host, p.config.Port}}
	for _, other := range p.config.Fallbacks {
		if h := (host{other.Host, other.Port}); !slices.Contains(all, h) {
			all = append(all, h)
		}
	}
	return all
}

// connect connects, and says in words why that is not possible.
func (p *Place) connect(ctx context.Context) (*pgx.Conn, error) {
	c, err := pgx.ConnectConfig(ctx, p.config.Copy())
	if err != nil {
		return nil, p.notConnected(ctx, err)
	}
	return c, nil
}
