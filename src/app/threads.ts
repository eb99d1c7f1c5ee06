/** Apart from what uses them, so that threads can be started before its code is read. */
export { Threads, type ThreadsKind } from "../scan/threads.ts";
