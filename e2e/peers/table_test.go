package peers

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
)

// peer is a client of somebody's.
type peer struct {
	name string // as in the table
	// open starts the client in the page of a visit, for its user pool.
	open func(v *visit) client
	// published lists the directories of the client's code, for what it does not offer.
	published func(t *testing.T) []string
	// warns is a pattern of what the client writes on the console by itself.
	warns string
}

// cell is what becomes of a row in a client.
type cell struct {
	text string // as in the table
	// wire, where it is set, replaces what the row has there: the client takes
	// another way to the same end.
	wire []string
	// fails, where it is set, is part of how the row ends.
	fails string
	// quiet: the client hides it from its caller when Cognito refuses.
	quiet bool
	// absent, where it is set, is a text that the client's code would have to
	// contain to offer the row.
	absent string
}

// yes: the client completes the row.
var yes = cell{text: "yes"}

// yesWith: it does, by something else than the row names.
func yesWith(operation string) cell {
	return cell{text: "yes, with " + operation, wire: []string{operation}}
}

// fails: the client begins and cannot go on, with an error of this message.
func fails(reason, message string) cell { return cell{text: "fails: " + reason, fails: message} }

// unsupported is what amazon-cognito-passwordless-auth says.
func unsupported(challenge string) cell {
	return fails("Unsupported challenge", "Unsupported challenge: "+challenge)
}

// notOffered: there is no way to ask the client for it, as the text appears
// nowhere in its code.
func notOffered(absent string) cell { return cell{text: "not offered", absent: absent} }

// noSRP: the SDKs have the operations, and no arithmetic; their code lacks the
// prime of RFC 3526 that all SRP of Cognito's needs.
var noSRP = cell{text: "no SRP", absent: "FFFFFFFFFFFFFFFFC90FDAA2"}

// table says what every client makes of every row.
type table struct {
	columns []*peer
	rows    []string
	cells   map[string][]cell // by row, in the order of the columns
}

// signIns is the table of [rows].
var signIns = table{
	columns: []*peer{cognitoWasm, amplify, identityJS, passwordlessAuth, sdkJS, sdkGo},
	rows:    names(rows),
	cells: map[string][]cell{
		"USER_SRP_AUTH":               {yes, yes, yes, yes, noSRP, noSRP},
		"USER_PASSWORD_AUTH":          {yes, yes, yes, yes, yes, yes},
		"REFRESH_TOKEN_AUTH":          {yesWith("GetTokensFromRefreshToken"), yesWith("GetTokensFromRefreshToken"), yes, yes, yes, yes},
		"CUSTOM_AUTH without SRP":     {yes, yes, yes, yes, yes, yes},
		"CUSTOM_AUTH with SRP":        {yes, yes, yes, yes, noSRP, noSRP},
		"USER_AUTH, PASSWORD":         {yes, yes, notOffered("USER_AUTH"), notOffered("USER_AUTH"), yes, yes},
		"USER_AUTH, PASSWORD_SRP":     {yes, yes, notOffered("USER_AUTH"), notOffered("USER_AUTH"), noSRP, noSRP},
		"USER_AUTH, EMAIL_OTP":        {yes, yes, notOffered("USER_AUTH"), notOffered("USER_AUTH"), yes, yes},
		"USER_AUTH, SMS_OTP":          {yes, yes, notOffered("USER_AUTH"), notOffered("USER_AUTH"), yes, yes},
		"USER_AUTH, WEB_AUTHN":        {yes, yes, notOffered("WEB_AUTHN"), notOffered("WEB_AUTHN"), yes, yes},
		"USER_AUTH, SELECT_CHALLENGE": {yes, yes, notOffered("USER_AUTH"), notOffered("USER_AUTH"), yes, yes},
		"USER_AUTH, SELECT_CHALLENGE, PASSWORD_SRP": {
			yes, yes, notOffered("USER_AUTH"), notOffered("USER_AUTH"), noSRP, noSRP,
		},
		"USER_AUTH after ConfirmSignUp": {
			yes, yes, notOffered("USER_AUTH"), notOffered("USER_AUTH"), yes, yes,
		},
		"SMS_MFA":            {yes, yes, yes, yes, yes, yes},
		"EMAIL_OTP as MFA":   {yes, yes, fails("TypeError", "Cannot read properties of undefined (reading 'NewDeviceMetadata')"), unsupported("EMAIL_OTP"), yes, yes},
		"SOFTWARE_TOKEN_MFA": {yes, yes, yes, yes, yes, yes},
		"SELECT_MFA_TYPE":    {yes, yes, yes, unsupported("SELECT_MFA_TYPE"), yes, yes},
		"MFA_SETUP, authenticator app": {
			yes, yes, yes, unsupported("MFA_SETUP"), yes, yes,
		},
		"MFA_SETUP, email":      {yes, yes, notOffered("EMAIL_OTP"), unsupported("MFA_SETUP"), yes, yes},
		"NEW_PASSWORD_REQUIRED": {yes, yes, yes, yes, yes, yes},
		"DEVICE_SRP_AUTH":       {yes, yes, yes, notOffered("DEVICE_KEY"), noSRP, noSRP},
	},
}

