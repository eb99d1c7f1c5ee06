/** Exit codes, the same for every command. */
export const ExitCode = {
  done: 0,
  incomplete: 1,
  usage: 2,
  refused: 3,
  missed: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** What each means; in the help and in the reference. */
export const EXIT_CODES: readonly { readonly code: ExitCode; readonly meaning: string }[] = [
  { code: ExitCode.done, meaning: "done" },
  {
    code: ExitCode.incomplete,
    meaning: "finished, but something could not be done or was left; the reasons are printed",
  },
  { code: ExitCode.usage, meaning: "wrong usage or input, nothing done" },
  { code: ExitCode.refused, meaning: "refused for safety, nothing done" },
  { code: ExitCode.missed, meaning: "a target was not reached" },
  { code: ExitCode.interrupted, meaning: "interrupted" },
];
