// Program stands in for cloudflared and tailscale in tests: under the name of
// one it says what that one says, starts a child that outlives it, and does
// what the test tells it over a connection, whose end shows that it has ended.
// It opens no tunnel.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
)

func main() {
	name := filepath.Base(os.Args[0])
	test, err := net.Dial("tcp", os.Getenv("TEST_CONTROL"))
	check(err)
	role := name
	if os.Args[1] == "child" {
		role = "child"
		signal.Ignore(syscall.SIGTERM)
	} else {
		child := exec.Command(os.Args[0], "child")
		child.Stdout, child.Stderr = os.Stdout, os.Stderr
		check(child.Start())
	}
	hello, err := json.Marshal(map[string]any{"Role": role, "Args": os.Args[1:], "Env": os.Environ()})
	check(err)
	fmt.Fprintf(test, "%s\n", hello)
	for orders := bufio.NewScanner(test); orders.Scan(); {
		switch name + " " + orders.Text() {
		case "cloudflared begin":
			say("INF Thank you for trying Cloudflare Tunnel. Doing so, without a Cloudflare account, is a quick way to experiment and try it out. (https://www.cloudflare.com/website-terms/)")
			say("INF Requesting new quick Tunnel on trycloudflare.com...")
			say("INF +--------------------------------------------------------------------------------------------+")
			say("INF |  Your quick Tunnel has been created! Visit it at (it may take some time to be reachable):  |")
			say(fmt.Sprintf("INF |  https://as-good-as-%d.trycloudflare.com                                                 |", os.Getpid()))
			say("INF +--------------------------------------------------------------------------------------------+")
		case "cloudflared register":
			say("INF Registered tunnel connection connIndex=0 connection=3f2c ip=198.41.192.57 location=fra08 protocol=quic")
		case "cloudflared lose":
			say(`WRN Serve tunnel error error="timeout: no recent network activity" connIndex=0`)
			say("INF Retrying connection in up to 2s connIndex=0")
		case "cloudflared fail":
			say(`ERR failed to request quick Tunnel: Post "https://api.trycloudflare.com/tunnel": dial tcp: no such host`)
			os.Exit(1)
		case "tailscale forbid":
			fmt.Print("Funnel is not enabled on your tailnet.\nTo enable, visit:\n\n\thttps://login.tailscale.com/f/funnel?node=nABC\n\n")
		case "tailscale begin":
			fmt.Printf("Available on the internet:\n\nhttps://desk.tail-%d.ts.net/\n|-- proxy %s\n\nPress Ctrl+C to exit.\n", 1234, os.Args[len(os.Args)-1])
		case "tailscale fail":
			fmt.Fprintln(os.Stderr, "failed to connect to local tailscaled; it doesn't appear to be running")
			os.Exit(1)
		default:
			say("unknown order " + orders.Text())
			os.Exit(3)
		}
	}
	os.Exit(2)
}

func say(text string) { fmt.Fprintln(os.Stderr, "2026-03-01T09:00:00Z "+text) }

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
}
