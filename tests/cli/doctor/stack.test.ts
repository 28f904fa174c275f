import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { credentials, pulumiError, type Setup, skippedWithoutStack } from "./project";
import { itFinds } from "./run-doctor";
import { lock } from "./write-lock";

describe("doctor: Pulumi and the stack", () => {
  itFinds([
    {
      name: "no Pulumi",
      cause: (setup) => (setup.pulumiOutput = { "": pulumiError("version", "it is not on PATH") }),
      expected: [
        "failure Pulumi: the command pulumi cannot be run: it is not on PATH → curl -fsSL https://get.pulumi.com | sh",
        ...[
          "Login",
          "Stack",
          "Lock",
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
      cause: (setup) => (setup.pulumiOutput = { version: "v3.100.0" }),
      expected: [
        "warning Pulumi: 3.100.0 is older than 3.216.0, the oldest supported version → curl -fsSL https://get.pulumi.com | sh",
      ],
    },
    {
      name: "no stack selected",
      cause: (setup) =>
        (setup.pulumiOutput = {
          "stack --show-name": pulumiError("stack --show-name", "no stack selected"),
          "stack ls": pulumiError("stack ls", "the backend does not answer"),
        }),
      expected: [
        "failure Stack: no stack selected → pulumi stack select",
        ...[
          "Lock",
          "Configuration",
          "enablex:appId",
          "enablex:appKey",
          "enablex:platform",
          "enablex:subdomain",
        ].map((check) => `skipped ${check}`),
        ...["Rooms API", "Links", "Clock", "Rooms", "State"].map((check) => `skipped ${check}`),
      ],
    },
    ...(
      [
        [
          "the only one there",
          ["dev"],
          "; stacks of this project in the backend: dev",
          "pulumi stack select dev",
        ],
        [
          "one of several",
          ["dev", "prod"],
          "; stacks of this project in the backend: dev, prod",
          "pulumi stack select",
        ],
        ["none there", [], "; stacks of this project in the backend: none", "pulumi stack init dev"],
      ] as const
    ).map(([which, names, there, fix]) => ({
      name: `no stack selected, but ${which}`,
      cause: (setup: Setup) => {
        setup.pulumiOutput = {
          "stack --show-name": pulumiError("stack --show-name", "no stack selected"),
          "stack ls": JSON.stringify(names.map((name) => ({ name }))),
        };
        setup.env = credentials;
      },
      expected: [`failure Stack: no stack selected${there} → ${fix}`, ...skippedWithoutStack],
    })),
    {
      name: "no stack at the backend that the environment names",
      cause: (setup) => {
        setup.pulumiOutput = {
          "stack --show-name": pulumiError("stack --show-name", "no stack selected"),
          "stack ls": "[]",
        };
        setup.env = { ...credentials, PULUMI_BACKEND_URL: "file:///srv/states" };
      },
      expected: [
        "failure Stack: no stack selected; stacks of this project in the backend of PULUMI_BACKEND_URL: none → pulumi stack init dev",
        ...skippedWithoutStack,
      ],
    },
    {
      name: "no stack yet in a backend that encrypts with a passphrase",
      cause: (setup) => {
        setup.pulumiOutput = {
          whoami: '{"user":"alice","url":"file://~"}',
          "stack --show-name": pulumiError("stack --show-name", "no stack selected"),
          "stack ls": "[]",
        };
        setup.env = credentials;
      },
      expected: [
        "failure Stack: no stack selected; stacks of this project in the backend: none → export PULUMI_CONFIG_PASSPHRASE=… && pulumi stack init dev",
        ...skippedWithoutStack,
      ],
    },
    {
      name: "a stack in the environment that does not exist",
      cause: (setup) => {
        setup.pulumiOutput = {
          "stack --show-name": pulumiError("stack --show-name", "no stack selected"),
        };
        setup.env = { ...credentials, PULUMI_STACK: "dve" };
      },
      expected: [
        "failure Stack: PULUMI_STACK names dve, which does not exist: no stack selected → unset PULUMI_STACK",
        ...skippedWithoutStack,
      ],
    },
    {
      name: "a typo in the name of the stack",
      stack: "prd",
      cause: (setup) => {
        setup.pulumiOutput = {
          "stack --show-name": pulumiError("stack --show-name", "no stack named 'prd' found"),
          "stack ls": '[{"name":"dev"},{"name":"prod"}]',
        };
        setup.env = credentials;
      },
      expected: [
        "failure Stack: no stack named 'prd' found; stacks of this project in the backend: dev, prod → npx pulumi-enablex doctor --stack prod",
        ...skippedWithoutStack,
      ],
    },
    {
      name: "swapped letters in the name of the stack",
      stack: "dve",
      cause: (setup) => {
        setup.pulumiOutput = {
          "stack --show-name": pulumiError("stack --show-name", "no stack named 'dve' found"),
          "stack ls": '[{"name":"dev"},{"name":"prod"}]',
        };
        setup.env = credentials;
      },
      expected: [
        "failure Stack: no stack named 'dve' found; stacks of this project in the backend: dev, prod → npx pulumi-enablex doctor --stack dev",
        ...skippedWithoutStack,
      ],
    },
    {
      name: "a typo in the name of an organization's stack",
      stack: "acme/rooms/prd",
      cause: (setup) => {
        setup.pulumiOutput = {
          "stack --show-name": pulumiError("stack --show-name", "no stack named 'acme/rooms/prd' found"),
          "stack ls": '[{"name":"acme/dev"},{"name":"acme/prod"}]',
        };
        setup.env = credentials;
      },
      expected: [
        "failure Stack: no stack named 'acme/rooms/prd' found; stacks of this project in the backend: acme/dev, acme/prod → npx pulumi-enablex doctor --stack acme/prod",
        ...skippedWithoutStack,
      ],
    },
    {
      name: "a checksum that a killed run has left empty",
      cause: async (setup) => {
        await lock(setup, undefined);
        setup.pulumiOutput["stack export"] = pulumiError("stack export", "failed to load checkpoint: EOF");
        await mkdir(join(setup.folder, ".pulumi", "stacks", "rooms"), { recursive: true });
        await writeFile(join(setup.folder, ".pulumi", "stacks", "rooms", "dev.json.attrs"), "");
        setup.env = credentials;
      },
      expected: ({ folder }) => {
        const file = join(folder, ".pulumi", "stacks", "rooms", "dev.json.attrs");
        return [
          `failure Stack: failed to load checkpoint: EOF: a killed run left ${file} empty; the state next to it is intact → rm ${file}`,
          ...skippedWithoutStack,
        ];
      },
    },
    {
      name: "a project's file that Pulumi cannot read",
      cause: (setup) => {
        setup.pulumiOutput = {
          "stack --show-name": pulumiError("stack --show-name", "could not unmarshal Pulumi.yaml: line 3"),
        };
        setup.env = credentials;
      },
      expected: [
        "failure Stack: could not unmarshal Pulumi.yaml: line 3 → pulumi stack",
        ...skippedWithoutStack,
      ],
    },
    {
      name: "a stack that does not exist",
      stack: "prod",
      cause: (setup) => {
        setup.pulumiOutput = {
          "stack --show-name --stack prod": pulumiError("stack --show-name", "no stack named 'prod' found"),
          "stack ls": pulumiError("stack ls", "the backend does not answer"),
        };
        setup.env = credentials;
      },
      expected: [
        "failure Stack: no stack named 'prod' found → pulumi stack init prod",
        ...skippedWithoutStack,
      ],
    },
    {
      name: "a wrong passphrase",
      cause: (setup) =>
        (setup.pulumiOutput = {
          "config --json --show-secrets": pulumiError("config --json", "incorrect passphrase"),
        }),
      expected: [
        "failure Configuration: its secrets cannot be read: incorrect passphrase; use the passphrase with which the stack was created → export PULUMI_CONFIG_PASSPHRASE=…",
        ...["enablex:appId", "enablex:appKey", "Rooms API", "Clock"].map((check) => `skipped ${check}`),
      ],
    },
  ]);
});
