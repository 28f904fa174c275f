import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type GoTool, goBuild } from "../../tools/pulumi/go-build";
import { type Contender, type Setting, type Step, Unavailable } from "../contender";

const tool: GoTool = {
  folder: "../../bench/peers/terraform",
  commands: {
    terraform: "github.com/hashicorp/terraform",
    "terraform-provider-restapi": "github.com/Mastercard/terraform-provider-restapi",
  },
  version: "1.11.4",
  versionVariable: "github.com/hashicorp/terraform/version.dev",
};

/** Terraform with the generic provider for REST APIs, which people use for services that have no provider. */
export const terraform: Contender = {
  title: `Terraform ${tool.version} with Mastercard/restapi 1.20.0`,
  async open(setting) {
    const built = await goBuild(tool, console.error);
    if ("why" in built) throw new Unavailable(built.why);
    const folder = await mkdtemp(join(tmpdir(), "pulumi-enablex-terraform-"));
    await writeFile(join(folder, "main.tf"), programFor(setting));
    const configuration = join(folder, "terraformrc");
    await writeFile(
      configuration,
      `provider_installation {\n  dev_overrides {\n    "Mastercard/restapi" = "${built.folder}"\n  }\n  direct {}\n}\n`,
    );
    return {
      command: (step) => ({
        command: join(built.folder, "terraform"),
        args: [...commands[step], "-input=false", "-no-color", "-parallelism=32"],
        cwd: folder,
        env: { ...process.env, TF_CLI_CONFIG_FILE: configuration, CHECKPOINT_DISABLE: "1" },
      }),
      stateBytes: async () => (await stat(join(folder, "terraform.tfstate"))).size,
      [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
    };
  },
};

const commands: Record<Step, string[]> = {
  preview: ["plan"],
  up: ["apply", "-auto-approve"],
  again: ["apply", "-auto-approve"],
  refresh: ["apply", "-refresh-only", "-auto-approve"],
  destroy: ["destroy", "-auto-approve"],
};

const programFor = ({ emulator, rooms }: Setting) => `terraform {
  required_providers {
    restapi = {
      source = "Mastercard/restapi"
    }
  }
}

provider "restapi" {
  uri                  = "${emulator.apiUrl}"
  username             = "${emulator.appId}"
  password             = "${emulator.appKey}"
  id_attribute         = "room/room_id"
  write_returns_object = true
}

resource "restapi_object" "room" {
  for_each = toset([for i in range(${rooms}) : "class-\${i}"])
  path     = "/rooms"
  data = jsonencode({
    name      = each.key
    owner_ref = each.key
    settings = {
      mode         = "group"
      scheduled    = false
      adhoc        = false
      moderators   = "1"
      participants = "30"
    }
  })
}
`;
