import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../release/repository";

const root = join(__dirname, "../..");
const { version } = require("../../package.json") as { version: string };

/** A file that names the repository and the files of a release, with their current address and version. */
export const withRelease = (file: string): string =>
  readFileSync(join(root, file), "utf8")
    .replaceAll(/github\.com\/[\w-]+\/pulumi-enablex\b/g, `github.com/${repository.path}`)
    .replaceAll(/(?<=pulumi_enablex-)\d[\d.]*\d(?=-py3)|(?<=\/sdk\/go@v)\d[\d.]*\d/g, version);
