import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { finds } from "./examined";
import { lock } from "./lock-in-folder";
import { complains, credentials, type Patient, skippedWithoutStack } from "./patient";

describe("doctor: Pulumi and the stack", () => {
  finds([
    {
      name: "no Pulumi",
      make: (patient) => (patient.pulumiSays = { "": complains("version", "it is not on PATH") }),
      says: [
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
      make: (patient) => (patient.pulumiSays = { version: "v3.100.0" }),
      says: [
        "warning Pulumi: 3.100.0 is older than 3.216.0, the oldest supported version → curl -fsSL https://get.pulumi.com | sh",
      ],
    },
    {
      name: "no stack selected",
      make: (patient) =>
        (patient.pulumiSays = {
          "stack --show-name": complains("stack --show-name", "no stack selected"),
          "stack ls": complains("stack ls", "the backend does not answer"),
        }),
      says: [
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
    ).map(([which, names, there, mend]) => ({
      name: `no stack selected, but ${which}`,
      make: (patient: Patient) => {
        patient.pulumiSays = {
          "stack --show-name": complains("stack --show-name", "no stack selected"),
          "stack ls": JSON.stringify(names.map((name) => ({ name }))),
        };
        patient.env = credentials;
      },
      says: [`failure Stack: no stack selected${there} → ${mend}`, ...skippedWithoutStack],
    })),
    {
      name: "no stack at the backend that the environment names",
      make: (patient) => {
        patient.pulumiSays = {
          "stack --show-name": complains("stack --show-name", "no stack selected"),
          "stack ls": "[]",
        };
        patient.env = { ...credentials, PULUMI_BACKEND_URL: "file:///srv/states" };
      },
      says: [
        "failure Stack: no stack selected; stacks of this project in the backend of PULUMI_BACKEND_URL: none → pulumi stack init dev",
        ...skippedWithoutStack,
      ],
    },
    {
      name: "no stack yet, where a passphrase encrypts its secrets",
      make: (patient) => {
        patient.pulumiSays = {
          whoami: '{"user":"alice","url":"file://~"}',
          "stack --show-name": complains("stack --show-name", "no stack selected"),
          "stack ls": "[]",
        };
        patient.env = credentials;
      },
      says: [
        "failure Stack: no stack selected; stacks of this project in the backend: none → export PULUMI_CONFIG_PASSPHRASE=… && pulumi stack init dev",
        ...skippedWithoutStack,
      ],
    },
    {
      name: "a stack in the environment that does not exist",
      make: (patient) => {
        patient.pulumiSays = {
          "stack --show-name": complains("stack --show-name", "no stack selected"),
        };
        patient.env = { ...credentials, PULUMI_STACK: "dve" };
      },
      says: [
        "failure Stack: PULUMI_STACK names dve, which does not exist: no stack selected → unset PULUMI_STACK",
        ...skippedWithoutStack,
      ],
    },
    {
      name: "a slip in the name of the stack",
      stack: "prd",
      make: (patient) => {
        patient.pulumiSays = {
          "stack --show-name": complains("stack --show-name", "no stack named 'prd' found"),
          "stack ls": '[{"name":"dev"},{"name":"prod"}]',
        };
        patient.env = credentials;
      },
      says: [
        "failure Stack: no stack named 'prd' found; stacks of this project in the backend: dev, prod → npx pulumi-enablex doctor --stack prod",
        ...skippedWithoutStack,
      ],
    },
    {
      name: "letters that have changed places in the name of the stack",
      stack: "dve",
      make: (patient) => {
        patient.pulumiSays = {
          "stack --show-name": complains("stack --show-name", "no stack named 'dve' found"),
          "stack ls": '[{"name":"dev"},{"name":"prod"}]',
        };
        patient.env = credentials;
      },
      says: [
        "failure Stack: no stack named 'dve' found; stacks of this project in the backend: dev, prod → npx pulumi-enablex doctor --stack dev",
        ...skippedWithoutStack,
      ],
    },
    {
      name: "a slip in the name of a stack of an organisation",
      stack: "acme/rooms/prd",
      make: (patient) => {
        patient.pulumiSays = {
          "stack --show-name": complains("stack --show-name", "no stack named 'acme/rooms/prd' found"),
          "stack ls": '[{"name":"acme/dev"},{"name":"acme/prod"}]',
        };
        patient.env = credentials;
      },
      says: [
        "failure Stack: no stack named 'acme/rooms/prd' found; stacks of this project in the backend: acme/dev, acme/prod → npx pulumi-enablex doctor --stack acme/prod",
        ...skippedWithoutStack,
      ],
    },
    {
      name: "a checksum that a killed run has left empty",
      make: async (patient) => {
        await lock(patient, undefined);
        patient.pulumiSays["stack export"] = complains("stack export", "failed to load checkpoint: EOF");
        await mkdir(join(patient.folder, ".pulumi", "stacks", "rooms"), { recursive: true });
        await writeFile(join(patient.folder, ".pulumi", "stacks", "rooms", "dev.json.attrs"), "");
        patient.env = credentials;
      },
      says: ({ folder }) => {
        const file = join(folder, ".pulumi", "stacks", "rooms", "dev.json.attrs");
        return [
          `failure Stack: failed to load checkpoint: EOF: a killed run left ${file} empty; the state next to it is complete → rm ${file}`,
          ...skippedWithoutStack,
        ];
      },
    },
    {
      name: "a project's file that Pulumi cannot read",
      make: (patient) => {
        patient.pulumiSays = {
          "stack --show-name": complains("stack --show-name", "could not unmarshal Pulumi.yaml: line 3"),
        };
        patient.env = credentials;
      },
      says: ["failure Stack: could not unmarshal Pulumi.yaml: line 3 → pulumi stack", ...skippedWithoutStack],
    },
    {
      name: "a stack that does not exist",
      stack: "prod",
      make: (patient) => {
        patient.pulumiSays = {
          "stack --show-name --stack prod": complains("stack --show-name", "no stack named 'prod' found"),
          "stack ls": complains("stack ls", "the backend does not answer"),
        };
        patient.env = credentials;
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
        "failure Configuration: its secrets cannot be read: incorrect passphrase; use the passphrase with which the stack was created → export PULUMI_CONFIG_PASSPHRASE=…",
        ...["enablex:appId", "enablex:appKey", "Rooms API", "Clock"].map((check) => `skipped ${check}`),
      ],
    },
  ]);
});
