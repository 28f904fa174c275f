import { finds } from "./examined";
import { complains, credentials, type Patient } from "./patient";

/** What cannot be looked at without a login. */
const skippedWithoutLogin = ["Stack", "Lock", "Configuration", "Rooms", "State"].map(
  (check) => `skipped ${check}`,
);

const nobody = "PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions";

/** A machine whose Pulumi does not tell who is logged in, with all that the rest needs. */
function withoutLogin(patient: Patient, says: string, backend?: string): void {
  patient.pulumiSays = { whoami: complains("whoami --json", says) };
  patient.env = { ...credentials, ENABLEX_PLATFORM: "enablex" };
  if (backend) patient.env.PULUMI_BACKEND_URL = backend;
}

describe("doctor: the login", () => {
  finds([
    {
      name: "no login",
      make: (patient) => withoutLogin(patient, nobody),
      says: [
        "failure Login: not logged in (pulumi login --local keeps stacks on this machine) → pulumi login",
        ...skippedWithoutLogin,
      ],
    },
    {
      name: "no login at the backend in the environment, which stays the backend",
      make: (patient) => withoutLogin(patient, nobody, "https://pulumi.example.com"),
      says: [
        "failure Login: not logged in to the backend of PULUMI_BACKEND_URL → pulumi login",
        ...skippedWithoutLogin,
      ],
    },
    {
      name: "a folder in the environment that cannot be opened",
      make: (patient) => withoutLogin(patient, "unable to open state directory: no /nope", "file:///nope"),
      says: [
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
      make: (patient: Patient) => withoutLogin(patient, says, backend),
      says: [
        `failure Login: ${says}; check the address in PULUMI_BACKEND_URL and its credentials → npx pulumi-enablex doctor --stack dev`,
        ...skippedWithoutLogin,
      ],
    })),
  ]);
});
