import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** Where Pulumi finds the key of a stack's secrets. */
export interface Vault {
  secretsProvider: string;
  env: Record<string, string>;
}

let vault: Promise<Vault> | undefined;

/**
 * A stand-in for HashiCorp Vault, which wraps the key of a stack's secrets. With a passphrase, each command of
 * Pulumi derives that key again, which takes as long as all else that a short command does.
 */
export function openVault(): Promise<Vault> {
  vault ??= start();
  return vault;
}

async function start(): Promise<Vault> {
  const server = createServer(async (request, response) => {
    const { plaintext = "", ciphertext = "" } = JSON.parse(await text(request));
    const isEncryption = request.url!.includes("/encrypt/");
    const data = isEncryption
      ? { ciphertext: `vault:v1:${plaintext}` }
      : { plaintext: ciphertext.slice("vault:v1:".length) };
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify({ data }));
  });
  server.listen(0, "127.0.0.1").unref();
  await once(server, "listening");
  const VAULT_SERVER_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { secretsProvider: "hashivault://tests", env: { VAULT_SERVER_URL, VAULT_SERVER_TOKEN: "tests" } };
}
