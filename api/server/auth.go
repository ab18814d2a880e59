package server

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"strings"

	"github.com/spindle-receipts/spindle/api"
)

// RandomCredentials makes an account that nobody can guess, for a server that
// lives as long as the program that asks it.
func RandomCredentials() api.Credentials {
	return api.Credentials{
		ClientID: rand.Text(), ClientSecret: rand.Text(), Username: "this-computer", APIKey: rand.Text(),
	}
}

// authorize checks who asks: 403 when nobody says, 401 when it is not the one.
func (s *Server) authorize(r *http.Request) error {
	client, login := r.Header.Get("Client-Id"), r.Header.Get("Authorization")
	if client == "" || login == "" {
		return &problem{status: http.StatusForbidden, text: textNoLogin}
	}
	who := s.config.Credentials
	right := "apikey " + who.Username + ":" + who.APIKey
	if strings.HasPrefix(who.APIKey, "vrfk_") && strings.HasPrefix(login, "Bearer ") {
		right = "Bearer " + who.APIKey
	}
	if clientRight, loginRight := same(client, who.ClientID), same(login, right); !clientRight || !loginRight {
		return &problem{status: http.StatusUnauthorized, text: textNotAllowed}
	}
	return nil
}

// same compares secrets in a time that tells nothing of them, not even a length.
func same(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}
