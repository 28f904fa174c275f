import { peerDependencies } from "../../package.json";
import { accountKeys, type ConfigKey, configKeyNames, configKeys } from "../../provider/config/keys";
import { repository } from "../release/repository";
import { accountDefault } from "./account-defaults";
import { functionTypes, packageFunctions } from "./function-schema";
import { roomResource, roomSetResource, roomSetTypes, roomTypes } from "./room-schema";
import { enumeration, object, pascal, pick, ref, type Spec, token } from "./spec";

/**
 * `provider/plugin/schema.json`: describes the package to Pulumi's engine, language SDKs and registry. Its texts come
 * from the tables of inputs, outputs and configuration keys. The plugin adds the version.
 */
export function packageSchema(): Spec {
  return {
    name: "enablex",
    displayName: "EnableX",
    description: "Meeting rooms of EnableX and Smartflo Meet, with join links as stack outputs.",
    keywords: ["pulumi", "enablex", "smartflo", "video", "meeting", "category/utility", "kind/native"],
    publisher: repository.owner,
    homepage: repository.url,
    repository: repository.url,
    logoUrl: `https://raw.githubusercontent.com/${repository.path}/main/docs/images/logo.png`,
    license: "Apache-2.0",
    pluginDownloadURL: `github://api.github.com/${repository.path}`,
    // The Go module has its own go.mod.
    meta: { supportPack: true },
    language: languages,
    config: {
      variables: pick(configKeyNames, (key) => ({
        ...configProperty(key),
        defaultInfo: { environment: [configKeys[key].variable] },
      })),
    },
    provider: {
      description:
        "An account of the rooms API. Arguments that you omit come from environment variables, then from the defaults. Only the default provider uses the stack's configuration.",
      // No environment variables as defaults here: they would be stored in the state. The plugin reads them.
      inputProperties: pick(configKeyNames, configProperty),
    },
    types: { ...roomTypes(), ...roomSetTypes(), ...configTypes(), ...functionTypes() },
    resources: { [token("Room")]: roomResource(), [token("RoomSet")]: roomSetResource() },
    functions: packageFunctions(),
  };
}

const configTypes = (): Spec => ({
  ...Object.fromEntries(
    configKeyNames
      .filter((key) => configKeys[key].values)
      .map((key) => [token(pascal(key)), enumeration(configKeys[key].values!)]),
  ),
  [token("Account")]: object(
    "An account of the rooms API.",
    pick(accountKeys, (key) => property(key, accountDefault(key))),
    accountKeys.filter((key) => configKeys[key].inAccount === "required"),
  ),
});

const languages: Spec = {
  // No packageName: with that of the npm package, the SDK that `pulumi package add` and `pulumi install` generate would
  // replace the package, but it lacks what programs import from the package.
  // The peer dependency makes a generated SDK share the program's copy of Pulumi's SDK, like the package itself.
  nodejs: { respectSchemaVersion: true, peerDependencies },
  python: {
    packageName: "pulumi_enablex",
    respectSchemaVersion: true,
    pyproject: { enabled: true },
    requires: { pulumi: ">=3.231.0,<4.0.0" },
    readme: `Meeting rooms of EnableX and Smartflo Meet as Pulumi resources.\n\nSee ${repository.url}/blob/main/docs/other-languages.md#python.`,
  },
  go: {
    importBasePath: `${repository.goModule}/enablex`,
    respectSchemaVersion: true,
    generateResourceContainerTypes: true,
  },
  csharp: {
    // NuGet reserves the prefix "Pulumi" for Pulumi's own packages.
    rootNamespace: "PulumiCommunity",
    namespaces: { enablex: "EnableX" },
    packageReferences: { Pulumi: "3.*" },
    respectSchemaVersion: true,
  },
  java: { basePackage: `io.github.${repository.owner}`, buildFiles: "gradle" },
};

/** A configuration key as an argument of a provider, with its environment variable and default. */
function configProperty(key: ConfigKey): Spec {
  const { required, default: ours } = configKeys[key];
  const made = property(key, ours);
  const words = [
    made.description,
    required && `Required ${required}.`,
    `Environment: \`${configKeys[key].variable}\`.`,
  ];
  return { ...made, description: words.filter(Boolean).join(" ") };
}

function property(key: ConfigKey, ours: string | number | undefined): Spec {
  const { description, type, secret, values } = configKeys[key];
  const accounts = { type: "object", additionalProperties: ref("Account") };
  return {
    ...(values ? ref(pascal(key)) : type === "accounts" ? accounts : { type }),
    description: ours === undefined ? description : `${description} The default is ${ours}.`,
    secret,
  };
}
