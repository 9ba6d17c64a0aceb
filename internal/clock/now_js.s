// An assembly file, even an empty one, lets clock_js.go declare a function that is defined elsewhere.
