import { chmod, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { Setup } from "./project";
import { itFinds } from "./run-doctor";

describe("doctor: the plugin", () => {
  itFinds([
    {
      name: "a program in another language, and nothing that names its plugin",
      cause: async (setup) => {
        await inYaml(setup);
        await rm(join(setup.folder, "node_modules"), { recursive: true });
      },
      expected: ({ folder }) => [
        `failure pulumi-enablex: Pulumi cannot find the plugin: the project file does not name it in plugins, PATH does not contain it, and pulumi plugin install has not installed it → cd ${folder} && npm install '<path to>/pulumi-enablex-0.1.0.tgz' && ${declare()}`,
        "skipped @pulumi/pulumi",
      ],
    },
    {
      name: "a typo in the plugin's folder",
      cause: async (setup) => {
        await plugin(setup);
        await inYaml(setup, "packages:\n  enablex: ./node_modules/pulumi-enablx\n");
      },
      expected: ({ folder }) => [
        `failure pulumi-enablex: the project uses the plugin in ${join(folder, "node_modules", "pulumi-enablx")}, which does not exist → cd ${folder} && pulumi package add ./node_modules/pulumi-enablex`,
        "skipped @pulumi/pulumi",
      ],
    },
    ...(["linux", "win32"] as const).map((platform) => ({
      name: `a path that Pulumi reads as a Registry name, on ${platform}`,
      cause: async (setup: Setup) => {
        setup.platform = platform;
        await plugin(setup);
        await inYaml(setup, "packages:\n  enablex: node_modules/pulumi-enablex\n");
      },
      expected: ({ folder }: Setup) => [
        `failure pulumi-enablex: Pulumi looks for node_modules/pulumi-enablex in its Registry: a path in the project's folder must begin with ./ → cd ${folder}${
          platform === "win32"
            ? "; if ($?) { (Get-Content -Raw Pulumi.yaml) -replace '(?<![./])node_modules/pulumi-enablex', './node_modules/pulumi-enablex' | Set-Content Pulumi.yaml }"
            : " && sed -i.before 's|\\([^./]\\)node_modules/pulumi-enablex|\\1./node_modules/pulumi-enablex|' Pulumi.yaml && rm Pulumi.yaml.before"
        }`,
        "skipped @pulumi/pulumi",
      ],
    })),
    {
      name: "such a path in a fresh clone",
      cause: async (setup) => {
        await rm(join(setup.folder, "node_modules"), { recursive: true });
        await inYaml(setup, "packages:\n  enablex: node_modules/pulumi-enablex\n");
      },
      expected: ({ folder }) => [
        `failure pulumi-enablex: Pulumi looks for node_modules/pulumi-enablex in its Registry: a path in the project's folder must begin with ./ → cd ${folder} && npm install '<path to>/pulumi-enablex-0.1.0.tgz' && sed -i.before 's|\\([^./]\\)node_modules/pulumi-enablex|\\1./node_modules/pulumi-enablex|' Pulumi.yaml && rm Pulumi.yaml.before`,
        "skipped @pulumi/pulumi",
      ],
    },
    {
      name: "such a path to a copy of one's own",
      cause: async (setup) => {
        await rm(join(setup.folder, "node_modules"), { recursive: true });
        await mkdir(join(setup.folder, "vendor", "rooms"), { recursive: true });
        await inYaml(setup, "packages:\n  enablex:\n    source: vendor/rooms\n");
      },
      expected: ({ folder }) => [
        `failure pulumi-enablex: Pulumi looks for vendor/rooms in its Registry: a path in the project's folder must begin with ./ → cd ${folder} && sed -i.before 's|\\([^./]\\)vendor/rooms|\\1./vendor/rooms|' Pulumi.yaml && rm Pulumi.yaml.before`,
        "skipped @pulumi/pulumi",
      ],
    },
    {
      name: "a Registry name that is not a folder",
      cause: async (setup) => {
        await plugin(setup);
        await inYaml(setup, "packages:\n  enablex: enablex@0.1.0\n");
      },
      expected: ({ folder }) => [
        `failure pulumi-enablex: Pulumi looks for enablex@0.1.0 in its Registry: a path in the project's folder must begin with ./ → cd ${folder} && pulumi package add ./node_modules/pulumi-enablex`,
        "skipped @pulumi/pulumi",
      ],
    },
    {
      name: "a plugin that is named and not installed, in a program of pnpm's",
      cause: async (setup) => {
        await rm(join(setup.folder, "node_modules", "pulumi-enablex"), { recursive: true });
        await writeFile(join(setup.folder, "pnpm-lock.yaml"), "");
        await inYaml(setup, "packages:\n  enablex: ./node_modules/pulumi-enablex\n");
      },
      expected: ({ folder }) => [
        `failure pulumi-enablex: the project uses the plugin in ${join(folder, "node_modules", "pulumi-enablex")}, which does not exist → cd ${folder} && pnpm add '<path to>/pulumi-enablex-0.1.0.tgz'`,
        "skipped @pulumi/pulumi",
      ],
    },
    {
      name: "a plugin that nothing names, in a workspace",
      cause: async (setup) => {
        await inYaml(setup);
        const folder = join(setup.folder, "infra");
        await mkdir(folder);
        await rename(join(setup.folder, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
        setup.folder = folder;
      },
      expected: ({ folder }) => [
        `failure pulumi-enablex: Pulumi cannot find the plugin: the project file does not name it in plugins, PATH does not contain it, and pulumi plugin install has not installed it → cd ${folder} && ${declare("../node_modules/pulumi-enablex")}`,
        "skipped @pulumi/pulumi",
      ],
    },
    {
      name: "a plugin that is not built",
      cause: async (setup) => {
        await rm(await plugin(setup));
        await inYaml(setup, "packages:\n  enablex: ./node_modules/pulumi-enablex\n");
      },
      expected: ({ folder }) => [
        `failure pulumi-enablex: the project uses the plugin in ${join(folder, "node_modules", "pulumi-enablex")}, which is not built → cd ${join(folder, "node_modules", "pulumi-enablex")} && npm ci`,
        "skipped @pulumi/pulumi",
      ],
    },
    {
      name: "a plugin whose file has lost its permission",
      cause: async (setup) => {
        await chmod(await plugin(setup), 0o644);
        await inYaml(setup, "packages:\n  enablex: ./node_modules/pulumi-enablex\n");
      },
      expected: ({ folder }) => [
        `failure pulumi-enablex: the project uses the plugin in ${join(folder, "node_modules", "pulumi-enablex")}, whose file pulumi-resource-enablex is not executable → cd ${join(folder, "node_modules", "pulumi-enablex")} && chmod +x pulumi-resource-enablex`,
        "skipped @pulumi/pulumi",
      ],
    },
    {
      name: "a TypeScript program of the native form whose project does not name the plugin",
      cause: async ({ folder }) => {
        await writeFile(join(folder, "index.ts"), 'import { Room } from "pulumi-enablex/native";\n');
      },
      expected: ({ folder }) => [
        `failure Plugin: Pulumi cannot find the plugin: the project file does not name it in plugins, PATH does not contain it, and pulumi plugin install has not installed it → cd ${folder} && ${declare()}`,
      ],
    },
    {
      name: "the same on Windows, in a project in JSON",
      cause: async (setup) => {
        const { folder } = setup;
        setup.platform = "win32";
        await rm(join(folder, "Pulumi.yaml"));
        await writeFile(
          join(folder, "Pulumi.json"),
          '{"name":"rooms","runtime":{"name":"nodejs"},"packages":{}}',
        );
        await writeFile(join(folder, "index.mts"), "export * from 'pulumi-enablex/native';\n");
      },
      expected: ({ folder }) => [
        `failure Plugin: Pulumi cannot find the plugin: the project file does not name it in plugins, PATH does not contain it, and pulumi plugin install has not installed it → cd ${folder}; if ($?) { pulumi package add ./node_modules/pulumi-enablex }`,
      ],
    },
    ...(
      [
        ["a folder", "packages:\n  enablex: ./node_modules/pulumi-enablex\n"],
        [
          "a folder, among other facts of it",
          "packages: {enablex: {source: ./node_modules/pulumi-enablex}}\n",
        ],
        ["plugins", "plugins:\n  providers:\n    - name: enablex\n      path: node_modules/pulumi-enablex\n"],
        ["a repository", "packages:\n  enablex: example.com/pulumi/enablex@0.1.0\n"],
      ] as const
    ).map(([where, lines]) => ({
      name: `nothing wrong with a plugin that is named by ${where}`,
      cause: async (setup: Setup) => {
        await plugin(setup);
        await inYaml(setup, lines);
      },
      expected: ["skipped @pulumi/pulumi"],
    })),
    ...(["npx", "deploy"] as const).map((event) => ({
      name: `a command that ${event === "npx" ? "only npx has on PATH" : "a script of package.json has on PATH, as it should"}`,
      cause: async (setup: Setup) => {
        await inYaml(setup);
        const bin = await command(setup);
        setup.env = {
          PATH: [bin, "/npm/lib/node-gyp-bin", "/usr/bin"].join(delimiter),
          npm_lifecycle_event: event,
        };
      },
      expected: ({ folder }: Setup) =>
        event === "npx"
          ? [
              `failure pulumi-enablex: Pulumi cannot find the plugin: the project file does not name it in plugins, PATH does not contain it, and pulumi plugin install has not installed it → cd ${folder} && ${declare()}`,
              "skipped @pulumi/pulumi",
            ]
          : ["skipped @pulumi/pulumi"],
    })),
    ...(["PULUMI_HOME", "HOME"] as const).map((variable) => ({
      name: `nothing wrong with a plugin that pulumi plugin install has put below ${variable}`,
      cause: async (setup: Setup) => {
        await inYaml(setup);
        const home = variable === "HOME" ? join(setup.folder, ".pulumi") : setup.folder;
        await mkdir(join(home, "plugins", "resource-enablex-v0.1.0"), { recursive: true });
        setup.env = { [variable]: setup.folder };
      },
      expected: ["skipped @pulumi/pulumi"],
    })),
    {
      name: "a plugin on PATH that Pulumi is told to ignore",
      cause: async (setup) => {
        await inYaml(setup);
        setup.env = { PATH: await command(setup), PULUMI_IGNORE_AMBIENT_PLUGINS: "true" };
      },
      expected: ({ folder }) => [
        `failure pulumi-enablex: Pulumi cannot find the plugin: the project file does not name it in plugins, PATH does not contain it, and pulumi plugin install has not installed it → cd ${folder} && ${declare()}`,
        "skipped @pulumi/pulumi",
      ],
    },
    {
      name: "nothing wrong with a plugin on PATH",
      cause: async (setup) => {
        await inYaml(setup);
        setup.env.PATH = ["/usr/bin", await command(setup)].join(delimiter);
      },
      expected: ["skipped @pulumi/pulumi"],
    },
  ]);
});

/** The command that names the plugin in Pulumi.yaml. */
const declare = (path = "./node_modules/pulumi-enablex") =>
  `printf '\\nplugins:\\n  providers:\\n    - name: enablex\\n      path: ${path}\\n' >> Pulumi.yaml`;

const inYaml = ({ folder }: Setup, lines = ""): Promise<void> =>
  writeFile(join(folder, "Pulumi.yaml"), `name: rooms\nruntime: yaml\n${lines}`);

/** The installed package that contains the plugin. Returns the plugin's file. */
async function plugin({ folder }: Setup): Promise<string> {
  const home = join(folder, "node_modules", "pulumi-enablex");
  const file = join(home, "pulumi-resource-enablex");
  await writeFile(
    join(home, "package.json"),
    JSON.stringify({ name: "pulumi-enablex", version: "0.1.0", main: "index.js" }),
  );
  await writeFile(join(home, "PulumiPlugin.yaml"), "runtime: nodejs\n");
  await writeFile(file, "", { mode: 0o755 });
  return file;
}

/** The folder of package commands that npm creates, with the plugin's command. */
async function command({ folder }: Setup): Promise<string> {
  const bin = join(folder, "node_modules", ".bin");
  await mkdir(bin);
  await writeFile(join(bin, "pulumi-resource-enablex"), "");
  return bin;
}
