import { encode } from "../system/files.ts";

/** Flat arrays that grow by doubling: thousands of numbers and names without an object for each. */
export class GrowingFloats {
  #values = new Float64Array(256);
  #length = 0;

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = new Float64Array(this.#length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length++] = value;
  }

  at(index: number): number {
    return this.#values[index]!;
  }

  take(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }
}

export class GrowingWords {
  #values = new Uint32Array(256);
  #length = 0;

  /** Returns where the value is now. */
  push(value: number): number {
    if (this.#length === this.#values.length) {
      const grown = new Uint32Array(this.#length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length] = value;
    return this.#length++;
  }

  take(): Uint32Array {
    return this.#values.subarray(0, this.#length);
  }
}

/** Texts one behind the other, each ended by a zero byte. */
export class GrowingBytes {
  #bytes = new Uint8Array(4096);
  length = 0;

  addText(text: string): void {
    const start = this.length;
    this.#makeRoom(text.length + 1);
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code > 0x7f) {
        this.length = start;
        return this.addUntilZero(encode(`${text}\0`), 0);
      }
      this.#bytes[this.length++] = code;
    }
    this.#bytes[this.length++] = 0;
  }

  addUntilZero(bytes: Uint8Array, start: number): void {
    for (let at = start; ; at++) {
      if (this.length === this.#bytes.length) this.#makeRoom(1);
      const byte = (this.#bytes[this.length++] = bytes[at]!);
      if (byte === 0) return;
    }
  }

  take(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  #makeRoom(count: number): void {
    if (this.length + count <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.length + count));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}
