/** Zeroed memory of so many bytes. */
export type NewMemory = (bytes: number) => ArrayBuffer | SharedArrayBuffer;

/** Memory of one thread alone, which can be given back at once. */
export const ownMemory: NewMemory = (bytes) => new ArrayBuffer(bytes);
/** Memory that threads share. Handing their own over would make V8 compile all code anew that reads from memory. */
export const sharedMemory: NewMemory = (bytes) => new SharedArrayBuffer(bytes);

/**
 * Empties arrays in memory of their own, which is free soon after: their buffers are young when they are moved. What is
 * only let go of stays until all garbage is collected, and that may be minutes later.
 */
export function giveBack(arrays: readonly { readonly buffer: ArrayBufferLike }[]): void {
  structuredClone(null, { transfer: arrays.map(({ buffer }) => buffer as ArrayBuffer) });
}
