import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Setup } from "./project";
import { itFinds } from "./run-doctor";

const packages = "packages:\n  enablex: https://example.com/rooms\n";
const goMod = "module rooms\n\nreplace example.com/pulumi-enablex/sdk/go => ./sdks/enablex\n";
const sdk = { "sdks/enablex/README.md": "" };

describe("doctor: the program", () => {
  itFinds([
    {
      name: "nothing to run",
      cause: ({ folder }) => rm(join(folder, "index.ts")),
      expected: ({ folder }) => [
        `failure Program: no index.ts in ${folder}; the command below creates one that declares a room → cd ${folder} && printf 'import { Room } from "pulumi-enablex";\\nconst standup = new Room("standup", { participants: 8 });\\nexport const joinUrl = standup.participantUrl;\\nexport const hostUrl = standup.moderatorUrl;\\n' >> index.ts`,
      ],
    },
    {
      name: "a main that is not there, as npm init writes it",
      cause: async (setup) => {
        await rm(join(setup.folder, "index.ts"));
        await files(setup, { "package.json": '{"main":"index.js"}' });
      },
      expected: ({ folder }) => [
        `failure Program: no index.ts in ${folder}; the command below creates one that declares a room → cd ${folder} && printf 'import { Room } from "pulumi-enablex";\\nconst standup = new Room("standup", { participants: 8 });\\nexport const joinUrl = standup.participantUrl;\\nexport const hostUrl = standup.moderatorUrl;\\n' >> index.ts`,
      ],
    },
    {
      name: "nothing to run on Windows",
      cause: (setup) => {
        setup.platform = "win32";
        return rm(join(setup.folder, "index.ts"));
      },
      expected: ({ folder }) => [
        `failure Program: no index.ts in ${folder}; the command below creates one that declares a room → cd ${folder}; if ($?) { Add-Content index.ts 'import { Room } from "pulumi-enablex";', 'const standup = new Room("standup", { participants: 8 });', 'export const joinUrl = standup.participantUrl;', 'export const hostUrl = standup.moderatorUrl;' }`,
      ],
    },
    ...(
      [
        [
          "main of Pulumi.yaml",
          { "Pulumi.yaml": "name: rooms\nruntime: nodejs\nmain: src/rooms.ts\n", "src/rooms.ts": "" },
        ],
        ["main of package.json", { "package.json": '{"main":"rooms.ts"}', "rooms.ts": "" }],
        [
          "main of package.json without its ending",
          { "package.json": '{"main":"src/main"}', "src/main.ts": "" },
        ],
        ["a folder that package.json names", { "package.json": '{"main":"bin/"}', "bin/index.js": "" }],
        ["index.mjs", { "index.mjs": "" }],
      ] as const
    ).map(([where, there]) => ({
      name: `nothing wrong with a program that is ${where}`,
      cause: async (setup: Setup) => {
        await rm(join(setup.folder, "index.ts"));
        await files(setup, there);
      },
      expected: [],
    })),
    ...(
      [
        ["the virtual environment venv", {}],
        ["the SDK that pulumi package add creates", { "venv/bin/python": "" }],
      ] as const
    ).map(([what, there]) => ({
      name: `a program in Python without ${what}`,
      cause: async (setup: Setup) => {
        const runtime = "runtime: { name: python, options: { virtualenv: venv } }\n";
        await files(setup, { "Pulumi.yaml": `name: rooms\n${runtime}${packages}`, ...there });
      },
      expected: ({ folder }: Setup) => [
        "skipped @pulumi/pulumi",
        `failure Program: ${what} is missing → cd ${folder} && pulumi install`,
      ],
    })),
    ...(
      [
        [
          "an SDK",
          { "go.mod": goMod },
          "the SDK that pulumi package add creates is missing",
          "pulumi install",
        ],
        ["a requirement", { "go.mod": goMod, ...sdk }, "go.mod does not require the SDK yet", "go mod tidy"],
      ] as const
    ).map(([what, there, says, fix]) => ({
      name: `a program in Go without ${what}`,
      cause: (setup: Setup) =>
        files(setup, { "Pulumi.yaml": `name: rooms\nruntime: go\n${packages}`, ...there }),
      expected: ({ folder }: Setup) => [
        "skipped @pulumi/pulumi",
        `failure Program: ${says} → cd ${folder} && ${fix}`,
      ],
    })),
    ...(
      [
        [
          "Python",
          {
            "Pulumi.yaml": `name: rooms\nruntime: { name: python, options: { virtualenv: venv } }\n${packages}`,
            "venv/bin/python": "",
            ...sdk,
          },
        ],
        [
          "Go",
          {
            "Pulumi.yaml": `name: rooms\nruntime: go\n${packages}`,
            "go.mod": `${goMod}\nrequire (\n\texample.com/pulumi-enablex/sdk/go v0.0.0-00010101000000-000000000000\n)\n`,
            ...sdk,
          },
        ],
      ] as const
    ).map(([language, there]) => ({
      name: `nothing wrong with a program in ${language} that has all it needs`,
      cause: (setup: Setup) => files(setup, there),
      expected: ["skipped @pulumi/pulumi"],
    })),
    {
      name: "nothing wrong with a program in Python whose SDK pip installed",
      cause: async (setup: Setup) => {
        await files(setup, {
          "Pulumi.yaml":
            "name: rooms\nruntime: { name: python, options: { virtualenv: venv } }\nplugins: { providers: [{ name: enablex, path: plugin }] }\n",
          "venv/bin/python": "",
          "plugin/package.json": '{"name":"pulumi-enablex","version":"1.0.0"}',
          "plugin/PulumiPlugin.yaml": "",
          "plugin/pulumi-resource-enablex": "",
        });
        await chmod(join(setup.folder, "plugin/pulumi-resource-enablex"), 0o755);
      },
      expected: ["skipped @pulumi/pulumi"],
    },
    ...(
      [
        ["python", "printf 'pulumi\\n' >> requirements.txt && "],
        ["go", "go mod init rooms && "],
        ["dotnet", ""],
      ] as const
    ).map(([runtime, before]) => ({
      name: `a plugin that nothing names, in a new project of ${runtime}`,
      cause: (setup: Setup) => files(setup, { "Pulumi.yaml": `name: rooms\nruntime: ${runtime}\n` }),
      expected: ({ folder }: Setup) => [
        `failure pulumi-enablex: Pulumi cannot find the plugin: the project file does not name it in plugins, PATH does not contain it, and pulumi plugin install has not installed it → cd ${folder} && ${before}pulumi package add ./node_modules/pulumi-enablex`,
        "skipped @pulumi/pulumi",
      ],
    })),
  ]);
});

async function files({ folder }: Setup, texts: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(texts)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}
