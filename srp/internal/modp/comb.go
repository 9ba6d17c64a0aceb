package modp

import "sync"

// The comb for g = 2, by Lim and Lee: an exponent of 256 bits is four tables of sixteen rows of four teeth. Bit
// 64·tooth + 16·table + row is the tooth of a digit, and the tables hold the products of the powers of g that belong to
// the teeth. So all rows of all tables are 15 squarings and 64 products, where a window takes 252 and 64.
const (
	combTables = 4
	combRows   = 16
)

type comb [combTables]Window

// combOfG returns the tables for g, 56 KiB of public numbers. They take as long as three exponentiations with them, so
// they are made when they are first needed, once.
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
	var power number
	power = field.one
	power.double()
	for i := range 16 {
		if i > 0 {
			for range combRows {
				w.square(&power, &power) // now g^(2^(16·i))
			}
		}
		tooth, table := i/combTables, &combTable[i%combTables]
		if tooth == 0 {
			table[0].n = field.one
		}
		for digit := range 1 << tooth {
			w.multiply(&table[1<<tooth+digit].n, &table[digit].n, &power)
		}
	}
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
