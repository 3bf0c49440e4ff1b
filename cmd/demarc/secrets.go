package main

import "regexp"

// passwords are those in addresses of databases, where people write them although they need not.
var passwords = []*regexp.Regexp{
	regexp.MustCompile(`(?i)(\w://[^\s:/@"']*:)[^\s"']*(@)`),
	regexp.MustCompile(`(?i)(\bpassword\s*=\s*)(?:'[^']*'?|[^\s&"']+)()`),
}

// withoutPasswords is a message without the passwords in it: many repeat what they were given.
func withoutPasswords(err error) string {
	text := err.Error()
	for _, p := range passwords {
		text = p.ReplaceAllString(text, "${1}***${2}")
	}
	return text
}
