package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
)

// Document gets a document with its confidences and boxes. One that is not
// read yet is no error: see [Document.Pending].
func (c *Client) Document(ctx context.Context, id ID) (Document, error) {
	op := "getting document " + string(id)
	path, err := documentPath(op, id)
	if err != nil {
		return Document{}, err
	}
	query := url.Values{"confidence_details": {"true"}, "bounding_boxes": {"true"}}
	a, err := c.do(ctx, call{op: op, method: http.MethodGet, path: path, query: query, subject: aboutDocument})
	if err != nil {
		return Document{}, err
	}
	d, err := c.document(op, a)
	if err == nil && d.ID != id { // a cache on the way, say: somebody else's figures
		return Document{}, c.strange(op, a, "it is another document")
	}
	return d, err
}

// UpdateDocument changes fields of a document, such as "total" or "vendor",
// and returns the document as it then is. Numbers are best given as
// [json.Number], which keeps every digit.
//
// Source: https://docs.veryfi.com/api/receipts-invoices/update-a-document/
func (c *Client) UpdateDocument(ctx context.Context, id ID, changes map[string]any) (Document, error) {
	op := "changing document " + string(id)
	path, err := documentPath(op, id)
	if err != nil {
		return Document{}, err
	}
	content, err := json.Marshal(changes)
	if err != nil {
		return Document{}, &Error{Kind: KindRefused, Op: op, Message: "the changes cannot be written as JSON", Err: err}
	}
	a, err := c.do(ctx, call{op: op, method: http.MethodPut, path: path, body: jsonBody(content), subject: aboutDocument})
	if err != nil {
		return Document{}, err
	}
	return c.document(op, a)
}

// DeleteDocument removes a document from the service for good.
func (c *Client) DeleteDocument(ctx context.Context, id ID) error {
	op := "deleting document " + string(id)
	path, err := documentPath(op, id)
	if err != nil {
		return err
	}
	_, err = c.do(ctx, call{op: op, method: http.MethodDelete, path: path, subject: aboutDocument})
	return err
}

// Check makes the cheapest request that needs the credentials, once: nil
// means that the address and the credentials are right.
func (c *Client) Check(ctx context.Context) error {
	const op = "testing the connection"
	a, err := c.do(ctx, call{op: op, method: http.MethodGet, path: "/documents/", query: url.Values{"page_size": {"1"}}, once: true})
	if err != nil {
		return err
	}
	if o, ok := parseObject(unwrap(a.body)); !ok || parseList(o["documents"]) == nil {
		return c.strange(op, a, "it is not a list of documents")
	}
	return nil
}

// documentPath refuses the empty ID, which would name the whole list.
func documentPath(op string, id ID) (string, error) {
	if id == "" || id == "." || id == ".." {
		return "", &Error{Kind: KindNotFound, Op: op, Message: "there is no ID", subject: aboutDocument}
	}
	return "/documents/" + url.PathEscape(string(id)) + "/", nil
}

func (c *Client) document(op string, a *answer) (Document, error) {
	d, err := ParseDocument(a.body)
	if err != nil {
		return Document{}, c.strange(op, a, err.Error())
	}
	d.unread = d.unread || a.status == http.StatusAccepted
	return d, nil
}

// strange is the error of a success that is not what the protocol answers.
func (c *Client) strange(op string, a *answer, why string) *Error {
	e := c.errorFrom(op, a)
	e.Kind = KindAnswer
	e.Message = fmt.Sprintf("%s: %s", why, e.Message)
	return e
}
