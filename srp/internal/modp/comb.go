package modp

import "sync"

// The comb for g = 2, by Lim and Lee: an exponent of 256 bits is two tables of 32 rows of four teeth. Bit
// 64·tooth + 32·table + row is the tooth of a digit, and the tables hold the products of the powers of g that belong to
// the teeth. So all rows of both tables are 31 squarings and 64 products, where a window takes 252 and 64.
const (
	combTables = 2
	combRows   = 32
)

type comb [combTables]Window

// combOfG returns the tables for g, 28 KiB of public numbers. They are made of powersOfG when they are first needed, once,
// with 22 products.
func combOfG() *comb {
	combOnce.Do(makeComb)
	return &combTable
}

var (
	combOnce  sync.Once
	combTable comb
)

func makeComb() {
	w := newWorkspace()
	base := field.one
	base.double() // g
	for i := range combTables * windowBits {
		if i > 0 {
			base.setBytes([]byte(powersOfG[(i-1)*Size : i*Size]))
		}
		tooth, table := i/combTables, &combTable[i%combTables]
		if tooth == 0 {
			table[0].n, table[1].n = field.one, base
			continue
		}
		for digit := range 1 << tooth {
			w.multiply(&table[1<<tooth+digit].n, &table[digit].n, &base)
		}
	}
	w.free()
}

// ExpG sets z to g^e mod N, several times as fast as [Element.Exp] would. e is big-endian; its value has no influence
// on the time, but the first call of a program takes longer.
func (z *Element) ExpG(e *[32]byte) {
	tables := combOfG()
	w := newWorkspace()
	var factor Element
	z.n = field.one
	for row := combRows - 1; row >= 0; row-- {
		if row < combRows-1 {
			w.square(&z.n, &z.n)
		}
		for table := range tables {
			var digit byte
			for tooth := range windowBits {
				bit := 64*tooth + combRows*table + row
				digit |= e[len(e)-1-bit/8] >> (bit % 8) & 1 << tooth
			}
			tables[table].Pick(&factor, digit)
			w.multiply(&z.n, &z.n, &factor.n)
		}
	}
	factor.Zero()
	w.free()
}
