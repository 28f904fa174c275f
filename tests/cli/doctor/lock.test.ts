import { finds } from "./examined";
import { lock } from "./lock-in-folder";

describe("doctor: a run that holds the stack", () => {
  finds([
    {
      name: "a killed run whose lock is still there",
      make: (patient) => lock(patient, { hostname: "build-7" }),
      says: [
        "failure Lock: alice@build-7 holds the stack since 2026-01-05T11:00:00Z, and its process 4711 has ended without releasing it → pulumi cancel",
      ],
    },
    {
      name: "a run that is at work on this machine",
      make: (patient) => {
        patient.isRunning = (pid) => pid === 4711;
        return lock(patient, { hostname: "build-7" });
      },
      says: [
        "warning Lock: alice@build-7 holds the stack since 2026-01-05T11:00:00Z: process 4711 of this machine is running; wait for its end, or run pulumi cancel if it is no pulumi → npx pulumi-enablex doctor",
      ],
    },
    {
      name: "a run on another machine",
      stack: "dev",
      make: (patient) => lock(patient, { hostname: "build-8" }),
      says: [
        "warning Lock: alice@build-8 holds the stack since 2026-01-05T11:00:00Z; cancelling a run that is still going would lose what it is creating, so ask first → pulumi cancel --stack dev",
      ],
    },
    {
      name: "a lock that cannot be read",
      make: (patient) => lock(patient, undefined),
      says: [
        "warning Lock: somebody holds the stack; cancelling a run that is still going would lose what it is creating, so ask first → pulumi cancel",
      ],
    },
    {
      name: "a run at Pulumi Cloud, on a stack that has no resource yet",
      make: (patient) => {
        patient.resources = [];
        patient.pulumiSays = { "stack ls": '[{"name":"acme/dev","updateInProgress":true},{"name":"prod"}]' };
      },
      says: [
        "warning Lock: somebody holds the stack; cancelling a run that is still going would lose what it is creating, so ask first → pulumi cancel",
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
        "warning Lock: somebody holds the stack; cancelling a run that is still going would lose what it is creating, so ask first → pulumi cancel --stack acme/rooms/dev",
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