// completes plays every row with a client, each in a separate user pool, and
// holds the outcome against the table.
func completes(t *testing.T, p *peer) {
	t.Helper()
	column := slices.Index(signIns.columns, p)
	for _, r := range rows {
		t.Run(strings.ReplaceAll(r.name, ",", ""), func(t *testing.T) {
			t.Parallel()
			c := signIns.cells[r.name][column]
			if c.absent != "" {
				if file := find(t, p.published(t), c.absent); file != "" {
					t.Fatalf("%s contains %s: the client may offer it now", file, c.absent)
				}
				outcomes.set(r.name, p)
				return
			}
			v := &visit{T: t, peer: p}
			reason := play(v, r)
			switch {
			case c.fails == "" && reason != "":
				t.Fatal(reason)
			case c.fails != "" && !strings.Contains(reason, c.fails):
				t.Fatalf("it ended in %q, and not in %q as the table says", reason, c.fails)
			}
			if c.fails == "" {
				sent := v.sent()
				wire := r.wire
				if c.wire != nil {
					wire = c.wire
				}
				for _, name := range wire {
					if !sent[name] {
						t.Errorf("signed in without %s", name)
					}
				}
			}
			if !t.Failed() {
				outcomes.set(r.name, p)
			}
		})
	}
}

// play gives the reason for which the row did not come to its end, if it did not.
func play(v *visit, r row) (reason string) {
	defer func() {
		switch e := recover().(type) {
		case nil:
		case ended:
			reason = e.reason
		default:
			panic(e)
		}
	}()
	r.play(v)
	return ""
}

// find gives a file of code with the text in it, or nothing.
func find(t *testing.T, directories []string, text string) (file string) {
	t.Helper()
	read := 0
	for _, directory := range directories {
		err := filepath.WalkDir(directory, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || file != "" || !slices.Contains([]string{".js", ".mjs", ".ts", ".go"}, filepath.Ext(path)) {
				return err
			}
			content, err := os.ReadFile(path)
			if bytes.Contains(content, []byte(text)) {
				file = path
			}
			read++
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if read == 0 {
		t.Fatalf("no code in %v", directories)
	}
	return file
}

// outcomes are the cells that were proven in this run.
var outcomes = proven{cells: map[proof]bool{}}

type proof struct{ row, column string }

type proven struct {
	mu    sync.Mutex
	cells map[proof]bool
}

func (p *proven) set(row string, column *peer) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cells[proof{row, column.name}] = true
}

func (p *proven) has(row string, column *peer) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.cells[proof{row, column.name}]
}

// grid is the table, its head first. A cell for which there is no proof says so.
func (t table) grid(proven func(row string, column *peer) bool) [][]string {
	head := []string{""}
	for _, p := range t.columns {
		head = append(head, p.name)
	}
	lines := [][]string{head}
	for _, row := range t.rows {
		line := []string{row}
		for i, p := range t.columns {
			text := t.cells[row][i].text
			if !proven(row, p) {
				text = "NOT PROVEN: " + text
			}
			line = append(line, text)
		}
		lines = append(lines, line)
	}
	return lines
}

// aligned is a table for terminals.
func aligned(lines [][]string) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, line := range lines {
		fmt.Fprintln(w, strings.Join(line, "\t"))
	}
	w.Flush()
	return b.String()
}

// markdown is a table for the document.
func markdown(lines [][]string) string {
	var b strings.Builder
	for i, line := range lines {
		fmt.Fprintf(&b, "| %s |\n", strings.Join(line, " | "))
		if i == 0 {
			fmt.Fprintf(&b, "|%s\n", strings.Repeat(" --- |", len(line)))
		}
	}
	return b.String()
}
