package main

import (
	"net"
	"net/url"
	"regexp"

	"bounceback/bot/discord/gateway"
)

// musts say what is wrong with a value of a kind, and the remedy; empty if
// nothing is. None repeats the value, for a secret may have been put there.
var musts = map[string]func(string) string{
	"address": func(given string) string {
		u, err := url.Parse(given)
		switch {
		case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "":
			return `this is no address. One looks like "https://proxy.example.org"; leave it out for the usual one.`
		case u.User != nil || u.RawQuery != "" || u.Fragment != "":
			return `an address here has no name, password, question mark or hash in it. Take these out.`
		}
		return ""
	},
	"shards": func(given string) string {
		if _, err := gateway.ParseShards(given); err == nil {
			return ""
		}
		return `these are no shards. Write "auto", or those of this process and how many there are in all, from 0 on: "0-3/16".`
	},
	"listen": func(given string) string {
		if _, port, err := net.SplitHostPort(given); err != nil || port == "" {
			return `this is no place to listen. Write a port such as ":8080", or "127.0.0.1:8080" behind a proxy on this computer.`
		}
		return ""
	},
	"group": func(given string) string {
		if !group.MatchString(given) {
			return `this is no id of a user group. One begins with S, such as "S0614TZR7"; it ends the group's address in Slack.`
		}
		return ""
	},
}

var group = regexp.MustCompile(`^S[A-Z0-9]{6,20}$`)
