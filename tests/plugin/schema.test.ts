import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { RoomsApi } from "../../provider/api/client";
import type { Account } from "../../provider/config/account";
import { configKeys } from "../../provider/config/keys";
import { roomInputs } from "../../provider/room/inputs";
import {
  inputNames,
  metadataOf,
  type RoomInfo,
  type RoomInputs,
  secretNames,
} from "../../provider/room/properties";
import { decodeRoom, type ObservedRoom, toCreateBody } from "../../provider/room/wire";
import { getRoom } from "../../provider/room-info";
import { generatedFiles } from "../../tools/generate/files";
import { packageSchema } from "../../tools/generate/schema";
import { everything } from "../conformance/samples";

const ROOM_ID = "60af1c2e5f8b9a0012345678";
const root = join(__dirname, "../..");
const manifest = require("../../package.json");
// As the plugin returns it: JSON has no undefined.
const schema = JSON.parse(JSON.stringify(packageSchema()));
const room = schema.resources["enablex:index:Room"];

describe("generated files", () => {
  for (const [file, text] of Object.entries(generatedFiles())) {
    it(`${file} is what npm run generate writes`, () => {
      assert.ok(readFileSync(join(root, file), "utf8") === text, `run npm run generate and commit ${file}`);
    });
  }
});

describe("schema.json", () => {
  it("has all inputs except declaredAs, which the provider sets as an output", () => {
    assert.deepEqual(
      Object.keys(room.inputProperties),
      inputNames.filter((name) => name !== "declaredAs"),
    );
    assert.deepEqual(
      Object.keys(room.properties).filter((name) => !(name in room.inputProperties)),
      [
        "declaredAs",
        "roomId",
        "participantUrl",
        "moderatorUrl",
        "created",
        "sipMeetingId",
        "sipPin",
        "importedMarker",
      ],
    );
  });

  it("describes each input as the provider's metadata does", () => {
    for (const name of inputNames.filter((each) => each !== "declaredAs")) {
      const { description, default: ours, replaceOnChanges } = metadataOf(name);
      const input = room.inputProperties[name];
      assert.equal(input.description, description);
      assert.equal(input.default, ours);
      assert.equal(input.replaceOnChanges, replaceOnChanges);
      assert.equal(room.requiredInputs.includes(name), roomInputs.shape[name].def.type !== "optional");
    }
    assert.deepEqual(room.requiredInputs, ["participants"]);
  });

  it("has exactly the properties in RoomInfo that getRoom returns for a room with all inputs", async () => {
    const inputs = { ...everything, audiences: 100, declaredAs: "acme/dev/standup" } as RoomInputs;
    const response = decodeRoom({ ...toCreateBody(inputs, "a.b.c"), room_id: ROOM_ID });
    const account = { appId: ROOM_ID, meetingUrl: "https://meet.example.com" } as Account;
    const api = { get: async () => response } as unknown as RoomsApi<ObservedRoom>;
    const room = await getRoom({ roomId: ROOM_ID }, { api: () => api, account: () => account });
    const { properties, required } = schema.types["enablex:index:RoomInfo"];
    assert.deepEqual(Object.keys(properties).sort(), Object.keys(room).sort());
    for (const name of required) assert.notEqual(room[name as keyof RoomInfo], undefined);
  });

  it("marks as secret what the state encrypts", () => {
    const marked = Object.keys(room.properties).filter((name) => room.properties[name].secret);
    assert.deepEqual(marked.sort(), [...secretNames].sort());
    const keys = Object.keys(configKeys).filter((key) => schema.config.variables[key].secret);
    assert.deepEqual(keys, ["appId", "appKey", "accounts"]);
  });

  it("lists the accepted values of each enum and describes each value", () => {
    for (const name of inputNames) {
      const values = metadataOf(name).values;
      if (!values) continue;
      const type = schema.types[room.inputProperties[name].$ref.replace("#/types/", "")];
      const options = (roomInputs.shape[name] as any).unwrap().options;
      assert.deepEqual(
        type.enum.map(({ value }: any) => value),
        options,
      );
      for (const { description } of type.enum) assert.ok(description);
    }
  });

  it("names the variable of each key, but not as a default of a provider's inputs", () => {
    for (const [key, { variable }] of Object.entries(configKeys)) {
      assert.deepEqual(schema.config.variables[key].defaultInfo, { environment: [variable] });
      const { defaultInfo, default: ours, description } = schema.provider.inputProperties[key];
      assert.deepEqual([defaultInfo, ours], [undefined, undefined]);
      assert.ok(description.includes(variable));
    }
  });

  it("describes every property, and refers only to types that exist", () => {
    const walk = (spec: any, path: string): void => {
      if (typeof spec !== "object" || spec === null) return;
      if (typeof spec.$ref === "string" && spec.$ref.startsWith("#/types/")) {
        assert.ok(spec.$ref.replace("#/types/", "") in schema.types, `${path}: ${spec.$ref}`);
      }
      for (const [name, property] of Object.entries<any>(spec.properties ?? {})) {
        assert.ok(property.description, `${path}.${name}`);
      }
      for (const [key, part] of Object.entries(spec)) walk(part, `${path}.${key}`);
    };
    walk(schema, "schema");
  });

  it("has what the Registry and the SDKs need, with the repository's address from package.json alone", () => {
    const [, path, owner] = /github\.com\/(([^/]+)\/[^/]+)\.git$/.exec(manifest.repository.url)!;
    const { publisher, homepage, repository, pluginDownloadURL, logoUrl, keywords, language } = schema;
    assert.equal(publisher, owner);
    assert.deepEqual([homepage, repository], Array(2).fill(`https://github.com/${path}`));
    assert.equal(pluginDownloadURL, `github://api.github.com/${path}`);
    const [, logo] = new RegExp(`^https://raw\\.githubusercontent\\.com/${path}/main/(.+)$`).exec(logoUrl)!;
    assert.ok(existsSync(join(root, logo!)));
    assert.deepEqual(keywords.slice(-2), ["category/utility", "kind/native"]);
    assert.equal(language.go.importBasePath, `github.com/${path}/sdk/go/enablex`);
    assert.equal(language.python.packageName, "pulumi_enablex");
    assert.equal(language.java.basePackage, `io.github.${owner}`);
    assert.equal(language.csharp.rootNamespace, "PulumiCommunity");
  });

  it("gives the SDK for Node.js another name than the npm package, which it would replace in a program", () =>
    assert.equal(schema.language.nodejs.packageName, undefined));

  it("has an alias for rooms of the dynamic form", () => {
    assert.deepEqual(room.aliases, [{ type: "pulumi-nodejs:dynamic/enablex:Room" }]);
  });
});
