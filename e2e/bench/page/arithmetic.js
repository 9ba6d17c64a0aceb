// Squarings and multiplications mod N: those of Go's implementations in the program, and BigInt's here.

const N = 0xFFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFFn;

const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

const bigint = {
  square(x, n) {
    let z = x;
    for (let i = 0; i < n; i++) z = (z * z) % N;
    return z;
  },
  multiply(x, n) {
    let z = x;
    for (let i = 0; i < n; i++) z = (z * x) % N;
    return z;
  },
};

/**
 * Times a chain of n steps from x, a hex number of 768 digits below N, and gives the microseconds of one step and the
 * residue at the end, in hex. The conversions are inside for all and count for nothing over thousands of steps.
 */
function arithmetic(implementation, operation, x, n) {
  const start = performance.now();
  let result;
  if (implementation === 'bigint') {
    result = bigint[operation](BigInt('0x' + x), n).toString(16).padStart(768, '0');
  } else {
    const bytes = Uint8Array.from(x.match(/../g), (digits) => parseInt(digits, 16));
    measure.arithmetic(implementation + ' ' + operation, bytes, n);
    result = hexOf(bytes);
  }
  return { microseconds: ((performance.now() - start) * 1000) / n, result };
}
