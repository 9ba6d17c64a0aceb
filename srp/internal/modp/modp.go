// Package modp is arithmetic modulo the 3072-bit prime N of RFC 3526 (group 15), with g = 2, and nothing else: the
// modulus and the lengths of exponents are constants. It is made for WebAssembly, which multiplies 64-bit words and
// keeps the low half, and has no carry flag.
//
// # Representation
//
// A number has 112 limbs of 28 bits, each in a word of 64, least significant first: 3136 bits, 64 more than N has. It
// stands for x in Montgomery form, x·R mod N with R = 2^3136, and is kept below 3N; an element is fully reduced only
// when it leaves (FillBytes, IsZero).
//
// Products of limbs are summed by columns, c[k] = Σ x[i]·y[k−i], and carried once, at the end. The work is done by
// unrolled kernels on blocks of 28 limbs (kernels.go, written by gen). A product of two numbers takes nine of them:
// Karatsuba's method twice, subtractive, so that its differences need no limb more.
//
// # Reduction
//
// Montgomery's step for a block needs q = −t/N mod 2^784, t being the lowest block, and adds q·N, which makes that block
// zero. A multiple of N that is ≡ −1 mod 2^784 has q = t, and its product with q makes −t + 2^784·q·M, so the lowest block
// is dropped and q·M added to the rest, where
//
//	M = (N·n' + 1)/2^784 ≤ N,  n' = −1/N mod 2^784.
//
// The multiple is 784 bits longer than N, so three of the four steps may use it, and the last one uses N and n'.
//
// # Bounds
//
// Columns. Everything before a carry is additions, subtractions and multiplications modulo 2^64, so what wraps around
// on the way, such as a negative difference of limbs, does no harm as long as the sums that are carried are below 2^64.
// Those are sums of products of true limbs: a column of x·y has at most 112, and each of the four steps of the
// reduction adds at most 28 to it, and carries of less than 2^36. (4·28 + 112)·(2^28−1)² + 5·2^36 < 2^63.9.
//
// Numbers. Let x, y < 3N, so T = x·y < 9N². A step with M makes at most T/2^784 + (2^784−1)·N of T, so three make less
// than T/2^2352 + (2^784+1)·N, and the last, with q ≤ 2^784−1, less than T/R + 2N + 2N/2^784. As R > 2^64·N,
// T/R < 9N/2^64, and the result is below 3N again. What is reduced from T < R is below 2N + 2N/2^784 + 1, so two
// conditional subtractions of N complete it.
//
// # Secrets
//
// No branch and no address depends on a value, an exponent's included: exponents are of fixed length, tables are read
// whole, subtractions of N are made and then kept or not by a mask. What remains is whether the machine multiplies in
// constant time, and what the browser's compiler makes of a mask; the timing test of package leak measures both.
// Scratch space is overwritten after use. Go may still have copied a word elsewhere (a register saved on a stack).
//
// # Sources
//
// P. L. Montgomery, Modular multiplication without trial division, Math. Comp. 44 (1985); A. Karatsuba, Yu. Ofman,
// Multiplication of many-digital numbers by automatic computers (1962); A. Menezes et al., Handbook of Applied
// Cryptography, 14.36 (Montgomery's product by digits), 14.82 (fixed windows); C. H. Lim, P. J. Lee, More flexible
// exponentiation with precomputation, CRYPTO '94 (the comb for g).
package modp
