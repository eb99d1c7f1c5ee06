import fc from "fast-check";
import { expect, it } from "vitest";
import { blockIn, doubtIn, markedBlock, puttingIn, takingOut } from "../../src/model/marked-block.ts";
import { applyEdit, undoing, type TextEdit } from "../../src/model/text-edit.ts";

const MARKED = { title: "mine", body: /^A=.+$/ };
const OLD = markedBlock("mine", "A=old");
const NEW = markedBlock("mine", "A=new");
const BEGIN = "# >>> pyshed: mine >>>\n";
const END = "# <<< pyshed: mine <<<\n";

/** What is left of a text, and what undo then makes of it. */
function changed(text: string, edit: TextEdit | null): readonly [string | null, string | null] {
  const edited = applyEdit(text, edit!);
  if ("why" in edited) throw new Error(edited.why);
  const back = applyEdit(edited.content, undoing(edit!, text));
  if ("why" in back) throw new Error(back.why);
  return [edited.content, back.content];
}

const off = (text: string): TextEdit | null => takingOut(text, MARKED, false);
const on = (text: string): TextEdit | null => puttingIn(text, true, MARKED, NEW);

it("leaves what follows a mark that has lost its other end, and says so", () => {
  const cut = `${BEGIN}A=older\nalias important=1\n`;
  const text = `${cut}${OLD}last\n`;
  expect(blockIn(text, MARKED)).toBe(OLD);
  expect(changed(text, off(text))).toEqual([`${cut}last\n`, text]);
  expect(changed(text, on(text))).toEqual([`${cut}${NEW}last\n`, text]);
  expect(doubtIn(text, MARKED)).toBe("a block that pyshed began there has no end");
  expect([off(cut), doubtIn(cut, MARKED)]).toEqual([null, "a block that pyshed began there has no end"]);
  expect([off(`first\n${END}`), doubtIn(`first\n${END}`, MARKED)]).toEqual([null, null]);
});

it.each(["A=old\nalias important=1", "alias important=1", ""])(
  "leaves marks around what it did not write: %j",
  (body) => {
    const text = `first\n${BEGIN}${body}${body === "" ? "" : "\n"}${END}`;
    expect([blockIn(text, MARKED), off(text)]).toEqual([undefined, null]);
    expect(doubtIn(text, MARKED)).toBe("what stands between the marks of pyshed there is not what pyshed wrote");
    expect(changed(text, on(text))).toEqual([text + NEW, text]);
  },
);

it.each([
  ["\r\n", "last\r\n"],
  ["\r\n", ""],
  ["\n", "last"],
  ["\n", ""],
])("finds a block whose lines end in %j before %j", (ending, after) => {
  const block = OLD.replaceAll("\n", ending);
  const text = `first${ending}${block}${after}`;
  expect(changed(text, off(text))).toEqual([`first${ending}${after}`, text]);
  expect(changed(text, on(text))).toEqual([`first${ending}${NEW}${after}`, text]);
});

it("finds one whose last line has lost its end, and puts nothing on that line later", () => {
  const text = `first\n${OLD.trimEnd()}`;
  expect(changed(text, off(text))).toEqual(["first\n", text]);
  expect(changed(text, on(text))).toEqual([`first\n${NEW.trimEnd()}`, text]);
  expect(on(`first\n${NEW.trimEnd()}`)).toBeNull();
  expect(applyEdit("first\nlast\n", undoing(off(text)!, text))).toEqual({ content: `first\n${OLD}last\n` });
  expect(applyEdit("other", undoing(off(text)!, text))).toEqual({ content: `other\n${OLD.trimEnd()}` });
});

it("takes several out, leaves one in their place, and comes back to what was", () => {
  const lines = fc
    .array(fc.constantFrom("first", "alias a=1", "", "fi", "A=1"), { maxLength: 4 })
    .map((all) => all.map((line) => `${line}\n`).join(""));
  const blocks = fc.array(fc.tuple(fc.constantFrom(OLD, NEW, OLD.replaceAll("\n", "\r\n")), lines), { minLength: 1 });
  fc.assert(
    fc.property(lines, blocks, (before, parts) => {
      const text = before + parts.map((part) => part.join("")).join("");
      const rest = before + parts.map(([, after]) => after).join("");
      expect(changed(text, off(text))).toEqual([rest, text]);
      expect(off(rest)).toBeNull();
      const edit = on(text);
      const [one, back] = edit ? changed(text, edit) : [text, text];
      expect([one!.split(NEW).length, one!.replace(NEW, ""), back]).toEqual([2, rest, text]);
      expect(on(one!)).toBeNull();
    }),
  );
});

it("takes back nothing where the user's lines between two blocks stand elsewhere by now, twice or within a line", () => {
  const text = `first\n${OLD}x\n${OLD}`;
  const back = undoing(off(text)!, text);
  expect(applyEdit("new\nfirst\nx\n", back)).toEqual({ content: `new\n${text}` });
  for (const content of ["new\nfirst\nx\nx\n", "new\nfirst x\n", "new\n"]) {
    expect(applyEdit(content, back)).toEqual({ why: expect.stringMatching(/twice|not in it any more/) });
  }
});
