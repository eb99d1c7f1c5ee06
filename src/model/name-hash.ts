/**
 * A 64-bit hash of a path that is fed piece by piece, as two independent 32-bit halves. It stands for the path where
 * hundreds of thousands of them are compared and keeping their text would cost most of the time: two different paths
 * of one environment meet with a chance of about 10⁻¹³. It is no protection against somebody who builds such a pair.
 */
export class NameHash {
  low = LOW;
  high = HIGH;

  reset(): this {
    return this.#set(LOW, HIGH);
  }

  /** Goes on from where another one is. */
  from({ low, high }: NameHash): this {
    return this.#set(low, high);
  }

  /** Takes the bytes from `start` up to `end`. */
  add(bytes: Uint8Array, start: number, end: number): this {
    let { low, high } = this;
    for (let at = start; at < end; at++) {
      low = nextLow(low, bytes[at]!);
      high = nextHigh(high, bytes[at]!);
    }
    return this.#set(low, high);
  }

  /** Takes the bytes from `start` up to the zero byte that ends them. */
  addUntilZero(bytes: Uint8Array, start: number): this {
    let { low, high } = this;
    for (let at = start, byte = bytes[at]!; byte !== 0; byte = bytes[++at]!) {
      low = nextLow(low, byte);
      high = nextHigh(high, byte);
    }
    return this.#set(low, high);
  }

  /** Takes the text from `start` on; false, and nothing is taken, when it is not plain ASCII. */
  addAscii(text: string, start: number): boolean {
    let { low, high } = this;
    for (let at = start; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code > 0x7f) return false;
      low = nextLow(low, code);
      high = nextHigh(high, code);
    }
    this.#set(low, high);
    return true;
  }

  #set(low: number, high: number): this {
    this.low = low;
    this.high = high;
    return this;
  }
}

const LOW = 0x811c9dc5 | 0;
const HIGH = 0x2f0b4a27;
const LOW_PRIME = 0x01000193;
const HIGH_PRIME = 0x5bd1e995;

function nextLow(low: number, byte: number): number {
  return Math.imul(low ^ byte, LOW_PRIME);
}

function nextHigh(high: number, byte: number): number {
  const mixed = Math.imul(high ^ byte, HIGH_PRIME);
  return mixed ^ (mixed >>> 15);
}
