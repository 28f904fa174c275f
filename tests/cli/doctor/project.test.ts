import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { credentials, pulumiError, type Setup, skippedWithoutStack } from "./project";
import { itFinds } from "./run-doctor";

describe("doctor: no project", () => {
  itFinds([
    ...(
      [
        ["an empty folder", undefined],
        ["a folder of other programs", { dependencies: { hono: "4" } }],
        ["the root of a workspace", { workspaces: ["infra"], dependencies: { "pulumi-enablex": "0.1.0" } }],
      ] as const
    ).map(([where, manifest]) => ({
      name: `no project in ${where}`,
      cause: (setup: Setup) => withoutProject(setup, manifest),
      expected: ({ folder }: Setup) => [
        "skipped pulumi-enablex",
        "skipped @pulumi/pulumi",
        `failure Stack: no Pulumi.yaml in ${folder} or its parent folders; if there is no project yet, pulumi new typescript creates one → cd <folder of the project>`,
        ...skippedWithoutStack,
      ],
    })),
    ...(
      [
        ["meetings", "meetings"],
        ["2030", "rooms"],
        ["our rooms", "rooms"],
      ] as const
    ).map(([folder, name]) => ({
      name: `no project in a folder ${folder} that asks for the package`,
      cause: async (setup: Setup) => {
        setup.folder = join(setup.folder, folder);
        await mkdir(setup.folder);
        await rm(join(setup.folder, "..", "Pulumi.yaml"));
        await withoutProject(setup, { dependencies: { "pulumi-enablex": "0.1.0" } });
      },
      expected: ({ folder }: Setup) => [
        "skipped pulumi-enablex",
        "skipped @pulumi/pulumi",
        `failure Stack: no Pulumi.yaml in ${folder} or its parent folders; the command below creates one for a TypeScript program → printf 'name: ${name}\\nruntime: nodejs\\n' >> Pulumi.yaml`,
        ...skippedWithoutStack,
      ],
    })),
  ]);
});

async function withoutProject(setup: Setup, manifest: object | undefined): Promise<void> {
  await rm(join(setup.folder, "Pulumi.yaml"), { force: true });
  if (manifest) await writeFile(join(setup.folder, "package.json"), JSON.stringify(manifest));
  setup.pulumiOutput = {
    stack: pulumiError("stack --show-name", "no Pulumi.yaml project file found (searching upwards from /x)"),
  };
  setup.env = credentials;
}
