package auth

// parserOf gives nil where there is none. encoding/json would add half of the
// module's size and JavaScript has a parser, so the API of a browser build is one
// as well.
func parserOf(api API) parser {
	parser, _ := api.(parser)
	return parser
}
