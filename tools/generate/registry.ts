import { type ConfigKeyMetadata, configKeyNames, configKeys } from "../../provider/config/keys";
import { repository } from "../release/repository";
import { table } from "./table";
import { withRelease } from "./with-release";

const source = "tools/generate/registry.ts, the examples and provider/config/keys.ts";

/** `docs/_index.md`: the package's first page in Pulumi's Registry. Its programs are the examples. */
export function overview(): string {
  return page("EnableX", "Meeting rooms of EnableX and Smartflo Meet as Pulumi resources.", [
    "Declare meeting rooms of [EnableX](https://www.enablex.io) and its white label Smartflo Meet in a program, preview each change, and use their join links in other programs. A room is created once, updated in place if the API allows it, and deleted when you remove it from the program. The host link is a secret.",
    "The npm package includes an emulator of the rooms API, `npx pulumi-enablex emulator`, so you need no account to start.",
    `${unpublished}.`,
    "[Installation & Configuration](installation-configuration.md) explains how to install the plugin for each language. [Python, Go, YAML and other languages](other-languages.md) shows every step from an empty folder to a room.",
    "## Example",
    chooser({
      typescript: ["ts", typescript],
      python: ["python", example("rooms-python/__main__.py")],
      go: ["go", example("rooms-go/main.go")],
      yaml: [
        "yaml",
        example("rooms-yaml/Pulumi.yaml").replace("path: ../..", "path: ./node_modules/pulumi-enablex"),
      ],
    }),
    "TypeScript programs can import from `pulumi-enablex` instead: a dynamic provider then manages the same rooms, without a plugin.",
  ]);
}

/** `docs/installation-configuration.md`: the second page. */
export function installation(): string {
  return page("EnableX Installation & Configuration", "How to install and configure the EnableX provider.", [
    "## Installation",
    "The provider is an npm package. It runs on Node.js 20.19 or later, also for programs in other languages, and includes the SDK for TypeScript and JavaScript. The SDKs for Python and Go are separate packages: see [every step from an empty folder](other-languages.md). An [executable](other-languages.md#without-npm-and-nodejs) of the plugin needs neither npm nor Node.js.",
    `${unpublished}. In the commands below, replace the name of the package with the path of the built file. \`npm run release:build\` builds the SDKs for Python and Go.`,
    chooser({
      typescript: ["bash", npm],
      python: ["bash", `${npm}pip install pulumi-enablex\n`],
      go: ["bash", `${npm}go get ${repository.goModule}\n`],
      yaml: ["bash", npm],
    }),
    "The npm package contains the plugin for all languages. Add its path to `Pulumi.yaml`:",
    fence("yaml", "plugins:\n  providers:\n    - name: enablex\n      path: ./node_modules/pulumi-enablex\n"),
    "## Credentials",
    "App ID and App Key are on your project's page in the portal. Both are secrets: anyone with the App ID and a participant link can compute the host link. Set them on the stack, which stores them encrypted:",
    fence(
      "bash",
      "pulumi config set --secret enablex:appId\npulumi config set --secret enablex:appKey\npulumi config set enablex:subdomain acme\n",
    ),
    "Or set environment variables, which are not stored in any file or in the state:",
    fence("bash", "export ENABLEX_APP_ID=…\nexport ENABLEX_APP_KEY=…\nexport ENABLEX_SUBDOMAIN=acme\n"),
    "Or pass them to a `Provider` resource as arguments.",
    "## Configuration reference",
    "Stack configuration takes precedence over environment variables, which take precedence over defaults.",
    table(
      ["Key", "Environment", "Meaning"],
      configKeyNames.map((key) => [
        `\`enablex:${key}\``,
        `\`${configKeys[key].variable}\``,
        meaning(configKeys[key]),
      ]),
    ),
  ]);
}

/** Remove with the first version. */
const unpublished =
  "No version is on npm yet, so build the package with `npm pack`: see [Getting started](getting-started.md#1-build-the-package)";

const typescript = `import { Room } from "pulumi-enablex/native";

const standup = new Room("standup", { name: "Daily stand-up", participants: 8 });

const math = new Room("math-101", {
  name: "Mathematics 101",
  kind: "scheduled",
  scheduledTime: "2030-12-02T09:00:00+05:30",
  durationMinutes: 60,
  mode: "lecture",
  participants: 30,
});

export const standupUrl = standup.participantUrl;
export const standupHostUrl = standup.moderatorUrl; // a secret
export const mathUrl = math.participantUrl;
`;

const npm = "npm install pulumi-enablex\n";

const example = (file: string) => withRelease(`examples/${file}`);

function meaning({ description, values, required, default: ours, secret }: ConfigKeyMetadata): string {
  return [
    description,
    ...Object.entries(values ?? {}).map(([value, means]) => `\`${value}\`: ${means}`),
    ours !== undefined && `Default: \`${ours}\`.`,
    required && `Required ${required}.`,
    secret && !/secret/i.test(description) && "Secret.",
  ]
    .filter(Boolean)
    .join(" ");
}

/** A page with the front matter that the Registry's generator reads. */
const page = (title: string, description: string, parts: string[]): string =>
  `---
# Generated from ${source} by \`npm run generate\`; do not edit.
title: ${title}
meta_desc: ${description}
layout: package
---

${parts.join("\n\n")}
`;

/** The Registry's tabs, one for each language. */
function chooser(blocks: Record<string, [language: string, text: string]>): string {
  const tabs = Object.entries(blocks).map(
    ([language, [fenced, text]]) =>
      `{{% choosable language ${language} %}}\n\n${fence(fenced, text)}\n\n{{% /choosable %}}`,
  );
  const names = Object.keys(blocks).join(",");
  return [`{{< chooser language "${names}" >}}`, ...tabs, "{{< /chooser >}}"].join("\n\n");
}

const fence = (language: string, text: string) => `\`\`\`${language}\n${text}\`\`\``;
