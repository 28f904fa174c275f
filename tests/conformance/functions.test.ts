import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { type ArgumentMetadata, type ArgumentTable, inOrder } from "../../provider/arguments";
import { embedOptions } from "../../provider/room/embed";
import { joinOptions } from "../../provider/room/join-link";
import { embedHtml, joinUrl, moderatorUrl } from "../../sdk/index";
import { withPlugin } from "../support/plugin";
import { type Provider, shown } from "../support/protocol";
import { webUrl } from "../support/web-url";

/** The configuration of SDK and plugin. */
const config = { appId: "5f9e8d7c6b5a493827160504", appKey: "k".repeat(36), subdomain: "acme" };
const roomId = "60af1c2e5f8b9a0012345678";

const link = fc.oneof(
  webUrl(),
  fc.constantFrom("javascript:alert(1)", "nonsense", "https://acme.yourvideo.live/host/c2VjcmV0"),
  fc.string({ unit: "binary" }),
);

/** A valid value, or `null`, or sometimes a value of another type. */
function value({ type, values }: ArgumentMetadata): fc.Arbitrary<unknown> {
  const text = fc.string({ unit: "binary" });
  const valid = {
    string: values ? fc.constantFrom(...Object.keys(values)) : text,
    boolean: fc.boolean(),
    integer: fc.nat(),
    size: fc.oneof(fc.nat(), text),
  }[type];
  return fc.oneof({ weight: 40, arbitrary: valid }, fc.constant(null), fc.boolean(), text);
}

/** Any of the options in any order, sometimes with a name that does not exist. */
const options = (table: ArgumentTable) =>
  fc
    .tuple(
      fc.record(Object.fromEntries(Object.entries(table).map(([name, each]) => [name, value(each)])), {
        requiredKeys: [],
      }),
      fc.oneof({ weight: 9, arbitrary: fc.constant({}) }, fc.constant({ titel: "a", nmae: "b" })),
    )
    .chain(([known, unknown]) =>
      fc.shuffledSubarray(Object.entries({ ...known, ...unknown })).map((each) => Object.fromEntries(each)),
    );

/** The result of the SDK's function, or the reasons of its failure. */
const fromSdk = (name: string, output: pulumi.Output<string>): Promise<string> =>
  (output as unknown as { promise(): Promise<string> })
    .promise()
    .catch((error: Error) => error.message.replace(`${name}: `, ""));

/** The result of the plugin's function, or the reasons of its failure. */
async function fromPlugin(provider: Provider, name: string, args: object): Promise<string> {
  const { result, failures } = await provider.invoke(`enablex:index:${name}`, args);
  if (failures.length > 0) return failures.map(({ reason }) => reason).join("\n");
  const [text] = Object.values(shown(result));
  return text as string;
}

const lines = (text: string) => text.split("\n").sort();

describe("functions that send no request, in the SDK and in the plugin", () => {
  beforeEach(() =>
    pulumi.runtime.setAllConfig(
      Object.fromEntries(Object.entries(config).map(([key, value]) => [`enablex:${key}`, value])),
      ["enablex:appId", "enablex:appKey"],
    ),
  );
  afterEach(() => pulumi.runtime.setAllConfig({}));

  for (const { name, sdk, table } of [
    { name: "joinUrl", sdk: joinUrl, table: joinOptions },
    { name: "embedHtml", sdk: embedHtml, table: embedOptions },
  ])
    it(`${name} returns the same text, or rejects the same arguments, for any arguments`, () =>
      withPlugin({}, async (provider) => {
        await provider.configure(config);
        await fc.assert(
          fc.asyncProperty(link, options(table), async (url, given) => {
            assert.deepEqual(
              lines(await fromPlugin(provider, name, { url, ...given })),
              lines(await fromSdk(name, sdk(url, inOrder(given, table) as never))),
            );
          }),
        );
      }));

  it("moderatorUrl returns the same secret link, or rejects the same arguments", () =>
    withPlugin({}, async (provider) => {
      await provider.configure(config);
      const id = fc.oneof(
        fc.string({ unit: fc.constantFrom(..."0123456789abcdefABCDEF"), minLength: 24, maxLength: 24 }),
        fc.string(),
      );
      const origin = fc.oneof(fc.constant(undefined), webUrl(), link);
      await fc.assert(
        fc.asyncProperty(id, origin, async (roomId, meetingUrl) => {
          assert.deepEqual(
            lines(await fromPlugin(provider, "moderatorUrl", { roomId, meetingUrl })),
            lines(await fromSdk("moderatorUrl", moderatorUrl(roomId, { meetingUrl }))),
          );
        }),
      );
      const { result } = await provider.invoke("enablex:index:moderatorUrl", { roomId });
      assert.match(shown(result).url, /^https:\/\/acme\.yourvideo\.live\/host\//);
      assert.notEqual(result!.url, shown(result).url);
    }));
});
