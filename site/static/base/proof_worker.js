/* Finds a number so that the SHA-256 of "challenge:number" begins with so many zero bits (Hashcash, A. Back 2002).
   SHA-256 as in FIPS 180-4, without crypto.subtle: that is missing where a site is read without TLS, and each of its calls
   takes longer than the hash. What stands before the number is hashed once. */
const K = new Uint32Array(64);
const START = new Uint32Array(8);

// The constants are the fractions of the roots of the first primes (FIPS 180-4, 4.2.2 and 5.3.3).
(() => {
  const fraction = (x) => ((x - Math.floor(x)) * 2 ** 32) | 0;
  let found = 0;
  for (let n = 2; found < 64; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false;
    if (!prime) continue;
    if (found < 8) START[found] = fraction(Math.sqrt(n));
    K[found++] = fraction(Math.cbrt(n));
  }
})();

const w = new Uint32Array(64);

/* One block of 64 bytes from `at` into the state. */
function compress(state, bytes, at) {
  for (let i = 0; i < 16; i++, at += 4)
    w[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15];
    const y = w[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

function zeroBits(state) {
  let bits = 0;
  for (const word of state) {
    bits += Math.clz32(word);
    if (word !== 0) break;
  }
  return bits;
}

function solve(challenge, bits) {
  const prefix = new TextEncoder().encode(`${challenge}:`);
  const whole = prefix.length - (prefix.length % 64);
  const before = START.slice();
  for (let at = 0; at < whole; at += 64) compress(before, prefix, at);
  const rest = prefix.length - whole;
  const block = new Uint8Array(128);
  const state = new Uint32Array(8);
  for (let nonce = 0; ; nonce++) {
    const digits = String(nonce);
    block.fill(0);
    block.set(prefix.subarray(whole));
    for (let i = 0; i < digits.length; i++) block[rest + i] = digits.charCodeAt(i);
    const end = rest + digits.length;
    block[end] = 0x80;
    const size = end + 9 > 64 ? 128 : 64;
    const length = (prefix.length + digits.length) * 8; // below 2^32
    for (let i = 0; i < 4; i++) block[size - 1 - i] = (length >>> (8 * i)) & 255;
    state.set(before);
    for (let at = 0; at < size; at += 64) compress(state, block, at);
    if (zeroBits(state) >= bits) return digits;
    if (nonce % 4096 === 4095) postMessage({ tried: nonce + 1 });
  }
}

addEventListener("message", ({ data }) => postMessage({ nonce: solve(data.challenge, data.bits) }));
