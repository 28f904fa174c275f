import { findEngine, findLanguageHosts, findYamlLanguageHost } from "./find-engine";

/** Prepares an engine and language hosts before the tests, which would otherwise build them in parallel. */
async function main(): Promise<void> {
  const engine = await findEngine(console.log);
  await findLanguageHosts(engine, console.log);
  await findYamlLanguageHost(engine, console.log);
  console.log(`Pulumi ${engine.version} in ${engine.folder}`);
}

main().catch((error: Error) => {
  // The tests that need the engine fail with the same message; the others do not need it.
  console.error(error.message);
});
