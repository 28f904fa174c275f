import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { finds } from "./examined";
import { appId, appKey, complains, install, type Patient } from "./patient";

/** What cannot be looked at without a stack, where the environment has the credentials. */
const skippedWithoutStack = ["Configuration", "enablex:platform", "Rooms API", "Clock", "Rooms", "State"].map(
  (check) => `skipped ${check}`,
);

describe("doctor: what a program needs and runs in", () => {
  finds([
    {
      name: "an old Node.js",
      make: (patient) => (patient.nodeVersion = "20.18.3"),
      says: [
        "failure Node.js: 20.18.3 is too old: 20.19.0 is the oldest that serves; https://nodejs.org has the newest → nvm install --lts",
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
      name: "another version of the package than the command's",
      make: ({ folder }) =>
        install(folder, "pulumi-enablex", "0.0.9", {
          "./dynamic": "./index.js",
          "./package.json": "./package.json",
        }),
      says: ({ folder }) => [
        `warning pulumi-enablex: deployments run 0.0.9, found from ${folder}, and this command belongs to 0.1.0 → cd ${folder} && npx pulumi-enablex doctor`,
      ],
    },
    {
      name: "an SDK that is too old",
      make: ({ folder }) => install(folder, "@pulumi/pulumi", "3.215.9"),
      says: ({ folder }) => [
        `failure @pulumi/pulumi: 3.215.9 is too old: 3.216.0 is the oldest that serves → cd ${folder} && npm install @pulumi/pulumi@latest`,
      ],
    },
    {
      name: "no SDK",
      make: ({ folder }) => rm(join(folder, "node_modules", "@pulumi"), { recursive: true }),
      says: ({ folder }) => [
        `failure @pulumi/pulumi: it is not installed in ${folder} → cd ${folder} && npm install @pulumi/pulumi@latest`,
      ],
    },
    {
      name: "a program in another language",
      make: async ({ folder }) => {
        await rm(join(folder, "node_modules"), { recursive: true });
        await writeFile(join(folder, "Pulumi.yaml"), "name: rooms\nruntime: yaml\n");
      },
      says: ["skipped pulumi-enablex", "skipped @pulumi/pulumi"],
    },
    {
      name: "no Pulumi",
      make: (patient) => (patient.pulumiSays = { "": new Error("pulumi version failed: it is not on PATH") }),
      says: [
        "failure Pulumi: the command pulumi does not run: it is not on PATH → curl -fsSL https://get.pulumi.com | sh",
        ...[
          "Login",
          "Stack",
          "Configuration",
          "enablex:appId",
          "enablex:appKey",
          "enablex:platform",
          "enablex:subdomain",
        ].map((check) => `skipped ${check}`),
        ...["Rooms API", "Links", "Clock", "Rooms", "State"].map((check) => `skipped ${check}`),
      ],
    },
    {
      name: "an old Pulumi",
      make: (patient) => (patient.pulumiSays = { version: "v3.100.0" }),
      says: [
        "warning Pulumi: 3.100.0 is older than 3.216.0, the oldest that is known to serve → curl -fsSL https://get.pulumi.com | sh",
      ],
    },
    {
      name: "no login",
      make: (patient) => {
        const text = "PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions";
        patient.pulumiSays = { whoami: complains("whoami --json", text) };
        patient.env = {
          ENABLEX_APP_ID: appId,
          ENABLEX_APP_KEY: appKey,
          ENABLEX_SUBDOMAIN: "acme",
          ENABLEX_PLATFORM: "enablex",
        };
      },
      says: [
        "failure Login: nobody is logged in (pulumi login --local keeps stacks on this machine) → pulumi login",
        ...["Stack", "Configuration", "Rooms", "State"].map((check) => `skipped ${check}`),
      ],
    },
    {
      name: "no project in this folder",
      make: (patient) => {
        patient.pulumiSays = {
          stack: complains(
            "stack --show-name",
            "no Pulumi.yaml project file found (searching upwards from /x)",
          ),
        };
        patient.env = { ENABLEX_APP_ID: appId, ENABLEX_APP_KEY: appKey, ENABLEX_SUBDOMAIN: "acme" };
      },
      says: ({ folder }) => [
        `failure Stack: there is no Pulumi.yaml in ${folder} or above it → cd <folder of the project>`,
        ...skippedWithoutStack,
      ],
    },
    {
      name: "no stack selected",
      make: (patient) =>
        (patient.pulumiSays = { "stack --show-name": complains("stack --show-name", "no stack selected") }),
      says: [
        "failure Stack: no stack selected → pulumi stack select",
        ...["Configuration", "enablex:appId", "enablex:appKey", "enablex:platform", "enablex:subdomain"].map(
          (check) => `skipped ${check}`,
        ),
        ...["Rooms API", "Links", "Clock", "Rooms", "State"].map((check) => `skipped ${check}`),
      ],
    },
    ...(
      [
        ["the only one there", ["dev"], "; the backend has dev of this project", "pulumi stack select dev"],
        [
          "one of several",
          ["dev", "prod"],
          "; the backend has dev, prod of this project",
          "pulumi stack select",
        ],
        ["none there", [], "; the backend has no stack of this project", "pulumi stack init dev"],
      ] as const
    ).map(([which, names, there, mend]) => ({
      name: `no stack selected, but ${which}`,
      make: (patient: Patient) => {
        patient.pulumiSays = {
          "stack --show-name": complains("stack --show-name", "no stack selected"),
          "stack ls": JSON.stringify(names.map((name) => ({ name }))),
        };
        patient.env = { ENABLEX_APP_ID: appId, ENABLEX_APP_KEY: appKey, ENABLEX_SUBDOMAIN: "acme" };
      },
      says: [`failure Stack: no stack selected${there} → ${mend}`, ...skippedWithoutStack],
    })),
    {
      name: "a slip in the name of the stack",
      stack: "prd",
      make: (patient) => {
        patient.pulumiSays = {
          "stack --show-name": complains("stack --show-name", "no stack named 'prd' found"),
          "stack ls": '[{"name":"dev"},{"name":"prod"}]',
        };
        patient.env = { ENABLEX_APP_ID: appId, ENABLEX_APP_KEY: appKey, ENABLEX_SUBDOMAIN: "acme" };
      },
      says: [
        "failure Stack: no stack named 'prd' found; the backend has dev, prod of this project → npx pulumi-enablex doctor --stack prod",
        ...skippedWithoutStack,
      ],
    },
    {
      name: "a stack that does not exist",
      stack: "prod",
      make: (patient) => {
        patient.pulumiSays = {
          "stack --show-name --stack prod": complains("stack --show-name", "no stack named 'prod' found"),
        };
        patient.env = { ENABLEX_APP_ID: appId, ENABLEX_APP_KEY: appKey, ENABLEX_SUBDOMAIN: "acme" };
      },
      says: ["failure Stack: no stack named 'prod' found → pulumi stack init prod", ...skippedWithoutStack],
    },
    {
      name: "a wrong passphrase",
      make: (patient) =>
        (patient.pulumiSays = {
          "config --json --show-secrets": complains("config --json", "incorrect passphrase"),
        }),
      says: [
        "failure Configuration: its secrets cannot be read: incorrect passphrase → export PULUMI_CONFIG_PASSPHRASE=…",
        ...["enablex:appId", "enablex:appKey", "Rooms API", "Clock"].map((check) => `skipped ${check}`),
      ],
    },
  ]);
});
