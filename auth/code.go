package auth

import "unicode/utf8"

// cleanCode gives a code as Cognito wants it. People type and paste codes as they
// are shown to them: in groups, with hyphens, in the digits of their script, with
// marks that nobody sees. Of passwords and of answers to a pool's own challenges
// all of that is a part, so they are never cleaned.
func cleanCode(code string) string {
	clean := make([]byte, 0, len(code))
	for _, r := range code {
		if !separates(r) {
			clean = utf8.AppendRune(clean, inASCII(r))
		}
	}
	return string(clean)
}

// separates tells whether a character is one of separators.
func separates(r rune) bool {
	first, ends := rune(0), false
	for _, bound := range separators {
		if ends && first <= r && r <= bound {
			return true
		}
		first, ends = bound, !ends
	}
	return false
}

// inASCII gives the ASCII digit for a digit of another script, and any other
// character as it is.
func inASCII(r rune) rune {
	for _, zero := range zeros {
		if zero <= r && r <= zero+9 {
			return '0' + r - zero
		}
	}
	return r
}

// separators mean nothing between the digits of a code. Each two characters are
// the first and the last of a range of the Unicode Character Database: White_Space,
// Dash, Hyphen, what is never seen (Cc, Cf, Default_Ignorable_Code_Point), and a few
// that pass for a hyphen or a space, such as the one on the "-" key of a Japanese
// keyboard. Those tables of package unicode would cost the browser four times
// the bytes; the test compares with them.
const separators = "" +
	"\u0000\u0020\u002d\u002d\u007f\u00a0\u00ad\u00ad\u02d7\u02d7\u034f\u034f\u058a\u058a\u05be\u05be\u0600\u0605" +
	"\u061c\u061c\u06dd\u06dd\u070f\u070f\u0890\u0891\u08e2\u08e2\u115f\u1160\u1400\u1400\u1680\u1680\u17b4\u17b5" +
	"\u1806\u1806\u180b\u180f\u2000\u2015\u2028\u202f\u2043\u2043\u2053\u2053\u205f\u206f\u207b\u207b\u208b\u208b" +
	"\u2212\u2212\u2796\u2796\u2800\u2800\u2e17\u2e17\u2e1a\u2e1a\u2e3a\u2e3b\u2e40\u2e40\u2e5d\u2e5d\u3000\u3000" +
	"\u301c\u301c\u3030\u3030\u30a0\u30a0\u30fb\u30fc\u3164\u3164\ufe00\ufe0f\ufe31\ufe32\ufe58\ufe58\ufe63\ufe63" +
	"\ufeff\ufeff\uff0d\uff0d\uff65\uff65\uff70\uff70\uffa0\uffa0\ufff0\ufffb\U00010ead\U00010ead\U000110bd\U000110bd\U000110cd\U000110cd" +
	"\U00013430\U0001343f\U0001bca0\U0001bca3\U0001d173\U0001d17a\U000e0000\U000e0fff"

// zeros are the digits 0 beyond ASCII (Nd). The digits 1 to 9 of each script follow
// its 0 (Unicode Standard, section 4.6).
const zeros = "" +
	"\u0660\u06f0\u07c0\u0966\u09e6\u0a66\u0ae6\u0b66\u0be6\u0c66\u0ce6\u0d66\u0de6\u0e50\u0ed0\u0f20" +
	"\u1040\u1090\u17e0\u1810\u1946\u19d0\u1a80\u1a90\u1b50\u1bb0\u1c40\u1c50\ua620\ua8d0\ua900\ua9d0" +
	"\ua9f0\uaa50\uabf0\uff10\U000104a0\U00010d30\U00011066\U000110f0\U00011136\U000111d0\U000112f0\U00011450\U000114d0\U00011650\U000116c0\U00011730" +
	"\U000118e0\U00011950\U00011c50\U00011d50\U00011da0\U00011f50\U00016a60\U00016ac0\U00016b50\U0001d7ce\U0001d7d8\U0001d7e2\U0001d7ec\U0001d7f6\U0001e140\U0001e2f0" +
	"\U0001e4f0\U0001e950\U0001fbf0"
