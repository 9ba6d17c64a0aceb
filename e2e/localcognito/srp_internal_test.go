package localcognito

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"math/big"
	"os"
	"testing"
	"time"
)

// TestServerVectors holds the server half to the project's vectors.
func TestServerVectors(t *testing.T) {
	raw, err := os.ReadFile("../../srp/testdata/srp-vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct {
		Name, Pool, User, Pass, Salt, SecretBlock, Timestamp, V, A, B, Key, Signature string
		BPriv                                                                         string `json:"B_priv"`
	}
	if err := json.Unmarshal(raw, &vectors); err != nil {
		t.Fatal(err)
	}
	if len(vectors) < 12 {
		t.Fatalf("%d vectors", len(vectors))
	}
	number := func(s string) *big.Int { n, _ := new(big.Int).SetString(s, 16); return n }
	for _, v := range vectors {
		t.Run(v.Name, func(t *testing.T) {
			c := makeCredential(number(v.Salt), v.Pool, v.User, v.Pass)
			if c.verifier.Cmp(number(v.V)) != 0 {
				t.Fatal("v differs")
			}
			b := number(v.BPriv)
			if c.publicB(b).Cmp(number(v.B)) != 0 {
				t.Fatal("B differs")
			}
			key, ok := c.claimKey(number(v.A), b)
			if !ok || hex.EncodeToString(key) != v.Key {
				t.Fatal("key differs")
			}
			block, err := base64.StdEncoding.DecodeString(v.SecretBlock)
			if err != nil {
				t.Fatal(err)
			}
			if got := claimSignature(key, v.Pool, v.User, block, v.Timestamp); base64.StdEncoding.EncodeToString(got) != v.Signature {
				t.Fatal("signature differs")
			}
			if !c.matches(v.Pool, v.User, v.Pass) || c.matches(v.Pool, v.User, v.Pass+"x") {
				t.Fatal("matches is wrong")
			}
		})
	}
}

// TestParseTimestamp holds parseTimestamp to what OpenJDK 17 printed for
// new SimpleDateFormat("EEE MMM d HH:mm:ss z yyyy", Locale.ENGLISH), lenient as
// it is by default: parsed, and formatted again in UTC. That AWS answers
// "Sep 05" and a wrong weekday alike was measured there.
func TestParseTimestamp(t *testing.T) {
	for text, want := range map[string]string{
		"Tue May 5 00:09:40 UTC 2026":          "Tue May 5 00:09:40 UTC 2026",
		"Sat Sep 05 00:09:40 UTC 2026":         "Sat Sep 5 00:09:40 UTC 2026",
		"Sat Sep  5 00:09:40 UTC 2026":         "Sat Sep 5 00:09:40 UTC 2026",
		"Mon May 5 00:09:40 UTC 2026":          "Tue May 5 00:09:40 UTC 2026",
		"tuesday MAY 5 0:9:40 utc 2026":        "Tue May 5 00:09:40 UTC 2026",
		"Tue May 5 24:00:00 UTC 2026":          "Wed May 6 00:00:00 UTC 2026",
		"Tue May 35 00:00:00 UTC 2026":         "Thu Jun 4 00:00:00 UTC 2026",
		"Tue May -5 00:09:40 UTC 2026":         "Sat Apr 25 00:09:40 UTC 2026",
		"Tue May 5 02:09:40 GMT+02:00 2026":    "Tue May 5 00:09:40 UTC 2026",
		"Mon May 4 20:09:40 -0400 2026":        "Tue May 5 00:09:40 UTC 2026",
		"Mon May 4 20:09:40 EDT 2026":          "Tue May 5 00:09:40 UTC 2026",
		"Tue May 5 00:09:40 CEST 2026":         "Mon May 4 22:09:40 UTC 2026",
		"Tue May 5 00:09:40 GMT 2026":          "Tue May 5 00:09:40 UTC 2026",
		"Tue May 5 00:09:40  UTC  2026":        "Tue May 5 00:09:40 UTC 2026",
		"Tue May 5 00: 09:40 UTC 2026":         "Tue May 5 00:09:40 UTC 2026",
		"Tue May 5 00:09:40 UTC 2026 and more": "Tue May 5 00:09:40 UTC 2026",
	} {
		got, err := parseTimestamp(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
		} else if renderTimestamp(got) != want {
			t.Errorf("%q: got %q, want %q", text, renderTimestamp(got), want)
		}
	}
	for _, text := range []string{
		"", "Tue May 5", " Tue May 5 00:09:40 UTC 2026", "Tue  May 5 00:09:40 UTC 2026", "TueMay 5 00:09:40 UTC 2026",
		"Tue Sept 5 00:09:40 UTC 2026", "Tuex May 5 00:09:40 UTC 2026", "Tue 5 5 00:09:40 UTC 2026",
		"Tue May 5 00 :09:40 UTC 2026", "Tue May 5 00:09:40 Z 2026", "Tue May 5 00:09:40 UT 2026",
		"Tue May 5 00:09:40 GMT+2 2026", "Tue May 5 00:09:40 +02:00 2026",
	} {
		if _, err := parseTimestamp(text); err == nil {
			t.Errorf("%q: accepted", text)
		}
	}
}

func TestExpiringForgets(t *testing.T) {
	var m expiring[int, int]
	now := time.Unix(0, 0)
	for i := range 10_000 {
		now = now.Add(time.Second)
		m.put(i, i, now.Add(10*time.Second), now)
	}
	if len(m.entries) > 200 {
		t.Errorf("%d entries kept, about 10 are alive", len(m.entries))
	}
	if v, ok := m.get(9_999); !ok || v != 9_999 {
		t.Error("a live entry is gone")
	}
}
