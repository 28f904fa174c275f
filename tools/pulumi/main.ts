import { findEngine, findLanguageHosts, findYamlLanguageHost } from "./find";

/** Gets an engine and language hosts before tests need them, several of which would fetch them at once. */
async function main(): Promise<void> {
  const engine = await findEngine(console.log);
  await findLanguageHosts(engine, console.log);
  await findYamlLanguageHost(engine, console.log);
  console.log(`Pulumi ${engine.version} in ${engine.folder}`);
}

main().catch((error: Error) => {
  // The tests that need it say so again; the others need none.
  console.error(error.message);
});
