/** Apart from the scan itself, so that threads can be started before its code is read. */
export { WalkThreads } from "../scan/threads.ts";
