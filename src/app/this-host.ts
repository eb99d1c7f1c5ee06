/** The machine that this process runs on, for the rooms that may not ask `system/` themselves. */
export { thisHost, type Host } from "../system/host.ts";
