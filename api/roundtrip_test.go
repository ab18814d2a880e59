package api_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"net"
	"os"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/tunnel"
)

var account = api.Credentials{ClientID: "round-trip-id", ClientSecret: "round+trip/secret", Username: "round.trip", APIKey: "round-trip-key"}

// echo stands in for the reader of receipts: it keeps what it was given and
// finds the same things on everything.
type echo struct {
	mu    sync.Mutex
	names [][]string
	bytes map[string][]byte
	hints server.Hints
}

func (e *echo) Read(_ context.Context, sources []server.Source, hints server.Hints) (server.Reading, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	var names []string
	for _, s := range sources {
		content, err := os.ReadFile(s.Path)
		if err != nil {
			return server.Reading{}, err
		}
		names = append(names, s.Name)
		e.bytes[s.Name] = content
	}
	e.names, e.hints = append(e.names, names), hints
	if names[0] == "refuse.jpg" {
		return server.Reading{}, &server.Refusal{Reason: "it isn't a \"receipt\""}
	}
	at := func(text string) server.Value {
		return server.Value{Text: text, Score: 0.75, Page: 0, Box: [4]float64{0.1, 0.2, 0.3, 0.4}}
	}
	return server.Reading{
		Vendor: server.Vendor{Name: at("Blue Door Café")}, Date: at("2026-03-14"), Currency: at("USD"),
		Subtotal: at("12.30"), Tax: at("1.20"), Total: at("13.50"), PaymentType: at("visa"), CardNumber: at("7373"),
		TaxLines:  []server.TaxLine{{Name: at("Sales tax"), Rate: at("9.750"), Total: at("1.20")}},
		LineItems: []server.LineItem{{Description: at("Tea"), Quantity: at("2"), Total: at("12.30")}},
		Text:      "BLUE DOOR", Pages: []server.PageSize{{Width: 40, Height: 30}},
	}, nil
}

// both runs a server and a listener for the length of a test.
func both(t *testing.T) (*api.Client, *tunnel.Listener, *echo) {
	t.Helper()
	reader := &echo{bytes: map[string][]byte{}}
	engine, err := server.New(server.Config{Reader: reader, Credentials: account, Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener, err := tunnel.Listen(tunnel.Config{Secret: account.ClientSecret})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var group sync.WaitGroup
	for _, run := range []func(context.Context) error{listener.Run, func(ctx context.Context) error { return engine.Serve(ctx, socket) }} {
		group.Go(func() {
			if err := run(ctx); err != nil {
				t.Error(err)
			}
		})
	}
	t.Cleanup(func() {
		cancel()
		group.Wait()
	})
	client, err := api.New("http://"+socket.Addr().String(), account)
	if err != nil {
		t.Fatal(err)
	}
	return client, listener, reader
}

func picture(t *testing.T, name string, shade uint8) (api.File, []byte) {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 40, 30))
	for i := range img.Pix {
		img.Pix[i] = uint8(i) ^ shade
	}
	img.SetGray(0, 0, color.Gray{shade})
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	content := b.Bytes()
	return api.File{Name: name, Size: int64(len(content)), Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }}, content
}

func next(t *testing.T, l *tunnel.Listener) tunnel.News {
	t.Helper()
	select {
	case n := <-l.News():
		return n
	case <-time.After(2 * time.Minute):
		t.Fatal("no news came")
		return tunnel.News{}
	}
}

func subscribe(t *testing.T, c *api.Client, l *tunnel.Listener) {
	t.Helper()
	l.ExpectSubscription(true)
	if err := c.AddWebhook(t.Context(), l.URL()); err != nil {
		t.Fatal(err)
	}
	n := next(t, l)
	l.ExpectSubscription(false)
	if n.Event != tunnel.Subscription {
		t.Fatalf("%+v", n)
	}
	if err := c.ConfirmWebhook(t.Context(), l.URL(), string(n.Secret)); err != nil {
		t.Fatal(err)
	}
	if urls, err := c.Webhooks(t.Context()); err != nil || !reflect.DeepEqual(urls, []string{l.URL()}) {
		t.Fatalf("%v, %v", urls, err)
	}
}

