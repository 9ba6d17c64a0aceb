package auth

// smsOTP asks for a code sent by SMS as first factor.
var smsOTP = codeResponse(paramSMSOTPCode)
