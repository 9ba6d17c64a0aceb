//go:build !js

package srp_test

import (
	"fmt"
	"log"
	"time"

	"github.com/cognito-wasm/cognito-wasm/srp"
)

func Example() {
	poolName, err := srp.PoolName("eu-west-1_EXAMPLE12")
	if err != nil {
		log.Fatal(err)
	}
	ephemeral, err := srp.NewEphemeral()
	if err != nil {
		log.Fatal(err)
	}
	defer ephemeral.Discard()

	// Send InitiateAuth with USER_SRP_AUTH and SRP_A = ephemeral.A(). Cognito answers with PASSWORD_VERIFIER:
	parameters := map[string]string{
		"SALT":            "2e7c9b1a5d3f4e6078c1d2a3b4c5d6e7",
		"SRP_B":           "3fb4c41ab0f2ae31", // 768 digits in real life
		"SECRET_BLOCK":    "b3BhcXVlIHRvIHRoZSBjbGllbnQ=",
		"USER_ID_FOR_SRP": "alice",
	}

	claim, err := ephemeral.PasswordClaim(
		srp.UserIdentity(poolName, parameters["USER_ID_FOR_SRP"]),
		[]byte("Correct-1234"),
		srp.Challenge{Salt: parameters["SALT"], B: parameters["SRP_B"], SecretBlock: parameters["SECRET_BLOCK"]},
		time.Date(2026, time.May, 5, 0, 9, 40, 0, time.UTC), // time.Now() in real life
	)
	if err != nil {
		log.Fatal(err)
	}

	// Send RespondToAuthChallenge with USERNAME = USER_ID_FOR_SRP and these:
	fmt.Println("PASSWORD_CLAIM_SIGNATURE of", len(claim.Signature), "characters")
	fmt.Println("PASSWORD_CLAIM_SECRET_BLOCK", claim.SecretBlock)
	fmt.Println("TIMESTAMP", claim.Timestamp)
	// Output:
	// PASSWORD_CLAIM_SIGNATURE of 44 characters
	// PASSWORD_CLAIM_SECRET_BLOCK b3BhcXVlIHRvIHRoZSBjbGllbnQ=
	// TIMESTAMP Tue May 5 00:09:40 UTC 2026
}
