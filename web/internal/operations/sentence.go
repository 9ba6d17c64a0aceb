package operations

import (
	"regexp"
	"strings"
)

var (
	// linked is a link of Go's comments, [text], which the SDK puts no space after.
	linked = regexp.MustCompile(`\[([^\[\]]+)\]([A-Za-z(]?)`)
	// loose is a space that the SDK leaves before a sign, where a code's mark-up was.
	loose = regexp.MustCompile(` +([.,;:)])( |$)`)
	// sentence is the first one of a paragraph: what ends it is followed by a capital or by nothing.
	sentence = regexp.MustCompile(`^.*?[.!?](?:$| +(?:[A-Z"]))`)
	// unfinished is what looks like the end of a sentence and is none.
	unfinished = strings.NewReplacer("e.g. ", "e.g.\x00", "i.e. ", "i.e.\x00")
)

// firstSentence gives the first sentence of a comment of the SDK's, as plain text
// that may stand in a comment of TypeScript's.
func firstSentence(comment string) string {
	paragraph, _, _ := strings.Cut(strings.TrimSpace(comment), "\n\n")
	text := strings.Join(strings.Fields(paragraph), " ")
	if text == required || strings.HasPrefix(text, "[") && strings.Contains(text, "]: http") {
		return ""
	}
	text = linked.ReplaceAllStringFunc(text, func(link string) string {
		parts := linked.FindStringSubmatch(link)
		if parts[2] != "" {
			return parts[1] + " " + parts[2]
		}
		return parts[1]
	})
	text = unfinished.Replace(loose.ReplaceAllString(text, "$1$2"))
	if first := sentence.FindString(text); first != "" {
		text = strings.TrimRight(first, ` ABCDEFGHIJKLMNOPQRSTUVWXYZ"`)
	}
	return strings.NewReplacer("\x00", " ", "*/", "* /").Replace(text)
}
