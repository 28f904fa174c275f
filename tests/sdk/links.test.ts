import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { expectTypeOf } from "expect-type";
import fc from "fast-check";
import {
  embedHtml,
  type JoinOptions,
  joinUrl,
  type Room,
  type RoomArgs,
  type RoomLinks,
} from "../../sdk/index";

const resolved = <T>(output: pulumi.Output<T>): Promise<T> =>
  (output as unknown as { promise(): Promise<T> }).promise();
const link = "https://acme.yourvideo.live/60af1c2e5f8b9a0012345678";

describe("joinUrl", () => {
  it("writes the documented parameters in the given order, with booleans as yes and no", async () => {
    const url = joinUrl(link, {
      name: "Alice",
      userRef: "a-1",
      video: false,
      landing: false,
      lobbyText2: "hi",
      gridView: "leader",
    });
    assert.equal(
      await resolved(url),
      `${link}?name=Alice&user_ref=a-1&video=no&landing=no&lobby_text_2=hi&grid_view=leader`,
    );
  });

  it("extends a query, keeps a fragment, and does not change a link without options", async () => {
    assert.equal(await resolved(joinUrl(`${link}?a=1#x`, { audio: true })), `${link}?a=1&audio=yes#x`);
    assert.equal(await resolved(joinUrl(link, { name: undefined })), link);
    assert.equal(
      await resolved(joinUrl(link, { skipMediaPermissionPrompt: true })),
      `${link}?skipMediaPermissionPrompt`,
    );
    assert.equal(await resolved(joinUrl(link, { skipMediaPermissionPrompt: false })), link);
  });

  it("encodes any name so that it can be decoded", () =>
    fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", minLength: 1 }), async (name) => {
        const url = new URL(await resolved(joinUrl(link, { name, landing: false })));
        assert.equal(url.searchParams.get("name"), Buffer.from(name).toString());
        assert.equal(url.searchParams.get("landing"), "no");
      }),
    ));

  it("returns a secret for a secret link", async () => {
    assert.equal(await pulumi.isSecret(joinUrl(pulumi.secret(link), { name: "Alice" })), true);
    assert.equal(await pulumi.isSecret(joinUrl(link, { name: "Alice" })), false);
  });

  it("rejects landing: false without a name, and a link that is not a URL", async () => {
    await assert.rejects(resolved(joinUrl(link, { landing: false })), /requires name/);
    await assert.rejects(resolved(joinUrl("nonsense")), /not a URL/);
  });
});

describe("embedHtml", () => {
  it("escapes markup in titles and links", () =>
    fc.assert(
      fc.asyncProperty(fc.string(), async (title) => {
        const html = await resolved(embedHtml(`${link}?a="><b>&c=1`, { title, width: 640 }));
        assert.equal(html.match(/[<>]/g)?.length, 4);
        assert.match(html, / width="640" height="100%" border="0"><\/iframe>$/);
      }),
    ));

  it("rejects a link that would run a script", async () => {
    await assert.rejects(resolved(embedHtml("javascript:alert(1)")), /not an http or https URL/);
  });
});

describe("the SDK's types", () => {
  it("match the provider's schema", () => {
    expectTypeOf<Room["participantUrl"]>().toEqualTypeOf<pulumi.Output<string>>();
    expectTypeOf<Room["participants"]>().toEqualTypeOf<pulumi.Output<number>>();
    expectTypeOf<Room["quality"]>().toEqualTypeOf<pulumi.Output<"HD" | "SD" | "LD" | undefined>>();
    expectTypeOf<Room["links"]>().toEqualTypeOf<RoomLinks>();
    expectTypeOf<RoomArgs["kind"]>().toEqualTypeOf<
      pulumi.Input<"permanent" | "scheduled" | "adhoc" | undefined>
    >();
    expectTypeOf<JoinOptions["landing"]>().toEqualTypeOf<boolean | undefined>();
    // @ts-expect-error participants is required
    const nothing: RoomArgs = {};
    assert.deepEqual(nothing, {});
  });
});
