package auth

// softwareTokenMFA asks for the six digits of an authenticator app (RFC 6238) as second factor.
var softwareTokenMFA = codeResponse(paramSoftwareTokenMFACode)
