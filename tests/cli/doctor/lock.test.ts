import { finds } from "./examined";
import { lock } from "./lock-in-folder";

describe("doctor: a run that holds the stack", () => {
  finds([
    {
      name: "a killed run whose lock is still there",
      make: (patient) => lock(patient, { hostname: "build-7" }),
      says: [
        "failure Lock: the stack is locked by alice@build-7 since 2026-01-05T11:00:00Z, but its process 4711 ended without releasing it → pulumi cancel",
      ],
    },
    {
      name: "a run that is at work on this machine",
      make: (patient) => {
        patient.isRunning = (pid) => pid === 4711;
        return lock(patient, { hostname: "build-7" });
      },
      says: [
        "warning Lock: the stack is locked by alice@build-7 since 2026-01-05T11:00:00Z: process 4711 on this machine is running; wait for it to end, or run pulumi cancel if it is not a Pulumi process → npx pulumi-enablex doctor",
      ],
    },
    {
      name: "a run on another machine",
      stack: "dev",
      make: (patient) => lock(patient, { hostname: "build-8" }),
      says: [
        "warning Lock: the stack is locked by alice@build-8 since 2026-01-05T11:00:00Z; check first that the run has ended: cancelling an active run loses track of what it is creating → pulumi cancel --stack dev",
      ],
    },
    {
      name: "a lock that cannot be read",
      make: (patient) => lock(patient, undefined),
      says: [
        "warning Lock: the stack is locked; check first that the run has ended: cancelling an active run loses track of what it is creating → pulumi cancel",
      ],
    },
    {
      name: "a run at Pulumi Cloud, on a stack that has no resource yet",
      make: (patient) => {
        patient.resources = [];
        patient.pulumiSays = { "stack ls": '[{"name":"acme/dev","updateInProgress":true},{"name":"prod"}]' };
      },
      says: [
        "warning Lock: the stack is locked; check first that the run has ended: cancelling an active run loses track of what it is creating → pulumi cancel",
      ],
    },
    {
      name: "a run on one of two stacks of the same name",
      stack: "acme/rooms/dev",
      make: (patient) => {
        patient.resources = [];
        patient.pulumiSays = {
          "stack ls --project rooms": '[{"name":"dev"},{"name":"acme/dev","updateInProgress":true}]',
        };
      },
      says: [
        "warning Lock: the stack is locked; check first that the run has ended: cancelling an active run loses track of what it is creating → pulumi cancel --stack acme/rooms/dev",
      ],
    },
    {
      name: "a stack that the list does not have",
      stack: "acme/other/dev",
      make: (patient) => {
        patient.resources = [];
        patient.pulumiSays = { "stack ls --project other": "[]" };
      },
      says: ["skipped Lock"],
    },
    {
      name: "no lock of another stack",
      make: async (patient) => {
        await lock(patient, { hostname: "build-7" });
        patient.pulumiSays["stack --show-name"] = "prod";
        patient.resources = [];
      },
      says: [],
    },
    {
      name: "a backend that does not show its locks",
      make: (patient) => (patient.pulumiSays = { whoami: '{"user":"alice","url":"s3://rooms"}' }),
      says: ["skipped Lock"],
    },
  ]);
});
