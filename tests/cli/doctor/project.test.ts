import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { finds } from "./examined";
import { complains, credentials, type Patient, skippedWithoutStack } from "./patient";

describe("doctor: no project", () => {
  finds([
    ...(
      [
        ["an empty folder", undefined],
        ["a folder of other programs", { dependencies: { hono: "4" } }],
        ["the root of a workspace", { workspaces: ["infra"], dependencies: { "pulumi-enablex": "0.1.0" } }],
      ] as const
    ).map(([where, manifest]) => ({
      name: `no project in ${where}`,
      make: (patient: Patient) => withoutProject(patient, manifest),
      says: ({ folder }: Patient) => [
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
      make: async (patient: Patient) => {
        patient.folder = join(patient.folder, folder);
        await mkdir(patient.folder);
        await rm(join(patient.folder, "..", "Pulumi.yaml"));
        await withoutProject(patient, { dependencies: { "pulumi-enablex": "0.1.0" } });
      },
      says: ({ folder }: Patient) => [
        "skipped pulumi-enablex",
        "skipped @pulumi/pulumi",
        `failure Stack: no Pulumi.yaml in ${folder} or its parent folders; the command below creates one for a TypeScript program → printf 'name: ${name}\\nruntime: nodejs\\n' >> Pulumi.yaml`,
        ...skippedWithoutStack,
      ],
    })),
  ]);
});

async function withoutProject(patient: Patient, manifest: object | undefined): Promise<void> {
  await rm(join(patient.folder, "Pulumi.yaml"), { force: true });
  if (manifest) await writeFile(join(patient.folder, "package.json"), JSON.stringify(manifest));
  patient.pulumiSays = {
    stack: complains("stack --show-name", "no Pulumi.yaml project file found (searching upwards from /x)"),
  };
  patient.env = credentials;
}
