package srp

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"math/big"
	"testing"
)

const (
	deviceGroupKey = "-AbCdEfGhI"
	deviceKey      = "eu-central-1_11111111-2222-3333-4444-555555555555"
)

// What ConfirmDevice is told is enough for the oracle, as server, to verify a claim with the device password.
func TestDeviceSignIn(t *testing.T) {
	device, err := NewDeviceVerifier(deviceGroupKey, deviceKey)
	if err != nil {
		t.Fatal(err)
	}
	if raw := mustBase64(t, device.Password); len(raw) != 40 {
		t.Errorf("the password has %d bytes, want 40", len(raw))
	}
	salt := new(big.Int).SetBytes(mustBase64(t, device.Salt))
	server := oracle{group: deviceGroupKey, name: deviceKey, salt: salt, b: randomInt(newRand(t), 32),
		block: []byte("block"), timestamp: "Tue May 5 00:09:40 UTC 2026"}
	v := new(big.Int).SetBytes(mustBase64(t, device.PasswordVerifier))

	e, err := NewEphemeral()
	if err != nil {
		t.Fatal(err)
	}
	publicA, publicB := mustInt(t, e.A()), server.serverB(v)
	claim, err := e.PasswordClaim(DeviceIdentity(deviceGroupKey, deviceKey), []byte(device.Password),
		Challenge{Salt: salt.Text(16), B: publicB.Text(16), SecretBlock: base64.StdEncoding.EncodeToString(server.block)},
		goodTime)
	if err != nil {
		t.Fatal(err)
	}
	u := oracleU(publicA, publicB)
	if want := server.signature(oracleKey(u, server.serverS(publicA, v, u))); claim.Signature != want {
		t.Errorf("signature %s, want %s", claim.Signature, want)
	}

	other, err := NewDeviceVerifier(deviceGroupKey, deviceKey)
	if err != nil {
		t.Fatal(err)
	}
	if other.Salt == device.Salt || other.Password == device.Password {
		t.Error("two verifiers share a salt or a password")
	}
}

// Salts in each form that pad knows, against the oracle.
func TestDeviceVerifierPads(t *testing.T) {
	password := bytes.Repeat([]byte{0xab}, devicePasswordSize)
	for name, head := range map[string][]byte{
		"top bit": {0xf1, 0xd2}, "no top bit": {0x71, 0xd2}, "leading zeros": {0x00, 0x00}, "zero byte, top bit": {0x00, 0xf5},
	} {
		t.Run(name, func(t *testing.T) {
			salt := append(head, bytes.Repeat([]byte{0x5c}, deviceSaltSize-len(head))...)
			random := bytes.NewReader(append(bytes.Clone(password), salt...))
			device, err := drawDeviceVerifier(random, deviceGroupKey, deviceKey)
			if err != nil {
				t.Fatal(err)
			}
			o := oracle{group: deviceGroupKey, name: deviceKey, password: device.Password, salt: new(big.Int).SetBytes(salt)}
			want := DeviceVerifier{
				Salt:             base64.StdEncoding.EncodeToString(oraclePad(o.salt)),
				PasswordVerifier: base64.StdEncoding.EncodeToString(oraclePad(o.v())),
				Password:         base64.StdEncoding.EncodeToString(password),
			}
			if *device != want {
				t.Errorf("verifier %+v, want %+v", *device, want)
			}
		})
	}
}

func TestDeviceVerifierRefuses(t *testing.T) {
	_, err := NewDeviceVerifier("", deviceKey)
	wantParameterError(t, err, "DeviceGroupKey")
	_, err = NewDeviceVerifier(deviceGroupKey, "")
	wantParameterError(t, err, "DeviceKey")
	for _, length := range []int{0, devicePasswordSize - 1, devicePasswordSize, devicePasswordSize + deviceSaltSize - 1} {
		device, err := drawDeviceVerifier(bytes.NewReader(make([]byte, length)), deviceGroupKey, deviceKey)
		if device != nil || !(errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)) {
			t.Errorf("%d random bytes: %v, %v", length, device, err)
		}
	}
}

func mustBase64(t *testing.T, s string) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
