import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { animation } from "../../demo/animation";

const file = join(__dirname, "../../docs/images/demo.svg");

describe("demo recording", () => {
  it("the recording shows the full workflow without moderator links, in a small file", () => {
    const svg = readFileSync(file, "utf8");
    const said = [...svg.matchAll(/<text [^>]*>(.*?)<\/text>/g)].map(([, line]) =>
      line!.replace(/<[^>]+>/g, ""),
    );
    for (const step of ["1. A Pulumi engine", "4 created", "hostLink: [secret]", "Rooms left in the API: 0"])
      assert.ok(said.join("\n").includes(step), step);
    assert.doesNotMatch(svg, /\/host\/|\/root\/|\/home\//);
    assert.ok(svg.length < 150_000);
    assert.match(svg, /<title id="title">.+<\/title>\n<desc id="desc">.+<\/desc>/);
  });

  it("the recording shortens long pauses, keeps short ones, and pauses before a headline", () => {
    const length = (lines: { at: number; text: string }[]) =>
      Number(/animation: scroll (\d+)ms/.exec(animation(lines))![1]);
    const pausing = (ms: number, text = "  b") =>
      length([
        { at: 0, text: "a" },
        { at: ms, text },
      ]) - length([{ at: 0, text: "a" }]);
    assert.equal(pausing(300), 300);
    assert.equal(pausing(60_000), pausing(5_000));
    assert.ok(pausing(300, "headline") > pausing(300));
  });

  it("the recording escapes XML in a line and wraps a long line", () => {
    const long = `  ${"<word> & ".repeat(20)}`;
    const texts = animation([{ at: 0, text: long }]).match(/<text .*/g)!;
    assert.equal(texts.length, 2);
    for (const text of texts) {
      assert.match(text, /> {2}&lt;word&gt; &amp;/);
      assert.ok(Number(/textLength="(\d+)"/.exec(text)![1]) <= 832);
    }
  });
});
