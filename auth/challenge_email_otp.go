package auth

// emailOTP asks for a code sent by email as second factor.
var emailOTP = codeResponse(paramEmailOTPCode)
