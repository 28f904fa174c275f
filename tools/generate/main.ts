import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { generatedFiles } from "./files";

const root = join(__dirname, "..", "..");
for (const [file, text] of Object.entries(generatedFiles())) writeFileSync(join(root, file), text);
