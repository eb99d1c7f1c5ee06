/** Bytes that stay where they are, so that the kernel can be given their address. */
export class NativeMemory {
  readonly bytes: Buffer;
  readonly address: number;

  constructor(size: number, library: { addressOf(bytes: Uint8Array): number }) {
    // An ArrayBuffer of its own is never moved, unlike a small typed array or a piece of Node's pool.
    this.bytes = Buffer.from(new ArrayBuffer(size));
    this.address = library.addressOf(this.bytes);
  }
}
