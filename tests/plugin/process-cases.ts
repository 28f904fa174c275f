import assert from "node:assert/strict";
import { once } from "node:events";
import { startEmulator } from "../../emulator/index";
import { createRoom, sender } from "../support/emulator";
import { configFor, type ProviderProcess, type startProcess } from "../support/plugin";
import { speak, urnOf } from "../support/protocol";
import { startEngine } from "./fake-engine";

const { version } = require("../../package.json");

/** What holds for each form of the plugin. `start` starts it as the engine does: flags first, the engine's address last. */
export function processCases(start: typeof startProcess): void {
  async function withProcess(
    test: (child: ProviderProcess, provider: ReturnType<typeof speak>) => Promise<void>,
    args: string[],
    env = {},
  ) {
    await using child = await start(args, env);
    const provider = speak(child.port);
    try {
      await test(child, provider);
    } finally {
      provider.close();
    }
  }

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
}
