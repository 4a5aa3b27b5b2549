// Package slack is the coach in a Slack workspace.
package slack
