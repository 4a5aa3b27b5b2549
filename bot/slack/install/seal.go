package install

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
)

// shortestKey is how many characters a key must have. It is no password that one
// learns by heart, so nothing slows down those who would guess it.
const shortestKey = 16

// What keys are made for. A new way of sealing takes a new text.
const (
	forTokens = "bounceback: tokens of Slack workspaces, 1"
	forStates = "bounceback: states of Slack installations, 1"
)

// derive makes a key of 32 bytes for one purpose.
func derive(key, purpose string) ([]byte, error) {
	if len(key) < shortestKey {
		return nil, fmt.Errorf("install: the key is too short: BOUNCEBACK_SLACK_KEY needs at least %d characters, such as "+
			"those that `openssl rand -base64 32` gives", shortestKey)
	}
	return hkdf.Key(sha256.New, []byte(key), nil, purpose, 32)
}

// seal seals tokens.
type seal struct{ aead cipher.AEAD }

func newSeal(key string) (*seal, error) {
	k, err := derive(key, forTokens)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(k)
	if err != nil {
		return nil, fmt.Errorf("install: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, fmt.Errorf("install: %w", err)
	}
	return &seal{aead}, nil
}

func (s *seal) close(plain []byte, team string) []byte {
	return s.aead.Seal(nil, nil, plain, []byte(team))
}

var errSeal = errors.New("the seal does not fit")

func (s *seal) open(sealed []byte, team string) ([]byte, error) {
	plain, err := s.aead.Open(nil, nil, sealed, []byte(team))
	if err != nil {
		return nil, errSeal
	}
	return plain, nil
}
