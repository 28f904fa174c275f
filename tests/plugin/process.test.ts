import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { status } from "@grpc/grpc-js";
import { pluginFile, root, startProcess } from "../support/plugin";
import { speak, urnOf } from "../support/protocol";
import { startEngine } from "./fake-engine";
import { processCases } from "./process-cases";

const { version, files } = require("../../package.json");

describe("plugin: the process", () => {
  processCases((args, env) => startProcess([pluginFile, ...args], env));

  it("runs from the package's folder in Pulumi's Node.js host", async () => {
    await using engine = await startEngine();
    const host = join(root, "node_modules/@pulumi/pulumi/cmd/run-plugin");
    await using child = await startProcess([host, root, engine.address]);
    const provider = speak(child.port);
    assert.equal(await provider.pluginVersion(), version);
    const ended = once(child.child, "exit");
    await engine[Symbol.asyncDispose]();
    assert.deepEqual(await ended, [0, null]);
    provider.close();
    assert.match(readFileSync(join(root, "PulumiPlugin.yaml"), "utf8"), /^runtime: nodejs$/m);
    assert.ok(files.includes("PulumiPlugin.yaml"));
  });

  it("keeps a room that is being created when an uncaught exception ends it", async () => {
    await using engine = await startEngine();
    const api = createServer();
    api.listen(0, "127.0.0.1");
    await once(api, "listening");
    const apiUrl = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
    const config = { appId: "a".repeat(24), appKey: "k", apiUrl, meetingUrl: "https://meet.example.com" };
    const boom = join(__dirname, "boom.js");
    await using child = await startProcess(["--require", boom, pluginFile, engine.address]);
    const provider = speak(child.port);
    await provider.configure(config);
    const { inputs } = await provider.check(urnOf("a"), { participants: 2 });
    const making = provider.create(urnOf("a"), inputs);
    const [, response] = (await once(api, "request")) as [unknown, ServerResponse];
    child.child.kill("SIGUSR2");
    const ended = once(child.child, "exit");
    await once(child.child.stderr!, "data");
    await assert.rejects(provider.pluginVersion(), {
      code: status.INTERNAL,
      details: /^pulumi-enablex failed because of a bug: boom\. Run the command again/,
    });
    response.end('{"result":0,"room":{"room_id":"60af1c2e5f8b9a0012345678"}}');
    assert.equal((await making).id, "60af1c2e5f8b9a0012345678");
    assert.deepEqual(await ended, [1, null]);
    assert.match(child.errors(), /^enablex: Error: boom\n {4}at .*boom\.js/m);
    provider.close();
    api.close();
  });
});
