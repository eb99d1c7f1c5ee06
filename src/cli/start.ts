#!/usr/bin/env node
import { beginEarly } from "./early.ts";

/** The entry. It is small, so that threads load on one processor while the rest of the program loads on another. */
const threads = beginEarly(process.argv.slice(2));
const { main } = await import("./main.ts");
await main(threads);
