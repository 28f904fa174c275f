import { rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { install, type Setup } from "./project";
import { itFinds } from "./run-doctor";

describe("doctor: what a program needs and runs in", () => {
  itFinds([
    {
      name: "an old Node.js",
      cause: (setup) => (setup.nodeVersion = "20.18.3"),
      expected: [
        "failure Node.js: 20.18.3 is too old: 20.19.0 or later is required; see https://nodejs.org → nvm install --lts",
      ],
    },
    {
      name: "the package missing from the program's folder",
      cause: ({ folder }) => rm(join(folder, "node_modules", "pulumi-enablex"), { recursive: true }),
      expected: ({ folder }) => [
        `failure pulumi-enablex: the provider cannot be loaded from ${folder}: the package is not installed there, or not built → cd ${folder} && npm install '<path to>/pulumi-enablex-0.1.0.tgz'`,
      ],
    },
    {
      name: "the package named and not installed",
      cause: async ({ folder }) => {
        await rm(join(folder, "node_modules", "pulumi-enablex"), { recursive: true });
        const dependencies = { "pulumi-enablex": "file:../pulumi-enablex-0.1.0.tgz" };
        await writeFile(join(folder, "package.json"), JSON.stringify({ dependencies }));
      },
      expected: ({ folder }) => [
        `failure pulumi-enablex: the provider cannot be loaded from ${folder}: the package is not installed there, or not built → cd ${folder} && npm install`,
      ],
    },
    {
      name: "the package missing from the folder that main names",
      cause: async ({ folder }) => {
        await rm(join(folder, "node_modules", "pulumi-enablex"), { recursive: true });
        await install(join(folder, "infra"), "pulumi-enablex", "0.1.0", {
          "./dynamic": "./index.js",
          "./package.json": "./package.json",
        });
        await writeFile(join(folder, "Pulumi.yaml"), "name: rooms\nmain: infra/\nruntime:\n  name: nodejs\n");
      },
      expected: [],
    },
    {
      name: "a package that Yarn's Plug'n'Play hides",
      cause: async ({ folder }) => {
        await rm(join(folder, "node_modules", "pulumi-enablex"), { recursive: true });
        for (const file of ["yarn.lock", ".pnp.cjs"]) await writeFile(join(folder, file), "");
      },
      expected: ({ folder }) => [
        `failure pulumi-enablex: the provider cannot be loaded from ${folder}: Yarn's Plug'n'Play hides it from Pulumi → cd ${folder} && yarn config set nodeLinker node-modules && yarn install`,
      ],
    },
    {
      name: "another version of the package than the command's",
      cause: ({ folder }) =>
        install(folder, "pulumi-enablex", "0.0.9", {
          "./dynamic": "./index.js",
          "./package.json": "./package.json",
        }),
      expected: ({ folder }) => [
        `warning pulumi-enablex: deployments use 0.0.9, found from ${folder}, but this command is 0.1.0 → cd ${folder} && npx pulumi-enablex doctor`,
      ],
    },
    {
      name: "an SDK that is too old",
      cause: ({ folder }) => install(folder, "@pulumi/pulumi", "3.215.9"),
      expected: ({ folder }) => [
        `failure @pulumi/pulumi: 3.215.9 is too old: 3.216.0 or later is required → cd ${folder} && npm install @pulumi/pulumi@latest`,
      ],
    },
    ...(["linux", "win32"] as const).map((platform) => ({
      name: `a second SDK in the package's folder, on ${platform}`,
      cause: (setup: Setup) => {
        setup.platform = platform;
        return install(join(setup.folder, "node_modules", "pulumi-enablex"), "@pulumi/pulumi", "3.259.0");
      },
      expected: ({ folder }: Setup) => {
        const copy = join(folder, "node_modules", "pulumi-enablex", "node_modules", "@pulumi");
        const remove = platform === "win32" ? "Remove-Item -Recurse -Force" : "rm -rf";
        return [
          `warning @pulumi/pulumi: 3.259.0, but pulumi package add or pulumi install put a second copy into ${copy}: inline programs of the Automation API fail with "Expected argument of type pulumirpc.RegisterResourceRequest" → ${remove} '${copy}'`,
        ];
      },
    })),
    {
      name: "no second SDK in a checkout of the package that the program links to",
      cause: async ({ folder }: Setup) => {
        const [installed, checkout] = [
          join(folder, "node_modules", "pulumi-enablex"),
          join(folder, "checkout"),
        ];
        await rename(installed, checkout);
        await symlink(checkout, installed, "junction");
        await install(checkout, "@pulumi/pulumi", "3.259.0");
      },
      expected: [],
    },
    {
      name: "no SDK",
      cause: ({ folder }) => rm(join(folder, "node_modules", "@pulumi"), { recursive: true }),
      expected: ({ folder }) => [
        `failure @pulumi/pulumi: not installed in ${folder} → cd ${folder} && npm install @pulumi/pulumi@latest`,
      ],
    },
  ]);
});
