// Package tunnel is how news of read documents reaches a program that has no
// public address of its own. A [Listener] takes the service's webhooks on
// this computer, believes none that is not signed with the account's secret,
// answers at once and hands the news on.
//
// A [Way] leads there from a public address: through the user's own host, by
// ngrok, by cloudflared or tailscale, or by a proxy that the user runs.
//
// News is a hint and nothing more: whoever gets it fetches the document with
// its own credentials, and polls beside it, because the service promises
// neither delivery nor order.
package tunnel
