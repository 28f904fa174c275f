import { credentials, pulumiError, type Setup } from "./project";
import { itFinds } from "./run-doctor";

/** The checks that require a login. */
const skippedWithoutLogin = ["Stack", "Lock", "Configuration", "Rooms", "State"].map(
  (check) => `skipped ${check}`,
);

const nobody = "PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions";

/** A setup in which `pulumi whoami` fails and everything else works. */
function withoutLogin(setup: Setup, output: string, backend?: string): void {
  setup.pulumiOutput = { whoami: pulumiError("whoami --json", output) };
  setup.env = { ...credentials, ENABLEX_PLATFORM: "enablex" };
  if (backend) setup.env.PULUMI_BACKEND_URL = backend;
}

describe("doctor: the login", () => {
  itFinds([
    {
      name: "no login",
      cause: (setup) => withoutLogin(setup, nobody),
      expected: [
        "failure Login: not logged in (pulumi login --local keeps stacks on this machine) → pulumi login",
        ...skippedWithoutLogin,
      ],
    },
    {
      name: "no login at the backend in the environment, which stays the backend",
      cause: (setup) => withoutLogin(setup, nobody, "https://pulumi.example.com"),
      expected: [
        "failure Login: not logged in to the backend of PULUMI_BACKEND_URL → pulumi login",
        ...skippedWithoutLogin,
      ],
    },
    {
      name: "a folder in the environment that cannot be opened",
      cause: (setup) => withoutLogin(setup, "unable to open state directory: no /nope", "file:///nope"),
      expected: [
        "failure Login: unable to open state directory: no /nope; the backend comes from PULUMI_BACKEND_URL → unset PULUMI_BACKEND_URL",
        ...skippedWithoutLogin,
      ],
    },
    ...(
      [
        ["a bucket that cannot be opened", "unable to open bucket s3://states", "s3://states"],
        ["a token that is not valid", "invalid access token", "https://pulumi.example.com"],
        ["a folder of states that cannot be read", "corrupt store: line 1", "file:///states"],
      ] as const
    ).map(([which, says, backend]) => ({
      name: `${which}, where the environment names the backend, which stays the backend`,
      stack: "dev",
      cause: (setup: Setup) => withoutLogin(setup, says, backend),
      expected: [
        `failure Login: ${says}; check the address in PULUMI_BACKEND_URL and its credentials → npx pulumi-enablex doctor --stack dev`,
        ...skippedWithoutLogin,
      ],
    })),
  ]);
});