func TestRoundTripWithOurServer(t *testing.T) {
	client, listener, reader := both(t)
	ctx := t.Context()
	if err := client.Check(ctx); err != nil {
		t.Fatal(err)
	}
	subscribe(t, client, listener)
	second, secondBytes := picture(t, "002_größe.jpg", 2)
	first, firstBytes := picture(t, "001.jpg", 1)
	for i, categories := range [][]string{nil, {"Meals, & so on", "Travel"}} { // as form, as JSON
		external := fmt.Sprintf("ours-%d", i)
		id, err := client.Submit(ctx, api.Submission{
			Name: "pages", Files: []api.File{second, first}, ExternalID: external, Categories: categories, Country: "US", Details: true,
		})
		if err != nil {
			t.Fatal(err)
		}
		if n := next(t, listener); n.Event != tunnel.DocumentCreated || !reflect.DeepEqual(n.IDs, []api.ID{id}) {
			t.Fatalf("%+v, want news of %s", n, id)
		}
		d, err := client.Document(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		if d.Pending() || d.Failed() || d.ExternalID != external || d.Total.Text != "13.50" || d.Vendor.Name.Text != "Blue Door Café" ||
			d.TaxLines[0].Rate.Text != "9.750" || d.LineItems[0].Description.Text != "Tea" || len(d.SourceDocuments) != 2 || d.CardNumber.Text != "7373" {
			t.Errorf("%s", d.Raw)
		}
		if d.Total.Score == nil || *d.Total.Score != 0.75 || !reflect.DeepEqual(d.Total.Box, []float64{0.1, 0.2, 0.3, 0.4}) {
			t.Errorf("total %+v", d.Total)
		}
		found, err := client.Search(ctx, api.Query{ExternalID: external})
		if err != nil || len(found.Documents) != 1 || found.Documents[0].ID != id || found.Unmatched != 0 {
			t.Errorf("%+v, %v", found, err)
		}
		if reader.hints.Country != "US" || !reflect.DeepEqual(reader.hints.Categories, categories) && len(categories)+len(reader.hints.Categories) > 0 {
			t.Errorf("hints %+v", reader.hints)
		}
		if i == 0 {
			changed, err := client.UpdateDocument(ctx, id, map[string]any{"vendor": map[string]string{"name": "Corrected"}})
			if err != nil || changed.Vendor.Name.Text != "Corrected" || changed.Total.Text != "13.50" {
				t.Errorf("%s, %v", changed.Raw, err)
			}
			if err := client.DeleteDocument(ctx, id); err != nil {
				t.Error(err)
			}
			if _, err := client.Document(ctx, id); !errors.Is(err, api.ErrNotFound) {
				t.Error(err)
			}
		}
	}
	if !reflect.DeepEqual(reader.names[0], []string{"001.jpg", "002_größe.jpg"}) {
		t.Errorf("pages came as %v", reader.names[0])
	}
	if !bytes.Equal(reader.bytes["001.jpg"], firstBytes) || !bytes.Equal(reader.bytes["002_größe.jpg"], secondBytes) {
		t.Error("the files did not keep their bytes")
	}
}

func TestFailureAndSetWithOurServer(t *testing.T) {
	client, listener, _ := both(t)
	ctx := t.Context()
	subscribe(t, client, listener)
	bad, _ := picture(t, "refuse.jpg", 9)
	id, err := client.Submit(ctx, api.Submission{Name: "bad", Files: []api.File{bad}, ExternalID: "bad"})
	if err != nil {
		t.Fatal(err)
	}
	if n := next(t, listener); n.Event != tunnel.DocumentFailed || n.IDs[0] != id || n.Error != "it isn't a \"receipt\"" {
		t.Errorf("%+v", n)
	}
	if d, err := client.Document(ctx, id); err != nil || !d.Failed() || d.Pending() || d.Reason != "it isn't a \"receipt\"" {
		t.Errorf("%s, %v", d.Raw, err)
	}
	a, _ := picture(t, "a.jpg", 3)
	b, _ := picture(t, "b.jpg", 4)
	set, err := client.SubmitSet(ctx, api.Submission{Name: "pile", Files: []api.File{a, b}, ExternalID: "pile"})
	if err != nil {
		t.Fatal(err)
	}
	n := next(t, listener)
	s, err := client.Set(ctx, set)
	if err != nil || s.Pending() || s.Failed() || len(s.Documents) != 2 || !reflect.DeepEqual(s.Documents, n.IDs) {
		t.Errorf("%s, news %+v, %v", s.Raw, n, err)
	}
	if p, err := client.Sets(ctx, 1); err != nil || len(p.Sets) != 1 || p.Sets[0].ID != set || p.More {
		t.Errorf("%+v, %v", p, err)
	}
	wrong := account
	wrong.APIKey = "not-the-key"
	stranger, err := api.New(client.BaseURL, wrong)
	if err != nil {
		t.Fatal(err)
	}
	if err := stranger.Check(ctx); !errors.Is(err, api.ErrAuth) {
		t.Error(err)
	}
	noise, _ := picture(t, "a.jpg", 3)
	noise.Open = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(make([]byte, noise.Size))), nil }
	_, err = client.Submit(ctx, api.Submission{Name: "noise", Files: []api.File{noise}})
	if !errors.Is(err, api.ErrRefused) {
		t.Error(err)
	}
	t.Log(err)
}
