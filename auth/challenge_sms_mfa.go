package auth

// smsMFA asks for a code sent by SMS as second factor.
var smsMFA = codeResponse(paramSMSMFACode)
