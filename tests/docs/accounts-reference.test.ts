import assert from "node:assert/strict";
import { readNamedAccount } from "../../provider/config/accounts";
import { accountKeys, type ConfigKey } from "../../provider/config/keys";
import { pages } from "./pages";

const { text } = pages().find(({ path }) => path === "docs/reference.md")!;
const [section] = text.split("\n### Account\n")[1]!.split("\n### ");
const optional = accountKeys.filter((key) => key !== "appId" && key !== "appKey");

describe("docs/reference.md: Account", () => {
  for (const key of optional)
    it(`the Account type says when an account inherits ${key} from the configuration`, () => {
      const [, meaning = ""] = new RegExp(`^\\| \`${key}\` \\|.*?\\|(.*)\\|$`, "m").exec(section!) ?? [];
      const [, unless = ""] =
        /The default is the configuration's if the account sets (.*?)\. *$/.exec(meaning) ?? [];
      const named = [...unless.matchAll(/`(\w+)`/g)].map(([, name]) => name!);
      assert.ok(named.includes(key), meaning);
      assert.equal((meaning.match(/The default is/g) ?? []).length, 1);
      for (const own of subsetsOf(optional)) {
        const isTakenOver = !own.some((each) => named.includes(each));
        assert.equal(read(own, key) === "the configuration's", isTakenOver, own.join());
      }
    });
});

/** The value of a key for an account that sets some keys itself. */
function read(own: ConfigKey[], key: ConfigKey): string | undefined {
  const account = Object.fromEntries([...own, "appId", "appKey"].map((each) => [each, "its own"]));
  const accounts = JSON.stringify({ north: account });
  const reader = (each: ConfigKey) => (each === "accounts" ? accounts : "the configuration's");
  return readNamedAccount(reader, "north").read!(key);
}

const subsetsOf = <T>([first, ...rest]: T[]): T[][] =>
  first === undefined ? [[]] : subsetsOf(rest).flatMap((subset) => [subset, [first, ...subset]]);
