import { expect, test } from "vitest";
import type { Answer } from "../../src/model/evidence.ts";
import { PROTECTIONS, type Protection } from "../../src/model/plan.ts";
import { decide } from "../../src/plan/decide.ts";
import { circumstances, finding, policy, type Answers } from "./samples.ts";

type Verdict = "allow" | "ask" | "refuse";

/** What each answer alone leads to. Written out by hand: this is the policy. */
const TABLE = `
  question          answer    none     warn     block    paranoid
  tracked           yes       refuse   refuse   refuse   refuse
  tracked           unknown   refuse   refuse   refuse   refuse
  tracked           no        allow    allow    allow    allow
  holds-repository  yes       refuse   refuse   refuse   refuse
  holds-repository  unknown   refuse   refuse   refuse   refuse
  holds-repository  no        allow    allow    allow    allow
  in-use            yes       refuse   refuse   refuse   refuse
  in-use            unknown   refuse   refuse   refuse   refuse
  in-use            no        allow    allow    allow    allow
  relied-on         yes       refuse   refuse   refuse   refuse
  relied-on         unknown   refuse   refuse   refuse   refuse
  relied-on         no        allow    allow    allow    allow
  uncommitted       yes       allow    ask      refuse   refuse
  uncommitted       unknown   allow    refuse   refuse   refuse
  uncommitted       no        allow    allow    allow    allow
  unpushed          yes       allow    ask      ask      refuse
  unpushed          unknown   allow    refuse   refuse   refuse
  unpushed          no        allow    allow    allow    allow
  stashed           yes       allow    ask      ask      ask
  stashed           unknown   allow    refuse   refuse   refuse
  stashed           no        allow    allow    allow    allow
  ignored           yes       allow    allow    allow    allow
  ignored           no        allow    allow    allow    refuse
  ignored           unknown   allow    allow    allow    refuse
`;

const HEAVINESS: readonly Verdict[] = ["allow", "ask", "refuse"];
const ANSWERS: readonly Answer[] = ["yes", "no", "unknown"];

function readTable(): Map<string, Verdict> {
  const [heading, ...rows] = TABLE.trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
  const table = new Map<string, Verdict>();
  for (const [question, answer, ...verdicts] of rows) {
    verdicts.forEach((verdict, index) => {
      table.set(`${question} ${answer} ${heading![index + 2]}`, verdict as Verdict);
    });
  }
  return table;
}

function everyCombination(questions: readonly (keyof Answers)[]): Partial<Answers>[] {
  const [first, ...rest] = questions;
  if (first === undefined) return [{}];
  return everyCombination(rest).flatMap((others) => ANSWERS.map((answer) => ({ [first]: answer, ...others })));
}

const QUESTIONS: readonly (keyof Answers)[] = [
  "tracked",
  "ignored",
  "uncommitted",
  "unpushed",
  "stashed",
  "holds-repository",
  "in-use",
  "relied-on",
];

test("every combination of answers at every protection has the verdict of its heaviest answer", () => {
  const table = readTable();
  const wrong: string[] = [];
  let cases = 0;
  for (const answers of everyCombination(QUESTIONS)) {
    for (const protection of PROTECTIONS) {
      const expected = QUESTIONS.map((question) => table.get(`${question} ${answers[question]} ${protection}`)!).reduce(
        (a, b) => (HEAVINESS.indexOf(a) > HEAVINESS.indexOf(b) ? a : b),
      );
      const { verdict, reasons } = decide(finding(), circumstances(answers), policy({ protection }));
      cases++;
      const named = new Set<string>(reasons.map(({ code }) => (code === "not-ignored" ? "ignored" : code)));
      const mustBeNamed = QUESTIONS.filter(
        (question) => table.get(`${question} ${answers[question]} ${protection}`) !== "allow",
      );
      if (
        verdict !== expected ||
        named.size !== mustBeNamed.length ||
        mustBeNamed.some((question) => !named.has(question))
      ) {
        wrong.push(`${JSON.stringify(answers)} at ${protection}: ${verdict}, not ${expected}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(cases).toBe(3 ** 8 * 4);
});

test("a stricter protection never allows more", () => {
  for (const answers of everyCombination(QUESTIONS)) {
    let before = 0;
    for (const protection of PROTECTIONS satisfies readonly Protection[]) {
      const heaviness = HEAVINESS.indexOf(decide(finding(), circumstances(answers), policy({ protection })).verdict);
      if (heaviness < before) expect.fail(`${protection} is looser for ${JSON.stringify(answers)}`);
      before = heaviness;
    }
  }
});
