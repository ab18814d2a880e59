package api

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

// Webhooks lists the addresses that the account's news go to.
//
// Source: https://docs.veryfi.com/api/settings/get-webhooks/
func (c *Client) Webhooks(ctx context.Context) ([]string, error) {
	const op = "listing the webhooks"
	a, err := c.do(ctx, call{op: op, method: http.MethodGet, path: "/settings/webhooks/"})
	if err != nil {
		return nil, err
	}
	return addresses(a.body, 0), nil
}

// AddWebhook adds an address to those of the account. The service then posts
// a secret to it, with which [Client.ConfirmWebhook] shows that it is ours.
// The cloud takes public https addresses only.
//
// Source: https://docs.veryfi.com/api/settings/add-a-webhook/
func (c *Client) AddWebhook(ctx context.Context, address string) error {
	return c.webhook(ctx, "adding the webhook", "/settings/webhooks/", map[string]string{"url": address})
}

// ConfirmWebhook hands back the secret that was posted to the address.
//
// Source: https://docs.veryfi.com/api/settings/confirm-a-webhook/
func (c *Client) ConfirmWebhook(ctx context.Context, address, secret string) error {
	return c.webhook(ctx, "confirming the webhook", "/settings/webhooks/confirm/", map[string]string{"url": address, "secret": secret})
}

func (c *Client) webhook(ctx context.Context, op, path string, content map[string]string) error {
	body, err := json.Marshal(content)
	if err != nil {
		return &Error{Kind: KindRefused, Op: op, Message: "the address cannot be written as JSON", Err: err}
	}
	_, err = c.do(ctx, call{op: op, method: http.MethodPost, path: path, body: jsonBody(body)})
	return err
}

// addresses collects the web addresses in an answer whose shape is nowhere
// documented: a list of strings or objects, bare or in an envelope.
func addresses(raw json.RawMessage, depth int) []string {
	if depth > 5 {
		return nil
	}
	var found []string
	if text := scalar(raw); strings.HasPrefix(text, "https://") || strings.HasPrefix(text, "http://") {
		return []string{text}
	}
	for _, inner := range parseList(raw) {
		found = append(found, addresses(inner, depth+1)...)
	}
	if o, ok := parseObject(raw); ok {
		for key, inner := range o {
			if key != "next" && key != "previous" {
				found = append(found, addresses(inner, depth+1)...)
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}
