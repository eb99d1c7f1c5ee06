import { plural } from "./count.ts";

export const DAY_MS = 86_400_000;

/** How long something has been idle, for people: `3 weeks idle`, `used today`. */
export function formatIdle(lastActivity: number | null, now: number): string {
  if (lastActivity === null) return "age unknown";
  const days = Math.floor(Math.max(0, now - lastActivity) / DAY_MS);
  if (days < 1) return "used today";
  return `${formatDays(days)} idle`;
}

/** Whole days for people: `5 days`, `3 weeks`, `4 months`, `2 years`. */
export function formatDays(days: number): string {
  if (days < 14) return plural(days, "day");
  if (days < 61) return plural(Math.floor(days / 7), "week");
  if (days < 730) return plural(Math.round(days / 30.44), "month");
  return plural(Math.round(days / 365.25), "year");
}
