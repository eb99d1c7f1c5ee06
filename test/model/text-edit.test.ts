import fc from "fast-check";
import { expect, it } from "vitest";
import { applyEdit, undoing, type TextEdit } from "../../src/model/text-edit.ts";

const BLOCK = "# >>> mine >>>\nexport A=1\n# <<< mine <<<\n";
const INSERT: TextEdit = { kind: "insert", text: BLOCK, at: null, isWholeFile: false };

it("comes back to what was, wherever the piece stood", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 60 }).filter((one) => !one.includes(BLOCK));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const inserted = applyEdit(before, INSERT);
      expect(inserted).toEqual({ content: before + BLOCK });
      expect(applyEdit(before + BLOCK, undoing(INSERT, before))).toEqual({ content: before });
      const whole = `${before}\n${BLOCK}${after}`;
      const cut: TextEdit = { ...INSERT, kind: "cut" };
      const without = applyEdit(whole, cut);
      expect(without).toEqual({ content: `${before}\n${after}` });
      expect(applyEdit(`${before}\n${after}`, undoing(cut, whole))).toEqual({ content: whole });
    }),
  );
});

it("makes and takes away a file that holds nothing else", () => {
  const whole: TextEdit = { ...INSERT, isWholeFile: true };
  expect(applyEdit(null, whole)).toEqual({ content: BLOCK });
  expect(applyEdit(BLOCK, undoing(whole, null))).toEqual({ content: null });
  expect(applyEdit(`${BLOCK}mine\n`, undoing(whole, null))).toEqual({ content: "mine\n" });
});

it("says why where it cannot be done", () => {
  expect(applyEdit(null, INSERT)).toEqual({ why: "it is gone" });
  expect(applyEdit(BLOCK, INSERT)).toEqual({ why: "it has that already" });
  expect(applyEdit("", { ...INSERT, isWholeFile: true })).toEqual({ why: "there is a file of that name" });
  const cut: TextEdit = { ...INSERT, kind: "cut" };
  for (const content of [null, "", "other\n"]) {
    expect(applyEdit(content, cut)).toEqual({ why: "what pyshed wrote is not in it any more" });
  }
  expect(applyEdit(BLOCK + BLOCK, cut)).toEqual({ why: "what pyshed wrote is in it twice" });
});
