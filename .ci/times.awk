# A table of what each suite took: of lines "seconds<TAB>suite", which make writes
# into $TIMES, and of the results of packages in the output of .ci/run.
function row(name, seconds) { printf "  %-44s %5d:%02d\n", name, seconds / 60, seconds % 60 }

FNR == NR {
  split($0, line, "\t")
  if (line[2] ~ /^make /) { steps[++step] = line[2]; total += line[1] }
  else if (!(line[2] in took)) suites[++suite] = line[2]
  took[line[2]] += line[1]
  next
}

/^== / { browser = $0 ~ /^== end to end in / ? $NF : "" }

# A package of an engine's, such as "ok  	example/e2e/demo	12.3s". What the go command
# had kept took nothing.
browser != "" && /^(ok|FAIL)[ \t]+[^ \t]+[ \t]+[0-9.]+s/ {
  name = $2
  sub(/^.*\/cognito-wasm\//, "", name)
  packages[browser, ++count[browser]] = name
  spent[browser, count[browser]] = $3 + 0
}

END {
  print "\n== what each suite took, minutes; packages side by side have more together"
  for (i = 1; i <= suite; i++) {
    row(suites[i], took[suites[i]])
    for (j = 1; j <= count[suites[i]]; j++) row("  " suites[i] ": " packages[suites[i], j], spent[suites[i], j])
  }
  for (i = 1; i <= step; i++) row(steps[i], took[steps[i]])
  row("total, of 25 minutes at most", total)
}
