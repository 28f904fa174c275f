import { startPostgres } from "../../tests/engine/postgres";
import type { Sandbox } from "../../tools/pulumi/sandbox";
import { type Contender, steps, Unavailable } from "../contender";
import { ourPlugin } from "../contenders/plugins";
import { openProject } from "../contenders/pulumi";
import type { Part } from "../part";

const native = (title: string, env?: (sandbox: Sandbox) => Record<string, string>): Contender => ({
  title,
  isOurs: true,
  floor: "files",
  open: openProject({ program: "native", plugin: ourPlugin, env }),
});

const postgres: Contender = {
  ...native("PostgreSQL on the same machine"),
  async open(setting) {
    const server = await startPostgres().catch((error: Error) => {
      throw new Unavailable(error.message);
    });
    const env = () => ({ PULUMI_BACKEND_URL: server.url });
    const deployment = await openProject({ program: "native", plugin: ourPlugin, env })(setting);
    return {
      ...deployment,
      async [Symbol.asyncDispose]() {
        await deployment[Symbol.asyncDispose]();
        await server[Symbol.asyncDispose]();
      },
    };
  },
};

export const backends: Part = {
  name: "backends",
  title: "Backends",
  about: "300 rooms of the native form, with their state in different places. Ratios are to a folder.",
  rooms: 300,
  rounds: 2,
  latencyMs: 0,
  before: [],
  steps: [...steps],
  contenders: {
    files: { ...native("a folder"), floor: undefined },
    withoutMetadata: native("the same with `?metadata=skip`", ({ env }) => ({
      PULUMI_BACKEND_URL: `${env.PULUMI_BACKEND_URL}?metadata=skip`,
    })),
    postgres,
    once: native("a folder, with `PULUMI_SKIP_CHECKPOINTS`", () => ({
      PULUMI_EXPERIMENTAL: "true",
      PULUMI_SKIP_CHECKPOINTS: "true",
    })),
  },
  aims: [],
};
