package peers

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// tablesFile shows the tables to readers.
const tablesFile = "../../docs/local-cognito.md"

// The document has the tables as they are here, where every cell is a test.
func TestDocumentedTables(t *testing.T) {
	content, err := os.ReadFile(tablesFile)
	if err != nil {
		t.Fatal(err)
	}
	all := func(string, *peer) bool { return true }
	for name, want := range map[string]string{
		"sign-ins": markdown(signIns.grid(all)),
		"accounts": markdown(accounts.grid(all)),
		// The cells of the operations are the same, and a list says it shorter.
		"operations": inWords(operations.rows),
	} {
		if !strings.Contains(string(content), want) {
			t.Errorf("%s needs the %s\n\n%s", tablesFile, name, want)
		}
	}
}

// Every row has a cell for every column, and every cell a row.
func TestTablesAreComplete(t *testing.T) {
	for _, table := range []table{signIns, accounts, operations} {
		if len(table.cells) != len(table.rows) {
			t.Errorf("%d rows have cells, want %d", len(table.cells), len(table.rows))
		}
		for _, row := range table.rows {
			if len(table.cells[row]) != len(table.columns) {
				t.Errorf("%s has %d cells, want %d", row, len(table.cells[row]), len(table.columns))
			}
		}
	}
}

// Every row of the accounts is proven by one errand.
func TestErrandsProveEveryRow(t *testing.T) {
	var rows []string
	for _, e := range errands {
		rows = append(rows, e.rows...)
	}
	slices.Sort(rows)
	if want := slices.Sorted(slices.Values(accounts.rows)); !slices.Equal(rows, want) {
		t.Errorf("the errands prove %q, want %q", rows, want)
	}
}

// inWords is a list of code, on lines of at most 120 characters.
func inWords(names []string) string {
	var b strings.Builder
	width := 0
	for i, name := range names {
		item := "`" + name + "`"
		if i < len(names)-1 {
			item += ","
		}
		switch {
		case i == 0:
		case width+1+len(item) > 120:
			b.WriteString("\n")
			width = 0
		default:
			b.WriteString(" ")
			width++
		}
		b.WriteString(item)
		width += len(item)
	}
	return b.String() + "."
}
