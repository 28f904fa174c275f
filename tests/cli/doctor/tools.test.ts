import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { finds } from "./examined";
import { install } from "./patient";

describe("doctor: what a program needs and runs in", () => {
  finds([
    {
      name: "an old Node.js",
      make: (patient) => (patient.nodeVersion = "20.18.3"),
      says: [
        "failure Node.js: 20.18.3 is too old: 20.19.0 or later is required; see https://nodejs.org → nvm install --lts",
      ],
    },
    {
      name: "the package missing from the program's folder",
      make: ({ folder }) => rm(join(folder, "node_modules", "pulumi-enablex"), { recursive: true }),
      says: ({ folder }) => [
        `failure pulumi-enablex: the provider cannot be loaded from ${folder}: the package is not installed there, or not built → cd ${folder} && npm install '<path to>/pulumi-enablex-0.1.0.tgz'`,
      ],
    },
    {
      name: "the package named and not installed",
      make: async ({ folder }) => {
        await rm(join(folder, "node_modules", "pulumi-enablex"), { recursive: true });
        const dependencies = { "pulumi-enablex": "file:../pulumi-enablex-0.1.0.tgz" };
        await writeFile(join(folder, "package.json"), JSON.stringify({ dependencies }));
      },
      says: ({ folder }) => [
        `failure pulumi-enablex: the provider cannot be loaded from ${folder}: the package is not installed there, or not built → cd ${folder} && npm install`,
      ],
    },
    {
      name: "the package missing from the folder that main names",
      make: async ({ folder }) => {
        await rm(join(folder, "node_modules", "pulumi-enablex"), { recursive: true });
        await install(join(folder, "infra"), "pulumi-enablex", "0.1.0", {
          "./dynamic": "./index.js",
          "./package.json": "./package.json",
        });
        await writeFile(join(folder, "Pulumi.yaml"), "name: rooms\nmain: infra/\nruntime:\n  name: nodejs\n");
      },
      says: [],
    },
    {
      name: "a package that Yarn's Plug'n'Play hides",
      make: async ({ folder }) => {
        await rm(join(folder, "node_modules", "pulumi-enablex"), { recursive: true });
        for (const file of ["yarn.lock", ".pnp.cjs"]) await writeFile(join(folder, file), "");
      },
      says: ({ folder }) => [
        `failure pulumi-enablex: the provider cannot be loaded from ${folder}: Yarn's Plug'n'Play hides it from Pulumi → cd ${folder} && yarn config set nodeLinker node-modules && yarn install`,
      ],
    },
    {
      name: "another version of the package than the command's",
      make: ({ folder }) =>
        install(folder, "pulumi-enablex", "0.0.9", {
          "./dynamic": "./index.js",
          "./package.json": "./package.json",
        }),
      says: ({ folder }) => [
        `warning pulumi-enablex: deployments use 0.0.9, found from ${folder}, but this command is 0.1.0 → cd ${folder} && npx pulumi-enablex doctor`,
      ],
    },
    {
      name: "an SDK that is too old",
      make: ({ folder }) => install(folder, "@pulumi/pulumi", "3.215.9"),
      says: ({ folder }) => [
        `failure @pulumi/pulumi: 3.215.9 is too old: 3.216.0 or later is required → cd ${folder} && npm install @pulumi/pulumi@latest`,
      ],
    },
    {
      name: "no SDK",
      make: ({ folder }) => rm(join(folder, "node_modules", "@pulumi"), { recursive: true }),
      says: ({ folder }) => [
        `failure @pulumi/pulumi: not installed in ${folder} → cd ${folder} && npm install @pulumi/pulumi@latest`,
      ],
    },
  ]);
});
