//go:build !windows && !darwin

package chooser

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/godbus/dbus/v5"
)

// The desktop's portal: https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.FileChooser.html
const (
	portalName   = "org.freedesktop.portal.Desktop"
	portalPath   = "/org/freedesktop/portal/desktop"
	portalOpen   = "org.freedesktop.portal.FileChooser.OpenFile"
	requestIface = "org.freedesktop.portal.Request"
)

// The codes of a portal's answer.
const (
	answerChosen   = 0
	answerCanceled = 1
)

// portalFilter is a filter as the portal takes it: (sa(us)).
type portalFilter struct {
	Name  string
	Rules []portalRule
}

type portalRule struct {
	Kind    uint32 // 0 for a pattern
	Pattern string
}

// byPortal asks the portal over a connection that is not in use otherwise. It
// returns ErrNone where there is no portal for files.
func byPortal(ctx context.Context, conn *dbus.Conn, a Ask) ([]string, error) {
	if err := conn.Auth(nil); err != nil {
		return nil, ErrNone
	}
	if err := conn.Hello(); err != nil {
		return nil, ErrNone
	}
	// The answer may come before the call returns: its place is known before.
	token := "spindle" + rand.Text()
	sender := strings.ReplaceAll(strings.TrimPrefix(conn.Names()[0], ":"), ".", "_")
	place := dbus.ObjectPath(portalPath + "/request/" + sender + "/" + token)
	answers := make(chan *dbus.Signal, 1)
	conn.Signal(answers)
	if err := conn.AddMatchSignalContext(ctx, dbus.WithMatchObjectPath(place), dbus.WithMatchInterface(requestIface), dbus.WithMatchMember("Response")); err != nil {
		return nil, ErrNone
	}
	call := conn.Object(portalName, portalPath).CallWithContext(ctx, portalOpen, 0, portalParent(a.Parent), a.Title, portalOptions(a, token))
	var request dbus.ObjectPath
	switch err := call.Store(&request); {
	case ctx.Err() != nil:
		conn.Object(portalName, place).Go(requestIface+".Close", dbus.FlagNoReplyExpected, nil)
		return nil, ctx.Err()
	case err != nil:
		return nil, ErrNone // no portal, or one that shows no files
	}
	for {
		select {
		case <-ctx.Done():
			conn.Object(portalName, request).Go(requestIface+".Close", dbus.FlagNoReplyExpected, nil)
			return nil, ctx.Err()
		case answer, open := <-answers:
			if !open {
				return nil, errors.New("the desktop's file dialog went away: the connection to it was cut. Try again")
			}
			if answer.Path == request && answer.Name == requestIface+".Response" {
				return portalAnswer(answer.Body)
			}
		}
	}
}

func portalParent(window uintptr) string {
	if window == 0 {
		return ""
	}
	return fmt.Sprintf("x11:%x", window)
}

func portalOptions(a Ask, token string) map[string]dbus.Variant {
	options := map[string]dbus.Variant{"handle_token": dbus.MakeVariant(token), "modal": dbus.MakeVariant(true),
		"multiple": dbus.MakeVariant(!a.Folder), "directory": dbus.MakeVariant(a.Folder)}
	if len(a.Endings) > 0 && !a.Folder {
		receipts := portalFilter{Name: a.Kinds}
		for _, e := range a.Endings {
			receipts.Rules = append(receipts.Rules, portalRule{Pattern: anyCase(e)})
		}
		options["filters"] = dbus.MakeVariant([]portalFilter{receipts, {Name: "*", Rules: []portalRule{{Pattern: "*"}}}})
	}
	return options
}

// portalAnswer reads the paths in an answer: a code, and what was chosen.
func portalAnswer(body []any) ([]string, error) {
	if len(body) != 2 {
		return nil, fmt.Errorf("the desktop's file dialog gave %d values for 2", len(body))
	}
	code, _ := body[0].(uint32)
	results, _ := body[1].(map[string]dbus.Variant)
	switch code {
	case answerCanceled:
		return nil, nil
	case answerChosen:
	default:
		return nil, errors.New("the desktop's file dialog was closed by the desktop. Try again")
	}
	uris, _ := results["uris"].Value().([]string)
	paths := make([]string, 0, len(uris))
	for _, text := range uris {
		u, err := url.Parse(text)
		if err != nil || u.Scheme != "file" {
			return nil, fmt.Errorf("%s is not a file on this computer", text)
		}
		paths = append(paths, filepath.FromSlash(u.Path))
	}
	return paths, nil
}
