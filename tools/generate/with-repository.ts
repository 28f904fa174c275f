import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../release/repository";

/** A file whose text contains the repository's address, with the current one. */
export const withRepository = (file: string): string =>
  readFileSync(join(__dirname, "../..", file), "utf8").replaceAll(
    /github\.com\/[\w-]+\/pulumi-enablex\b/g,
    `github.com/${repository.path}`,
  );
