// Package srp is the client's half of the Secure Remote Password protocol as Amazon Cognito user pools speak it.
//
// To sign a user in, use package auth, which calls this one. Use srp directly only to build a Cognito client of your
// own. It is not general-purpose SRP: group, hashes and key derivation are Cognito's, there is no server half, and no
// other SRP server will understand it.
//
// # Protocol
//
// One sign-in with USER_SRP_AUTH takes two messages each way:
//
//	client                                    Cognito
//	InitiateAuth           SRP_A         →
//	                                     ←    SALT, SRP_B, SECRET_BLOCK, USER_ID_FOR_SRP
//	RespondToAuthChallenge PASSWORD_CLAIM_SIGNATURE, PASSWORD_CLAIM_SECRET_BLOCK, TIMESTAMP  →
//	                                     ←    tokens, or the next challenge
//
// [NewEphemeral] draws the values of the first message, [Ephemeral.PasswordClaim] computes those of the second. The
// same two calls serve DEVICE_SRP_AUTH, for a device that [NewDeviceVerifier] has made known to Cognito before.
//
// # Formulas
//
// H is SHA-256, | concatenation, text is UTF-8. pad(n) is the shortest big-endian encoding of n with a byte 00 before it
// if the top bit would otherwise be set (Java's BigInteger.toByteArray); it is never of a fixed length, in which Cognito
// departs from PAD of RFC 5054.
//
//	N, g = the 3072-bit MODP group of RFC 3526 (group 15), g = 2
//	k    = H(pad(N) | pad(g))
//	A    = g^a mod N                                 a: 256 random bits (RFC 5054, section 2.5.4: at least 256)
//	u    = H(pad(A) | pad(B))
//	x    = H(pad(SALT) | H(group | name | ":" | password))
//	S    = (B − k·g^x)^(a + u·x) mod N               RFC 5054, section 2.6
//	key  = HKDF-SHA-256(pad(S), salt pad(u), info "Caldera Derived Key", 16 bytes)         RFC 5869
//	PASSWORD_CLAIM_SIGNATURE = base64(HMAC-SHA-256(key, group | name | SECRET_BLOCK | TIMESTAMP))
//	SECRET_HASH              = base64(HMAC-SHA-256(client secret, username | client id))
//
// group and name are those of an [Identity]. The message flow, the device form and SECRET_HASH are documented in the
// Amazon Cognito developer guide ("Authentication flows", "Working with user devices in your user pool", "Computing
// secret hash values"); k, the pads and the key derivation are those of AWS's published clients (Amplify,
// amazon-cognito-identity-js).
//
// As RFC 5054, section 2.5.3 demands, B ≡ 0 mod N is refused; so are u = 0 and an A ≡ 0 mod N. A B between N and 2^3072
// is accepted, as RFC 5054 and AWS's clients do: u is computed from the number as sent, all else from its residue.
//
// # Side channels
//
// The arithmetic on a, x, S and everything derived from them runs in time that depends on lengths only. One exception is
// the protocol's own: pad(S) and, for devices, pad(v) drop leading zero bytes, so the time to encode and hash them tells
// how many there were; one value in 256 has any. SALT, A, B, u and SECRET_BLOCK are public and parsed in variable time.
// The length of the password shows in the time to hash it.
//
// # Memory
//
// a, x, a + u·x, g^x, S, the derived key and the inner hash are overwritten when the claim is computed or has failed.
// What stays until the garbage collector reuses the memory: the block buffers of the hash functions, with the end of the
// password among them; the keyed states of HMAC and HKDF; and whatever the compiler spilled to the stack. Whoever reads
// these has what the sign-in's key derives from, and can test guesses of the password at leisure. The password belongs
// to the caller, who overwrites it. Strings cannot be overwritten at all: that concerns [DeviceVerifier] and the client
// secret.
package srp
