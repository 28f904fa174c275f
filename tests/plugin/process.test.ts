import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { status } from "@grpc/grpc-js";
import { startEmulator } from "../../emulator/index";
import { createRoom, sender } from "../support/emulator";
import { configFor, type ProviderProcess, pluginFile, root, startProcess } from "../support/plugin";
import { speak, urnOf } from "../support/protocol";
import { startEngine } from "./fake-engine";

const { version, files } = require("../../package.json");

/** The built plugin, as the engine starts it: flags first, the engine's address last. */
async function withProcess(
  test: (child: ProviderProcess, provider: ReturnType<typeof speak>) => Promise<void>,
  args: string[],
  env = {},
) {
  await using child = await startProcess([pluginFile, ...args], env);
  const provider = speak(child.port);
  try {
    await test(child, provider);
  } finally {
    provider.close();
  }
}

describe("plugin: the process", () => {
  it("finds the engine's address after other arguments, bypasses a proxy, and sends warnings", async () => {
    await using engine = await startEngine();
    await using emulator = await startEmulator();
    const env = {
      http_proxy: "http://127.0.0.1:9",
      https_proxy: "http://127.0.0.1:9",
      ENABLEX_SUBDOMAIN: "acme",
    };
    await withProcess(
      async (child, provider) => {
        assert.equal(await provider.pluginVersion(), version);
        await provider.checkConfig({ ...configFor(emulator), subdomian: "acme" });
        assert.deepEqual(engine.lines, [
          "enablex:subdomian is not a configuration key of pulumi-enablex; did you mean enablex:subdomain?",
        ]);
        await provider.configure(configFor(emulator));
        const id = await createRoom(sender(emulator));
        assert.equal((await provider.read(urnOf("a"), id)).id, id);
        assert.equal(child.errors(), "");
      },
      ["--logtostderr", "-v=9", "--tracing", "http://127.0.0.1:9", engine.address],
      env,
    );
  });

  it("exits when its engine has died", async () => {
    await using engine = await startEngine();
    await withProcess(
      async ({ child }, provider) => {
        await provider.checkConfig({ subdomian: "acme" });
        const ended = once(child, "exit");
        await engine[Symbol.asyncDispose]();
        assert.deepEqual(await ended, [0, null]);
      },
      [engine.address],
    );
  });

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

  it("waits for engines to attach if none started it, and serves one run after another", async () => {
    await withProcess(async ({ port, errors }, provider) => {
      for (let run = 0; run < 2; run++) {
        await using engine = await startEngine();
        await provider.attach(engine.address);
        await provider.checkConfig({ subdomian: "acme" });
        assert.equal(engine.lines.length, 1);
        await provider.cancel();
      }
      assert.match(errors(), new RegExp(`PULUMI_DEBUG_PROVIDERS=enablex:${port}`));
    }, []);
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

  it("reads missing keys from the environment, not from the stack's decrypted configuration", async () => {
    await using engine = await startEngine();
    await using emulator = await startEmulator();
    const { appId, appKey, apiUrl, meetingUrl } = emulator;
    await withProcess(
      async (_, provider) => {
        await provider.configure({ appId });
        const { failures } = await provider.check(urnOf("a"), { participants: 2 });
        assert.deepEqual(failures, []);
        const { state } = await provider.create(urnOf("a"), {
          participants: 2,
          name: "a",
          ownerRef: "b",
          declaredAs: "acme/dev/a",
        });
        assert.ok(state.participantUrl.startsWith(meetingUrl));
      },
      [engine.address],
      {
        ENABLEX_APP_KEY: appKey,
        ENABLEX_API_URL: apiUrl,
        ENABLEX_MEETING_URL: meetingUrl,
        PULUMI_CONFIG: JSON.stringify({ "enablex:meetingUrl": "https://stack.example.com" }),
      },
    );
  });
});
