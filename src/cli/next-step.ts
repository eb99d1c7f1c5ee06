/** What to do after a scan, the best first. Only commands that exist are named. */
const NEXT_STEPS: readonly { readonly command: string; readonly hint: string }[] = [
  {
    command: "clean",
    hint: "--clean lets you choose what goes to the trash; pyshed why PATH says why something is listed",
  },
  { command: "why", hint: "pyshed why PATH says why something is listed, and how its age was judged" },
];

export function nextStep(commands: readonly string[]): string | undefined {
  return NEXT_STEPS.find(({ command }) => commands.includes(command))?.hint;
}
