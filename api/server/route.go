package server

import (
	"net/http"
	"strconv"
	"strings"
)

const prefix = "/api/v8/partner"

// call is one authenticated request on its way through a handler.
type call struct {
	*http.Request
	w   http.ResponseWriter
	ids []int64 // the numbers of the path, in order
}

// answer is a success: its status and what becomes its JSON.
type answer struct {
	status int
	body   any
}

type handler func(*Server, *call) (answer, error)

func ok(body any) (answer, error)      { return answer{http.StatusOK, body}, nil }
func created(body any) (answer, error) { return answer{http.StatusCreated, body}, nil }

func done(message string) (answer, error) {
	return ok(map[string]any{"status": "ok", "message": message})
}

// table holds, for every path of the service that concerns receipts ("#" stands
// for a number), what answers each method.
type table map[string]map[string]handler

func routes() table {
	return table{
		"documents": {
			"GET":  (*Server).search,
			"POST": (*Server).process,
		},
		"documents/bulk":   {"POST": (*Server).bulk},
		"documents/schema": {"GET": (*Server).schema},
		"documents/#": {
			"GET":    (*Server).getDocument,
			"PUT":    (*Server).updateDocument,
			"DELETE": (*Server).deleteDocument,
		},
		"documents/#/line-items": {
			"GET":    (*Server).getLineItems,
			"POST":   (*Server).addLineItem,
			"DELETE": (*Server).deleteLineItems,
		},
		"documents/#/line-items/#": {
			"GET":    (*Server).getLineItem,
			"PUT":    (*Server).updateLineItem,
			"DELETE": (*Server).deleteLineItem,
		},
		"documents/#/tax-lines": {
			"GET":    (*Server).getTaxLines,
			"POST":   (*Server).addTaxLine,
			"DELETE": (*Server).deleteTaxLines,
		},
		"documents/#/tax-lines/#": {
			"GET":    (*Server).getTaxLine,
			"PUT":    (*Server).updateTaxLine,
			"DELETE": (*Server).deleteTaxLine,
		},
		"documents/#/tags": {
			"GET":    (*Server).getTags,
			"PUT":    (*Server).addTag,
			"POST":   (*Server).addTags,
			"DELETE": (*Server).removeTags,
		},
		"documents/#/tags/#": {"DELETE": (*Server).removeTag},
		"tags":               {"GET": (*Server).allTags},
		"tags/#":             {"DELETE": (*Server).deleteTag},
		"documents-set": {
			"GET":  (*Server).listSets,
			"POST": (*Server).processSet,
		},
		"documents-set/#": {"GET": (*Server).getSet},
		"settings/webhooks": {
			"GET":  (*Server).listWebhooks,
			"POST": (*Server).addWebhook,
		},
		"settings/webhooks/confirm": {"POST": (*Server).confirmWebhook},
		"ocr-counts":                {"GET": (*Server).counts},
	}
}

// cleanPath collapses runs of slashes and drops the last one.
func cleanPath(path string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(path, "/") {
		if part != "" {
			b.WriteByte('/')
			b.WriteString(part)
		}
	}
	return b.String()
}

// match finds what answers a method on a cleaned path.
func (t table) match(method, path string) (handler, []int64, error) {
	rest, isAPI := strings.CutPrefix(path, prefix+"/")
	if !isAPI {
		return nil, nil, notFound()
	}
	var ids []int64
	parts := strings.Split(rest, "/")
	for i, part := range parts {
		if id, err := strconv.ParseInt(part, 10, 64); err == nil && id >= 0 {
			ids = append(ids, id)
			parts[i] = "#"
		}
	}
	methods, known := t[strings.Join(parts, "/")]
	if !known {
		return nil, nil, notFound()
	}
	if method == http.MethodHead {
		method = http.MethodGet
	}
	h, allowed := methods[method]
	if !allowed {
		return nil, nil, &problem{status: http.StatusMethodNotAllowed, text: textMethod}
	}
	return h, ids, nil
}
