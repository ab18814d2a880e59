package keychain

import (
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"strings"

	"github.com/zalando/go-keyring"
)

// Errors that callers tell apart with errors.Is. What is wrapped around them
// says how to mend it, and never holds a secret.
var (
	ErrNotFound    = errors.New("the credentials are not in the keychain")
	ErrUnavailable = errors.New("the keychain cannot be used")
	ErrLocked      = errors.New("the keychain is locked")
)

// explain says what an error of the keychain means, and what to do.
func explain(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, keyring.ErrNotFound):
		return ErrNotFound
	case errors.Is(err, keyring.ErrSetDataTooBig):
		return errors.New("not saved: the credentials are too long for this keychain; look whether something else was pasted")
	}
	kind := classify(err)
	return fmt.Errorf("%w (%v): %s", kind, err, advice(runtime.GOOS, kind))
}

// classify tells a locked keychain from none.
func classify(err error) error {
	// The library's words for a keyring that nobody unlocked, and the Secret
	// Service's. By its alias the library speaks of one that was never made.
	text := err.Error()
	if strings.Contains(text, "failed to unlock correct collection") && !strings.Contains(text, "/aliases/") ||
		strings.Contains(text, "locked object") {
		return ErrLocked
	}
	// The tool security ends with the low byte of the OSStatus:
	// errSecInteractionNotAllowed -25308, errSecAuthFailed -25293,
	// errSecUserCanceled -128.
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		switch exit.ExitCode() {
		case 36, 51, 128:
			return ErrLocked
		}
	}
	return ErrUnavailable
}

// without is true for everybody whose keychain does not work.
const without = "The reader on this computer works without credentials"

// advice is how to mend what is wrong, on the operating system of that name.
func advice(system string, kind error) string {
	locked := kind == ErrLocked
	switch {
	case system == "darwin" && locked:
		return "unlock the keychain “login” in Keychain Access and try again. " + without
	case system == "darwin":
		return "open Keychain Access, see that there is a keychain “login”, and try again. " + without
	case system == "windows":
		return "sign in to Windows with your own account, see that the service “Credential Manager” runs, and try again. " + without
	case locked:
		return "unlock it: sign in to the desktop with your password, or open “Passwords and Keys” (seahorse) or KWalletManager, and try again. " + without
	}
	return "install gnome-keyring or KWallet, sign in to the desktop, and make a default keyring there if it has none; " +
		"on a server put VERYFI_CLIENT_ID, VERYFI_CLIENT_SECRET, VERYFI_USERNAME and VERYFI_API_KEY into the environment. " + without
}
