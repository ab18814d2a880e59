package desk

import (
	"fmt"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// Bundle is how files travel: which files go into which zip, and what the
// engine makes of it.
type Bundle string

// The three choices.
const (
	Each  Bundle = "each"  // every file is a receipt: one zip, one document each
	Pages Bundle = "pages" // all files are the pages of one receipt, in the order given
	Split Bundle = "split" // as few zips as the limits allow; the service splits them into receipts
)

// ParseBundle reads the name of a choice.
func ParseBundle(name string) (Bundle, error) {
	switch b := Bundle(name); b {
	case Each, Pages, Split:
		return b, nil
	}
	return "", fmt.Errorf("there is no bundle %q: choose each, pages or split", name)
}

// Options say how a pile of files is to be handled.
type Options struct {
	Bundle         Bundle         // "" means Each
	Engine         receipt.Engine // "" means the one in the settings
	Categories     []string       // passed to the service
	Tags           []string       // passed to the service
	Country        string         // ISO 3166 alpha-2, passed to the service
	Again          bool           // submit even what the history already holds
	Reuse          bool           // give the old row of a file that the history holds, rather than asking
	HoldLookalikes bool           // hold pictures that look like one in the history
	Ask            bool           // hold back what goes to receipt.Veryfi until SendBatch
}

// Settings are what the person chose for this history.
type Settings struct {
	Engine         receipt.Engine `json:"engine"`
	URL            string         `json:"url"` // of the Veryfi service
	Bundle         Bundle         `json:"bundle"`
	Theme          string         `json:"theme"`              // "system", "light", "dark"
	Language       string         `json:"language,omitempty"` // that the window speaks: "en", "de"; "" is as on this computer
	Country        string         `json:"country"`            // ISO 3166 alpha-2 or ""
	HoldLookalikes bool           `json:"hold_lookalikes"`

	DailyLimit      int            `json:"daily_limit"`       // documents that may be submitted to the Veryfi service in a day of this computer; 0 is no limit
	Price           receipt.Amount `json:"price"`             // of a document at the Veryfi service; unknown when the person does not say
	PriceCurrency   string         `json:"price_currency"`    // ISO 4217
	AskBeforePaying bool           `json:"ask_before_paying"` // for the window: what goes to the Veryfi service waits for the person's word
	PushCorrections bool           `json:"push_corrections"`  // tell the Veryfi service what a person corrected

	// How the Veryfi service tells of documents that are read. Polling goes on
	// either way.
	Webhook       bool   `json:"webhook"`        // have it tell at once
	Tunnel        string `json:"tunnel"`         // one of tunnel.Kinds; "" means the service is on this computer, or reaches PublicURL
	PublicURL     string `json:"public_url"`     // that leads to this computer
	TunnelHost    string `json:"tunnel_host"`    // user@host:port to forward from
	TunnelPort    int    `json:"tunnel_port"`    // that is opened there
	TunnelKey     string `json:"tunnel_key"`     // file with a private key; "" means the agent, then the usual files
	ListenAddress string `json:"listen_address"` // loopback host and port for webhooks; port 0 is any free one
	ExportProfile string `json:"export_profile"` // the one that was used last
	ExportFolder  string `json:"export_folder"`  // where to it wrote
}

// VeryfiURL is the base address of the Veryfi service.
const VeryfiURL = "https://api.veryfi.com"

// DefaultSettings are those of a first start: the reader on this computer. The
// price is an example, since the service has no public list: what an account
// pays is in its contract.
func DefaultSettings() Settings {
	return Settings{
		Engine: receipt.Local, URL: VeryfiURL, Bundle: Each, Theme: "system", ListenAddress: "127.0.0.1:0",
		DailyLimit: 500, Price: receipt.MustAmount("0.08"), PriceCurrency: "USD", AskBeforePaying: true,
	}
}
